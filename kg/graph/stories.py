"""Which documents tell one story: exact copies, reprints with another lead or title, cut versions, updates.

A text is cut into runs of `WIDTH` words; a copy shares many runs of the shorter of two texts, while two reporters who
write of one event share few but names and quotes. The next bulletin of an institution has the same words and other
figures: copies share their figures too. Texts are compared by MinHash sketches (Broder, "On the resemblance and
containment of documents", 1997), and only those that agree on a band of their sketches. Whatever copies a copy belongs
to its story. The order of the documents does not change the result.

Limits: translations are not found, nor reports rewritten from the first to the last sentence; a round-up that reprints
two stories whole joins them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

WIDTH = 3
# Of a sketch: 64 bands of 2 find a pair that shares 30 % of its runs in 998 of 1,000 cases, one that shares 1 % in 6.
_SIZE, _ROWS, _SEED = 128, 2, 1
# Least part of the shorter text's runs that a copy shares, how many at least, and least part of its figures, where it
# has two or more. Found on tests/cases/duplicates.yml, where other reports share up to .28 of their runs.
SHARE, SHARED, FIGURES = 0.4, 12, 0.5
# A copy may be this many times as long as another, and days apart.
LONGER, DAYS = 4, 7

_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of a document tells whether it is a copy: `runs` counts its distinct runs, `values` is their MinHash."""

    document: str
    date: str | None
    runs: int
    values: bytes
    figures: frozenset[str]


def make_sketch(id: str, date: str | None, text: str) -> Sketch:
    """Sketch the text of a document."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = _WORD.findall(plain)
    runs = {" ".join(words[n : n + WIDTH]) for n in range(max(len(words) - WIDTH + 1, 1))}
    minhash = RMinHash(num_perm=_SIZE, seed=_SEED)
    minhash.update(sorted(runs))
    values = np.array(minhash.digest(), dtype="<u4").tobytes()
    return Sketch(id, date, len(runs), values, frozenset(_FIGURE.findall(plain)))


def find_stories(sketches: Iterable[Sketch]) -> dict[str, str]:
    """Return the story of each document: the least id among those that tell it."""
    ordered = sorted(sketches, key=lambda sketch: sketch.document)
    parents = list(range(len(ordered)))
    if len(ordered) > 1:
        for one, other in _find_copies(ordered):
            # The lesser id stays the root.
            low, high = sorted((_find_root(parents, one), _find_root(parents, other)))
            parents[high] = low
    return {sketch.document: ordered[_find_root(parents, n)].document for n, sketch in enumerate(ordered)}


def _find_root(parents: list[int], n: int) -> int:
    while parents[n] != n:
        parents[n] = parents[parents[n]]
        n = parents[n]
    return n


def _find_copies(sketches: list[Sketch]) -> Iterator[tuple[int, int]]:
    """Yield pairs of documents that are copies, band by band, so that a pair may come again."""
    values = np.frombuffer(b"".join(sketch.values for sketch in sketches), dtype="<u4").reshape(len(sketches), _SIZE)
    runs = np.array([sketch.runs for sketch in sketches], dtype=np.float64)
    days = np.array([_count_days(sketch.date) for sketch in sketches])
    for start in range(0, _SIZE, _ROWS):
        _, group_of, sizes = np.unique(
            values[:, start : start + _ROWS], axis=0, return_inverse=True, return_counts=True
        )
        order = np.argsort(group_of, kind="stable")
        ends = np.cumsum(sizes)
        for number in np.flatnonzero(sizes > 1):
            group = order[ends[number] - sizes[number] : ends[number]]
            for place, one in enumerate(group[:-1]):
                others = group[place + 1 :]
                for other in others[_share_runs(one, others, values, runs) & _are_near(days[one], days[others])]:
                    if _share_figures(sketches[one].figures, sketches[other].figures):
                        yield int(one), int(other)


def _share_runs(
    one: np.intp, others: NDArray[np.intp], values: NDArray[np.uint32], runs: NDArray[np.float64]
) -> NDArray[np.bool_]:
    alike = (values[others] == values[one]).mean(axis=1)
    # |A ∩ B|, from the estimate of |A ∩ B| / |A ∪ B|.
    shared = alike * (runs[others] + runs[one]) / (1 + alike)
    shorter, longer = np.minimum(runs[others], runs[one]), np.maximum(runs[others], runs[one])
    many = (shared >= SHARE * shorter) & (shared >= SHARED) & (longer <= LONGER * shorter)
    return np.asarray(many | (alike == 1))


def _are_near(day: np.float64, days: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say which days are near one; a day that is not known is near all."""
    return np.asarray(~(np.abs(days - day) > DAYS))


def _share_figures(one: frozenset[str], other: frozenset[str]) -> bool:
    fewer = min(len(one), len(other))
    return fewer < 2 or len(one & other) >= FIGURES * fewer


def _count_days(text: str | None) -> float:
    """Return the number of a day, NaN where a date is not known to the day."""
    return date.fromisoformat(text).toordinal() if text is not None and _DAY.fullmatch(text) else float("nan")
