"""Find the places of a sentence that name actors: names, demonyms, people, offices, bodies, acronyms.

Policy: the gazetteer decides what it knows; the model's names add people and organisations. A state's name inside a
longer name of a person or a company ("Michael Jordan", "Bank of China") is no state. Private people never act for
their state. What the model calls a name is left out where it looks like a thing, a place or a stray word: a missed
name costs one actor, a false one draws false events to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.acronyms import find_acronyms
from kg.extract.gazetteer import Gazetteer, find_names
from kg.extract.offices import Office, read_offices
from kg.extract.records import Phrase
from kg.extract.syntax import find_span_head
from kg.extract.vocabulary import Language
from kg.types import Sentence

_LONGEST_NOUN = 6
_OWNERLESS = frozenset({"company", "media", "organisation", "place"})
_PEOPLE_LABELS = frozenset({"PER", "PERSON"})
_EDGES = frozenset({"'s", "'", "’s", "-", ",", ".", '"', "«", "»", "(", ")"})


def find_phrases(sentence: Sentence, number: int, language: Language, gazetteer: Gazetteer) -> list[Phrase]:
    """Return the phrases of one sentence that name actors, in the order of the text."""
    known = list(_find_known(sentence, number, language, gazetteer))
    entities = [e for e in _find_entities(sentence, number, language, known) if _is_name(sentence, e, language)]
    known, entities = _settle(known, entities, sentence, language)
    nouns = [n for n in _find_nouns(sentence, number, language) if not any(_hides(k, n) for k in known)]
    people = [k for k in known if k.form in ("name", "people") and k.kind == "person"]
    bodies = [k for k in known if k.form == "name" and k.kind in ("company", "media", "organisation", "armed_group")]
    offices = read_offices(sentence, nouns, known, [*people, *bodies, *entities], language)
    phrases = [*_write_offices(sentence, offices, language), *_keep_names(sentence, offices, known, entities, language)]
    phrases = find_acronyms(sentence, number, phrases, gazetteer)
    return sorted(phrases, key=lambda phrase: (phrase.first, phrase.last))


# -- names -----------------------------------------------------------------------------------------------------------


def _find_known(sentence: Sentence, number: int, language: Language, gazetteer: Gazetteer) -> Iterator[Phrase]:
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
        part = form == "capital" and _is_location(sentence, first, last, head, language)
        yield Phrase(number, first, last, head, form, actor.kind, actor=actor.id, name=actor.name, owners=owners, part=part)


def _is_location(sentence: Sentence, first: int, last: int, head: int, language: Language) -> bool:
    """Whether a capital is certainly a place: behind "near", or as a dateline."""
    if sentence.tokens[head].case in language.references["place_cases"]:
        return True
    after = sentence.tokens[last + 1 : last + 3]
    return first == 0 and len(after) == 2 and (after[0].text == "(" or (after[0].text == "," and after[1].text[:1].isdigit()))


def _find_at(sentence: Sentence, place: int) -> int:
    for token in sentence.tokens:
        if token.end - sentence.start > place:
            return token.i
    return len(sentence.tokens) - 1


def _is_noun_of_people(sentence: Sentence, head: int) -> bool:
    """Whether an adjective stands as a noun: capitalised, and no noun that it qualifies."""
    token = sentence.tokens[head]
    qualifies = token.role in ("amod", "compound") and sentence.tokens[token.head].pos in ("NOUN", "PROPN")
    return token.text[:1].isupper() and not qualifies and token.pos in ("NOUN", "PROPN", "ADJ")


def _find_entities(sentence: Sentence, number: int, language: Language, known: list[Phrase]) -> Iterator[Phrase]:
    """Yield the people and organisations that the model's entity recogniser finds, titles and demonyms cut off."""
    at, tokens = 0, sentence.tokens
    demonyms = {k for phrase in known if phrase.form == "adjective" for k in range(phrase.first, phrase.last + 1)}
    while at < len(tokens):
        label = tokens[at].entity[2:]
        last = at
        while last + 1 < len(tokens) and tokens[last + 1].entity == f"I-{label}" != "I-":
            last += 1
        if label in _PEOPLE_LABELS or label == "ORG":
            first, end = at, last
            while first < end and (first in demonyms and label != "ORG" or _is_title(sentence, first, language)):
                first += 1
            while end > first and tokens[end].text in _EDGES:
                end -= 1
            kind = "organisation" if label == "ORG" else "person"
            head = find_span_head(sentence, first, end)
            yield Phrase(number, first, end, head, kind, kind, name=_join_text(sentence, first, end))
        at = last + 1


