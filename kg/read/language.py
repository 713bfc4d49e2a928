"""Cut a text into paragraphs and decide the language of each.

An empty line ends a paragraph, and a line end after a full stop; other line ends are folds within one. As a paragraph
bounds the sentences in it, the limits of word and sentence hold here: a word that is too long (encoded data, not
language) lies in no paragraph, and a stretch that is longer than a sentence may be is cut, after a full stop if there
is one, else after a comma or a space.

The language is one among those given, by langidentify's n-grams. A paragraph with fewer letters than `MINIMUM` takes
the language of the document, as detection of a few words is guessing.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from langidentify import Detector, Language, Model

from kg.types import Document, Limits, Paragraph

# Letters below which a paragraph is too short to tell (a headline of about eight words; found on the seed's and
# on Wikinews headlines, where langidentify was right on 48 of 48).
MINIMUM = 40

# Where a stretch that is too long is best cut.
_CUTS = (re.compile(r"[.!?…][\"»”’)\]]*\s+"), re.compile(r"[;:,]\s+"), re.compile(r"\s+"))
_ENDED = re.compile(r"[.!?…][\"»”’)\]]*$")
_BREAK = re.compile(r"\n[^\S\n]*\n\s*|\n(?=[-–—•*]\s)|(?<=[.!?:»”\"…])[^\S\n]*\n")


def find_paragraphs(
    text: str, start: int, languages: tuple[str, ...], given: str | None, limits: Limits = Limits()
) -> tuple[Paragraph, ...]:
    """Cut `text[start:]` into paragraphs, each with its language; `given` is the language that its source states."""
    spans = [short for span in _cut(text, start) for short in _shorten(text, *span, limits)]
    if given is not None and given not in languages:
        return tuple(Paragraph(a, b, given) for a, b in spans)
    whole = given if given is not None else detect(text[start:], languages)
    return tuple(
        Paragraph(a, b, detect(text[a:b], languages) if sum(map(str.isalpha, text[a:b])) >= MINIMUM else whole)
        for a, b in spans
    )


def find_cuts(document: Document, limits: Limits) -> tuple[list[int], list[int]]:
    """Return where words were left out as they are too long, and where sentences were cut."""
    text = document.text
    words = [found.start() for found in _find_long_words(text, 0, len(text), limits)]
    cuts = [
        one.end
        for one, two in pairwise(document.paragraphs)
        if (gap := text[one.end : two.start]).strip() == "" and "\n" not in gap and _is_open(text, one.end)
    ]
    return words, cuts


def _is_open(text: str, end: int) -> bool:
    """Say whether a sentence goes on at `end`."""
    return _ENDED.search(text, max(0, end - 4), end) is None


def detect(text: str, languages: tuple[str, ...]) -> str:
    """Return the most likely of the languages; the first one where nothing tells."""
    if len(languages) == 1 or not any(map(str.isalpha, text)):
        return languages[0]
    found = str(_load_detector(languages).detect(text[:2000]).iso_code)
    # Of a text without a word of any of them it says none.
    return found if found in languages else languages[0]


def _cut(text: str, start: int) -> Iterator[tuple[int, int]]:
    at = start
    for found in _BREAK.finditer(text, start):
        yield from _trim(text, at, found.start())
        at = found.end()
    yield from _trim(text, at, len(text))


def _shorten(text: str, start: int, end: int, limits: Limits) -> Iterator[tuple[int, int]]:
    """Yield the parts of a span that the limits allow."""
    at = start
    for found in [*_find_long_words(text, start, end, limits), None]:
        stop = end if found is None else found.start()
        while stop - at > limits.sentence:
            cut = _find_cut(text, at, at + limits.sentence)
            yield from _trim(text, at, cut)
            at = cut
        yield from _trim(text, at, stop)
        at = end if found is None else found.end()


def _find_long_words(text: str, start: int, end: int, limits: Limits) -> Iterator[re.Match[str]]:
    return re.compile(rf"(?<!\S)\S{{{limits.word + 1},}}").finditer(text, start, end)


def _find_cut(text: str, start: int, end: int) -> int:
    for mark in _CUTS:
        found = deque(mark.finditer(text, start, end), maxlen=1)
        if len(found) > 0:
            return found[0].end()
    return end


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip() != "":
        left = start + len(piece) - len(piece.lstrip())
        yield left, left + len(piece.strip())


@lru_cache(maxsize=4)
def _load_detector(languages: tuple[str, ...]) -> Detector:
    return Detector(Model.load(Language.from_comma_separated(",".join(languages))))
