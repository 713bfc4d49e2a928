"""Walk the tree of one sentence. Indices are words of the sentence."""

from __future__ import annotations

from collections.abc import Iterator

from kg.types import Sentence, Token


def iter_subtree(sentence: Sentence, top: int) -> Iterator[int]:
    """Yield `top` and all words below it, depth first."""
    stack, seen = [top], set()
    while len(stack) > 0:
        at = stack.pop()
        if at not in seen:
            seen.add(at)
            yield at
            stack.extend(reversed(sentence.children[at]))


def iter_ancestors(sentence: Sentence, at: int) -> Iterator[int]:
    """Yield the heads above a word, nearest first; ends at the root, and where a tree runs in a circle."""
    seen = {at}
    while sentence.tokens[at].head not in seen:
        at = sentence.tokens[at].head
        seen.add(at)
        yield at


def find_children(sentence: Sentence, at: int, *roles: str) -> list[Token]:
    """Return the dependents of a word that have one of these roles, in order."""
    return [sentence.tokens[k] for k in sentence.children[at] if sentence.tokens[k].role in roles]


def find_span_head(sentence: Sentence, first: int, last: int) -> int:
    """Return the word of a span that hangs outside it, the leftmost where there are several."""
    for n in range(first, last + 1):
        head = sentence.tokens[n].head
        if (head < first or head > last or head == n) and sentence.tokens[n].pos != "PUNCT":
            return n
    return first


def find_first_conjunct(sentence: Sentence, at: int) -> int:
    """Return the first member of the coordination that a word belongs to, the word itself where it stands alone."""
    seen = {at}
    while sentence.tokens[at].role == "conj" and sentence.tokens[at].head not in seen:
        at = sentence.tokens[at].head
        seen.add(at)
    return at


def iter_conjuncts(sentence: Sentence, at: int) -> Iterator[int]:
    """Yield the words coordinated under a word (not the word itself), in order, also through chains."""
    for child in sentence.children[at]:
        if sentence.tokens[child].role == "conj":
            yield child
            yield from iter_conjuncts(sentence, child)


def is_verb(token: Token) -> bool:
    """Whether a word is a verb form (participles that a model calls adjectives are not)."""
    return token.pos in ("VERB", "AUX")
