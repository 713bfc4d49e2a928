"""Copies of one story are found among agency copy, and reports by other hands are not; order changes nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.graph.stories import Sketch, find_stories, make_sketch

_CASES = yaml.safe_load((Path(__file__).parent / "cases" / "duplicates.yml").read_text(encoding="utf-8"))


def _write(case: dict[str, Any], copy: dict[str, Any]) -> str:
    """Write a copy of a story; without any change, the story itself."""
    body = " ".join(case["body"][: copy.get("keep")])
    for old, new in copy.get("edits", {}).items():
        body = body.replace(old, new)
    head = f"{copy.get('title', case['title'])}\n\n{copy.get('lead', case['lead'])}"
    return " ".join([head, body, *([copy["add"]] if "add" in copy else [])])


def _list_texts() -> Iterator[tuple[str, str, str]]:
    """Yield (document, the story that it tells, text)."""
    for case in _CASES:
        for number, copy in enumerate([{}, *case["copies"]]):
            yield f"{case['id']}/{number}", case["id"], _write(case, copy)
        for number, text in enumerate(case["others"]):
            yield f"{case['id']}/other/{number}", f"{case['id']}/other/{number}", text


TEXTS = tuple(_list_texts())
SKETCHES = tuple(make_sketch(id, None, text) for id, _, text in TEXTS)


def test_reprints_are_told_from_other_reports_of_the_same_event() -> None:
    told = {id: story for id, story, _ in TEXTS}
    found = find_stories(SKETCHES)
    pairs = [(told[a] == told[b], found[a] == found[b]) for a, b in combinations(told, 2)]
    right, wrong = pairs.count((True, True)), pairs.count((False, True))
    assert len([pair for pair in pairs if pair[0]]) == 196
    assert right / (right + wrong) >= 0.99
    assert right / 196 >= 0.98


def test_the_order_of_documents_changes_nothing() -> None:
    shuffled = random.Random(1).sample(SKETCHES, len(SKETCHES))  # noqa: S311 (no secret)
    assert find_stories(shuffled) == find_stories(SKETCHES)


def test_a_story_is_named_after_the_least_id_that_tells_it() -> None:
    found = find_stories(SKETCHES)
    assert {found[f"gas-talks/{number}"] for number in range(7)} == {"gas-talks/0"}


@pytest.mark.parametrize("text", ["Iran met Russia.", "a", "…"])
def test_equal_texts_are_copies_however_short(text: str) -> None:
    assert find_stories([make_sketch(id, None, text) for id in "ba"]) == {"a": "a", "b": "a"}


def test_short_texts_that_share_a_phrase_are_no_copies() -> None:
    texts = ("Iran's president met Russia's president in Baku.", "Iran's president met Russia's president in Ankara.")
    assert find_stories([make_sketch(text, None, text) for text in texts]) == {text: text for text in texts}


@pytest.mark.parametrize(("date", "same"), [("2024-05-08", True), ("2024-05-09", False), ("2024", True), (None, True)])
def test_equal_texts_of_days_far_apart_are_two_stories(date: str | None, same: bool) -> None:
    first = replace(SKETCHES[0], date="2024-05-01")
    found = find_stories([first, replace(first, document="z", date=date)])
    assert (found["z"] == first.document) is same


def test_no_document_tells_no_story() -> None:
    assert find_stories(list[Sketch]()) == {}
