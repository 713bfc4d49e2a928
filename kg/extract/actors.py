"""Find the places of a sentence that name actors: names, demonyms, people, offices, bodies.

Policy: the gazetteer decides what it knows; the model's names add people and organisations. A state's name inside a
longer name of a person or a company ("Michael Jordan", "Bank of China") is no state. An office or a body belongs to
the party named nearest to it in its own noun phrase ("le vice-ministre *russe* de la Défense"); without one it is
kept with no owner, and linking decides. Private people never act for their state.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.gazetteer import Gazetteer, find_names
from kg.extract.records import Phrase
from kg.extract.syntax import find_span_head
from kg.extract.vocabulary import Language
from kg.types import Sentence

_OWNING_FORMS = frozenset({"name", "capital", "adjective", "government"})
_INSIDE = frozenset({"amod", "nmod", "possessor", "compound", "flat", "oblique", "det", "appos", "conj"})
_LONGEST_NOUN = 6


def find_phrases(sentence: Sentence, number: int, language: Language, gazetteer: Gazetteer) -> list[Phrase]:
    """Return the phrases of one sentence that name actors, in the order of the text."""
    known = list(_find_known(sentence, number, gazetteer))
    entities = list(_find_entities(sentence, number, language))
    known, entities = _settle(known, entities, sentence, language)
    nouns = list(_find_nouns(sentence, number, language, known))
    entities = [e for e in entities if not any(_covers(n, e) for n in nouns)]
    nouns = [n for n in nouns if not any(_covers(k, n) for k in [*known, *entities])]
    names = [*(k for k in known if k.form in ("name", "people") and k.kind == "person"), *entities]
    phrases = _join_nouns(sentence, nouns, known, names, gazetteer, language)
    return sorted(phrases, key=lambda phrase: (phrase.first, phrase.last))


def _find_known(sentence: Sentence, number: int, gazetteer: Gazetteer) -> Iterator[Phrase]:
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
        owner = actor.code if actor.kind not in ("person", "company", "media", "organisation", "place") else None
        if actor.kind == "person" and actor.code != actor.name:
            owner = actor.code
        yield Phrase(number, first, last, head, form, actor.kind, actor=actor.id, name=actor.name, owner=owner)


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


def _find_entities(sentence: Sentence, number: int, language: Language) -> Iterator[Phrase]:
    """Yield the people and organisations that the model's entity recogniser finds, titles cut off."""
    at, tokens = 0, sentence.tokens
    while at < len(tokens):
        label = tokens[at].entity[2:]
        last = at
        while last + 1 < len(tokens) and tokens[last + 1].entity == f"I-{label}" != "I-":
            last += 1
        if label in ("PER", "PERSON", "ORG"):
            first = at
            person = label != "ORG"
            while first < last and (tokens[first].text in language.roles.titles or tokens[first].lemma in language.roles.titles or tokens[first].pos == "DET"):
                first += 1
            while last > first and tokens[last].text in ("'s", "'", "’s", "-", ",", "."):
                last -= 1
            name = _join_text(sentence, first, last)
            if name[:1].isupper() and any(c.isalpha() for c in name) and tokens[first].text not in language.roles.titles:
                head = find_span_head(sentence, first, last)
                yield Phrase(number, first, last, head, "person" if person else "organisation", "person" if person else "organisation", name=name)
            at = max(last, at)
        at += 1


def _join_text(sentence: Sentence, first: int, last: int) -> str:
    start, end = sentence.tokens[first].start - sentence.start, sentence.tokens[last].end - sentence.start
    return " ".join(sentence.text[start:end].split())


def _covers(outer: Phrase, inner: Phrase) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def _overlap(one: Phrase, other: Phrase) -> bool:
    return one.first <= other.last and other.first <= one.last


