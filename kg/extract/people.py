"""Decide which names of one document are the same person, and for whom each person acts.

Policy: two full names are one person only where their family names agree letter for letter or in another
transcription and their given names do not clash (Kim Jong-un and Kim Jong-il stay two). A family name alone goes to
the one person of the document who bears it, to nobody where two do; without one, to the gazetteer's only bearer whose
party the document names. An office stated in the text outweighs the gazetteer where the gazetteer knows no office.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.extract.gazetteer import Gazetteer
from kg.extract.names import is_same_name, make_skeleton, make_slug
from kg.extract.records import Phrase
from kg.types import Actor, Role


@dataclass(slots=True)
class Person:
    """What a document says of one person, gathered before the actor is made."""

    key: str
    names: Counter[str] = field(default_factory=Counter)
    titles: dict[str, str | None] = field(default_factory=dict)
    cores: set[str] = field(default_factory=set)
    owners: Counter[str] = field(default_factory=Counter)
    known: str | None = None
    code: str | None = None


class People:
    """The persons of one document, by key."""

    def __init__(self, phrases: Iterable[Phrase], gazetteer: Gazetteer, date: str | None) -> None:
        self.gazetteer = gazetteer
        self.date = date
        self.by_key: dict[str, Person] = {}
        self.keys: dict[str, str] = {}
        phrases = list(phrases)
        self.parties = frozenset(code for p in phrases if p.kind != "person" for code in p.owners)
        named = [p for p in phrases if p.name is not None and p.kind == "person"]
        for phrase in named:
            if phrase.actor is not None or len((phrase.name or "").split()) > 1:
                self._note(phrase, self._find_full(phrase))
        for phrase in named:
            if phrase.actor is None and len((phrase.name or "").split()) == 1:
                key = self.find_key(phrase.name or "") or self._find_known_surname(phrase)
                if key is not None and (key in self.by_key or phrase.role is not None or key in gazetteer.actors):
                    self._note(phrase, key)

    def find(self, phrase: Phrase) -> Person | None:
        """Return the person that a phrase with a name means."""
        if phrase.actor is not None:
            return self.by_key.get(self.keys.get(phrase.actor, phrase.actor))
        name = phrase.name or ""
        key = self.keys.get(name)
        if key is None and len(name.split()) == 1:
            key = self.find_key(name)
        return None if key is None else self.by_key.get(key)

    def find_key(self, surname: str) -> str | None:
        """Return the key of the one person of the document with this family name; "" where there are two."""
        slug = make_slug(surname)
        for test in (_ends_in, _starts_with):
            bearers = {
                key for key, person in self.by_key.items() if any(test(make_slug(name), slug) for name in person.names)
            }
            if len(bearers) == 1:
                return bearers.pop()
            if len(bearers) > 1:
                return ""
        return None

    def list_surnames(self) -> dict[str, str]:
        """Return the family names that stand for one person each, with the key of that person."""
        found: dict[str, set[str]] = {}
        for key, person in self.by_key.items():
            for name in person.names:
                words = name.split()
                if len(words) > 1 and words[-1][:1].isupper() and len(words[-1]) > 2:
                    found.setdefault(words[-1], set()).add(key)
        return {surname: keys.pop() for surname, keys in found.items() if len(keys) == 1}

    def list_holders(self, code: str, core: str, party_of: Mapping[str, str], ranks: frozenset[str]) -> list[Person]:
        """Return the persons who act for a party in an office of these words; `ranks` must agree."""
        words = frozenset(core.split())
        return [
            person
            for key, person in self.by_key.items()
            if party_of.get(key) == code
            and any(_is_same_office(words, frozenset(other.split()), ranks) for other in person.cores)
        ]

    def find_officer(self, code: str, offices: frozenset[str]) -> Person | None:
        """Return who holds one of these offices: of the document, else of the gazetteer at its date."""
        holders = {key for office in offices for key in self.gazetteer.officers.get((office, code), ())}
        here = [key for key in self.by_key if key in holders]
        if len(here) == 0 and self.date is not None:
            here = [
                k
                for k in sorted(holders)
                if any(self._held(role, code, offices) for role in self.gazetteer.actors[k].roles)
            ]
            if len(here) == 1:
                self.by_key[here[0]] = Person(here[0], known=here[0])
        return self.by_key[here[0]] if len(here) == 1 else None

    def _held(self, role: Role, code: str, offices: frozenset[str]) -> bool:
        dated = role.start is not None and self.date is not None
        return role.title in offices and role.of == code and dated and _holds(role, self.date or "")

    def make_actor(self, person: Person, salient: str | None = None) -> Actor:
        """Make the actor of a person; `salient` is the party of an office that names none."""
        known = self.gazetteer.actors.get(person.known or "")
        roles = tuple(Role(title, of) for title, of in person.titles.items())
        stated = person.owners.most_common(1)[0][0] if len(person.owners) > 0 else None
        if known is not None:
            code = _choose_party(known, stated, self.date)
            return Actor(known.id, known.kind, known.name, code, known.names, (*known.roles, *roles), known.wikidata)
        name = max(person.names, key=lambda n: (len(n.split()), person.names[n], n))
        code = (
            stated
            or person.code
            or self._find_shared_party(name)
            or (salient if len(person.titles) > 0 and " " in name else None)
            or name
        )
        return Actor(f"person/{make_slug(name)}", "person", name, code, (), roles)

    def _find_shared_party(self, name: str) -> str | None:
        """Return the party of all whom the gazetteer knows by this name (George Bush, father and son)."""
        words = make_slug(name).split("-")
        bearers = [self.gazetteer.actors[key] for key in self.gazetteer.surnames.get(words[-1], ())]
        codes = {a.code for a in bearers for n in a.names if len(words) > 1 and _shares_given_name(words, n[1])}
        return codes.pop() if len(codes) == 1 else None

    def _find_full(self, phrase: Phrase) -> str:
        name = phrase.name or ""
        if phrase.actor is not None:
            known = phrase.actor
        else:
            known = self.keys.get(name) or self._find_transcription(name) or make_slug(name)
        if known not in self.by_key and phrase.actor is None:
            twins = [k for k, person in self.by_key.items() if any(is_same_name(name, other) for other in person.names)]
            known = twins[0] if len(twins) == 1 else known
        return known

    def _find_transcription(self, name: str) -> str | None:
        """Return the gazetteer's one person whose name is a transcription of this one."""
        close = {
            actor
            for actor, other in self.gazetteer.skeletons.get(make_skeleton(name.rsplit(maxsplit=1)[-1]), ())
            if is_same_name(name, other)
        }
        return close.pop() if len(close) == 1 else None

    def _find_known_surname(self, phrase: Phrase) -> str | None:
        """Return a person of the gazetteer with this family name whose party the phrase or the document names."""
        slug = make_slug(phrase.name or "")
        bearers = [self.gazetteer.actors[a] for a in self.gazetteer.surnames.get(slug, ())]
        wanted = set(phrase.owners) or self.parties
        fitting = [
            actor
            for actor in bearers
            if actor.code in wanted or (len(phrase.owners) > 0 and any(r.of in wanted for r in actor.roles))
        ]
        if self.date is not None:
            fitting = [a for a in fitting if len(a.roles) == 0 or any(_holds(r, self.date) for r in a.roles)] or fitting
        if len(fitting) == 1:
            return fitting[0].id
        if len({actor.code for actor in fitting}) == 1 and phrase.role is not None:
            self.by_key.setdefault(slug, Person(slug)).code = fitting[0].code
        return slug

    def _note(self, phrase: Phrase, key: str) -> None:
        person = self.by_key.setdefault(key, Person(key))
        name = phrase.name or ""
        self.keys[name] = key
        person.names[name] += 1
        if key in self.gazetteer.actors:
            person.known = key
        if phrase.form == "role" and phrase.role is not None:
            if person.titles.get(phrase.role) is None:
                person.titles[phrase.role] = phrase.owner
            if phrase.core is not None:
                person.cores.add(phrase.core)
            if phrase.owner is not None:
                person.owners[phrase.owner] += 1


def _choose_party(known: Actor, stated: str | None, date: str | None) -> str:
    """Return for whom a known person acts: the office the text states, the office at the date, the usual party."""
    offices = {role.of for role in known.roles}
    if stated is not None and (stated in offices or len(offices) == 0):
        return stated
    if date is not None:
        held = {role.of for role in known.roles if role.start is not None and _holds(role, date)} - {None}
        if len(held) == 1:
            return str(held.pop())
    return known.code


def _holds(role: Role, date: str) -> bool:
    return (role.start or "") <= date[: len(role.start or "")] and (
        role.end is None or date[: len(role.end)] <= role.end
    )


def _shares_given_name(words: list[str], other: str) -> bool:
    slug = make_slug(other).split("-")
    return slug[0] == words[0] and slug[-1] == words[-1]


def _ends_in(full: str, surname: str) -> bool:
    return full == surname or full.endswith(f"-{surname}")


def _starts_with(full: str, surname: str) -> bool:
    return full.startswith(f"{surname}-")


def _is_same_office(words: frozenset[str], other: frozenset[str], ranks: frozenset[str]) -> bool:
    return (words <= other or other <= words) and words & ranks == other & ranks
