"""A plain text -> Document: the title and the date that it begins with, and its paragraphs.

The title is the first paragraph when it is one line that ends like no sentence and more text follows. A date before
it (`date 2023-08 …`, `2023-08-23 – …`) or alone on the first line is the document's date; without one there is none:
neither the clock nor the file system is asked. A bare number before a sentence ("2000 soldats …") is no date.
"""

from __future__ import annotations

import hashlib
import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Any

import dateparser

from kg.errors import InputError
from kg.read.encoding import decode
from kg.read.language import find_paragraphs
from kg.types import Document, Paragraph

_LABEL = r"(?:date|dated|publié|publiée|published|posted|updated|mis à jour)\s*(?:le|on)?\s*:?\s*"
_LEADING_DATE = re.compile(
    rf"\s*(?:{_LABEL}(?P<labelled>\d{{4}}(?:-\d{{2}}(?:-\d{{2}})?)?)|(?P<bare>\d{{4}}-\d{{2}}(?:-\d{{2}})?))"
    r"(?![\w./-])\s*(?:[-–—:|]\s*)?",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(rf"\s*(?:{_LABEL})?(?P<line>[^\n]{{4,40}})\n", re.IGNORECASE)
# How much of a date a line gives, finest first, and how EDTF writes it.
_GRAINS = (({"day", "month", "year"}, "%Y-%m-%d"), ({"month", "year"}, "%Y-%m"))
_LONGEST_TITLE = 250
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


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
    if _HALF_CHARACTER.search(text) is not None:
        raise InputError("the text is damaged: it holds half of a character (a lone surrogate)")
    date, start = _find_date(text, languages)
    paragraphs = find_paragraphs(text, start, languages, fields.language)
    return Document(
        id=fields.id if fields.id is not None else make_id(source, text),
        text=text,
        source=source,
        title=fields.title if fields.title is not None else _find_title(text, paragraphs),
        date=fields.date if fields.date is not None else date,
        outlet=fields.outlet,
        url=fields.url,
        language=_find_main_language(paragraphs),
        paragraphs=paragraphs,
    )


def make_id(source: str, text: str) -> str:
    """Hash the name and the text of a document to its id."""
    return hashlib.sha256(f"{source}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_date(value: str) -> bool:
    """Say whether a text is a year, a month or a day in EDTF, in the years that news can tell of."""
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", value, re.ASCII) is None:
        return False
    year, month, day = (*(int(part) for part in value.split("-")), 1, 1)[:3]
    return 1800 <= year <= 2200 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _find_date(text: str, languages: tuple[str, ...]) -> tuple[str | None, int]:
    """Return the EDTF date at the head of a text and where the text goes on after it."""
    found = _LEADING_DATE.match(text)
    if found is not None and is_date(found["labelled"] or found["bare"]) and text[found.end() :].strip() != "":
        return found["labelled"] or found["bare"], found.end()
    line = _DATE_LINE.match(text)
    if line is not None and any(map(str.isdigit, line["line"])) and text[line.end() :].strip() != "":
        date = _parse_date(line["line"], languages)
        if date is not None:
            return date, line.end()
    return None, 0


def _parse_date(line: str, languages: tuple[str, ...]) -> str | None:
    """Return the date that a line consists of; None for "03/04/2023", which is two days in two countries.

    The clock must not decide: no "il y a 3 jours", no year that the line does not give.
    """
    for parts, form in _GRAINS:
        settings: Any = {"REQUIRE_PARTS": sorted(parts), "PARSERS": ["absolute-time"]}
        found = {
            dateparser.parse(line, languages=list(languages), settings={**settings, "DATE_ORDER": order})
            for order in ("DMY", "MDY")
        }
        date = found.pop()
        if date is not None:
            return date.strftime(form) if len(found) == 0 else None
    return None


def _find_title(text: str, paragraphs: tuple[Paragraph, ...]) -> str | None:
    if len(paragraphs) < 2:
        return None
    head = text[paragraphs[0].start : paragraphs[0].end]
    if len(head) > _LONGEST_TITLE or "\n" in head or head.endswith((".", ":", ",", ";", "…")):
        return None
    return head


def _find_main_language(paragraphs: tuple[Paragraph, ...]) -> str | None:
    sizes: dict[str, int] = {}
    for paragraph in paragraphs:
        sizes[paragraph.language] = sizes.get(paragraph.language, 0) + paragraph.end - paragraph.start
    return max(sorted(sizes), key=lambda code: sizes[code]) if len(sizes) > 0 else None
