"""Any graph, in every format, is read back by another program as the same graph, and hostile text in it stays text.

The graphs are hypothesis' own: names, titles, sentences, URLs and ids hold markup, formulas, template syntax, marks
that turn the direction of text, control characters and halves of letters. Characters that a format cannot hold come
back as U+FFFD, one for one; nothing else changes.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow.parquet as pq
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from samples import make_graph
from test_shapes import SHAPES

from kg.export import FORMATS, export
from kg.export.files import replace_controls
from kg.export.rdf import list_triples
from kg.export.reading import read_graphs
from kg.export.vocabulary import HOME, Names
from kg.graph.building import build_graph
from kg.graph.spans import find_span
from kg.types import (
    CONTEXTS,
    EVENT_TYPES,
    KINDS,
    STATUSES,
    Actor,
    Document,
    Event,
    Evidence,
    Extraction,
    Graph,
    Issue,
    Role,
    Source,
)

HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "</textarea>]]>-->",
    "&lt;&#60;&amp;", "{{7*7}}${7*7}<%=7*7%>", "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1",
    '";DROP TABLE x;--', "\u202eesrever",
    "\x00\x1b[2J\x9b", "\ud83d", "é\u0301\u2028\u0085", "\\u0022\\", "a\r\nb\tc", "' or \"\"\"", "🚁", "%00%zz", " ",
)  # fmt: skip
_TEXT = st.sampled_from(HOSTILE) | st.text(st.characters(codec=None), min_size=1, max_size=12)
_MAYBE = st.none() | _TEXT
_DATES = st.none() | st.sampled_from(
    ["2022", "2023-08", "2023-08-23", "2023-12-01/2023-12-03", "2022-02-24/..", "202X", "2023-21", "about 2022", "<b>"]
)
# Of the ids a graph is made of, none holds what XML cannot: `kg` makes them itself.
_ID = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=6)
_SETTINGS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
_KGO, _SEM = f"{HOME}ontology#", "http://semanticweb.cs.vu.nl/2009/11/sem/"


@st.composite
def _actors(draw: st.DrawFn, number: int) -> Actor:
    kind, name = draw(st.sampled_from([kind for kind in KINDS if kind != "place"])), draw(_TEXT)
    roles = st.builds(Role, _TEXT, st.none() | st.sampled_from(["RUS", "IRN"]), _DATES, _DATES)
    return Actor(
        id=f"{kind}/{number}{draw(_ID)}", kind=kind, name=name,
        code=draw(st.sampled_from(["RUS", "IRN"]) | st.just(name)),
        names=tuple(draw(st.lists(st.tuples(st.sampled_from(["fr", "en", "not a tag"]), _TEXT), max_size=2))),
        roles=tuple(draw(st.lists(roles, max_size=1))), wikidata=draw(st.none() | st.just("Q7") | _TEXT),
    )  # fmt: skip


@st.composite
def _events(draw: st.DrawFn, id: str, document: Document, actors: list[Actor]) -> Event:
    last = len(document.text)
    start = draw(st.integers(0, last - 1))
    end = draw(st.integers(start + 1, last))
    return Event(
        id=id, document=document.id, event=draw(st.sampled_from(EVENT_TYPES)), mode=draw(_MAYBE),
        source=draw(st.sampled_from(actors)), target=draw(st.sampled_from(actors)),
        status=draw(st.sampled_from(STATUSES)),
        context=tuple(sorted(draw(st.sets(st.sampled_from(CONTEXTS), max_size=2)))), date=draw(_DATES),
        date_text=draw(_MAYBE), place=draw(_MAYBE),
        attribution=tuple(draw(st.lists(st.builds(Source, _TEXT, st.none() | st.just("media/x")), max_size=2))),
        evidence=Evidence(document.text[start:end], start, end, (0, last), document.text, (start, end), (0, 1)),
        confidence=draw(st.sampled_from([0.0, 0.125, 0.3, 1.0])), reason=draw(_TEXT),
    )  # fmt: skip


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Return a graph as a build makes it, of whatever texts."""
    actors = [draw(_actors(number)) for number in range(draw(st.integers(1, 4)))]
    extractions = []
    for number in range(draw(st.integers(0, 3))):
        document = Document(
            f"{number}{draw(_ID)}", draw(_TEXT), draw(_TEXT), draw(_MAYBE), draw(_DATES), draw(_MAYBE),
            draw(st.none() | _TEXT | _TEXT.map("https://x.example/{}".format)), draw(st.none() | st.just("fr")),
        )  # fmt: skip
        events = [draw(_events(f"{number}-{i}", document, actors)) for i in range(draw(st.integers(0, 3)))]
        ends = {end.id: end for event in events for end in (event.source, event.target)}
        extractions.append(Extraction(document, events=tuple(events), actors=tuple(ends.values())))
    issues = draw(st.lists(st.builds(Issue, _TEXT, st.just("read"), _TEXT), max_size=1))
    return build_graph([*extractions, *issues])


