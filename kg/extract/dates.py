"""Find when an act happened: the date words of its clause, resolved on the document's date, as EDTF.

Spans are found by the patterns of the language's data; an answer is never more precise than the text and the
document's date allow ("mercredi" in a text of August 2023 is `2023-08`). A weekday is the last one before the
document's date, the next one for what is planned. A text without date words gives no date: the document's date is a
bound, not an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from kg.errors import DataError
from kg.extract.syntax import iter_ancestors
from kg.extract.vocabulary import find_language, read_mapping
from kg.types import Sentence

# Links of the tree between an act and its date: four reach into the neighbouring clause (seen on the seed article).
_FARTHEST = 3
_KEYS = {"months", "weekdays", "days", "patterns"}


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date expression: its place in the sentence's text, and the fields that it gives."""

    start: int
    end: int
    text: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DateWords:
    """The date words of a language: names to numbers, and compiled patterns in order."""

    months: dict[str, int]
    weekdays: dict[str, int]
    days: dict[str, int]
    patterns: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=8)
def load_date_words(language: str, folders: tuple[Path, ...] = ()) -> DateWords:
    """Read and compile `dates.yml` of a language, one of ours or of a user's folders."""
    path = find_language(language, folders) / "dates.yml"
    raw = read_mapping(path, _KEYS)
    names = {
        key: "|".join(sorted(map(re.escape, raw[key]), key=len, reverse=True)) for key in ("months", "weekdays", "days")
    }
    try:
        compiled = tuple(re.compile(_insert(pattern, names), re.IGNORECASE) for pattern in raw["patterns"])
    except re.error as error:
        raise DataError(f"{path}: patterns: {error}") from error
    return DateWords(raw["months"], raw["weekdays"], raw["days"], compiled)


def _insert(pattern: str, names: dict[str, str]) -> str:
    for key, value in names.items():
        pattern = pattern.replace("{" + key + "}", value)
    return pattern


def find_dates(text: str, words: DateWords) -> list[DateSpan]:
    """Return the date expressions of a text, left to right, the earlier pattern first where they overlap."""
    found: list[DateSpan] = []
    plain = text.replace("’", "'").replace("\u00a0", " ")
    for pattern in words.patterns:
        for match in pattern.finditer(plain):
            if not any(match.start() < span.end and span.start < match.end() for span in found):
                fields = tuple((k, v.lower()) for k, v in match.groupdict().items() if v is not None)
                found.append(DateSpan(match.start(), match.end(), text[match.start() : match.end()], fields))
    return sorted(found, key=lambda span: span.start)


def find_event_date(
    sentence: Sentence, trigger: int, status: str, document_date: str | None, words: DateWords
) -> tuple[str | None, str | None]:
    """Return (EDTF date, its words) of the act at `trigger`; (None, words) where the words cannot be resolved."""
    spans = find_dates(sentence.text, words)
    if len(spans) == 0:
        return None, None
    best = min(
        spans,
        key=lambda span: (
            _measure(sentence, trigger, span),
            abs(span.start + sentence.start - sentence.tokens[trigger].start),
        ),
    )
    if _measure(sentence, trigger, best) > _FARTHEST:
        return None, None
    return resolve_date(best, words, document_date, future=status == "planned"), best.text


def _measure(sentence: Sentence, trigger: int, span: DateSpan) -> int:
    """Links in the tree between a trigger and a date expression."""
    inside = [
        t.i for t in sentence.tokens if t.start - sentence.start >= span.start and t.end - sentence.start <= span.end
    ]
    if len(inside) == 0:
        return 99
    up = {trigger: 0} | {k: n for n, k in enumerate(iter_ancestors(sentence, trigger), start=1)}
    best = 99
    for word in inside:
        for n, k in enumerate([word, *iter_ancestors(sentence, word)]):
            if k in up:
                best = min(best, n + up[k])
                break
    return best


def resolve_date(span: DateSpan, words: DateWords, document_date: str | None, *, future: bool) -> str | None:
    """Turn a date expression to EDTF, on the document's date; None where that date would be needed and is missing."""
    fields = dict(span.fields)
    month = words.months.get(fields["month"]) if "month" in fields else None
    if "year" in fields:
        return _join(int(fields["year"]), month, int(fields["day"]) if "day" in fields else None)
    if document_date is None:
        return None
    groups = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", document_date).groups()  # type: ignore[union-attr]
    parts = [int(part) for part in groups if part is not None]
    if month is not None:
        return _join(_choose_year(parts, month, future), month, int(fields["day"]) if "day" in fields else None)
    return _resolve_relative(fields, words, parts, future)


def _choose_year(parts: list[int], month: int, future: bool) -> int:
    if len(parts) < 2:
        return parts[0]
    if future:
        return parts[0] + (1 if month < parts[1] else 0)
    return parts[0] - (1 if month > parts[1] else 0)


def _resolve_relative(fields: dict[str, str], words: DateWords, parts: list[int], future: bool) -> str | None:
    year = parts[0]
    for key, shift in (("years_ago_1", -1), ("this_year", 0), ("next_year", 1)):
        if key in fields:
            return _join(year + shift, None, None)
    if "years_ago" in fields:
        return _join(year - int(fields["years_ago"]), None, None)
    if len(parts) < 2:
        return _join(year, None, None)
    for key, shift in (("last_month", -1), ("this_month", 0), ("next_month", 1)):
        if key in fields:
            count = year * 12 + parts[1] - 1 + shift
            return _join(count // 12, count % 12 + 1, None)
    if len(parts) < 3:
        return _join(year, parts[1], None)
    return _resolve_day(fields, words, date(*parts), future or "next" in fields)


def _resolve_day(fields: dict[str, str], words: DateWords, base: date, future: bool) -> str | None:
    for key, shift in (("last_week", -7), ("this_week", 0), ("next_week", 7)):
        if key in fields:
            monday = base - timedelta(days=base.weekday()) + timedelta(days=shift)
            return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    if "relative" in fields:
        return (base + timedelta(days=words.days[fields["relative"]])).isoformat()
    if "weekday" in fields:
        back = (base.weekday() - words.weekdays[fields["weekday"]]) % 7
        return (base + timedelta(days=(7 - back) % 7 or 7) if future else base - timedelta(days=back)).isoformat()
    return None


def _join(year: int, month: int | None, day: int | None) -> str | None:
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04d}-{month:02d}"
