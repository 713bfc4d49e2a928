"""A table of articles (.csv, .tsv) -> Documents, one a row; columns are known by their names (kg/data/columns.yml).

The first row names the columns; the mark between cells is the one of `, ; tab |` that makes most of those names
known. Days and months are told apart by the dates of the first rows; where none of them tells, "03/04/2023" is no
date. A row whose date cannot be read is read without it, and the table is an Issue once.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from itertools import chain

import yaml

from kg.errors import InputError
from kg.read.blob import Blob, Fields
from kg.read.dates import find_order, parse_date
from kg.read.encoding import read_lines
from kg.read.text import make_documents, make_id
from kg.types import Document, Issue

_MARKS = ",;\t|"
# Rows, and characters, that are looked at before the first is read, to tell days from months.
_AHEAD, _AHEAD_SIZE = 200, 1 << 20

Row = tuple[int, dict[str, str]]


def read_csv(blob: Blob) -> Iterator[Document | Issue]:
    """Yield a document, or an Issue, for each row."""
    csv.field_size_limit(blob.limits.size)
    rows: Iterator[Row | Issue] = _read_rows(blob)
    ahead = _look_ahead(rows)
    order = find_order(item[1].get("date", "") for item in ahead if not isinstance(item, Issue))
    undated: list[str] = []
    for item in chain(ahead, rows):
        if isinstance(item, Issue):
            yield item
            continue
        number, cells = item
        row = replace(blob, source=f"{blob.source}:{number}", fields=Fields())
        try:
            fields = _read_fields(cells, blob, order)
            if fields.date is None and cells.get("date", "") != "":
                undated.append(f"row {number}, {cells['date'][:40]!r}")
            yield from make_documents(cells.get("text", ""), row, fields)
        except InputError as error:
            yield Issue(row.source, "read", str(error))
    if len(undated) > 0:
        yield Issue(blob.source, "read", f"{len(undated)} rows read without their date, the first is {undated[0]}")


def _look_ahead(rows: Iterator[Row | Issue]) -> list[Row | Issue]:
    ahead: list[Row | Issue] = []
    size = 0
    while len(ahead) < _AHEAD and size < _AHEAD_SIZE and (row := next(rows, None)) is not None:
        ahead.append(row)
        size += 0 if isinstance(row, Issue) else sum(map(len, row[1].values()))
    return ahead


def _read_rows(blob: Blob) -> Iterator[Row | Issue]:
    """Yield each row with its number, the first after the names being 2, as in a spreadsheet."""
    lines = read_lines(blob.stream, blob.limits.size)
    head = next((line for line in lines if isinstance(line, InputError) or line.strip() != ""), None)
    if head is None:
        raise InputError("the file is empty")
    if isinstance(head, InputError):
        raise head
    stated = re.match(r"\s*sep=(.)\s*$", head)  # Excel's own line
    if stated is not None:
        head = next(lines, "")
        head = "" if isinstance(head, InputError) else head
    mark = max(_MARKS, key=lambda each: len(_name_columns(_read_names(csv.reader([head], delimiter=each)))))
    bad: list[InputError] = []
    table = csv.reader(chain([head], _drop_errors(lines, bad)), delimiter=stated[1] if stated is not None else mark)
    names = _name_columns(_read_names(table))
    if "text" not in names.values():
        raise InputError(f"no column of texts; it is to be called one of {', '.join(_load_names()['text'])}")
    number = 1
    while True:
        number += 1
        try:
            row = next(table, None)
        except csv.Error as error:
            yield Issue(f"{blob.source}:{number}", "read", f"not a row of a table: {error}")
            continue
        yield from (Issue(f"{blob.source}:{number}", "read", str(error)) for error in bad)
        bad.clear()
        if row is None:
            return
        if any(cell.strip() != "" for cell in row):
            yield number, {names[at]: cell.strip() for at, cell in enumerate(row) if at in names}


def _read_names(table: Iterator[list[str]]) -> list[str]:
    try:
        return next(table, [])
    except csv.Error:
        return []


def _drop_errors(lines: Iterator[str | InputError], bad: list[InputError]) -> Iterator[str]:
    for line in lines:
        if isinstance(line, InputError):
            bad.append(line)
        else:
            yield line


def _read_fields(cells: dict[str, str], blob: Blob, order: str | None) -> Fields:
    known = {name: value for name, value in cells.items() if value != ""}
    return Fields(
        id=known.get("id", make_id(blob.source, cells.get("text", ""))),
        language=_read_language(known.get("lang")),
        date=parse_date(known.get("date", ""), blob.languages, order),
        title=known.get("title"),
        url=known.get("url"),
        outlet=known.get("outlet"),
    )


def _read_language(value: str | None) -> str | None:
    if value is None:
        return None
    plain = _normalise(value)
    named = (code for code, names in _load()["languages"].items() if plain in map(_normalise, names))
    code = re.match(r"[a-z]{2}\b", plain)
    return next(named, code[0] if code is not None else plain)


def _name_columns(head: list[str]) -> dict[int, str]:
    """Return which columns of a table are which fields; of two that could be one, the better name wins."""
    cells = [_normalise(cell) for cell in head]
    best = {field: next((name for name in names if name in cells), None) for field, names in _load_names().items()}
    return {cells.index(name): field for field, name in best.items() if name is not None}


def _load_names() -> dict[str, list[str]]:
    return _load()["columns"]


@lru_cache(maxsize=1)
def _load() -> dict[str, dict[str, list[str]]]:
    data: dict[str, dict[str, list[str]]] = yaml.safe_load((files("kg") / "data" / "columns.yml").read_text("utf-8"))
    return data


def _normalise(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", plain).strip()
