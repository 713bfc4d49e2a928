"""graph.json: everything that a build knows, as node-link JSON that networkx, graphology (sigma) and `kg` read.

Nodes are actors, edges are events. What a record says stands flat on its node or edge, where networkx finds it;
`attributes` is what graphology takes. Documents, parties, ties and issues have lists of their own. Lossless but for
the text of the documents, which stays where it was read. Each record stands on a line of its own, so that two builds
can be compared with `diff`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.export.files import encode_json, write_text
from kg.export.networks import Colour, Edge, Node, describe_events
from kg.export.records import (
    describe_actor,
    describe_document,
    describe_tie,
    make_actor,
    make_document,
    make_event,
    make_tie,
)
from kg.types import Actor, Event, Graph, Issue

FORMAT = "kg graph 2"
_OPTIONS = {"type": "directed", "multi": True, "allowSelfLoops": True}
# Texts that a record says already.
_SAID = frozenset({"evidence", "sentence", "attribution", "document"})


def write_graph(graph: Graph, path: Path) -> None:
    """Write graph.json."""
    write_text(path, _spell(graph))


def read_graph(path: Path) -> Graph:
    """Return the graph of a graph.json, its documents without text.

    Raises InputError for a file that is missing, is not JSON, or does not hold a graph of this form.
    """
    try:
        record = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}. `kg build` writes it") from error
    except ValueError as error:
        raise InputError(f"{path} is not JSON: {error}") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise InputError(f'{path} is not a graph of `kg` ("format": "{FORMAT}"). Build it again with `kg build`')
    try:
        return _make_graph(record)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path} is damaged ({error!r}). Build it again with `kg build`") from error


def _spell(graph: Graph) -> Iterator[str]:
    network = describe_events(graph)
    yield f'{{\n"format": {encode_json(FORMAT)},\n"directed": true,\n"multigraph": true,\n"graph": {{}},\n'
    yield f'"options": {encode_json(_OPTIONS)}'
    yield from _spell_list("documents", (describe_document(document) for document in graph.documents))
    nodes, edges = zip(graph.actors, network.nodes, strict=True), zip(graph.events, network.edges, strict=True)
    yield from _spell_list("nodes", (_describe_node(actor, node) for actor, node in nodes))
    yield from _spell_list("edges", (_describe_edge(event, edge) for event, edge in edges))
    yield from _spell_list("parties", ({"code": code, "actor": actor} for code, actor in graph.parties))
    yield from _spell_list("ties", (describe_tie(tie) for tie in graph.ties))
    yield from _spell_list("issues", (issue.to_dict() for issue in graph.issues))
    yield "\n}\n"


def _describe_node(actor: Actor, node: Node) -> dict[str, Any]:
    (x, y), colour = node.place, _spell_colour(node.colour)
    return {"key": actor.id, **describe_actor(actor),
            "attributes": {**node.values, "x": x, "y": y, "size": node.size, "color": colour}}  # fmt: skip


def _describe_edge(event: Event, edge: Edge) -> dict[str, Any]:
    values = {key: value for key, value in edge.values.items() if key not in _SAID}
    ends = {"source": event.source.id, "target": event.target.id}
    return {"key": event.id, **event.to_dict(), **ends,
            "attributes": {**values, "size": edge.width, "color": _spell_colour(edge.colour)}}  # fmt: skip


def _spell_colour(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _spell_list(name: str, records: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield f',\n"{name}": ['
    for number, record in enumerate(records):
        yield ("\n" if number == 0 else ",\n") + encode_json(record)
    yield "]"


def _make_graph(record: dict[str, Any]) -> Graph:
    actors = {node["id"]: make_actor(_strip(node)) for node in record["nodes"]}
    return Graph(
        documents=tuple(make_document(document) for document in record["documents"]),
        actors=tuple(actors.values()),
        events=tuple(make_event(edge, actors[edge["source"]], actors[edge["target"]]) for edge in record["edges"]),
        ties=tuple(make_tie(tie) for tie in record["ties"]),
        issues=tuple(Issue(**issue) for issue in record["issues"]),
        parties=tuple((party["code"], party["actor"]) for party in record["parties"]),
    )


def _strip(node: dict[str, Any]) -> dict[str, Any]:
    """Return a node without what was added for other programs."""
    return {key: value for key, value in node.items() if key not in ("key", "attributes")}
