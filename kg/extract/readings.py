"""What one sentence says before anything is decided: its triggers, proposals and scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.extract.clause import Clause, Filler
from kg.extract.linear import Scores
from kg.extract.records import Proposal
from kg.extract.vocabulary import Frame
from kg.types import SYMMETRIC_TYPES

Act = tuple[str, str, str]
"""Code of the source, event type, code of the target; codes in their order where the type has no direction."""


def make_act(source: str, event: str, target: str) -> Act:
    """Return the act of two parties."""
    if event in SYMMETRIC_TYPES and target < source:
        return target, event, source
    return source, event, target


def name_act(proposal: Proposal) -> Act:
    """Return the act that a proposal states."""
    return make_act(proposal.source_actor.code, proposal.frame.event, proposal.target_actor.code)


@dataclass(frozen=True, slots=True)
class Filled:
    """A trigger with its frame, the word that carries it (a light verb, else itself), and who fills its places."""

    trigger: int
    frame: Frame
    carrier: int
    sources: tuple[Filler, ...]
    targets: tuple[Filler, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one sentence says.

    `statuses` are (status, the word that gives it) by trigger; `scores` the typing model's probabilities of its labels,
    by the heads of source and target.
    """

    number: int
    clause: Clause
    filled: tuple[Filled, ...]
    proposals: tuple[Proposal, ...]
    statuses: Mapping[int, tuple[str, str]]
    scores: Mapping[tuple[int, int], Scores]
