"""Find the words that state an act: a proposal of the grammar, else a pair of mentions, else an empty place.

Every statement is a `Proposal` with its trigger; one sentence and one word are always named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.extract.clause import Filler
from kg.extract.features import find_link, list_lexicon_types
from kg.extract.readings import Act, Filled, Reading, name_act
from kg.extract.records import Proposal
from kg.extract.syntax import is_verb
from kg.extract.vocabulary import Frame
from kg.types import QUAD_OF, SYMMETRIC_TYPES, Actor, Mention


def state_acts(
    acts: Mapping[Act, float], readings: Sequence[Reading], labels: tuple[str, ...]
) -> Iterator[tuple[Reading, Proposal, float]]:
    """Yield the statements of acts, the likeliest act first, each with its sentence and its probability.

    One word states one act of a pair: what only the models say is left out where a likelier act has its word.
    """
    taken: set[tuple[int, int, frozenset[str]]] = set()
    for act, probability in sorted(acts.items(), key=lambda row: (-row[1], row[0])):
        for reading, proposal in _state_act(act, readings, labels):
            word = (reading.number, proposal.trigger, frozenset((act[0], act[2])))
            if proposal in reading.proposals or word not in taken:
                yield reading, proposal, probability
            taken.add(word)


def _state_act(act: Act, readings: Sequence[Reading], labels: tuple[str, ...]) -> Iterator[tuple[Reading, Proposal]]:
    """Yield the statements of an act with their sentences: all that the grammar proposes, else the likeliest one."""
    proposed = [(r, p) for r in readings for p in r.proposals if name_act(p) == act]
    if len(proposed) > 0:
        yield from proposed
        return
    likeliest = _state_by_score(act, readings, labels) or _state_by_empty_place(act, readings)
    if likeliest is not None:
        yield likeliest


def _list_ways(act: Act) -> list[tuple[str, str]]:
    source, event, target = act
    return [(source, target), (target, source)] if event in SYMMETRIC_TYPES else [(source, target)]


# -- by the model's scores -------------------------------------------------------------------------------------------


def _state_by_score(act: Act, readings: Sequence[Reading], labels: tuple[str, ...]) -> tuple[Reading, Proposal] | None:
    at = labels.index(act[1])
    rows = [
        (-float(scores[at]), reading.number, heads, way)
        for reading in readings
        for heads, scores in reading.scores.items()
        for way in _list_ways(act)
        if way[0] in _list_codes(reading, heads[0]) and way[1] in _list_codes(reading, heads[1])
    ]
    by_number = {reading.number: reading for reading in readings}
    for _, number, heads, way in sorted(rows):
        reading = by_number[number]
        found = _retype(reading, heads, act[1], way) or _propose_pair(reading, heads, act[1], way)
        if found is not None:
            return reading, found
    return None


def _list_codes(reading: Reading, head: int) -> set[str]:
    return {actor.code for actor in reading.clause.by_head[head].actors}


def _retype(reading: Reading, heads: tuple[int, int], event: str, way: tuple[str, str]) -> Proposal | None:
    """Return the grammar's proposal for the same mentions under another type."""
    for proposal in reading.proposals:
        if (proposal.source.head, proposal.target.head) == heads and way == (
            proposal.source_actor.code,
            proposal.target_actor.code,
        ):
            return replace(proposal, frame=replace(proposal.frame, event=event))
    return None


def _propose_pair(reading: Reading, heads: tuple[int, int], event: str, way: tuple[str, str]) -> Proposal | None:
    clause = reading.clause
    source, target = clause.by_head[heads[0]], clause.by_head[heads[1]]
    if clause.is_location(heads[0]) or clause.is_location(heads[1]):
        return None
    trigger = _find_trigger(reading, heads, event)
    if trigger is None:
        return None
    token = clause.tokens[trigger]
    frame = Frame((token.lemma,), "verb" if is_verb(token) else "noun", event, (), ())
    one, other = _get_actor(source, way[0]), _get_actor(target, way[1])
    return Proposal(reading.number, trigger, trigger, frame, source, one, "model", target, other, "model")


def _get_actor(mention: Mention, code: str) -> Actor:
    return next(actor for actor in mention.actors if actor.code == code)


def _find_trigger(reading: Reading, heads: tuple[int, int], event: str) -> int | None:
    """Return the word that states a pair's event: one that the lexicon has for its type, else where the paths meet.

    To say something is no material act, nobody is attacked without a word for it, and what names somebody ("the armed
    *forces* of Iran") states nothing, nor does a word whose places the grammar has filled with others.
    """
    clause = reading.clause
    link = find_link(clause, *heads)
    filled = {p.trigger for p in reading.proposals if p.frame.event == event}
    silent = clause.language.speech_verbs if QUAD_OF[event].startswith("material") else frozenset()
    names = [(m.start, m.end) for m in clause.by_head.values()]
    usable = {
        token.i
        for token in clause.tokens
        if len(token.text) > 1
        and token.lemma not in silent
        and token.i not in filled
        and not any(start <= token.start < end for start, end in names)
    }
    stated = [k for k, types in list_lexicon_types(clause).items() if event in types and k in usable]
    if len(stated) == 0 and QUAD_OF[event] == "material conflict":
        return None
    words = [k for k in (link.top, *link.up[1:], *link.down[1:]) if k in usable]
    near = [*words, *(c for k in words for c in clause.sentence.children[k])]
    fitting = [k for k in near if k in stated]
    meeting = [k for k in words if clause.tokens[k].pos in ("VERB", "NOUN")]
    found = next(iter((*fitting, *meeting)), None)
    if found is None and link.top is not None and len(stated) > 0:
        found = min(stated, key=lambda k: (abs(k - (link.top or 0)), k))
    return found


# -- by an empty place -----------------------------------------------------------------------------------------------


def _state_by_empty_place(act: Act, readings: Sequence[Reading]) -> tuple[Reading, Proposal] | None:
    for reading in readings:
        for filled in reading.filled:
            for way in _list_ways(act) if filled.frame.event == act[1] else ():
                found = _complete(reading, filled, way, readings)
                if found is not None:
                    return reading, found
    return None


def _complete(reading: Reading, filled: Filled, way: tuple[str, str], readings: Sequence[Reading]) -> Proposal | None:
    """Fill the empty place of a trigger with the mention of its party that stands last before it."""
    here = (reading.number, filled.trigger)
    source, target = _pick(filled.sources, way[0]), _pick(filled.targets, way[1])
    if source is not None and len(filled.targets) == 0:
        target = _recall(way[1], here, readings)
    elif target is not None and len(filled.sources) == 0:
        source = _recall(way[0], here, readings)
    if source is None or target is None:
        return None
    one, other = _get_actor(source[0], way[0]), _get_actor(target[0], way[1])
    return Proposal(
        reading.number,
        filled.trigger,
        filled.carrier,
        filled.frame,
        source[0],
        one,
        source[1],
        target[0],
        other,
        target[1],
    )


def _pick(fillers: Sequence[Filler], code: str) -> Filler | None:
    return next((f for f in fillers if any(a.code == code for a in f[0].actors)), None)


def _recall(code: str, here: tuple[int, int], readings: Sequence[Reading]) -> Filler | None:
    """Return the mention of a party that stands last before a place."""
    before = [
        mention
        for reading in readings
        for head, mention in sorted(reading.clause.by_head.items())
        if mention.acts
        and (reading.number, head) < here
        and not reading.clause.is_location(head)
        and any(actor.code == code for actor in mention.actors)
    ]
    return (before[-1], "named before") if len(before) > 0 else None