@contextmanager
def _export(graph: Graph, *names: str) -> Iterator[list[Path]]:
    with tempfile.TemporaryDirectory() as folder:
        yield list(export(graph, Path(folder), names))


def _ends(graph: Graph) -> set[tuple[str, str, str]]:
    return {(event.id, event.source.id, event.target.id) for event in graph.events}


@_SETTINGS
@given(graphs())
def test_rdf(graph: Graph) -> None:
    names = Names()
    with _export(graph, "nt", "ttl", "trig", "jsonld", "rdfxml") as paths:
        read = [{quad.triple for quad in ox.parse(path=str(path))} for path in paths]
        assert all(triples == read[0] for triples in read)
        rdf = rdflib.Graph().parse(paths[1])
        assert len(rdf) == len(rdflib.Graph().parse(paths[4])) == len(read[0])
    assert pyshacl.validate(rdf, shacl_graph=SHAPES)[0]
    found = {}
    for event in rdf.subjects(rdflib.RDF.type, rdflib.URIRef(f"{_KGO}Event")):
        pairs = {str(name): str(value) for name, value in rdf.predicate_objects(event)}
        found[f"<{event}>"] = [pairs.get(name) for name in (
            f"{_KGO}source", f"{_KGO}target", f"{_SEM}eventType", f"{_KGO}status", f"{_KGO}sentence",
            f"{_SEM}hasTimeStamp", f"{_KGO}mode", f"{_KGO}reason")]  # fmt: skip
    assert found == {
        names.name("event", event.id): [
            names.name_actor(event.source.id)[1:-1], names.name_actor(event.target.id)[1:-1],
            f"{HOME}type/{event.event}", f"{HOME}status/{event.status}", replace_controls(event.evidence.sentence_text),
            event.date, None if event.mode is None else replace_controls(event.mode), replace_controls(event.reason),
        ]
        for event in graph.events
    }  # fmt: skip


def _spread_hostile_text() -> Graph:
    """Return the sample graph with a hostile text in every field that can hold one."""
    graph, texts = make_graph(), cycle(HOSTILE)
    actors = {
        actor.id: replace(actor, name=next(texts), names=((next(texts), next(texts)), ("fr", next(texts))),
                          roles=(Role(next(texts), next(texts), next(texts)),), wikidata=next(texts))
        for actor in graph.actors
    }  # fmt: skip
    documents = tuple(
        replace(document, title=next(texts), source=next(texts), outlet=next(texts), url=f"https://{next(texts)}")
        for document in graph.documents
    )
    events = tuple(
        replace(
            event, source=actors[event.source.id], target=actors[event.target.id], place=next(texts), mode=next(texts),
            date_text=next(texts), reason=next(texts),
            attribution=(Source(next(texts)), Source(next(texts), next(texts))),
            evidence=replace(event.evidence, text=next(texts), sentence_text=next(texts)),
        )
        for event in graph.events
    )  # fmt: skip
    return replace(graph, actors=tuple(actors.values()), documents=documents, events=events)


def test_rapper_and_n3_read_hostile_text_alike(read_with_node: Callable[[str, Path], list[str]]) -> None:
    graph = _spread_hostile_text()
    expected = {str(triple) for triple in list_triples(graph)}
    with _export(graph, "ttl", "trig", "rdfxml") as (turtle, trig, rdfxml):
        for path, form in ((turtle, "turtle"), (trig, "trig"), (rdfxml, "rdfxml")):
            command = ["rapper", "-q", "-i", form, "-o", "ntriples", str(path)]
            read = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=True)
            assert _normalize(read.stdout) == expected, form
        assert _normalize("\n".join(read_with_node("read_rdf.mjs", turtle))) == expected


def _normalize(ntriples: str) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES)}


@pytest.fixture(scope="module")
def grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(Path(__file__).parent / "gexf-1.3.rng"))


