"""How right the events are on annotated passages: `python tests/bench/quality.py GOLD.jsonl` prints the figures.

GOLD.jsonl holds a passage a line: {"id", "lang", "text", "date", "events": [{"source", "target", "event", "status",
"date", "attributed_to"}]}, codes of parties as source and target. Printed for all passages and for each language:

- precision, recall and F1 of pairs, groups, events, and events with status;
- of the events that both have: how often status, date (EDTF, the same string) and speaker (the same name, or one of
  the chain) agree, and precision and recall of dates and speakers where one of both gives one;
- how often an event is right at each level of confidence, the expected calibration error and the Brier score.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from anyascii import anyascii

from kg.extract.pipeline import extract
from kg.extract.readings import Act, make_act
from kg.types import QUAD_OF, Document, Event, Paragraph

_BINS = 10


def fold(name: object) -> str:
    """Compare codes and names without case, accents or punctuation."""
    return re.sub(r"[^A-Z0-9]+", " ", anyascii(str(name or "")).upper()).strip()


def make_item(source: str, event: str, target: str) -> Act:
    """Return who did what to whom, codes folded."""
    return make_act(fold(source), event, fold(target))


def read_passages(path: Path) -> Iterator[tuple[str, dict[Act, list[dict[str, Any]]], dict[Act, list[Event]]]]:
    """Yield language, expected events and found events of each passage, by item."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        paragraphs = (Paragraph(0, len(text), row["lang"]),)
        document = Document(row["id"], text, "gold", date=row.get("date"), language=row["lang"], paragraphs=paragraphs)
        wanted: dict[Act, list[dict[str, Any]]] = defaultdict(list)
        for one in row["events"]:
            wanted[make_item(one["source"], one["event"], one["target"])].append(one)
        found: dict[Act, list[Event]] = defaultdict(list)
        for event in extract(document).events:
            found[make_item(event.source.code, event.event, event.target.code)].append(event)
        yield row["lang"], wanted, found


def rate(wanted: Iterable[Any], found: Iterable[Any]) -> tuple[int, int, int]:
    """Return how many are right, found and wanted."""
    wanted, found = set(wanted), set(found)
    return len(wanted & found), len(found), len(wanted)


def describe(right: int, found: int, wanted: int) -> str:
    """Return precision, recall and F1 as text."""
    return (
        f"P {right / max(found, 1):.3f}  R {right / max(wanted, 1):.3f}  F1 {2 * right / max(found + wanted, 1):.3f}"
        f"  ({right} of {found} found, {wanted} wanted)"
    )


LEVELS: dict[str, Callable[[Act], Any]] = {
    "pair": lambda item: tuple(sorted((item[0], item[2]))),
    "group": lambda item: (*sorted((item[0], item[2])), QUAD_OF[item[1]]),
    "event": lambda item: item,
}


def main(path: Path) -> None:
    """Print all figures."""
    passages = list(read_passages(path))
    for group in ("all", *sorted({language for language, _, _ in passages})):
        chosen = [(w, f) for language, w, f in passages if group in ("all", language)]
        print(f"{group}: {len(chosen)} passages")
        for name, key in LEVELS.items():
            counts = [rate(map(key, w), map(key, f)) for w, f in chosen]
            print(f"  {name:10}{describe(*map(sum, zip(*counts, strict=True)))}")
        counts = [
            rate(
                {(k, e["status"]) for k, rows in w.items() for e in rows},
                {(k, e.status) for k, rows in f.items() for e in rows},
            )
            for w, f in chosen
        ]
        print(f"  {'status':10}{describe(*map(sum, zip(*counts, strict=True)))}")
        _print_agreement(chosen)
        _print_reliability(chosen)


def _print_agreement(chosen: list[tuple[dict[Act, list[dict[str, Any]]], dict[Act, list[Event]]]]) -> None:
    both = [(w[item], f[item]) for w, f in chosen for item in w if item in f]
    status = sum(any(e["status"] == g.status for e in want for g in got) for want, got in both)
    print(f"  of {len(both)} events that both have:")
    print(f"    status     {status / max(len(both), 1):.3f} agree")
    dates = [({e["date"] for e in want if e["date"]}, {g.date for g in got if g.date}) for want, got in both]
    _print_field("date", dates, lambda one, other: one == other)
    speakers = [
        (
            {fold(e["attributed_to"]) for e in want if e["attributed_to"]},
            {fold(s.name) for g in got for s in g.attribution},
        )
        for want, got in both
    ]
    _print_field("speaker", speakers, lambda one, other: one in other or other in one)


def _print_field(name: str, rows: list[tuple[set[str], set[str]]], same: Callable[[str, str], bool]) -> None:
    right = sum(any(same(a, b) for a in want for b in got) for want, got in rows)
    found, wanted = sum(len(got) > 0 for _, got in rows), sum(len(want) > 0 for want, _ in rows)
    silent = sum(len(want) == 0 and len(got) == 0 for want, got in rows)
    print(
        f"    {name:10} {(right + silent) / max(len(rows), 1):.3f} agree; where given: {describe(right, found, wanted)}"
    )


def _print_reliability(chosen: list[tuple[dict[Act, list[dict[str, Any]]], dict[Act, list[Event]]]]) -> None:
    rows = [(max(g.confidence for g in got), item in w) for w, f in chosen for item, got in f.items()]
    print("  confidence: said, right, events")
    error = 0.0
    for number in range(_BINS):
        inside = [(c, r) for c, r in rows if min(int(c * _BINS), _BINS - 1) == number]
        if len(inside) > 0:
            said, right = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            error += abs(said - right) * len(inside) / len(rows)
            print(f"    {said:.2f}  {right:.2f}  {len(inside)}")
    brier = sum((c - r) ** 2 for c, r in rows) / max(len(rows), 1)
    print(f"    expected calibration error {error:.3f}, Brier score {brier:.3f}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
