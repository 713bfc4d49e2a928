"""Two zoom levels of the same events as networkx graphs: actors, and the parties that they act for.

Nodes are actor ids; edges run from source to target and are keyed by event id, so that parallel events survive.
Node and edge attributes are plain text and numbers: what is unknown is left out, lists are joined with `|`.
"""

from __future__ import annotations

import networkx as nx

from kg.types import Actor, Event, Graph


def build_actor_network(graph: Graph) -> nx.MultiDiGraph:
    """Return the network of actors, one edge an event."""
    return _build(graph, {actor.id: actor.id for actor in graph.actors})


def build_party_network(graph: Graph) -> nx.MultiDiGraph:
    """Return the network of parties, one edge an event; events within one party are left out."""
    of_code = dict(graph.parties)
    return _build(graph, {actor.id: of_code[actor.code] for actor in graph.actors})


def _build(graph: Graph, place: dict[str, str]) -> nx.MultiDiGraph:
    network = nx.MultiDiGraph()
    shown = set(place.values())
    network.add_nodes_from((actor.id, describe_actor(actor)) for actor in graph.actors if actor.id in shown)
    for event in graph.events:
        source, target = place[event.source.id], place[event.target.id]
        if source != target:
            network.add_edge(source, target, key=event.id, **describe_event(event))
    return network


def describe_actor(actor: Actor) -> dict[str, str]:
    """Return what a node says of an actor."""
    full = {
        "label": actor.name,
        "kind": actor.kind,
        "code": actor.code,
        "wikidata": actor.wikidata,
        "roles": "|".join(role.title for role in actor.roles),
    }
    return {key: value for key, value in full.items() if value is not None and value != ""}


def describe_event(event: Event) -> dict[str, str | float]:
    """Return what an edge says of an event."""
    full: dict[str, str | float | None] = {
        "event": event.event,
        "quad": event.quad,
        "mode": event.mode,
        "status": event.status,
        "context": "|".join(event.context),
        "date": event.date,
        "place": event.place,
        "attribution": "|".join(source.name for source in event.attribution),
        "evidence": event.evidence.text,
        "sentence": event.evidence.sentence_text,
        "document": event.document,
        "confidence": event.confidence,
        "weight": 1.0,
    }
    return {key: value for key, value in full.items() if value is not None and value != ""}
