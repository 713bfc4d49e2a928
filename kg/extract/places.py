"""Find where an act happened: a name behind a preposition of place in its clause ("met *in Geneva*", "à *Genève*").

The name as the text has it; nothing is looked up. Where the clause names no place, there is none: a dateline or the
party's own country is not where an act happened.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract.records import Proposal
from kg.extract.syntax import find_children
from kg.extract.vocabulary import Language
from kg.types import Mention, Sentence, Token

_NAME_PARTS = ("flat", "compound", "amod")


def find_place(
    sentence: Sentence, proposal: Proposal, by_head: Mapping[int, Mention], language: Language
) -> str | None:
    """Return the name of the place of an act, None where its clause gives none."""
    parties = {m.head for m in (proposal.source, proposal.target) if m.sentence == proposal.sentence}
    for at in dict.fromkeys((proposal.trigger, proposal.carrier)):
        for token in find_children(sentence, at, "oblique", "nmod"):
            if token.case in language.places and token.i not in parties:
                name = _read_name(sentence, token, by_head, language)
                if name is not None:
                    return name
    return None


def _read_name(sentence: Sentence, token: Token, by_head: Mapping[int, Mention], language: Language) -> str | None:
    mention = by_head.get(token.i)
    if mention is not None:
        return mention.text if mention.form in ("name", "capital") else None
    if token.pos != "PROPN" or token.lemma.lower() in language.bare_time_nouns:
        return None
    first = last = token.i
    parts = {t.i for t in find_children(sentence, token.i, *_NAME_PARTS) if t.pos == "PROPN"}
    while first - 1 in parts:
        first -= 1
    while last + 1 in parts:
        last += 1
    return sentence.text[sentence.tokens[first].start - sentence.start : sentence.tokens[last].end - sentence.start]
