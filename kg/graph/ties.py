"""Add events up to bilateral ties between parties.

A tie joins two different parties whatever the direction of its events; direction stays with the events. What the
copies of one story say is listed for each and counted once. The order of the events does not change the result.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping

from kg.types import SYMMETRIC_TYPES, Document, Event, Tie


def pair_of(event: Event) -> tuple[str, str]:
    """Return the two party codes of an event in alphabetical order."""
    first, second = sorted((event.source.code, event.target.code))
    return first, second


def list_stories(documents: Iterable[Document]) -> dict[str, str]:
    """Return the story that each document tells, by their ids; one of which nothing is known tells its own."""
    return {document.id: document.story or document.id for document in documents}


def group_copies(events: Iterable[Event], stories: Mapping[str, str]) -> tuple[tuple[Event, ...], ...]:
    """Group the events that are one act told by copies of one story, that of the first document first.

    Copies have the same actors, type and status; where a document states such an event several times, its n-th is a
    copy of the n-th elsewhere. Groups and their events are sorted by document and id.
    """
    ordered = sorted(events, key=lambda event: (event.document, event.evidence.start, event.id))
    groups: dict[tuple[Hashable, ...], list[Event]] = defaultdict(list)
    times: Counter[tuple[Hashable, ...]] = Counter()
    for event in ordered:
        ends = (event.source.id, event.target.id)
        same = tuple(sorted(ends)) if event.event in SYMMETRIC_TYPES else ends
        act = (stories.get(event.document, event.document), same, event.event, event.status)
        times[event.document, act] += 1
        groups[*act, times[event.document, act]].append(event)
    return tuple(map(tuple, groups.values()))


def add_up_ties(
    events: Iterable[Event], names: Mapping[str, str], stories: Mapping[str, str] | None = None
) -> tuple[Tie, ...]:
    """Add events up to one tie a pair of parties, sorted by pair.

    `names` maps a party's code to its display name; a code without a name stands for itself. `stories` maps a
    document to the story that it tells, itself by default. Events between two actors of one party make no tie.
    """
    groups: dict[tuple[str, str], dict[str, Event]] = defaultdict(dict)
    for event in events:
        pair = pair_of(event)
        if pair[0] != pair[1]:
            groups[pair][event.id] = event
    return tuple(_add_up(pair, groups[pair], names, stories or {}) for pair in sorted(groups))


def _add_up(
    pair: tuple[str, str], events: dict[str, Event], names: Mapping[str, str], stories: Mapping[str, str]
) -> Tie:
    dates = sorted(event.date for event in events.values() if event.date is not None)
    documents = {event.document for event in events.values()}
    told = [copies[0] for copies in group_copies(events.values(), stories)]
    return Tie(
        parties=pair,
        names=(names.get(pair[0], pair[0]), names.get(pair[1], pair[1])),
        events=tuple(sorted(events)),
        documents=tuple(sorted(documents)),
        stories=tuple(sorted({stories.get(document, document) for document in documents})),
        by_type=_count(event.event for event in told),
        by_quad=_count(event.quad for event in told),
        by_status=_count(event.status for event in told),
        by_context=_count(context for event in told for context in event.context),
        first=dates[0] if len(dates) > 0 else None,
        last=dates[-1] if len(dates) > 0 else None,
    )


def _count(labels: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(labels).items()))