def _settle(
    known: list[Phrase], entities: list[Phrase], sentence: Sentence, language: Language
) -> tuple[list[Phrase], list[Phrase]]:
    """Decide where a known name and an entity share words."""
    kept_known, dropped = list(known), set()
    for n, entity in enumerate(entities):
        for phrase in known:
            if not _overlap(phrase, entity):
                continue
            longer = entity.last - entity.first > phrase.last - phrase.first
            inside_person = entity.form == "person" and longer and phrase.form in ("name", "capital") and phrase.kind != "person"
            inside_company = (
                entity.form == "organisation" and longer and phrase.form in ("name", "capital") and phrase.kind in ("state", "place")
                and not _has_body(sentence, entity, language)
            )
            longer_person = entity.form == "person" and longer and phrase.kind == "person" and not _covers(entity, phrase)
            if (inside_person or inside_company) and _covers(entity, phrase) and not longer_person:
                if phrase in kept_known:
                    kept_known.remove(phrase)
            else:
                dropped.add(n)
    return kept_known, [entity for n, entity in enumerate(entities) if n not in dropped]


def _has_body(sentence: Sentence, phrase: Phrase, language: Language) -> bool:
    words = [sentence.tokens[n].text.lower() for n in range(phrase.first, phrase.last + 1)]
    return any(w in language.roles.bodies or w in language.roles.officials for w in words)


def _find_nouns(sentence: Sentence, number: int, language: Language, known: list[Phrase]) -> Iterator[Phrase]:
    """Yield nouns of offices, bodies and people, longest first, with no name yet."""
    lowers = [token.text.lower() for token in sentence.tokens]
    at = 0
    while at < len(lowers):
        step = 1
        for length in range(min(_LONGEST_NOUN, len(lowers) - at), 0, -1):
            words = _join_words(sentence, at, at + length - 1)
            found = _classify_noun(words, language)
            if found is not None and sentence.tokens[at + length - 1].pos not in ("VERB", "AUX", "ADP"):
                form, kind = found
                head = find_span_head(sentence, at, at + length - 1)
                yield Phrase(number, at, at + length - 1, head, form, kind, role=_join_text(sentence, at, at + length - 1))
                step = length
                break
        at += step


def _join_words(sentence: Sentence, first: int, last: int) -> str:
    start, end = sentence.tokens[first].start - sentence.start, sentence.tokens[last].end - sentence.start
    return sentence.text[start:end].lower().replace("’", "'")


def _classify_noun(words: str, language: Language) -> tuple[str, str] | None:
    roles = language.roles
    if words in roles.officials:
        return "role", "person"
    if words in roles.bodies:
        return "body", roles.bodies[words]
    if words in roles.nationals:
        return "people", "state"
    if words in roles.private:
        return "private", "person"
    return None


def _join_nouns(
    sentence: Sentence,
    nouns: list[Phrase],
    known: list[Phrase],
    names: list[Phrase],
    gazetteer: Gazetteer,
    language: Language,
) -> list[Phrase]:
    """Give each noun its owner and its name; names and owners so used do not stand alone again."""
    owned = {id(noun): _find_owner(sentence, noun, nouns, known) for noun in nouns}
    result: list[Phrase] = []
    used: set[int] = set()
    named: dict[int, Phrase] = {}
    for noun in nouns:
        owner = owned[id(noun)]
        code = None if owner is None else _code_of(owner, owned)
        person = _find_name(sentence, noun, names) if noun.form in ("role", "private") else None
        if owner is not None and owner.form in _OWNING_FORMS:
            used.add(id(owner))
        role = _extend_role(sentence, noun, owner)
        definite = _is_definite(sentence, noun, language)
        if person is not None and id(person) not in named:
            named[id(person)] = replace(
                person,
                role=role,
                owner=person.owner or (code if noun.form == "role" else None),
                form="person",
            )
        elif person is not None:
            earlier = named[id(person)]
            named[id(person)] = replace(earlier, owner=earlier.owner or (code if noun.form == "role" else None))
        elif noun.form != "private":
            first, last = _extent(noun, owner)
            result.append(replace(noun, first=first, last=last, role=role, owner=code, definite=definite))
    for phrase in [*known, *(n for n in names if n not in known)]:
        if id(phrase) in named:
            result.append(named[id(phrase)])
        elif phrase.kind != "place":
            result.append(replace(phrase, part=True) if id(phrase) in used else phrase)
    return result


def _code_of(owner: Phrase, owned: dict[int, Phrase | None]) -> str | None:
    """Follow owners that are bodies themselves ("le commandant de l'armée iranienne")."""
    for _ in range(4):
        if owner.owner is not None:
            return owner.owner
        upper = owned.get(id(owner))
        if upper is None:
            return None
        owner = upper
    return None


