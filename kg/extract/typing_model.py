"""Choose the type of a pair's event, or that there is none: a linear model over words, tree paths and the lexicon.

The grammar proposes, the model disposes: it may reject a proposal, correct its type, and add a pair that no frame
found where its words speak clearly. A language without training examples keeps the lexicon's word. The model is
trained by `make model` from kg/data/events/examples and read without pickle.

Limits: it sees one sentence, and pairs of mentions in it; it learned from about 4,000 sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import DataError
from kg.extract.clause import Clause
from kg.extract.features import Link, describe_pair, find_link, list_lexicon_types
from kg.extract.records import Proposal
from kg.extract.syntax import is_verb
from kg.extract.vocabulary import Frame, data_folder
from kg.types import SYMMETRIC_TYPES, Actor, Mention

NONE = "NONE"
# Probability that there is an event below which a proposal of the grammar is dropped, above which the model adds an
# event that the grammar did not find, and how far the model's type must lead to replace the lexicon's. Found by a
# grid over these three on the annotated passages (event F1 moves by less than .02 between ADD .5 and .7).
KEEP, ADD, LEAD = 0.0, 0.65, 0.5


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of a multinomial logistic regression: one row a feature, one column a label."""

    labels: tuple[str, ...]
    languages: tuple[str, ...]
    index: dict[str, int]
    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]

    def predict(self, features: Iterable[str]) -> NDArray[np.float32]:
        """Return the probability of each label; features that training never saw do not count."""
        rows = sorted({self.index[name] for name in features if name in self.index})
        scores = self.weights[rows].sum(axis=0) + self.intercept
        scores = np.exp(scores - scores.max())
        return np.asarray(scores / scores.sum(), dtype=np.float32)


def write_model(
    path: Path,
    labels: list[str],
    languages: list[str],
    names: list[str],
    weights: NDArray[np.float32],
    intercept: NDArray[np.float32],
) -> None:
    """Write a model as numpy arrays; the same arguments give the same bytes."""
    with path.open("wb") as file:
        np.savez(
            file,
            labels=np.frombuffer("\n".join(labels).encode(), dtype=np.uint8),
            languages=np.frombuffer("\n".join(languages).encode(), dtype=np.uint8),
            names=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
            weights=weights.astype(np.float16),
            intercept=intercept.astype(np.float32),
        )


@lru_cache(maxsize=2)
def load_model(path: Path | None = None) -> Model:
    """Read the model that `kg` ships, or another one."""
    path = path if path is not None else data_folder() / "events" / "model.npz"
    try:
        with np.load(path, allow_pickle=False) as data:
            names, labels, languages = (
                bytes(data[key]).decode().split("\n") for key in ("names", "labels", "languages")
            )
            return Model(
                tuple(labels),
                tuple(languages),
                {name: n for n, name in enumerate(names)},
                data["weights"].astype(np.float32),
                data["intercept"],
            )
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{path}: cannot be read ({error}); make it with 'make model'") from error


def choose_types(clause: Clause, number: int, proposals: list[Proposal]) -> Iterator[tuple[Proposal, float]]:
    """Yield the proposals that hold, retyped where the model is sure, and those it adds; each with its probability."""
    model = load_model()
    if clause.language.code not in model.languages:
        yield from ((proposal, 0.5) for proposal in proposals)
        return
    scores = score_pairs(clause, proposals, model)
    found: dict[tuple[int, int], list[Proposal]] = {}
    for proposal in proposals:
        key = (proposal.source.head, proposal.target.head)
        found.setdefault(key, []).append(proposal)
    for key, scored in scores.items():
        if key in found:
            yield from _judge_proposals(found[key], scored, scores.get((key[1], key[0])), model)
    for key, proposals_of_pair in found.items():
        if key not in scores:  # both ends of a set: the model has not seen it
            yield from ((proposal, 0.6) for proposal in proposals_of_pair)
    yield from _add_pairs(clause, number, scores, found, model)


def score_pairs(clause: Clause, proposals: list[Proposal], model: Model) -> dict[tuple[int, int], NDArray[np.float32]]:
    """Return the probabilities of the labels for each ordered pair of mentions that may act, by their heads."""
    lexicon = list_lexicon_types(clause)
    mentions = [m for m in clause.by_head.values() if all(a.kind not in ("place", "media") for a in m.actors)]
    scores = {}
    for source in mentions:
        for target in mentions:
            if source.head != target.head and _are_apart(source, target):
                features = describe_pair(clause, source, target, proposals, lexicon)
                scores[source.head, target.head] = model.predict(features)
    return scores


