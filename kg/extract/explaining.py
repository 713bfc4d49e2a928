"""Show why: what was seen in each sentence of a text, what was weighed, and what became of it.

Runs the same stages as the extraction and keeps what they pass on. Acts less likely than `SHOWN` are left out, as every
pair of mentions could do anything to each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kg.extract.pipeline import Analysis, analyse, conclude, decide_status
from kg.extract.readings import Act, Reading
from kg.extract.stating import state_acts
from kg.extract.vocabulary import NO_ADDITIONS, Additions
from kg.types import Document, Event, Mention

SHOWN = 0.05


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that may state an act: its type by the lexicon, and who fills its two places, with the way there."""

    word: str
    event: str
    entry: str
    sources: tuple[tuple[str, str], ...]
    targets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """An act that a sentence makes thinkable: its probability over the whole text, and whether it was kept."""

    source: str
    event: str
    target: str
    probability: float
    kept: bool
    trigger: str
    path: str
    status: str
    status_word: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One sentence with its mentions, triggers and decisions."""

    text: str
    start: int
    mentions: tuple[Mention, ...]
    triggers: tuple[Trigger, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A text, sentence by sentence, and the events that came out."""

    document: Document
    sentences: tuple[Explained, ...]
    events: tuple[Event, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON form; events as `kg extract` prints them."""
        return {
            "text": self.document.text,
            "sentences": [
                {
                    "text": sentence.text,
                    "start": sentence.start,
                    "mentions": [
                        {"start": m.start, "end": m.end, "text": m.text, "form": m.form, "acts": m.acts}
                        | {"actors": [actor.to_dict() for actor in m.actors]}
                        for m in sentence.mentions
                    ],
                    "triggers": [asdict(trigger) for trigger in sentence.triggers],
                    "decisions": [asdict(decision) for decision in sentence.decisions],
                }
                for sentence in self.sentences
            ],
            "events": [event.to_dict() for event in self.events],
        }


def explain(document: Document, additions: Additions = NO_ADDITIONS) -> Explanation:
    """Read a text and keep what every stage found."""
    seen = analyse(document, additions)
    left = {act: p for act, p in seen.judged.items() if act not in seen.chosen and p >= SHOWN}
    readings = {reading.number: reading for reading in seen.readings}
    decided = [*_list_decisions(seen, seen.chosen, kept=True), *_list_decisions(seen, left, kept=False)]
    explained = tuple(
        Explained(
            sentence.text,
            sentence.start,
            tuple(m for m in seen.mentions if m.sentence == number),
            tuple(_list_triggers(readings[number])) if number in readings else (),
            tuple(decision for at, decision in decided if at == number),
        )
        for number, sentence in enumerate(seen.sentences)
    )
    return Explanation(document, explained, conclude(seen).events)


def _list_triggers(reading: Reading) -> Iterator[Trigger]:
    for one in reading.filled:
        sources, targets = (tuple((m.text, path) for m, path in side) for side in (one.sources, one.targets))
        word = reading.clause.tokens[one.trigger].text
        yield Trigger(word, one.frame.event, " ".join(one.frame.words), sources, targets)


def _list_decisions(seen: Analysis, acts: Mapping[Act, float], *, kept: bool) -> Iterator[tuple[int, Decision]]:
    for reading, proposal, probability in state_acts(acts, seen.readings, seen.labels):
        status, word = decide_status(reading, proposal)
        yield (
            reading.number,
            Decision(
                proposal.source_actor.code,
                proposal.frame.event,
                proposal.target_actor.code,
                round(probability, 2),
                kept,
                reading.clause.tokens[proposal.trigger].text,
                f"{proposal.source_path} → {proposal.target_path}",
                status,
                word,
            ),
        )