@_SETTINGS
@given(graph=graphs())
def test_graphml_and_gexf(graph: Graph, grammar: etree.RelaxNG) -> None:
    names = {actor.id: replace_controls(actor.name) for actor in graph.actors}
    with _export(graph, "graphml", "gexf", "ties-graphml", "ties-gexf") as paths:
        read = [nx.read_graphml(paths[0], force_multigraph=True), nx.read_gexf(paths[1], version="1.3")]
        ties = [nx.read_graphml(paths[2]), nx.read_gexf(paths[3], version="1.3")]
        for path in (paths[1], paths[3]):
            grammar.assertValid(etree.parse(path))
    assert {node: values["label"] for node, values in read[0].nodes(data=True)} == names
    assert set(read[1]) == set(names)
    for network in read:
        edges = nx.MultiDiGraph(network).edges(keys=True, data=True)
        if network is read[0]:
            assert {(key, source, target) for source, target, key, _ in edges} == _ends(graph)
        values = {(more["event"], more["status"], more["sentence"], more.get("date"), more["confidence"])
                  for *_, more in edges}  # fmt: skip
        assert values == {
            (event.event, event.status, replace_controls(event.evidence.sentence_text), event.date, event.confidence)
            for event in graph.events
        }
    for network in ties:
        assert network.number_of_nodes() == len(graph.parties)
        assert sorted(values["events"] for *_, values in network.edges(data=True)) == sorted(
            len(tie.events) for tie in graph.ties
        )


@settings(_SETTINGS, max_examples=8)
@given(graph=graphs())
def test_gephi_lite_and_sigma(graph: Graph, read_with_graphology: Callable[[Path], dict[str, Any]]) -> None:
    with _export(graph, "graphml", "gexf", "json") as paths:
        for path in paths:
            read = read_with_graphology(path)
            assert {node["key"] for node in read["nodes"]} == {actor.id for actor in graph.actors}
            assert {(edge["key"], edge["source"], edge["target"]) for edge in read["edges"]} == _ends(graph)
            dates = {edge["key"]: edge["attributes"].get("date_start") for edge in read["edges"]}
            assert dates == {event.id: find_span(event.date)[0] for event in graph.events}


@settings(_SETTINGS, max_examples=8)
@given(graph=graphs())
def test_follow_the_money(graph: Graph, read_with_node: Callable[[str, Path], Any]) -> None:
    with _export(graph, "ftm") as (path,):
        read = read_with_node("read_ftm.mjs", path)
        entities = [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]
    assert read["faults"] == []
    events = {entity["properties"]["recordId"][0] for entity in entities if entity["schema"] == "Event"}
    assert events == {event.id for event in graph.events}
    assert sum(entity["schema"] == "UnknownLink" for entity in entities) == len(graph.ties)


@_SETTINGS
@given(graphs())
def test_tables(graph: Graph) -> None:
    with _export(graph, "csv", "ties-csv", "parquet", "ties-parquet") as paths:
        cells = [list(csv.reader(io.StringIO(path.read_bytes().decode(), newline=""))) for path in paths[:2]]
        tables = [pq.read_table(path).to_pylist() for path in paths[2:]]
    for rows, table in zip(cells, tables, strict=True):
        head, *body = rows
        assert [dict(zip(head, row, strict=True)) for row in body] == [
            {key: _spell_for_a_spreadsheet(value) for key, value in row.items()} for row in table
        ]
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for row in body for cell in row)
    assert [(row["id"], row["source_id"], row["target_id"]) for row in tables[0]] == [
        (event.id, event.source.id, event.target.id) for event in graph.events
    ]
    assert [row["sentence"] for row in tables[0]] == [
        replace_controls(event.evidence.sentence_text) for event in graph.events
    ]
    assert [(row["party_a"], row["party_b"], row["events"]) for row in tables[1]] == [
        (*map(replace_controls, tie.parties), len(tie.events)) for tie in graph.ties
    ]


def _spell_for_a_spreadsheet(value: Any) -> str:
    if value is None:
        return ""
    text = "|".join(value) if isinstance(value, list) else str(value)
    is_text = isinstance(value, str | list)
    return f"'{text}" if is_text and text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


@_SETTINGS
@given(graphs())
def test_json(graph: Graph) -> None:
    with _export(graph, "json", "jsonl", "actors") as (whole, events, _):
        assert read_graphs([str(whole)]) == replace(
            graph, documents=tuple(replace(document, text="") for document in graph.documents)
        )
        network = nx.node_link_graph(json.loads(whole.read_bytes()), edges="edges")
        again = read_graphs([str(events)])
    assert {(key, source, target) for source, target, key in network.edges(keys=True)} == _ends(graph)
    assert {node: values["name"] for node, values in network.nodes(data=True)} == {
        actor.id: actor.name for actor in graph.actors
    }
    assert [event.to_dict() for event in again.events] == [event.to_dict() for event in graph.events]
    assert [tie.events for tie in again.ties] == [tie.events for tie in graph.ties]


@_SETTINGS
@given(graphs())
def test_no_format_holds_a_control_character_or_half_a_letter(graph: Graph) -> None:
    with _export(graph, *[name for name in FORMATS if "parquet" not in name and name != "html"]) as paths:
        for path in paths:
            text = path.read_bytes().decode()
            assert all(c.isprintable() or c in "\n\r\t" or ord(c) > 0x9F or c == "\x85" for c in text), path.name
