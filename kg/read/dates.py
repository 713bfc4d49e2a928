"""Find the date of a document, as EDTF and never more precise than it is written.

What states it decides, in this order: the metadata of the source; a date at the head of the text (alone on one of its
first lines, or in the dateline of an agency); the name of the file; when the file was made. Without any there is none:
neither the clock nor the file system is asked. A bare number before a sentence ("2000 soldats …") is no date, and
"03/04/2023" is two days in two countries, hence none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from email.utils import parsedate_tz
from typing import Any

import dateparser

_LABEL = r"(?:date|dated|publié|publiée|published|posted|updated|mis à jour)\s*(?:le|on)?\s*:?\s*"
_LEADING = re.compile(
    rf"\s*(?:{_LABEL}(?P<labelled>\d{{4}}(?:-\d{{2}}(?:-\d{{2}})?)?)|(?P<bare>\d{{4}}-\d{{2}}(?:-\d{{2}})?))"
    r"(?![\w./-])\s*(?:[-–—:|]\s*)?",
    re.IGNORECASE,
)
# "Paris, le 23 août 2023", also before "(AFP) –", where a dateline ends.
_PLACE = r"[^\W\d_][^\n\d,(]{1,40},\s*(?:le\s+)?"
_LINE = re.compile(rf"\s*(?:{_LABEL}|{_PLACE}|le\s+)?(?P<line>[^\n]{{4,40}}?)\s*(?:\n|$)", re.IGNORECASE)
_DATELINE = re.compile(rf"\s*{_PLACE}(?P<line>[^\n(–—]{{4,40}}?)\s*(?:\([^()\n]{{2,40}}\)\s*)?[-–—]\s")
# How many lines and characters of a text are its head.
_HEAD_LINES, _HEAD = 6, 1500
_FULL_LINE = re.compile(r"[^\S\n]*\S[^\n]*(?:\n|$)")
# How much of a date a line gives, finest first, and how EDTF writes it.
_GRAINS = (({"day", "month", "year"}, "%Y-%m-%d"), ({"month", "year"}, "%Y-%m"))
_STAMP = re.compile(
    r"\s*(\d{4}(?:-\d{2}(?:-\d{2})?)?|(?:1[89]|2[01])\d{6})(?:[T ]\s*\d{1,2}[:hH]?\d.*|[TZ]?\s*)", re.DOTALL
)
_NUMERIC = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}\b")
_IN_NAME = re.compile(r"(?<![0-9A-Za-z])((?:1[89]|2[01])\d\d)([-_./]?)(\d\d)(?:\2(\d\d))?(?![0-9A-Za-z])")


def is_date(value: str) -> bool:
    """Say whether a text is a year, a month or a day in EDTF, in the years that news can tell of."""
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", value, re.ASCII) is None:
        return False
    year, month, day = (*(int(part) for part in value.split("-")), 1, 1)[:3]
    return 1800 <= year <= 2200 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def find_head_date(text: str, languages: tuple[str, ...]) -> tuple[str | None, int]:
    """Return the date at the head of a text, and where the text goes on after one that it begins with."""
    found = _LEADING.match(text)
    if found is not None and is_date(found["labelled"] or found["bare"]) and text[found.end() :].strip() != "":
        return found["labelled"] or found["bare"], found.end()
    for number, line in enumerate(_FULL_LINE.finditer(text[:_HEAD])):
        if number == _HEAD_LINES:
            break
        date = read_date_line(line[0], languages)
        if date is not None and text[line.end() :].strip() != "":
            return date, line.end() if number == 0 else 0
        date = _read_line(_DATELINE.match(line[0]), languages)
        if date is not None:
            return date, 0
    return None, 0


def read_date_line(line: str, languages: tuple[str, ...]) -> str | None:
    """Return the date that a line consists of, with no more than a label and a place before it."""
    return _read_line(_LINE.match(line), languages)


def find_name_date(name: str) -> str | None:
    """Return the month or the day that the name of a file bears ("2023-08-23_x.html", "2023/08/x.txt", "20230823").

    Of a member of an archive (`a.zip!/b.txt`) its own name counts: the archive's says when it was packed.
    """
    for found in reversed(list(_IN_NAME.finditer(name.rsplit("!/", 1)[-1]))):
        year, mark, month, day = found.groups()
        date = "-".join(part for part in (year, month, day) if part is not None)
        if is_date(date) and (mark != "" or day is not None):
            return date
    return None


def parse_date(value: str, languages: tuple[str, ...], order: str | None = None) -> str | None:
    """Return the date that a field gives, cut to the day; None where it gives none or where it could be two.

    `order` says which of "DMY" and "MDY" the source of the field uses, where that is known.
    """
    stamp = _STAMP.fullmatch(value)
    if stamp is not None:
        day = stamp[1] if "-" in stamp[1] or len(stamp[1]) == 4 else f"{stamp[1][:4]}-{stamp[1][4:6]}-{stamp[1][6:]}"
        return day if is_date(day) else None
    mail = parsedate_tz(value) if len(value) < 60 else None
    if mail is not None and re.search("[A-Za-z]{3}", value) is not None:
        day = f"{mail[0]:04}-{mail[1]:02}-{mail[2]:02}"
        if is_date(day):
            return day
    return _parse_words(value, languages, order) if 4 <= len(value.strip()) <= 60 else None


def find_order(values: Iterable[str]) -> str | None:
    """Return whether the days of a table stand before the months ("DMY") or after; None where no date tells."""
    orders = set()
    for found in filter(None, map(_NUMERIC.match, values)):
        first, second = int(found[1]), int(found[2])
        if max(first, second) > 12:
            orders.add("DMY" if first > 12 else "MDY")
    return orders.pop() if len(orders) == 1 else None


def _read_line(found: re.Match[str] | None, languages: tuple[str, ...]) -> str | None:
    if found is None or not any(map(str.isdigit, found["line"])):
        return None
    return _parse_words(found["line"], languages, None)


def _parse_words(line: str, languages: tuple[str, ...], order: str | None) -> str | None:
    """Return the date that a line consists of.

    The clock must not decide: no "il y a 3 jours", no year that the line does not give.
    """
    for parts, form in _GRAINS:
        settings: Any = {"REQUIRE_PARTS": sorted(parts), "PARSERS": ["absolute-time"]}
        found = {
            dateparser.parse(line, languages=list(languages), settings={**settings, "DATE_ORDER": each})
            for each in (("DMY", "MDY") if order is None else (order,))
        }
        date = found.pop()
        if date is not None:
            written = date.strftime(form)
            return written if len(found) == 0 and is_date(written) else None
    return None
