"""Transcriptions of one name are one name; different people are two."""

from __future__ import annotations

import pytest

from kg.extract.names import is_same_name, make_slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Oleg Salyukov", "Oleg Saliukov"),
        ("Vladimir Poutine", "Vladimir Putin"),
        ("Mohammed Karimi", "Muhammad Karimi"),
        ("Bachar al-Assad", "Bashar al-Assad"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Recep Erdoğan", "Recep Erdogan"),
        ("J. Kerry", "John Kerry"),
        ("Sergueï Choïgou", "Sergei Shoigu"),
    ],
)
def test_transcriptions_are_one_name(one: str, other: str) -> None:
    assert is_same_name(one, other)
    assert is_same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong-un", "Kim Jong-il"),
        ("Kim Jong-nam", "Kim Yong-nam"),
        ("George W. Bush", "George H. W. Bush"),
        ("Raul Castro", "Fidel Castro"),
        ("Ali Larijani", "Sadeq Larijani"),
        ("Heidari", "Heydari Karimi"),
        ("Bashar al-Assad", "Hafez al-Assad"),
    ],
)
def test_other_given_names_are_other_people(one: str, other: str) -> None:
    assert not is_same_name(one, other)
    assert not is_same_name(other, one)


def test_a_slug_is_ascii() -> None:
    assert make_slug("Владимир Путин") == "vladimir-putin"
    assert make_slug("…") == "unnamed"
