"""What the tests of kg/read share: bytes in, documents and issues out."""

from __future__ import annotations

import io
import os
import sys
import traceback
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kg.errors import InputError
from kg.read.blob import make_blob
from kg.read.dates import is_date
from kg.read.formats import read_blob
from kg.types import Document, Issue, Limits

LANGUAGES = ("en", "fr")
FILES = Path(__file__).parent / "files"
SOURCES = FILES / "sources"


def read_bytes(data: bytes, name: str, **limits: Any) -> list[Document | Issue]:
    """Read bytes as a file of that name is read."""
    blob = make_blob(name, io.BytesIO(data), Path(name).suffix, LANGUAGES, Limits(**limits))
    return list(read_blob(blob))


def read_file(name: str, **limits: Any) -> list[Document | Issue]:
    """Read one of the files that programs made."""
    return read_bytes((FILES / name).read_bytes(), Path(name).name, **limits)


def read_one(data: bytes, name: str, **limits: Any) -> Document:
    """Read bytes that hold one document and nothing that is wrong."""
    (document,) = read_bytes(data, name, **limits)
    assert isinstance(document, Document), document
    return document


def read_issue(data: bytes, name: str, **limits: Any) -> Issue:
    """Read bytes that are nothing but an issue."""
    (issue,) = read_bytes(data, name, **limits)
    assert isinstance(issue, Issue), issue
    return issue


def check_reading(data: bytes, suffix: str, limits: Limits = Limits()) -> list[Document | Issue]:
    """Read any bytes as any kind and check what comes out; a fault of ours, not of a library, is raised."""
    blob = make_blob(f"any{suffix}", io.BytesIO(data), suffix, LANGUAGES, limits)
    with patch("kg.read.formats.Issue", _raise_our_faults):
        items = list(read_blob(blob))
    assert len(items) > 0
    for item in items:
        if isinstance(item, Issue):
            assert item.stage == "read"
            assert item.cause != ""
        else:
            _check_document(item, limits)
    return items


def _raise_our_faults(source: str, stage: str, cause: str) -> Issue:
    """Make an issue, unless it hides a fault that arose in our own code."""
    error = sys.exception()
    if error is not None and not isinstance(error, InputError | OSError | RecursionError):
        last = traceback.extract_tb(error.__traceback__)[-1]
        if f"{os.sep}kg{os.sep}" in last.filename:
            raise AssertionError(f"a fault of ours at {last.filename}:{last.lineno}") from error
    return Issue(source, stage, cause)


def _check_document(document: Document, limits: Limits) -> None:
    assert document.text.strip() != ""
    document.text.encode()
    assert len(document.text) <= limits.document
    assert document.id != ""
    assert document.date is None or is_date(document.date)
    assert document.url is None or document.url.startswith(("http://", "https://")) or document.source != "any.html"
    at = 0
    for paragraph in document.paragraphs:
        text = document.text[paragraph.start : paragraph.end]
        assert at <= paragraph.start < paragraph.end
        assert text == text.strip() != ""
        assert len(text) <= limits.sentence
        assert paragraph.language != ""
        at = paragraph.end
