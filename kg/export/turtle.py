"""Statements -> Turtle that people read and `diff` compares: sorted prefixes, one subject a paragraph.

Our own writer, because Oxigraph's declares prefixes in no order and rdflib's needs many minutes where this one
needs seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
# A careful part of Turtle's PN_LOCAL.
_PIECE = "%[0-9A-Fa-f]{2}"
_LOCAL = re.compile(f"(?:[A-Za-z0-9_]|{_PIECE})(?:(?:[A-Za-z0-9_.-]|{_PIECE})*(?:[A-Za-z0-9_-]|{_PIECE}))?")
_BARE = {f"{_XSD}integer": re.compile("[+-]?[0-9]+"), f"{_XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+")}

Node = NamedNode | BlankNode
Term = Node | Literal | Triple
Pairs = Iterable[tuple[NamedNode, Term]]


def spell_turtle(statements: Iterable[tuple[Node, Pairs]], prefixes: dict[str, str]) -> Iterator[str]:
    """Yield Turtle: the prefixes, then a paragraph for each (subject, (predicate, object) pairs)."""
    names = {namespace: prefix for prefix, namespace in prefixes.items()}
    verbs = {_RDF_TYPE: "a"}
    for prefix, namespace in sorted(prefixes.items()):
        yield f"@prefix {prefix}: <{namespace}> .\n"
    for subject, pairs in statements:
        lines: dict[NamedNode, list[str]] = {}
        for predicate, value in pairs:
            lines.setdefault(predicate, []).append(_spell_term(value, names))
        for predicate in lines:
            if predicate not in verbs:
                verbs[predicate] = _spell_term(predicate, names)
        body = " ;\n    ".join(f"{verbs[predicate]} {' , '.join(values)}" for predicate, values in lines.items())
        yield f"\n{_spell_term(subject, names)}\n    {body} .\n"


def _spell_term(term: Term, names: dict[str, str]) -> str:
    if isinstance(term, NamedNode):
        return shorten(term.value, names) or str(term)
    if not isinstance(term, Literal) or term.language is not None:
        return str(term)
    datatype = term.datatype.value
    if datatype in _BARE and _BARE[datatype].fullmatch(term.value) is not None:
        return term.value
    if datatype == f"{_XSD}string":
        return str(term)
    return f"{Literal(term.value)}^^{shorten(datatype, names) or str(term.datatype)}"


def shorten(iri: str, names: dict[str, str]) -> str | None:
    """Return the prefixed name of an IRI, `names` being namespace -> prefix; None where there is none."""
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = names.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix is not None and _LOCAL.fullmatch(iri[cut:]) is not None else None
