"""The two zoom levels show the same events."""

from __future__ import annotations

import networkx as nx
import pytest

from kg.graph.network import build_actor_network, build_party_network
from kg.types import Graph


def test_actors_are_joined_by_one_edge_an_event(graph: Graph) -> None:
    network = build_actor_network(graph)
    assert set(network) == {actor.id for actor in graph.actors}
    assert {key for _, _, key in network.edges(keys=True)} == {event.id for event in graph.events}


def test_edges_run_from_source_to_target(graph: Graph) -> None:
    network = build_actor_network(graph)
    for event in graph.events:
        assert network.has_edge(event.source.id, event.target.id, key=event.id)


def test_parties_are_joined_by_the_events_between_them(graph: Graph) -> None:
    network = build_party_network(graph)
    assert set(network) == {actor for _, actor in graph.parties}
    assert network.number_of_edges() == sum(len(tie.events) for tie in graph.ties)
    assert network.number_of_edges("state/IRN", "state/RUS") == 5


def test_events_within_one_party_are_left_out_of_the_party_network(graph: Graph) -> None:
    within = {event.id for event in graph.events if event.source.code == event.target.code}
    assert len(within) == 1
    assert within.isdisjoint(key for _, _, key in build_party_network(graph).edges(keys=True))


@pytest.mark.parametrize("build", [build_actor_network, build_party_network])
def test_attributes_are_text_or_numbers_and_never_empty(graph: Graph, build: type[nx.MultiDiGraph]) -> None:
    network = build(graph)
    records = [values for _, values in network.nodes(data=True)] + [values for *_, values in network.edges(data=True)]
    for value in (value for values in records for value in values.values()):
        assert isinstance(value, str | float)
        assert value != ""
