"""Actors as a reader meets them: the hard pairs of tests/cases, through parsing, linking and references."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from kg.cli import cli
from kg.errors import LanguageError
from kg.extract.parsing import parse_document
from kg.extract.pipeline import find_mentions, load_resources
from kg.extract.vocabulary import NO_ADDITIONS, Additions
from kg.types import Document, Mention, Paragraph

_CASES = Path(__file__).parent / "cases"
SPANISH = Additions(languages=(Path(__file__).parent / "fixtures" / "languages",))


def _read_cases() -> list[Any]:
    return [
        pytest.param(path.parent.name, case, id=f"{path.parent.name}-{number}")
        for path in sorted(_CASES.glob("*/actors.yml"))
        for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1)
    ]


def read_mentions(text: str, language: str, date: str | None = None) -> tuple[Mention, ...]:
    """Return the mentions of a text of one paragraph, which may be in Spanish, a language of the tests only."""
    document = Document(
        "case", text, "case", date=date, language=language, paragraphs=(Paragraph(0, len(text), language),)
    )
    additions = SPANISH if language == "es" else NO_ADDITIONS
    sentences = parse_document(document, additions.languages)
    return find_mentions(document, sentences, load_resources((language,), additions))


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


def test_a_language_of_the_users_is_told_and_read_like_ours() -> None:
    text = "El gobierno español anunció ayer que la embajada de Francia en Caracas seguirá abierta, según fuentes."
    done = CliRunner().invoke(cli, ["actors", "-", "--languages", str(SPANISH.languages[0])], input=text)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.exit_code, {(row["text"], row["actor"]["code"]) for row in rows}) == (
        0,
        {("gobierno español", "ESP"), ("embajada de Francia", "FRA"), ("Francia", "FRA"), ("Caracas", "VEN")},
    )


def test_a_folder_without_a_language_says_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match=r"no language here; a folder such as es/ with a language.yml"):
        load_resources(("en",), Additions(languages=(tmp_path,)))


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
