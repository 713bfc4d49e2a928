"""A slice is the graph of the events that are wanted, and of nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import make_graph

from kg.errors import QueryError
from kg.graph.slicing import cut_graph
from kg.graph.ties import add_up_ties
from kg.types import CONTEXTS, EVENT_TYPES, QUADS, STATUSES, WHOLE, Graph, Slice

_GRAPH = make_graph()
_PARTIES = st.sampled_from([code for code, _ in _GRAPH.parties])
_DATES = st.none() | st.sampled_from(["2021", "2022", "2023-08", "2023-08-23", "2023-09", "2024-21", "202X"])
_SLICES = st.builds(
    Slice,
    parties=st.lists(_PARTIES, max_size=2).map(tuple),
    dyads=st.lists(st.tuples(_PARTIES, _PARTIES), max_size=2).map(tuple),
    contexts=st.sets(st.sampled_from(CONTEXTS), max_size=3).map(tuple),
    quads=st.sets(st.sampled_from(QUADS), max_size=2).map(tuple),
    types=st.sets(st.sampled_from(EVENT_TYPES), max_size=5).map(tuple),
    statuses=st.sets(st.sampled_from(STATUSES), max_size=2).map(tuple),
    since=_DATES,
    until=_DATES,
    min_sources=st.integers(1, 3),
)


def _describe(graph: Graph) -> list[tuple[str, str, str, str]]:
    return sorted((event.event, event.source.code, event.target.code, event.status) for event in graph.events)


def test_a_dyad_a_context_and_years_are_one_slice() -> None:
    wanted = Slice(dyads=(("Russie", "iran"),), contexts=("military",), since="2022", until="2023")
    assert _describe(cut_graph(_GRAPH, wanted)) == [
        ("AGREE", "IRN", "RUS", "negated"), ("AID", "IRN", "RUS", "asserted"), ("AID", "IRN", "RUS", "negated"),
        ("AID", "IRN", "RUS", "possible"), ("CONSULT", "IRN", "RUS", "asserted"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (WHOLE, 12),
        (Slice(parties=("Oman",)), 2),
        (Slice(parties=("Oman", "Ukraine")), 4),
        (Slice(dyads=(("Oman", "Ukraine"), ("IRN", "Oman"))), 2),
        (Slice(dyads=(("IRN", "IRN"),)), 1),
        (Slice(types=("AID", "ASSAULT")), 6),
        (Slice(quads=("material conflict",)), 2),
        (Slice(statuses=("planned", "possible")), 2),
        (Slice(contexts=("territory",)), 1),
        (Slice(min_sources=2), 6),
        (Slice(min_sources=3), 0),
        (Slice(statuses=("negated",), min_sources=2), 2),
    ],
)
def test_what_is_given_has_to_hold(wanted: Slice, count: int) -> None:
    assert len(cut_graph(_GRAPH, wanted).events) == count


@pytest.mark.parametrize(
    ("since", "until", "passes"),
    [
        ("2023-12-03", None, True),
        ("2023-12-04", None, False),
        (None, "2023-12-01", True),
        (None, "2023-11-30", False),
        ("2023-12-02", "2023-12-02", True),
        ("2023-24", "2023-24", True),
        ("2022", "2023-11", False),
        ("202X", "202X", True),
    ],
)
def test_an_event_passes_where_its_days_touch_those_that_are_wanted(
    since: str | None, until: str | None, passes: bool
) -> None:
    """1 to 3 December 2023."""
    kept = cut_graph(_GRAPH, Slice(contexts=("territory",), since=since, until=until)).events
    assert [event.date for event in kept] == (["2023-12-01/2023-12-03"] if passes else [])


def test_an_undated_event_is_placed_by_its_document_and_left_out_without_one() -> None:
    undated = {event.id for event in _GRAPH.events if event.date is None}
    told = {event.id: event.document for event in cut_graph(_GRAPH, Slice(since="2023")).events if event.id in undated}
    assert set(told.values()) == {"d-en", "d-fr"}
    assert not undated & {event.id for event in cut_graph(_GRAPH, Slice(until="2022")).events}


def test_two_articles_of_one_outlet_are_one_source() -> None:
    same = tuple(replace(document, outlet="Vostok") for document in _GRAPH.documents)
    assert cut_graph(replace(_GRAPH, documents=same), Slice(min_sources=2)).events == ()


@pytest.mark.parametrize("wanted", [Slice(parties=("Irn n",)), Slice(dyads=(("RUS", "Irn n"),))])
def test_an_unknown_party_is_an_error_with_a_suggestion(wanted: Slice) -> None:
    with pytest.raises(QueryError, match="Did you mean 'IRN'"):
        cut_graph(_GRAPH, wanted)


@given(_SLICES)
def test_a_slice_is_a_whole_graph_of_its_own(wanted: Slice) -> None:
    cut = cut_graph(_GRAPH, wanted)
    assert set(cut.events) <= set(_GRAPH.events)
    ends = {end.id for event in cut.events for end in (event.source, event.target)}
    assert ends | {actor for _, actor in cut.parties} == {actor.id for actor in cut.actors}
    assert {code for code, _ in cut.parties} == {actor.code for actor in cut.actors}
    assert {document.id for document in cut.documents} == {event.document for event in cut.events} or wanted == WHOLE
    names = {tie.parties: tie.names for tie in _GRAPH.ties}
    assert [tie.parties for tie in cut.ties] == [tie.parties for tie in add_up_ties(cut.events, {})]
    assert all(tie.names == names[tie.parties] for tie in cut.ties)
    assert cut_graph(cut, replace(wanted, parties=(), dyads=())) == cut


@given(_SLICES, _SLICES)
def test_asking_for_more_never_gives_more(one: Slice, two: Slice) -> None:
    both = replace(one, since=two.since, min_sources=max(one.min_sources, two.min_sources))
    loose = replace(one, since=None, min_sources=1)
    assert set(cut_graph(_GRAPH, both).events) <= set(cut_graph(_GRAPH, loose).events)
