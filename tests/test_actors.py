"""Actors as a reader meets them: the hard pairs of tests/cases, through parsing, linking and references."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.extract.parsing import parse_document
from kg.extract.pipeline import find_mentions, load_resources
from kg.types import Document, Mention, Paragraph

_CASES = Path(__file__).parent / "cases"


def _read_cases() -> list[Any]:
    return [
        pytest.param(path.parent.name, case, id=f"{path.parent.name}-{number}")
        for path in sorted(_CASES.glob("*/actors.yml"))
        for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1)
    ]


def read_mentions(text: str, language: str, date: str | None = None) -> tuple[Mention, ...]:
    """Return the mentions of a text of one paragraph."""
    document = Document(
        "case", text, "case", date=date, language=language, paragraphs=(Paragraph(0, len(text), language),)
    )
    return find_mentions(document, parse_document(document), load_resources((language,)))


def _find_place(text: str, words: str) -> tuple[int, int]:
    words, _, number = words.partition("#")
    places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    start = places[int(number or 1) - 1]
    return start, start + len(words)


@pytest.mark.parametrize(("language", "case"), _read_cases())
def test_the_case_names_the_right_actor(language: str, case: dict[str, Any]) -> None:
    start, end = _find_place(case["text"], case["mention"])
    found = [m for m in read_mentions(case["text"], language) if m.start < end and start < m.end]
    shown = [(m.text, m.form, m.acts, [(a.id, a.code) for a in m.actors]) for m in found]
    if case.get("none", False):
        acting = [m for m in found if m.acts and any(a.kind in ("state", "armed_group", "igo") for a in m.actors)]
        assert acting == [], shown
    elif "id" in case:
        assert any(len(m.actors) == 1 and m.actors[0].id == case["id"] for m in found), shown
    else:
        wanted = {case["code"]} if isinstance(case["code"], str) else set(case["code"])
        assert any({a.code for a in m.actors} == wanted for m in found), shown


def test_there_are_two_hundred_cases() -> None:
    assert len(_read_cases()) >= 200


def test_every_mention_is_its_piece_of_the_text() -> None:
    text = "Le vice-ministre russe de la Défense, Igor Vassiliev, a reçu l’ambassadeur d’Iran. Il l'a remercié."
    assert all(text[m.start : m.end] == m.text for m in read_mentions(text, "fr"))


def test_one_person_is_one_actor_in_both_languages() -> None:
    french = read_mentions("Vladimir Poutine a reçu la délégation.", "fr")
    english = read_mentions("Vladimir Putin received the delegation.", "en")
    assert {a.id for m in french for a in m.actors} & {a.id for m in english for a in m.actors} == {
        "person/vladimir-putin"
    }
