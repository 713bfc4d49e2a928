"""Find names: what the gazetteer knows, and the people and organisations that the model's recogniser adds.

Policy: the gazetteer decides what it knows. A state's name inside a longer name of a person or a company ("Michael
Jordan", "Bank of China") is no state. What looks like a thing, a place or a stray word is no actor: a missed name
costs one actor, a false one draws false events to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.gazetteer import Gazetteer, find_names
from kg.extract.records import Phrase
from kg.extract.syntax import find_children, find_first_conjunct, find_span_head
from kg.extract.vocabulary import Language
from kg.types import Sentence

_OWNERLESS = frozenset({"company", "media", "organisation", "place"})
_PEOPLE_LABELS = frozenset({"PER", "PERSON"})
_EDGES = frozenset({"'s", "'", "’s", "-", ",", ".", '"', "«", "»", "(", ")"})


def find_known(sentence: Sentence, number: int, language: Language, gazetteer: Gazetteer) -> list[Phrase]:
    """Return the names of a sentence that the gazetteer knows, in order."""
    return _widen_bodies(sentence, list(_match_known(sentence, number, language, gazetteer)), language)


def _match_known(sentence: Sentence, number: int, language: Language, gazetteer: Gazetteer) -> Iterator[Phrase]:
    starts = {token.start - sentence.start: token.i for token in sentence.tokens}
    ends = {token.end - sentence.start: token.i for token in sentence.tokens}
    for match in find_names(gazetteer, sentence.text):
        first = starts.get(match.start, _find_at(sentence, match.start))
        last = ends.get(match.end, _find_at(sentence, match.end - 1))
        actor = gazetteer.actors[match.entry.actor]
        head = find_span_head(sentence, first, last)
        form = "name" if match.entry.how == "government" else match.entry.how
        if form == "adjective" and _is_noun_of_people(sentence, head):
            form = "people"
        owners: tuple[str, ...] = () if actor.kind in _OWNERLESS else (actor.code,)
        if actor.kind == "person" and actor.code == actor.name:
            owners = ()
        part, kind = False, actor.kind
        if form == "capital" and _is_location(sentence, first, last, head, language):
            part, kind, owners = True, "place", ()
        if _is_hyphenated(sentence, last):  # "Iranian-backed", "US-led": says who helps, not who acts
            form, part = "adjective" if form == "people" else form, actor.kind != "person"
        yield Phrase(number, first, last, head, form, kind, actor=actor.id, name=actor.name, owners=owners, part=part)


def _is_hyphenated(sentence: Sentence, last: int) -> bool:
    after = sentence.tokens[last + 1 : last + 3]
    return (
        len(after) == 2
        and after[0].text == "-"
        and after[1].pos in ("VERB", "ADJ")
        and not sentence.tokens[last].space
        and after[1].text.islower()
    )


def _widen_bodies(sentence: Sentence, known: list[Phrase], language: Language) -> list[Phrase]:
    """Join a body's name with its state's beside it ("*US* State Department", "Guard Corps *of Iran*")."""
    result: list[Phrase] = []
    for phrase in known:
        before = result[-1] if len(result) > 0 else None
        if before is None or before.owners != phrase.owners or len(phrase.owners) == 0:
            result.append(phrase)
        elif phrase.kind in ("government", "military") and before.kind == "state" and before.last == phrase.first - 1:
            result[-1] = replace(phrase, first=before.first)
        elif (
            before.kind in ("government", "military")
            and phrase.kind == "state"
            and _joins(sentence, before.last, phrase.first, language)
        ):
            result[-1] = replace(before, last=phrase.last)
        else:
            result.append(phrase)
    return result


def _joins(sentence: Sentence, last: int, first: int, language: Language) -> bool:
    between = [t for t in sentence.tokens[last + 1 : first] if t.pos != "DET"]
    word = between[0].text.lower() if len(between) == 1 else ""
    return (last + 1 == first) or language.contractions.get(word, word) in language.noun_joiners


def _is_location(sentence: Sentence, first: int, last: int, head: int, language: Language) -> bool:
    """Whether a capital is certainly a place: behind "near", a dateline, of a summit or a treaty, hit by a storm."""
    cases = language.references["place_cases"]
    words = [
        language.contractions.get(t.text.lower(), t.text.lower())
        for t in sentence.tokens[max(0, first - 4) : first]
        if t.pos != "DET"
    ]
    if sentence.tokens[head].case in cases or any(" ".join(words[n:]) in cases for n in range(len(words))):
        return True
    token = sentence.tokens[head]
    governor = sentence.tokens[token.head]
    joiners = language.noun_joiners | {""}
    if token.role == "nmod" and token.case not in joiners and governor.lemma in language.references["things"]:
        return True
    if token.role in ("nmod", "compound") and governor.lemma.lower() in language.references["named_for_places"]:
        return True
    struck = find_children(sentence, governor.i, "subject", "agent") if token.role != "subject" else []
    if any(subject.lemma in language.references["disasters"] for subject in struck):
        return True
    after = sentence.tokens[last + 1 : last + 3]
    return (
        first == 0
        and len(after) == 2
        and (after[0].text == "(" or (after[0].text == "," and after[1].text[:1].isdigit()))
    )


def _find_at(sentence: Sentence, place: int) -> int:
    for token in sentence.tokens:
        if token.end - sentence.start > place:
            return token.i
    return len(sentence.tokens) - 1


def _is_noun_of_people(sentence: Sentence, head: int) -> bool:
    """Whether an adjective stands as a noun: capitalised, and no noun that it qualifies."""
    token = sentence.tokens[head]
    first = sentence.tokens[find_first_conjunct(sentence, head)]  # "the French and *German* ministers"
    qualifies = first.role in ("amod", "compound") and sentence.tokens[first.head].pos in ("NOUN", "PROPN")
    return token.text[:1].isupper() and not qualifies and token.pos in ("NOUN", "PROPN", "ADJ")


def find_entities(sentence: Sentence, number: int, language: Language, known: list[Phrase]) -> Iterator[Phrase]:
    """Yield the people and organisations that the model's entity recogniser finds, titles and demonyms cut off."""
    at, tokens = 0, sentence.tokens
    demonyms = {k for phrase in known if phrase.form == "adjective" for k in range(phrase.first, phrase.last + 1)}
    while at < len(tokens):
        label = tokens[at].entity[2:]
        last = at
        while last + 1 < len(tokens) and tokens[last + 1].entity == f"I-{label}" != "I-":
            last += 1
        if label in _PEOPLE_LABELS or label == "ORG":
            bracket = next((n for n in range(at + 1, last + 1) if tokens[n].text == "("), last + 1)
            first, end = at, bracket - 1
            while first < end and ((first in demonyms and label != "ORG") or _is_title(sentence, first, language)):
                first += 1
            while end > first and tokens[end].text in _EDGES:
                end -= 1
            kind = "organisation" if label == "ORG" else "person"
            head = find_span_head(sentence, first, end)
            yield Phrase(number, first, end, head, kind, kind, name=join_text(sentence, first, end))
        at = last + 1


