"""Decide which actor each phrase names, within one document.

Policy: full names are the same person only when they are equal but for case, accents and spelling of initials; a
surname alone goes to the one person of the document who bears it, and to nobody where two do. An office without a
name goes to the one person who holds it in the document. Names are never matched by edit distance.
Ids are made of the kind and the name, so that one person is one actor in every document and language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from anyascii import anyascii

from kg.extract.gazetteer import Gazetteer
from kg.extract.records import Phrase
from kg.extract.syntax import find_span_head
from kg.extract.vocabulary import Language
from kg.types import Actor, Document, Mention, Role, Sentence

_PARTY_KINDS = frozenset({"state", "igo", "armed_group"})


@dataclass(slots=True)
class _Person:
    """What a document says of one person, gathered before the actor is made."""

    key: str
    names: Counter[str] = field(default_factory=Counter)
    roles: dict[str, str | None] = field(default_factory=dict)
    owners: Counter[str] = field(default_factory=Counter)
    gazetteer: str | None = None


def make_slug(name: str) -> str:
    """Fold a name to the part of an id that it makes: ASCII, lower case, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower()).strip("-") or "unnamed"


def link_phrases(
    document: str,
    sentences: tuple[Sentence, ...],
    phrases: Iterable[Phrase],
    languages: Mapping[str, Language],
    gazetteers: Mapping[str, Gazetteer],
) -> tuple[Mention, ...]:
    """Return a mention with its actor for every phrase that can be linked, in the order of the text."""
    phrases = list(phrases)
    people = _gather_people(phrases)
    bodies = {(p.role or "").lower(): p.owner for p in phrases if p.form == "body" and p.owner is not None}
    mentions = []
    for phrase in phrases:
        sentence = sentences[phrase.sentence]
        language, gazetteer = languages[sentence.language], gazetteers[sentence.language]
        actor = _choose_actor(phrase, people, bodies, language, gazetteer)
        if actor is not None:
            mentions.append(_make_mention(document, sentence, phrase, actor))
    return tuple(mentions)


def _make_mention(document: str, sentence: Sentence, phrase: Phrase, actor: Actor) -> Mention:
    start, end = sentence.tokens[phrase.first].start, sentence.tokens[phrase.last].end
    text = sentence.text[start - sentence.start : end - sentence.start]
    return Mention(document, start, end, text, phrase.form, phrase.sentence, phrase.head, (actor,), acts=not phrase.part)


def _choose_actor(
    phrase: Phrase, people: Mapping[str, _Person], bodies: Mapping[str, str | None], language: Language, gazetteer: Gazetteer
) -> Actor | None:
    if phrase.kind == "person" and phrase.form in ("name", "person", "people"):
        person = people.get(_person_key(phrase, people))
        return None if person is None else _make_person(person, gazetteer)
    if phrase.actor is not None:
        return gazetteer.actors[phrase.actor]
    if phrase.form == "organisation":
        name = phrase.name or ""
        return Actor(f"organisation/{make_slug(name)}", "organisation", name, name, ((language.code, name),))
    owner = phrase.owner
    if phrase.form == "body":
        owner = owner or bodies.get((phrase.role or "").lower())
    if owner is None:
        return None
    if phrase.form == "people":
        return gazetteer.find_party(owner)
    if phrase.form == "role":
        holder = _find_holder(phrase, owner, people)
        if holder is not None:
            return _make_person(holder, gazetteer)
    return _make_office(phrase, owner, language)


def _make_office(phrase: Phrase, owner: str, language: Language) -> Actor:
    """An office or a body that has no name of its own: it is named by its words and its party."""
    title = (phrase.role or "").strip()
    kind = phrase.kind
    prefix = "role" if kind == "person" else kind
    roles = (Role(title, owner),) if kind == "person" else ()
    return Actor(f"{prefix}/{make_slug(owner)}-{make_slug(title)}", kind, title, owner, ((language.code, title),), roles)


