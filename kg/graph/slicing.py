"""A graph and what is wanted of it -> the graph of the wanted events, their actors, documents and ties.

Time is that of the act: an event passes where the days that its date can mean touch the days between `since` and
`until`. An undated event is placed by the date of its document, which told it; without either it is left out.
Sources are counted on what is left after all else was asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.graph.parties import find_party
from kg.graph.spans import find_span
from kg.graph.ties import add_up_ties, list_stories, pair_of
from kg.types import WHOLE, Document, Event, Graph, Slice


def cut_graph(graph: Graph, wanted: Slice) -> Graph:
    """Return the part of a graph that is wanted; raises QueryError for a party that it does not know."""
    if wanted == WHOLE:
        return graph
    documents = {document.id: document for document in graph.documents}
    codes = {find_party(graph, name) for name in wanted.parties}
    dyads = {frozenset(find_party(graph, name) for name in dyad) for dyad in wanted.dyads}
    events = [
        event
        for event in graph.events
        if _has_labels(event, wanted)
        and _joins(event, codes, dyads)
        and _is_between(event.date or documents[event.document].date, wanted)
    ]
    return _keep_events(graph, _drop_single_voices(events, documents, wanted.min_sources))


def _has_labels(event: Event, wanted: Slice) -> bool:
    pairs = ((wanted.types, event.event), (wanted.quads, event.quad), (wanted.statuses, event.status))
    fits = all(len(labels) == 0 or label in labels for labels, label in pairs)
    return fits and (len(wanted.contexts) == 0 or not set(wanted.contexts).isdisjoint(event.context))


def _joins(event: Event, codes: set[str], dyads: set[frozenset[str]]) -> bool:
    ends = frozenset(pair_of(event))
    return (len(codes) == 0 or not codes.isdisjoint(ends)) and (len(dyads) == 0 or ends in dyads)


def _is_between(date: str | None, wanted: Slice) -> bool:
    if wanted.since is None and wanted.until is None:
        return True
    first, last = find_span(date)
    if first is None and last is None:
        return False
    since, until = find_span(wanted.since)[0], find_span(wanted.until)[1]
    ends_too_soon = since is not None and last is not None and last < since
    begins_too_late = until is not None and first is not None and first > until
    return not ends_too_soon and not begins_too_late


def _drop_single_voices(events: Iterable[Event], documents: dict[str, Document], least: int) -> list[Event]:
    """Keep the events of pairs that enough independent outlets tell of: as many outlets, and as many stories.

    A document without an outlet speaks for itself.
    """
    pairs: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        pairs[pair_of(event)].append(event)
    kept: set[str] = set()
    for group in pairs.values():
        outlets = {documents[event.document].outlet or event.document for event in group}
        stories = {documents[event.document].story or event.document for event in group}
        if min(len(outlets), len(stories)) >= least:
            kept.update(event.id for event in group)
    return [event for event in events if event.id in kept]


def _keep_events(graph: Graph, events: list[Event]) -> Graph:
    codes = {code for event in events for code in (event.source.code, event.target.code)}
    parties = tuple((code, actor) for code, actor in graph.parties if code in codes)
    shown = {actor for _, actor in parties} | {end.id for event in events for end in (event.source, event.target)}
    cited = {event.document for event in events}
    actors = tuple(actor for actor in graph.actors if actor.id in shown)
    names = {actor.id: actor.name for actor in actors}
    return replace(
        graph,
        documents=tuple(document for document in graph.documents if document.id in cited),
        actors=actors,
        events=tuple(events),
        ties=add_up_ties(events, {code: names[actor] for code, actor in parties}, list_stories(graph.documents)),
        parties=parties,
    )
