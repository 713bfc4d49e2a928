"""graph.ttl and its other spellings: N-Triples, TriG, JSON-LD, RDF/XML.

All hold one graph, but TriG keeps what each document says in a graph of its own, named after the document. They are
streamed, and those that are asked for at once share the work of stating what they spell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from kg.export.files import open_atomic
from kg.export.jsonld import spell_node
from kg.export.rdfxml import TAIL, spell_description, spell_head
from kg.export.statements import Block
from kg.export.triples import describe_graph
from kg.export.turtle import make_spelling, spell_paragraph, spell_prefixes
from kg.export.vocabulary import BASE, NAMESPACES, find_term, list_prefixes
from kg.types import Graph


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a file begins, how it spells a block of statements, and how it ends."""

    head: str
    spell: Callable[[Block], str]
    tail: str = ""


# The paragraphs of a block in Turtle.
Paragraphs = Callable[[Block], str]


def _make_turtle(prefixes: dict[str, str], paragraphs: Paragraphs) -> Spelling:
    return Spelling(spell_prefixes(prefixes), lambda block: f"\n{paragraphs(block)}")


def _make_trig(prefixes: dict[str, str], paragraphs: Paragraphs) -> Spelling:
    def spell(block: Block) -> str:
        graph = block[0]
        return f"\n{paragraphs(block)}" if graph is None else f"\n{graph} {{\n{paragraphs(block)}}}\n"

    return Spelling(spell_prefixes(prefixes), spell)


def _make_ntriples(_: dict[str, str], __: Paragraphs) -> Spelling:
    return Spelling("", spell_ntriples)


def _make_rdfxml(_: dict[str, str], __: Paragraphs) -> Spelling:
    return Spelling(spell_head(NAMESPACES), lambda block: "".join(map(spell_description, block[1])), TAIL)


def _make_jsonld(_: dict[str, str], __: Paragraphs) -> Spelling:
    separators = chain([""], repeat(",\n"))
    return Spelling("[\n", lambda block: "".join([next(separators) + spell_node(each) for each in block[1]]), "\n]\n")


SPELLINGS: dict[str, Callable[[dict[str, str], Paragraphs], Spelling]] = {
    "ttl": _make_turtle,
    "nt": _make_ntriples,
    "trig": _make_trig,
    "jsonld": _make_jsonld,
    "rdfxml": _make_rdfxml,
}


def _make_paragraphs(prefixes: dict[str, str]) -> Paragraphs:
    """Return a function that keeps the last block that it spelt: Turtle and TriG ask for the same one."""
    spell = make_spelling(prefixes)
    kept: list[tuple[Block, str]] = []

    def paragraphs(block: Block) -> str:
        if len(kept) == 0 or kept[0][0] is not block:
            kept[:] = [(block, "\n".join([spell_paragraph(subject, pairs, spell) for subject, pairs in block[1]]))]
        return kept[0][1]

    return paragraphs


def write_rdf(graph: Graph, paths: Mapping[str, Path], *, base: str = BASE) -> None:
    """Write a graph in several spellings, name -> path; the IRIs of our records begin with `base`."""
    if len(paths) == 0:
        return
    prefixes = list_prefixes(base)
    paragraphs = _make_paragraphs(prefixes)
    spellings = [SPELLINGS[name](prefixes, paragraphs) for name in paths]
    with ExitStack() as stack:
        streams = [stack.enter_context(open_atomic(path)) for path in paths.values()]
        files = list(zip(streams, spellings, strict=True))
        for stream, spelling in files:
            stream.write(spelling.head.encode())
        for block in describe_graph(graph, base):
            for stream, spelling in files:
                stream.write(spelling.spell(block).encode())
        for stream, spelling in files:
            stream.write(spelling.tail.encode())


def list_triples(graph: Graph, *, base: str = BASE) -> Iterator[Triple]:
    """Yield the triples of a graph as Oxigraph holds them, subject by subject."""
    for block in describe_graph(graph, base):
        yield from (quad.triple for quad in parse(spell_ntriples(block), format=RdfFormat.N_TRIPLES))


def spell_ntriples(block: Block) -> str:
    """Return the triples of a block, one a line."""
    return "".join([f"{subject} {find_term(name)} {value} .\n" for subject, pairs in block[1] for name, value in pairs])
