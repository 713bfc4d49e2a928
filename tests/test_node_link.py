"""graph.json is read back as the same graph."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

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
        assert sum(f'{{"key": "{event.id}"' in line for line in lines) == 1


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
