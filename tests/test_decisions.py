"""A user's decisions on who is who hold in mentions, events, ties and exports, and a wrong file says where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import DataError
from kg.extract.decisions import load_decisions
from kg.extract.pipeline import extract
from kg.extract.vocabulary import Additions
from kg.run.build import build
from kg.types import Document, Extraction, Paragraph

FRENCH = "Le ministre russe Vladimir Lojkine a rencontré le président iranien. M. Lojkine a salué l'Iran."
ENGLISH = "Vladimir Lozhkin met the Turkish president in Ankara. He praised Turkey."
MERGE = {"decision": "merge", "actors": ["person/vladimir-lojkine", "person/vladimir-lozhkin"]}


def _write(folder: Path, *entries: dict[str, Any]) -> Additions:
    path = folder / "decisions.yml"
    path.write_text(yaml.safe_dump(list(entries), allow_unicode=True), encoding="utf-8")
    return Additions(decisions=path)


def _read(text: str, language: str, additions: Additions, id: str = "d1") -> Extraction:
    document = Document(id, text, id, language=language, paragraphs=(Paragraph(0, len(text), language),))
    return extract(document, additions)


def _list_ids(extraction: Extraction) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for mention in extraction.mentions:
        found.setdefault(mention.text, set()).update(actor.id for actor in mention.actors)
    return found


def test_two_spellings_become_one_actor_with_one_name(tmp_path: Path) -> None:
    additions = _write(tmp_path, MERGE | {"name": "Vladimir Lozhkin"})
    french, english = _read(FRENCH, "fr", additions), _read(ENGLISH, "en", additions)
    for extraction in (french, english):
        people = {(a.id, a.name) for m in extraction.mentions for a in m.actors if "loj" in a.id or "loz" in a.id}
        assert people == {("person/vladimir-lojkine", "Vladimir Lozhkin")}
    assert _list_ids(english)["He"] == {"person/vladimir-lojkine"}


def test_a_merged_group_takes_along_who_acts_for_it(tmp_path: Path) -> None:
    text = "Hezbollah rejected the truce. The spokesman for Hezbollah, Omar Khalil, met Iran."
    additions = _write(tmp_path, {"decision": "merge", "actors": ["state/LBN", "armed_group/hezbollah"]})
    extraction = _read(text, "en", additions)
    assert {a.code for m in extraction.mentions for a in m.actors} == {"LBN", "IRN"}
    assert {a.id for m in extraction.mentions if m.text == "Hezbollah" for a in m.actors} == {"state/LBN"}


def test_a_split_holds_in_its_document_only(tmp_path: Path) -> None:
    other = {"decision": "split", "actor": "person/vladimir-lozhkin", "document": "d2", "to": "person/lozhkin-painter"}
    additions = _write(tmp_path, other | {"name": "V. Lozhkin (painter)"})
    assert _list_ids(_read(ENGLISH, "en", additions))["Vladimir Lozhkin"] == {"person/vladimir-lozhkin"}
    second = _read(ENGLISH, "en", additions, "d2")
    (actor,) = next(m.actors for m in second.mentions if m.text == "Vladimir Lozhkin")
    assert (actor.id, actor.name, actor.code) == (
        "person/lozhkin-painter",
        "V. Lozhkin (painter)",
        "V. Lozhkin (painter)",
    )
    assert _list_ids(second)["He"] == {"person/lozhkin-painter"}


def test_a_split_by_text_holds_everywhere_for_that_text_only(tmp_path: Path) -> None:
    text = "Georgia accused Russia. The Georgian parliament rejected the plan."
    split = {"decision": "split", "actor": "state/GEO", "text": "Georgia", "to": "organisation/georgia-club"}
    found = _list_ids(_read(text, "en", _write(tmp_path, split | {"code": "GEORGIA CLUB"})))
    assert found["Georgia"] == {"organisation/georgia-club"}
    assert "organisation/georgia-club" not in found["Georgian parliament"]


def test_a_split_may_name_an_actor_that_exists(tmp_path: Path) -> None:
    split = {"decision": "split", "actor": "state/IRN", "document": "d1", "to": "state/IRQ"}
    extraction = _read("Iran accused Turkey.", "en", _write(tmp_path, split))
    assert {(a.id, a.name, a.code) for m in extraction.mentions for a in m.actors if m.text == "Iran"} == {
        ("state/IRQ", "Iraq", "IRQ")
    }


def test_what_is_no_actor_has_no_mention_and_no_event(tmp_path: Path) -> None:
    text = "Iran accused Turkey. It recalled its ambassador."
    assert len(_read(text, "en", Additions()).events) > 0
    extraction = _read(text, "en", _write(tmp_path, {"decision": "not an actor", "actor": "state/IRN"}))
    assert all(actor.code != "IRN" for m in extraction.mentions for actor in m.actors)
    assert extraction.events == ()


def test_a_rename_keeps_the_party(tmp_path: Path) -> None:
    rename = {"decision": "rename", "actor": "state/IRN", "name": "Persia"}
    extraction = _read(
        "Iran accused Turkey. Both countries recalled their ambassadors.", "en", _write(tmp_path, rename)
    )
    named = {(a.name, a.code) for m in extraction.mentions for a in m.actors}
    assert named == {("Persia", "IRN"), ("Turkey", "TUR")}
    assert {a.name for a in extraction.actors} == {"Persia", "Turkey"}


def test_events_ties_and_actors_of_a_build_agree(tmp_path: Path) -> None:
    news = tmp_path / "news.jsonl"
    text = "The Free Valley Movement attacked Iran. Valley Free Movement accused Iran."
    news.write_text(json.dumps({"id": "d1", "text": text, "lang": "en"}), encoding="utf-8")
    ids = ["organisation/free-valley-movement", "organisation/valley-free-movement"]
    additions = _write(tmp_path, {"decision": "merge", "actors": ids, "name": "Free Valley"})
    graph = build([str(news)], tmp_path / "out", additions).graph
    assert {event.source.id for event in graph.events} == {ids[0]}
    assert [tie.parties for tie in graph.ties] == [("Free Valley", "IRN")]
    assert {actor.id for actor in graph.actors} == {ids[0], "state/IRN"}
    rows = [json.loads(line) for line in (tmp_path / "out" / "actors.jsonl").read_text().splitlines()]
    assert {row["id"] for row in rows} == {ids[0], "state/IRN"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.permutations([("a", "b"), ("b", "c"), ("e", "f"), ("c", "d"), ("g", "f", "a")]))
def test_the_order_of_merges_changes_nothing(tmp_path: Path, order: list[tuple[str, ...]]) -> None:
    entries = [{"decision": "merge", "actors": [f"person/{each}" for each in group]} for group in order]
    path = tmp_path / "-".join("".join(group) for group in order)
    path.write_text(yaml.safe_dump(entries), encoding="utf-8")
    same = load_decisions(Additions(decisions=path)).same
    assert same == {f"person/{each}": "person/e" for each in "abcdefg"}


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ({}, "a list of decisions is expected"),
        (
            [{"decision": "marry", "actors": ["person/a", "person/b"]}],
            "entry 1: needs `decision`, one of: merge, split",
        ),
        ([{"actors": ["person/a", "person/b"]}], "entry 1: needs `decision`"),
        ([MERGE, {"decision": "merge", "actor": "person/c"}], "entry 2: missing key 'actors'"),
        ([MERGE | {"color": "red"}], "entry 1: unknown key 'color'"),
        ([{"decision": "merge", "actors": ["person/a"]}], "entry 1: 'actors' must be a list of two or more ids"),
        ([{"decision": "merge", "actors": ["person/a", "person/a"]}], "entry 1: an id stands twice"),
        ([{"decision": "not an actor", "actor": "Ivan"}], "entry 1: 'Ivan' is no actor id"),
        (
            [{"decision": "not an actor", "actor": "state/IRM"}],
            r"there is no actor 'state/IRM'. Did you mean 'state/",
        ),
        ([{"decision": "split", "actor": "person/a", "to": "person/b"}], "entry 1: a split needs a document, a text"),
        ([{"decision": "rename", "actor": "person/a", "name": 2023}], "entry 1: 'name' must be text"),
        ([MERGE, MERGE], "entry 2: person/vladimir-lojkine, person/vladimir-lozhkin is decided already"),
        ([MERGE, MERGE | {"decision": "different"}], "entry 2: .* decided already"),
        ([{"decision": "rename", "actor": "person/a", "name": name} for name in "AB"], "entry 2: person/a is decided"),
        (
            [{"decision": "not an actor", "actor": MERGE["actors"][1]}, MERGE],
            "entry 1: .* is merged or named elsewhere",
        ),
        (
            [
                {"decision": "merge", "actors": ["person/a", "person/b"]},
                {"decision": "merge", "actors": ["person/b", "person/c"]},
                {"decision": "different", "actors": ["person/a", "person/c"]},
            ],
            "entry 3: person/a and person/c are merged elsewhere",
        ),
    ],
)
def test_a_wrong_file_is_named_with_entry_and_fault(tmp_path: Path, entries: Any, says: str) -> None:
    path = tmp_path / "decisions.yml"
    path.write_text(yaml.safe_dump(entries or {"decision": "merge"}), encoding="utf-8")
    with pytest.raises(DataError, match=says) as caught:
        load_decisions(Additions(decisions=path))
    assert str(path) in str(caught.value)
