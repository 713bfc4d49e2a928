"""Read the noun phrases of offices, bodies and people: how far they reach, whose they are, and who bears them.

Policy: an office or a body belongs to the party that its own phrase names ("le vice-ministre *russe* de la Défense",
"*Iran's* foreign minister", "spokesman for *the Houthis*"); a party elsewhere in the sentence never counts. A name
belongs to an office that stands beside it, before or behind, or that the tree ties to it by apposition or a copula.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.extract.records import Phrase
from kg.extract.syntax import find_children, find_first_conjunct, iter_conjuncts
from kg.extract.vocabulary import Language
from kg.types import Sentence, Token

_LINKS = frozenset({"amod", "nmod", "possessor", "compound", "flat", "oblique", "det", "case", "fixed", "nummod"})
_OWNING_FORMS = frozenset({"name", "capital", "adjective"})
_NAMED_BODIES = frozenset({"company", "media", "organisation", "armed_group"})
_GLUE = frozenset({"-", "'", "'s", "’s"})
_MAX_CLIMB = 8


@dataclass(slots=True)
class Office:
    """A noun of an office, a body or people while its phrase is being read; `first` to `last` grow to its extent."""

    noun: Phrase
    first: int
    last: int
    owners: list[Phrase] = field(default_factory=list)
    name: Phrase | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The parties that own it, each once, in the order of the text."""
        return tuple(dict.fromkeys(code for owner in self.owners for code in owner.owners))


def read_offices(
    sentence: Sentence, nouns: list[Phrase], known: list[Phrase], names: list[Phrase], language: Language
) -> list[Office]:
    """Return every noun with its extent, its owners and the name that stands with it."""
    offices = [Office(noun, *_find_reach(sentence, noun, known, names, language)) for noun in nouns]
    for office in offices:
        _find_owners(sentence, office, known, language)
    for office in reversed(offices):  # "le commandant de l'armée iranienne": the inner body passes its owner on
        if len(office.owners) == 0:
            inner = [
                o
                for o in offices
                if o is not office and office.first <= o.noun.head <= office.last and len(o.owners) > 0
            ]
            office.owners = list(inner[0].owners) if len(inner) > 0 else []
    _share_owners(sentence, offices)
    _find_names(sentence, offices, names, language)
    for office in offices:
        if len(office.owners) == 0 and office.name is not None and office.noun.form == "role":
            office.owners = _find_owner_of_name(sentence, office, known, language)
    return offices


def _find_owner_of_name(sentence: Sentence, office: Office, known: list[Phrase], language: Language) -> list[Phrase]:
    """Return the party behind the name of an office's bearer ("President X *of Iran*")."""
    at = -1 if office.name is None else office.name.last + 1
    if at >= len(sentence.tokens) or sentence.tokens[at].text.lower() not in language.noun_joiners:
        return []
    return [
        p for p in known if p.first in (at + 1, at + 2) and p.form in ("name", "capital") and _can_own(p, office.noun)
    ][:1]


def _find_reach(
    sentence: Sentence, noun: Phrase, known: list[Phrase], names: list[Phrase], language: Language
) -> tuple[int, int]:
    """Return the extent of a noun, never cutting a known name; a body's also takes in a longer name of the model."""
    first, last = find_extent(sentence, noun, language)
    for phrase in known:
        if phrase.first <= last < phrase.last and phrase.first > noun.last:
            last = phrase.last
    if sentence.tokens[noun.head].lemma.lower() in language.references["postings"] and last > noun.last:
        last = _find_host(sentence, last, known, language)
    if noun.form == "body" and noun.kind in ("government", "military"):
        for name in names:
            if name.form == "organisation" and name.head == noun.head:
                first, last = min(first, name.first), max(last, name.last)
    return first, last


