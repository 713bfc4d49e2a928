"""A plain text -> Document: the title and the date that it begins with, and its paragraphs.

The heading is the first paragraph when it is one line that ends like no sentence and more text follows. A date before
it (`date 2023-08 …`, `2023-08-23 – …`) or alone on the first line is the document's date; without one there is none:
neither the clock nor the file system is asked.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

import dateparser

from kg.errors import InputError
from kg.read.encoding import decode
from kg.read.language import find_paragraphs
from kg.types import Document, Paragraph

_LEADING_DATE = re.compile(
    r"\s*(?:(?:date|dated|publié|publiée|published|posted|updated|mis à jour)\s*(?:le|on)?\s*:?\s*)?"
    r"(?P<date>\d{4}(?:-\d{2}(?:-\d{2})?)?)(?![\d./-])\s*(?:[-–—:|]\s*)?",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(r"\s*(?P<line>[^\n]{6,40})\n")
_LONGEST_TITLE = 250


@dataclass(frozen=True, slots=True)
class Fields:
    """What the source of a text states about it; None where it says nothing."""

    id: str | None = None
    language: str | None = None
    date: str | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None


def read_text(data: bytes, source: str, languages: tuple[str, ...]) -> Document:
    """Decode bytes and read them as one document."""
    return make_document(decode(data), source, languages, Fields())


def make_document(text: str, source: str, languages: tuple[str, ...], fields: Fields) -> Document:
    """Make a document of a text; what `fields` states wins over what the text begins with."""
    if text.strip() == "":
        raise InputError("the text is empty")
    date, start = _find_date(text)
    title = fields.title if fields.title is not None else _find_title(text, start)
    paragraphs = find_paragraphs(text, start, languages, fields.language)
    return Document(
        id=fields.id if fields.id is not None else make_id(source, text),
        text=text,
        source=source,
        title=title,
        date=fields.date if fields.date is not None else date,
        outlet=fields.outlet,
        url=fields.url,
        language=_find_main_language(paragraphs),
        paragraphs=paragraphs,
    )


def make_id(source: str, text: str) -> str:
    """Hash the name and the text of a document to its id."""
    return hashlib.sha256(f"{source}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _find_date(text: str) -> tuple[str | None, int]:
    """Return the EDTF date at the head of a text and where the text goes on after it."""
    found = _LEADING_DATE.match(text)
    if found is not None and _is_date(found["date"]):
        return found["date"], found.end()
    line = _DATE_LINE.match(text)
    if line is not None and any(map(str.isdigit, line["line"])):
        parsed = dateparser.parse(line["line"], settings={"REQUIRE_PARTS": ["day", "month", "year"]})
        if parsed is not None:
            return parsed.date().isoformat(), line.end()
    return None, 0


def _is_date(value: str) -> bool:
    year, *rest = (int(part) for part in value.split("-"))
    return 1800 <= year <= 2200 and all(1 <= part <= limit for part, limit in zip(rest, (12, 31), strict=False))


def _find_title(text: str, start: int) -> str | None:
    head, _, rest = text[start:].lstrip().partition("\n")
    head = head.strip()
    if 0 < len(head) <= _LONGEST_TITLE and rest.strip() != "" and not head.endswith((".", ":", ",", ";", "…")):
        return head
    return None


def _find_main_language(paragraphs: tuple[Paragraph, ...]) -> str | None:
    sizes: dict[str, int] = {}
    for paragraph in paragraphs:
        sizes[paragraph.language] = sizes.get(paragraph.language, 0) + paragraph.end - paragraph.start
    return max(sorted(sizes), key=lambda code: sizes[code]) if len(sizes) > 0 else None
