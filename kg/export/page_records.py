"""What the page knows of a graph, as JSON: columns of rows that refer to each other by number.

A column whose values repeat holds each value once and a number a row, so that a graph of 15,000 events stays within
some four megabytes. What the first view needs (`gather_records`) is apart from what a reader sees only on opening a tie
(`gather_details`, `gather_sentences`): the page reads the latter when it is asked for them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from kg.graph.ties import group_copies, list_stories
from kg.types import KINDS, QUAD_OF, STATUSES, SYMMETRIC_TYPES, Actor, Document, Event, Evidence, Graph

# One shape a kind, so that no one depends on colour.
SHAPES = {
    "state": "dot", "igo": "hexagon", "government": "square", "military": "triangle", "armed_group": "triangleDown",
    "company": "diamond", "media": "star", "organisation": "square", "person": "dot", "place": "diamond",
}  # fmt: skip

Row = Mapping[str, Hashable]


def gather_records(graph: Graph) -> dict[str, Any]:
    """Return what picture, table and filters need."""
    actors = {actor.id: i for i, actor in enumerate(graph.actors)}
    documents = {document.id: i for i, document in enumerate(graph.documents)}
    stories = number_stories(graph)
    told = list_stories(graph.documents)
    return {
        "actors": pack_rows([_describe_actor(actor) for actor in graph.actors]),
        "documents": pack_rows(
            [_describe_document(document) | {"story": told[document.id]} for document in graph.documents]
        ),
        "events": pack_rows(
            [
                _describe_event(event, actors, documents) | {"story": story}
                for event, story in zip(graph.events, stories, strict=True)
            ]
        ),
        "parties": {code: actors[key] for code, key in graph.parties},
        "types": QUAD_OF,
        "symmetric": sorted(SYMMETRIC_TYPES),
        "statuses": list(STATUSES),
        "kinds": {kind: SHAPES[kind] for kind in KINDS},
    }


def gather_details(graph: Graph) -> dict[str, Any]:
    """Return what only a card of an event shows, a row an event."""
    texts = {document.id: document.text for document in graph.documents}
    order = _number_sentences(graph.events)
    return pack_rows(
        [
            _describe_details(event) | _describe_evidence(event.evidence, texts[event.document])
            | {"sentence": order[_locate_sentence(event)]}
            for event in graph.events
        ]
    )  # fmt: skip


def gather_sentences(graph: Graph) -> list[str]:
    """Return each sentence once, however many events it states."""
    order = _number_sentences(graph.events)
    texts = {order[_locate_sentence(event)]: event.evidence.sentence_text for event in graph.events}
    return [texts[number] for number in range(len(texts))]


def number_stories(graph: Graph) -> list[int]:
    """Return a number for each event, the same for those that are one act told by copies of one story."""
    groups = group_copies(graph.events, list_stories(graph.documents))
    numbers = {event.id: number for number, group in enumerate(groups) for event in group}
    return [numbers[event.id] for event in graph.events]


def pack_rows(rows: Sequence[Row]) -> dict[str, Any]:
    """Turn rows of the same keys into columns; one whose values repeat becomes `values` and, for each row, `at`."""
    keys = rows[0] if len(rows) > 0 else {}
    return {"rows": len(rows), "columns": {key: _pack_column([row[key] for row in rows]) for key in keys}}


def _pack_column(column: list[Hashable]) -> Any:
    places: dict[Hashable, int] = {}
    at = [places.setdefault(value, len(places)) for value in column]
    if len(places) == 1:
        return {"values": list(places)}
    # A number is as short as what would stand for it.
    if 2 * len(places) > len(column) or all(isinstance(value, int) for value in places):
        return column
    return {"values": list(places), "at": at}


def _describe_actor(actor: Actor) -> Row:
    return {
        "id": actor.id,
        "kind": actor.kind,
        "name": actor.name,
        "code": actor.code,
        "names": actor.names,
        "roles": tuple((role.title, role.of, role.start, role.end) for role in actor.roles),
        "wikidata": actor.wikidata,
    }


def _describe_document(document: Document) -> dict[str, Hashable]:
    return {
        "title": document.title,
        "outlet": document.outlet,
        "date": document.date,
        "url": document.url,
        "language": document.language,
        "file": document.source,
    }


def _describe_event(event: Event, actors: Mapping[str, int], documents: Mapping[str, int]) -> dict[str, Hashable]:
    return {
        "type": event.event,
        "source": actors[event.source.id],
        "target": actors[event.target.id],
        "status": event.status,
        "context": event.context,
        "date": event.date,
        "said": tuple(source.name for source in event.attribution),
        "confidence": event.confidence,
        "document": documents[event.document],
    }


def _describe_details(event: Event) -> dict[str, Hashable]:
    return {
        "id": event.id,
        "mode": event.mode,
        "written": event.date_text,
        "place": event.place,
        "reason": event.reason,
    }


def _describe_evidence(evidence: Evidence, text: str) -> dict[str, Hashable]:
    """Turn offsets in the document into offsets in the sentence; a mention elsewhere is given by its words."""
    offset = evidence.sentence[0]
    return {
        "clause": (evidence.start - offset, evidence.end - offset),
        "sourceMark": _locate(evidence.source, evidence, text),
        "targetMark": _locate(evidence.target, evidence, text),
    }


def _locate(span: tuple[int, int], evidence: Evidence, text: str) -> tuple[int, int] | str:
    first, last = evidence.sentence
    if first <= span[0] and span[1] <= last:
        return span[0] - first, span[1] - first
    return text[span[0] : span[1]]


def _number_sentences(events: Sequence[Event]) -> dict[tuple[str, tuple[int, int]], int]:
    numbers: dict[tuple[str, tuple[int, int]], int] = {}
    for event in events:
        numbers.setdefault(_locate_sentence(event), len(numbers))
    return numbers


def _locate_sentence(event: Event) -> tuple[str, tuple[int, int]]:
    return event.document, event.evidence.sentence
