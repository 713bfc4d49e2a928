"""Ties add events up whatever their order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import make_graph

from kg.graph.ties import add_up_ties, group_copies, pair_of
from kg.types import Event, Graph

_EVENTS = make_graph().events


@given(st.permutations(_EVENTS))
def test_order_of_events_does_not_change_ties(events: list[Event]) -> None:
    assert add_up_ties(events, {}) == add_up_ties(_EVENTS, {})


@given(st.lists(st.sampled_from(_EVENTS)))
def test_an_event_given_twice_counts_once(events: list[Event]) -> None:
    assert add_up_ties(events + events, {}) == add_up_ties(events, {})


@given(st.sets(st.sampled_from(_EVENTS)))
def test_every_event_between_two_parties_is_in_exactly_one_tie(events: set[Event]) -> None:
    listed = [event for tie in add_up_ties(events, {}) for event in tie.events]
    assert sorted(listed) == sorted(event.id for event in events if event.source.code != event.target.code)


@given(st.sets(st.sampled_from(_EVENTS)))
def test_counts_by_type_group_and_status_each_add_up_to_the_events(events: set[Event]) -> None:
    for tie in add_up_ties(events, {}):
        for counts in (tie.by_type, tie.by_quad, tie.by_status):
            assert sum(number for _, number in counts) == len(tie.events)


def test_ties_are_sorted_by_pair_and_name_the_parties(graph: Graph) -> None:
    assert [tie.parties for tie in graph.ties] == [
        ("=NORTH BRIGADE", "IRN"), ("IRN", "OMN"), ("IRN", "RUS"), ("IRN", "UKR"), ("OMN", "UKR"), ("RUS", "UKR"),
    ]  # fmt: skip
    assert graph.ties[2].names == ("Iran", "Russie")


def test_a_tie_knows_its_first_and_last_date(graph: Graph) -> None:
    assert (graph.ties[2].first, graph.ties[2].last) == ("2022", "2024")
    assert (graph.ties[1].first, graph.ties[1].last) == (None, None)


def test_a_party_without_a_name_stands_for_itself() -> None:
    assert add_up_ties(_EVENTS, {})[0].names == ("=NORTH BRIGADE", "IRN")


@pytest.mark.parametrize("turned", [False, True])
def test_a_pair_has_no_direction(turned: bool) -> None:
    event = _EVENTS[0]
    assert pair_of(replace(event, source=event.target, target=event.source) if turned else event) == ("IRN", "RUS")


def _tell(events: tuple[Event, ...], *documents: str) -> list[Event]:
    """Let each of the documents state the events."""
    return [replace(event, id=f"{name}-{event.id}", document=name) for name in documents for event in events]


def test_what_copies_of_a_story_say_is_listed_for_each_and_counted_once() -> None:
    events = tuple(event for event in _EVENTS if pair_of(event) == ("IRN", "RUS"))
    alone, told = add_up_ties(_tell(events, "a"), {}), add_up_ties(_tell(events, "a", "b", "c"), {}, {"b": "a"})
    assert (len(told[0].events), told[0].documents, told[0].stories) == (3 * len(events), ("a", "b", "c"), ("a", "c"))
    assert told[0].by_type == tuple((label, 2 * number) for label, number in alone[0].by_type)


def test_what_only_one_copy_says_counts_too() -> None:
    events = tuple(event for event in _EVENTS if pair_of(event) == ("IRN", "RUS"))
    (tie,) = add_up_ties([*_tell(events[:2], "a"), *_tell(events[1:], "b")], {}, {"b": "a"})
    assert sum(number for _, number in tie.by_status) == len(events)


def test_a_document_that_states_an_act_twice_means_two() -> None:
    twice = [replace(event, id=f"{event.id}{n}") for event in _tell(_EVENTS[:1], "a", "b") for n in range(2)]
    assert [len(copies) for copies in group_copies(twice, {"b": "a"})] == [2, 2]
