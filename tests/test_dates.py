"""Dates at both ends: what a text's words mean (kg.extract.dates), and which days a date spans (kg.graph.spans)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.dates import find_dates, load_date_words, resolve_date
from kg.graph.spans import Span, find_span

_DAY = "2024-05-15"  # a Wednesday
_WORDS = [
    "31", "30", "2", "29", "1er", "february", "février", "march", "mars", "2023", "2000", "ago", "years", "ans", "il",
    "y", "a", "last", "next", "lundi", "monday", "in", "en",
]  # fmt: skip


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


def _read_date(text: str, language: str, document: str | None, *, future: bool = False) -> str | None:
    """Resolve the only date expression of a text."""
    (span,) = find_dates(text, load_date_words(language))
    return resolve_date(span, load_date_words(language), document, future=future)


def _fault(*values: Any, reason: str) -> Any:
    return pytest.param(*values, marks=pytest.mark.xfail(strict=True, reason=reason))


@pytest.mark.parametrize(
    ("language", "text", "document", "edtf"),
    [
        # The last such weekday, the day itself included.
        ("en", "They met on Monday.", _DAY, "2024-05-13"),
        ("en", "They met on Wednesday.", _DAY, "2024-05-15"),
        ("en", "They met on Friday.", _DAY, "2024-05-10"),
        ("fr", "Ils se sont vus lundi.", _DAY, "2024-05-13"),
        ("fr", "Ils se sont vus mercredi matin.", _DAY, "2024-05-15"),
        ("fr", "Ils se sont vus vendredi dernier.", _DAY, "2024-05-10"),
        ("en", "They met on Sunday.", "2024-01-03", "2023-12-31"),
        # Days counted from the document's.
        ("en", "They met yesterday.", "2024-03-01", "2024-02-29"),
        ("en", "They met today.", _DAY, "2024-05-15"),
        ("en", "They meet tomorrow.", "2023-12-31", "2024-01-01"),
        ("fr", "Ils se sont vus hier.", "2024-03-01", "2024-02-29"),
        ("fr", "Ils se sont vus avant-hier.", _DAY, "2024-05-13"),
        ("fr", "Ils se voient aujourd’hui.", _DAY, "2024-05-15"),
        ("fr", "Ils se voient demain.", "2023-12-31", "2024-01-01"),
        ("fr", "Ils se voient après-demain.", _DAY, "2024-05-17"),
        # Weeks, months and years counted from the document's.
        ("en", "They met last week.", _DAY, "2024-05-06/2024-05-12"),
        ("en", "They met this week.", _DAY, "2024-05-13/2024-05-19"),
        ("en", "They meet next week.", _DAY, "2024-05-20/2024-05-26"),
        ("fr", "Ils se sont vus la semaine dernière.", _DAY, "2024-05-06/2024-05-12"),
        ("fr", "Ils se voient cette semaine.", _DAY, "2024-05-13/2024-05-19"),
        ("fr", "Ils se voient la semaine prochaine.", _DAY, "2024-05-20/2024-05-26"),
        ("en", "They met last month.", "2024-01-10", "2023-12"),
        ("en", "They met this month.", _DAY, "2024-05"),
        ("en", "They meet next month.", "2024-12-10", "2025-01"),
        ("fr", "Ils se sont vus le mois dernier.", "2024-01-10", "2023-12"),
        ("fr", "Ils se voient le mois prochain.", "2024-12-10", "2025-01"),
        ("en", "They met last year.", _DAY, "2023"),
        ("en", "They met earlier this year.", _DAY, "2024"),
        ("en", "They meet next year.", _DAY, "2025"),
        ("fr", "Ils se sont vus l’an dernier.", _DAY, "2023"),
        ("fr", "Ils se sont vus l'année dernière.", _DAY, "2023"),
        ("fr", "Ils se voient cette année.", _DAY, "2024"),
        ("fr", "Ils se voient l'an prochain.", _DAY, "2025"),
        ("en", "They met 5 years ago.", _DAY, "2019"),
        ("fr", "Ils se sont vus il y a 5 ans.", _DAY, "2019"),
        # A day or a month without its year: the last one.
        ("en", "They met on 3 March.", _DAY, "2024-03-03"),
        ("en", "They met on March 3.", "2024-02-10", "2023-03-03"),
        ("en", "They met in April.", _DAY, "2024-04"),
        ("en", "They met in October.", _DAY, "2023-10"),
        ("fr", "Ils se sont vus le 3 mars.", _DAY, "2024-03-03"),
        ("fr", "Ils se sont vus le 1er mars.", "2024-02-10", "2023-03-01"),
        ("fr", "Ils se sont vus en avril.", _DAY, "2024-04"),
        ("fr", "Ils se sont vus en octobre.", _DAY, "2023-10"),
        # The text says all: the document's date does not matter.
        ("en", "They met on 24 February 2022.", None, "2022-02-24"),
        ("en", "They met on February 24, 2022.", _DAY, "2022-02-24"),
        ("en", "They met in March 2023.", None, "2023-03"),
        ("en", "They met in 1990.", None, "1990"),
        ("en", "They have talked since 2014.", _DAY, "2014"),
        ("fr", "Ils se sont vus le 24 février 2022.", None, "2022-02-24"),
        ("fr", "Ils se sont vus le 1er août 2022.", _DAY, "2022-08-01"),
        ("fr", "Ils se sont vus en mars 2023.", None, "2023-03"),
        ("fr", "Ils se sont vus en 1990.", None, "1990"),
        ("fr", "Ils se sont vus fin 2022.", _DAY, "2022"),
        # Never more precise than the document's own date.
        ("en", "They met on Monday.", "2024-05", "2024-05"),
        ("en", "They met on Monday.", "2024", "2024"),
        ("en", "They met last month.", "2024-05", "2024-04"),
        ("en", "They met last year.", "2024", "2023"),
        ("en", "They met on 3 March.", "2024-05", "2024-03-03"),
        ("fr", "Ils se sont vus lundi.", "2024-05", "2024-05"),
        ("fr", "Ils se sont vus lundi.", "2024", "2024"),
        ("fr", "Ils se sont vus le mois dernier.", "2024-05", "2024-04"),
        ("fr", "Ils se sont vus l'an dernier.", "2024-05", "2023"),
        # Nothing to count from.
        ("en", "They met on Monday.", None, None),
        ("en", "They met in March.", None, None),
        ("fr", "Ils se sont vus hier.", None, None),
        ("fr", "Ils se sont vus le 3 mars.", None, None),
        _fault("en", "They met three years ago.", _DAY, "2021", reason="numbers in words"),
        _fault("fr", "Ils se sont vus il y a trois ans.", _DAY, "2021", reason="numbers in words"),
        _fault("en", "They met two days ago.", _DAY, "2024-05-13", reason="days counted back"),
        _fault("fr", "Ils se sont vus il y a deux jours.", _DAY, "2024-05-13", reason="days counted back"),
        _fault("en", "They met the day before yesterday.", _DAY, "2024-05-13", reason="read as yesterday"),
    ],
)  # fmt: skip
def test_a_date_of_the_past_is(language: str, text: str, document: str | None, edtf: str | None) -> None:
    assert _read_date(text, language, document) == edtf


@pytest.mark.parametrize(
    ("language", "text", "document", "edtf"),
    [
        ("en", "They will meet on Friday.", _DAY, "2024-05-17"),
        ("en", "They will meet on Monday.", _DAY, "2024-05-20"),
        ("en", "They will meet next Monday.", _DAY, "2024-05-20"),
        ("en", "They will meet on 3 March.", _DAY, "2025-03-03"),
        ("en", "They will meet in October.", _DAY, "2024-10"),
        ("en", "They will meet in March 2026.", _DAY, "2026-03"),
        ("en", "They will meet on Monday.", "2024-05", "2024-05"),
        ("fr", "Ils se verront vendredi.", _DAY, "2024-05-17"),
        ("fr", "Ils se verront lundi prochain.", _DAY, "2024-05-20"),
        ("fr", "Ils se verront le 3 mars.", _DAY, "2025-03-03"),
        ("fr", "Ils se verront en octobre.", _DAY, "2024-10"),
        ("fr", "Ils se verront lundi.", None, None),
    ],
)
def test_a_date_of_the_future_is(language: str, text: str, document: str | None, edtf: str | None) -> None:
    assert _read_date(text, language, document, future=True) == edtf


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Russia may attack Estonia."),
        _fault("en", "Thousands of people march 20 kilometres to the embassy.", reason="a verb read as a month"),
        _fault("en", "A force of 2000 soldiers crossed the river.", reason="a number read as a year"),
        ("en", "Nothing has changed since the 1990s."),
        ("en", "The bill comes to 2,024 dollars."),
        _fault("fr", "Plus de 2000 soldats ont franchi le fleuve.", reason="a number read as a year"),
        ("fr", "Rien n'a changé depuis les années 1990."),
        ("fr", "Une sonde vers Mars a été lancée."),
        _fault("fr", "Le village est à 1950 mètres d'altitude.", reason="a number read as a year"),
        ("fr", "Ils ont reçu 2 000 fusils."),
    ],
)
def test_words_that_only_look_like_a_date_are_none(language: str, text: str) -> None:
    assert [span.text for span in find_dates(text, load_date_words(language))] == []


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "On 3 March they met, and on Friday they left.", ["3 March", "Friday"]),
        ("en", "Signed in March 2023, it ended last year.", ["March 2023", "last year"]),
        ("fr", "Le 3 mars ils se sont vus, et vendredi ils sont partis.", ["3 mars", "vendredi"]),
        ("fr", "Signé en mars 2023, il a pris fin l’an dernier.", ["mars 2023", "l’an dernier"]),
    ],
)
def test_dates_come_in_the_order_of_the_text_with_their_words(language: str, text: str, words: list[str]) -> None:
    spans = find_dates(text, load_date_words(language))
    assert [span.text for span in spans] == words
    assert [text[span.start : span.end] for span in spans] == words


@given(st.dates(date(1900, 1, 10), date(2200, 1, 1)), st.sampled_from(["en", "fr"]), st.integers(0, 6), st.booleans())
def test_a_weekday_is_the_last_one_or_the_next_one(day: date, language: str, number: int, future: bool) -> None:
    (name,) = (name for name, n in load_date_words(language).weekdays.items() if n == number)
    found = date.fromisoformat(_read_date(name, language, day.isoformat(), future=future) or "")
    assert found.weekday() == number
    assert timedelta(1) <= found - day <= timedelta(7) if future else timedelta(0) <= day - found <= timedelta(6)


@given(
    st.sampled_from(["en", "fr"]),
    st.lists(
        st.sampled_from(_WORDS),
        max_size=8,
    ).map(" ".join),
    st.sampled_from([None, "2023", "2023-02", "2023-02-28", "2024-02-29"]),
    st.booleans(),
)
def test_no_words_are_an_error_and_every_answer_is_a_date(
    language: str, text: str, document: str | None, future: bool
) -> None:
    for span in find_dates(text, load_date_words(language)):
        edtf = resolve_date(span, load_date_words(language), document, future=future)
        assert edtf is None or find_span(edtf) != (None, None)
