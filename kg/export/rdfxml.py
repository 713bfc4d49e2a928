"""Statements -> RDF/XML, for tools that read nothing else."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from kg.export.statements import Statement

TAIL = "</rdf:RDF>\n"
_ESCAPED = re.compile(r"\\(.)")
_MARKS = re.compile("[&<>\r]")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}


def spell_head(prefixes: dict[str, str]) -> str:
    """Return the opening tag; `prefixes` hold the namespace of every predicate."""
    spaces = "".join(f'\n  xmlns:{prefix}="{escape(space)}"' for prefix, space in sorted(prefixes.items()))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n'


def spell_description(statement: Statement) -> str:
    """Return the description of a subject."""
    subject, pairs = statement
    lines = "".join([_spell_property(tag, value) for tag, value in pairs])
    return f'  <rdf:Description rdf:about="{escape(subject[1:-1])}">\n{lines}  </rdf:Description>\n'


def _spell_property(tag: str, value: str) -> str:
    if value[0] == "<":
        iri = value[1:-1]
        return f'    <{tag} rdf:resource="{escape(iri) if "&" in iri else iri}"/>\n'
    if value[-1] == '"':
        return f"    <{tag}>{_spell_text(value[1:-1])}</{tag}>\n"
    quoted, _, mark = value.rpartition('"')
    kind = f'xml:lang="{mark[1:]}"' if mark[0] == "@" else f'rdf:datatype="{mark[3:-1]}"'
    return f"    <{tag} {kind}>{_spell_text(quoted[1:])}</{tag}>\n"


def _spell_text(text: str) -> str:
    if "\\" in text:
        text = _ESCAPED.sub(_unescape, text)
    return escape(text, {"\r": "&#13;"}) if _MARKS.search(text) is not None else text


def _unescape(match: re.Match[str]) -> str:
    return _LETTERS.get(match[1], match[1])
