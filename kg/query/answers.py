"""Answers as text: a table for people, and the forms that programs read.

A form that an answer does not have (Turtle of rows, CSV of a graph) raises QueryError; a table of a graph is Turtle.
There are two kinds of CSV, since a spreadsheet runs text that begins like a formula: `csv`, for people, puts an
apostrophe in front of it, as ties.csv does; `results-csv`, for programs, is exact, as W3C's "SPARQL 1.1 Query Results
CSV and TSV Formats" wants it. All others are exact, but for control characters that XML cannot hold.
"""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Callable
from itertools import groupby

import pyoxigraph as ox
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.errors import QueryError
from kg.export.files import replace_controls
from kg.export.tables import spell_csv
from kg.export.turtle import shorten, spell_turtle
from kg.export.vocabulary import list_prefixes
from kg.query.sparql import Answer, Term
from kg.query.terminal import clean_text

# Wide enough for any line that is not for a terminal.
_NO_LIMIT = 100_000
_INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def spell_answer(answer: Answer, form: str = "table", *, width: int | None = None) -> str:
    """Return an answer as text in one of FORMS. `width` wraps a table for a terminal of that many columns."""
    if form not in FORMS:
        near = difflib.get_close_matches(form, FORMS, n=1)
        hint = f'Did you mean "{near[0]}"?' if len(near) > 0 else f"Known: {', '.join(FORMS)}."
        raise QueryError(f'unknown form of answer "{form}". {hint}')
    return _spell_table(answer, width) if form == "table" else FORMS[form](answer)


def _spell_table(answer: Answer, width: int | None = None) -> str:
    if answer.triples is not None:
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
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().split("\n")[:-1])


def _spell_cell(term: Term | None, names: dict[str, str]) -> str:
    text = read_value(term)
    return clean_text((shorten(text, names) or text) if isinstance(term, ox.NamedNode) else text)


def read_value(term: Term | None) -> str:
    """Return the text of a term, without its type or language; "" for none."""
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.Triple) else term.value


def _spell_csv(answer: Answer) -> str:
    _refuse_graph(answer)
    if answer.truth is not None:
        return f"answer\n{str(answer.truth).lower()}\n"
    return "".join(spell_csv([answer.columns, *(map(_make_cell, row) for row in answer.rows)]))


def _make_cell(term: Term | None) -> str | int | None:
    """Return a term as a CSV cell: whole numbers stay numbers, so that no apostrophe is put before a minus."""
    if isinstance(term, ox.Literal) and term.datatype == _INTEGER and re.fullmatch("-?[0-9]{1,18}", term.value):
        return int(term.value)
    return None if term is None else read_value(term)


def _spell_results_json(answer: Answer) -> str:
    return _spell_results(answer, ox.QueryResultsFormat.JSON) + "\n"


def _spell_results_xml(answer: Answer) -> str:
    # A CR as such would be read as a line feed, and none but ours can be in there.
    return replace_controls(_spell_results(answer, ox.QueryResultsFormat.XML)).replace("\r", "&#xD;") + "\n"


def _spell_results_csv(answer: Answer) -> str:
    return _spell_results(answer, ox.QueryResultsFormat.CSV)


def _spell_results_tsv(answer: Answer) -> str:
    return _spell_results(answer, ox.QueryResultsFormat.TSV)


def _spell_results(answer: Answer, form: ox.QueryResultsFormat) -> str:
    """Spell rows or a truth as W3C's formats say; Oxigraph knows them, and takes rows in as TSV."""
    _refuse_graph(answer)
    if answer.truth is not None:
        text = str(answer.truth).lower()
        found = ox.parse_query_results(f'{{"head":{{}},"boolean":{text}}}', format=ox.QueryResultsFormat.JSON)
    else:
        lines = ["\t".join(f"?{column}" for column in answer.columns)]
        lines += ["\t".join("" if term is None else str(term) for term in row) for row in answer.rows]
        found = ox.parse_query_results("".join(f"{line}\n" for line in lines), format=ox.QueryResultsFormat.TSV)
    stream = io.BytesIO()
    found.serialize(stream, form)
    return stream.getvalue().decode()


def _spell_turtle(answer: Answer) -> str:
    statements = (
        (subject, [(triple.predicate, triple.object) for triple in group])
        for subject, group in groupby(_sort_triples(answer), key=lambda triple: triple.subject)
    )
    return "".join(spell_turtle(statements, list_prefixes()))


def _spell_ntriples(answer: Answer) -> str:
    return _serialize(answer, ox.RdfFormat.N_TRIPLES)


def _spell_jsonld(answer: Answer) -> str:
    return _serialize(answer, ox.RdfFormat.JSON_LD)


def _spell_rdfxml(answer: Answer) -> str:
    return replace_controls(_serialize(answer, ox.RdfFormat.RDF_XML))


def _serialize(answer: Answer, form: ox.RdfFormat) -> str:
    stream = io.BytesIO()
    ox.serialize(_sort_triples(answer), stream, form, prefixes=list_prefixes())
    return stream.getvalue().decode()


def _sort_triples(answer: Answer) -> list[ox.Triple]:
    """Return the triples of a graph, each once and sorted, so that the same answer is the same text."""
    if answer.triples is None:
        raise QueryError("rows are no graph: ask with CONSTRUCT or DESCRIBE, or choose table, csv or json")
    return sorted(set(answer.triples), key=str)


def _refuse_graph(answer: Answer) -> None:
    if answer.triples is not None:
        raise QueryError("a graph has no rows: choose ttl, or ask with SELECT")


FORMS: dict[str, Callable[[Answer], str]] = {
    "table": _spell_table,
    "csv": _spell_csv,
    "json": _spell_results_json,
    "xml": _spell_results_xml,
    "tsv": _spell_results_tsv,
    "results-csv": _spell_results_csv,
    "ttl": _spell_turtle,
    "nt": _spell_ntriples,
    "jsonld": _spell_jsonld,
    "rdfxml": _spell_rdfxml,
}
