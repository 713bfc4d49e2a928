"""What GraphML, GEXF and graph.json say of nodes and edges, of which type each value is, and how they are drawn.

Two networks: of actors, one edge an event, and of parties, one edge a tie. Readers agree on little, so the rules are
narrow: one type a key, no list, no empty value, and no edge key `type` or `id`, which Gephi and graphology take for
their own. The label of an event is also Gephi's edge type, and Gephi adds up parallel edges of one type: it therefore
names the status of whatever is not asserted, so that an act and its denial are never summed.

Places, colours and sizes are those of the page, but that y grows upwards, as Gephi and sigma have it. An event has the
spell in which it can have been, a tie those of its dated events, a node those of its edges. What is undated has no
spell and is always there, and so are the nodes that it joins. The weight of a tie counts what the copies of one story
say once; `events` counts all.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.export.files import replace_controls
from kg.export.layout import NODE_RADIUS, Point
from kg.export.positions import place_levels
from kg.graph.network import describe_actor, describe_event
from kg.graph.spans import find_span
from kg.types import CONTEXTS, EVENT_TYPES, QUADS, STATUSES, Actor, Event, Graph, Tie

Values = dict[str, str | int | float]
Colour = tuple[int, int, int]
# First and last day; None for an end that is open.
Spell = tuple[str | None, str | None]

_UNKNOWN: Spell = (None, None)

_SHOWN = {"label": "string", "kind": "string", "code": "string", "wikidata": "string"}
_DATES = {"date_start": "string", "date_end": "string"}
_EVENT_KEYS = {
    "label": "string", "weight": "double", "event": "string", "quad": "string", "mode": "string", "status": "string",
    "context": "string", "date": "string", **_DATES, "place": "string", "attribution": "string", "evidence": "string",
    "sentence": "string", "document": "string", "confidence": "double",
}  # fmt: skip
_COUNTED = (*EVENT_TYPES, *QUADS, *STATUSES, *CONTEXTS)
_TIE_KEYS = {
    "label": "string", "weight": "double", "events": "integer", "documents": "integer", "stories": "integer",
    "tone": "double", "first": "string", "last": "string", **_DATES, **dict.fromkeys(_COUNTED, "integer"),
}  # fmt: skip

# From material conflict (-1) to material cooperation (1), as on the page.
_WEIGHTS = {"material conflict": -1.0, "verbal conflict": -0.5, "verbal cooperation": 0.5, "material cooperation": 1.0}
_NODE: Colour = (60, 72, 88)
_AGAINST_2, _AGAINST_1, _MIXED, _WITH_1, _WITH_2 = (
    (176, 74, 6), (217, 148, 82), (154, 162, 173), (109, 159, 207), (26, 90, 158),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """A node with its values, and how it is drawn; one without events has no place of its own and stands at a side."""

    id: str
    values: Values
    spells: tuple[Spell, ...]
    place: Point
    size: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge with its values, and how it is drawn. `kind` is Gephi's edge type."""

    id: str
    source: str
    target: str
    values: Values
    spells: tuple[Spell, ...]
    width: float
    colour: Colour
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges, with the type of each key that they use."""

    directed: bool
    node_keys: dict[str, str]
    edge_keys: dict[str, str]
    nodes: Iterable[Node]
    edges: Iterable[Edge]


def describe_events(graph: Graph) -> Network:
    """Return the network of actors, one edge an event. `party` names the party of an actor; `date` is EDTF."""
    keys = {**_SHOWN, "party": "string", "roles": "string", "events": "integer", **_DATES}
    return Network(True, keys, _EVENT_KEYS, _list_actors(graph, keys), map(_describe_event, graph.events))


def describe_ties(graph: Graph) -> Network:
    """Return the network of parties, one edge a tie, with a count for each type, group, status and context."""
    keys = {**_SHOWN, "events": "integer", **_DATES}
    return Network(False, keys, _TIE_KEYS, _list_parties(graph, keys), _list_ties(graph))


def _list_actors(graph: Graph, keys: dict[str, str]) -> Iterator[Node]:
    _, places = place_levels(graph)
    names = {actor.id: actor.name for actor in graph.actors}
    parties = {code: names[actor] for code, actor in graph.parties}
    spells = _gather_spells((end.id, event) for event in graph.events for end in {event.source, event.target})
    beside = {actor.code: places[actor.id] for actor in reversed(graph.actors) if actor.id in places}
    for actor in graph.actors:
        more: Values = {"party": parties.get(actor.code, actor.code)}
        x, y = places.get(actor.id) or _step_aside(beside.get(actor.code, (0, 0)))
        yield _make_node(actor, len(spells[actor.id]), more, spells[actor.id], (x, y), keys)


def _list_parties(graph: Graph, keys: dict[str, str]) -> Iterator[Node]:
    places, _ = place_levels(graph)
    actors = {actor.id: actor for actor in graph.actors}
    events = Counter(code for event in graph.events for code in {event.source.code, event.target.code})
    spells: dict[str, list[Spell]] = defaultdict(list)
    for tie, edge in zip(graph.ties, _list_ties(graph), strict=True):
        for code in tie.parties:
            spells[code] += edge.spells or (_UNKNOWN,)
    for code, id in graph.parties:
        yield _make_node(actors[id], events[code], {}, spells[code], places.get(code, (0, 0)), keys)


def _gather_spells(ends: Iterable[tuple[str, Event]]) -> dict[str, list[Spell]]:
    spells: dict[str, list[Spell]] = defaultdict(list)
    for key, event in ends:
        spells[key].append(find_span(event.date))
    return spells


def _step_aside(place: Point) -> Point:
    return place[0] + round(NODE_RADIUS / 2), place[1] + round(NODE_RADIUS / 2)


def _make_node(actor: Actor, events: int, more: Values, spans: list[Spell], place: Point, keys: dict[str, str]) -> Node:
    spells = () if _UNKNOWN in spans else _join_spells(spans)
    values = {**describe_actor(actor), **more, "events": events, **_bound(spells)}
    person = actor.kind == "person"
    size = (5 if person else 8) + 3.2 * math.log2(1 + events) * (0.7 if person else 1)
    return Node(actor.id, _order(values, keys), spells, (place[0], -place[1]), round(size, 2), _NODE)


def _describe_event(event: Event) -> Edge:
    label = event.event if event.status == "asserted" else f"{event.event} ({event.status})"
    spells = _join_spells([find_span(event.date)])
    values = _order({"label": label, **describe_event(event), **_bound(spells)}, _EVENT_KEYS)
    colour = _choose_colour(_WEIGHTS[event.quad])
    return Edge(event.id, event.source.id, event.target.id, values, spells, 1.7, colour, label)


def _list_ties(graph: Graph) -> Iterator[Edge]:
    ids = dict(graph.parties)
    events = {event.id: event for event in graph.events}
    for tie in graph.ties:
        one, two = tie.parties
        yield _describe_tie(tie, ids[one], ids[two], [events[id] for id in tie.events])


def _describe_tie(tie: Tie, one: str, two: str, events: list[Event]) -> Edge:
    spells = _join_spells([find_span(event.date) for event in events])
    tone = _weigh(events)
    counts = dict((*tie.by_type, *tie.by_quad, *tie.by_status, *tie.by_context))
    told = sum(number for _, number in tie.by_type)
    values = {
        "label": " – ".join(tie.names), "weight": float(told), "events": len(events),
        "documents": len(tie.documents), "stories": len(tie.stories), "tone": tone, "first": tie.first,
        "last": tie.last, **_bound(spells),
        **{label: counts.get(label, 0) for label in _COUNTED},
    }  # fmt: skip
    width = round(1.7 + 1.5 * math.log2(told), 2)
    return Edge(f"{one}~{two}", one, two, _order(values, _TIE_KEYS), spells, width, _choose_colour(tone))


def _weigh(events: list[Event]) -> float:
    """Return the tone of a tie; what is asserted alone counts where there is any: a denied attack is no conflict."""
    asserted = [event for event in events if event.status == "asserted"]
    told = asserted if len(asserted) > 0 else events
    return round(sum(_WEIGHTS[event.quad] for event in told) / len(told), 3)


def _choose_colour(tone: float) -> Colour:
    if abs(tone) <= 0.15:
        return _MIXED
    strong = abs(tone) >= 0.7
    return (_WITH_2 if strong else _WITH_1) if tone > 0 else (_AGAINST_2 if strong else _AGAINST_1)


def _join_spells(spans: Iterable[Spell]) -> tuple[Spell, ...]:
    """Sort spans and join those that overlap; those that are not known are left out."""
    joined: list[Spell] = []
    for first, last in sorted(set(spans) - {_UNKNOWN}, key=lambda span: (span[0] or "", span[1] or "9999")):
        before = joined[-1] if len(joined) > 0 else None
        if before is not None and (before[1] is None or (first or "") <= before[1]):
            joined[-1] = before[0], None if before[1] is None or last is None else max(before[1], last)
        else:
            joined.append((first, last))
    return tuple(joined)


def _bound(spells: tuple[Spell, ...]) -> dict[str, str | None]:
    if len(spells) == 0:
        return {}
    return {"date_start": spells[0][0], "date_end": spells[-1][1]}


def _order(values: dict[str, Any], keys: dict[str, str]) -> Values:
    """Return the values that are known, in the order of `keys`."""
    known = {key: values[key] for key in keys if values.get(key) is not None}
    return {key: replace_controls(value) if isinstance(value, str) else value for key, value in known.items()}
