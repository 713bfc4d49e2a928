"""Train both models of the events from kg/data/events: `python -m kg.run.train`, or `make model`.

Both learn from single sentences (`examples/`) and from passages (`passages/`), which are annotated whole. For the
typing model every ordered pair of mentions of a sentence is an example, of the types that it is annotated with, else of
NONE. Pairs whose parties are tied through other mentions of them are left out, as nobody has said whether these words
tie them. For the judging model every act that a text makes thinkable is one. The same data give the same bytes.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import DataError
from kg.extract.events import propose_events
from kg.extract.judging import describe_acts
from kg.extract.linear import NONE, Model, write_model
from kg.extract.parsing import parse_document
from kg.extract.pipeline import find_mentions, load_resources, read_sentences
from kg.extract.readings import Act, Reading, make_act
from kg.extract.typing_model import describe_pairs
from kg.extract.vocabulary import data_folder, read_yaml
from kg.types import EVENT_TYPES, STATUSES, SYMMETRIC_TYPES, Document, Mention, Paragraph

# Inverse strength of the L2 penalty, by four-fold cross-validation over sentences among 0.1, 0.3, 1 and 3.
STRENGTH = 0.3
# The same for the judging model, over the passages, among 0.1, 0.5 and 1.
JUDGING_STRENGTH = 0.1
FOLDS = 4
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


def read_examples(folder: Path) -> Iterator[Example]:
    """Yield the examples below a folder of languages; a DataError names the file and the text that is wrong."""
    for path in sorted(folder.glob("*/*.yml")):
        yield from read_example_file(path, path.parent.name)


def read_example_file(path: Path, language: str) -> Iterator[Example]:
    """Yield the examples of one file; a DataError names the file and the text that is wrong."""
    for row in read_yaml(path) or ():
        try:
            yield _read_example(language, row)
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


@dataclass(frozen=True, slots=True)
class Lesson:
    """An example as the pipeline reads it: its readings without scores, and the features of their pairs."""

    example: Example
    mentions: tuple[Mention, ...]
    readings: tuple[Reading, ...]
    features: tuple[dict[tuple[int, int], tuple[str, ...]], ...]


def read_lesson(example: Example) -> Lesson:
    """Read an example as the pipeline does."""
    text = example.text
    document = Document(
        "example", text, "example", language=example.language, paragraphs=(Paragraph(0, len(text), example.language),)
    )
    resources = load_resources((example.language,))
    sentences = parse_document(document)
    mentions = find_mentions(document, sentences, resources)
    readings = read_sentences(sentences, mentions, resources, None)
    features = tuple(
        describe_pairs(r.clause, list(propose_events(r.number, r.filled, r.clause.language))) for r in readings
    )
    return Lesson(example, mentions, readings, features)


def make_pairs(lesson: Lesson) -> Iterator[Pair]:
    """Yield the pairs that the typing model learns from."""
    marked = [
        (_read_codes(lesson.mentions, source), event, _read_codes(lesson.mentions, target))
        for source, event, target, _ in lesson.example.events
    ]
    for reading, described in zip(lesson.readings, lesson.features, strict=True):
        for (source, target), features in described.items():
            by_head = reading.clause.by_head
            labels, unsure = _find_labels(by_head[source], by_head[target], lesson.example, marked)
            if len(labels) > 0 or not unsure:
                yield Pair(features, labels)


def list_acts(example: Example, mentions: tuple[Mention, ...]) -> set[Act]:
    """List the acts that an example is annotated with, by the parties of the mentions that its marks touch."""
    return {
        make_act(one, event, other)
        for source, event, target, _ in example.events
        for one in _read_codes(mentions, source)
        for other in _read_codes(mentions, target)
        if one != other
    }


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


def fit_typing(pairs: Iterable[Pair], languages: tuple[str, ...]) -> Model:
    """Fit the typing model."""
    rows, labels = [], []
    for pair in pairs:
        for label in pair.labels if len(pair.labels) > 0 else (NONE,):
            rows.append(dict.fromkeys(pair.features, 1.0))
            labels.append(label)
    return _fit(rows, labels, languages, strength=STRENGTH, rarest=RAREST)


def fit_judging(lessons: Sequence[Lesson], typing: Sequence[Model], languages: tuple[str, ...]) -> Model:
    """Fit the judging model; `typing[n]` is a typing model that has not learned from lesson `n`."""
    rows, labels = [], []
    for lesson, model in zip(lessons, typing, strict=True):
        stated = list_acts(lesson.example, lesson.mentions)
        for act, features in describe_acts(score_lesson(lesson, model), model.labels).items():
            rows.append(features)
            labels.append("yes" if act in stated else "no")
    return _fit(rows, labels, languages, strength=JUDGING_STRENGTH, rarest=1)


def score_lesson(lesson: Lesson, typing: Model) -> tuple[Reading, ...]:
    """Return the readings of a lesson with a model's scores."""
    return tuple(
        replace(reading, scores={heads: typing.predict(features) for heads, features in described.items()})
        for reading, described in zip(lesson.readings, lesson.features, strict=True)
    )


def _fit(
    rows: Sequence[Mapping[str, float]], labels: list[str], languages: tuple[str, ...], *, strength: float, rarest: int
) -> Model:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for row in rows for name in row)
    names = sorted(name for name, count in counts.items() if count >= rarest)
    index = {name: n for n, name in enumerate(names)}
    columns, values, ends = [], [], [0]
    for row in rows:
        known = [name for name in row if name in index]
        columns += [index[name] for name in known]
        values += [row[name] for name in known]
        ends.append(len(columns))
    matrix = csr_matrix((values, columns, ends), shape=(len(rows), len(names)))
    fitted = LogisticRegression(C=strength, max_iter=200, tol=1e-3).fit(matrix, labels)
    weights, intercept = fitted.coef_.T, fitted.intercept_
    if len(fitted.classes_) == 2:  # one column stands for both
        weights, intercept = np.hstack([-weights / 2, weights / 2]), np.array([-intercept[0] / 2, intercept[0] / 2])
    kept = np.abs(weights).max(axis=1) > LIGHTEST
    chosen = [name for name, keep in zip(names, kept, strict=True) if keep]
    return Model(
        tuple(str(label) for label in fitted.classes_),
        languages,
        {name: n for n, name in enumerate(chosen)},
        weights[kept].astype(np.float32),
        intercept.astype(np.float32),
    )


def train(lessons: Sequence[Lesson]) -> tuple[Model, Model]:
    """Return the typing and the judging model.

    The judging model learns how far to trust the typing model on texts that it has not seen: on each part of the
    lessons from a typing model trained on the rest.
    """
    languages = tuple(sorted({lesson.example.language for lesson in lessons}))
    parts = [list(make_pairs(lesson)) for lesson in lessons]
    unseen = [
        fit_typing((p for n, part in enumerate(parts) if n % FOLDS != fold for p in part), languages)
        for fold in range(FOLDS)
    ]
    judging = fit_judging(lessons, [unseen[n % FOLDS] for n in range(len(lessons))], languages)
    return fit_typing((p for part in parts for p in part), languages), judging


def main() -> None:
    """Train both models on kg/data/events and write them there."""
    folder = data_folder() / "events"
    lessons = [read_lesson(example) for part in ("examples", "passages") for example in read_examples(folder / part)]
    typing, judging = train(lessons)
    write_model(folder / "typing.npz", typing)
    write_model(folder / "judging.npz", judging)
    print(f"trained on {len(lessons)} texts", file=sys.stderr)


if __name__ == "__main__":
    main()
