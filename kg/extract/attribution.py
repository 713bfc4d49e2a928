"""Find who says so: the chain of sources of one clause, the reporter first, then whom it cites.

Three constructions: a verb of saying above the clause or beside it (also inverted: "a rapporté l'agence TASS"), a
preposition of source ("selon", "according to"), and a verb of citing under the verb of saying.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.syntax import (
    find_children,
    is_verb,
    iter_ancestors,
    iter_conjuncts,
    iter_subtree,
)
from kg.extract.vocabulary import Language
from kg.types import Mention, Sentence, Source, Token

_LONGEST_NAME = 12


def find_attribution(
    sentence: Sentence, trigger: int, mentions: list[Mention], language: Language
) -> tuple[Source, ...]:
    """Return the chain of sources for the act at `trigger`; empty where the text itself says so."""
    by_head = {m.head: m for m in mentions}
    found: list[Source] = []
    for verb in _iter_speech_verbs(sentence, trigger, language):
        speaker = _find_speaker(sentence, verb, trigger, by_head, language)
        if speaker is not None:
            found.append(_make_source(sentence, speaker, by_head))
            found += [_make_source(sentence, k, by_head) for k in _find_cited(sentence, verb, language)]
            break
    found += [_make_source(sentence, k, by_head) for k in _find_prepositional(sentence, trigger, language)]
    return tuple({source.name: source for source in found}.values())


def _iter_speech_verbs(sentence: Sentence, trigger: int, language: Language) -> Iterator[int]:
    """Yield verbs of saying whose words the trigger stands in, nearest first."""
    at = trigger
    for upper in iter_ancestors(sentence, trigger):
        token = sentence.tokens[at]
        if (
            is_verb(sentence.tokens[upper])
            and sentence.tokens[upper].lemma in language.speech_verbs
            and token.role in ("ccomp", "parataxis", "conj", "root", "other", "advcl")
            # an inserted "a déclaré X" hangs under what is said, which does not report it
            and not (token.role == "parataxis" and token.lemma in language.speech_verbs)
        ):
            yield upper
        for child in sentence.children[upper]:
            token = sentence.tokens[child]
            if (
                token.role in ("parataxis", "ccomp", "other")
                and token.lemma in language.speech_verbs
                and is_verb(token)
                and child != at
            ):
                yield child
        at = upper
    for child in sentence.children[trigger]:
        token = sentence.tokens[child]
        if token.role == "parataxis" and is_verb(token) and token.lemma in language.speech_verbs:
            yield child
    for token in sentence.tokens:  # a clause of saying that closes the sentence, wherever the parser hung it
        if (
            is_verb(token)
            and token.lemma in language.speech_verbs
            and token.i > trigger
            and token.role in ("conj", "parataxis", "root", "advcl")
        ):
            before = sentence.tokens[max(0, token.i - 3) : token.i]
            if any(t.text in (",", '"', "»") for t in before):
                yield token.i


def _find_speaker(
    sentence: Sentence, verb: int, trigger: int, by_head: dict[int, Mention], language: Language
) -> int | None:
    """Return the head word of who speaks: what names an actor right behind an inverted verb, else the subject.

    "a rapporté *jeudi* la chaîne …": a word of time does not speak.
    """

    def is_time(token: Token) -> bool:
        return token.lemma.lower() in language.bare_time_nouns

    behind = [
        t.i
        for t in find_children(sentence, verb, "object", "nmod", "oblique", "other", "appos", "subject")
        if t.i > verb and t.case == "" and t.pos in ("NOUN", "PROPN", "PRON") and not is_time(t)
    ]
    subjects = [t.i for t in find_children(sentence, verb, "subject") if not is_time(t)]
    subjects = [k for k in subjects if trigger not in set(iter_subtree(sentence, k))]
    named = [k for k in (*subjects, *behind) if k in by_head]
    return next(iter((*named, *subjects, *behind)), None)


def _find_cited(sentence: Sentence, verb: int, language: Language) -> list[int]:
    cited = []
    for at in iter_subtree(sentence, verb):
        token = sentence.tokens[at]
        if token.lemma in language.citing_verbs and at != verb:
            cited += [t.i for t in find_children(sentence, at, "object", "oblique") if t.pos in ("NOUN", "PROPN")]
    return cited[:2]


def _find_prepositional(sentence: Sentence, trigger: int, language: Language) -> list[int]:
    """Return heads behind "selon", "according to": in the trigger's own clause or above it."""
    own = {trigger, *iter_ancestors(sentence, trigger)}
    found = []
    for token in sentence.tokens:
        case, sources = token.case, language.speech_sources
        if case not in sources and not any(case.startswith(f"{w} ") for w in sources):
            continue
        if token.head in own or token.head == token.i or trigger not in set(iter_subtree(sentence, token.i)):
            found.append(token.i)
    return found[:2]


def _make_source(sentence: Sentence, head: int, by_head: dict[int, Mention]) -> Source:
    """Name a source by its mention where it has one, by the words of its noun phrase elsewhere."""
    mention = by_head.get(head)
    if mention is None:
        for token in find_children(sentence, head, "appos", "flat", "compound", "nmod"):
            if token.i in by_head and by_head[token.i].form in ("name", "person") and token.case == "":
                mention = by_head[token.i]
                break
    if mention is not None and len(mention.actors) == 1:
        actor = mention.actors[0]
        return Source(actor.name, actor.id, mention.start, mention.end)
    skip = set(iter_conjuncts(sentence, head))
    words = [
        k
        for k in iter_subtree(sentence, head)
        if sentence.tokens[k].role not in ("relcl", "acl", "punct", "cc", "case", "det") or k != head
    ]
    words = sorted(k for k in words if k not in skip and abs(k - head) <= _LONGEST_NAME)
    near = [head]
    for k in reversed([w for w in words if w < head]):
        if k == near[0] - 1 and sentence.tokens[k].pos not in ("ADP", "PUNCT", "DET"):
            near.insert(0, k)
    for k in [w for w in words if w > head]:
        if k == near[-1] + 1 and sentence.tokens[k].pos not in ("PUNCT", "VERB", "AUX"):
            near.append(k)
    start, end = sentence.tokens[near[0]].start, sentence.tokens[near[-1]].end
    return Source(sentence.text[start - sentence.start : end - sentence.start], None, start, end)
