"""Evidence is a piece of the text, to the character, whatever stands around it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_events import CASES, Case, extract_case, find_acts

from kg.extract.pipeline import extract
from kg.read.blob import Fields
from kg.read.text import make_document
from kg.types import Event, Extraction

_WITH_EVENTS = [case for case in CASES if len(case.events) > 0]
_KINDS = sorted({(case.language, case.kind) for case in CASES})


def _read(text: str, language: str) -> Extraction:
    return extract(make_document(text, "case", ("en", "fr"), Fields(language=language)))


def _check(event: Event, text: str) -> None:
    evidence = event.evidence
    first, last = evidence.sentence
    assert text[evidence.start : evidence.end] == evidence.text
    assert text[first:last] == evidence.sentence_text
    assert first <= evidence.start < evidence.end <= last
    assert evidence.text == evidence.text.strip()
    for start, end in (evidence.source, evidence.target):
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert not first <= start < last or evidence.start <= start < end <= evidence.end


@pytest.mark.parametrize(("language", "kind"), _KINDS)
def test_evidence_is_its_piece_of_the_text(language: str, kind: str) -> None:
    for case in CASES:
        if (case.language, case.kind) == (language, kind):
            for event in extract_case(case).events:
                _check(event, case.text)


@pytest.mark.parametrize(("language", "kind"), _KINDS)
def test_sources_are_pieces_of_the_text(language: str, kind: str) -> None:
    for case in CASES:
        if (case.language, case.kind) == (language, kind):
            for source in (s for event in extract_case(case).events for s in event.attribution):
                assert source.start is not None
                assert source.end is not None
                words = case.text[source.start : source.end]
                assert words != ""
                assert source.actor is not None or source.name == words


def test_the_evidence_of_one_clause_leaves_the_other_out() -> None:
    text = "Iran has delivered drones to Russia, and the price of bread rose again in Cairo."
    (event,) = _read(text, "en").events
    assert event.evidence.text == "Iran has delivered drones to Russia"


@given(
    st.sampled_from(_WITH_EVENTS),
    st.text(" \t\n\u00a0", max_size=6),
    st.sampled_from(["", '"', "« ", "“", "(", "— ", "- ", "'"]),
    st.sampled_from(["", '"', " »", "”", ")", " …", "'"]),
    st.text(" \t\n\u00a0", max_size=6),
)
@settings(max_examples=60, deadline=None)
def test_offsets_hold_between_any_blanks_and_quotes(
    case: Case, before: str, opening: str, closing: str, after: str
) -> None:
    text = f"{before}{opening}{case.text}{closing}{after}"
    for event in _read(text, case.language).events:
        _check(event, text)


@given(st.sampled_from(_WITH_EVENTS), st.text(" \n", max_size=6), st.text(" \n", max_size=6))
@settings(max_examples=40, deadline=None)
def test_blanks_around_a_text_change_nothing(case: Case, before: str, after: str) -> None:
    bare = _read(case.text, case.language)
    found = _read(f"{before}{case.text}{after}", case.language)
    assert find_acts(found.events).keys() == find_acts(bare.events).keys()
    moved = {act: event.evidence.start - len(before) for act, event in find_acts(found.events).items()}
    assert moved == {act: event.evidence.start for act, event in find_acts(bare.events).items()}


@given(st.sampled_from([case for case in CASES if len(case.events) == 0]), st.sampled_from(_WITH_EVENTS))
@settings(max_examples=40, deadline=None)
def test_offsets_hold_behind_another_paragraph(first: Case, second: Case) -> None:
    text = f"{first.text}\n\n{second.text}"
    for event in _read(text, second.language).events:
        _check(event, text)
