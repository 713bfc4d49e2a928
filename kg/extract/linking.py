"""Decide which actor each phrase names, within one document.

Policy: what the gazetteer names is that actor; people are told apart by `people`. An office without a name goes to the
one person of the document who holds it, unnamed officials and nationals in the plural to their state itself. A body
or an office without a country goes to the most salient state of the text so far, where one clearly leads.
Ids are made of the kind and the name, so that one actor is the same in every document and language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.extract.gazetteer import Gazetteer
from kg.extract.names import make_slug
from kg.extract.people import People, Person
from kg.extract.records import Phrase
from kg.extract.vocabulary import Language
from kg.types import Actor, Mention, Role, Sentence

_DECAY = 0.8  # weight of a party's mentions per sentence back
_LEAD = 2.0  # how far the first party must be ahead of the second to be meant by "the government"


def link_phrases(
    document: str,
    sentences: tuple[Sentence, ...],
    phrases: Iterable[Phrase],
    languages: Mapping[str, Language],
    gazetteers: Mapping[str, Gazetteer],
    date: str | None = None,
) -> tuple[Mention, ...]:
    """Return a mention with its actors for every phrase that can be linked, in the order of the text."""
    phrases = sorted(phrases, key=lambda p: (p.sentence, p.first, p.last))
    if len(phrases) == 0:
        return ()
    linker = _Linker(phrases, sentences, languages, gazetteers, date)
    mentions = []
    for phrase in linker.order_phrases():
        actors = linker.choose(phrase)
        if len(actors) > 0:
            mentions.append(_make_mention(document, sentences[phrase.sentence], phrase, actors))
    return tuple(mentions)


def _make_mention(document: str, sentence: Sentence, phrase: Phrase, actors: tuple[Actor, ...]) -> Mention:
    start, end = sentence.tokens[phrase.first].start, sentence.tokens[phrase.last].end
    text = sentence.text[start - sentence.start : end - sentence.start]
    form = "set" if len(actors) > 1 else phrase.form
    return Mention(
        document,
        start,
        end,
        text,
        form,
        phrase.sentence,
        phrase.head,
        actors,
        acts=not phrase.part and actors[0].kind != "place",
    )


class _Linker:
    """One document while its phrases are linked: its people, its acronyms, and how salient each party is."""

    def __init__(
        self,
        phrases: list[Phrase],
        sentences: tuple[Sentence, ...],
        languages: Mapping[str, Language],
        gazetteers: Mapping[str, Gazetteer],
        date: str | None,
    ) -> None:
        self.phrases, self.sentences = phrases, sentences
        self.languages, self.gazetteers = languages, gazetteers
        self.people = People(phrases, gazetteers[sentences[phrases[0].sentence].language], date)
        self.surnames = self.people.list_surnames()
        self.aliases: dict[str, Actor] = {}
        self.bodies: dict[str, Actor] = {}
        self.longer: dict[tuple[str, str], set[Actor]] = {}
        self.weights: dict[str, float] = {}
        self.at = 0
        self.short_names = _find_short_names(phrases)
        self.actors: dict[str, Actor] = {}
        self.party_of = {key: self.people.make_actor(person).code for key, person in self.people.by_key.items()}

    def order_phrases(self) -> Iterator[Phrase]:
        """Yield the phrases in the order of the text, with the surnames and acronyms that nothing else has found."""
        surnames = self.surnames
        acronyms = {p.alias for p in self.phrases if p.alias is not None}
        names = surnames.keys() | acronyms | self.short_names.keys()
        at = 0
        for number, sentence in enumerate(self.sentences):
            inside = []
            while at < len(self.phrases) and self.phrases[at].sentence == number:
                inside.append(self.phrases[at])
                at += 1
            taken = {k for p in inside if p.form != "role" or p.name is None for k in range(p.first, p.last + 1)}
            wanted = [t for t in sentence.tokens if t.i not in taken and t.text in names]
            missed = [_make_missed(number, t.i, t.text, t.text in surnames) for t in wanted]
            yield from sorted([*inside, *missed], key=lambda p: (p.first, p.last))

    def choose(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Return whom a phrase names; nobody where that is not clear."""
        while self.at < phrase.sentence:
            self.at += 1
            self.weights = {code: weight * _DECAY for code, weight in self.weights.items() if weight > 0.05}
        actors = self._find_actors(phrase)
        if phrase.alias is not None and len(actors) == 1:
            self.aliases.setdefault(phrase.alias, actors[0])
        for actor in actors:
            if actor.kind in ("military", "government") and phrase.form in ("body", "name"):
                self.bodies[self._read_head(phrase)] = actor
            party = self._find_party(actor.code, phrase)
            if party is not None and party.kind == "state" and not phrase.part:
                self.weights[actor.code] = self.weights.get(actor.code, 0.0) + 1.0
        return actors

    def _find_actors(self, phrase: Phrase) -> tuple[Actor, ...]:
        if phrase.alias is not None and phrase.alias in self.aliases:
            return (self.aliases[phrase.alias],)
        if phrase.name is not None and phrase.kind == "person":
            person = self.people.find(phrase)
            return () if person is None else (self._make_person(person, phrase),)
        words = self._read_words(phrase)
        if phrase.form == "organisation" and phrase.actor is None and words in self.surnames:
            return self._find_actors(replace(phrase, form="person", kind="person", name=words))
        if words in self.aliases and phrase.form in ("name", "organisation", "acronym"):
            return (self.aliases[words],)
        if words in self.short_names and phrase.form in ("organisation", "acronym"):
            phrase = self.short_names[words]
        if phrase.form == "capital" and phrase.kind == "place" and phrase.actor is not None:
            code = self.gazetteers[self._language(phrase).code].actors[phrase.actor].code
            return (Actor(f"place/{make_slug(words)}", "place", words, code),)
        if phrase.actor is not None:
            return (self.gazetteers[self._language(phrase).code].actors[phrase.actor],)
        if phrase.form == "organisation":
            return self._name_organisation(phrase)
        return self._find_unnamed(phrase)

    def _find_unnamed(self, phrase: Phrase) -> tuple[Actor, ...]:
        owners = phrase.owners
        if len(owners) == 0 and phrase.form == "body":
            return self._find_bare_body(phrase)
        if len(owners) == 0:
            return ()
        parties = tuple(p for p in (self._find_party(code, phrase) for code in owners) if p is not None)
        if len(owners) > 1:
            return parties if len(parties) == len(owners) else ()
        if phrase.form == "people" or (phrase.form == "role" and (phrase.several or phrase.indefinite)):
            return parties
        if phrase.form == "body":
            return (self._find_body(phrase, owners[0]),)
        ranks = self._language(phrase).references["ranks"]
        holders = self.people.list_holders(owners[0], phrase.core or "", self.party_of, ranks)
        if len(holders) == 0:
            officer = self.people.find_officer(owners[0], self._read_offices(phrase))
            holders = [] if officer is None else [officer]
        if len(holders) == 1:
            return (self._make_person(holders[0], phrase),)
        return (self._make_office(phrase, owners[0]),)

    def _find_body(self, phrase: Phrase, owner: str) -> Actor:
        """Return the body of a party; said in one word, it is the one that the text has named at length before."""
        key = owner, self._read_head(phrase)
        if phrase.core == key[1]:
            longer = self.longer.get(key, set())
            return next(iter(longer)) if len(longer) == 1 else self._make_office(phrase, owner)
        actor = self._make_office(phrase, owner)
        self.longer.setdefault(key, set()).add(actor)
        return actor

    def _read_offices(self, phrase: Phrase) -> frozenset[str]:
        """Return the offices of the gazetteer that a title may mean ("chef de la diplomatie": foreign minister)."""
        found = self._language(phrase).references["offices"].get(phrase.core or "", ())
        return frozenset([found] if isinstance(found, str) else found)

    def _find_bare_body(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Return the last body of that noun, else that of the state that leads the text."""
        head = self._read_head(phrase)
        if head not in self._language(phrase).references["bare_bodies"] or not (phrase.definite or phrase.several):
            return ()
        if head in self.bodies:
            return (self.bodies[head],)
        code = self._find_salient()
        party = None if code is None else self._find_party(code, phrase)
        if code is None or party is None:
            return ()
        return (self._make_office(phrase, code),) if len((phrase.role or "").split()) > 1 else (party,)

    def _read_head(self, phrase: Phrase) -> str:
        return self.sentences[phrase.sentence].tokens[phrase.head].text.lower()

    def _make_person(self, person: Person, phrase: Phrase) -> Actor:
        key = person.key
        if key not in self.actors:
            self.actors[key] = self.people.make_actor(person, self._find_salient())
            self.party_of[key] = self.actors[key].code
        return self.actors[key]

    def _name_organisation(self, phrase: Phrase) -> tuple[Actor, ...]:
        name = phrase.name or ""
        kind = phrase.kind if phrase.kind != "person" else "organisation"
        code = phrase.owners[0] if len(phrase.owners) == 1 else (name.upper() if kind == "armed_group" else name)
        return (Actor(f"{kind}/{make_slug(name)}", kind, name, code, ((self._language(phrase).code, name),)),)

    def _make_office(self, phrase: Phrase, owner: str) -> Actor:
        """Make the actor of an office or a body without a name: it is named by its words and its party."""
        title, language = (phrase.role or "").strip(), self._language(phrase).code
        if phrase.kind == "armed_group":
            return Actor(f"armed_group/{make_slug(title)}", phrase.kind, title, title.upper(), ((language, title),))
        prefix = "role" if phrase.kind == "person" else phrase.kind
        roles = (Role(title, owner),) if phrase.kind == "person" else ()
        words = phrase.core or title
        return Actor(
            f"{prefix}/{make_slug(owner)}-{make_slug(words)}", phrase.kind, title, owner, ((language, title),), roles
        )

    def _find_salient(self) -> str | None:
        """Return the party that clearly leads the text so far."""
        ranked = sorted(self.weights.items(), key=lambda item: (-item[1], item[0]))
        if len(ranked) == 0 or (len(ranked) > 1 and ranked[0][1] < _LEAD * ranked[1][1]):
            return None
        return ranked[0][0]

    def _find_party(self, code: str, phrase: Phrase) -> Actor | None:
        return self.gazetteers[self._language(phrase).code].find_party(code)

    def _language(self, phrase: Phrase) -> Language:
        return self.languages[self.sentences[phrase.sentence].language]

    def _read_words(self, phrase: Phrase) -> str:
        sentence = self.sentences[phrase.sentence]
        start, end = sentence.tokens[phrase.first].start, sentence.tokens[phrase.last].end
        return sentence.text[start - sentence.start : end - sentence.start]


def _find_short_names(phrases: list[Phrase]) -> dict[str, Phrase]:
    """Return the first words of companies' names that stand for one company each ("Mahan" for Mahan Air)."""
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        first, _, rest = (phrase.name or "").partition(" ")
        if phrase.kind == "company" and rest != "" and len(first) > 3 and first.isalpha() and first[0].isupper():
            found.setdefault(first, []).append(phrase)
    return {first: group[0] for first, group in found.items() if len({phrase.name for phrase in group}) == 1}


def _make_missed(number: int, at: int, text: str, surname: bool) -> Phrase:
    if surname:
        return Phrase(number, at, at, at, "person", "person", name=text)
    return Phrase(number, at, at, at, "acronym", "organisation", name=text, alias=text)