def _is_title(sentence: Sentence, at: int, language: Language) -> bool:
    token = sentence.tokens[at]
    return token.pos == "DET" or token.text in language.roles.titles or token.text in _EDGES or (
        token.text.lower() in language.roles.officials and token.text not in ("King", "Prince")
    )


def _is_name(sentence: Sentence, entity: Phrase, language: Language) -> bool:
    """Whether an entity of the model can be an actor: no thing, place, stray word or heading."""
    name, references = entity.name or "", language.references
    words = [sentence.tokens[n].text for n in range(entity.first, entity.last + 1)]
    token = sentence.tokens[entity.head]
    if not name[:1].isupper() or words[0] in references["no_actors"] or name in references["no_actors"] or name in language.roles.titles:
        return False
    if not any(c.isalpha() for c in name) or any(c in name for c in "<>{}|@#"):
        return False
    if {words[0].lower(), words[-1].lower(), token.text.lower()} & references["things"]:
        return False
    if token.case in references["place_cases"] | references["within_cases"] and not _is_office_noun(words, language):
        return False
    if entity.kind == "person":
        return not any(c.isdigit() for c in name) and not _is_photographer(sentence, entity)
    if len(words) > 1 or (name.isupper() and len(name) > 1):
        return True
    return token.role in ("subject", "agent", "appos", "flat", "compound", "possessor") or token.pos == "PROPN" and token.role == "conj"


def _is_office_noun(words: list[str], language: Language) -> bool:
    return any(word.lower() in language.roles.bodies for word in words)


def _is_photographer(sentence: Sentence, entity: Phrase) -> bool:
    """Whether a name stands in a line of credits: at its start, with only a comma or slash before other names."""
    if not any(word.text in ("Photo", "Photos", "Pool", "via", "/") for word in sentence.tokens[entity.last : entity.last + 8]):
        return False
    before, after = sentence.tokens[: entity.first], sentence.tokens[entity.last + 1 : entity.last + 2]
    return len(after) > 0 and after[0].text in (",", "/") and not any(t.pos in ("VERB", "AUX") for t in before)


def _join_text(sentence: Sentence, first: int, last: int) -> str:
    start, end = sentence.tokens[first].start - sentence.start, sentence.tokens[last].end - sentence.start
    return " ".join(sentence.text[start:end].split())


def _covers(outer: Phrase, inner: Phrase) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def _hides(known: Phrase, noun: Phrase) -> bool:
    return _covers(known, noun) and known.form != "people"


def _settle(
    known: list[Phrase], entities: list[Phrase], sentence: Sentence, language: Language
) -> tuple[list[Phrase], list[Phrase]]:
    """Decide where a known name and an entity share words."""
    kept, free = list(known), []
    for entity in entities:
        shared = [phrase for phrase in kept if phrase.first <= entity.last and entity.first <= phrase.last]
        inside = [phrase for phrase in shared if _covers(entity, phrase) and (phrase.first, phrase.last) != (entity.first, entity.last)]
        if len(shared) == 0:
            free.append(entity)
        elif len(inside) == len(shared) and _swallows(entity, inside, sentence, language):
            kept = [phrase for phrase in kept if phrase not in inside]
            free.append(entity)
        elif len(inside) == 1 and entity.kind == "person" == inside[0].kind and inside[0].last == entity.last:
            kept[kept.index(inside[0])] = replace(inside[0], first=entity.first, head=entity.head)
    return kept, free


def _swallows(entity: Phrase, inside: list[Phrase], sentence: Sentence, language: Language) -> bool:
    """Whether known names are only words of a longer name ("Michael Jordan", "Bank of China")."""
    if any(phrase.form not in ("name", "capital") for phrase in inside):
        return False
    if entity.kind == "person":
        return all(phrase.kind != "person" for phrase in inside)
    words = [sentence.tokens[n].text.lower() for n in range(entity.first, entity.last + 1)]
    bodies = {language.roles.bodies[w] for w in words if w in language.roles.bodies}
    public = any(w in language.roles.officials for w in words) or len(bodies & {"government", "military"}) > 0
    return all(phrase.kind in ("state", "place") for phrase in inside) and not public


# -- nouns -----------------------------------------------------------------------------------------------------------


