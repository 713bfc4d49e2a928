"""Which documents tell one story: exact copies, reprints with another lead or title, cut versions, updates.

A text is cut into runs of `WIDTH` words; a copy shares most runs of the shorter of two texts, while two reporters who
write of one event share few but names and quotes. Texts are compared by MinHash sketches (Broder, "On the resemblance
and containment of documents", 1997), never all with all: only those that agree on a band of their sketches. Whatever
copies a copy belongs to its story. The order of the documents does not change the result.

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
# Least part of the shorter text's runs that a copy shares, and how many at least; found on tests/cases/duplicates.yml.
SHARE, SHARED = 0.45, 12
# A copy may be this many times as long as another, and days apart.
LONGER, DAYS = 4, 7

_WORD = re.compile(r"\w+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of a document tells whether it is a copy: `runs` counts its distinct runs, `values` is their MinHash."""

    document: str
    date: str | None
    runs: int
    values: bytes


def make_sketch(id: str, date: str | None, text: str) -> Sketch:
    """Sketch the text of a document."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    runs = {" ".join(words[n : n + WIDTH]) for n in range(max(len(words) - WIDTH + 1, 1))}
    minhash = RMinHash(num_perm=_SIZE, seed=_SEED)
    minhash.update(sorted(runs))
    return Sketch(id, date, len(runs), np.array(minhash.digest(), dtype="<u4").tobytes())


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
    """Yield pairs of documents that are copies, band by band."""
    values = np.frombuffer(b"".join(sketch.values for sketch in sketches), dtype="<u4").reshape(len(sketches), _SIZE)
    runs = np.array([sketch.runs for sketch in sketches], dtype=np.float64)
    days = np.array([_count_days(sketch.date) for sketch in sketches])
    for band in np.ascontiguousarray(values).view("<u8").T if _ROWS == 2 else ():
        order = np.argsort(band, kind="stable")
        starts = np.flatnonzero(np.diff(band[order], prepend=band[order[0]] - np.uint64(1)))
        for group in np.split(order, starts[1:]):
            for n in range(len(group) - 1):
                rest = group[n + 1 :]
                for other in rest[_are_copies(group[n], rest, values, runs, days)]:
                    yield int(group[n]), int(other)


def _are_copies(
    one: np.intp,
    others: NDArray[np.intp],
    values: NDArray[np.uint32],
    runs: NDArray[np.float64],
    days: NDArray[np.float64],
) -> NDArray[np.bool_]:
    alike = (values[others] == values[one]).mean(axis=1)
    # |A ∩ B| from the estimate of |A ∩ B| / |A ∪ B|.
    shared = alike * (runs[others] + runs[one]) / (1 + alike)
    shorter, longer = np.minimum(runs[others], runs[one]), np.maximum(runs[others], runs[one])
    near = ~(np.abs(days[others] - days[one]) > DAYS)  # also where a day is not known
    whole = alike == 1
    return np.asarray(
        near & (whole | ((shared >= SHARE * shorter) & (shared >= SHARED) & (longer <= LONGER * shorter)))
    )


def _count_days(text: str | None) -> float:
    """Return the number of a day, NaN where a date is not known to the day."""
    return date.fromisoformat(text).toordinal() if text is not None and _DAY.fullmatch(text) else float("nan")
