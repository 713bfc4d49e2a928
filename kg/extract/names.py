"""Compare names of people: slugs, skeletons of sounds, and what counts as the same name in another transcription.

Policy: edit distance alone never makes two names one. Every word must have the same consonants once the spellings of
one sound are made equal (Poutine, Putin; Mohammed, Muhammad), and be close in letters as well; given names that differ
in a consonant (Jong-un, Jong-il) or an initial (George W., George H. W.) are two people. States and groups are never
compared this way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

# rapidfuzz ratio over ASCII letters: of 1,365 pairs of words that people.yml spells in two ways with one skeleton, 92 %
# reach it; those below (Reine, Rania; John, Jean) are more often two names than one.
_SAME_SPELLING = 72
_PARTICLES = frozenset(
    {
        "al",
        "el",
        "bin",
        "ben",
        "ibn",
        "abu",
        "abou",
        "de",
        "da",
        "di",
        "du",
        "von",
        "van",
        "der",
        "la",
        "le",
        "dos",
        "del",
        "ad",
        "as",
        "ul",
    }
)
# Spellings of one sound in French and English transcription; applied in this order before vowels are dropped.
_SOUNDS = (
    ("chtch", "s"), ("shch", "s"), ("tch", "c"), ("dj", "j"), ("sch", "s"), ("sh", "s"), ("ch", "s"), ("kh", "k"),
    ("gh", "g"), ("ph", "f"), ("ts", "z"), ("tz", "z"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("w", "v"), ("x", "ks"),
    ("ou", "u"), ("y", "i"), ("dh", "d"), ("th", "t"),
)  # fmt: skip


_REPEATED = re.compile(r"(.)\1+")
_SILENT = re.compile(r"(?<=.)[aeiouh]")
_OTHER = re.compile(r"[^a-z0-9]+")


def make_slug(name: str) -> str:
    """Fold a name to the part of an id that it makes: ASCII, lower case, hyphens."""
    if name.isascii() and name.isalpha():
        return name.lower()  # most words of a user's 100,000 names
    plain = name if name.isascii() else anyascii(name)
    return _OTHER.sub("-", plain.lower()).strip("-") or "unnamed"


def make_skeleton(name: str) -> str:
    """Fold a name to its consonants, one sign a sound and one skeleton a word: the same for all transcriptions."""
    return " ".join(fold_words(split_name(name)))


def fold_words(words: Sequence[str]) -> list[str]:
    """Fold words (ASCII, lower case) to the consonants that `make_skeleton` compares; quick for very many at once."""
    text = "\n".join(words)
    for spelling, sound in _SOUNDS:
        text = text.replace(spelling, sound)
    return _REPEATED.sub(r"\1", _SILENT.sub("", text)).split("\n")


def is_same_name(one: str, other: str) -> bool:
    """Whether two full names are transcriptions of one name, or differ only in initials and middle names."""
    a, b = split_name(one), split_name(other)
    if a == b:
        return True
    if len(a) < 2 or len(b) < 2 or not _is_same_word(a[-1], b[-1]):
        return False
    if len(a) == len(b):
        return all(_is_same_word(x, y) or _is_initial(x, y) for x, y in zip(a[:-1], b[:-1], strict=True))
    return _is_same_word(a[0], b[0]) and not _is_junior(a, b)


def split_name(name: str) -> list[str]:
    """Return the words of a name as slugs, without particles."""
    return [word for word in make_slug(name).split("-") if word not in _PARTICLES]


def _is_same_word(one: str, other: str) -> bool:
    return one == other or (make_skeleton(one) == make_skeleton(other) and ratio(one, other) >= _SAME_SPELLING)


def _is_initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]


def _is_junior(a: list[str], b: list[str]) -> bool:
    """Whether only initials tell two names apart (George W. and George H. W. Bush)."""
    extra = set(a) ^ set(b)
    return any(len(word) == 1 for word in extra)
