"""graph.ttl and its spellings, read back by rdflib and Oxigraph, checked against the published shapes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import OWL, PROV, RDF, RDFS, SKOS, Literal, Namespace, URIRef
from rdflib.term import Node

from kg import __version__
from kg.export import export
from kg.export.rdf import list_triples, write_rdf
from kg.export.triples import describe_graph
from kg.export.vocabulary import BASE, HOME, Names, make_text, name_url
from kg.types import CONTEXTS, EVENT_TYPES, KINDS, QUADS, STATUSES, Graph

KGO, OA, SEM = (Namespace(f"{HOME}ontology#"), Namespace("http://www.w3.org/ns/oa#"),
                Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/"))  # fmt: skip
SCHEMA, ID = Namespace("https://schema.org/"), Namespace(BASE)
IRAN, RUSSIA = ID["party/IRN"], ID["party/RUS"]


@pytest.fixture(scope="module")
def rdf(exported: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(exported / "graph.ttl")


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(str(files("kg").joinpath("data", "ontology", "kg.ttl")))


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(str(files("kg").joinpath("data", "ontology", "shapes.ttl")))


def _load(path: Path) -> set[str]:
    """Return the triples as Oxigraph reads them, in N-Triples."""
    return {str(quad.triple) for quad in ox.parse(path=str(path))}


def _list(graph: rdflib.Graph) -> set[tuple[str, ...]]:
    return {tuple(term.n3() for term in triple) for triple in graph}


def _count(graph: rdflib.Graph, subject: Node | None, predicate: URIRef) -> int:
    return int(str(graph.value(subject, predicate)))


@pytest.mark.parametrize("name", ["graph.nt", "graph.trig", "graph.jsonld", "graph.rdf"])
def test_every_spelling_holds_the_same_triples(exported: Path, name: str) -> None:
    assert _load(exported / name) == _load(exported / "graph.ttl")


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")  # its JSON-LD reader uses its own old names
@pytest.mark.parametrize(("name", "form"), [("graph.nt", "nt"), ("graph.jsonld", "json-ld"), ("graph.rdf", "xml")])
def test_rdflib_reads_every_spelling_alike(rdf: rdflib.Graph, exported: Path, name: str, form: str) -> None:
    assert _list(rdflib.Graph().parse(data=(exported / name).read_text("utf-8"), format=form)) == _list(rdf)


def test_rdflib_and_oxigraph_read_the_same_graph(rdf: rdflib.Graph, exported: Path) -> None:
    lines = rdf.serialize(format="nt").splitlines()
    triples = {str(quad.triple) for quad in ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES)}
    assert triples == _load(exported / "graph.ttl")


@pytest.mark.parametrize(
    ("name", "form"),
    [("graph.ttl", "turtle"), ("graph.nt", "ntriples"), ("graph.trig", "trig"), ("graph.rdf", "rdfxml")],
)
def test_rapper_reads_the_same_graph(exported: Path, name: str, form: str) -> None:
    command = ["rapper", "--quiet", "--input", form, "--output", "ntriples", str(exported / name)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == ""
    assert _normalize(done.stdout) == _load(exported / "graph.ttl")


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nt", "graph.trig"])
def test_n3_reads_the_same_graph(exported: Path, read_with_node: Callable[[str, Path], list[str]], name: str) -> None:
    assert _normalize("\n".join(read_with_node("read_rdf.mjs", exported / name))) == _load(exported / "graph.ttl")


def _normalize(ntriples: str) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES)}


def test_trig_keeps_what_a_document_says_in_its_graph(exported: Path, graph: Graph) -> None:
    graphs = {quad.subject.value: quad.graph_name for quad in ox.parse(path=str(exported / "graph.trig"))}
    for event in graph.events:
        assert graphs[f"{BASE}event/{event.id}"].value == f"{BASE}document/{event.document}"
    assert graphs[str(RUSSIA)] == ox.DefaultGraph()


def test_every_event_leads_to_the_sentence_that_proves_it(rdf: rdflib.Graph, graph: Graph) -> None:
    for event in graph.events:
        passage = rdf.value(ID[f"event/{event.id}"], KGO.evidence)
        document = rdf.value(passage, OA.hasSource)
        assert document == ID[f"document/{event.document}"]
        text = next(known.text for known in graph.documents if known.id == event.document)
        selectors = {rdf.value(one, RDF.type): one for one in rdf.objects(passage, OA.hasSelector)}
        position, quote = selectors[OA.TextPositionSelector], selectors[OA.TextQuoteSelector]
        start, end = (_count(rdf, position, key) for key in (OA.start, OA.end))
        assert text[start:end] == str(rdf.value(quote, OA.exact)) == event.evidence.text
        whole = "".join(str(rdf.value(quote, key)) for key in (OA.prefix, OA.exact, OA.suffix))
        assert whole == str(rdf.value(ID[f"event/{event.id}"], KGO.sentence))
        assert list(rdf.subjects(OA.hasBody, ID[f"event/{event.id}"])) == [ID[f"evidence/{event.id}"]]


def test_only_asserted_events_join_parties_directly(rdf: rdflib.Graph) -> None:
    assert (IRAN, KGO.aid, RUSSIA) in rdf
    assert (RUSSIA, KGO.aid, IRAN) not in rdf, "that aid is only planned"
    assert (IRAN, KGO.agree, RUSSIA) not in rdf, "that agreement is denied"


def test_what_is_done_together_joins_parties_both_ways(rdf: rdflib.Graph) -> None:
    assert (IRAN, KGO.consult, RUSSIA) in rdf
    assert (RUSSIA, KGO.consult, IRAN) in rdf
    assert (RUSSIA, KGO.assault, ID["party/UKR"]) in rdf
    assert (ID["party/UKR"], KGO.assault, RUSSIA) not in rdf


def test_sources_keep_their_order(rdf: rdflib.Graph, graph: Graph) -> None:
    event = next(event for event in graph.events if event.event == "AGREE")
    chain = {
        _count(rdf, said, KGO.position): (rdf.value(said, PROV.agent), str(rdf.value(said, SCHEMA.name)))
        for said in rdf.objects(ID[f"event/{event.id}"], PROV.qualifiedAttribution)
    }
    assert chain == {
        1: (ID["government/russian-defence-ministry"], "ministère russe de la Défense"),
        2: (ID["media/vostok"], "Vostok"),
    }


def test_names_carry_their_language_and_wikidata_its_item(rdf: rdflib.Graph) -> None:
    iran = ID["state/IRN"]
    assert set(rdf.objects(iran, RDFS.label)) == {Literal("Iran", "en"), Literal("Iran", "fr"), Literal("ایران", "fa")}
    assert rdf.value(iran, OWL.sameAs) == URIRef("http://www.wikidata.org/entity/Q794")


def test_dates_are_edtf_with_the_days_that_they_span(rdf: rdflib.Graph, graph: Graph) -> None:
    event = next(event for event in graph.events if event.date == "2022")
    subject = ID[f"event/{event.id}"]
    assert str(rdf.value(subject, SEM.hasTimeStamp)) == "2022"
    assert str(rdf.value(subject, SEM.hasEarliestBeginTimeStamp)) == "2022-01-01"
    assert str(rdf.value(subject, SEM.hasLatestEndTimeStamp)) == "2022-12-31"


def test_ties_count_their_events_by_concept(rdf: rdflib.Graph) -> None:
    tie = ID["tie/IRN-RUS"]
    assert set(rdf.objects(tie, KGO.between)) == {IRAN, RUSSIA}
    assert _count(rdf, tie, KGO.eventCount) == 6
    counts = {str(rdf.value(count, KGO["of"])).removeprefix(HOME): _count(rdf, count, KGO.eventCount)
              for count in rdf.objects(tie, KGO["count"])}  # fmt: skip
    assert counts["type/AID"] == 4
    assert counts["quad/verbal-cooperation"] == 2
    assert counts["status/negated"] == 2


def test_there_are_no_blank_nodes(rdf: rdflib.Graph) -> None:
    assert not any(isinstance(term, rdflib.BNode) for triple in rdf for term in triple)


def test_each_subject_is_one_paragraph_and_each_triple_is_written_once(graph: Graph) -> None:
    triples = list(list_triples(graph))
    assert len(set(triples)) == len(triples)
    runs = [triple.subject for number, triple in enumerate(triples)
            if number == 0 or triples[number - 1].subject != triple.subject]  # fmt: skip
    assert len(set(runs)) == len(runs)


def test_the_base_of_our_iris_can_be_chosen(graph: Graph, tmp_path: Path) -> None:
    write_rdf(graph, {"ttl": tmp_path / "graph.ttl"}, base="https://example.org/x/")
    text = (tmp_path / "graph.ttl").read_text("utf-8")
    assert BASE not in text
    assert "@prefix party: <https://example.org/x/party/> ." in text


def test_every_term_that_an_export_uses_is_in_the_ontology(rdf: rdflib.Graph, ontology: rdflib.Graph) -> None:
    ours = {term for triple in rdf for term in triple if str(term).startswith(HOME) and not str(term).startswith(BASE)}
    assert len(ours) > 30
    assert ours <= set(ontology.subjects())


def test_every_label_of_the_code_lists_is_a_concept(ontology: rdflib.Graph) -> None:
    notations = {str(value) for value in ontology.objects(None, SKOS.notation)}
    assert notations == {*EVENT_TYPES, *QUADS, *STATUSES, *CONTEXTS, *KINDS}
    for name in EVENT_TYPES:
        assert ontology.value(KGO[name.lower()], KGO.ofType) == URIRef(f"{HOME}type/{name}")


def test_every_term_of_the_ontology_speaks_english_and_french(ontology: rdflib.Graph) -> None:
    for subject in set(ontology.subjects()):
        labels = [label for key in (RDFS.label, SKOS.prefLabel, rdflib.DCTERMS.title)
                  for label in ontology.objects(subject, key)]  # fmt: skip
        assert {label.language for label in labels if isinstance(label, Literal)} == {"en", "fr"}, subject


@pytest.mark.parametrize(
    ("url", "iri"),
    [
        ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
        ("https://a.example/a b|{c}\\", "https://a.example/a%20b%7C%7Bc%7D%5C"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/%C3%A9?q=é", "https://a.example/%C3%A9?q=%C3%A9"),
        ("https://a.example/[x]#a#b", "https://a.example/%5Bx%5D#a%23b"),
        ("http://[::1]/x", "http://[::1]/x"),
        ("www.a.example", None),
        ("javascript:alert(1)", None),
        ("data:text/html,<script>", None),
        ("https://a:port/", None),
        ("", None),
    ],
)
def test_a_url_of_the_wild_becomes_an_iri_or_nothing(url: str, iri: str | None) -> None:
    found = name_url(url)
    assert found == (None if iri is None else f"<{iri}>")


@given(st.text(st.characters(codec=None)))
def test_no_text_breaks_a_name_a_url_or_a_literal(text: str) -> None:
    name_url(text)
    name_url(f"https://{text}")
    make_text(text, text)
    names = Names()
    for iri in (names.name("source", text), names.name("tie", text, text), names.name_actor(f"person/{text}")):
        assert re.fullmatch("<[!-~]+>", iri) is not None
        assert not set(iri[1:-1]) & set('<>"{}|\\^`')


@given(st.tuples(*[st.text("aé-%/ ", max_size=4)] * 4))
def test_two_pairs_of_parties_never_share_a_tie(codes: tuple[str, str, str, str]) -> None:
    names = Names()
    one, two = names.name("tie", *codes[:2]), names.name("tie", *codes[2:])
    assert (one == two) == (codes[:2] == codes[2:])


def test_hostile_records_still_give_a_graph_that_passes(graph: Graph, tmp_path: Path, shapes: rdflib.Graph) -> None:
    hostile = "a\x00\ud800 <x> \"'\\ \r\n\t {|}"
    actor = replace(graph.actors[0], id=f"person/{hostile}", name=hostile, names=(("not a tag", hostile),),
                    wikidata=hostile)  # fmt: skip
    events = tuple(
        replace(event, place=hostile, mode=hostile, source=actor if event.source.id == graph.actors[0].id
                else event.source)
        for event in graph.events
    )  # fmt: skip
    parties = tuple((code, actor.id if known == graph.actors[0].id else known) for code, known in graph.parties)
    bad = replace(graph, actors=(actor, *graph.actors[1:]), events=events, parties=parties)
    for path in export(bad, tmp_path, ["ttl", "rdfxml"]):
        loaded = rdflib.Graph().parse(path)
        assert len(loaded) == len(set(list_triples(bad)))
        assert pyshacl.validate(loaded, shacl_graph=shapes)[0]


def test_blocks_name_the_document_that_they_come_from(graph: Graph) -> None:
    documents = {iri for iri, _ in describe_graph(graph, BASE) if iri is not None}
    assert documents == {f"<{BASE}document/{document.id}>" for document in graph.documents}


def test_the_data_set_says_what_is_in_it_and_what_made_it(rdf: rdflib.Graph, graph: Graph) -> None:
    dataset = ID["dataset"]
    assert {str(title.language) for title in rdf.objects(dataset, rdflib.DCTERMS.title)} == {"en", "fr"}
    void = rdflib.VOID
    counts = {
        rdf.value(part, void["class"]): _count(rdf, part, void.entities)
        for part in rdf.objects(dataset, void.classPartition)
    }
    assert counts == {
        kind: len(list(rdf.subjects(RDF.type, kind)))
        for kind in (KGO.Actor, KGO.Party, KGO.Event, KGO.Tie, SCHEMA.NewsArticle)
    }
    period = rdf.value(dataset, rdflib.DCTERMS.temporal)
    assert [str(rdf.value(period, rdflib.DCAT[key])) for key in ("startDate", "endDate")] == [
        "2022-01-01",
        "2024-12-31",
    ]
    made = rdf.value(rdf.value(dataset, PROV.wasGeneratedBy), PROV.wasAssociatedWith)
    assert str(rdf.value(made, SCHEMA.softwareVersion)) == __version__
    assert all((ID[f"event/{event.id}"], PROV.wasGeneratedBy, None) in rdf for event in graph.events)


def test_a_date_is_an_interval_between_two_days_that_its_events_share(rdf: rdflib.Graph, graph: Graph) -> None:
    event = next(event for event in graph.events if event.date == "2023-12-01/2023-12-03")
    interval = rdf.value(ID[f"event/{event.id}"], SEM.hasTime)
    days = [
        rdf.value(rdf.value(interval, rdflib.TIME[key]), rdflib.TIME.inXSDDate) for key in ("hasBeginning", "hasEnd")
    ]
    assert [str(day) for day in days] == ["2023-12-01", "2023-12-03"]
    september = [event for event in graph.events if event.date == "2023-09"]
    assert len({rdf.value(ID[f"event/{event.id}"], SEM.hasTime) for event in september}) == 1 < len(september)


def test_offices_have_a_time_that_may_be_open(rdf: rdflib.Graph) -> None:
    org = rdflib.ORG
    roles = {
        str(rdf.value(role, SCHEMA.roleName)): rdf.value(role, org.memberDuring)
        for role in rdf.subjects(RDF.type, org.Membership)
    }
    assert str(rdf.value(roles["attaché"], SEM.hasTimeStamp)) == "2015/2018-03"
    commander = roles["commandant de l'armée de terre"]
    assert (str(rdf.value(commander, SEM.hasTimeStamp)), rdf.value(commander, rdflib.TIME.hasEnd)) == (
        "2021-05/..",
        None,
    )
