"""JSON lines -> Documents: one object `{"id", "text"}` a line, with optional lang, date, title, url, outlet.

Other keys are ignored, so that annotated files can be read as they are. A bad line is an Issue that names its number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.errors import InputError
from kg.read.encoding import decode
from kg.read.text import Fields, make_document
from kg.types import Document, Issue


def read_jsonl(data: bytes, source: str, languages: tuple[str, ...]) -> Iterator[Document | Issue]:
    """Yield a document, or an Issue, for each line that is not blank."""
    seen: set[str] = set()
    for number, line in enumerate(decode(data).split("\n"), start=1):
        if line.strip() == "":
            continue
        where = f"{source}:{number}"
        try:
            document = _read_line(line, where, languages)
            if document.id in seen:
                raise InputError(f"the id {document.id!r} stands twice in the file")
            seen.add(document.id)
        except InputError as error:
            yield Issue(where, "read", str(error))
        else:
            yield document


def _read_line(line: str, where: str, languages: tuple[str, ...]) -> Document:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError(f"not JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError('an object with a "text" is expected')
    fields = Fields(
        id=_get_text(row, "id"),
        language=_get_text(row, "lang"),
        date=_get_text(row, "date"),
        title=_get_text(row, "title"),
        url=_get_text(row, "url"),
        outlet=_get_text(row, "outlet"),
    )
    return make_document(row["text"], where, languages, fields)


def _get_text(row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is None or isinstance(value, str):
        return value
    if key == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise InputError(f"{key!r} must be text, not {type(value).__name__}")
