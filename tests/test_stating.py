"""Which words state an act."""

from __future__ import annotations

import pytest

from kg.extract.pipeline import extract
from kg.types import Document, Event, Paragraph


def find_events(text: str, language: str = "en") -> tuple[Event, ...]:
    document = Document("d", text, "-", language=language, paragraphs=(Paragraph(0, len(text), language),))
    return extract(document).events


def test_an_act_is_stated_where_the_grammar_finds_it() -> None:
    (event,) = find_events("Russia and Ukraine were in the news again. Russia invaded Ukraine in 2022.")
    assert event.evidence.text == "Russia invaded Ukraine in 2022"
    assert event.reason.startswith("invade: subject -> source, object -> target")


def test_every_event_names_a_word_of_its_sentence_and_both_parties() -> None:
    text = (
        "Poland sent tanks to Ukraine in March. Germany, which had hesitated, followed suit; Moscow condemned the move."
    )
    for event in find_events(text):
        evidence = event.evidence
        assert text[evidence.start : evidence.end] == evidence.text
        for start, end in (evidence.source, evidence.target):
            assert text[start:end].strip() == text[start:end] != ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Turkey shelled Kurdish positions in Syria. Iraq condemned the operation.", "en"),
        ("La Turquie a bombardé des positions en Syrie. L'Irak a condamné l'opération.", "fr"),
    ],
)
def test_an_empty_place_is_filled_with_a_mention_of_a_sentence_before(text: str, language: str) -> None:
    events = {(e.source.code, e.event, e.target.code): e for e in find_events(text, language)}
    evidence = events["IRQ", "ACCUSE", "TUR"].evidence
    assert evidence.target[1] < evidence.sentence[0] <= evidence.source[0]
