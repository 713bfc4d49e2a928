"""Find acronyms that a sentence introduces in brackets: "Organisation … (ABC)", "ABC (Organisation …)".

Policy: what stands before the bracket gives the actor, the bracket its alias for the rest of the document. Where no
phrase ends at the bracket, the words before it are the name only if their first letters spell the acronym, and if it
begins with a capital or the noun of a body ("mouvement de libération du Nord (MLN)").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.extract.gazetteer import Gazetteer
from kg.extract.records import Phrase
from kg.extract.syntax import find_span_head
from kg.extract.vocabulary import Language
from kg.types import Sentence

_ACRONYM = re.compile(r"^(?=.*[A-ZÀ-Ý].*[A-ZÀ-Ý0-9])[A-ZÀ-Ý][\w.&-]{1,11}$|^[A-Z][a-zé]{2,9}$")
_LONGEST_NAME = 12
_NAMED = frozenset({"state", "igo", "government", "military", "armed_group", "company", "organisation"})


def find_acronyms(
    sentence: Sentence, number: int, phrases: list[Phrase], language: Language, gazetteer: Gazetteer
) -> list[Phrase]:
    """Return the phrases with each pair of name and acronym joined: the name gets an alias, the bracket a phrase."""
    result = list(phrases)
    for opening, inner in _iter_brackets(sentence):
        acronym = sentence.tokens[inner].text
        if not _ACRONYM.match(acronym):
            continue
        start = _find_start(sentence, opening, acronym)
        if start is not None and not _may_begin(sentence.tokens[start].text, language):
            start = None
        result = _join_pair(sentence, number, result, opening, inner, start, gazetteer)
    return result


def _iter_brackets(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield (opening bracket, word) of every bracket that holds one word."""
    for token in sentence.tokens[:-2]:
        if token.text == "(" and token.i > 0 and sentence.tokens[token.i + 2].text == ")":
            yield token.i, token.i + 1


def _join_pair(
    sentence: Sentence,
    number: int,
    phrases: list[Phrase],
    opening: int,
    inner: int,
    start: int | None,
    gazetteer: Gazetteer,
) -> list[Phrase]:
    acronym = sentence.tokens[inner].text
    at_inner = [p for p in phrases if p.first == inner == p.last]
    known = gazetteer.actors[at_inner[0].actor] if len(at_inner) > 0 and at_inner[0].actor is not None else None
    before = [
        p for p in phrases if p.last == opening - 1 and p.form in ("name", "organisation", "body") and p.kind in _NAMED
    ]
    name = min(before, key=lambda p: p.first) if len(before) > 0 else None
    if name is not None and start is not None and start < name.first and name.actor is None:
        name = None
    if name is None and start is not None:
        name = _make_name(sentence, number, start, opening - 1)
    if name is None or (
        known is not None and known.kind in ("media", "place", "person", "state") and known.id != name.actor
    ):
        return phrases
    if not any(c.isupper() for c in acronym[1:]) and known is None and start is None:
        return phrases
    if name.actor is None and known is not None and (known.kind != "armed_group" or name.kind == "armed_group"):
        name = replace(name, actor=known.id, name=known.name, kind=known.kind, form="name", owners=(known.code,))
    inside = {id(p) for p in (*before, *at_inner)} | {
        id(p) for p in phrases if name.first <= p.first and p.last <= name.last and p.form != "role"
    }
    kept = [p for p in phrases if id(p) not in inside]
    bracket = replace(name, form="acronym", last=inner + 1, head=inner, alias=acronym, part=True)
    return [*kept, replace(name, alias=acronym), bracket]


def _may_begin(word: str, language: Language) -> bool:
    lower = word.lower()
    return word[:1].isupper() or lower in language.roles.bodies or lower in language.roles.references


def _make_name(sentence: Sentence, number: int, first: int, last: int) -> Phrase:
    start, end = sentence.tokens[first].start - sentence.start, sentence.tokens[last].end - sentence.start
    text = " ".join(sentence.text[start:end].split())
    return Phrase(number, first, last, find_span_head(sentence, first, last), "organisation", "organisation", name=text)


def _find_start(sentence: Sentence, opening: int, acronym: str) -> int | None:
    """Return where the name begins whose first letters spell an acronym; small words may be skipped."""
    letters = [c for c in acronym.lower() if c.isalnum()]
    at, left = opening - 1, len(letters)
    while at >= max(0, opening - _LONGEST_NAME) and left > 0:
        word = sentence.tokens[at].text.lower()
        if word[:1].isalnum():
            if word[:1] == letters[left - 1]:
                left -= 1
            elif word.isdigit() and left >= len(word) and "".join(letters[left - len(word) : left]) == word:
                left -= len(word)
            elif sentence.tokens[at].text[:1].isupper() and left != len(letters):
                return None
            elif "-" in word and left >= 2 and word.split("-")[-1][:1] == letters[left - 1]:
                left -= 1
        elif word not in ("-", "'", "’", '"'):
            return None
        if left == 0:
            return at
        at -= 1
    return None
