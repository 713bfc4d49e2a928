"""graph.gexf, read back by networkx and graphology (Gephi Lite); its form is that of GEXF 1.3's RelaxNG."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from lxml import etree

from kg.types import Event, Graph

_NS = "{http://gexf.net/1.3}"
# Attributes and children, in their order, that GEXF 1.3 allows for what we write.
_FORM = {
    "gexf": ({"version"}, ["meta", "graph"]),
    "meta": (set(), ["creator"]),
    "creator": (set(), []),
    "graph": ({"defaultedgetype", "idtype", "mode", "timeformat", "timerepresentation"},
              ["attributes", "attributes", "nodes", "edges"]),
    "attributes": ({"class"}, ["attribute"]),
    "attribute": ({"id", "title", "type"}, []),
    "nodes": (set(), ["node"]),
    "node": ({"id", "label"}, ["attvalues"]),
    "edges": (set(), ["edge"]),
    "edge": ({"id", "source", "target", "label", "kind", "weight"}, ["attvalues", "spells"]),
    "attvalues": (set(), ["attvalue"]),
    "attvalue": ({"for", "value"}, []),
    "spells": (set(), ["spell"]),
    "spell": ({"start", "end"}, []),
}  # fmt: skip


@pytest.fixture(scope="module")
def path(exported: Path) -> Path:
    return exported / "graph.gexf"


@pytest.fixture(scope="module")
def tree(path: Path) -> etree._ElementTree:
    return etree.parse(path)


def _find_event(graph: Graph, date: str | None) -> Event:
    return next(event for event in graph.events if event.date == date)


def _find_spells(tree: etree._ElementTree, event: Event) -> list[dict[str, str]]:
    (edge,) = (edge for edge in tree.iter(f"{_NS}edge") if edge.get("id") == event.id)
    return [dict(spell.attrib) for spell in edge.iter(f"{_NS}spell")]


def test_every_element_has_the_form_of_gexf(tree: etree._ElementTree) -> None:
    assert dict(tree.getroot().attrib) == {"version": "1.3"}
    for element in tree.iter():
        attributes, children = _FORM[element.tag.removeprefix(_NS)]
        assert set(element.attrib) <= attributes
        names = [child.tag.removeprefix(_NS) for child in element]
        assert re.fullmatch("".join(f"(?:{name} )*" for name in children), "".join(f"{name} " for name in names))


def test_values_have_the_types_of_gexf(tree: etree._ElementTree) -> None:
    declared = {attribute.get("id"): attribute.get("type") for attribute in tree.iter(f"{_NS}attribute")}
    assert set(declared.values()) == {"string", "double"}
    for value in tree.iter(f"{_NS}attvalue"):
        assert value.get("for") in declared
        if declared[value.get("for")] == "double":
            float(value.get("value"))
    for spell in tree.iter(f"{_NS}spell"):
        assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) for day in spell.attrib.values())


def test_networkx_reads_the_same_network(graph: Graph, path: Path) -> None:
    read = nx.read_gexf(path, version="1.3")
    assert read.is_multigraph()
    assert read.is_directed()
    assert {node: read.nodes[node]["kind"] for node in read} == {actor.id: actor.kind for actor in graph.actors}
    assert {(source, target, key) for source, target, key in read.edges(keys=True)} == {
        (event.source.id, event.target.id, event.id) for event in graph.events
    }
    for event in graph.events:
        values = read.edges[event.source.id, event.target.id, event.id]
        assert values["sentence"] == event.evidence.sentence_text
        assert (values["weight"], values["confidence"]) == (1.0, event.confidence)


def test_gephi_lite_reads_the_same_network(
    graph: Graph, path: Path, read_with_graphology: Callable[[Path], dict[str, Any]]
) -> None:
    read = read_with_graphology(path)
    assert (read["type"], read["multi"]) == ("directed", True)
    assert {node["key"]: node["attributes"]["label"] for node in read["nodes"]} == {
        actor.id: actor.name for actor in graph.actors
    }
    edges = {edge["key"]: edge for edge in read["edges"]}
    assert set(edges) == {event.id for event in graph.events}
    for event in graph.events:
        values = edges[event.id]["attributes"]
        assert (edges[event.id]["source"], edges[event.id]["target"]) == (event.source.id, event.target.id)
        assert (values["event"], values["status"]) == (event.event, event.status)
        assert (values["weight"], values["confidence"]) == (1, event.confidence)
        assert values.get("date") == event.date


def test_gephi_lite_reads_dates_that_it_knows_no_spells_for(
    graph: Graph, path: Path, read_with_graphology: Callable[[Path], dict[str, Any]]
) -> None:
    edges = {edge["key"]: edge["attributes"] for edge in read_with_graphology(path)["edges"]}
    values = edges[_find_event(graph, "2023-08").id]
    assert (values["date_start"], values["date_end"]) == ("2023-08-01", "2023-08-31")


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2023-08", "2023-08-01", "2023-08-31"),
        ("2023-08-22", "2023-08-22", "2023-08-22"),
        ("2023-12-01/2023-12-03", "2023-12-01", "2023-12-03"),
    ],
)
def test_a_date_is_a_spell_of_all_its_days(
    graph: Graph, tree: etree._ElementTree, date: str, start: str, end: str
) -> None:
    assert _find_spells(tree, _find_event(graph, date)) == [{"start": start, "end": end}]


def test_an_undated_event_has_no_spell(graph: Graph, tree: etree._ElementTree) -> None:
    assert _find_spells(tree, _find_event(graph, None)) == []


def test_kind_keeps_an_act_and_its_denial_apart(graph: Graph, tree: etree._ElementTree) -> None:
    kinds = {edge.get("id"): edge.get("kind") for edge in tree.iter(f"{_NS}edge")}
    aid = {kinds[event.id] for event in graph.events if event.event == "AID"}
    assert aid == {"AID", "AID (negated)", "AID (planned)", "AID (possible)"}


def test_parallel_edges_survive(graph: Graph, tree: etree._ElementTree) -> None:
    pairs = [(edge.get("source"), edge.get("target")) for edge in tree.iter(f"{_NS}edge")]
    assert pairs.count(("state/IRN", "state/RUS")) == 4
    assert len(pairs) == len(graph.events)
