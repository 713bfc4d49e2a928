"""The gazetteer: names found longest first, users' actors, and how fast many of them load."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.extract.gazetteer import find_names, load_gazetteer
from kg.extract.vocabulary import Additions


def _find(text: str, language: str = "en", extra: tuple[Path, ...] = ()) -> list[tuple[str, str]]:
    return [
        (text[m.start : m.end], m.entry.actor) for m in find_names(load_gazetteer(language, Additions(extra)), text)
    ]


def test_the_longest_name_wins() -> None:
    assert _find("South Sudan and Sudan") == [("South Sudan", "state/SSD"), ("Sudan", "state/SDN")]


def test_a_name_is_whole_words() -> None:
    assert _find("Iranistics and Omanism") == []


def test_capitals_decide() -> None:
    assert _find("turkey for us all") == []


def test_a_metonym_is_a_government_that_acts_for_its_state() -> None:
    gazetteer = load_gazetteer("en")
    [match] = find_names(gazetteer, "the Kremlin")
    actor = gazetteer.actors[match.entry.actor]
    assert (actor.kind, actor.code) == ("government", "RUS")


def test_a_typographic_apostrophe_and_a_bare_capital_count() -> None:
    assert _find("Etats-Unis", "fr") == [("Etats-Unis", "state/USA")]


def test_the_party_of_a_code_is_its_state() -> None:
    party = load_gazetteer("fr").find_party("IRN")
    assert party is not None
    assert party.id == "state/IRN"


@pytest.mark.parametrize("suffix", [".yml", ".jsonl"])
def test_a_user_adds_a_fictitious_world(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"world{suffix}"
    actor = {"id": "state/ELBONIA", "kind": "state", "code": "ELBONIA", "names": ["Elbonia", "Elbonie"]}
    path.write_text(json.dumps(actor if suffix == ".jsonl" else [actor]), encoding="utf-8")
    assert _find("Elbonia met Iran", "en", (path,)) == [("Elbonia", "state/ELBONIA"), ("Iran", "state/IRN")]
    assert _find("L'Elbonie a rencontré l'Iran", "fr", (path,))[0] == ("Elbonie", "state/ELBONIA")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"id": "state/X"}', "needs id, kind and code"),
        ("{", "one JSON object"),
        ('{"id": "x", "kind": "realm", "code": "X"}', "unknown kind"),
    ],
)
def test_a_faulty_file_is_named_with_its_fault(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "faulty.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=says) as caught:
        load_gazetteer("en", Additions((path,)))
    assert str(path) in str(caught.value)


def test_a_name_of_two_actors_finds_nobody(tmp_path: Path) -> None:
    path = tmp_path / "twins.jsonl"
    rows = [
        {"id": f"organisation/twin-{n}", "kind": "organisation", "code": f"Twin {n}", "names": ["Twinland"]}
        for n in (1, 2)
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert _find("Twinland", "en", (path,)) == []


def test_a_hundred_thousand_names_load_in_three_seconds(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    rows = (
        {
            "id": f"person/p{n}",
            "kind": "person",
            "code": f"Ada Number{n}",
            "names": [f"Ada Number{n}", f"Ada B. Number{n}"],
        }
        for n in range(50_000)
    )
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    started = time.process_time()
    gazetteer = load_gazetteer("en", Additions((path,)))
    assert time.process_time() - started < 3.0
    assert "person/p49999" in gazetteer.actors
