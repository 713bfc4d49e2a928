"""Where an act happened, as the clause names it."""

from __future__ import annotations

import pytest

from kg.extract.pipeline import extract
from kg.types import Document, Paragraph


@pytest.mark.parametrize(
    ("language", "text", "places"),
    [
        ("en", "Vladimir Putin met Ebrahim Raisi in Samarkand on Thursday.", ["Samarkand"]),
        ("en", "Talks between Iran and Oman were held in New York.", ["New York"]),
        ("en", "Russia invaded Ukraine in February.", [None]),
        ("en", "France condemned Iran, a spokesman said in Prague.", [None]),
        ("fr", "Le ministre russe a rencontré son homologue iranien à Genève lundi.", ["Genève"]),
        ("fr", "La France et l'Inde ont signé un accord à New Delhi.", ["New Delhi"]),
        ("fr", "La Russie a envahi l'Ukraine en février 2022.", [None]),
    ],
)
def test_the_place_is_the_name_behind_a_preposition_of_place(
    language: str, text: str, places: list[str | None]
) -> None:
    document = Document("d", text, "-", language=language, paragraphs=(Paragraph(0, len(text), language),))
    assert [event.place for event in extract(document).events] == places
