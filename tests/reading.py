"""What the tests of kg/read share: bytes in, documents and issues out."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from kg.read.blob import make_blob
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
