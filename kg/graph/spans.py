"""EDTF -> the first and the last day that a date can mean.

Reads years, months, days, unspecified digits (`202X`), seasons and quarters (months 21 to 41), intervals, open
ends and the marks of doubt `?`, `~`, `%`. Seasons are those of the northern hemisphere. Anything else has no span:
a date that is not understood is kept as text, never guessed.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

Span = tuple[str | None, str | None]

_DATE = re.compile(r"(\d[\dX]{3})(?:-([\dX]{2})(?:-([\dX]{2})(?:T.*)?)?)?")
# (first month, number of months); a winter begins in December of its year.
_PARTS_OF_YEAR = {
    21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3), 25: (3, 3), 26: (6, 3), 27: (9, 3), 28: (12, 3),
    33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3), 37: (1, 4), 38: (5, 4), 39: (9, 4), 40: (1, 6), 41: (7, 6),
}  # fmt: skip


# Dates repeat: a corpus has some thousand of them.
@lru_cache(maxsize=16_384)
def find_span(edtf: str | None) -> Span:
    """Return the ISO first and last day of an EDTF date, None for an end that is open or not understood."""
    if edtf is None:
        return None, None
    plain = re.sub("[?~%]", "", edtf)
    first, slash, last = plain.partition("/")
    return _find_days(first)[0], _find_days(last if slash == "/" else first)[1]


def _find_days(text: str) -> Span:
    match = _DATE.fullmatch(text)
    if match is None:
        return None, None
    year, month, day = match.group(1), match.group(2) or "XX", match.group(3) or "XX"
    try:
        if month.isdigit() and int(month) > 12:
            return _find_part_of_year(int(year), int(month))
        first = date(int(year.replace("X", "0")), _pick(month, 1), _pick(day, 1))
        final_year, final_month = int(year.replace("X", "9")), _pick(month, 12)
        last = date(final_year, final_month, _pick(day, calendar.monthrange(final_year, final_month)[1]))
    except (ValueError, KeyError):  # the 31st of June, month 50, year 0: not a date
        return None, None
    return first.isoformat(), last.isoformat()


def _pick(digits: str, unknown: int) -> int:
    return int(digits) if digits.isdigit() else unknown


def _find_part_of_year(year: int, code: int) -> Span:
    month, length = _PARTS_OF_YEAR[code]
    over, final = divmod(month + length - 2, 12)
    last = date(year + over, final + 1, calendar.monthrange(year + over, final + 1)[1])
    return date(year, month, 1).isoformat(), last.isoformat()
