"""The terms of RDF, spelt as in N-Triples: `<iri>`, `"text"`, `"text"@en`, `"2022"^^<datatype>`.

Every IRI is made here and percent-encoded on the way, and every text is escaped, so that no id, name or URL of a text
can break an export. Terms are plain strings because a graph of 100,000 events has five million of them: objects of a
library take minutes. `kg/data/ontology/kg.ttl` says what the terms of `kgo:` and the code lists mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.export.files import replace_controls
from kg.types import KINDS

BASE = "https://w3id.org/kg/id/"
HOME = "https://w3id.org/kg/"
WIKIDATA = "http://www.wikidata.org/entity/"
_EDTF = "http://id.loc.gov/datatypes/edtf/"

# Namespaces of the vocabularies in use; those of our records depend on the base (`list_prefixes`).
NAMESPACES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": _EDTF,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "kgo": f"{HOME}ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "void": "http://rdfs.org/ns/void#",
    "wd": WIKIDATA,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{scheme: f"{HOME}{scheme}/" for scheme in ("type", "quad", "status", "context", "kind")},
}

_RECORDS = ("activity", "attribution", "count", "day", "document", "event", "evidence", "interval", "location",
            "partition", "party", "passage", "period", "role", "software", "source", "tie")  # fmt: skip
# What a text cannot hold as it is between quotation marks; the escapes are also those of JSON.
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]')
# BCP 47, as far as RDF asks for it.
_LANGUAGE = re.compile("[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_UNRESERVED = re.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]*")


def list_prefixes(base: str = BASE) -> dict[str, str]:
    """Return prefix -> namespace for a data set with this base."""
    ours = {record: f"{base}{record}/" for record in _RECORDS}
    return {**NAMESPACES, **ours, "actor": f"{base}actor/", **{make_slug(kind): f"{base}{kind}/" for kind in KINDS}}


@lru_cache(maxsize=512)
def find_term(name: str) -> str:
    """Return the term of a prefixed name of `NAMESPACES` (`find_term("kgo:Event")`)."""
    prefix, _, local = name.partition(":")
    return f"<{NAMESPACES[prefix]}{local}>"


@lru_cache(maxsize=512)
def name_concept(scheme: str, label: str) -> str:
    """Return the SKOS concept of a label: type, quad, status, context or kind."""
    return f"<{NAMESPACES[scheme]}{_encode(make_slug(label))}>"


def make_slug(label: str) -> str:
    """Return a label of a code list as IRIs and prefixes spell it: `verbal-cooperation`."""
    return label.replace(" ", "-").replace("_", "-")


def name_wikidata(item: str) -> str:
    """Return Wikidata's entity."""
    return f"<{WIKIDATA}{_encode(item)}>"


def name_url(url: str) -> str | None:
    """Return the IRI of a web address found in the wild, strange characters encoded; None for what is none."""
    text = url.strip()
    # Whoever shows the data makes a link of it, and `javascript:` is a URL too.
    if re.match("https?://", text, re.IGNORECASE) is None:
        return None
    page, mark, fragment = re.sub("%(?![0-9A-Fa-f]{2})", "%25", text).partition("#")
    safe = "%/:?@!$&'()*+,;=~"
    clean = quote(page, safe=f"{safe}[]", errors="replace") + mark + quote(fragment, safe=safe, errors="replace")
    for candidate in (clean, clean.replace("[", "%5B").replace("]", "%5D")):
        try:
            return str(NamedNode(candidate))
        except ValueError:
            continue
    return None


def make_text(text: str, language: str | None = None) -> str:
    """Return a literal without control characters; a language that is no BCP 47 tag is left out."""
    plain = text.isprintable() and '"' not in text and "\\" not in text
    quoted = f'"{text}"' if plain else f'"{_SPECIAL.sub(_escape, text)}"'
    if language is None or _LANGUAGE.fullmatch(language) is None:
        return quoted
    return f"{quoted}@{language.lower()}"


def make_typed(value: str | int, datatype: str) -> str:
    """Return a literal of a datatype, given by its prefixed name."""
    return f"{make_text(str(value))}^^{find_term(datatype)}"


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or replace_controls(match[0])


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs of records under one base."""

    base: str = BASE

    def name(self, record: str, *parts: str) -> str:
        """Return the IRI of a record; several parts are joined by hyphens, which their own hyphens cannot imitate."""
        if len(parts) == 1:
            return f"<{self.base}{record}/{_encode(parts[0])}>"
        return f"<{self.base}{record}/{'-'.join([_encode(part).replace('-', '%2D') for part in parts])}>"

    def name_dataset(self) -> str:
        """Return the IRI of the data set itself."""
        return f"<{self.base}dataset>"

    def name_actor(self, actor: str) -> str:
        """Return the IRI of an actor: its id (`state/IRN`) under the base, or under `actor/` without a kind."""
        kind, slash, rest = actor.partition("/")
        if slash == "/" and kind in KINDS:
            return f"<{self.base}{kind}/{_encode(rest)}>"
        return f"<{self.base}actor/{_encode(actor)}>"


def _encode(text: str) -> str:
    if _UNRESERVED.fullmatch(text) is not None:
        return text
    dots = text in (".", "..")  # a step up in a path, which readers would take
    return text.replace(".", "%2E") if dots else quote(text, safe="", errors="replace")
