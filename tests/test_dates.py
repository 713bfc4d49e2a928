"""A date spans all the days that it can mean, and no more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.export.dates import Span, find_span


@pytest.mark.parametrize(
    ("edtf", "span"),
    [
        ("2022", ("2022-01-01", "2022-12-31")),
        ("2023-08", ("2023-08-01", "2023-08-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023-08-23", ("2023-08-23", "2023-08-23")),
        ("2023-08-23T10:00:00Z", ("2023-08-23", "2023-08-23")),
        ("2022?", ("2022-01-01", "2022-12-31")),
        ("2023-08~/2023-09", ("2023-08-01", "2023-09-30")),
        ("2023-12-01/2023-12-03", ("2023-12-01", "2023-12-03")),
        ("2022-02-24/..", ("2022-02-24", None)),
        ("../2022", (None, "2022-12-31")),
        ("202X", ("2020-01-01", "2029-12-31")),
        ("2023-XX-XX", ("2023-01-01", "2023-12-31")),
        ("2023-21", ("2023-03-01", "2023-05-31")),
        ("2023-24", ("2023-12-01", "2024-02-29")),
        ("2023-33", ("2023-01-01", "2023-03-31")),
        ("2023-41", ("2023-07-01", "2023-12-31")),
        (None, (None, None)),
        ("yesterday", (None, None)),
        ("2023-02-30", (None, None)),
        ("2023-50", (None, None)),
    ],
)
def test_span_of(edtf: str | None, span: Span) -> None:
    assert find_span(edtf) == span


@given(st.dates())
def test_a_day_is_its_own_span(day: object) -> None:
    assert find_span(str(day)) == ((str(day), str(day)) if str(day) >= "0001" else (None, None))


@given(st.text("0123456789X-/.?~%T", max_size=24))
def test_no_text_is_an_error_and_no_span_runs_backwards(text: str) -> None:
    first, last = find_span(text)
    assert "/" in text or first is None or last is None or first <= last
