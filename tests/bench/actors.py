"""What 100,000 names of a user's own cost: `python tests/bench/actors.py [FILE.jsonl]` prints a table.

Runs `kg extract` on FILE (by default some passages of tests/cases) with and without them, in turn, each in a process of
its own, and loads the gazetteer of each language. Wanted: less than 15 % more processor time, loaded in under 3 s.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from kg.extract.gazetteer import load_gazetteer
from kg.extract.vocabulary import Additions, list_languages

NAMES = 100_000
PASSAGES, REPEATS = 50, 3  # passages a language
_CASES = Path(__file__).parent.parent / "cases"
_SYLLABLES = ("ka", "lo", "mi", "ra", "du", "te", "vo", "sha", "ber", "nin", "gor", "el", "tas", "zim", "pra", "ond")
_BODIES = ("Ministry of", "Front for", "Union of", "Army of", "Bank of", "Mouvement de", "Conseil de")


def write_names(path: Path) -> None:
    """Write actors of a fictitious world with `NAMES` names: people in two spellings, and bodies that begin alike."""
    dice = random.Random(5)  # noqa: S311 - a benchmark, not a secret
    with path.open("w", encoding="utf-8") as lines:
        for number in range(NAMES // 2):
            first, last = (_make_word(dice) for _ in range(2))
            if number % 3 == 0:
                kind, names = "organisation", [f"{dice.choice(_BODIES)} {first} {last}", f"{last} {first} {number}"]
            else:
                kind, names = "person", [f"{first} {last}", f"{first} {last[0]}. {last}{number}"]
            actor = {"id": f"{kind}/bench-{number}", "kind": kind, "code": f"Bench {number}", "names": names}
            lines.write(json.dumps(actor) + "\n")


def write_texts(path: Path) -> None:
    """Write the first passages of tests/cases as documents."""
    with path.open("w", encoding="utf-8") as lines:
        for source in sorted(_CASES.glob("*/passages.yml")):
            for number, case in enumerate(yaml.safe_load(source.read_text(encoding="utf-8"))[:PASSAGES]):
                row = {"id": f"{source.parent.name}-{number}", "lang": source.parent.name, "text": case["text"]}
                lines.write(json.dumps(row) + "\n")


def time_extract(texts: Path, *options: str) -> float:
    """Return the processor seconds of one `kg extract`."""
    before = os.times()
    subprocess.run([sys.executable, "-m", "kg", "extract", str(texts), *options], check=True, capture_output=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def time_load(language: str, additions: Additions) -> float:
    """Return the processor seconds of loading a language's gazetteer for the first time."""
    started = time.process_time()
    load_gazetteer(language, additions)
    return time.process_time() - started


def main() -> None:
    """Measure, and print a row a figure."""
    with tempfile.TemporaryDirectory() as folder:
        names, texts = Path(folder) / "names.jsonl", Path(folder) / "texts.jsonl"
        write_names(names)
        write_texts(texts)
        texts = Path(sys.argv[1]) if len(sys.argv) > 1 else texts
        for number, language in enumerate(list_languages()):
            load = time_load(language, Additions((names,)))
            told = "with reading the file" if number == 0 else "the file read before"
            print(f"load {language}, {NAMES} names ({told}): {load:.2f} s")
        plain, full = [], []
        for _ in range(REPEATS):
            plain.append(time_extract(texts))
            full.append(time_extract(texts, "--actors", str(names)))
    for name, choose in (("least", min), ("median", statistics.median)):
        one, other = choose(plain), choose(full)
        print(f"kg extract, {name} of {REPEATS}: {one:.2f} s, with names {other:.2f} s: {other / one - 1:+.1%}")


def _make_word(dice: random.Random) -> str:
    return "".join(dice.choice(_SYLLABLES) for _ in range(dice.randint(2, 4))).capitalize()


if __name__ == "__main__":
    main()
