"""Decide what an act is about: military, diplomatic, economic and so on.

By the words of the language's lists: those of the evidence count first, those of the sentence only where the evidence
has none. A frame may bring its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.extract.vocabulary import Language
from kg.types import Sentence, Token

_MOST = 2


def find_contexts(
    sentence: Sentence, start: int, end: int, own: tuple[str, ...], language: Language
) -> tuple[str, ...]:
    """Return the contexts of the act whose evidence is `start` to `end`, in alphabetical order; empty if unclear."""
    inside = [t for t in sentence.tokens if t.start >= start and t.end <= end]
    counts = _count(inside, language)
    if len(counts) == 0 and len(own) == 0:
        counts = _count(sentence.tokens, language)
    best = sorted(counts, key=lambda context: (-counts[context], context))
    return tuple(sorted({*own, *best[: max(0, _MOST - len(own))]}))


def _count(tokens: Iterable[Token], language: Language) -> Counter[str]:
    counts: Counter[str] = Counter()
    words = list(tokens)
    for n, token in enumerate(words):
        # an auxiliary is no noun: "ont" is not "avoirs"
        forms = set() if token.pos in ("AUX", "DET", "PRON", "ADP") else {token.lemma.lower(), token.text.lower()}
        for length in (2, 3):
            forms.add(" ".join(t.text.lower() for t in words[n : n + length]))
        for form in forms:
            counts.update(language.contexts.get(form, ()))
    return counts
