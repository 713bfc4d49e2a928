"""Built-in questions on the sample, what a query may not do, and answers as text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import rdflib.query
from pyoxigraph import Store
from rdflib import XSD, Variable

from kg.errors import InputError, LimitError, QueryError, RefusedError
from kg.export.rdf import list_triples
from kg.export.vocabulary import BASE
from kg.query.answers import read_value, spell_answer
from kg.query.questions import Question, find_question, list_questions, read_query
from kg.query.sparql import Answer, check_query, open_store, run_query
from kg.types import Graph

_NAMES = [question.name for question in list_questions()]
_BRIGADE, _BRIGADE_NAME = "=NORTH BRIGADE", '=cmd Brigade <Nord> & "Sud" 🚁'
_DRONES = "L'an dernier, Téhéran a livré des drones à Moscou 🚁, affirme l'agence Vostok."
_NEVER = "Iran never sent drones to Russia, its navy said."
_MAY = "Iran may send missiles to Russia."
_PLANES = "Moscou livrera des avions à l'Iran en 2024."
_BLAME = "Ukraine accused Iran of arming its enemy, the Daily <Signal> wrote."


@pytest.fixture(scope="module")
def store(exported: Path) -> Store:
    return open_store(exported / "graph.ttl")


def _list_rows(answer: Answer) -> list[tuple[object, ...]]:
    return [tuple(read_value(term) for term in row) for row in answer.rows]


def _ask(store: Store, name: str, **bindings: str) -> list[tuple[object, ...]]:
    return _list_rows(run_query(store, find_question(name).text, bindings=bindings))


# Built-in questions


def test_ties_of_a_pair_by_year_type_and_status(store: Store) -> None:
    assert _ask(store, "ties", a="RUS", b="IRN") == [
        ("RUS", "IRN", "2022", "AID", "asserted", "1"),
        ("RUS", "IRN", "2023", "AID", "possible", "1"),
        ("RUS", "IRN", "2023", "CONSULT", "asserted", "1"),
        ("RUS", "IRN", "2024", "AID", "planned", "1"),
        ("RUS", "IRN", "undated", "AGREE", "negated", "1"),
        ("RUS", "IRN", "undated", "AID", "negated", "1"),
    ]


def test_ties_list_each_pair_from_both_sides(store: Store) -> None:
    rows = _ask(store, "ties")
    assert len(rows) == 2 * 11
    assert {(b, a, *rest) for a, b, *rest in rows} == set(rows)


def test_defence_ties_are_asserted_events_with_military_context(store: Store) -> None:
    assert _ask(store, "defence-ties") == [
        (_BRIGADE, "IRN", "ASSAULT", "1", "1"),
        ("IRN", "RUS", "AID", "1", "1"),
        ("IRN", "RUS", "CONSULT", "1", "1"),
        ("RUS", "UKR", "ASSAULT", "1", "1"),
    ]


def test_arms_suppliers_keep_statuses_apart(store: Store) -> None:
    assert _ask(store, "arms-suppliers") == [
        ("IRN", "Iran", "RUS", "Russie", "asserted", "1", "2022-01-01", "2022-12-31"),
        ("IRN", "Iran", "RUS", "Russie", "negated", "1", "", ""),
        ("IRN", "Iran", "RUS", "Russie", "possible", "1", "2023-09-01", "2023-09-30"),
        ("RUS", "Russie", "IRN", "Iran", "planned", "1", "2024-01-01", "2024-12-31"),
    ]


def test_accusations_say_according_to_whom(store: Store) -> None:
    assert _ask(store, "accusations", b="IRN") == [
        ("UKR", "Ukraine", "IRN", "Iran", "asserted", "2023-09", "Daily <Signal>", _BLAME)
    ]


def test_contradictory_accounts_stand_side_by_side(store: Store) -> None:
    assert _ask(store, "contradictory-accounts") == [
        ("IRN", "RUS", "AID", _DRONES, "d-fr", "negated", _NEVER, "d-en"),
        ("IRN", "RUS", "AID", _DRONES, "d-fr", "possible", _MAY, "d-en"),
    ]


def test_mediators_talk_with_both_sides_of_a_conflict(store: Store) -> None:
    assert _ask(store, "mediators") == [("OMN", "Oman", "UKR", "IRN", "1", "1")]


def test_paths_lead_in_two_steps(store: Store) -> None:
    assert _ask(store, "paths", a="OMN", b="RUS") == [
        ("OMN", "IRN", "RUS", "1", "6"),
        ("OMN", "UKR", "RUS", "1", "1"),
    ]


def test_new_ties_begin_with_the_newest(store: Store) -> None:
    december = "2023-12-01/2023-12-03"
    assert _ask(store, "new-ties") == [
        (_BRIGADE, "IRN", december, december, "1"),
        ("IRN", "UKR", "2023-09", "2023-09", "1"),
        ("OMN", "UKR", "2023-08-30", "2023-08-30", "1"),
        ("RUS", "UKR", "2023-08", "2023-08", "1"),
        ("IRN", "RUS", "2022", "2024", "6"),
    ]


def test_strongest_ties_begin_with_the_strongest(store: Store) -> None:
    rows = _ask(store, "strongest-ties")
    assert rows[0] == ("IRN", "RUS", "6", "2", "6", "0", "2022", "2024")
    assert rows[2] == ("IRN", "OMN", "1", "1", "1", "0", "", "")
    assert len(rows) == 6


def test_sources_are_counted(store: Store) -> None:
    assert _ask(store, "sources") == [
        ("Vostok", "2", "1", "1"),
        ("Daily <Signal>", "1", "1", "1"),
        ("Marine iranienne", "1", "1", "1"),
        ("Ministère russe de la Défense", "1", "1", "1"),
    ]


def test_planned_events_are_found(store: Store) -> None:
    assert _ask(store, "planned") == [("2024", "RUS", "Russie", "AID", "IRN", "Iran", "", _PLANES)]


def test_evidence_of_a_pair_is_every_sentence_with_its_chain_of_sources(store: Store) -> None:
    rows = _ask(store, "evidence", a="RUS", b="IRN")
    assert len(rows) == 6
    denied = next(row for row in rows if row[4] == "AGREE")
    assert denied[2:8] == ("", "Iran", "AGREE", "Russie", "negated", "ministère russe de la Défense < Vostok")
    assert ("RUS", "IRN", "2022", "Iran", "AID", "Russie", "asserted", "Vostok", _DRONES, "d-fr") in rows


def test_actors_of_a_party_have_their_roles(store: Store) -> None:
    assert _ask(store, "actors-of", a="IRN") == [
        ("IRN", "Marine iranienne", "military", "", "", "", ""),
        ("IRN", "Kamran Rostami", "person", "attaché", "", "2015", "2018-03"),
        ("IRN", "Kamran Rostami", "person", "commandant de l'armée de terre", "IRN", "2021-05", ""),
        ("IRN", "Iran", "state", "", "", "", ""),
    ]


def test_timeline_runs_forward(store: Store) -> None:
    rows = _ask(store, "timeline")
    assert [row[0] for row in rows] == [
        "2022", "2023-08", "2023-08-22", "2023-08-30", "2023-09", "2023-09", "2023-12-01/2023-12-03", "2024",
    ]  # fmt: skip
    assert _ask(store, "timeline", a="OMN") == [
        ("2023-08-30", "OMN", "Oman", "CONSULT", "UKR", "Ukraine", "asserted", "Oman", "d-en")
    ]


@pytest.mark.parametrize("name", _NAMES)
def test_a_question_is_answered_alike_by_rdflib_alone(store: Store, exported: Path, name: str) -> None:
    question = find_question(name)
    slow = rdflib.Graph().parse(exported / "graph.ttl").query(question.text).bindings
    answer = run_query(store, question.text)
    columns, rows = answer.columns, _list_rows(answer)
    assert len(rows) > 0
    read = [
        tuple("" if row.get(Variable(name)) is None else str(row[Variable(name)]) for name in columns) for row in slow
    ]
    assert sorted(map(str, rows)) == sorted(map(str, read))


@pytest.mark.parametrize("question", list_questions(), ids=_NAMES)
def test_the_columns_that_a_question_says_can_be_bound_can(store: Store, question: Question) -> None:
    everything = run_query(store, question.text)
    assert question.binds == tuple(name for name in ("a", "b") if name in everything.columns)
    for name in question.binds:
        column = everything.columns.index(name)
        code = read_value(everything.rows[-1][column])
        wanted = [row for row in _list_rows(everything) if row[column] == code]
        assert _list_rows(run_query(store, question.text, bindings={name: code})) == wanted


@pytest.mark.parametrize("question", list_questions(), ids=_NAMES)
def test_every_question_is_asked_in_both_languages_and_in_the_readme_of_the_data(question: Question) -> None:
    assert {language for language, _ in question.descriptions} == {"en", "fr"}
    assert all(text.endswith(".") for _, text in question.descriptions)
    readme = (Path(__file__).parent.parent / "kg" / "data" / "README.md").read_text("utf-8")
    binds = " ".join(f"**{name}**" if name in question.needs else name for name in question.binds)
    assert f"| `{question.name}` | {question.description} | {binds} |" in readme


def test_a_question_that_needs_a_pair_says_so() -> None:
    with pytest.raises(QueryError, match="paths needs --bind b=CODE"):
        read_query("paths", ["a"])
    assert read_query("paths", ["a", "b"]) == find_question("paths").text


def test_an_unknown_question_gets_a_hint() -> None:
    with pytest.raises(QueryError, match='Did you mean "mediators"'):
        find_question("mediator")


def test_a_question_is_a_name_a_file_or_a_text(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("ASK {}", "utf-8")
    assert read_query(str(path)) == "ASK {}"
    assert read_query("mediators") == find_question("mediators").text
    assert read_query("ASK { ?a ?b ?c }") == "ASK { ?a ?b ?c }"
    with pytest.raises(QueryError, match="cannot read"):
        read_query(str(tmp_path / "other.rq"))


# What can be asked, and how


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nt", "graph.trig", "graph.jsonld", "graph.rdf", "graph.json"])
def test_every_spelling_of_the_graph_can_be_asked(graph: Graph, exported: Path, name: str) -> None:
    answer = run_query(exported / name, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert _list_rows(answer) == [(str(len(list(list_triples(graph)))),)]


def test_a_graph_in_memory_can_be_asked(graph: Graph) -> None:
    assert run_query(graph, "ASK { party:IRN kgo:aid party:RUS }").truth is True
    assert run_query(graph, "ASK { party:RUS kgo:aid party:IRN }").truth is False


def test_a_binding_can_be_an_iri(store: Store) -> None:
    answer = run_query(store, "SELECT ?p ?c { ?p kgo:code ?c }", bindings={"p": f"<{BASE}party/RUS>"})
    assert _list_rows(answer) == [(f"{BASE}party/RUS", "RUS")]


def test_binding_what_is_no_column_is_explained(store: Store) -> None:
    with pytest.raises(QueryError, match="only columns can be bound, you gave x"):
        run_query(store, "SELECT ?p { ?p kgo:code ?c }", bindings={"x": "RUS"})


@pytest.mark.parametrize("name", ["missing.ttl", "graph.xlsx", "broken.ttl", "broken.json"])
def test_a_file_that_is_no_graph_is_an_input_error(tmp_path: Path, name: str) -> None:
    if name != "missing.ttl":
        (tmp_path / name).write_text("<a> <b>", "utf-8")
    with pytest.raises(InputError):
        run_query(tmp_path / name, "ASK {}")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x.example/> { ?a ?b ?c } }",
        "SELECT * { { SELECT * { OPTIONAL { GRAPH ?g { service silent ?x { ?a ?b ?c } } } } } }",
        "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <http://x.example/> { ?a ?b ?c } } }",
        "SELECT * { ?s ?p ?o . # hidden \r SERVICE <http://x.example/> { ?a ?b ?c }\n }",
        r"SELECT * { \u0053ERVICE <http://x.example/> { ?a ?b ?c } }",
        "SELECT * FROM <file:///etc/passwd> { ?a ?b ?c }",
        "SELECT * FROM NAMED <file:///etc/passwd> { ?a ?b ?c }",
        "DESCRIBE ?a FROM <http://x.example/> { ?a ?b ?c }",
        "INSERT DATA { <http://a> <http://b> <http://c> }",
        "DELETE WHERE { ?a ?b ?c }",
        "LOAD <http://x.example/>",
        "CLEAR ALL",
        r"SELECT * { ?s ?p '\u005Cu0022 } SERVICE <http://x.example/> { ?a ?b ?c } #' }",
    ],
)
def test_what_is_not_reading_this_graph_is_refused(query: str) -> None:
    with pytest.raises(RefusedError, match="not allowed"):
        check_query(query)


def test_words_of_refused_clauses_are_harmless_elsewhere(store: Store) -> None:
    query = "SELECT ?service { ?service rdfs:label 'SERVICE <http://x/> FROM <y>' } # LOAD <z>"
    assert run_query(store, query).rows == ()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * {\n ?a ?b }", "line 2, column"),
        ("SELECT ?x { ?x nope:a ?y }", "a prefix is not declared"),
        ("", "empty"),
        ("# nothing", "empty"),
        ("SELECT * " + "{" * 3000 + "}" * 3000, "nested too deeply"),
        (r"SELECT * { ?s ?p '\ud800' }", "cannot be answered"),
    ],
)
def test_a_malformed_query_is_explained(store: Store, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        run_query(store, query)


# Answers as text


def test_a_table_is_lined_up_and_shortens_iris(store: Store) -> None:
    answer = run_query(store, "SELECT ?party ?code { ?party kgo:code ?code } ORDER BY DESC(?code) LIMIT 2")
    assert spell_answer(answer) == "party      code\nparty:UKR  UKR\nparty:RUS  RUS\n"


def test_a_table_is_one_line_a_row_unless_a_width_is_given(store: Store) -> None:
    answer = run_query(store, find_question("evidence").text)
    assert len(spell_answer(answer).splitlines()) == 1 + len(answer.rows)
    assert max(map(len, spell_answer(answer, width=80).splitlines())) <= 80


def test_markup_and_escapes_in_names_do_not_reach_the_terminal(store: Store) -> None:
    answer = run_query(store, 'SELECT ("[bold]x\\n" AS ?a) {}')
    assert spell_answer(answer) == "a\n[bold]x\n"


def test_csv_is_read_back_and_disarmed(store: Store) -> None:
    answer = run_query(store, find_question("arms-suppliers").text)
    rows = list(csv.reader(io.StringIO(spell_answer(answer, "csv"), newline="")))
    assert tuple(rows[0]) == answer.columns
    assert [tuple(row) for row in rows[1:]] == _list_rows(answer)
    formula = run_query(store, "SELECT ?name (-3 AS ?n) { party:%3DNORTH%20BRIGADE schema:name ?name }")
    assert next(csv.DictReader(io.StringIO(spell_answer(formula, "csv")))) == {"name": f"'{_BRIGADE_NAME}", "n": "-3"}


def test_json_is_that_of_sparql(store: Store) -> None:
    query = "SELECT ?p ?label ?n ?none { ?p kgo:code 'RUS' ; rdfs:label ?label BIND(1 AS ?n) } ORDER BY ?label"
    record = json.loads(spell_answer(run_query(store, query), "json"))
    assert record["head"]["vars"] == ["p", "label", "n", "none"]
    assert record["results"]["bindings"][0] == {
        "p": {"type": "uri", "value": f"{BASE}party/RUS"},
        "label": {"type": "literal", "value": "Russia", "xml:lang": "en"},
        "n": {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
    }


_HOSTILE = "=1+1 <b>&\u202e\x01\x1b[2J\t\"\r\n'"


@pytest.mark.parametrize(("form", "kind"), [("json", "json"), ("xml", "xml"), ("tsv", "tsv"), ("results-csv", "csv")])
def test_results_for_programs_are_exact_whatever_the_text(form: str, kind: str) -> None:
    terms = (ox.Literal(_HOSTILE), None, ox.Literal("7", datatype=ox.NamedNode(f"{XSD}integer")), ox.NamedNode("x:y"))
    text = spell_answer(Answer(("a", "b", "c", "d"), (terms,)), form)
    read = rdflib.query.Result.parse(io.BytesIO(text.encode()), format=kind).bindings[0]
    # No form of XML can hold U+0001 or U+001B.
    wanted = _HOSTILE.replace("\x01", "\ufffd").replace("\x1b", "\ufffd") if form == "xml" else _HOSTILE
    assert {name: str(value) for name, value in read.items()} == {
        Variable("a"): wanted, Variable("c"): "7", Variable("d"): "x:y"
    }  # fmt: skip


def test_people_get_text_that_neither_steers_a_terminal_nor_runs_in_a_spreadsheet() -> None:
    answer = Answer(("a",), ((ox.Literal(_HOSTILE),),))
    assert spell_answer(answer) == "a\n=1+1 <b>&[2J \" '\n"
    assert spell_answer(answer, "csv").startswith("a\n\"'=1+1")


def test_more_rows_than_the_limit_are_an_error_and_never_a_part_of_the_answer(store: Store) -> None:
    query = "SELECT ?party { ?party a kgo:Party }"
    assert len(run_query(store, query, limit=5).rows) == 5
    with pytest.raises(LimitError, match="more than 4 rows"):
        run_query(store, query, limit=4)
    with pytest.raises(LimitError, match="more than 3 triples"):
        run_query(store, "DESCRIBE party:RUS", limit=3)


def test_yes_or_no_has_its_forms(store: Store) -> None:
    answer = run_query(store, "ASK { ?tie a kgo:Tie }")
    assert spell_answer(answer) == "yes\n"
    assert spell_answer(answer, "csv") == "answer\ntrue\n"
    assert json.loads(spell_answer(answer, "json")) == {"head": {}, "boolean": True}


_GRAPHS = ["CONSTRUCT { ?a kgo:aid ?b } { ?a kgo:aid ?b }", "DESCRIBE party:RUS"]


# rdflib's own reader of JSON-LD warns of itself.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("query", _GRAPHS)
@pytest.mark.parametrize(
    ("form", "reader"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml")]
)
def test_a_graph_is_the_same_in_every_form(store: Store, query: str, form: str, reader: str) -> None:
    answer = run_query(store, query)
    assert answer.triples is not None
    read = rdflib.Graph().parse(data=spell_answer(answer, form), format=reader)
    wanted = rdflib.Graph().parse(data="".join(f"{triple} .\n" for triple in answer.triples), format="nt")
    assert len(read) > 0
    assert set(read) == set(wanted)


def test_a_table_of_a_graph_is_turtle(store: Store) -> None:
    answer = run_query(store, "DESCRIBE party:RUS")
    assert spell_answer(answer) == spell_answer(answer, "ttl")


@pytest.mark.parametrize(
    ("query", "form", "message"),
    [
        ("ASK {}", "tabel", 'Did you mean "table"'),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "ttl", "rows are no graph"),
        ("DESCRIBE party:RUS", "csv", "a graph has no rows"),
        ("DESCRIBE party:RUS", "json", "a graph has no rows"),
    ],
)
def test_a_form_that_an_answer_does_not_have_is_an_error(store: Store, query: str, form: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        spell_answer(run_query(store, query), form)
