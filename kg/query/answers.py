"""Answers as text: a table for people, CSV, SPARQL results JSON, and Turtle for graphs.

A form that an answer does not have (Turtle of rows, CSV of a graph) raises QueryError; a table of a graph is Turtle.
In CSV, text that a spreadsheet would run as a formula gets an apostrophe in front, as in ties.csv; JSON is exact.
"""

from __future__ import annotations

import difflib
import io
from collections.abc import Callable
from itertools import groupby
from typing import Any

import pyoxigraph as ox
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Identifier
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.errors import QueryError
from kg.export.files import encode_json, replace_controls
from kg.export.tables import spell_csv
from kg.export.turtle import shorten, spell_turtle
from kg.export.vocabulary import list_prefixes
from kg.query.sparql import Answer

# Wide enough for any line that is not for a terminal.
_NO_LIMIT = 100_000


def spell_answer(answer: Answer, form: str = "table", *, width: int | None = None) -> str:
    """Return an answer as text: table, csv, json or ttl. `width` wraps a table for a terminal of that many columns."""
    if form not in FORMS:
        near = difflib.get_close_matches(form, FORMS, n=1)
        hint = f'Did you mean "{near[0]}"?' if len(near) > 0 else f"Known: {', '.join(FORMS)}."
        raise QueryError(f'unknown form of answer "{form}". {hint}')
    return _spell_table(answer, width) if form == "table" else FORMS[form](answer)


def _spell_table(answer: Answer, width: int | None = None) -> str:
    if answer.graph is not None:
        return _spell_turtle(answer)
    if answer.truth is not None:
        return "yes\n" if answer.truth else "no\n"
    names = {namespace: prefix for prefix, namespace in list_prefixes().items()}
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="")
    for column in answer.columns:
        table.add_column(column, no_wrap=width is None, overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(_spell_cell(term, names)) for term in row))
    text = io.StringIO()
    Console(file=text, width=width or _NO_LIMIT, color_system=None, highlight=False, markup=False).print(table)
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())


def _spell_cell(term: Identifier | None, names: dict[str, str]) -> str:
    if term is None:
        return ""
    text = (shorten(str(term), names) or str(term)) if isinstance(term, URIRef) else str(term)
    return " ".join(replace_controls(text).split())


def _spell_csv(answer: Answer) -> str:
    _refuse_graph(answer, "csv")
    if answer.truth is not None:
        return f"answer\n{str(answer.truth).lower()}\n"
    return "".join(spell_csv([answer.columns, *(map(_make_cell, row) for row in answer.rows)]))


def _make_cell(term: Identifier | None) -> str | int | None:
    """Return a term as a CSV cell: whole numbers stay numbers, so that no apostrophe is put before a minus."""
    if isinstance(term, Literal) and isinstance(term.value, int) and not isinstance(term.value, bool):
        return term.value
    return None if term is None else str(term)


def _spell_json(answer: Answer) -> str:
    """Spell an answer as SPARQL 1.1 Query Results JSON."""
    _refuse_graph(answer, "json")
    if answer.truth is not None:
        return encode_json({"head": {}, "boolean": answer.truth}) + "\n"
    found = [
        {name: _describe_term(term) for name, term in zip(answer.columns, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    record = {"head": {"vars": list(answer.columns)}, "results": {"bindings": found}}
    return encode_json(record) + "\n"


def _describe_term(term: Identifier) -> dict[str, Any]:
    if isinstance(term, URIRef):
        return {"type": "uri", "value": str(term)}
    if isinstance(term, BNode):
        return {"type": "bnode", "value": str(term)}
    record = {"type": "literal", "value": str(term)}
    if isinstance(term, Literal) and term.language is not None:
        record["xml:lang"] = term.language
    elif isinstance(term, Literal) and term.datatype not in (None, XSD.string):
        record["datatype"] = str(term.datatype)
    return record


def _spell_turtle(answer: Answer) -> str:
    """Spell a graph as Turtle, sorted, so that the same answer is the same text."""
    if answer.graph is None:
        raise QueryError("rows have no Turtle: ask with CONSTRUCT or DESCRIBE, or choose table, csv or json")
    lines = sorted(answer.graph.serialize(format="nt").splitlines())
    triples = ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES)
    statements = (
        (subject, [(triple.predicate, triple.object) for triple in group])
        for subject, group in groupby(triples, key=lambda triple: triple.subject)
    )
    return "".join(spell_turtle(statements, list_prefixes()))


def _refuse_graph(answer: Answer, form: str) -> None:
    if answer.graph is not None:
        raise QueryError(f"a graph has no {form}: choose ttl, or ask with SELECT")


FORMS: dict[str, Callable[[Answer], str]] = {
    "table": _spell_table,
    "csv": _spell_csv,
    "json": _spell_json,
    "ttl": _spell_turtle,
}