def _find_host(sentence: Sentence, last: int, known: list[Phrase], language: Language) -> int:
    """Return where an embassy's phrase ends: with the host behind it, also where the parser gives that to the verb."""
    words = [t.text.lower() for t in sentence.tokens[last + 1 : last + 3]]
    if len(words) < 2 or language.contractions.get(words[0], words[0]) not in language.references["posting_cases"]:
        return last
    starts = (last + 2, last + 3) if words[1] in language.references["definite"] else (last + 2,)
    hosts = [p for p in known if p.first in starts and p.form in ("name", "capital") and p.kind in ("state", "place")]
    return hosts[0].last if len(hosts) > 0 else last


def find_extent(sentence: Sentence, noun: Phrase, language: Language) -> tuple[int, int]:
    """Return how far a noun's own phrase reaches: adjectives, compounds and complements, no name of its bearer."""
    cases = language.references["owner_cases"] | language.noun_joiners
    if sentence.tokens[noun.head].lemma.lower() in language.references["postings"]:
        cases = cases | language.references["posting_cases"]
    first, last = noun.first, noun.last
    while last + 1 < len(sentence.tokens) and _hangs_on(sentence, last + 1, noun, cases, language):
        last += 1
    while first > 0 and _hangs_on(sentence, first - 1, noun, cases, language):
        first -= 1
    while last > noun.last and (sentence.tokens[last].pos in ("ADP", "DET") or sentence.tokens[last].text in _GLUE):
        last -= 1
    while first < noun.first and (
        sentence.tokens[first].pos in ("ADP", "DET", "PRON", "SCONJ") or sentence.tokens[first].text in _GLUE
    ):
        first += 1
    return first, last


def _hangs_on(sentence: Sentence, at: int, noun: Phrase, cases: frozenset[str], language: Language) -> bool:
    """Whether a word beside a phrase belongs to it: all links up to the noun are those of one noun phrase."""
    token = sentence.tokens[at]
    if token.pos in ("VERB", "AUX", "PRON", "SCONJ", "CCONJ") and token.role not in ("amod", "possessor", "compound"):
        return False
    if token.pos == "PUNCT" and token.text not in _GLUE:
        return False
    person = token.entity[2:] in ("PER", "PERSON")
    for _ in range(_MAX_CLIMB):
        token = sentence.tokens[at]
        glue = token.text in _GLUE
        if token.role not in _LINKS and not glue:
            return False
        if token.role in ("nmod", "oblique") and token.case == "" and token.lemma in language.bare_time_nouns:
            return False
        if token.role in ("nmod", "oblique") and (token.case not in cases and (token.case != "" or person)):
            return False
        if person and token.role == "flat":
            return False
        if token.head == at:
            return False
        at = token.head
        if noun.first <= at <= noun.last:
            return not (person and token.role == "compound" and token.i > noun.last)
    return False


def _find_owners(sentence: Sentence, office: Office, known: list[Phrase], language: Language) -> None:
    noun = office.noun
    within = [p for p in known if _within(p, noun) and _can_own(p, noun)]
    inside = within[:1] or [
        p
        for p in known
        if _can_own(p, noun) and office.first <= p.first and p.last <= office.last and not _within(p, noun)
    ]
    inside = within[:1] or [p for p in inside if p.form == "adjective" or _owns_by_case(sentence, p, noun, language)]
    if len(inside) > 0:
        best = min(inside, key=lambda p: (_rank_owner(sentence, p, noun), abs(p.head - noun.head)))
    else:
        beside = [p for p in known if _can_own(p, noun) and _is_adjacent(sentence, p, office)]
        if len(beside) == 0:
            return
        best = beside[0]
        office.first, office.last = min(office.first, best.first), max(office.last, best.last)
    office.owners = [best]
    if noun.several:
        first = find_first_conjunct(sentence, best.head)
        governor = sentence.tokens[first].head
        joined = {
            first,
            *iter_conjuncts(sentence, first),
            *(k for top in (noun.head, governor) for k in iter_conjuncts(sentence, top) if k > best.head),
        }
        for phrase in known:
            if (
                phrase is not best
                and phrase.head in joined
                and phrase.form == best.form
                and _can_own(phrase, noun)
                and phrase.first - office.last <= 3
            ):
                office.owners = sorted([*office.owners, phrase], key=lambda p: p.first)
                office.first, office.last = min(office.first, phrase.first), max(office.last, phrase.last)


