"""Statements -> JSON-LD, expanded: nothing in it needs a context, so that nothing is fetched to read it."""

from __future__ import annotations

from functools import lru_cache

from kg.export.statements import Statement
from kg.export.vocabulary import find_term


def spell_node(statement: Statement) -> str:
    """Return the node of a subject on one line. The escapes of our terms are those of JSON (vocabulary.py)."""
    subject, pairs = statement
    parts, before = [f'{{"@id":"{subject[1:-1]}"'], ""
    for predicate, value in pairs:
        if predicate == before:
            parts.append(",")
        else:
            parts.append(_open_field(predicate) if before == "" else f"]{_open_field(predicate)}")
            before = predicate
        parts.append(f'"{value[1:-1]}"' if predicate == "rdf:type" else _spell_value(value))
    parts.append("]}")
    return "".join(parts)


@lru_cache(maxsize=256)
def _open_field(predicate: str) -> str:
    return ',"@type":[' if predicate == "rdf:type" else f',"{find_term(predicate)[1:-1]}":['


def _spell_value(term: str) -> str:
    if term[0] == "<":
        return f'{{"@id":"{term[1:-1]}"}}'
    if term[-1] == '"':
        return f'{{"@value":{term}}}'
    quoted, _, mark = term.rpartition('"')
    kind = f'"@language":"{mark[1:]}"' if mark[0] == "@" else f'"@type":"{mark[3:-1]}"'
    return f'{{"@value":{quoted}",{kind}}}'
