"""Statements -> Turtle that people read and `diff` compares: sorted prefixes, one subject a paragraph.

Our own writer, because Oxigraph's declares prefixes in no order and rdflib's needs many minutes where this one
needs seconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

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
        lines: dict[str, list[str]] = {}
        for verb, value in pairs:
            lines.setdefault(spell(str(verb)), []).append(str(value))
        grouped = [(verb, value) for verb, values in lines.items() for value in values]
        yield f"\n{spell_paragraph(str(subject), grouped, spell)}"


def spell_prefixes(prefixes: dict[str, str]) -> str:
    """Return the prefixes as Turtle declares them."""
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items()))


def make_spelling(prefixes: dict[str, str]) -> Spell:
    """Return a function that spells a term of N-Triples as briefly as Turtle can."""
    names = {namespace: prefix for prefix, namespace in prefixes.items()}

    # A term stands near to itself: as an object, then as a subject.
    @lru_cache(maxsize=8192)
    def spell(term: str) -> str:
        if term[0] == "<":
            return shorten(term[1:-1], names) or term
        if term[-1] != ">" or term[0] != '"':
            return term
        value, _, datatype = term.rpartition('"^^')
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(value, 1) is not None:
            return value[1:]
        return f'{value}"' if datatype == f"<{_XSD}string>" else f'{value}"^^{spell(datatype)}'

    return spell


def spell_paragraph(subject: str, pairs: Iterable[tuple[str, str]], spell: Spell) -> str:
    """Return the paragraph of a subject; its verbs are spelt already, and pairs of one verb stand together."""
    parts, before = [spell(subject)], ""
    for verb, value in pairs:
        if verb == before:
            parts.append(" , ")
        else:
            parts.append(f"{' ;' if before != '' else ''}\n    {'a' if verb == 'rdf:type' else verb} ")
            before = verb
        # A plain text is spelt already; it is also what repeats least.
        parts.append(value if value[-1] == '"' else spell(value))
    parts.append(" .\n")
    return "".join(parts)


def shorten(iri: str, names: dict[str, str]) -> str | None:
    """Return the prefixed name of an IRI, `names` being namespace -> prefix; None where there is none."""
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = names.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix is not None and _LOCAL.fullmatch(iri, cut) is not None else None
