"""JSON lines are documents; a bad line is an Issue with its number and does not stop the others."""

from __future__ import annotations

import json
from typing import Any

import pytest
from reading import read_bytes

from kg.types import Document, Issue

TEXT = "Iran sent drones to Russia, the Ukrainian defence ministry said."


def _read(*lines: str) -> list[Document | Issue]:
    return read_bytes("\n".join(lines).encode(), "in.jsonl")


def _read_row(**row: Any) -> Document | Issue:
    (item,) = _read(json.dumps(row))
    return item


def test_every_key_reaches_the_document() -> None:
    row = {"id": "a", "text": TEXT, "lang": "en", "date": "2023-08", "title": "T", "url": "https://u", "outlet": "O"}
    document = _read_row(**row)
    assert isinstance(document, Document)
    assert (document.id, document.text, document.language, document.date) == ("a", TEXT, "en", "2023-08")
    assert (document.title, document.url, document.outlet) == ("T", "https://u", "O")
    assert document.source == "in.jsonl:1"


def test_other_keys_and_blank_lines_are_passed_over() -> None:
    first, second = _read("", json.dumps({"id": "a", "text": TEXT, "events": [1]}), "  ", json.dumps({"text": TEXT}))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.source, second.source) == ("in.jsonl:2", "in.jsonl:4")


def test_without_an_id_a_document_keeps_its_id_when_lines_move() -> None:
    (alone,) = _read(json.dumps({"text": TEXT}))
    _, moved = _read(json.dumps({"text": "Another text."}), json.dumps({"text": TEXT}))
    assert isinstance(alone, Document)
    assert isinstance(moved, Document)
    assert alone.id == moved.id


def test_a_number_is_an_id() -> None:
    document = _read_row(id=7, text=TEXT)
    assert isinstance(document, Document)
    assert document.id == "7"


@pytest.mark.parametrize(("lang", "language"), [("FR", "fr"), ("fr-CA", "fr"), ("en_GB", "en"), ("de", "de")])
def test_of_a_language_tag_the_language_alone_counts(lang: str, language: str) -> None:
    document = _read_row(text="Oui.", lang=lang)
    assert isinstance(document, Document)
    assert document.language == language


@pytest.mark.parametrize(
    ("date", "edtf"),
    [("2023", "2023"), ("2023-08-23T10:00:00Z", "2023-08-23"), ("2023-08-23 10", "2023-08-23"), (None, None)],
)
def test_a_date_is_cut_to_the_day(date: str | None, edtf: str | None) -> None:
    document = _read_row(text=TEXT, date=date)
    assert isinstance(document, Document)
    assert document.date == edtf


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("{", "not JSON"),
        ("plain text", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1, 2]", 'an object with a "text"'),
        ("{}", 'an object with a "text"'),
        ('{"id": "a"}', 'an object with a "text"'),
        ('{"text": null}', 'an object with a "text"'),
        ('{"text": 3}', 'an object with a "text"'),
        ('{"text": " "}', "empty"),
        ('{"text": "a \\ud83d"}', "half of a character"),
        ('{"text": "a", "id": true}', "'id' must be text"),
        ('{"text": "a", "title": ["b"]}', "'title' must be text"),
        ('{"text": "a", "date": "23/08/2023"}', "'date' must be YYYY"),
        ('{"text": "a", "date": "2023-02-30"}', "'date' must be YYYY"),
    ],
)
def test_a_bad_line_is_an_issue_that_names_its_number_and_the_rest_is_read(line: str, cause: str) -> None:
    good = json.dumps({"id": "good", "text": TEXT})
    issue, document = _read(line, good)
    assert isinstance(issue, Issue)
    assert (issue.source, issue.stage) == ("in.jsonl:1", "read")
    assert cause in issue.cause
    assert isinstance(document, Document)
    assert document.id == "good"


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    data = json.dumps({"id": "a", "text": TEXT}).encode("utf-8-sig")
    (document,) = read_bytes(data, "in.jsonl")
    assert isinstance(document, Document)
