"""Decide which acts a document states: (source party, event type, target party).

The grammar proposes, the typing model scores each sentence; here both are weighed over the whole document, as a reader
does: how strongly a sentence says it, how often, what else is said of the pair, who the text is about, and whom a word
with an empty place ("condemned the attack") may mean. A linear model, trained by `make model` on sentences and passages
that are annotated whole, gives each act a probability, which is the event's confidence. What the grammar proposes is
kept from `ACCEPT` on, what only the models say from `ACCEPT_ALONE` on; a language without examples keeps all that the
grammar proposes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.extract.clause import Clause, Filler
from kg.extract.linear import NONE, Model, Scores
from kg.extract.readings import Act, Filled, Reading, make_act, name_act
from kg.extract.records import BYSTANDERS, Proposal
from kg.extract.syntax import find_children
from kg.types import QUAD_OF, SYMMETRIC_TYPES

Features = dict[str, float]
Place = tuple[int, int]  # sentence, word

# Event F1 of a cross-validation over the texts that the model learns from is flat from .20 to .28; precision grows.
ACCEPT = 0.25
# What only the models say must be likelier: best for F1 on passages that they have not learned from, and half of what
# lies below is wrong.
ACCEPT_ALONE = 0.35
# The confidence of what the grammar proposes in a language without examples.
UNJUDGED = 0.5
# The typing model's word counts from this probability on.
_FAINT = 0.02
# A pair that more likely than this has no event says nothing of the type that it might have.
_SURE = 0.98
_BOUNDS = (0.05, 0.15, 0.3, 0.5, 0.7, 0.9)


@dataclass(slots=True)
class _Book:
    """What the readings say, looked up by parties."""

    labels: tuple[str, ...]
    length: int  # sentences that name somebody
    kinds: dict[str, str] = field(default_factory=dict)
    places: dict[str, list[Place]] = field(default_factory=dict)
    acting: dict[str, list[Place]] = field(default_factory=dict)  # where it is not only named as a place
    scored: dict[tuple[str, str], list[tuple[int, Scores]]] = field(default_factory=lambda: defaultdict(list))
    proposed: dict[Act, list[tuple[Proposal, str]]] = field(default_factory=lambda: defaultdict(list))
    empty: dict[Act, list[tuple[str, int, str]]] = field(default_factory=lambda: defaultdict(list))
    types: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    did: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    bore: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    named_again: dict[Act, set[str]] = field(default_factory=lambda: defaultdict(set))


def judge_acts(readings: Sequence[Reading], typing: Model, judging: Model) -> dict[Act, float]:
    """Return the probability of each act that the readings of a document make thinkable."""
    described = describe_acts(readings, typing.labels)
    yes = judging.labels.index("yes")
    return {act: float(judging.predict_measured(features)[yes]) for act, features in described.items()}


def choose_acts(judged: Mapping[Act, float], readings: Sequence[Reading], languages: Sequence[str]) -> dict[Act, float]:
    """Return the acts that are likely enough; what is proposed in a language that was not learned always is."""
    chosen = {}
    for reading in readings:
        trained = reading.clause.language.code in languages
        for proposal in reading.proposals:
            act = name_act(proposal)
            if not trained:
                chosen[act] = UNJUDGED
            elif judged[act] >= ACCEPT:
                chosen[act] = judged[act]
    return {act: probability for act, probability in judged.items() if probability >= ACCEPT_ALONE} | chosen


def describe_acts(readings: Sequence[Reading], labels: tuple[str, ...]) -> dict[Act, Features]:
    """Return the features of each act that a proposal, a score or an empty place makes thinkable."""
    book = _read_book(readings, labels)
    ranks = {
        code: n for n, code in enumerate(sorted(book.places, key=lambda c: (-len(book.places[c]), book.places[c])))
    }
    acts = {*book.proposed, *book.empty}
    for (source, target), scored in book.scored.items():
        best = [max(float(s[n]) for _, s in scored) for n in range(len(labels))]
        acts |= {make_act(source, e, target) for e, p in zip(labels, best, strict=True) if e != NONE and p >= _FAINT}
    return {act: _describe_act(act, book, ranks) for act in sorted(acts)}


# -- what the readings say ------------------------------------------------------------------------------------------


def _read_book(readings: Sequence[Reading], labels: tuple[str, ...]) -> _Book:
    book = _Book(labels, len(readings))
    for reading in readings:
        for head, mention in sorted(reading.clause.by_head.items()):
            for actor in mention.actors:
                if actor.kind not in BYSTANDERS:
                    book.kinds.setdefault(actor.code, actor.kind)
                    book.places.setdefault(actor.code, []).append((reading.number, head))
                    if mention.acts and not reading.clause.is_location(head):
                        book.acting.setdefault(actor.code, []).append((reading.number, head))
    for reading in readings:
        _read_scores(reading, book)
        for proposal in reading.proposals:
            act = name_act(proposal)
            book.proposed[act].append((proposal, reading.statuses[proposal.trigger][0]))
            book.types[act[0], act[2]].add(act[1])
        for filled in reading.filled:
            for code in _list_codes(filled.sources):
                book.did[code].add(filled.frame.event)
            for code in _list_codes(filled.targets):
                book.bore[code].add(filled.frame.event)
    for reading in readings:
        for filled in reading.filled:
            _read_empty_place(reading, filled, book)
    return book


def _read_scores(reading: Reading, book: _Book) -> None:
    by_head = reading.clause.by_head
    for (source, target), scores in reading.scores.items():
        for one in by_head[source].actors:
            for other in by_head[target].actors:
                if one.code != other.code:
                    book.scored[one.code, other.code].append((reading.number, scores))


def _read_empty_place(reading: Reading, filled: Filled, book: _Book) -> None:
    """Note whom a trigger with one empty place may mean: each party, by how lately it was named before."""
    sources, targets = _list_codes(filled.sources), _list_codes(filled.targets)
    if (len(sources) == 0) == (len(targets) == 0):
        return
    event = filled.frame.event
    place = (reading.number, filled.trigger)
    named = _list_named_again(reading.clause, filled.trigger)
    for code in sorted(sources or targets):
        lately = [other for other in _list_lately(book, place) if other not in (sources or targets)]
        for rank, other in enumerate(lately):
            act = make_act(code, event, other) if len(targets) == 0 else make_act(other, event, code)
            which = "target" if len(targets) == 0 else "source"
            book.empty[act].append((which, min(rank, 3), filled.frame.pos))
            if "any" in named or len(named & book.did[other]) > 0:
                book.named_again[act].add("did")
            if len(named & book.bore[other]) > 0:
                book.named_again[act].add("bore")


def _list_codes(fillers: Iterable[Filler]) -> set[str]:
    return {a.code for mention, _ in fillers for a in mention.actors if a.kind not in BYSTANDERS}


def _list_lately(book: _Book, place: Place) -> list[str]:
    """List the parties that were named before a place, the one named last first."""
    last = {code: max(p for p in places if p < place) for code, places in book.acting.items() if min(places) < place}
    return sorted(last, key=lambda code: (-last[code][0], -last[code][1], code))


def _list_named_again(clause: Clause, trigger: int) -> set[str]:
    """List the event types of the definite nouns that a trigger governs ("condemned *the attack*"), or "any"."""
    found: set[str] = set()
    for thing in find_children(clause.sentence, trigger, "object", "oblique", "subject_passive", "nmod"):
        if thing.pos != "NOUN" or not clause.is_definite(thing.i):
            continue
        if thing.lemma.lower() in clause.language.act_nouns:
            found.add("any")
        found |= {f.event for f in clause.language.frames.get(("noun", thing.lemma.lower()), ())}
    return found


# -- what is weighed ------------------------------------------------------------------------------------------------


def _describe_act(act: Act, book: _Book, ranks: Mapping[str, int]) -> Features:
    source, event, target = act
    found: Features = {"bias": 1.0, f"type={event}": 1.0}
    found |= _describe_scores(act, book)
    for name in (
        *_describe_proposals(act, book),
        *_describe_empty_places(act, book),
        *_describe_parties(source, target, book, ranks),
    ):
        found[name] = 1.0
    return found


def _describe_scores(act: Act, book: _Book) -> Features:
    source, event, target = act
    forward, back = book.scored.get((source, target), []), book.scored.get((target, source), [])
    same = [*forward, *back] if event in SYMMETRIC_TYPES else forward
    at, none = book.labels.index(event), book.labels.index(NONE)
    group = [n for n, label in enumerate(book.labels) if label != NONE and QUAD_OF[label] == QUAD_OF[event]]
    others = [n for n, label in enumerate(book.labels) if label not in (NONE, event)]
    own = [float(s[at]) for _, s in same]
    either = [s for _, s in (*forward, *back)]
    best = max(own, default=0.0)
    share = max((float(s[at] / (1.0 - s[none])) for _, s in same if s[none] < _SURE), default=0.0)
    known = "own" if act in book.proposed else "other" if len(book.types[source, target]) > 0 else "none"
    better = sum(max((float(s[n]) for _, s in same), default=0.0) > best for n in others)
    together = len({number for number, _ in (*forward, *back)})
    return {
        "score": _log_odds(best),
        f"score {event}": _log_odds(best),
        "score of any": _log_odds(max((1.0 - float(s[none]) for s in either), default=0.0)),
        "score of all": _log_odds(1.0 - math.prod(1.0 - p for p in own)),
        "score of group": _log_odds(max((float(s[group].sum()) for _, s in same), default=0.0)),
        "score reversed": 0.0
        if event in SYMMETRIC_TYPES
        else _log_odds(max((float(s[at]) for _, s in back), default=0.0)),
        "score of others": _log_odds(max((float(s[others].max()) for s in either), default=0.0)),
        f"rank={min(better, 3)}": 1.0,
        f"rank={min(better, 2)} proposed={known}": 1.0,
        f"share={_bin(share)} proposed={known}": 1.0,
        f"score={_bin(best)} proposed={known}": 1.0,
        f"together={min(together, 4)}": 1.0,
    }


def _bin(probability: float) -> int:
    return sum(probability >= bound for bound in _BOUNDS)


def _log_odds(probability: float) -> float:
    return max(-5.0, min(5.0, math.log((probability + 0.003) / (1.003 - probability))))


def _describe_proposals(act: Act, book: _Book) -> Iterator[str]:
    source, event, target = act
    rows = book.proposed.get(act, [])
    number = min(len(rows), 1)
    yield f"proposed={min(len(rows), 3)}"
    yield f"proposed={number} {event}"
    for proposal, status in rows:
        yield f"status={status}"
        yield f"pos={proposal.frame.pos}"
        yield f"path={_simplify(proposal.source_path)}|{_simplify(proposal.target_path)}"
    ahead = sorted(book.types[source, target] - {event})
    behind = sorted(book.types[target, source] - {event})
    yield f"reversed={make_act(target, event, source) in book.proposed and event not in SYMMETRIC_TYPES}"
    yield f"others={min(len(ahead) + len(behind), 3)} proposed={number}"
    yield f"group={min(sum(QUAD_OF[e] == QUAD_OF[event] for e in ahead), 2)}"
    if event in SYMMETRIC_TYPES:
        third = {code for code in book.places if event in book.types[min(source, code), max(source, code)]}
        joint = {code for code in third if event in book.types[min(target, code), max(target, code)]}
        yield f"joint={len(joint) > 0} proposed={number}"
    for other in ahead:
        yield f"also={other} {event}"
    for other in behind:
        yield f"back={QUAD_OF[other]} {event}"


def _simplify(path: str) -> str:
    """Strip a path of the words of its sentence: "subject of mener" is "subject of"."""
    for word in (" of ", ", of "):
        if word in path:
            return path.partition(word)[0] + word.rstrip()
    return path


def _describe_empty_places(act: Act, book: _Book) -> Iterator[str]:
    _, event, _ = act
    rows = book.empty.get(act, [])
    together = (act[0], act[2]) in book.scored
    for which, rank, pos in rows:
        yield f"empty={which} {rank}"
        yield f"empty={which} {min(rank, 2)} {event}"
        yield f"empty={which} {pos} together={together}"
    if len(rows) > 0:
        yield f"empties={min(len(rows), 3)}"
    for part in book.named_again.get(act, ()):
        yield f"named again={part}"
        yield f"named again={part} {event}"


def _describe_parties(source: str, target: str, book: _Book, ranks: Mapping[str, int]) -> Iterator[str]:
    for name, code in (("source", source), ("target", target)):
        yield f"{name} named={min(len(book.places[code]), 5) if book.length > 1 else 'here'}"
        yield f"{name} rank={min(ranks[code], 4)}"
        yield f"{name} kind={book.kinds[code]}"
    yield f"ranks={min(ranks[source], 3)} {min(ranks[target], 3)}"
    yield f"parties={min(len(book.places) // 2, 6)} sentences={min(book.length, 2)}"
