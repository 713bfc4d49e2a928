"""Which actors of different names may be one: pairs for a person to decide, the closest first.

Policy: nothing is merged here. Candidates are people and bodies of one kind that texts name; two whom our data tell
apart are two, and states and international organisations are never compared. The score is rapidfuzz's WRatio over
ASCII letters, and what speaks against a pair is taken off and said: given names that clash (Jong-un, Jong-il), family
names that differ, two parties, both named in one text. An acronym that the other name spells out counts as its name.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import yaml
from rapidfuzz.fuzz import WRatio, ratio
from rapidfuzz.process import cdist

from kg.extract.names import make_skeleton, split_name
from kg.types import Actor, Extraction

_KINDS = frozenset({"person", "armed_group", "company", "organisation", "media"})
_NAMING_FORMS = frozenset({"name", "person", "organisation", "acronym"})

# Of the 26,664 pairs of spellings that people.yml gives one person, 96 % reach it; of the 2,000 pairs of two people
# there whose names are closest, 5 %.
LOWEST = 60
_SAME_WORD = 65  # ratio of two words that may be two transcriptions (Lojkine, Lozhkin: 71)
_SAME_GLUED = 85  # the same of whole names written together (Abdul Aziz, Abdelaziz)
_FAMILY, _GIVEN, _PARTY, _TOGETHER = 35, 30, 10, 10  # what is taken off
_SURNAME_ONLY, _PART, _ACRONYM = 75, 80, 85  # what these can reach
_ROWS = 512  # names compared at once with all others: bounds the memory

_HEAD = """\
# Actors that may be one, the closest first. Change `undecided` to `merge` where they are (the first id stays, under the
# name given) or to `different` where they are not, and give the file to kg with --decisions: it is honoured in every
# build, and decided pairs are not listed again. Lines left undecided decide nothing.
"""


@dataclass(slots=True)
class Bearer:
    """An actor, the names that texts give it, and the documents that name it."""

    actor: Actor
    names: dict[str, None] = field(default_factory=dict)
    documents: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors that may be one; `score` is 0 to 100, `reason` says what speaks for and against."""

    one: Bearer
    other: Bearer
    score: int
    reason: str

    @property
    def ids(self) -> frozenset[str]:
        """The ids of both."""
        return frozenset((self.one.actor.id, self.other.actor.id))


def find_pairs(
    extractions: Iterable[Extraction], known: Container[str], settled: frozenset[frozenset[str]] = frozenset()
) -> tuple[Pair, ...]:
    """Return the pairs to decide, the closest first; `known` are the ids of our data, `settled` the decided pairs."""
    bearers = _gather_bearers(extractions)
    best: dict[frozenset[str], Pair] = {}
    for kind in sorted({bearer.actor.kind for bearer in bearers}):
        named = [(_fold(name), b) for b in bearers if b.actor.kind == kind for name in _choose_names(b)]
        for (a, one), (b, other) in _find_candidates(named):
            if one is other or (one.actor.id in known and other.actor.id in known):
                continue
            pair = _weigh(a, b, *_put_first(one, other, known))
            if pair.score >= LOWEST and pair.ids not in settled:
                best[pair.ids] = max(best.get(pair.ids, pair), pair, key=lambda p: p.score)
    return tuple(sorted(best.values(), key=lambda p: (-p.score, p.one.actor.id, p.other.actor.id)))


def spell_pairs(pairs: Iterable[Pair]) -> Iterator[str]:
    """Yield a file of decisions piece by piece: each pair an undecided entry with score, reason and its documents."""
    yield _HEAD
    for pair in pairs:
        yield "\n"
        for bearer in (pair.one, pair.other):
            documents = list(bearer.documents)
            more = f" and {len(documents) - 3} more" if len(documents) > 3 else ""
            told = f"{', '.join(bearer.names)} ({bearer.actor.code}) in {', '.join(documents[:3])}{more}"
            yield f"# {''.join(c if c.isprintable() else ' ' for c in told)}\n"
        entry = {
            "decision": "undecided",
            "actors": [pair.one.actor.id, pair.other.actor.id],
            "name": pair.one.actor.name,
            "score": pair.score,
            "reason": pair.reason,
        }
        yield yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=110)


def _gather_bearers(extractions: Iterable[Extraction]) -> list[Bearer]:
    found: dict[str, Bearer] = {}
    for extraction in extractions:
        for mention in extraction.mentions:
            for actor in mention.actors:
                if actor.kind not in _KINDS or actor.id.startswith("role/") or mention.form not in _NAMING_FORMS:
                    continue
                bearer = found.setdefault(actor.id, Bearer(actor))
                bearer.names[" ".join(mention.text.split())] = None
                bearer.documents[mention.document] = None
                if bearer.actor.code == bearer.actor.name != actor.code:
                    bearer.actor = actor  # a document that knows the party tells more
    return [found[id] for id in sorted(found)]


