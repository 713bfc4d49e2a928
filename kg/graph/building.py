"""Extractions of many documents -> one Graph. The order of the documents does not change the result.

The same actor id in two documents is one actor: names and roles are united. Where documents differ on its party, a
party found wins over none, then the more frequent one; its display name is the most frequent one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.graph.ties import add_up_ties
from kg.types import Actor, Document, Event, Extraction, Graph, Issue, Role

# Which kind stands for a code when several actors bear it.
_PARTY_RANK = {"state": 0, "igo": 1, "armed_group": 2, "organisation": 3, "company": 3, "person": 4}


def build_graph(extractions: Iterable[Extraction], issues: Iterable[Issue] = ()) -> Graph:
    """Merge extractions to a graph, everything sorted by id."""
    documents: dict[str, Document] = {}
    events: dict[str, Event] = {}
    seen: dict[str, list[Actor]] = defaultdict(list)
    problems = list(issues)
    for extraction in extractions:
        documents[extraction.document.id] = extraction.document
        events.update({event.id: event for event in extraction.events})
        problems += extraction.issues
        for actor in extraction.actors:
            seen[actor.id].append(actor)
    actors = {key: merge_actors(seen[key]) for key in sorted(seen)}
    settled = tuple(
        replace(events[key], source=actors[events[key].source.id], target=actors[events[key].target.id])
        for key in sorted(events)
    )
    parties = choose_parties(actors.values())
    names = {code: actors[key].name for code, key in parties}
    return Graph(
        documents=tuple(documents[key] for key in sorted(documents)),
        actors=tuple(actors.values()),
        events=settled,
        ties=add_up_ties(settled, names),
        issues=tuple(sorted(problems, key=lambda i: (i.source, i.stage, i.cause, i.document or ""))),
        parties=parties,
    )


def merge_actors(actors: list[Actor]) -> Actor:
    """Unite what several documents say of one actor."""
    name = _most_frequent(actor.name for actor in actors)
    # An actor that acts for nobody else is its own party, and is called as it is named.
    known = [actor.code for actor in actors if actor.code != actor.name]
    return Actor(
        id=actors[0].id,
        kind=_most_frequent(actor.kind for actor in actors),
        name=name,
        code=_most_frequent(known) if len(known) > 0 else name,
        names=tuple(sorted({pair for actor in actors for pair in actor.names})),
        roles=tuple(sorted({role for actor in actors for role in actor.roles}, key=_sort_role)),
        wikidata=min((actor.wikidata for actor in actors if actor.wikidata is not None), default=None),
    )


def choose_parties(actors: Iterable[Actor]) -> tuple[tuple[str, str], ...]:
    """Return (code, actor id) pairs: the actor that is the party of each code."""
    best: dict[str, tuple[int, int, str]] = {}
    for actor in actors:
        key = (_PARTY_RANK.get(actor.kind, 5), len(actor.id), actor.id)
        if actor.code not in best or key < best[actor.code]:
            best[actor.code] = key
    return tuple((code, best[code][2]) for code in sorted(best))


def _most_frequent(values: Iterable[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))


def _sort_role(role: Role) -> tuple[str, str, str, str]:
    return role.title, role.of or "", role.start or "", role.end or ""
