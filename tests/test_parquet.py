"""Parquet files are read by pyarrow as the rows that CSV has, with their types."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kg.errors import OutputError
from kg.export import export
from kg.export.tables import EVENT_COLUMNS, TIE_COLUMNS, list_events, list_ties
from kg.types import Graph

_TYPES = {"string": "string", "integer": "int64", "double": "double", "list": "list<element: string>"}


@pytest.mark.parametrize(
    ("name", "columns", "rows"),
    [("events.parquet", EVENT_COLUMNS, list_events), ("ties.parquet", TIE_COLUMNS, list_ties)],
)
def test_columns_have_types_and_rows_are_those_of_the_tables(
    graph: Graph, exported: Path, name: str, columns: dict[str, str], rows: type
) -> None:
    table = pq.read_table(exported / name)
    assert {field.name: str(field.type) for field in table.schema} == {
        key: _TYPES[kind] for key, kind in columns.items()
    }
    expected = [[list(cell) if isinstance(cell, tuple) else cell for cell in row] for row in rows(graph)]
    assert [list(row.values()) for row in table.to_pylist()] == expected


def test_what_is_not_known_is_null(graph: Graph, exported: Path) -> None:
    row = next(row for row in pq.read_table(exported / "events.parquet").to_pylist() if row["event"] == "REJECT")
    assert (row["date"], row["place"], row["outlet"], row["attribution"]) == (None, None, None, [])


def test_many_events_are_many_row_groups_and_none_is_lost(graph: Graph, tmp_path: Path) -> None:
    event = graph.events[0]
    many = replace(graph, events=tuple(replace(event, id=str(number)) for number in range(45_000)))
    (path,) = export(many, tmp_path, ["parquet"])
    assert pq.read_metadata(path).num_row_groups == 3
    assert pq.read_table(path, columns=["id"])["id"].to_pylist() == [each.id for each in many.events]


def test_without_pyarrow_it_says_what_to_install_and_leaves_no_file(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OutputError, match=r"pip install 'kg\[parquet\]'"):
        export(graph, tmp_path, ["parquet"])
    assert list(tmp_path.iterdir()) == []
