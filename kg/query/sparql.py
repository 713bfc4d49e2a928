"""Ask a graph in SPARQL 1.1. Oxigraph answers; rdflib only parses, to tell what is asked before anything runs.

Only reading is allowed. SERVICE calls other machines, FROM names other files and Oxigraph has no switch for either,
so both are refused on the query as rdflib parsed it, before Oxigraph sees it. Two parsers must not disagree about
what they read: line ends are unified (a lone CR ends a comment for one of them only) and escapes of code points are
resolved first; a query in which some are left is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import pyoxigraph as ox
from pyparsing import ParseBaseException
from rdflib.plugins.sparql.parser import expandUnicodeEscapes, parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import InputError, LimitError, QueryError, RefusedError
from kg.export.node_link import read_graph
from kg.export.rdf import list_triples
from kg.export.vocabulary import list_prefixes
from kg.types import Graph

_T = TypeVar("_T")
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_REFUSED = {
    "ServiceGraphPattern": "SERVICE is not allowed: a query reads this graph only",
    "DatasetClause": "FROM is not allowed: a query reads this graph only",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query yields: columns and rows (SELECT), `triples` (CONSTRUCT, DESCRIBE) or `truth` (ASK)."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    triples: tuple[ox.Triple, ...] | None = None
    truth: bool | None = None


def run_query(
    source: Path | Graph | ox.Store,
    query: str,
    *,
    bindings: Mapping[str, str] = MappingProxyType({}),
    limit: int | None = None,
) -> Answer:
    """Ask a graph, a file of it (.ttl, .nt, .trig, .jsonld, .rdf, graph.json) or a store opened before.

    `bindings` fix variables of the SELECT clause to a text, or to an IRI written `<…>`. The prefixes of graph.ttl
    need no declaration. Raises InputError for a file that cannot be read, QueryError for a query that is malformed
    (with line and column), RefusedError for what is not allowed and LimitError for more than `limit` rows or triples.
    """
    text = check_query(query)
    store = source if isinstance(source, ox.Store) else open_store(source)
    try:
        values = {ox.Variable(name): _make_value(value) for name, value in bindings.items()}
        found = store.query(text, prefixes=list_prefixes(), substitutions=values, use_default_graph_as_union=True)
        return _collect(found, limit)
    except SyntaxError as error:
        raise QueryError(_explain_meaning(str(error))) from error
    except (RuntimeError, ValueError, OSError) as error:
        hint = f" (only columns can be bound, you gave {', '.join(bindings)})" if len(bindings) > 0 else ""
        raise QueryError(f"the query cannot be answered: {error}{hint}") from error


def open_store(source: Path | Graph) -> ox.Store:
    """Load a graph or a file of it into memory, once for many questions."""
    store = ox.Store()
    if isinstance(source, Graph):
        store.bulk_extend(_make_quads(list_triples(source)))
    elif source.suffix == ".json":
        store.bulk_extend(_make_quads(list_triples(read_graph(source))))
    else:
        _load_file(store, source)
    return store


@lru_cache(maxsize=128)
def check_query(query: str) -> str:
    """Return the query in the spelling that is safe to evaluate; QueryError for one that is malformed or refused."""
    text = expandUnicodeEscapes(query.replace("\r\n", "\n").replace("\r", "\n"))
    if re.search(r"\\u", text, re.IGNORECASE) is not None:
        raise RefusedError(r"write characters themselves: escapes of escapes (\u005Cu…) are not allowed")
    try:
        parsed = parseQuery(text)
    except ParseBaseException as error:
        raise _explain(text, error) from error
    except RecursionError as error:
        raise QueryError("the query is nested too deeply") from error
    for name in _find_parts(parsed):
        if name in _REFUSED:
            raise RefusedError(_REFUSED[name])
    return text


def _explain(text: str, error: ParseBaseException) -> QueryError:
    lines = text.splitlines() or [""]
    near = lines[error.lineno - 1][max(0, error.column - 41) : error.column + 39].strip()
    malformed = f"malformed query, line {error.lineno}, column {error.column}, near: {near}"
    try:
        update = parseUpdate(text)
    except (ParseBaseException, RecursionError):
        return QueryError(malformed)
    if len(update.request or ()) == 0:
        return QueryError("the query is empty")
    return RefusedError("updates (INSERT, DELETE, LOAD, CLEAR …) are not allowed: a query only reads")


def _explain_meaning(message: str) -> str:
    """Shorten what Oxigraph says of a query that has the right form: it lists all characters it would rather see."""
    cause = "a prefix is not declared" if "Prefix not found" in message else message.partition(": ")[2].split("\n")[0]
    place = re.search(r"(\d+):(\d+)", message)
    where = f", line {place.group(1)}, column {place.group(2)}" if place is not None else ""
    return f"malformed query{where}: {cause or message}"


def _find_parts(parsed: Any) -> Iterator[str]:
    """Yield the names of all parts of a parsed query."""
    waiting = [parsed]
    while len(waiting) > 0:
        part = waiting.pop()
        if isinstance(part, CompValue):
            yield part.name
            waiting.extend(part.values())
        elif isinstance(part, Iterable) and not isinstance(part, str):
            waiting.extend(part)


def _make_value(value: str) -> Term:
    if not (value.startswith("<") and value.endswith(">")):
        return ox.Literal(value)
    try:
        return ox.NamedNode(value[1:-1])
    except ValueError as error:
        raise QueryError(f"{value} is no IRI: {error}") from error


def _make_quads(triples: Iterable[ox.Triple]) -> Iterator[ox.Quad]:
    return (ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)


def _load_file(store: ox.Store, path: Path) -> None:
    form = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if form is None:
        raise InputError(f"{path} is no graph that can be queried: give graph.ttl or graph.json")
    try:
        store.bulk_load(path=str(path), format=form)
    except SyntaxError as error:
        raise InputError(f"{path} is damaged: {error}. Build it again with `kg build`") from error
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}. `kg build` writes graph.ttl") from error


def _collect(found: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean, limit: int | None) -> Answer:
    if isinstance(found, ox.QueryBoolean):
        return Answer(truth=bool(found))
    if isinstance(found, ox.QueryTriples):
        return Answer(triples=_take(found, limit, "triples"))
    columns = tuple(variable.value for variable in found.variables)
    return Answer(columns=columns, rows=_take((tuple(row) for row in found), limit, "rows"))


def _take(items: Iterable[_T], limit: int | None, name: str) -> tuple[_T, ...]:
    """Return all items; more of them than the limit are an error, never a part of the answer."""
    taken = tuple(items if limit is None else islice(items, limit + 1))
    if limit is not None and len(taken) > limit:
        raise LimitError(f"the answer has more than {limit} {name}: add LIMIT, or ask for less")
    return taken