def score_types(clause: Clause, source: Mention, target: Mention, proposals: list[Proposal]) -> dict[str, float]:
    """Return the probability of each type, given that the pair has an event; they sum to one."""
    model = load_model()
    scored = model.predict(describe_pair(clause, source, target, proposals, list_lexicon_types(clause)))
    types = {label: float(p) for label, p in zip(model.labels, scored, strict=True) if label != NONE}
    total = sum(types.values())
    return {label: round(p / total, 4) for label, p in types.items()}


def _are_apart(source: Mention, target: Mention) -> bool:
    return {a.code for a in source.actors}.isdisjoint(a.code for a in target.actors)


def _judge_proposals(
    proposals: list[Proposal], scored: NDArray[np.float32], reverse: NDArray[np.float32] | None, model: Model
) -> Iterator[tuple[Proposal, float]]:
    none = model.labels.index(NONE)
    event = 1.0 - float(scored[none])
    if reverse is not None and proposals[0].frame.event in SYMMETRIC_TYPES:
        event = max(event, 1.0 - float(reverse[none]))
    if event < KEEP:
        return
    best = _find_best(scored, model)
    for proposal in proposals:
        own = float(scored[model.labels.index(proposal.frame.event)]) if proposal.frame.event in model.labels else 0.0
        if float(scored[model.labels.index(best)]) - own > LEAD:
            yield replace(proposal, frame=replace(proposal.frame, event=best)), (1 + event) / 2
        else:
            yield proposal, (1 + event) / 2


def _find_best(scored: NDArray[np.float32], model: Model) -> str:
    order = np.argsort(-scored, kind="stable")
    return next(model.labels[int(n)] for n in order if model.labels[int(n)] != NONE)


def _add_pairs(
    clause: Clause,
    number: int,
    scores: dict[tuple[int, int], NDArray[np.float32]],
    found: dict[tuple[int, int], list[Proposal]],
    model: Model,
) -> Iterator[tuple[Proposal, float]]:
    none = model.labels.index(NONE)
    tied = {frozenset((p.source_actor.code, p.target_actor.code)) for proposals in found.values() for p in proposals}
    for (a, b), scored in scores.items():
        event = 1.0 - float(scored[none])
        best = _find_best(scored, model)
        source, target = clause.by_head[a], clause.by_head[b]
        if (
            event < ADD
            or _is_location(clause, a)
            or _is_location(clause, b)
            or any(frozenset((x.code, y.code)) in tied for x in source.actors for y in target.actors)
        ):
            continue
        link = find_link(clause, a, b)
        trigger = find_trigger(clause, link, best)
        if trigger is None:
            continue
        token = clause.tokens[trigger]
        frame = Frame((token.lemma,), "verb" if is_verb(token) else "noun", best, (), ())
        for one in source.actors:
            for other in target.actors:
                if _may_tie(one, other):
                    yield Proposal(number, trigger, trigger, frame, source, one, "model", target, other, "model"), event


def _is_location(clause: Clause, head: int) -> bool:
    """Whether a name only says where a place lies ("Samarkand, *Uzbekistan*")."""
    if head < 2 or clause.tokens[head - 1].text != "," or clause.by_head[head].form != "name":
        return False
    before = clause.by_head.get(head - 2)
    return clause.tokens[head - 2].pos == "PROPN" and (before is None or before.actors[0].kind == "place")


def _may_tie(one: Actor, other: Actor) -> bool:
    return one.code != other.code


def find_trigger(clause: Clause, link: Link, event: str) -> int | None:
    """Return the word that states a pair's event: one that the lexicon has for its type, else where the paths meet."""
    lexicon = list_lexicon_types(clause)
    words = [k for k in (link.top, *link.up[1:], *link.down[1:]) if k is not None]
    near = [*words, *(c for k in words for c in clause.sentence.children[k])]
    for word in near:
        if event in lexicon.get(word, ()) and word not in clause.by_head and len(clause.tokens[word].text) > 1:
            return word
    for word in words:
        if (
            clause.tokens[word].pos in ("VERB", "NOUN")
            and word not in clause.by_head
            and len(clause.tokens[word].text) > 1
        ):
            return word
    stated = [k for k, types in lexicon.items() if event in types and k not in clause.by_head]
    if link.top is not None and len(stated) > 0:
        return min(stated, key=lambda k: (abs(k - (link.top or 0)), k))
    return None
