"""Merging the extractions of many documents gives one graph, whatever their order."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import DOCUMENTS, IRAN, RUSSIA, make_graph

from kg.graph.building import build_graph, choose_parties, merge_actors
from kg.types import Actor, Event, Extraction, Graph, Issue, Role

CODES = ("IRN", "RUS", "UKR", "NATO")
ACTORS = st.builds(
    Actor,
    id=st.sampled_from(["state/IRN", "state/RUS", "person/a", "person/b", "igo/nato"]),
    kind=st.sampled_from(["state", "igo", "person", "military"]),
    name=st.sampled_from(["Iran", "Russie", "Russia", "A", "B"]),
    code=st.sampled_from([*CODES, "A", "B"]),
    names=st.lists(st.tuples(st.sampled_from(["en", "fr"]), st.sampled_from("xyz")), max_size=3).map(tuple),
    roles=st.lists(st.builds(Role, st.sampled_from("rst"), st.sampled_from([None, *CODES])), max_size=2).map(tuple),
    wikidata=st.sampled_from([None, "Q1", "Q2"]),
)


@st.composite
def draw_extractions(draw: st.DrawFn) -> list[Extraction]:
    """Documents of the same few actors, of which each document may say something else."""
    event, document = make_graph().events[0], DOCUMENTS[0]
    extractions = []
    for number in range(draw(st.integers(1, 5))):
        actors = draw(st.lists(ACTORS, min_size=2, max_size=4, unique_by=lambda actor: actor.id))
        events = (replace(event, id=f"e{number}", document=f"d{number}", source=actors[0], target=actors[1]),)
        issues = (Issue(f"s{number % 2}", "extract", draw(st.sampled_from("pq")), f"d{number}"),)
        extractions.append(Extraction(replace(document, id=f"d{number}"), (), events, tuple(actors), issues))
    return extractions


@given(draw_extractions(), st.randoms(use_true_random=False))
def test_the_order_of_documents_and_issues_changes_nothing(extractions: list[Extraction], order: random.Random) -> None:
    issues = [Issue("b", "read", "empty"), Issue("a", "read", "binary")]
    expected = build_graph([*extractions, *issues])
    items = [*extractions, *issues]
    assert build_graph(order.sample(items, len(items))) == expected


@given(draw_extractions())
def test_a_graph_is_closed_and_sorted(extractions: list[Extraction]) -> None:
    graph = build_graph(extractions)
    actors = {actor.id: actor for actor in graph.actors}
    for event in graph.events:
        assert actors[event.source.id] == event.source
        assert actors[event.target.id] == event.target
    parties = dict(graph.parties)
    assert set(parties) == {actor.code for actor in graph.actors}
    assert all(actors[parties[code]].code == code for code in parties)
    assert {code for tie in graph.ties for code in tie.parties} <= set(parties)
    for records in (graph.documents, graph.actors, graph.events):
        assert [record.id for record in records] == sorted(record.id for record in records)


def test_names_and_roles_of_one_actor_are_united() -> None:
    one = replace(RUSSIA, names=(("fr", "Russie"),), roles=(Role("hôte", "RUS"),))
    other = replace(RUSSIA, names=(("en", "Russia"), ("fr", "Russie")), roles=(Role("ally"), Role("hôte", "RUS")))
    merged = merge_actors([one, other])
    assert merged.names == (("en", "Russia"), ("fr", "Russie"))
    assert merged.roles == (Role("ally"), Role("hôte", "RUS"))


def test_the_display_name_is_the_most_frequent_one() -> None:
    english = replace(RUSSIA, name="Russia")
    assert merge_actors([english, RUSSIA, RUSSIA]).name == "Russie"
    assert merge_actors([english, RUSSIA]).name == "Russia"


def test_a_party_that_one_document_knows_wins_over_none() -> None:
    unknown = Actor("person/a", "person", "Kamran Rostami", "Kamran Rostami")
    assert merge_actors([unknown, unknown, replace(unknown, code="IRN")]).code == "IRN"


def test_an_actor_of_no_party_is_its_own_under_the_name_that_it_has_at_last() -> None:
    short = Actor("person/a", "person", "Rostami", "Rostami")
    full = replace(short, name="Kamran Rostami", code="Kamran Rostami")
    merged = merge_actors([short, full, full])
    assert (merged.name, merged.code) == ("Kamran Rostami", "Kamran Rostami")


def test_the_state_stands_for_its_code_before_those_who_act_for_it() -> None:
    minister = Actor("person/a", "person", "A", "IRN")
    navy = Actor("military/a", "military", "Navy", "IRN")
    assert choose_parties([minister, navy, IRAN]) == (("IRN", "state/IRN"),)
    assert choose_parties([navy, minister]) == (("IRN", "person/a"),)


def test_the_events_speak_of_the_merged_actors() -> None:
    event: Event = make_graph().events[0]
    known = replace(event.source, wikidata="Q4")
    graph = build_graph(
        [
            Extraction(DOCUMENTS[0], events=(event,), actors=(event.source, event.target)),
            Extraction(DOCUMENTS[1], actors=(known,)),
        ]
    )
    assert graph.events[0].source in graph.actors


def test_nothing_gives_an_empty_graph() -> None:
    assert build_graph([]) == Graph()


@pytest.mark.parametrize("reverse", [False, True])
def test_issues_are_sorted_by_where_they_arose(reverse: bool) -> None:
    issues = [Issue("a", "read", "x"), Issue("a", "read", "x", "d1"), Issue("b", "extract", "y")]
    assert build_graph(sorted(issues, key=lambda i: i.source, reverse=reverse)).issues == tuple(issues)