def guess_names(sentence: Sentence, number: int, taken: list[Phrase]) -> Iterator[Phrase]:
    """Yield runs of two to four capitalised names that nothing claims: people, if an office stands beside them."""
    claimed = {k for phrase in taken for k in range(phrase.first, phrase.last + 1)}
    run: list[int] = []
    for token in (*sentence.tokens, None):
        if (
            token is not None
            and token.i not in claimed
            and token.pos == "PROPN"
            and token.text[:1].isupper()
            and token.text.isalpha()
        ):
            run.append(token.i)
            continue
        if 2 <= len(run) <= 4:
            head = find_span_head(sentence, run[0], run[-1])
            yield Phrase(number, run[0], run[-1], head, "person", "person", name=join_text(sentence, run[0], run[-1]))
        run = []


def _is_title(sentence: Sentence, at: int, language: Language) -> bool:
    token = sentence.tokens[at]
    return (
        token.pos == "DET"
        or token.text in language.roles.titles
        or token.text in _EDGES
        or (token.text.lower() in language.roles.officials and token.text not in ("King", "Prince"))
    )


def is_name(sentence: Sentence, entity: Phrase, language: Language) -> bool:
    """Whether an entity of the model can be an actor: no thing, place, stray word or heading."""
    name, references = entity.name or "", language.references
    words = [sentence.tokens[n].text for n in range(entity.first, entity.last + 1)]
    token = sentence.tokens[entity.head]
    if (
        not name[:1].isupper()
        or words[0] in references["no_actors"]
        or name in references["no_actors"]
        or name in language.roles.titles
    ):
        return False
    if len(words) == 1 and name.lower() in language.roles.bodies:
        return False  # "le Parti": which one is not said
    if not any(c.isalpha() for c in name) or any(c in name for c in "<>{}|@#"):
        return False
    if {words[0].lower(), words[-1].lower(), token.text.lower()} & references["things"]:
        return False
    if token.case in references["place_cases"] | references["within_cases"] and not _is_office_noun(words, language):
        return False
    if token.role == "compound" and sentence.tokens[token.head].text.lower() in references["things"]:
        return False
    if entity.kind == "person":
        return not any(c.isdigit() for c in name) and not _is_photographer(sentence, entity)
    if len(words) > 1 or (name.isupper() and len(name) > 1):
        return True
    return token.role in ("subject", "agent", "appos", "flat", "compound", "possessor") or (
        token.pos == "PROPN" and token.role == "conj"
    )


