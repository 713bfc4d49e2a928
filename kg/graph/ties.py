"""Add events up to bilateral ties between parties.

A tie joins two different parties whatever the direction of its events; direction stays with the events. The order
of the events does not change the result.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.types import Event, Tie


def pair_of(event: Event) -> tuple[str, str]:
    """Return the two party codes of an event in alphabetical order."""
    first, second = sorted((event.source.code, event.target.code))
    return first, second


def add_up_ties(events: Iterable[Event], names: dict[str, str]) -> tuple[Tie, ...]:
    """Add events up to one tie a pair of parties, sorted by pair.

    `names` maps a party's code to its display name; a code without a name stands for itself. Events between two
    actors of one party make no tie.
    """
    groups: dict[tuple[str, str], dict[str, Event]] = defaultdict(dict)
    for event in events:
        pair = pair_of(event)
        if pair[0] != pair[1]:
            groups[pair][event.id] = event
    return tuple(_add_up(pair, groups[pair], names) for pair in sorted(groups))


def _add_up(pair: tuple[str, str], events: dict[str, Event], names: dict[str, str]) -> Tie:
    ordered = [events[key] for key in sorted(events)]
    dates = sorted(event.date for event in ordered if event.date is not None)
    return Tie(
        parties=pair,
        names=(names.get(pair[0], pair[0]), names.get(pair[1], pair[1])),
        events=tuple(event.id for event in ordered),
        documents=tuple(sorted({event.document for event in ordered})),
        by_type=_count(event.event for event in ordered),
        by_quad=_count(event.quad for event in ordered),
        by_status=_count(event.status for event in ordered),
        by_context=_count(context for event in ordered for context in event.context),
        first=dates[0] if len(dates) > 0 else None,
        last=dates[-1] if len(dates) > 0 else None,
    )


def _count(labels: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(labels).items()))
