"""Plain tables: events and ties as CSV and as typed rows; events, actors and issues as JSON lines.

A spreadsheet runs a cell that begins like a formula, and names come from texts that anybody can write: such cells
of a CSV file get an apostrophe in front. Lists are joined with `|` there. The JSON files hold everything as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from kg.export.files import encode_json, replace_controls, write_text
from kg.export.records import describe_actor
from kg.graph.spans import find_span
from kg.types import EVENT_TYPES, QUADS, STATUSES, Document, Event, Graph, Tie

Cell = str | int | float | tuple[str, ...] | None

# What a column holds: text, a whole number, a number, or a list of texts. A date is EDTF, `date_start` and `date_end`
# are its first and last day; `start` and `end` are characters of the document.
EVENT_COLUMNS: dict[str, str] = {
    "id": "string", "date": "string", "date_start": "string", "date_end": "string", "source": "string",
    "source_id": "string", "source_kind": "string", "source_party": "string", "event": "string", "quad": "string",
    "mode": "string", "status": "string", "target": "string", "target_id": "string", "target_kind": "string",
    "target_party": "string", "context": "list", "place": "string", "attribution": "list", "evidence": "string",
    "sentence": "string", "start": "integer", "end": "integer", "document": "string", "title": "string",
    "outlet": "string", "published": "string", "url": "string", "confidence": "double", "reason": "string",
}  # fmt: skip
TIE_COLUMNS: dict[str, str] = {
    "party_a": "string", "name_a": "string", "party_b": "string", "name_b": "string", "events": "integer",
    "documents": "integer", "stories": "integer", "first": "string", "last": "string",
    **dict.fromkeys((*EVENT_TYPES, *QUADS, *STATUSES), "integer"),
}  # fmt: skip


def write_events(graph: Graph, path: Path) -> None:
    """Write one event a line, in the form of DESIGN.md."""
    write_text(path, _spell_lines(event.to_dict() for event in graph.events))


def write_actors(graph: Graph, path: Path) -> None:
    """Write one actor a line, with all its names and roles."""
    write_text(path, _spell_lines(describe_actor(actor) for actor in graph.actors))


def write_issues(graph: Graph, path: Path) -> None:
    """Write one issue a line; no issue, an empty file."""
    write_text(path, _spell_lines(issue.to_dict() for issue in graph.issues))


def write_events_csv(graph: Graph, path: Path) -> None:
    """Write one event a row, with its sentence and its document."""
    write_text(path, spell_csv(chain([EVENT_COLUMNS], list_events(graph))))


def write_ties_csv(graph: Graph, path: Path) -> None:
    """Write one tie a row, with a column for each type, group and status."""
    write_text(path, spell_csv(chain([TIE_COLUMNS], list_ties(graph))))


def list_events(graph: Graph) -> Iterator[tuple[Cell, ...]]:
    """Yield a row of `EVENT_COLUMNS` for each event."""
    documents = {document.id: document for document in graph.documents}
    return (_describe_event(event, documents[event.document]) for event in graph.events)


def list_ties(graph: Graph) -> Iterator[tuple[Cell, ...]]:
    """Yield a row of `TIE_COLUMNS` for each tie."""
    return map(_describe_tie, graph.ties)


def spell_csv(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Yield rows as CSV lines; text that a spreadsheet would run gets an apostrophe in front."""
    # A writer quotes the characters of its line end only: with "\n" it leaves a CR bare, and readers break there.
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    for row in rows:
        line: str = writer.writerow([_spell_cell(cell) for cell in row])
        yield line.removesuffix("\r\n") + "\n"


class _Echo:
    """A file that gives back what is written, which is what `writerow` returns."""

    def write(self, text: str) -> str:
        return text


def _spell_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return str(cell)
    text = replace_controls(cell if isinstance(cell, str) else "|".join(cell))
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _spell_lines(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    for record in records:
        yield encode_json(record) + "\n"


def _describe_event(event: Event, document: Document) -> tuple[Cell, ...]:
    source, target, proof = event.source, event.target, event.evidence
    return (
        event.id, event.date, *find_span(event.date), source.name, source.id, source.kind, source.code, event.event,
        event.quad, event.mode, event.status, target.name, target.id, target.kind, target.code, event.context,
        event.place, tuple(said.name for said in event.attribution), proof.text, proof.sentence_text, proof.start,
        proof.end, document.id, document.title, document.outlet, document.date, document.url, event.confidence,
        event.reason,
    )  # fmt: skip


def _describe_tie(tie: Tie) -> tuple[Cell, ...]:
    counts = dict((*tie.by_type, *tie.by_quad, *tie.by_status))
    return (
        tie.parties[0], tie.names[0], tie.parties[1], tie.names[1], len(tie.events), len(tie.documents),
        len(tie.stories), tie.first, tie.last, *(counts.get(label, 0) for label in (*EVENT_TYPES, *QUADS, *STATUSES)),
    )  # fmt: skip
