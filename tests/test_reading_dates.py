"""A date is found where something states it, and is never more precise than it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import LANGUAGES

from kg.read.dates import find_head_date, find_name_date, find_order, is_date, parse_date


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2023-08-23T10:00:00+02:00", "2023-08-23"),
        ("2023-08-23 10:00", "2023-08-23"),
        ("20230823T101010Z", "2023-08-23"),
        ("Wed, 23 Aug 2023 10:00:00 GMT", "2023-08-23"),
        ("23 août 2023", "2023-08-23"),
        ("August 23, 2023", "2023-08-23"),
        ("23.08.2023", "2023-08-23"),
        ("2023-08", "2023-08"),
        ("août 2023", "2023-08"),
        ("2023", "2023"),
        ("03/04/2023", None),
        ("2023-02-30", None),
        ("lundi", None),
        ("yesterday", None),
        ("il y a 3 jours", None),
        ("23 août", None),
        ("324-02-23", None),
        ("1692784800", None),
        ("", None),
    ],
)
def test_a_field_gives_its_day_or_what_it_has_of_it(value: str, date: str | None) -> None:
    assert parse_date(value, LANGUAGES) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Communiqué de presse\nParis, le 23 août 2023\nLa France a signé.", "2023-08-23"),
        ("PARIS, 23 août 2023 (AFP) - Le ministre a signé.", "2023-08-23"),
        ("A title\n\nTEHRAN, Aug. 23, 2023 (IRNA) – The minister met them.", "2023-08-23"),
        ("A title\n\nMOSCOW, August 23 (TASS) – The minister met them.", None),
        ("Un titre\nLe 3 mai 2021, le ministre a signé.\nFin.", None),
        ("Le 6 octobre 1973 - la guerre\nUn récit.", None),
        ("a\nb\nc\nd\ne\nf\n23 août 2023\nTrop loin.", None),
    ],
)
def test_the_first_lines_of_a_text_may_hold_its_date(text: str, date: str | None) -> None:
    assert find_head_date(text, LANGUAGES) == (date, 0)


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2023-08-23_tass.html", "2023-08-23"),
        ("news/2023/08/23/a.txt", "2023-08-23"),
        ("a_20230823.pdf", "2023-08-23"),
        ("tass-2023-08.txt", "2023-08"),
        ("2023-01-01.zip!/a/2023-08-23.txt", "2023-08-23"),
        ("2023-01-01.zip!/a.txt", None),
        ("report-2023.pdf", None),
        ("a-202308.txt", None),
        ("2023-02-30.txt", None),
        ("000_8a13a21473a07476.txt", None),
        ("1692784800.txt", None),
    ],
)
def test_a_name_may_bear_a_month_or_a_day(name: str, date: str | None) -> None:
    assert find_name_date(name) == date


def test_one_date_tells_the_order_of_all_and_a_contradiction_none() -> None:
    assert find_order(["", "03/04/2023", "23/08/2023"]) == "DMY"
    assert find_order(["03.04.2023", "08-23-2023"]) == "MDY"
    assert find_order(["03/04/2023"]) is None
    assert find_order(["13/04/2023", "04/13/2023"]) is None


@given(st.text(max_size=60))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    for date in (parse_date(text, LANGUAGES), find_head_date(text, LANGUAGES)[0], find_name_date(text)):
        assert date is None or is_date(date)
