"""What a build wrote is read back: a folder, a graph.json, or lists of events alone."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.export import export
from kg.export.node_link import read_graph
from kg.export.reading import read_graphs
from kg.graph.slicing import cut_graph
from kg.types import Graph, Slice


def test_a_folder_and_its_graph_are_the_same(exported: Path) -> None:
    assert read_graphs([str(exported)]) == read_graphs([str(exported / "graph.json")])
    assert read_graphs([str(exported)]) == read_graph(exported / "graph.json")


@pytest.mark.parametrize("name", ["", "events.jsonl"])
def test_events_and_actors_alone_make_the_graph_but_for_its_documents(
    graph: Graph, exported: Path, tmp_path: Path, name: str
) -> None:
    for file in ("events.jsonl", "actors.jsonl"):
        shutil.copy(exported / file, tmp_path)
    read = read_graphs([str(tmp_path / name)])
    assert (read.events, read.actors) == (graph.events, graph.actors)
    assert (read.ties, read.parties) == (graph.ties, graph.parties)
    assert [document.id for document in read.documents] == [document.id for document in graph.documents]


def test_events_alone_know_their_actors_by_name(graph: Graph, exported: Path, tmp_path: Path) -> None:
    shutil.copy(exported / "events.jsonl", tmp_path)
    read = read_graphs([str(tmp_path / "events.jsonl")])
    assert [(actor.id, actor.name, actor.code) for actor in read.actors] == [
        (actor.id, actor.name, actor.code) for actor in graph.actors
    ]
    assert [event.to_dict() for event in read.events] == [event.to_dict() for event in graph.events]


def test_events_come_from_standard_input(graph: Graph, exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (exported / "events.jsonl").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert len(read_graphs(["-"]).events) == len(graph.events)


def test_two_parts_make_the_whole(graph: Graph, tmp_path: Path) -> None:
    labels = (("asserted",), ("negated", "planned", "possible"))
    parts = [cut_graph(graph, Slice(statuses=each)) for each in labels]
    for number, part in enumerate(parts):
        export(part, tmp_path / str(number), ["json"])
    read = read_graphs([str(tmp_path / "0"), str(tmp_path / "1")])
    assert (read.events, read.ties, read.actors) == (graph.events, graph.ties, graph.actors)
    assert read.documents == tuple(replace(document, text="") for document in graph.documents)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "events.jsonl:1: no record"),
        (b"[]", "events.jsonl:1: no record"),
        (b'\n{"id": 1}', "events.jsonl:2: no record"),
        (b'{"source": {"id": "a"}, "target": {"id": "b"}}', "no record"),
        (b"[" * 100_000, "no record"),
        (b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_what_is_no_list_of_events_is_an_input_error(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "events.jsonl").write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_graphs([str(tmp_path)])


@pytest.mark.parametrize("name", ["missing", "missing.jsonl", "."])
def test_what_is_not_there_says_what_writes_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot read"):
        read_graphs([str(tmp_path / name)])


def test_an_empty_list_is_an_empty_graph(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_text(json.dumps({})[2:])
    assert read_graphs([str(tmp_path)]) == Graph()
