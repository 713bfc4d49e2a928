"""Resolve what stands for actors already named: pronouns, relatives, "les deux pays", "the group", "son homologue".

Policy: a reference goes to the most salient fitting mention before it (subjects before others, the same sentence and
the one before it before older ones). A set of two goes to the two parties that the nearest sentence with two parties
names. What is not clear stays unresolved: no mention is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from kg.extract.syntax import iter_ancestors
from kg.extract.vocabulary import Language
from kg.types import Actor, Mention, Sentence

_REACH = 3  # sentences back that a pronoun may reach
_PARTIES = frozenset({"state", "igo", "armed_group"})
_ARGUMENTS = frozenset({"subject", "subject_passive", "object", "iobject", "oblique", "agent", "nmod", "possessor", "conj"})


def resolve_references(
    document: str,
    sentences: tuple[Sentence, ...],
    mentions: Iterable[Mention],
    languages: Mapping[str, Language],
    parties: Mapping[str, Actor],
) -> tuple[Mention, ...]:
    """Return the mentions with those that references add, in the order of the text."""
    known = sorted(mentions, key=lambda m: (m.sentence, m.start))
    for number, sentence in enumerate(sentences):
        language = languages[sentence.language]
        taken = {m.head for m in known if m.sentence == number}
        added = []
        for finder in (_resolve_sets, _resolve_nouns, _resolve_pronouns):
            for mention in finder(document, number, sentence, language, [*known, *added], parties):
                if mention.head not in taken:
                    taken.add(mention.head)
                    added.append(mention)
        known = sorted([*known, *added], key=lambda m: (m.sentence, m.start))
    return tuple(known)


def _before(mentions: list[Mention], number: int, start: int) -> list[Mention]:
    """The mentions before a place, nearest first."""
    return [m for m in reversed(sorted(mentions, key=lambda m: (m.sentence, m.start))) if (m.sentence, m.start) < (number, start)]


def _make(document: str, sentence: Sentence, number: int, first: int, last: int, form: str, head: int, actors: tuple[Actor, ...]) -> Mention:
    start, end = sentence.tokens[first].start, sentence.tokens[last].end
    text = sentence.text[start - sentence.start : end - sentence.start]
    return Mention(document, start, end, text, form, number, head, actors)


def _resolve_sets(
    document: str, number: int, sentence: Sentence, language: Language, mentions: list[Mention], parties: Mapping[str, Actor]
) -> list[Mention]:
    found = []
    references = language.references
    lowers = [t.text.lower() for t in sentence.tokens]
    for token in sentence.tokens:
        last = token.i
        if lowers[last] not in references["set_nouns"] or last == 0:
            continue
        first = next((n for n in (last - 1, last - 2, last - 3) if n >= 0 and " ".join(lowers[n:last]) in references["set_determiners"]), None)
        if first is None and last >= 2 and sentence.tokens[last - 1].pos == "ADJ":
            first = next((n for n in (last - 2, last - 3) if n >= 0 and " ".join(lowers[n : last - 1]) in references["set_determiners"]), None)
        if first is None:
            continue
        pair = _find_pair(mentions, number, token.start, parties)
        if pair is not None:
            found.append(_make(document, sentence, number, first, last, "set", last, pair))
    return found


def _find_pair(mentions: list[Mention], number: int, start: int, parties: Mapping[str, Actor]) -> tuple[Actor, ...] | None:
    """Return the two parties that the nearest sentence with two names; the two most frequent where it names more."""
    earlier = _before(mentions, number, start)
    total = Counter(actor.code for m in earlier for actor in m.actors)
    at = number
    gathered: list[str] = []
    while at >= 0 and number - at <= 4:
        codes = [a.code for m in earlier if m.sentence == at for a in m.actors if a.kind != "media" and a.code in parties]
        gathered = list(dict.fromkeys([*gathered, *codes]))
        if len(gathered) >= 2:
            best = sorted(gathered, key=lambda c: (-total[c], gathered.index(c)))[:2]
            return tuple(parties[c] for c in sorted(best))
        at -= 1
    return None


def _resolve_nouns(
    document: str, number: int, sentence: Sentence, language: Language, mentions: list[Mention], parties: Mapping[str, Actor]
) -> list[Mention]:
    """Resolve "le pays", "the group": the last actor of that kind."""
    found = []
    for token in sentence.tokens:
        kind = language.roles.references.get(token.text.lower())
        if kind is None or token.pos not in ("NOUN", "PROPN") or token.role not in _ARGUMENTS:
            continue
        words = {sentence.tokens[k].text.lower() for k in sentence.children[token.i] if k < token.i}
        others = [k for k in sentence.children[token.i] if sentence.tokens[k].role in ("amod", "nmod", "possessor", "compound", "relcl")]
        if len(words & language.references["definite"]) == 0 or len(others) > 0:
            continue
        for mention in _before(mentions, number, token.start):
            if number - mention.sentence > _REACH:
                break
            if len(mention.actors) == 1 and mention.actors[0].kind == kind and mention.acts:
                found.append(_make(document, sentence, number, token.i, token.i, "phrase", token.i, mention.actors))
                break
    return found


def _resolve_pronouns(
    document: str, number: int, sentence: Sentence, language: Language, mentions: list[Mention], parties: Mapping[str, Actor]
) -> list[Mention]:
    found: list[Mention] = []
    references = language.references
    for token in sentence.tokens:
        lower = token.text.lower()
        actors: tuple[Actor, ...] | None = None
        if lower in references["relative"] and token.pos in ("PRON", "DET", "SCONJ"):
            actors = _find_antecedent(sentence, token.i, [*mentions, *found], number)
        elif lower in references["personal"] and token.role in _ARGUMENTS and token.pos == "PRON":
            actors = _find_salient([*mentions, *found], sentence, number, token.start, set(references["personal"][lower]))
        elif lower in references["possessive"] and token.role in ("det", "possessor"):
            actors = _find_salient([*mentions, *found], sentence, number, token.start, {references["possessive"][lower]})
        if actors is not None:
            found.append(_make(document, sentence, number, token.i, token.i, "pronoun", token.i, actors))
    return found


def _find_antecedent(sentence: Sentence, at: int, mentions: list[Mention], number: int) -> tuple[Actor, ...] | None:
    """Return who the noun before a relative clause names."""
    heads = {m.head: m for m in mentions if m.sentence == number and m.acts}
    for upper in iter_ancestors(sentence, at):
        token = sentence.tokens[upper]
        if token.role in ("relcl", "acl"):
            noun = token.head
            if noun in heads:
                return heads[noun].actors
            below = [heads[k] for k in sentence.children[noun] if k in heads and sentence.tokens[k].role in ("appos", "flat", "compound")]
            return below[0].actors if len(below) > 0 else None
    return None


def _find_salient(
    mentions: list[Mention], sentence: Sentence, number: int, start: int, features: set[str]
) -> tuple[Actor, ...] | None:
    """Return the actors of the best mention before a pronoun of these features (number, gender)."""
    best: tuple[float, tuple[Actor, ...]] | None = None
    for rank, mention in enumerate(_before(mentions, number, start)):
        distance = number - mention.sentence
        if distance > _REACH or rank > 25:
            break
        if not mention.acts or not _fits(mention, features):
            continue
        score = -2.0 * distance - 0.15 * rank + _weigh(mention, features)
        if best is None or score > best[0]:
            best = (score, mention.actors)
    return None if best is None else best[1]


def _fits(mention: Mention, features: set[str]) -> bool:
    person = all(actor.kind == "person" for actor in mention.actors)
    if mention.form in ("adjective",) or any(actor.kind in ("media", "place") for actor in mention.actors):
        return False
    if "plural" in features:
        return len(mention.actors) > 1 or not person
    if len(mention.actors) > 1:
        return False
    return not (person and "neuter" in features)


def _weigh(mention: Mention, features: set[str]) -> float:
    person = all(actor.kind == "person" for actor in mention.actors)
    weight = 1.0 if mention.form in ("person", "name", "role", "set") else 0.0
    if "plural" in features:
        return weight + (1.5 if len(mention.actors) > 1 or mention.form == "people" else 0.0)
    return weight + (1.0 if person and ("masculine" in features or "feminine" in features) else 0.0)
