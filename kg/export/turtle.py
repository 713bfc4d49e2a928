"""Statements -> Turtle and TriG that people read and `diff` compares: sorted prefixes, one subject a paragraph.

Our own writer, because Oxigraph's declares prefixes in no order and rdflib's needs many minutes where this one
needs seconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from kg.export.triples import Block

_XSD = "http://www.w3.org/2001/XMLSchema#"
# A careful part of Turtle's PN_LOCAL.
_PIECE = "%[0-9A-Fa-f]{2}"
_LOCAL = re.compile(f"(?:[A-Za-z0-9_]|{_PIECE})(?:(?:[A-Za-z0-9_.-]|{_PIECE})*(?:[A-Za-z0-9_-]|{_PIECE}))?")
_BARE = {f"<{_XSD}integer>": re.compile("[+-]?[0-9]+"), f"<{_XSD}decimal>": re.compile(r"[+-]?[0-9]*\.[0-9]+")}

Spell = Callable[[str], str]


def spell_turtle(
    statements: Iterable[tuple[object, Iterable[tuple[object, object]]]], prefixes: dict[str, str]
) -> Iterator[str]:
    """Yield Turtle: the prefixes, then a paragraph for each (subject, (predicate, object) pairs).

    Terms are in N-Triples, or objects that `str` spells so.
    """
    spell = make_spelling(prefixes)
    yield spell_prefixes(prefixes)
    for subject, pairs in statements:
        yield "\n"
        yield spell_paragraph(str(subject), ((spell(str(verb)), str(value)) for verb, value in pairs), spell)


def spell_turtle_block(block: Block, spell: Spell) -> str:
    """Return the paragraphs of a block."""
    return "".join([f"\n{spell_paragraph(subject, pairs, spell)}" for subject, pairs in block[1]])


def spell_trig_block(block: Block, spell: Spell) -> str:
    """Return the paragraphs of a block; what belongs to a document stands in a graph of that name."""
    document, statements = block
    text = "\n".join([spell_paragraph(subject, pairs, spell) for subject, pairs in statements])
    return f"\n{text}" if document is None else f"\n{spell(document)} {{\n{text}}}\n"


def spell_prefixes(prefixes: dict[str, str]) -> str:
    """Return the prefixes as Turtle declares them."""
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items()))


def make_spelling(prefixes: dict[str, str]) -> Spell:
    """Return a function that spells a term of N-Triples as briefly as Turtle can."""
    names = {namespace: prefix for prefix, namespace in prefixes.items()}

    # A term stands near to itself: as an object, then as a subject.
    @lru_cache(maxsize=4096)
    def spell_iri(term: str) -> str:
        return shorten(term[1:-1], names) or term

    def spell(term: str) -> str:
        if term[0] == "<":
            return spell_iri(term)
        if term[-1] != ">" or term[0] != '"':
            return term
        value, _, datatype = term.rpartition('"^^')
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(value, 1) is not None:
            return value[1:]
        return f'{value}"' if datatype == f"<{_XSD}string>" else f'{value}"^^{spell_iri(datatype)}'

    return spell


def spell_paragraph(subject: str, pairs: Iterable[tuple[str, str]], spell: Spell) -> str:
    """Return the paragraph of a subject; its verbs are spelt already, its values are not."""
    lines: dict[str, str] = {}
    for verb, value in pairs:
        before = lines.get(verb)
        lines[verb] = spell(value) if before is None else f"{before} , {spell(value)}"
    body = " ;\n    ".join([f"{'a' if verb == 'rdf:type' else verb} {values}" for verb, values in lines.items()])
    return f"{spell(subject)}\n    {body} .\n"


def shorten(iri: str, names: dict[str, str]) -> str | None:
    """Return the prefixed name of an IRI, `names` being namespace -> prefix; None where there is none."""
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = names.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix is not None and _LOCAL.fullmatch(iri, cut) is not None else None