def _within(phrase: Phrase, noun: Phrase) -> bool:
    return noun.first <= phrase.first and phrase.last <= noun.last


def _can_own(phrase: Phrase, noun: Phrase) -> bool:
    if len(phrase.owners) == 0 or phrase.kind in ("place", "media", "company"):
        return False
    if phrase.kind == "person":
        return noun.form == "body" and noun.kind in ("government", "military")
    return phrase.form in _OWNING_FORMS or (phrase.form == "people" and len(phrase.owners) == 1)


def _owns_by_case(sentence: Sentence, phrase: Phrase, noun: Phrase, language: Language) -> bool:
    """Whether every preposition between a name and the noun is one that names an owner ("of", not "to")."""
    at = phrase.head
    for _ in range(_MAX_CLIMB):
        token = sentence.tokens[at]
        if token.case != "" and token.case not in language.references["owner_cases"] | language.noun_joiners:
            return False
        if token.head == at or noun.first <= token.head <= noun.last:
            return True
        at = token.head
    return True


def _is_adjacent(sentence: Sentence, phrase: Phrase, office: Office) -> bool:
    """Whether a demonym stands right beside the phrase, or a name right before it ("EU foreign policy chief")."""
    if phrase.form == "adjective":
        return phrase.first == office.last + 1 or phrase.last == office.first - 1
    if phrase.last != office.first - 1 or phrase.kind == "person":
        return False
    return (
        sentence.tokens[phrase.head].role in ("compound", "nmod", "possessor", "amod")
        and sentence.tokens[phrase.head].case == ""
    )


def _rank_owner(sentence: Sentence, phrase: Phrase, noun: Phrase) -> int:
    token = sentence.tokens[phrase.head]
    if token.role in ("amod", "compound", "possessor"):
        return 0 if noun.first <= token.head <= noun.last else 1
    return 2 if phrase.form != "adjective" else 1


def _share_owners(sentence: Sentence, offices: list[Office]) -> None:
    """Give an office without owner that of the one coordinated before it ("Greek premier A and energy minister B")."""
    for office in offices:
        if len(office.owners) > 0 or office.noun.form != "role":
            continue
        at = office.first - 1
        if at >= 0 and sentence.tokens[at].pos == "DET":
            continue
        if at < 1 or sentence.tokens[at].pos != "CCONJ":
            continue
        before = [
            o for o in offices if o.last < at and len(o.owners) == 1 and o.noun.form == "role" and at - o.last <= 5
        ]
        between = [] if len(before) == 0 else sentence.tokens[before[-1].last + 1 : at]
        if len(before) > 0 and all(t.pos in ("PROPN", "NOUN", "ADJ", "X") for t in between):
            office.owners = list(before[-1].owners)


# -- who bears an office -------------------------------------------------------------------------------------------


def _find_names(sentence: Sentence, offices: list[Office], names: list[Phrase], language: Language) -> None:
    reach: dict[int, tuple[int, int]] = {id(name): (name.first, name.last) for name in names}
    waiting = [o for o in offices if _takes_names(o)]
    for test in (_is_glued, _is_behind_comma, _is_before, _is_tied):
        for office in list(waiting):
            fitting = [n for n in names if _fits(office, n) and test(sentence, office, reach[id(n)], n, language)]
            if len(fitting) > 0:
                office.name = fitting[0]
                waiting.remove(office)
                first, last = reach[id(office.name)]
                reach[id(office.name)] = (min(first, office.first), max(last, office.last))


def _takes_names(office: Office) -> bool:
    if office.noun.form in ("role", "private"):
        return not office.noun.several
    return office.noun.form == "body" and office.noun.kind in _NAMED_BODIES and not office.noun.several


