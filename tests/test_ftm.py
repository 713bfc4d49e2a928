"""entities.ftm.json holds what FollowTheMoney's own model takes: checked with its JavaScript library."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.export import export
from kg.types import Actor, Graph

Reader = Callable[[str, Path], Any]


@pytest.fixture(scope="module")
def path(exported: Path) -> Path:
    return exported / "entities.ftm.json"


@pytest.fixture(scope="module")
def entities(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _find(entities: list[dict[str, Any]], schema: str, name: str, value: str) -> dict[str, Any]:
    found = [each for each in entities if each["schema"] == schema and value in each["properties"].get(name, [])]
    assert len(found) == 1
    properties: dict[str, Any] = found[0]["properties"]
    return {"id": found[0]["id"], **properties}


def test_the_model_takes_every_entity(graph: Graph, path: Path, read_with_node: Reader) -> None:
    read = read_with_node("read_ftm.mjs", path)
    assert read["faults"] == []
    assert Counter(entity["schema"] for entity in read["entities"]) == {
        "PublicBody": 6, "Organization": 1, "Person": 1, "Representation": 3, "Membership": 1, "Article": 3,
        "Event": len(graph.events), "UnknownLink": len(graph.ties),
    }  # fmt: skip
    assert {entity["caption"] for entity in read["entities"]} >= {actor.name for actor in graph.actors}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"involved":["kg-', '"involved":["ng-'),
        ('"name":["Iran"],', ""),
        ('"startDate":["2021-05"]', '"startDate":["May 2021"]'),
        ('"sourceUrl":["https:', '"sourceUrl":["javascript:'),
        ('"classification"', '"clasification"'),
        ('"schema":"Person"', '"schema":"LegalPerson"'),
        ('"schema":"Article"', '"schema":"Event"'),
    ],
)
def test_the_check_notices_what_the_model_does_not_take(
    path: Path, tmp_path: Path, read_with_node: Reader, old: str, new: str
) -> None:
    text = path.read_text("utf-8")
    assert old in text
    broken = tmp_path / "broken.json"
    broken.write_text(text.replace(old, new, 1), "utf-8")
    assert read_with_node("read_ftm.mjs", broken)["faults"] != []


def test_an_event_names_who_is_involved_and_leads_to_its_sentence(entities: list[dict[str, Any]], graph: Graph) -> None:
    event = next(event for event in graph.events if event.date == "2022")
    found = _find(entities, "Event", "recordId", event.id)
    ids = [_find(entities, "PublicBody", "name", name)["id"] for name in ("Iran", "Russie")]
    assert found["involved"] == ids
    assert found["name"] == ["Iran – AID – Russie"]
    assert (found["date"], found["description"]) == (["2022"], [event.evidence.sentence_text])
    article = _find(entities, "Article", "fileName", "in/fr é.txt")
    assert found["proof"] == [article["id"]]
    assert article["sourceUrl"] == ["https://d%C3%A9p%C3%AAche.example/t%C3%A9h%C3%A9ran"]


def test_a_denied_act_says_so_and_a_span_of_days_has_two_ends(entities: list[dict[str, Any]], graph: Graph) -> None:
    denied = next(event for event in graph.events if event.event == "AGREE")
    assert _find(entities, "Event", "recordId", denied.id)["name"] == ["Iran – AGREE (negated) – Russie"]
    found = _find(entities, "Event", "startDate", "2023-12-01")
    assert (found["endDate"], "date" in found) == (["2023-12-03"], False)


def test_offices_and_ties_are_relations(entities: list[dict[str, Any]]) -> None:
    iran, russia = (_find(entities, "PublicBody", "name", name)["id"] for name in ("Iran", "Russie"))
    person = _find(entities, "Person", "name", "Kamran Rostami")
    assert person["position"] == ["attaché", "commandant de l'armée de terre"]
    office = _find(entities, "Membership", "member", person["id"])
    assert (office["organization"], office["role"], office["startDate"]) == (
        [iran], ["commandant de l'armée de terre"], ["2021-05"],
    )  # fmt: skip
    tie = next(
        each for each in entities if each["schema"] == "UnknownLink" and each["properties"]["object"] == [russia]
    )
    assert tie["properties"]["subject"] == [iran]
    assert tie["properties"]["role"] == ["AID 4, AGREE 1, CONSULT 1"]


def test_a_place_is_an_address_and_hostile_text_only_text(graph: Graph, tmp_path: Path, read_with_node: Reader) -> None:
    hostile = "\x00\ud800<script>alert(1)</script>\u202e " + "x" * 2000
    place = Actor("place/donbass", "place", hostile, "DONBASS", wikidata="javascript:1")
    document = replace(graph.documents[0], url="javascript:alert(1)", title=hostile, outlet=hostile)
    events = tuple(replace(event, source=place, place=hostile) for event in graph.events)
    actors = (*(replace(actor, name=" ", names=(("xx", hostile),)) for actor in graph.actors), place)
    odd = replace(graph, actors=actors, events=events, documents=(document, *graph.documents[1:]),
                  parties=(*graph.parties, ("DONBASS", place.id)))  # fmt: skip
    (path,) = export(odd, tmp_path, ["ftm"])
    assert read_with_node("read_ftm.mjs", path)["faults"] == []
    assert "javascript:" not in path.read_text("utf-8")
