"""Decide the language of each paragraph.

Among the languages given, by langidentify's n-grams. A paragraph with fewer letters than `MINIMUM` takes the
language of the document, as detection of a few words is guessing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from langidentify import Detector, Language, Model

from kg.types import Paragraph

# Letters below which a paragraph is too short to tell (a headline of about eight words; found on the seed's and
# on Wikinews headlines, where langidentify was right on 48 of 48).
MINIMUM = 40

_BREAK = re.compile(r"\n[^\S\n]*\n\s*|\n(?=[-–—•*]\s)|(?<=[.!?:»”\"…])[^\S\n]*\n")


def find_paragraphs(text: str, start: int, languages: tuple[str, ...], given: str | None) -> tuple[Paragraph, ...]:
    """Cut `text[start:]` into paragraphs, each with its language; `given` is the language that its source states.

    An empty line ends a paragraph, and a line end after a full stop; other line ends are folds within one.
    """
    spans = list(_cut(text, start))
    if given is not None and given not in languages:
        return tuple(Paragraph(a, b, given) for a, b in spans)
    whole = given if given is not None else detect(text[start:], languages)
    return tuple(
        Paragraph(a, b, detect(text[a:b], languages) if sum(map(str.isalpha, text[a:b])) >= MINIMUM else whole)
        for a, b in spans
    )


def detect(text: str, languages: tuple[str, ...]) -> str:
    """Return the most likely of the languages; the first one where the text has no letters."""
    if len(languages) == 1 or not any(map(str.isalpha, text)):
        return languages[0]
    return str(_load_detector(languages).detect(text[:2000]).iso_code)


def _cut(text: str, start: int) -> list[tuple[int, int]]:
    spans, at = [], start
    for found in [*_BREAK.finditer(text, start), None]:
        end = len(text) if found is None else found.start()
        piece = text[at:end]
        if piece.strip() != "":
            left = at + len(piece) - len(piece.lstrip())
            spans.append((left, left + len(piece.strip())))
        at = end if found is None else found.end()
    return spans


@lru_cache(maxsize=4)
def _load_detector(languages: tuple[str, ...]) -> Detector:
    return Detector(Model.load(Language.from_comma_separated(",".join(languages))))
