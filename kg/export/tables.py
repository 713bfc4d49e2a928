"""Plain tables: events.jsonl, actors.jsonl, issues.jsonl and ties.csv.

A spreadsheet runs a cell that begins like a formula, and names come from texts that anybody can write: such cells
of ties.csv get an apostrophe in front. The JSON files hold everything as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.export.files import encode_json, replace_controls, write_text
from kg.export.records import describe_actor
from kg.types import EVENT_TYPES, QUADS, STATUSES, Graph, Tie

_HEAD = ("party_a", "name_a", "party_b", "name_b", "events", "documents", "first", "last")


def write_events(graph: Graph, path: Path) -> None:
    """Write one event a line, in the form of DESIGN.md."""
    write_text(path, _spell_lines(event.to_dict() for event in graph.events))


def write_actors(graph: Graph, path: Path) -> None:
    """Write one actor a line, with all its names and roles."""
    write_text(path, _spell_lines(describe_actor(actor) for actor in graph.actors))


def write_issues(graph: Graph, path: Path) -> None:
    """Write one issue a line; no issue, an empty file."""
    write_text(path, _spell_lines(issue.to_dict() for issue in graph.issues))


def write_ties(graph: Graph, path: Path) -> None:
    """Write one tie a row, with a column for each type, group and status."""
    write_text(path, spell_csv([(*_HEAD, *EVENT_TYPES, *QUADS, *STATUSES), *map(_describe_tie, graph.ties)]))


def spell_csv(rows: Iterable[Iterable[str | int | None]]) -> Iterator[str]:
    """Yield rows as CSV lines; text that a spreadsheet would run gets an apostrophe in front."""
    for row in rows:
        line = io.StringIO()
        # A writer quotes the characters of its line end only: with "\n" it leaves a CR bare, and readers break there.
        csv.writer(line, lineterminator="\r\n").writerow([_spell_cell(cell) for cell in row])
        yield line.getvalue().removesuffix("\r\n") + "\n"


def _spell_cell(cell: str | int | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, int):
        return str(cell)
    text = replace_controls(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _spell_lines(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    for record in records:
        yield encode_json(record) + "\n"


def _describe_tie(tie: Tie) -> tuple[str | int | None, ...]:
    counts = dict((*tie.by_type, *tie.by_quad, *tie.by_status))
    return (
        tie.parties[0], tie.names[0], tie.parties[1], tie.names[1], len(tie.events), len(tie.documents),
        tie.first, tie.last, *(counts.get(label, 0) for label in (*EVENT_TYPES, *QUADS, *STATUSES)),
    )  # fmt: skip