def _extent(noun: Phrase, owner: Phrase | None) -> tuple[int, int]:
    if owner is None:
        return noun.first, noun.last
    first, last = min(noun.first, owner.first), max(noun.last, owner.last)
    return (first, last) if last - first <= 12 else (noun.first, noun.last)


def _extend_role(sentence: Sentence, noun: Phrase, owner: Phrase | None) -> str:
    first, last = _extent(noun, owner)
    return _join_text(sentence, first, last)


def _is_definite(sentence: Sentence, noun: Phrase, language: Language) -> bool:
    words = {sentence.tokens[k].text.lower() for k in sentence.children[noun.head] if sentence.tokens[k].role in ("det", "case")}
    return len(words & language.references["definite"]) > 0


def _find_owner(sentence: Sentence, noun: Phrase, nouns: list[Phrase], known: list[Phrase]) -> Phrase | None:
    """Return the party, or the body with one, that a noun's own phrase names: adjectives first, then "of", then the rest."""
    inside = [p for p in (*known, *nouns) if p is not noun and _can_own(p) and _is_below(sentence, p.head, noun)]
    if len(inside) > 0:
        return min(inside, key=lambda p: (_rank_owner(sentence, p, noun), abs(p.head - noun.head)))
    for phrase in known:  # adjacent words that the parser hung elsewhere
        close = phrase.first - noun.last == 1 or noun.first - phrase.last == 1
        if close and phrase.form == "adjective":
            return phrase
    return None


def _can_own(phrase: Phrase) -> bool:
    return (phrase.owner is not None and phrase.form in _OWNING_FORMS and phrase.kind != "person") or phrase.form == "body"


def _is_below(sentence: Sentence, at: int, noun: Phrase) -> bool:
    """Whether a word hangs under a noun through links of one noun phrase, with no name of a person between."""
    for _ in range(6):
        token = sentence.tokens[at]
        if token.role not in _INSIDE or token.role in ("appos", "conj"):
            return False
        if token.head == at:
            return False
        at = token.head
        if noun.first <= at <= noun.last:
            return True
    return False


def _rank_owner(sentence: Sentence, phrase: Phrase, noun: Phrase) -> int:
    token = sentence.tokens[phrase.head]
    if token.role in ("amod", "compound", "possessor") and noun.first <= token.head <= noun.last:
        return 0
    if token.role in ("amod", "compound", "possessor"):
        return 1
    return 2 if token.case in ("de", "of", "") else 3


def _find_name(sentence: Sentence, noun: Phrase, names: list[Phrase]) -> Phrase | None:
    """Return the person that an office is given to: beside it, in apposition, or joined in one name."""
    for name in names:
        if name.kind != "person":
            continue
        token, head = sentence.tokens[name.head], sentence.tokens[noun.head]
        linked = (token.role in ("appos", "flat", "compound", "nmod") and token.head == noun.head and token.case == "") or (
            head.role in ("appos", "flat", "compound") and head.head == name.head
        )
        if linked or _is_beside(sentence, noun, name):
            return name
    return None


def _is_beside(sentence: Sentence, noun: Phrase, name: Phrase) -> bool:
    """Whether a name follows an office directly, or after the office's own words and at most a comma."""
    if noun.last < name.first:
        between = sentence.tokens[noun.last + 1 : name.first]
        if len(between) == 0:
            return True
        if len(between) > 8:
            return False
        inner = [t for t in between if t.text not in (",", "(")]
        commas = len(between) - len(inner)
        return commas <= 1 and all(_reaches(sentence, t.i, noun) or t.pos in ("DET", "ADP", "ADJ") for t in inner) and all(
            t.pos not in ("VERB", "AUX", "CCONJ", "SCONJ", "PRON") for t in inner
        )
    between = sentence.tokens[name.last + 1 : noun.first]
    return len(between) > 0 and between[0].text == "," and all(t.pos in ("DET", "ADJ", "PUNCT", "NOUN", "PROPN", "PART") for t in between) and (
        len(between) <= 5
    )


def _reaches(sentence: Sentence, at: int, noun: Phrase) -> bool:
    for _ in range(6):
        if noun.first <= at <= noun.last:
            return True
        if sentence.tokens[at].head == at:
            return False
        at = sentence.tokens[at].head
    return False
