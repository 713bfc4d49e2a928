"""graph.json is read back as the same graph, by `kg`, networkx and graphology (sigma)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.errors import InputError
from kg.export import export
from kg.export.node_link import read_graph
from kg.types import Graph, Paragraph


def _drop_text(graph: Graph) -> Graph:
    return replace(graph, documents=tuple(replace(document, text="") for document in graph.documents))


def test_a_graph_comes_back_whole_but_for_the_text_of_its_documents(graph: Graph, exported: Path) -> None:
    assert read_graph(exported / "graph.json") == _drop_text(graph)


def test_what_was_read_back_exports_to_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    names = ("jsonl", "actors", "ties-csv", "ttl", "trig", "graphml", "gexf", "json", "issues")
    for path in export(read_graph(exported / "graph.json"), tmp_path, names):
        assert path.read_bytes() == (exported / path.name).read_bytes()


def test_paragraphs_and_lone_surrogates_survive(graph: Graph, tmp_path: Path) -> None:
    document = replace(graph.documents[0], title="a\ud800\x01\u2028", paragraphs=(Paragraph(0, 5, "en"),))
    odd = replace(graph, documents=(document, *graph.documents[1:]))
    (path,) = export(odd, tmp_path, ["json"])
    assert read_graph(path) == _drop_text(odd)


def test_each_record_stands_on_a_line_of_its_own(graph: Graph, exported: Path) -> None:
    lines = (exported / "graph.json").read_text("utf-8").splitlines()
    for event in graph.events:
        assert sum(f'{{"key":"{event.id}"' in line for line in lines) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot read"),
        ("{", "is not JSON"),
        ("[]", "is not a graph"),
        ('{"format": "kg graph 0"}', "is not a graph"),
        ('{"format": "kg graph 2"}', "is damaged"),
        ("\udcff", "is not JSON"),
    ],
)
def test_what_is_no_graph_is_an_input_error(tmp_path: Path, content: str | None, message: str) -> None:
    path = tmp_path / "graph.json"
    if content is not None:
        path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match=message):
        read_graph(path)


def test_an_unknown_key_is_an_input_error(exported: Path, tmp_path: Path) -> None:
    record = json.loads((exported / "graph.json").read_text("utf-8"))
    record["nodes"][0]["age"] = 3
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(record))
    with pytest.raises(InputError, match="age"):
        read_graph(path)


def test_networkx_reads_the_same_network(graph: Graph, exported: Path) -> None:
    read = nx.node_link_graph(json.loads((exported / "graph.json").read_text("utf-8")), edges="edges")
    assert (read.is_directed(), read.is_multigraph()) == (True, True)
    assert {node: (values["kind"], values["code"]) for node, values in read.nodes(data=True)} == {
        actor.id: (actor.kind, actor.code) for actor in graph.actors
    }
    for event in graph.events:
        values = read.edges[event.source.id, event.target.id, event.id]
        assert (values["event"], values["date"]) == (event.event, event.date)
        assert values["evidence"]["sentence_text"] == event.evidence.sentence_text
    assert read.number_of_edges() == len(graph.events)


def test_sigma_reads_the_same_network_and_where_it_stands(
    graph: Graph, exported: Path, read_with_graphology: Callable[[Path], dict[str, Any]]
) -> None:
    read = read_with_graphology(exported / "graph.json")
    assert (read["type"], read["multi"]) == ("directed", True)
    nodes = {node["key"]: node["attributes"] for node in read["nodes"]}
    assert {key: node["label"] for key, node in nodes.items()} == {actor.id: actor.name for actor in graph.actors}
    assert all({"x", "y", "size", "color"} <= set(node) for node in nodes.values())
    edges = {edge["key"]: edge for edge in read["edges"]}
    assert set(edges) == {event.id for event in graph.events}
    for event in graph.events:
        edge = edges[event.id]
        assert (edge["source"], edge["target"]) == (event.source.id, event.target.id)
        assert (edge["attributes"]["event"], edge["attributes"].get("date")) == (event.event, event.date)
