"""What `kg build` and `kg extract` wrote -> one graph.

A folder or a graph.json is read whole. A list of events (events.jsonl, or `-` for standard input) holds less: actors
come with all their names from the actors.jsonl beside it where there is one, and of its documents only the ids are
known. Several inputs are merged as a build merges documents.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import InputError
from kg.export.node_link import read_graph
from kg.export.records import make_actor, make_event
from kg.graph.building import build_graph, choose_parties
from kg.types import Actor, Document, Event, Extraction, Graph

Record = TypeVar("Record")


def read_graphs(inputs: Iterable[str]) -> Graph:
    """Return the graph of folders, graph.json files and lists of events; raises InputError for what is none."""
    graphs = [_read_input(name) for name in inputs]
    if len(graphs) == 1:
        return graphs[0]
    extractions = (extraction for graph in graphs for extraction in _split_documents(graph))
    return build_graph(chain(extractions, (issue for graph in graphs for issue in graph.issues)))


def _read_input(name: str) -> Graph:
    path = Path(name)
    if path.is_dir():
        whole, events = path / "graph.json", path / "events.jsonl"
        return _read_events(events) if events.exists() and not whole.exists() else read_graph(whole)
    return _read_events(path) if name == "-" or path.suffix == ".jsonl" else read_graph(path)


def _read_events(path: Path) -> Graph:
    beside = path.with_name("actors.jsonl")
    known: dict[str, Actor] = {}
    if str(path) != "-" and beside.is_file():
        known = {actor.id: actor for actor in _read_lines(beside, make_actor)}
    events = list(_read_lines(path, lambda record: _make_event(record, known)))
    actors = tuple(known.values())
    return build_graph(_split_documents(Graph(events=tuple(events), actors=actors, parties=choose_parties(actors))))


def _make_event(record: dict[str, Any], known: dict[str, Actor]) -> Event:
    source, target = (known.get(record[end]["id"]) or Actor(**record[end]) for end in ("source", "target"))
    return make_event(record, source, target)


def _read_lines(path: Path, make: Callable[[dict[str, Any]], Record]) -> Iterator[Record]:
    for number, line in enumerate(_read_text(path).split("\n"), start=1):
        if line.strip() == "":
            continue
        try:
            yield make(json.loads(line))
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
            raise InputError(f"{path}:{number}: no record that `kg` wrote ({type(error).__name__}: {error})") from error


def _read_text(path: Path) -> str:
    try:
        return sys.stdin.buffer.read().decode() if str(path) == "-" else path.read_text("utf-8")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8: {error}") from error


def _split_documents(graph: Graph) -> Iterator[Extraction]:
    """Yield what each document yields; a document of which only the id is known is named after it."""
    events: dict[str, list[Event]] = defaultdict(list)
    for event in graph.events:
        events[event.document].append(event)
    documents = {document.id: document for document in graph.documents}
    actors = {actor.id: actor for actor in graph.actors}
    parties = {code: actors[id] for code, id in graph.parties}
    for id in sorted(documents.keys() | events.keys()):
        ends = {actor.id: actor for event in events[id] for actor in (event.source, event.target)}
        ends |= {party.id: party for code in {actor.code for actor in ends.values()} if (party := parties.get(code))}
        document = documents.get(id) or Document(id, "", id)
        yield Extraction(document, events=tuple(events[id]), actors=tuple(ends.values()))
