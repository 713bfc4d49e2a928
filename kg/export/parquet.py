"""events.parquet and ties.parquet: the rows of tables.py with their types, for pandas, DuckDB, Spark.

pyarrow writes them. It is large and nothing else in `kg` needs it, so it comes only with `pip install 'kg[parquet]'`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import OutputError
from kg.export.files import open_atomic, replace_controls
from kg.export.tables import EVENT_COLUMNS, TIE_COLUMNS, Cell, list_events, list_ties
from kg.types import Graph

if TYPE_CHECKING:
    import pyarrow as pa

# Rows that are held at once, and what a reader skips or takes as one.
_GROUP = 20_000


def write_events_parquet(graph: Graph, path: Path) -> None:
    """Write one event a row; raises OutputError without pyarrow."""
    _write(EVENT_COLUMNS, list_events(graph), path)


def write_ties_parquet(graph: Graph, path: Path) -> None:
    """Write one tie a row; raises OutputError without pyarrow."""
    _write(TIE_COLUMNS, list_ties(graph), path)


def _write(columns: dict[str, str], rows: Iterable[tuple[Cell, ...]], path: Path) -> None:
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise OutputError("Parquet needs pyarrow: pip install 'kg[parquet]'") from error
    types = {"string": pa.string(), "integer": pa.int64(), "double": pa.float64(), "list": pa.list_(pa.string())}
    schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
    left = iter(rows)
    with open_atomic(path) as stream, ParquetWriter(stream, schema) as writer:
        while len(group := list(islice(left, _GROUP))) > 0:
            writer.write_table(_make_table(group, schema))


def _make_table(rows: list[tuple[Cell, ...]], schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    columns = [[_clean(cell) for cell in column] for column in zip(*rows, strict=True)]
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def _clean(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return replace_controls(cell)
    return tuple(map(replace_controls, cell)) if isinstance(cell, tuple) else cell
