"""The published shapes: every export passes them, and each of their rules notices data that breaks it.

The broken graphs are made from the shapes themselves: whatever a rule asks for is taken away, doubled or replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib import RDF, SH, XSD, Literal, URIRef
from rdflib.term import Node

from kg.export import export
from kg.graph.slicing import cut_graph
from kg.types import Graph, Slice

SHAPES = rdflib.Graph().parse(str(files("kg").joinpath("data", "ontology", "shapes.ttl")))
_NOWHERE = URIRef("https://example.org/nothing")

# (class, property, what is done to it)
Break = tuple[URIRef, URIRef, str]


def _list_breaks() -> Iterator[Break]:
    for shape, kind in SHAPES.subject_objects(SH.targetClass):
        for rule in SHAPES.objects(shape, SH.property):
            path = SHAPES.value(rule, SH.path)
            if isinstance(kind, URIRef) and isinstance(path, URIRef):
                yield from ((kind, path, how) for how in _find_ways(rule))


def _find_ways(rule: Node) -> Iterator[str]:
    if int(str(SHAPES.value(rule, SH.minCount) or 0)) > 0:
        yield "missing"
    if SHAPES.value(rule, SH.maxCount) is not None:
        yield "doubled"
    if any(SHAPES.value(rule, key) is not None for key in (SH.datatype, SH["in"], SH["class"], SH.node)):
        yield "replaced"
    if SHAPES.value(rule, SH.minInclusive) is not None:
        yield "negative"


def _name(value: object) -> str:
    return str(value).rsplit("/", 1)[-1].rsplit("#", 1)[-1]


@pytest.fixture(scope="module")
def rdf(exported: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(exported / "graph.ttl")


def _passes(graph: rdflib.Graph) -> bool:
    return bool(pyshacl.validate(graph, shacl_graph=SHAPES)[0])


@pytest.mark.parametrize("wanted", [Slice(), Slice(parties=("OMN",)), Slice(types=("REJECT",)), Slice(until="1900")])
def test_every_export_passes(graph: Graph, tmp_path: Path, wanted: Slice) -> None:
    (path,) = export(cut_graph(graph, wanted), tmp_path, ["ttl"], base="https://example.org/news#")
    conforms, _, report = pyshacl.validate(rdflib.Graph().parse(path), shacl_graph=SHAPES)
    assert conforms, report


@pytest.mark.parametrize(("kind", "path", "how"), sorted(set(_list_breaks())), ids=_name)
def test_each_rule_notices_what_breaks_it(rdf: rdflib.Graph, kind: URIRef, path: URIRef, how: str) -> None:
    subjects = sorted(rdf.subjects(RDF.type, kind), key=lambda each: ((each, path, None) not in rdf, str(each)))
    assert len(subjects) > 0, "the sample has no such thing: the rule is not tested"
    subject = subjects[0]
    # What the sample has not at all is given a value that is wrong.
    old = min(rdf.objects(subject, path), key=str, default=_NOWHERE)
    broken = rdflib.Graph()
    broken += rdf
    if how == "missing":
        broken.remove((subject, path, None))
    elif how == "doubled":
        broken.add((subject, path, _vary(old)))
        for number in range(len(list(rdf.objects(subject, path)))):
            broken.add((subject, path, _vary(old, str(number))))
    else:
        new = Literal(-1, datatype=getattr(old, "datatype", None)) if how == "negative" else _replace(old)
        broken.remove((subject, path, old))
        broken.add((subject, path, new))
    assert not _passes(broken)


def _vary(value: Node, by: str = "") -> Node:
    return URIRef(f"{value}{by}x") if isinstance(value, URIRef) else Literal(f"{value}{by}0", datatype=XSD.string)


def _replace(value: Node) -> Node:
    return _NOWHERE if isinstance(value, URIRef) else Literal(True)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("DELETE { ?a oa:hasBody ?e } WHERE { ?a oa:hasBody ?e }", "an event without an annotation"),
        ("DELETE { ?e kgo:tie ?t } WHERE { ?e kgo:tie ?t }", "a tie without events"),
        ("DELETE { ?i time:hasBeginning ?a ; time:hasEnd ?b } WHERE { ?i time:hasBeginning ?a ; time:hasEnd ?b }",
         "an interval without days"),
        ("DELETE { ?s oa:start ?a } INSERT { ?s oa:start ?b } WHERE { ?s oa:start ?a ; oa:end ?b }",
         "an empty passage"),
        ("""DELETE { ?e sem:hasEarliestBeginTimeStamp ?a }
            INSERT { ?e sem:hasEarliestBeginTimeStamp "2999-01-01"^^xsd:date }
            WHERE { ?e sem:hasEarliestBeginTimeStamp ?a }""", "an act that ends before it begins"),
        ('DELETE { ?q oa:exact ?t } INSERT { ?q oa:exact "" } WHERE { ?q oa:exact ?t }', "an empty quote"),
        ("INSERT { ?d dcterms:title 'Nouvelles'@fr } WHERE { ?d a dcat:Dataset }", "two titles in one language"),
    ],
)  # fmt: skip
def test_rules_between_properties_notice_what_breaks_them(exported: Path, query: str, why: str) -> None:
    broken = rdflib.Graph().parse(exported / "graph.ttl")
    assert _passes(broken)
    before = set(broken)
    broken.update(query)
    assert set(broken) != before
    assert not _passes(broken), why