def _make_person(person: _Person, gazetteer: Gazetteer) -> Actor:
    known = gazetteer.actors.get(person.gazetteer or "")
    roles = tuple(Role(title, of) for title, of in person.roles.items())
    if known is not None:
        return Actor(known.id, known.kind, known.name, known.code, known.names, (*known.roles, *roles), known.wikidata)
    name = max(person.names, key=lambda n: (len(n.split()), person.names[n], n))
    code = person.owners.most_common(1)[0][0] if len(person.owners) > 0 else name
    return Actor(f"person/{make_slug(name)}", "person", name, code, (), roles)


def _gather_people(phrases: list[Phrase]) -> dict[str, _Person]:
    """Gather the people of a document by folded full name; single names only where an office or a title backs them."""
    people: dict[str, _Person] = {}
    persons = [p for p in phrases if p.kind == "person" and p.name is not None and p.form in ("name", "person", "people")]
    for phrase in persons:
        full = phrase.actor is not None or len((phrase.name or "").split()) > 1
        if full:
            _note(people.setdefault(_own_key(phrase), _Person(_own_key(phrase))), phrase)
    for phrase in persons:
        if phrase.actor is None and len((phrase.name or "").split()) == 1:
            key = _person_key(phrase, people)
            if key in people:
                _note(people[key], phrase)
            elif phrase.role is not None and key != "":
                _note(people.setdefault(key, _Person(key)), phrase)
    return people


def _note(person: _Person, phrase: Phrase) -> None:
    person.names[phrase.name or ""] += 1
    if phrase.actor is not None:
        person.gazetteer = phrase.actor
    if phrase.role is not None:
        person.roles.setdefault(phrase.role, phrase.owner)
    if phrase.owner is not None:
        person.owners[phrase.owner] += 1


def _own_key(phrase: Phrase) -> str:
    return phrase.actor if phrase.actor is not None else make_slug(phrase.name or "")


def _person_key(phrase: Phrase, people: Mapping[str, _Person]) -> str:
    """Return the key of the person that a name means; "" where a surname has two bearers."""
    key = _own_key(phrase)
    if key in people or phrase.actor is not None:
        return key
    if "-" in key and len((phrase.name or "").split()) > 1:
        return key
    bearers = {k for k, person in people.items() if any(_bears(name, key) for name in person.names)}
    if len(bearers) == 1:
        return bearers.pop()
    return key if len(bearers) == 0 else ""


def _bears(full: str, surname: str) -> bool:
    """Whether a full name ends in a surname ("Kioumars Heidari", "heidari")."""
    slug = make_slug(full)
    return slug == surname or slug.endswith(f"-{surname}")


def _find_holder(phrase: Phrase, owner: str, people: Mapping[str, _Person]) -> _Person | None:
    """Return the one person of the document who holds an office of this party with the same first noun."""
    words = set(make_slug(phrase.role or "").split("-"))
    holders = [
        person
        for person in people.values()
        if any(of == owner and _is_same_office(words, title) for title, of in person.roles.items())
    ]
    return holders[0] if len(holders) == 1 else None


def _is_same_office(words: set[str], title: str) -> bool:
    other = set(make_slug(title).split("-"))
    return words <= other or other <= words


def mark_mention(document: Document, sentences: tuple[Sentence, ...], number: int, span: tuple[int, int]) -> Mention:
    """Make a mention of a passage that somebody has marked: an actor of its own, whatever its words."""
    sentence = sentences[number]
    inside = [t.i for t in sentence.tokens if t.start < span[1] and span[0] < t.end]
    head = find_span_head(sentence, inside[0], inside[-1]) if len(inside) > 0 else 0
    text = document.text[span[0] : span[1]]
    actor = Actor(f"marked/{span[0]}-{span[1]}", "organisation", text, text)
    return Mention(document.id, span[0], span[1], text, "name", number, head, (actor,))
