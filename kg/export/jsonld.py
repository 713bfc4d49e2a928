"""Statements -> JSON-LD, expanded: nothing in it needs a context, so that nothing is fetched to read it."""

from __future__ import annotations

from kg.export.triples import Statement
from kg.export.vocabulary import find_term


def spell_node(statement: Statement) -> str:
    """Return the node of a subject on one line. The escapes of our terms are those of JSON (vocabulary.py)."""
    subject, pairs = statement
    values: dict[str, list[str]] = {}
    for predicate, value in pairs:
        values.setdefault(predicate, []).append(value)
    fields = [_spell_field(predicate, terms) for predicate, terms in values.items()]
    return f'{{"@id":"{subject[1:-1]}",{",".join(fields)}}}'


def _spell_field(predicate: str, terms: list[str]) -> str:
    if predicate == "rdf:type":
        return f'"@type":[{",".join([_quote(term) for term in terms])}]'
    return f"{_quote(find_term(predicate))}:[{','.join([_spell_value(term) for term in terms])}]"


def _quote(iri: str) -> str:
    return f'"{iri[1:-1]}"'


def _spell_value(term: str) -> str:
    if term[0] == "<":
        return f'{{"@id":"{term[1:-1]}"}}'
    quoted, _, mark = term.rpartition('"')
    if mark == "":
        return f'{{"@value":{quoted}"}}'
    kind = f'"@language":"{mark[1:]}"' if mark[0] == "@" else f'"@type":"{mark[3:-1]}"'
    return f'{{"@value":{quoted}",{kind}}}'
