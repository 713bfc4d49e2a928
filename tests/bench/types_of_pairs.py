"""How well the types of marked pairs are told: `python tests/bench/types_of_pairs.py FILE.jsonl` prints the figures.

FILE.jsonl holds {"id", "lang", "text", "source": [start, end], "target": [start, end], "type"} a line; YIELD is CONCEDE
or RETREAT. Accuracy and macro F1 of types and of groups, of the model that is shipped, and of five models that have
learned from four fifths of the file as well, each on the fifth that it has not seen.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kg.extract.linear import Model, load_model
from kg.extract.pipeline import describe_marks
from kg.extract.typing_model import score_types
from kg.extract.vocabulary import data_folder
from kg.run.train import Pair, fit_typing, make_pairs, read_examples, read_lesson
from kg.types import QUAD_OF, Document, Paragraph

FOLDS = 5
Row = tuple[tuple[str, ...], str]


def read_rows(path: Path) -> list[Row]:
    """Return features and type of each line."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, language = row["text"], row["lang"]
        document = Document("row", text, "-", language=language, paragraphs=(Paragraph(0, len(text), language),))
        rows.append((describe_marks(document, tuple(row["source"]), tuple(row["target"])), row["type"]))
    return rows


def guess(row: Row, model: Model) -> str:
    """Return the likeliest type."""
    scores = score_types(row[0], model)
    return fold(max(sorted(scores), key=lambda event: scores[event]))


def fold(event: str) -> str:
    """CONCEDE and RETREAT are one type here."""
    return "YIELD" if event in ("CONCEDE", "RETREAT") else event


def describe(gold: list[str], guessed: list[str]) -> str:
    """Return accuracy and macro F1."""
    figures = []
    for label in sorted(set(gold)):
        right = sum(g == p == label for g, p in zip(gold, guessed, strict=True))
        wrong = sum((g == label) != (p == label) for g, p in zip(gold, guessed, strict=True))
        figures.append(2 * right / (2 * right + wrong) if right > 0 else 0.0)
    accuracy = sum(g == p for g, p in zip(gold, guessed, strict=True)) / len(gold)
    return f"accuracy {accuracy:.3f}  macro F1 {sum(figures) / len(figures):.3f}"


def report(name: str, rows: list[Row], guessed: list[str]) -> None:
    """Print types and groups."""
    groups = QUAD_OF | {"YIELD": "material cooperation"}
    gold = [fold(event) for _, event in rows]
    print(f"{name:32} type  {describe(gold, guessed)}")
    print(f"{'':32} group {describe([groups[g] for g in gold], [groups[g] for g in guessed])}", flush=True)


def main(path: Path) -> None:
    """Print both reports."""
    rows = read_rows(path)
    shipped = load_model("typing")
    report("as shipped", rows, [guess(row, shipped) for row in rows])
    folder = data_folder() / "events"
    own = [
        pair
        for part in ("examples", "passages")
        for example in read_examples(folder / part)
        for pair in make_pairs(read_lesson(example))
    ]
    guessed = [""] * len(rows)
    for part in range(FOLDS):
        seen = [
            Pair(features, ("CONCEDE",) if event == "YIELD" else (event,))
            for n, (features, event) in enumerate(rows)
            if n % FOLDS != part
        ]
        model = fit_typing([*own, *seen], shipped.languages)
        for n in range(part, len(rows), FOLDS):
            guessed[n] = guess(rows[n], model)
    report(f"with it added, {FOLDS} folds", rows, guessed)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
