"""Score what each pair of mentions of a sentence does: the probability of each event type, and of none.

A linear model over words, tree paths, the lexicon and the grammar's proposals, trained by `make model` from
kg/data/events. It scores; judging decides, on the whole document.

Limits: it sees one sentence, and pairs of mentions in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.extract.clause import Clause
from kg.extract.features import describe_pair, list_lexicon_types
from kg.extract.linear import NONE, Model, Scores
from kg.extract.records import BYSTANDERS, Proposal
from kg.types import Mention

# A sentence that names more is a list, and its pairs are too many to look at: 40 mentions make 1,560.
_MOST = 40


def describe_pairs(clause: Clause, proposals: Sequence[Proposal]) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return the features of each ordered pair of mentions that may act, by their heads."""
    mentions = [m for m in clause.by_head.values() if all(a.kind not in BYSTANDERS for a in m.actors)]
    if len(mentions) > _MOST:
        return {}
    lexicon = list_lexicon_types(clause)
    return {
        (source.head, target.head): tuple(sorted(set(describe_pair(clause, source, target, proposals, lexicon))))
        for source in mentions
        for target in mentions
        if source.head != target.head and _are_apart(source, target)
    }


def score_pairs(clause: Clause, proposals: Sequence[Proposal], model: Model) -> dict[tuple[int, int], Scores]:
    """Return the probability of each label for each ordered pair of mentions that may act, by their heads."""
    return {heads: model.predict(features) for heads, features in describe_pairs(clause, proposals).items()}


def score_types(features: Iterable[str], model: Model) -> dict[str, float]:
    """Return the probability of each type for a pair with these features, given that it has an event."""
    scored = model.predict(features)
    types = {label: float(p) for label, p in zip(model.labels, scored, strict=True) if label != NONE}
    total = sum(types.values())
    return {label: round(p / total, 4) for label, p in types.items()}


def _are_apart(source: Mention, target: Mention) -> bool:
    return {a.code for a in source.actors}.isdisjoint(a.code for a in target.actors)
