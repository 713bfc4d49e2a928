"""JSON lines -> Documents: one object `{"id", "text"}` a line, with optional lang, date, title, url, outlet.

Other keys are ignored, so that annotated files can be read as they are. A line without id takes a hash of its text for
one. A bad line is an Issue that names its number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kg.errors import InputError
from kg.read.blob import Blob, Fields
from kg.read.dates import is_date
from kg.read.encoding import read_lines
from kg.read.text import make_documents, make_id
from kg.types import Document, Issue


def read_jsonl(blob: Blob) -> Iterator[Document | Issue]:
    """Yield a document, or an Issue, for each line that is not blank."""
    empty = True
    for number, line in enumerate(read_lines(blob.stream, blob.limits.size), start=1):
        if isinstance(line, str) and line.strip() == "":
            continue
        empty = False
        row = replace(blob, source=f"{blob.source}:{number}", fields=Fields())
        try:
            if isinstance(line, InputError):
                raise line
            text, fields = _read_row(line, blob.source)
            yield from make_documents(text, row, fields)
        except InputError as error:
            yield Issue(row.source, "read", str(error))
    if empty:
        raise InputError("the file is empty")


def _read_row(line: str, source: str) -> tuple[str, Fields]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError('an object with a "text" is expected')
    language, id = _get_text(row, "lang"), _get_text(row, "id")
    return row["text"], Fields(
        id=id if id is not None else make_id(source, row["text"]),
        # Of "fr-CA" the language alone counts.
        language=language.replace("_", "-").split("-")[0].lower() if language is not None else None,
        date=_get_date(row),
        title=_get_text(row, "title"),
        url=_get_text(row, "url"),
        outlet=_get_text(row, "outlet"),
    )


def _get_text(row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is None or isinstance(value, str):
        return value if value != "" else None
    if key == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise InputError(f"{key!r} must be text, not {type(value).__name__}")


def _get_date(row: dict[str, Any]) -> str | None:
    """Return the date of a row, cut to the day where it gives a time."""
    value = _get_text(row, "date")
    if value is None:
        return None
    day = re.split("[T ]", value, maxsplit=1)[0]
    if not is_date(day):
        raise InputError(f"'date' must be YYYY, YYYY-MM or YYYY-MM-DD, not {value!r}")
    return day
