"""graph.ttl and its other spellings: N-Triples, TriG, JSON-LD, RDF/XML.

Streamed: Turtle by our own writer, the others by Oxigraph's, in seconds where rdflib needs many minutes. All hold
one graph, but TriG keeps what each document says in a graph of its own, named after the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple, serialize

from kg.export.files import open_atomic, write_text
from kg.export.triples import describe_graph
from kg.export.turtle import spell_turtle
from kg.export.vocabulary import BASE, list_prefixes
from kg.types import Graph


def write_turtle(graph: Graph, path: Path, *, base: str = BASE) -> None:
    """Write graph.ttl; the IRIs of our records begin with `base`."""
    statements = (statement for _, block in describe_graph(graph, base) for statement in block)
    write_text(path, spell_turtle(statements, list_prefixes(base)))


def write_ntriples(graph: Graph, path: Path, *, base: str = BASE) -> None:
    """Write graph.nt: one triple a line."""
    _write(graph, path, RdfFormat.N_TRIPLES, base)


def write_jsonld(graph: Graph, path: Path, *, base: str = BASE) -> None:
    """Write graph.jsonld, expanded."""
    _write(graph, path, RdfFormat.JSON_LD, base)


def write_rdfxml(graph: Graph, path: Path, *, base: str = BASE) -> None:
    """Write graph.rdf, for tools that read nothing else."""
    _write(graph, path, RdfFormat.RDF_XML, base)


def write_trig(graph: Graph, path: Path, *, base: str = BASE) -> None:
    """Write graph.trig: a named graph for each document, the default graph for what several say."""
    default = DefaultGraph()
    quads = (
        Quad(subject, predicate, value, default if document is None else document)
        for document, statements in describe_graph(graph, base)
        for subject, pairs in statements
        for predicate, value in pairs
    )
    with open_atomic(path) as stream:
        serialize(quads, stream, RdfFormat.TRIG, prefixes=list_prefixes(base))


def list_triples(graph: Graph, *, base: str = BASE) -> Iterator[Triple]:
    """Yield the triples of a graph, subject by subject."""
    for _, statements in describe_graph(graph, base):
        for subject, pairs in statements:
            yield from (Triple(subject, predicate, value) for predicate, value in pairs)


def _write(graph: Graph, path: Path, form: RdfFormat, base: str) -> None:
    with open_atomic(path) as stream:
        serialize(list_triples(graph, base=base), stream, form, prefixes=list_prefixes(base))
