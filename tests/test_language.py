"""Paragraphs are cut where the text breaks, and each has the language that it is written in."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.language import MINIMUM, detect, find_paragraphs

LANGUAGES = ("en", "fr")
FRENCH = "Le ministre iranien des Affaires étrangères a rencontré mardi son homologue russe à Moscou."
ENGLISH = "The Iranian foreign minister met his Russian counterpart in Moscow on Tuesday, officials said."


def _cut(text: str, given_language: str | None = None) -> list[tuple[str, str]]:
    return [(text[p.start : p.end], p.language) for p in find_paragraphs(text, 0, LANGUAGES, given_language)]


def test_a_caption_in_another_language_keeps_its_own() -> None:
    assert _cut(f"{FRENCH}\n\n{ENGLISH}\n\n{FRENCH}") == [(FRENCH, "fr"), (ENGLISH, "en"), (FRENCH, "fr")]


def test_a_paragraph_too_short_to_tell_takes_the_language_of_the_document() -> None:
    short = "Vladimir Putin, Moscow"
    assert sum(map(str.isalpha, short)) < MINIMUM
    assert _cut(f"{FRENCH}\n\n{short}") == [(FRENCH, "fr"), (short, "fr")]
    assert _cut(f"{ENGLISH}\n\n{short}") == [(ENGLISH, "en"), (short, "en")]


def test_a_language_that_the_source_states_holds_for_short_paragraphs_only() -> None:
    assert _cut(f"{ENGLISH}\n\nNon", "fr") == [(ENGLISH, "en"), ("Non", "fr")]


@pytest.mark.parametrize("text", ["…x", "x", "12 é", "Ж", "漢字"])
def test_a_text_that_tells_no_language_has_the_first(text: str) -> None:
    assert detect(text, LANGUAGES) in LANGUAGES


def test_a_stated_language_without_data_is_kept_so_that_it_can_be_reported() -> None:
    assert _cut(ENGLISH, "de") == [(ENGLISH, "de")]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("un\ndeux", ["un\ndeux"]),
        ("un.\ndeux", ["un.", "deux"]),
        ("« un »\ndeux", ["« un »", "deux"]),
        ("un\n \t\ndeux", ["un", "deux"]),
        ("un\n- deux\n- trois", ["un", "- deux", "- trois"]),
        ("\n\n  un  \n\n\n", ["un"]),
    ],
)
def test_an_empty_line_or_a_line_end_after_a_full_stop_ends_a_paragraph(text: str, pieces: list[str]) -> None:
    assert [piece for piece, _ in _cut(text)] == pieces


@given(st.text(st.sampled_from("ab .\n-«»\t"), max_size=60))
def test_paragraphs_hold_every_visible_character_once_and_in_order(text: str) -> None:
    paragraphs = find_paragraphs(text, 0, ("fr",), None)
    held = "".join(text[p.start : p.end] for p in paragraphs)
    assert "".join(held.split()) == "".join(text.split())
    assert all(p.end <= q.start for p, q in pairwise(paragraphs))


def test_detection_needs_letters() -> None:
    assert detect("2023 — 12 : 7 !", LANGUAGES) == "en"
    assert detect(FRENCH, LANGUAGES) == "fr"
    assert detect(ENGLISH, LANGUAGES) == "en"
