"""Graphs of any size for the benchmarks: made by a seeded generator, with the skew of news (few pairs, most events)."""

from __future__ import annotations

import random
from collections.abc import Sequence

from kg.graph.ties import add_up_ties
from kg.types import CONTEXTS, EVENT_TYPES, Actor, Document, Event, Evidence, Graph, Role, Source

_STATUSES = ("asserted",) * 7 + ("negated", "planned", "possible")
_MEMBERS = ("government", "military", "person", "person")
_EVENTS_IN_DOCUMENT = 8


def make_large_graph(*, parties: int, actors: int, events: int, seed: int = 7) -> Graph:
    """Return a graph of that many parties, actors (parties among them) and events; the same seed, the same graph."""
    dice = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    heads = [_make_party(number) for number in range(parties)]
    members = [_make_member(number, heads[_pick(dice, parties)]) for number in range(actors - parties)]
    everyone = [*heads, *members]
    sources = [Source(f"Agency {number}", f"media/agency-{number}") for number in range(40)]
    documents: list[Document] = []
    made: list[Event] = []
    while len(made) < events:
        number = len(documents)
        count = min(_EVENTS_IN_DOCUMENT, events - len(made))
        cast = [(_choose(dice, everyone), _choose(dice, everyone)) for _ in range(count)]
        cast = [(one, two if two.code != one.code else heads[(int(one.code[1:]) + 1) % parties]) for one, two in cast]
        clauses = [f"{one.name} acted on {two.name} in matter {number}-{i}" for i, (one, two) in enumerate(cast)]
        date = f"{dice.randint(2010, 2024)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        document = Document(
            f"d{number:06}", " ".join(f"{clause}." for clause in clauses), f"in/{number}.txt", f"Dispatch {number}",
            date, f"Outlet {number % 30}", f"https://news.example/{number}", "en",
        )  # fmt: skip
        documents.append(document)
        start = 0
        for i, ((one, two), clause) in enumerate(zip(cast, clauses, strict=True)):
            made.append(_make_event(dice, f"e{number:06}{i}", document, one, two, clause, start, sources))
            start += len(clause) + 2
    names = {actor.code: actor.name for actor in heads}
    return Graph(
        documents=tuple(documents),
        actors=tuple(sorted(everyone, key=lambda actor: actor.id)),
        events=tuple(made),
        ties=add_up_ties(made, names),
        parties=tuple(sorted((actor.code, actor.id) for actor in heads)),
    )


def _make_party(number: int) -> Actor:
    name = f"Party {number:04}"
    return Actor(f"state/P{number:04}", "state", name, f"P{number:04}", (("en", name), ("fr", f"Partie {number:04}")))


def _make_member(number: int, party: Actor) -> Actor:
    kind = _MEMBERS[number % len(_MEMBERS)]
    roles = (Role("minister", party.code, f"{2005 + number % 15}"),) if kind == "person" else ()
    name = f"{kind.capitalize()} {number:05}"
    return Actor(f"{kind}/{number:05}", kind, name, party.code, (("en", name),), roles=roles)


def _pick(dice: random.Random, count: int) -> int:
    """Return a number below `count`, small ones far more often (Zipf's law, nearly)."""
    return int(count ** dice.random()) - 1


def _choose(dice: random.Random, actors: Sequence[Actor]) -> Actor:
    return actors[_pick(dice, len(actors))]


def _make_event(
    dice: random.Random, id: str, document: Document, one: Actor, two: Actor, clause: str, start: int,
    sources: Sequence[Source],
) -> Event:  # fmt: skip
    grain = dice.choice((4, 7, 10, 0))
    end = start + len(clause)
    place = f"Place {dice.randrange(200)}" if dice.random() < 0.3 else None
    date = None if grain == 0 else str(document.date)[:grain]
    at = start + clause.index(" on ") + len(" on ")
    return Event(
        id=id, document=document.id, event=dice.choice(EVENT_TYPES), mode=None, source=one, target=two,
        status=dice.choice(_STATUSES), context=tuple(sorted(dice.sample(CONTEXTS, dice.randint(0, 2)))), date=date,
        date_text=None, place=place, attribution=tuple(dice.sample(sources, dice.choice((0, 1, 1, 2)))),
        evidence=Evidence(
            text=clause, start=start, end=end, sentence=(start, end + 1), sentence_text=f"{clause}.",
            source=(start, start + len(one.name)), target=(at, at + len(two.name)),
        ),
        confidence=round(dice.uniform(0.3, 1), 2), reason="acted: made for a benchmark",
    )  # fmt: skip