def _choose_names(bearer: Bearer) -> list[str]:
    """Return the names to compare: of a person the full ones, as a family name alone is everybody's."""
    names = sorted({*bearer.names, bearer.actor.name})
    if bearer.actor.kind != "person":
        return names
    return [name for name in names if len(_fold(name)) > 1] or names


def _fold(name: str) -> tuple[str, ...]:
    return tuple(split_name(name))


def _find_candidates(
    named: list[tuple[tuple[str, ...], Bearer]],
) -> Iterator[tuple[tuple[tuple[str, ...], Bearer], tuple[tuple[str, ...], Bearer]]]:
    """Yield the names that are close in letters, and those of which one is the other's acronym; each pair once."""
    texts = [" ".join(words) for words, _ in named]
    for start in range(0, len(named), _ROWS):
        scores = cdist(texts[start : start + _ROWS], texts[start:], scorer=WRatio, score_cutoff=LOWEST)
        for row, column in np.argwhere(scores > 0):
            if row < column:
                yield named[start + row], named[start + column]
    spelt: dict[str, list[tuple[tuple[str, ...], Bearer]]] = {}
    for each in named:
        if len(each[0]) > 2:
            spelt.setdefault(_spell_acronym(each[0]), []).append(each)
    for each in named:
        if len(each[0]) == 1:
            yield from product([each], spelt.get(each[0][0], ()))


def _spell_acronym(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words if len(word) > 3)


def _put_first(one: Bearer, other: Bearer, known: Container[str]) -> tuple[Bearer, Bearer]:
    """Return the two with the one first whose id should stay: of our data, else in more texts, else by id."""

    def rank(bearer: Bearer) -> tuple[bool, int, str]:
        return bearer.actor.id not in known, -len(bearer.documents), bearer.actor.id

    first, second = sorted((one, other), key=rank)
    return first, second


def _weigh(a: tuple[str, ...], b: tuple[str, ...], one: Bearer, other: Bearer) -> Pair:
    score = round(WRatio(" ".join(a), " ".join(b)))
    reasons = [f"spelling {score}"]
    score, reasons = (_weigh_people if one.actor.kind == "person" else _weigh_bodies)(a, b, score, reasons)
    parties = {bearer.actor.code for bearer in (one, other) if bearer.actor.code != bearer.actor.name}
    if len(parties) > 1 and one.actor.kind == "person":
        score, reasons = score - _PARTY, [*reasons, f"they act for {' and '.join(sorted(parties))}"]
    elif len(parties) == 1 and all(bearer.actor.code in parties for bearer in (one, other)):
        reasons.append(f"both act for {parties.pop()}")
    if not one.documents.keys().isdisjoint(other.documents):
        score, reasons = score - _TOGETHER, [*reasons, "named in one text as two"]
    return Pair(one, other, max(score, 0), "; ".join(reasons))


def _weigh_people(a: tuple[str, ...], b: tuple[str, ...], score: int, reasons: list[str]) -> tuple[int, list[str]]:
    short, long = sorted((a, b), key=len)
    if sorted(a) == sorted(b):
        return score, [*reasons, "the same words"]
    if 1 < len(short) < len(long) and all(len(word) > 1 for word in (*a, *b)):
        if ratio("".join(short), "".join(long)) >= _SAME_GLUED:
            return score, [*reasons, "the same but for spaces"]
        if all(any(_may_be_same(word, other) for other in long) for word in short):
            return min(score, _PART), [*reasons, "one name is part of the other"]
    if not _may_be_same(a[-1], b[-1]):
        return score - _FAMILY, [*reasons, f"family names differ: {a[-1]}, {b[-1]}"]
    if len(short) == 1:
        return min(score, _SURNAME_ONLY), [*reasons, "a family name only"]
    given = [(x, y) for x, y in zip(a[:-1], b[:-1], strict=False) if not _may_be_same(x, y) and not _is_initial(x, y)]
    if len(given) > 0:
        return score - _GIVEN, [*reasons, f"given names clash: {given[0][0]}, {given[0][1]}"]
    if any(_is_initial(x, y) for x, y in zip(a, b, strict=False)):
        reasons = [*reasons, "initials agree"]
    return score, reasons


def _weigh_bodies(a: tuple[str, ...], b: tuple[str, ...], score: int, reasons: list[str]) -> tuple[int, list[str]]:
    short, long = sorted((a, b), key=len)
    if len(short) == 1 and short[0] == _spell_acronym(long):
        return _ACRONYM, [*reasons, "one is the acronym of the other"]
    alone = [word for word in short if not any(_may_be_same(word, other) for other in long)]
    if len(alone) > 0:
        return score - _FAMILY, [*reasons, f"words differ: {', '.join(alone)}"]
    if len(short) < len(long):
        return min(score, _PART), [*reasons, "one name is part of the other"]
    return score, reasons


def _may_be_same(one: str, other: str) -> bool:
    return make_skeleton(one) == make_skeleton(other) or ratio(one, other) >= _SAME_WORD


def _is_initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]
