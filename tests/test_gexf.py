"""graph.gexf, read back by networkx and graphology (Gephi Lite); its form is that of GEXF 1.3's RelaxNG."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from lxml import etree

from kg.export import export
from kg.export.positions import place_levels
from kg.types import Event, Graph

_NS = "{http://gexf.net/1.3}"


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


@pytest.fixture(scope="module")
def grammar() -> etree.RelaxNG:
    """Our own wording of the published rules of GEXF 1.3; see its first lines."""
    return etree.RelaxNG(etree.parse(Path(__file__).parent / "gexf-1.3.rng"))


@pytest.mark.parametrize("name", ["graph.gexf", "ties.gexf"])
def test_it_follows_the_rules_of_gexf(exported: Path, grammar: etree.RelaxNG, name: str) -> None:
    grammar.assertValid(etree.parse(exported / name))


def test_an_empty_graph_follows_the_rules_of_gexf(tmp_path: Path, grammar: etree.RelaxNG) -> None:
    for path in export(Graph(), tmp_path, ["gexf", "ties-gexf"]):
        grammar.assertValid(etree.parse(path))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version="1.3"', 'version="1.2"'),
        ("<meta>", '<meta lastmodifieddate="today">'),
        ('timeformat="date"', 'timeformat="days"'),
        ('class="node"', 'class="graph"'),
        ('type="double"', 'type="number"'),
        (" target=", " goal="),
        ('weight="1.0"', 'weight="heavy"'),
        ("<attvalue for=", "<attvalue name="),
        ("<spell start=", "<spell from="),
        ('<spell start="2022-01-01"', '<spell start="2022"'),
        ('<spell start="2022-01-01"', '<spell start="a year ago"'),
        ("</spells>", "</spells><spells/>"),
        ('<viz:color r="60"', '<viz:color r="260"'),
        ("<viz:position x=", "<viz:position lon="),
        ('<viz:size value="', '<viz:size value="-'),
        ("<viz:thickness", "<thickness"),
        ("<edges>", "<edges><node/>"),
        ("<edges>", "<links/><edges>"),
    ],
)
def test_the_rules_notice_what_is_not_gexf(path: Path, grammar: etree.RelaxNG, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    valid = grammar.validate(etree.fromstring(text.replace(old, new, 1).encode()))
    # A bare year is an integer, which is a time too: only its format says that it is none here.
    assert valid is (new == '<spell start="2022"')


def test_values_have_the_types_of_gexf(tree: etree._ElementTree) -> None:
    declared = {attribute.get("id"): attribute.get("type") for attribute in tree.iter(f"{_NS}attribute")}
    assert set(declared.values()) == {"string", "double", "integer"}
    for value in tree.iter(f"{_NS}attvalue"):
        assert value.get("for") in declared
        kinds = {"double": float, "integer": int, "string": str}
        kinds[declared[value.get("for")]](value.get("value"))
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


def test_a_node_is_there_as_long_as_its_edges(graph: Graph, tree: etree._ElementTree) -> None:
    spells = {
        node.get("id"): [dict(each.attrib) for each in node.iter(f"{_NS}spell")] for node in tree.iter(f"{_NS}node")
    }
    assert spells["armed_group/north"] == [{"start": "2023-12-01", "end": "2023-12-03"}]
    assert spells["state/UKR"] == [
        {"start": "2023-08-01", "end": "2023-08-31"},
        {"start": "2023-09-01", "end": "2023-09-30"},
    ]
    assert spells["state/OMN"] == [], "one of its events is undated"
    assert spells["state/IRN"] == [], "one of its events is undated"


def test_ties_have_the_spells_of_their_dated_events(exported: Path) -> None:
    edges = {edge.get("label"): edge for edge in etree.parse(exported / "ties.gexf").iter(f"{_NS}edge")}
    assert [dict(spell.attrib) for spell in edges["Iran – Russie"].iter(f"{_NS}spell")] == [
        {"start": "2022-01-01", "end": "2022-12-31"},
        {"start": "2023-08-22", "end": "2023-08-22"},
        {"start": "2023-09-01", "end": "2023-09-30"},
        {"start": "2024-01-01", "end": "2024-12-31"},
    ]
    assert list(edges["Iran – Oman"].iter(f"{_NS}spell")) == []


def test_ties_are_read_by_networkx_and_gephi_lite(
    graph: Graph, exported: Path, read_with_graphology: Callable[[Path], dict[str, Any]]
) -> None:
    path = exported / "ties.gexf"
    read, lite = nx.read_gexf(path, version="1.3"), read_with_graphology(path)
    assert not read.is_directed()
    assert (len(read), read.number_of_edges()) == (len(graph.parties), len(graph.ties))
    assert (lite["type"], len(lite["nodes"]), len(lite["edges"])) == ("undirected", len(graph.parties), len(graph.ties))
    weights = {edge["attributes"]["label"]: edge["attributes"]["weight"] for edge in lite["edges"]}
    assert weights == {" – ".join(tie.names): len(tie.events) for tie in graph.ties}
    values = read.edges["state/IRN", "state/RUS"]
    assert (values["AID"], values["tone"], values["verbal cooperation"]) == (4, 0.75, 2)


def test_it_is_drawn_as_on_the_page(
    graph: Graph, path: Path, read_with_graphology: Callable[[Path], dict[str, Any]]
) -> None:
    _, places = place_levels(graph)
    read = read_with_graphology(path)
    nodes = {node["key"]: node["attributes"] for node in read["nodes"]}
    assert {key: (nodes[key]["x"], -nodes[key]["y"]) for key in places} == places
    assert nodes["state/IRN"]["size"] > nodes["state/OMN"]["size"]
    colours = {edge["attributes"]["quad"]: edge["attributes"]["color"] for edge in read["edges"]}
    assert len(set(colours.values())) == len(colours) == 4
