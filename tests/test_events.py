"""Events as a reader meets them: the sentences of tests/cases, through the whole extraction.

Parties are compared as codes, the whole set of events at once: one too many is as wrong as one too few. A known fault
stands in the case itself (`xfail`), strictly, so that it goes when the fault goes.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from kg.extract.pipeline import extract
from kg.read.blob import Fields
from kg.read.text import make_document
from kg.types import SYMMETRIC_TYPES, Event, Extraction

_CASES = Path(__file__).parent / "cases"
_KEYS = {"kind", "text", "events", "attribution", "date", "xfail"}

Act = tuple[str, str, str, str]


class Case(NamedTuple):
    """One line of tests/cases/<language>/events.yml; `date` is (document's, EDTF of the first event)."""

    id: str
    language: str
    kind: str
    text: str
    events: tuple[Act, ...]
    attribution: tuple[str, ...] | None
    date: tuple[str, str | None] | None
    xfail: str | None


def read_cases(folder: Path = _CASES) -> list[Case]:
    """Read the cases of all languages; an id is language, kind and number within the kind."""
    cases = []
    for path in sorted(folder.glob("*/events.yml")):
        numbers: Counter[str] = Counter()
        for line in yaml.safe_load(path.read_text(encoding="utf-8")):
            assert set(line) <= _KEYS, f"{path}: unknown key in {line}"
            numbers[line["kind"]] += 1
            cases.append(_make_case(path.parent.name, numbers[line["kind"]], line))
    return cases


def _make_case(language: str, number: int, line: dict[str, Any]) -> Case:
    return Case(
        id=f"{language}-{line['kind']}-{number}",
        language=language,
        kind=line["kind"],
        text=line["text"],
        events=tuple(order_act(*event) for event in line["events"]),
        attribution=tuple(line["attribution"]) if "attribution" in line else None,
        date=tuple(line["date"]) if "date" in line else None,
        xfail=line.get("xfail"),
    )


def order_act(source: str, event: str, target: str, status: str = "asserted") -> Act:
    """Make an event comparable: what is done together has no order (guidelines, rule 5)."""
    if event in SYMMETRIC_TYPES:
        source, target = sorted((source, target))
    return source, event, target, status


@lru_cache(maxsize=2000)
def extract_case(case: Case) -> Extraction:
    """Run the extraction on a case, once for all tests of a session."""
    fields = Fields(language=case.language, date=case.date[0] if case.date is not None else None)
    return extract(make_document(case.text, "case", ("en", "fr"), fields))


def find_acts(events: Iterable[Event]) -> dict[Act, Event]:
    """Key events by what a case compares."""
    return {order_act(e.source.code, e.event, e.target.code, e.status): e for e in events}


def is_chain(event: Event, text: str, names: tuple[str, ...]) -> bool:
    """Say whether an event is attributed to these names, innermost first, by its name or its words in the text."""
    chain = [(fold(s.name), fold(text[s.start : s.end]) if s.start is not None else "") for s in event.attribution]
    return len(chain) == len(names) and all(
        fold(name) in said or fold(name) in passage for name, (said, passage) in zip(names, chain, strict=True)
    )


def fold(text: str) -> str:
    """Drop case and accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


CASES = read_cases()


def list_params(cases: Iterable[Case]) -> list[Any]:
    """Cases as parameters, known faults marked."""
    params = []
    for case in cases:
        marks = [pytest.mark.xfail(strict=True, reason=case.xfail)] if case.xfail is not None else []
        params.append(pytest.param(case, id=case.id, marks=marks))
    return params


@pytest.fixture(scope="session")
def pipeline() -> Callable[[Case], Extraction]:
    """The whole extraction, its models loaded once."""
    return extract_case


@pytest.mark.parametrize("case", list_params(CASES))
def test_the_case_states_these_events_and_no_other(case: Case, pipeline: Callable[[Case], Extraction]) -> None:
    found = find_acts(pipeline(case).events)
    assert set(found) == set(case.events), [e.reason for e in found.values()]
    if case.attribution is not None:
        first = found[case.events[0]]
        assert is_chain(first, case.text, case.attribution), [s.name for s in first.attribution]
    if case.date is not None:
        assert found[case.events[0]].date == case.date[1]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_there_are_three_hundred_cases_and_eighty_without_an_event(language: str) -> None:
    own = [case for case in CASES if case.language == language]
    assert len({case.text for case in own}) == len(own) >= 310
    assert sum(len(case.events) == 0 for case in own) >= 85
    assert all((len(case.events) == 0) == (case.kind == "none") for case in own)


def test_every_language_has_every_construction() -> None:
    kinds = {language: {c.kind for c in CASES if c.language == language} for language in ("en", "fr")}
    assert kinds["en"] == kinds["fr"]
    assert min(Counter((c.language, c.kind) for c in CASES).values()) >= 12
