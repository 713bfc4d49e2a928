"""How right the events of whole passages are: own passages that no model has learned from, with floors that only rise.

An item is (source party, type, target party), without order where the type has none. A mark stands for the parties of
the mentions that it touches. The figures are those of `tests/bench/quality.py`, on our own text.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import pytest
from bench.quality import LEVELS

from kg.extract.pipeline import extract
from kg.extract.readings import Act, make_act
from kg.run.train import Example, list_acts, read_example_file
from kg.types import Document, Mention, Paragraph

_CASES = Path(__file__).parent / "cases"
# language: digest of the passages, floor of F1 for pairs, groups and events
FLOORS = {"en": ("b71b9a5c0675", 0.70, 0.58, 0.51), "fr": ("24e43f4e34a0", 0.69, 0.60, 0.52)}


@lru_cache(maxsize=2)
def measure(language: str) -> dict[str, float]:
    """Return the F1 of each level over the passages of a language."""
    rows = [_compare(example) for example in read_example_file(_CASES / language / "passages.yml", language)]
    figures = {}
    for level, key in LEVELS.items():
        wanted, found = ([{key(act) for act in row[n]} for row in rows] for n in (0, 1))
        right = sum(len(w & f) for w, f in zip(wanted, found, strict=True))
        figures[level] = 2 * right / (sum(map(len, wanted)) + sum(map(len, found)))
    return figures


def _compare(example: Example) -> tuple[set[Act], set[Act]]:
    paragraphs = (Paragraph(0, len(example.text), example.language),)
    extraction = extract(Document("passage", example.text, "-", language=example.language, paragraphs=paragraphs))
    found = {make_act(e.source.code, e.event, e.target.code) for e in extraction.events}
    return list_acts(example, _keep_acting(extraction.mentions)), found


def _keep_acting(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    return tuple(m for m in mentions if len(m.actors) > 0)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("language", FLOORS)
def test_events_of_passages_do_not_get_worse(language: str, level: str) -> None:
    digest, *floors = FLOORS[language]
    text = (_CASES / language / "passages.yml").read_bytes()
    assert hashlib.sha256(text).hexdigest()[:12] == digest, "the passages have changed: measure the floors anew"
    assert measure(language)[level] >= dict(zip(LEVELS, floors, strict=True))[level]