def _fits(office: Office, name: Phrase) -> bool:
    if office.first <= name.head <= office.last and office.noun.form != "body":
        return False
    if office.noun.form in ("role", "private"):
        return name.kind == "person" or (name.form == "organisation" and name.last > name.first)
    kinds = {"organisation", office.noun.kind} | ({"military"} if office.noun.kind == "armed_group" else set())
    return name.kind in kinds and name.form in ("organisation", "name")


def _is_glued(sentence: Sentence, office: Office, reach: tuple[int, int], name: Phrase, language: Language) -> bool:
    if name.form == "organisation" and office.noun.form != "body":
        return False
    between = sentence.tokens[office.last + 1 : reach[0]] if reach[0] > office.last else None
    if between is None:
        return False
    return all(t.text in language.roles.titles for t in between) or _is_complement(between, language)


def _is_complement(words: tuple[Token, ...], language: Language) -> bool:
    """Whether words between an office and a name only say what for ("commissaire européen *au Commerce* X")."""
    cases = language.references["posting_cases"] | language.references["owner_cases"]
    if len(words) < 2 or len(words) > 6 or words[-1].pos in ("ADP", "DET"):
        return False
    opening = words[0].text.lower()
    return language.contractions.get(opening, opening) in cases and all(
        t.pos in ("ADP", "DET", "NOUN", "ADJ", "PROPN") for t in words
    )


def _is_behind_comma(
    sentence: Sentence, office: Office, reach: tuple[int, int], name: Phrase, language: Language
) -> bool:
    """Whether a name follows after one comma ("le ministre russe, le général X", "the French minister, X")."""
    between = sentence.tokens[office.last + 1 : reach[0]]
    comma = next((n for n, t in enumerate(between) if t.text == ","), None)
    if reach[0] <= office.last or comma is None or len(between) - comma > 5:
        return False
    if comma > 0 and any(
        t.pos not in ("ADP", "DET", "NOUN", "ADJ", "PROPN", "CCONJ", "PUNCT") or t.text in ("(", '"')
        for t in between[:comma]
    ):
        return False
    if comma > 12 or (comma > 0 and between[0].pos != "ADP"):
        return False
    between = between[comma:]
    if any(t.pos not in ("DET", "ADJ", "NOUN", "PROPN") and t.text not in language.roles.titles for t in between[1:]):
        return False
    after = sentence.tokens[reach[1] + 1 : reach[1] + 2]
    closed = (
        len(after) == 0 or after[0].text in (",", ".", ";", ")", ":", "(", '"', "»") or after[0].pos in ("VERB", "AUX")
    )
    return closed and (office.noun.definite or len(office.owners) > 0)


def _is_before(sentence: Sentence, office: Office, reach: tuple[int, int], name: Phrase, language: Language) -> bool:
    """Whether a name stands before the office and one comma or bracket ("X, the deputy minister of Y")."""
    between = sentence.tokens[reach[1] + 1 : office.first]
    if reach[1] >= office.first or len(between) == 0 or between[0].text not in (",", "(") or len(between) > 6:
        return False
    return all(t.pos in ("DET", "ADJ", "ADV", "NOUN", "PROPN", "NUM") and t.text[:1].islower() for t in between[1:])


def _is_tied(sentence: Sentence, office: Office, reach: tuple[int, int], name: Phrase, language: Language) -> bool:
    """Whether the tree ties name and office: apposition either way, or "X is the minister of Y"."""
    if name.form == "organisation" and office.noun.form != "body":
        return False
    token, head = sentence.tokens[name.head], sentence.tokens[office.noun.head]
    if abs(token.i - head.i) > 20:
        return False
    if token.head == head.i and token.case == "" and token.role in ("appos", "flat"):
        return True
    if head.head == token.i and head.role in ("appos", "flat") and head.case == "":
        return True
    copula = len(find_children(sentence, head.i, "cop")) > 0
    return copula and token.head == head.i and token.role == "subject"