def _is_office_noun(words: list[str], language: Language) -> bool:
    return any(word.lower() in language.roles.bodies for word in words)


def _is_photographer(sentence: Sentence, entity: Phrase) -> bool:
    """Whether a name stands in a line of credits: at its start, with only a comma or slash before other names."""
    if not any(
        word.text in ("Photo", "Photos", "Pool", "via", "/") for word in sentence.tokens[entity.last : entity.last + 8]
    ):
        return False
    before, after = sentence.tokens[: entity.first], sentence.tokens[entity.last + 1 : entity.last + 2]
    return len(after) > 0 and after[0].text in (",", "/") and not any(t.pos in ("VERB", "AUX") for t in before)


def join_text(sentence: Sentence, first: int, last: int) -> str:
    """Return the words of a span with single spaces."""
    start, end = sentence.tokens[first].start - sentence.start, sentence.tokens[last].end - sentence.start
    return " ".join(sentence.text[start:end].split())


def covers(outer: Phrase, inner: Phrase) -> bool:
    """Whether one phrase spans another."""
    return outer.first <= inner.first and inner.last <= outer.last


def settle_names(
    known: list[Phrase], entities: list[Phrase], sentence: Sentence, language: Language
) -> tuple[list[Phrase], list[Phrase], list[Phrase]]:
    """Decide where a known name and an entity share words; the last list names public bodies with their state."""
    kept, free, public = list(known), [], []
    for entity in entities:
        shared = [phrase for phrase in kept if phrase.first <= entity.last and entity.first <= phrase.last]
        inside = [
            phrase
            for phrase in shared
            if covers(entity, phrase) and (phrase.first, phrase.last) != (entity.first, entity.last)
        ]
        if len(shared) == 0:
            free.append(entity)
        elif len(inside) == len(shared) and _swallows(entity, inside, sentence, language):
            kept = [phrase for phrase in kept if phrase not in inside]
            free.append(entity)
        elif len(inside) == 1 and entity.kind == "person" == inside[0].kind and inside[0].last == entity.last:
            kept[kept.index(inside[0])] = replace(inside[0], first=entity.first, head=entity.head)
        elif entity.kind == "organisation" and len(inside) == len(shared):
            public.append(entity)
    return kept, free, public


def _swallows(entity: Phrase, inside: list[Phrase], sentence: Sentence, language: Language) -> bool:
    """Whether known names are only words of a longer name ("Michael Jordan", "Bank of China")."""
    tokens = sentence.tokens[entity.first : entity.last + 1]
    if any(phrase.form not in ("name", "capital", "adjective") for phrase in inside):
        return False
    if any(phrase.form == "adjective" for phrase in inside) and not all(
        t.text[:1].isupper() or t.pos in ("ADP", "DET", "CCONJ") for t in tokens
    ):
        return False
    if entity.kind == "person":
        return all(phrase.kind != "person" and phrase.form != "adjective" for phrase in inside)
    if all(phrase.kind == "place" for phrase in inside):
        return True
    return all(phrase.kind in ("state", "place") for phrase in inside) and not _is_public(
        (entity.name or "").lower(), language
    )


def _is_public(name: str, language: Language) -> bool:
    """Whether a name holds a noun of an office or of a body of state."""
    words = name.split()
    runs = {" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, min(len(words), a + 4) + 1)}
    kinds = {language.roles.bodies[run] for run in runs if run in language.roles.bodies}
    return (
        not runs.isdisjoint(language.roles.officials | language.roles.nationals)
        or len(kinds & {"government", "military"}) > 0
    )
