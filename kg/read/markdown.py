"""Markdown -> Document: what it shows as text; a front matter (YAML between two lines of `---`) gives the fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from kg.errors import InputError
from kg.read.blob import Blob, Fields
from kg.read.dates import parse_date
from kg.read.encoding import decode
from kg.read.text import make_documents
from kg.read.trees import parse_html, write_text
from kg.types import Document, Issue

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)


def read_markdown(blob: Blob) -> Iterator[Document | Issue]:
    """Read one document."""
    from markdown_it import MarkdownIt

    page = decode(blob.read())
    front = _FRONT_MATTER.match(page)
    fields = _read_front_matter(front[1], blob) if front is not None else Fields()
    shown = MarkdownIt("commonmark").enable("table").render(page[front.end() :] if front is not None else page)
    if shown.strip() == "":
        raise InputError("the file is empty")
    yield from make_documents(write_text(parse_html(shown, blob.limits)), blob, fields)


def _read_front_matter(text: str, blob: Blob) -> Fields:
    try:
        data: Any = yaml.load(text, yaml.BaseLoader)  # noqa: S506 (makes nothing but text, lists and maps)
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"its front matter is not YAML: {error}".replace("\n", " ")) from error
    known = {str(key).lower(): value for key, value in data.items()} if isinstance(data, dict) else {}
    given = {key: value.strip() for key, value in known.items() if isinstance(value, str) and value.strip() != ""}
    language = given.get("lang", given.get("language"))
    return Fields(
        language=language[:2].lower() if language is not None else None,
        date=parse_date(given.get("date", ""), blob.languages),
        title=given.get("title"),
        url=given.get("url"),
        outlet=given.get("outlet"),
    )
