"""graph.graphml, read back by networkx, igraph and graphology (Gephi Lite)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest
from lxml import etree

from kg.export.networks import Network, describe_events, describe_ties
from kg.export.positions import place_levels
from kg.graph.network import build_actor_network
from kg.types import Graph

_NS = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture(scope="module")
def path(exported: Path) -> Path:
    return exported / "graph.graphml"


def test_networkx_reads_the_same_network(graph: Graph, path: Path) -> None:
    read, ours = nx.read_graphml(path), build_actor_network(graph)
    assert read.is_multigraph()
    assert read.is_directed()
    assert set(read) == set(ours)
    assert set(read.edges(keys=True)) == set(ours.edges(keys=True))
    for source, target, key, values in ours.edges(keys=True, data=True):
        for name, value in values.items():
            assert read.edges[source, target, key][name] == value


def test_igraph_reads_the_same_network(graph: Graph, path: Path) -> None:
    read = igraph.Graph.Read_GraphML(str(path))
    assert (read.vcount(), read.ecount()) == (len(graph.actors), len(graph.events))
    assert set(read.vs["label"]) == {actor.name for actor in graph.actors}
    assert Counter(read.es["event"]) == Counter(event.event for event in graph.events)
    assert set(read.es["weight"]) == {1.0}
    assert {(edge["event"], edge["sentence"]) for edge in read.es} == {
        (event.event, event.evidence.sentence_text) for event in graph.events
    }


def test_gephi_lite_reads_the_same_network(
    graph: Graph, path: Path, read_with_graphology: Callable[[Path], dict[str, Any]]
) -> None:
    read = read_with_graphology(path)
    assert (read["type"], read["multi"]) == ("directed", True)
    nodes = {node["key"]: node["attributes"] for node in read["nodes"]}
    assert {key: node["label"] for key, node in nodes.items()} == {actor.id: actor.name for actor in graph.actors}
    edges = {edge["key"]: edge for edge in read["edges"]}
    assert set(edges) == {event.id for event in graph.events}
    for event in graph.events:
        edge = edges[event.id]
        assert (edge["source"], edge["target"]) == (event.source.id, event.target.id)
        assert edge["attributes"]["sentence"] == event.evidence.sentence_text
        assert edge["attributes"]["confidence"] == event.confidence
        assert edge["attributes"]["weight"] == 1


def test_each_node_names_its_party(path: Path) -> None:
    read = nx.read_graphml(path)
    assert read.nodes["government/russian-defence-ministry"]["party"] == "Russie"
    assert read.nodes["armed_group/north"]["party"] == '=cmd Brigade <Nord> & "Sud" 🚁'


def test_dates_stand_as_text_and_as_days(graph: Graph, path: Path) -> None:
    read = nx.read_graphml(path)
    event = next(event for event in graph.events if event.date == "2022")
    values = read.edges[event.source.id, event.target.id, event.id]
    assert (values["date"], values["date_start"], values["date_end"]) == ("2022", "2022-01-01", "2022-12-31")


def test_edge_ids_are_unique_text_and_the_label_is_the_type(graph: Graph, path: Path) -> None:
    edges = list(etree.parse(path).iter(f"{_NS}edge"))
    assert len({edge.get("id") for edge in edges}) == len(graph.events)
    labels = {edge.get("id"): edge.get("label") for edge in edges}
    for event in graph.events:
        asserted = event.status == "asserted"
        assert labels[event.id] == (event.event if asserted else f"{event.event} ({event.status})")


def test_keys_are_declared_once_with_one_type(path: Path) -> None:
    keys = {key.get("id"): key.get("attr.type") for key in etree.parse(path).iter(f"{_NS}key")}
    assert {keys[name] for name in ("edge.weight", "edge.confidence", "node.size")} == {"double"}
    assert {keys[name] for name in ("node.events", "node.x", "node.r")} == {"int"}
    used = {data.get("key") for data in etree.parse(path).iter(f"{_NS}data")}
    assert used == set(keys)


@pytest.mark.parametrize("describe", [describe_events, describe_ties])
def test_every_value_has_a_key_and_the_type_of_its_key(graph: Graph, describe: Callable[[Graph], Network]) -> None:
    network = describe(graph)
    types = {"string": str, "double": float, "integer": int}
    for records, keys in ((network.nodes, network.node_keys), (network.edges, network.edge_keys)):
        assert {"type", "id"}.isdisjoint(keys)
        for record in records:
            assert list(record.values) == [key for key in keys if key in record.values]
            assert all(type(value) is types[keys[key]] for key, value in record.values.items())


def test_nothing_of_the_network_is_left_out(graph: Graph) -> None:
    network, ours = build_actor_network(graph), describe_events(graph)
    assert {key for _, values in network.nodes(data=True) for key in values} <= set(ours.node_keys)
    assert {key for *_, values in network.edges(data=True) for key in values} <= set(ours.edge_keys)


def test_ties_are_a_graph_of_their_own(
    graph: Graph, exported: Path, read_with_graphology: Callable[[Path], dict[str, Any]]
) -> None:
    path, ids = exported / "ties.graphml", dict(graph.parties)
    pairs = {frozenset(ids[code] for code in tie.parties): tie for tie in graph.ties}
    read = nx.read_graphml(path)
    assert not read.is_directed()
    assert set(read) == set(ids.values())
    assert {frozenset(ends): values["events"] for *ends, values in read.edges(data=True)} == {
        pair: len(tie.events) for pair, tie in pairs.items()
    }
    tie = read.edges["state/IRN", "state/RUS"]
    assert (tie["label"], tie["AID"], tie["material cooperation"], tie["negated"]) == ("Iran – Russie", 4, 4, 2)
    assert (tie["weight"], tie["first"], tie["date_end"], tie["tone"]) == (6.0, "2022", "2024-12-31", 0.75)
    ours = igraph.Graph.Read_GraphML(str(path))
    assert (ours.vcount(), ours.ecount(), ours.is_directed()) == (len(ids), len(graph.ties), False)
    assert Counter(ours.es["weight"]) == Counter(float(len(tie.events)) for tie in graph.ties)
    lite = read_with_graphology(path)
    assert (lite["type"], len(lite["nodes"]), len(lite["edges"])) == ("undirected", len(ids), len(graph.ties))


def test_gephi_lite_draws_it_as_the_page_does(
    graph: Graph, path: Path, read_with_graphology: Callable[[Path], dict[str, Any]]
) -> None:
    _, places = place_levels(graph)
    nodes = {node["key"]: node["attributes"] for node in read_with_graphology(path)["nodes"]}
    for key, (x, y) in places.items():
        assert (nodes[key]["x"], nodes[key]["y"]) == (x, -y)
    assert nodes["state/IRN"]["size"] > nodes["state/OMN"]["size"] > nodes["person/kamran rostami é"]["size"]
    assert len({(node["x"], node["y"]) for node in nodes.values()}) == len(nodes)
    assert {node["color"] for node in nodes.values()} == {"#3c4858"}
