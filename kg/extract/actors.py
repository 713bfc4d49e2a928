"""Find the places of a sentence that name actors: names, demonyms, people, offices, bodies, acronyms.

Policy: an office, a body or people belong to the party that their own phrase names; what only qualifies another
phrase makes none of its own. Private people never act for their state, companies and media never for their country.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.acronyms import find_acronyms
from kg.extract.gazetteer import Gazetteer
from kg.extract.naming import covers, find_entities, find_known, guess_names, is_name, join_text, settle_names
from kg.extract.offices import Office, read_offices
from kg.extract.records import Phrase
from kg.extract.syntax import find_span_head
from kg.extract.vocabulary import Language
from kg.types import Sentence

_LONGEST_NOUN = 6


def find_phrases(sentence: Sentence, number: int, language: Language, gazetteer: Gazetteer) -> list[Phrase]:
    """Return the phrases of one sentence that name actors, in the order of the text."""
    known = find_known(sentence, number, language, gazetteer)
    entities = [e for e in find_entities(sentence, number, language, known) if is_name(sentence, e, language)]
    known, entities, public = settle_names(known, entities, sentence, language)
    nouns = [n for n in _find_nouns(sentence, number, language) if not any(_hides(k, n) for k in known)]
    nouns = [
        n for n in nouns if not any(covers(e, n) and e.head != n.head for e in entities if e.kind == "organisation")
    ]
    people = [k for k in known if k.form in ("name", "people") and k.kind == "person"]
    kinds = ("company", "media", "organisation", "armed_group", "military")
    bodies = [k for k in known if k.form == "name" and k.kind in kinds]
    guesses = list(guess_names(sentence, number, [*known, *entities, *nouns, *public]))
    offices = read_offices(sentence, nouns, known, [*people, *bodies, *entities, *public, *guesses], language)
    entities += [guess for guess in guesses if any(office.name is guess for office in offices)]
    phrases = [*_write_offices(sentence, offices, language), *_keep_names(sentence, offices, known, entities, language)]
    phrases += _find_leaders(sentence, phrases, language)
    phrases = find_acronyms(sentence, number, phrases, language, gazetteer)
    return sorted(phrases, key=lambda phrase: (phrase.first, phrase.last))


# -- nouns -----------------------------------------------------------------------------------------------------------


def _find_nouns(sentence: Sentence, number: int, language: Language) -> Iterator[Phrase]:
    """Yield nouns of offices, bodies and people, longest first, with no name yet."""
    words = [token.text.lower().replace("’", "'") for token in sentence.tokens]
    at, definite, indefinite = 0, language.references["definite"], language.references["indefinite"]
    while at < len(words):
        step = 1
        for length in range(min(_LONGEST_NOUN, len(words) - at), 0, -1):
            found = _classify_noun(_join_words(sentence, at, at + length - 1), language)
            if found is not None and (
                length > 1 or sentence.tokens[at].pos not in ("VERB", "AUX", "ADP", "ADJ", "ADV")
            ):
                form, kind = found
                last = at + length - 1
                head = find_span_head(sentence, at, last)
                marks = {words[k] for k in sentence.children[head] if sentence.tokens[k].role in ("det", "case")}
                plural = "Number=Plur" in sentence.tokens[head].morph
                yield Phrase(
                    number, at, last, head, form, kind, role=join_text(sentence, at, last), several=plural,
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
        first = _trim_start(sentence, office)
        text = join_text(sentence, first, office.last)
        phrase = replace(
            noun, first=first, last=office.last, role=text, core=_read_core(sentence, office), owners=office.codes
        )
        if noun.form == "role" or (noun.form == "private" and _is_office_of(office)):
            if office.name is not None:
                phrase = replace(phrase, name=office.name.name, actor=office.name.actor)
            yield replace(phrase, form="role")
        elif noun.form == "people":
            if len(office.codes) > 0:
                yield phrase
        elif noun.form == "body" and office.name is None:
            yield from _write_body(sentence, office, phrase)


def _trim_start(sentence: Sentence, office: Office) -> int:
    """Return where a phrase begins without its possessor and plain adjectives ("Greece's former *minister*")."""
    noun, owners = office.noun, office.owners
    first = min(
        [
            noun.first,
            *(o.first for o in owners if o.first >= office.first and sentence.tokens[o.head].role != "possessor"),
        ]
    )
    while (
        first > office.first
        and sentence.tokens[first - 1].text[:1].isupper()
        and sentence.tokens[first - 1].role in ("amod", "compound")
    ):
        first -= 1
    return first


def _read_core(sentence: Sentence, office: Office) -> str:
    """Return the words of an office without those that name its owner."""
    owned = {k for owner in office.owners for k in range(owner.first, owner.last + 1)}
    words = [
        t
        for t in sentence.tokens[office.first : office.last + 1]
        if t.i not in owned and t.pos not in ("ADP", "DET", "PUNCT", "PART")
    ]
    return " ".join(t.text.lower() for t in words)


def _write_body(sentence: Sentence, office: Office, phrase: Phrase) -> Iterator[Phrase]:
    noun = office.noun
    if noun.kind in ("government", "military"):
        yield phrase
    elif noun.kind == "armed_group":
        if any(owner.kind == "armed_group" for owner in office.owners):
            yield replace(phrase, form="people", kind="state")
        elif len(office.owners) > 0 and (noun.several or noun.definite):
            yield phrase
    elif (
        sentence.tokens[noun.head].text.istitle()
        and office.last > noun.last
        and noun.head > 0
        and noun.kind == "organisation"
    ):
        organs = [code for owner in office.owners if owner.kind == "igo" for code in owner.owners]
        yield replace(phrase, form="organisation", name=phrase.role, owners=tuple(organs[:1]))


def _acts(office: Office) -> bool:
    return office.noun.form in ("role", "people") or (
        office.noun.form == "body" and office.noun.kind in ("government", "military")
    )


def _is_private(office: Office) -> bool:
    return office.noun.form == "private" or office.noun.kind in ("company", "media", "organisation")


def _is_office_of(office: Office) -> bool:
    """Whether a private noun is an office after all ("patron de la NSA"): a body is named as its owner."""
    return any(o.form == "name" and o.kind in ("government", "military", "igo", "armed_group") for o in office.owners)


def _keep_names(
    sentence: Sentence, offices: list[Office], known: list[Phrase], entities: list[Phrase], language: Language
) -> Iterator[Phrase]:
    """Yield the names that stand for themselves; what only qualifies an office is marked or left out."""
    named = {id(office.name): office for office in offices if office.name is not None}
    private = [office for office in offices if _is_private(office)]
    for phrase in [*known, *entities]:
        inside = any(_acts(o) and o.first <= phrase.first and phrase.last <= o.last for o in offices)
        if id(phrase) in named:
            yield _write_named(phrase, named[id(phrase)])
        elif phrase.form == "adjective" and phrase.kind == "state" and any(phrase in o.owners for o in private):
            continue  # "an *American* NGO", "la chercheuse *française*": who acts for itself, not for its state
        elif not _is_idle(sentence, phrase, inside, offices, language):
            yield replace(phrase, part=True) if inside and phrase.kind != "person" else phrase


def _is_idle(sentence: Sentence, phrase: Phrase, inside: bool, offices: list[Office], language: Language) -> bool:
    """Whether a name makes no mention: a demonym of an office or a place, a platform, a name that its body carries."""
    if phrase.form == "adjective":
        return inside or phrase.kind == "place"
    if phrase.kind in ("company", "media"):
        return _is_no_party(sentence, phrase, language)
    if phrase.form == "organisation" and phrase.actor is None:
        return inside or any(_names_body(office, phrase) for office in offices)
    return False


def _is_no_party(sentence: Sentence, phrase: Phrase, language: Language) -> bool:
    """Whether a company is only a platform ("on Twitter") or a product ("a Boeing 737")."""
    after = sentence.tokens[phrase.last + 1 : phrase.last + 2]
    product = phrase.kind == "company" and len(after) > 0 and after[0].text[:1].isdigit()
    return product or sentence.tokens[phrase.head].case in language.references["platform_cases"]


def _names_body(office: Office, phrase: Phrase) -> bool:
    """Whether an entity is the name that a body already carries ("the *National Directorate for Security*")."""
    body = office.noun.form == "body" and office.noun.kind in ("government", "military")
    return body and phrase.head == office.noun.head


def _write_named(phrase: Phrase, office: Office) -> Phrase:
    if phrase.actor is not None:
        return phrase
    if office.noun.form == "body":
        return replace(phrase, kind=office.noun.kind, form="organisation")
    return replace(phrase, form="person", kind="person")


def _find_leaders(sentence: Sentence, phrases: list[Phrase], language: Language) -> Iterator[Phrase]:
    """Yield the office of a person "who leads X": the verb is the title, X the owner."""
    people = {p.head: p for p in phrases if p.kind == "person" and p.name is not None and p.form != "role"}
    for phrase in phrases:
        token = sentence.tokens[phrase.head]
        verb = sentence.tokens[token.head]
        if token.role != "object" or verb.role != "relcl" or verb.lemma not in language.references["leading_verbs"]:
            continue
        leader = people.get(verb.head)
        owners = phrase.owners or ((phrase.name,) if phrase.form == "organisation" and phrase.name is not None else ())
        if leader is not None and len(owners) == 1:
            yield replace(
                leader,
                first=verb.i,
                last=verb.i,
                head=verb.i,
                form="role",
                role=verb.text,
                core=verb.lemma,
                owners=owners,
                part=True,
            )


def _hides(known: Phrase, noun: Phrase) -> bool:
    return covers(known, noun) and known.form != "people"
