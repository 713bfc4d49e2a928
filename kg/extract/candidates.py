"""Whom a reference may mean: the mentions so far, with what the syntax says of each.

A candidate is one mention, or all the mentions that one conjunction joins ("la Russie et l'Iran"), so that plural
references find both. Candidates are kept for a few sentences only, which makes resolution linear in the text.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.records import BYSTANDERS
from kg.extract.syntax import find_first_conjunct
from kg.types import Actor, Mention, Sentence

REACH = 3  # sentences back that a reference may reach
_SUBJECTS = frozenset({"subject", "subject_passive"})
_MOST = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """One or several actors at one place; `head` is the word that stands in the tree, `governor` the word above it."""

    actors: tuple[Actor, ...]
    sentence: int
    head: int
    governor: int
    role: str
    form: str
    gender: str
    plural: bool

    @property
    def is_subject(self) -> bool:
        """Whether it is the subject of a verb."""
        return self.role in _SUBJECTS

    @property
    def is_person(self) -> bool:
        """Whether it names people only."""
        return all(actor.kind == "person" for actor in self.actors)


class Candidates:
    """The candidates of the last sentences, nearest first."""

    def __init__(self) -> None:
        self.items: deque[Candidate] = deque(maxlen=_MOST)
        self._joined: dict[int, tuple[Actor, ...]] = {}
        self._sentence = -1

    def start_sentence(self, number: int) -> None:
        """Forget what lies out of reach."""
        self._sentence, self._joined = number, {}
        while len(self.items) > 0 and number - self.items[-1].sentence > REACH:
            self.items.pop()

    def add(self, mention: Mention, sentence: Sentence) -> None:
        """Note a mention, and the whole of the coordination that it ends."""
        if not mention.acts or any(actor.kind in BYSTANDERS for actor in mention.actors):
            return
        last = self.items[0] if len(self.items) > 0 else None
        self.items.appendleft(_describe(mention.actors, mention, sentence, mention.head))
        top = find_first_conjunct(sentence, mention.head)
        if last is not None and last.sentence == mention.sentence and _is_joined(sentence, last.head, mention.head):
            top = find_first_conjunct(sentence, last.head)  # the parser missed the conjunction
        before = self._joined.get(top, ())
        merged = tuple({actor.id: actor for actor in (*before, *mention.actors)}.values())
        self._joined[top] = merged
        if len(before) > 0 and len(merged) > len(before):
            self.items.appendleft(_describe(merged, mention, sentence, top))

    def find_joined(self, sentence: Sentence, head: int) -> tuple[Actor, ...]:
        """Return all actors that the coordination of a word of the present sentence names."""
        return self._joined.get(find_first_conjunct(sentence, head), ())

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self.items)


def _is_joined(sentence: Sentence, one: int, other: int) -> bool:
    """Whether only a conjunction and articles stand between two words."""
    between = [sentence.tokens[k].pos for k in range(one + 1, other)]
    return between.count("CCONJ") == 1 and all(pos in ("CCONJ", "DET") for pos in between)


def _describe(actors: tuple[Actor, ...], mention: Mention, sentence: Sentence, head: int) -> Candidate:
    token = sentence.tokens[head]
    climbed = token
    if token.role in ("appos", "flat", "compound") and token.head != head:
        climbed = sentence.tokens[token.head]
    plural = len(actors) > 1 or mention.form == "people" or "Number=Plur" in token.morph
    return Candidate(
        actors, mention.sentence, head, climbed.head, climbed.role, mention.form, _read_gender(sentence, head), plural
    )


def _read_gender(sentence: Sentence, head: int) -> str:
    """Return "Masc" or "Fem" where the word or its article says so, else ""."""
    for at in (head, *sentence.children[head]):
        token = sentence.tokens[at]
        if at == head or token.role == "det":
            for gender in ("Masc", "Fem"):
                if f"Gender={gender}" in token.morph:
                    return gender
    return ""
