"""A PDF -> Document: its text layer, in paragraphs; a PDF without one (a scan) is an InputError.

The text comes in the order in which it was written, which for what browsers and word processors make is column after
column. Where lines stand tells paragraphs: a gap between lines, another size of letters, a line that ends early.
Lines that recur at the head or foot of the pages are left out, words that were parted at the end of a line are joined.

When the file was made holds only where neither its text nor its name gives a date, and never if a browser made it, as
that is when somebody printed the page.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.errors import InputError
from kg.read.blob import Blob, Fields
from kg.read.dates import is_date
from kg.read.text import make_documents
from kg.types import Document, Issue

_BROWSERS = ("Mozilla", "Chrom", "Safari")
# Parts of the size of letters: a gap between two lines that parts paragraphs, and how much sizes differ by chance.
_GAP, _SIZE = 1.7, 0.08
# A line that is shorter than this part of the next ends its paragraph, when the next begins with a capital.
_SHORT = 0.6
# How many lines at the head and the foot of a page may be the same on all pages, and from how many pages on.
_MARGIN, _PAGES = 2, 3
# What PDF calls the operators that move to another place and that show text.
_MOVES, _SHOWS = frozenset({b"Td", b"TD", b"Tm", b"T*", b"ET"}), frozenset({b"Tj", b"TJ", b"'", b'"'})
_SOFT = b"\xfe\xff\x00\xad"
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*(?:[-–—]|(?:/|of|sur|de)\s*\d{1,4})?", re.IGNORECASE)
_PARTED = re.compile(r"(\w+)(?:-| ?\u2010)\n(\w+)")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a page; `y` and `size` of its letters are in points, from the foot of the page."""

    text: str
    y: float
    size: float


def read_pdf(blob: Blob) -> Iterator[Document | Issue]:
    """Read one document."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    data = blob.read()
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("the PDF is encrypted; save it without its password")
        pages = [_read_lines(page) for page in reader.pages]
        fields = _read_properties(reader.metadata or {})
    except PyPdfError as error:
        raise InputError(f"not a PDF, or a damaged one: {error}") from error
    text = _join_pages(_drop_margins(pages))
    if text == "":
        raise InputError("the PDF has no text layer (it is a scan?): run it through text recognition (OCR) first")
    yield from make_documents(text, blob, blob.fields.over(fields))


def _read_properties(properties: Any) -> Fields:
    title, made = str(properties.get("/Title") or "").strip(), str(properties.get("/CreationDate") or "")
    browser = str(properties.get("/Creator") or "").startswith(_BROWSERS)
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)", made)
    day = "-".join(found.groups()) if found is not None and not browser else ""
    return Fields(title=title or None, late_date=day if is_date(day) else None)


def _read_lines(page: Any) -> list[_Line]:
    """Return the lines of a page in the order in which they are written."""
    lines: list[_Line] = []
    pieces: list[tuple[str, float, float]] = []

    def end_line() -> None:
        text = " ".join("".join(piece for piece, _, _ in pieces).replace("\u00ad", "-").split())
        if text != "":
            lines.append(_Line(text, *next((y, size) for piece, y, size in pieces if piece.strip() != "")))
        pieces.clear()

    def visit(text: str, outer: list[float], inner: list[float], font: Any, size: float) -> None:
        y = outer[1] * inner[4] + outer[3] * inner[5] + outer[5]
        scale = abs(inner[3] * outer[3] + inner[2] * outer[1]) or 1.0
        for number, piece in enumerate(text.split("\n")):
            if number > 0:
                end_line()
            pieces.append((piece, y, size * scale))

    _drop_soft_hyphens(page)
    page.extract_text(visitor_text=visit)
    end_line()
    return lines


def _drop_soft_hyphens(page: Any) -> None:
    """Take the soft hyphens that are not shown out of what a page draws: browsers draw them as spaces of no width."""
    from pypdf.generic import ContentStream, NameObject

    drawn = page.get_contents()
    if drawn is None or b"ActualText" not in drawn.get_data():
        return
    contents = ContentStream(page["/Contents"].get_object(), page.pdf, "bytes")
    kept: list[Any] = []
    begun: int | None = None
    for operands, operator in contents.operations:
        if operator == b"BDC" and isinstance(operands[-1], dict) and operands[-1].get("/ActualText") == _SOFT:
            begun = len(kept)
        elif begun is not None and operator in _MOVES:
            if operator == b"Td" and kept[-1][1] == b"EMC" and list(map(float, operands)) == [0, 0]:
                kept[begun:] = [each for each in kept[begun:] if each[1] not in _SHOWS]
            begun = begun if kept[-1][1] != b"EMC" else None
        kept.append((operands, operator))
    contents.operations = kept
    page[NameObject("/Contents")] = contents


def _drop_margins(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Leave out the running heads and feet, and the numbers of pages."""

    def margins(page: list[_Line]) -> set[str]:
        return {_mask(line) for line in [*page[:_MARGIN], *page[-_MARGIN:]]}

    seen = Counter(text for page in pages for text in margins(page)) if len(pages) >= _PAGES else Counter[str]()
    running = {text for text, count in seen.items() if count > len(pages) / 2}
    return [
        [
            line
            for number, line in enumerate(page)
            if _MARGIN <= number < len(page) - _MARGIN
            or (_mask(line) not in running and _PAGE_NUMBER.fullmatch(line.text) is None)
        ]
        for page in pages
    ]


def _mask(line: _Line) -> str:
    return _DIGITS.sub("0", line.text)


def _join_pages(pages: Iterable[list[_Line]]) -> str:
    parts: list[str] = []
    last: _Line | None = None
    for page in pages:
        for number, line in enumerate(page):
            if last is not None:
                parts.append("\n\n" if _begins_paragraph(last, line, turned=number == 0) else "\n")
            parts.append(line.text)
            last = line
    text = "".join(parts)
    hyphened = set(re.findall(r"\w+-\w+", text))
    return _PARTED.sub(lambda parted: _join_word(parted, hyphened), text)


def _begins_paragraph(last: _Line, line: _Line, *, turned: bool) -> bool:
    """Say whether a line begins a paragraph; `turned`: it is the first of its page."""
    size = max(last.size, line.size)
    if abs(last.size - line.size) > _SIZE * size:
        return True
    down = last.y - line.y
    if not turned and down > _GAP * size:
        return True
    return len(last.text) < _SHORT * len(line.text) and line.text[0].isupper()


def _join_word(parted: re.Match[str], hyphened: set[str]) -> str:
    """Join the halves of a word; a hyphen stays before a capital, and where the text has the word with it elsewhere."""
    left, right = parted.groups()
    if right[0].isupper() or not left[-1].isalpha() or f"{left}-{right}" in hyphened:
        return f"{left}-{right}"
    return f"{left}{right}"
