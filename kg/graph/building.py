"""Extractions of many documents -> one Graph. The order of the documents does not change the result.

The same actor id in two documents is one actor: names and roles are united. Where documents differ on its party, a
party found wins over none, then the more frequent one; its display name is the most frequent one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.graph.ties import add_up_ties, list_stories
from kg.types import Actor, Document, Event, Extraction, Graph, Issue, Role

# Which kind stands for a code when several actors bear it.
_PARTY_RANK = {"state": 0, "igo": 1, "armed_group": 2, "organisation": 3, "company": 3, "person": 4}


def build_graph(items: Iterable[Extraction | Issue], stories: Mapping[str, str] | None = None) -> Graph:
    """Merge extractions and issues to a graph, everything sorted by id.

    `stories` says which story a document tells; one that is not in it keeps what it says itself, or tells its own.
    """
    told = stories or {}
    documents: dict[str, Document] = {}
    events: dict[str, Event] = {}
    seen: dict[str, Counter[Actor]] = defaultdict(Counter)
    issues: list[Issue] = []
    same: dict[Actor, Actor] = {}
    for item in items:
        if isinstance(item, Issue):
            issues.append(item)
            continue
        id = item.document.id
        documents[id] = replace(item.document, story=told.get(id) or item.document.story or id)
        issues += item.issues
        for actor in item.actors:
            seen[actor.id][same.setdefault(actor, actor)] += 1
        for event in item.events:
            # One record an actor, not one a document: most of the memory of a large graph.
            source, target = (same.setdefault(actor, actor) for actor in (event.source, event.target))
            events[event.id] = replace(event, source=source, target=target)
    actors = {key: merge_actors(list(seen[key].elements())) for key in sorted(seen)}
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
        ties=add_up_ties(settled, names, list_stories(documents.values())),
        issues=tuple(sorted(issues, key=lambda i: (i.source, i.stage, i.cause, i.document or ""))),
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
