"""A graph -> where its parties and actors stand, on the page and in every file that says where."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping

from kg.export.layout import NODE_RADIUS, Point, place_members, place_nodes, radius_of, spread_by_forces
from kg.types import Actor, Event, Graph


def place_levels(graph: Graph) -> tuple[dict[str, Point], dict[str, Point]]:
    """Return the places of party codes and of actor ids that take part in events, strongest first."""
    party_strength = _count_ends(graph.events, lambda actor: actor.code)
    actor_strength = _count_ends(graph.events, lambda actor: actor.id)
    codes = _rank(party_strength)
    code_of = {actor.id: actor.code for actor in graph.actors}
    members: dict[str, list[str]] = {code: [] for code in codes}
    for key in _rank(actor_strength):
        members[code_of[key]].append(key)
    links = _index_links(group_events(graph.events, lambda actor: actor.code), codes)
    spread = spread_by_forces(len(codes), links)
    parties = dict(zip(codes, place_nodes([NODE_RADIUS] * len(codes), links, spread), strict=True))
    centres = place_nodes([radius_of(len(members[code])) for code in codes], links, spread)
    actors: dict[str, Point] = {}
    for code, centre in zip(codes, centres, strict=True):
        actors.update(zip(members[code], place_members(centre, len(members[code])), strict=True))
    return parties, actors


def group_events(events: Iterable[Event], end_of: Callable[[Actor], str]) -> dict[tuple[str, str], list[int]]:
    """Group events by the pair that they tie, whatever their direction: pairs in order, events by index."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, event in enumerate(events):
        one, two = sorted((end_of(event.source), end_of(event.target)))
        if one != two:
            groups[one, two].append(index)
    return dict(sorted(groups.items()))


def _count_ends(events: Iterable[Event], end_of: Callable[[Actor], str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for event in events:
        counts.update({end_of(event.source), end_of(event.target)})
    return counts


def _rank(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda key: (-counts[key], key))


def _index_links(groups: Mapping[tuple[str, str], list[int]], codes: list[str]) -> dict[tuple[int, int], float]:
    place: dict[Hashable, int] = {code: i for i, code in enumerate(codes)}
    return {(place[one], place[two]): 1 + math.log(len(events)) for (one, two), events in groups.items()}
