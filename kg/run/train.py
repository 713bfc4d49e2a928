"""Train the typing model from kg/data/events/examples: `python -m kg.run.train`, or `make model`.

Every ordered pair of mentions of a sentence is an example: of the types that its sentence is annotated with for the
pair, else of NONE. Pairs whose parties are tied through other mentions of them are left out, as nobody has said
whether these words tie them. The same examples give the same bytes.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import DataError
from kg.extract.clause import Clause
from kg.extract.events import propose_events
from kg.extract.features import describe_pair, list_lexicon_types
from kg.extract.parsing import parse_document
from kg.extract.pipeline import find_mentions, load_resources
from kg.extract.typing_model import NONE, write_model
from kg.extract.vocabulary import data_folder, read_yaml
from kg.types import EVENT_TYPES, STATUSES, SYMMETRIC_TYPES, Document, Mention, Paragraph

# Inverse strength of the L2 penalty, by four-fold cross-validation over sentences among 0.1, 0.3, 1 and 3.
STRENGTH = 0.5
# A feature must be seen in two pairs, and weigh something, to be kept.
RAREST, LIGHTEST = 2, 0.02


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated text: spans of source and target as (start, end), type and status."""

    language: str
    text: str
    events: tuple[tuple[tuple[int, int], str, tuple[int, int], str], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """What the model learns from: the features of an ordered pair and its labels (empty for NONE)."""

    features: tuple[str, ...]
    labels: tuple[str, ...]
    group: int


def read_examples(folder: Path) -> Iterator[Example]:
    """Yield the examples below a folder of languages; a DataError names the file and the text that is wrong."""
    for path in sorted(folder.glob("*/*.yml")):
        for row in read_yaml(path) or ():
            try:
                yield _read_example(path.parent.name, row)
            except (KeyError, ValueError, TypeError) as error:
                raise DataError(f"{path}: {row!r}: {error}") from error


def _read_example(language: str, row: dict[str, Any]) -> Example:
    events = []
    for source, event, target, *rest in row["events"]:
        status = rest[0] if len(rest) > 0 else "asserted"
        if event not in EVENT_TYPES or status not in STATUSES:
            raise ValueError(f"unknown type or status in {event} {status}")
        events.append((locate(row["text"], source), event, locate(row["text"], target), status))
    return Example(language, row["text"], tuple(events))


def locate(text: str, reference: str) -> tuple[int, int]:
    """Return where `word` or `word#2` (its second occurrence as a whole word) stands in a text."""
    word, _, number = str(reference).partition("#")
    places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)]
    wanted = int(number) if number != "" else 1
    if len(places) < wanted:
        places = [m.start() for m in re.finditer(re.escape(word), text)]
    if len(places) < wanted:
        raise ValueError(f"{reference!r} does not stand in the text")
    return places[wanted - 1], places[wanted - 1] + len(word)


def make_pairs(example: Example, group: int) -> Iterator[Pair]:
    """Yield the pairs of one example; `group` keeps its pairs in one fold of a cross-validation."""
    text = example.text
    document = Document(
        "example", text, "example", language=example.language, paragraphs=(Paragraph(0, len(text), example.language),)
    )
    resources = load_resources((example.language,))
    sentences = parse_document(document)
    mentions = find_mentions(document, sentences, resources)
    marked = [
        (_read_codes(mentions, source), event, _read_codes(mentions, target))
        for source, event, target, _ in example.events
    ]
    for number, sentence in enumerate(sentences):
        clause = Clause(sentence, [m for m in mentions if m.sentence == number], resources.languages[example.language])
        proposals, lexicon = list(propose_events(clause, number)), list_lexicon_types(clause)
        usable = [m for m in clause.by_head.values() if all(a.kind not in ("place", "media") for a in m.actors)]
        for source in usable:
            for target in usable:
                if source is target or not _codes(source).isdisjoint(_codes(target)):
                    continue
                labels, unsure = _find_labels(source, target, example, marked)
                if len(labels) > 0 or not unsure:
                    features = tuple(sorted(set(describe_pair(clause, source, target, proposals, lexicon))))
                    yield Pair(features, labels, group)


def _codes(mention: Mention) -> set[str]:
    return {actor.code for actor in mention.actors}


def _read_codes(mentions: tuple[Mention, ...], span: tuple[int, int]) -> set[str]:
    return {code for m in mentions if m.start < span[1] and span[0] < m.end for code in _codes(m)}


def _find_labels(
    source: Mention, target: Mention, example: Example, marked: list[tuple[set[str], str, set[str]]]
) -> tuple[tuple[str, ...], bool]:
    """Return the types annotated for a pair, and whether its parties are tied through other mentions of them."""
    labels, unsure = set(), False
    for (left, event, right, _), (left_codes, _, right_codes) in zip(example.events, marked, strict=True):
        ways = [(left, right, left_codes, right_codes)]
        if event in SYMMETRIC_TYPES:
            ways.append((right, left, right_codes, left_codes))
        for one, other, one_codes, other_codes in ways:
            if _covers(source, one) and _covers(target, other):
                labels.add(event)
            elif not _codes(source).isdisjoint(one_codes) and not _codes(target).isdisjoint(other_codes):
                unsure = True
    return tuple(sorted(labels)), unsure


def _covers(mention: Mention, span: tuple[int, int]) -> bool:
    return mention.start < span[1] and span[0] < mention.end


def fit(pairs: list[Pair]) -> tuple[list[str], list[str], Any, Any]:
    """Fit the regression; returns labels, feature names, weights (features x labels) and intercepts."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for pair in pairs for name in pair.features)
    names = sorted(name for name, count in counts.items() if count >= RAREST)
    index = {name: n for n, name in enumerate(names)}
    columns, rows, labels = [], [0], []
    for pair in pairs:
        known = [index[name] for name in pair.features if name in index]
        for label in pair.labels if len(pair.labels) > 0 else (NONE,):
            columns += known
            rows.append(len(columns))
            labels.append(label)
    matrix = csr_matrix((np.ones(len(columns)), columns, rows), shape=(len(labels), len(names)))
    model = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-4).fit(matrix, labels)
    weights = model.coef_.T
    kept = np.abs(weights).max(axis=1) > LIGHTEST
    return (
        list(model.classes_),
        [n for n, keep in zip(names, kept, strict=True) if keep],
        weights[kept],
        model.intercept_,
    )


def train(examples: Path, output: Path) -> int:
    """Train on the examples below a folder, write the model, and return the number of pairs."""
    read = list(read_examples(examples))
    pairs = [pair for number, example in enumerate(read) for pair in make_pairs(example, number)]
    labels, names, weights, intercept = fit(pairs)
    write_model(output, labels, sorted({example.language for example in read}), names, weights, intercept)
    return len(pairs)


if __name__ == "__main__":
    folder = data_folder() / "events"
    print(f"trained on {train(folder / 'examples', folder / 'model.npz')} pairs", file=sys.stderr)