def _find_nouns(sentence: Sentence, number: int, language: Language) -> Iterator[Phrase]:
    """Yield nouns of offices, bodies and people, longest first, with no name yet."""
    words = [token.text.lower().replace("’", "'") for token in sentence.tokens]
    at, definite, indefinite = 0, language.references["definite"], language.references["indefinite"]
    while at < len(words):
        step = 1
        for length in range(min(_LONGEST_NOUN, len(words) - at), 0, -1):
            found = _classify_noun(_join_words(sentence, at, at + length - 1), language)
            if found is not None and (length > 1 or sentence.tokens[at].pos not in ("VERB", "AUX", "ADP", "ADJ", "ADV")):
                form, kind = found
                last = at + length - 1
                head = find_span_head(sentence, at, last)
                marks = {words[k] for k in sentence.children[head] if sentence.tokens[k].role in ("det", "case")}
                plural = "Number=Plur" in sentence.tokens[head].morph
                yield Phrase(
                    number, at, last, head, form, kind, role=_join_text(sentence, at, last), several=plural,
                    definite=len(marks & definite) > 0, indefinite=len(marks & indefinite) > 0,
                )  # fmt: skip
                step = length
                break
        at += step


def _join_words(sentence: Sentence, first: int, last: int) -> str:
    start, end = sentence.tokens[first].start - sentence.start, sentence.tokens[last].end - sentence.start
    return sentence.text[start:end].lower().replace("’", "'")


def _classify_noun(words: str, language: Language) -> tuple[str, str] | None:
    roles = language.roles
    if words in roles.officials or words in language.references["counterparts"]:
        return "role", "person"
    if words in roles.bodies:
        return "body", roles.bodies[words]
    if words in roles.nationals:
        return "people", "state"
    if words in roles.private:
        return "private", "person"
    return None


def _write_offices(sentence: Sentence, offices: list[Office], language: Language) -> Iterator[Phrase]:
    """Yield the phrases that offices, bodies and people make by themselves; one inside another makes none."""
    for office in offices:
        noun = office.noun
        outer = any(o is not office and _acts(o) and o.first <= noun.head <= o.last for o in offices)
        if outer and office.name is None:
            continue
        text = _join_text(sentence, office.first, office.last)
        phrase = replace(noun, first=office.first, last=office.last, role=text, owners=office.codes)
        if noun.form == "role" or (noun.form == "private" and _is_office_of(office)):
            if office.name is not None:
                phrase = replace(phrase, name=office.name.name, actor=office.name.actor)
            yield replace(phrase, form="role")
        elif noun.form == "people":
            if len(office.codes) > 0:
                yield phrase
        elif noun.form == "body" and office.name is None:
            yield from _write_body(sentence, office, phrase)


def _write_body(sentence: Sentence, office: Office, phrase: Phrase) -> Iterator[Phrase]:
    noun = office.noun
    if noun.kind in ("government", "military"):
        yield phrase
    elif noun.kind == "armed_group":
        if any(owner.kind == "armed_group" for owner in office.owners):
            yield replace(phrase, form="people", kind="state")
        elif len(office.owners) > 0:
            yield phrase
    elif sentence.tokens[noun.head].text[:1].isupper() and office.last > noun.last and noun.head > 0 and noun.kind == "organisation":
        organs = [code for owner in office.owners if owner.kind == "igo" for code in owner.owners]
        yield replace(phrase, form="organisation", name=phrase.role, owners=tuple(organs[:1]))


def _acts(office: Office) -> bool:
    return office.noun.form in ("role", "people") or (office.noun.form == "body" and office.noun.kind in ("government", "military"))


def _is_office_of(office: Office) -> bool:
    """Whether a private noun is an office after all ("patron de la NSA"): a body is named as its owner."""
    return any(o.form == "name" and o.kind in ("government", "military", "igo", "armed_group") for o in office.owners)


def _keep_names(
    sentence: Sentence, offices: list[Office], known: list[Phrase], entities: list[Phrase], language: Language
) -> Iterator[Phrase]:
    """Yield the names that stand for themselves; what only qualifies an office is marked or left out."""
    named = {id(office.name): office for office in offices if office.name is not None}
    for phrase in [*known, *entities]:
        office = named.get(id(phrase))
        inside = [o for o in offices if _acts(o) and o.first <= phrase.first and phrase.last <= o.last]
        if office is not None:
            yield _write_named(phrase, office)
        elif phrase.kind == "place" and phrase.form == "adjective":
            continue
        elif len(inside) > 0 and phrase.form == "adjective":
            continue
        elif len(inside) > 0 and phrase.form in ("organisation", "person") and phrase.actor is None and phrase.kind == "organisation":
            continue
        else:
            yield replace(phrase, part=True) if len(inside) > 0 and phrase.kind != "person" else phrase


def _write_named(phrase: Phrase, office: Office) -> Phrase:
    if phrase.actor is not None:
        return phrase
    if office.noun.form == "body":
        return replace(phrase, kind=office.noun.kind, form="organisation")
    return replace(phrase, form="person", kind="person")
