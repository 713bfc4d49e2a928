"""Resolve what stands for actors already named: pronouns, relatives, "les deux pays", "the group", "the minister".

Policy: a reference goes to the most salient fitting candidate before it: subjects before others, the same sentence
before older ones, a possessive to the subject of its own clause, a pronoun never to its fellow argument. "The two
countries" goes to the last two that a conjunction joins, else to the two that the last sentences name most. "We" in a
quotation is the party of who speaks. What is not clear stays unresolved: no mention is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice

from kg.extract.candidates import Candidate, Candidates
from kg.extract.records import BYSTANDERS
from kg.extract.syntax import find_children, is_verb, iter_ancestors, iter_conjuncts
from kg.extract.vocabulary import Language
from kg.types import Actor, Mention, Sentence, Token

_ARGUMENTS = frozenset(
    {"subject", "subject_passive", "object", "iobject", "oblique", "agent", "nmod", "possessor", "conj"}
)
_QUOTES = frozenset('"«»“”')
_GENDERS = {"masculine": "Masc", "feminine": "Fem"}
_FORGET = 0.6  # weight of a sentence further back when two parties are counted
_WEAKEST = -2.0  # score below which a pronoun stays open


def resolve_references(
    document: str,
    sentences: tuple[Sentence, ...],
    mentions: Iterable[Mention],
    languages: Mapping[str, Language],
    parties: Mapping[str, Actor],
) -> tuple[Mention, ...]:
    """Return the mentions with those that references add, in the order of the text."""
    waiting: dict[int, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda m: (m.sentence, m.start)):
        waiting.setdefault(mention.sentence, []).append(mention)
    resolver = _Resolver(document, parties)
    result: list[Mention] = []
    for number, sentence in enumerate(sentences):
        result += resolver.read_sentence(number, sentence, waiting.get(number, []), languages[sentence.language])
    return tuple(sorted(result, key=lambda m: (m.sentence, m.start)))


_SPEAKER = 2.5  # how much likelier a person is than a state to be "he" who says something


class _Resolver:
    """One document while its references are resolved, sentence by sentence."""

    def __init__(self, document: str, parties: Mapping[str, Actor]) -> None:
        self.document = document
        self.parties = parties
        self.candidates = Candidates()
        self.people: list[Actor] = []
        self.speaker: tuple[int, Actor] | None = None
        self.languages: dict[int, str] = {}

    def read_sentence(
        self, number: int, sentence: Sentence, mentions: list[Mention], language: Language
    ) -> list[Mention]:
        """Return the mentions of a sentence, its references resolved from left to right."""
        self.number, self.sentence, self.language = number, sentence, language
        self.languages[number] = language.code
        self.lowers = [token.text.lower() for token in sentence.tokens]
        self.heads = {m.head: m for m in mentions}
        self.candidates.start_sentence(number)
        self._note_speaker()
        taken, found, at = {m.head for m in mentions}, [], 0
        for token in sentence.tokens:
            while at < len(mentions) and mentions[at].start <= token.start:
                self._note(mentions[at])
                at += 1
            if token.i in taken:
                continue
            mention = self._resolve(token)
            if mention is not None:
                found.append(mention)
                self.heads.setdefault(mention.head, mention)
                self._note(mention)
        for mention in mentions[at:]:
            self._note(mention)
        return [*mentions, *found]

    def _note(self, mention: Mention) -> None:
        self.candidates.add(mention, self.sentence)
        self.people += [actor for actor in mention.actors if actor.kind == "person"]

    def _resolve(self, token: Token) -> Mention | None:
        lower, references = self.lowers[token.i], self.language.references
        if lower in references["set_nouns"]:
            first = self._find_set_start(token.i)
            if first is not None:
                return self._make(first, token.i, "set", self._find_pair(lower))
        two_words = " ".join(self.lowers[max(0, token.i - 1) : token.i + 1])
        if two_words in references["set_words"]:
            return self._make(token.i - 1, token.i, "set", self._find_subject_set(token))
        if two_words in references["latter"]:
            return self._make(token.i - 1, token.i, "pronoun", self._find_last(plural="Number=Plur" in token.morph))
        if lower in references["relative"] and token.pos in ("PRON", "DET", "SCONJ", "ADV"):
            return self._make(token.i, token.i, "pronoun", self._find_antecedent(token.i))
        if lower in references["first_person"] and token.pos in ("PRON", "DET"):
            return self._make(token.i, token.i, "pronoun", self._find_speaking_party())
        if lower in references["possessive"] and token.role in ("det", "possessor"):
            return self._make(
                token.i, token.i, "pronoun", self._find_salient(token, {references["possessive"][lower]}, owns=True)
            )
        if lower in references["personal"] and token.role in _ARGUMENTS and token.pos == "PRON":
            return self._make(
                token.i, token.i, "pronoun", self._find_salient(token, set(references["personal"][lower]))
            )
        kinds = self.language.roles.references.get(lower)
        if kinds is not None and token.pos in ("NOUN", "PROPN") and self._is_bare(token, kinds):
            return self._make(token.i, token.i, "phrase", self._find_of_kind(token, kinds))
        return None

    def _make(self, first: int, last: int, form: str, actors: tuple[Actor, ...]) -> Mention | None:
        if len(actors) == 0 or last in self.heads:
            return None
        start, end = self.sentence.tokens[first].start, self.sentence.tokens[last].end
        text = self.sentence.text[start - self.sentence.start : end - self.sentence.start]
        return Mention(self.document, start, end, text, form, self.number, last, actors)

    # -- sets --------------------------------------------------------------------------------------------------------

    def _find_set_start(self, last: int) -> int | None:
        """Return where "les deux (grands) pays" begins, None where the noun stands without such a determiner."""
        adjective = 1 if last >= 2 and self.sentence.tokens[last - 1].pos == "ADJ" else 0
        for end in (last, last - adjective):
            for first in range(max(0, end - 3), end):
                if " ".join(self.lowers[first:end]) in self.language.references["set_determiners"]:
                    return first
        return None

    def _find_pair(self, noun: str) -> tuple[Actor, ...]:
        """Return the two whom "les deux …" means: people for nouns of people, else parties."""
        references = self.language.references
        if noun in references["set_people"]:
            pair = self._find_two(lambda actor: actor.id if actor.kind == "person" else None)
            if len(pair) == 2:
                return pair
        states = noun in references["set_states"]
        pair = self._find_two(lambda actor: self._read_party(actor, states))
        return tuple(self.parties[self._read_party(actor, states) or actor.code] for actor in pair)

    def _read_party(self, actor: Actor, states: bool) -> str | None:
        party = self.parties.get(actor.code)
        if party is None or (states and party.kind != "state") or party.kind in ("person", "company", "media", "place"):
            return None
        return actor.code

    def _find_two(self, key: Callable[[Actor], str | None]) -> tuple[Actor, ...]:
        weights: dict[str, float] = {}
        actors: dict[str, Actor] = {}
        for candidate in self.candidates:
            back = self.number - candidate.sentence
            distinct = {k: actor for actor in candidate.actors if (k := key(actor)) is not None}
            if len(distinct) == 2 and len(candidate.actors) == 2 and back <= 2 and candidate.form != "adjective":
                return tuple(distinct.values())
            weight = (2.0 if candidate.is_subject else 0.5 if candidate.form == "adjective" else 1.0) * _FORGET**back
            for k, actor in distinct.items():
                weights[k] = weights.get(k, 0.0) + weight
                actors[k] = actor
        best = sorted(weights, key=lambda k: (-weights[k], k))[:2]
        return tuple(actors[k] for k in sorted(best)) if len(best) == 2 else ()

    def _find_subject_set(self, token: Token) -> tuple[Actor, ...]:
        for candidate in self.candidates:
            if (
                candidate.sentence == self.number
                and candidate.plural
                and candidate.is_subject
                and len(candidate.actors) > 1
            ):
                return candidate.actors
        return ()

    # -- pronouns ----------------------------------------------------------------------------------------------------

    def _find_antecedent(self, at: int) -> tuple[Actor, ...]:
        """Return who the noun before a relative clause names; all of a coordination where the verb is plural."""
        for upper in iter_ancestors(self.sentence, at):
            token = self.sentence.tokens[upper]
            if token.role in ("relcl", "acl"):
                noun = token.head
                if noun > at:
                    return ()
                mention = self.heads.get(noun) or self._find_named_below(noun)
                if mention is None or not mention.acts:
                    return ()
                joined = self.candidates.find_joined(self.sentence, noun)
                between = any(noun < k < at for k in iter_conjuncts(self.sentence, noun))
                verbs = [token, *find_children(self.sentence, upper, "aux", "cop")]
                singular = any("Number=Sing" in verb.morph for verb in verbs)
                return joined if between and not singular and len(joined) > 1 else mention.actors
        return ()

    def _find_named_below(self, noun: int) -> Mention | None:
        for child in self.sentence.children[noun]:
            if (
                child in self.heads
                and self.sentence.tokens[child].role in ("appos", "flat", "compound")
                and self.heads[child].form != "adjective"
            ):
                return self.heads[child]
        return None

    def _find_salient(self, token: Token, features: set[str], *, owns: bool = False) -> tuple[Actor, ...]:
        """Return the actors of the best candidate for a pronoun of these features (number, gender)."""
        best, most = None, _WEAKEST
        subjects = self._rank_subjects(token) if owns else {}
        fellows = frozenset() if owns else self._find_fellows(token)
        governor = self.sentence.tokens[token.head]
        speaks = token.role == "subject" and governor.lemma in self.language.speech_verbs and "neuter" not in features
        for rank, candidate in enumerate(islice(self.candidates, 30)):
            if self.languages[candidate.sentence] != self.language.code:
                continue  # a caption in another language names nobody for the text around it
            if not _fits(candidate, features) or any(actor.id in fellows for actor in candidate.actors):
                continue
            score = -1.0 * (self.number - candidate.sentence) - 0.06 * rank + _weigh(candidate, features)
            if speaks and candidate.is_person:
                score += _SPEAKER
            if candidate.sentence == self.number:
                score += subjects.get(candidate.head, 0.0)
            elif token.role in ("subject", "subject_passive") and candidate.is_subject:
                score += 0.3
            if score > most:
                best, most = candidate, score
        return () if best is None else best.actors

    def _rank_subjects(self, token: Token) -> dict[int, float]:
        """Weigh the subjects of the verbs above a possessive, the nearest verb most."""
        weights: dict[int, float] = {}
        weight = 1.6
        for upper in iter_ancestors(self.sentence, token.i):
            for subject in find_children(self.sentence, upper, "subject", "subject_passive"):
                if subject.i < token.i:
                    weights.setdefault(subject.i, weight)
                    weight *= 0.7
        return weights

    def _find_fellows(self, token: Token) -> frozenset[str]:
        """Return the other arguments of the verb that governs a word ("X told *him*": not X)."""
        if not is_verb(self.sentence.tokens[token.head]):
            return frozenset()
        verb = self.sentence.tokens[token.head]
        governors = {verb.i}
        if verb.role == "conj" and len(find_children(self.sentence, verb.i, "subject", "subject_passive")) == 0:
            governors.add(verb.head)
        near = (
            c for c in islice(self.candidates, 30)
            if c.sentence == self.number and c.governor in governors and (c.governor == verb.i or c.is_subject)
        )  # fmt: skip
        return frozenset(actor.id for candidate in near for actor in candidate.actors)

    def _find_last(self, *, plural: bool) -> tuple[Actor, ...]:
        """Return who was named last ("ce dernier"): one, or several for a plural."""
        for candidate in self.candidates:
            if candidate.form != "adjective" and candidate.plural == plural and (plural or len(candidate.actors) == 1):
                return candidate.actors
        return ()

    # -- nouns -------------------------------------------------------------------------------------------------------

    def _is_bare(self, token: Token, kinds: tuple[str, ...]) -> bool:
        """Whether a noun points back: it has a definite article, and nothing that says whose or which."""
        if token.role not in _ARGUMENTS and token.role != "root":
            return False
        children = self.sentence.children[token.i]
        if not any(self.lowers[k] in self.language.references["definite"] for k in children if k < token.i):
            return False
        closed = {"nmod", "possessor", "relcl", "acl", "appos", "nummod"} | (
            {"amod", "compound"} if kinds[0] in ("state", "person") else set()
        )
        return all(self.sentence.tokens[k].role not in closed for k in children)

    def _find_of_kind(self, token: Token, kinds: tuple[str, ...]) -> tuple[Actor, ...]:
        best, most = None, _WEAKEST
        plural, fellows = "Number=Plur" in token.morph, self._find_fellows(token)
        for rank, candidate in enumerate(islice(self.candidates, 30)):
            kind = candidate.actors[0].kind
            if len(candidate.actors) != 1 or kind not in kinds or candidate.actors[0].id in fellows:
                continue
            if candidate.form == "adjective" or kind == "person" or (plural and kind != "armed_group"):
                continue
            score = (0.8 if candidate.is_subject else 0.0) - (self.number - candidate.sentence) * 0.7 - 0.06 * rank
            if score > most:
                best, most = candidate, score
        if best is not None:
            return best.actors
        return self._find_titled(token) if "person" in kinds and not plural else ()

    def _find_titled(self, token: Token) -> tuple[Actor, ...]:
        """Return the last person whose office has this noun ("the minister")."""
        word = self.lowers[token.i]
        for actor in reversed(self.people[-40:]):
            if any(word in role.title.lower().split() for role in actor.roles):
                return (actor,)
        return ()

    # -- speakers ----------------------------------------------------------------------------------------------------

    def _note_speaker(self) -> None:
        """Remember who speaks in this sentence: the subject of a verb of saying, inverted or not."""
        for token in self.sentence.tokens:
            if not is_verb(token) or token.lemma not in self.language.speech_verbs:
                continue
            near = [
                t for t in find_children(self.sentence, token.i, "subject", "object", "nmod", "other") if t.case == ""
            ]
            for noun in sorted(near, key=lambda t: t.role != "subject"):
                mention = self.heads.get(noun.i) or self._find_named_below(noun.i)
                if mention is not None and len(mention.actors) == 1 and mention.actors[0].kind not in BYSTANDERS:
                    self.speaker = (self.number, mention.actors[0])
                    return

    def _find_speaking_party(self) -> tuple[Actor, ...]:
        if self.speaker is None or self.number - self.speaker[0] > 1 or not _QUOTES & set(self.sentence.text):
            return ()
        actor = self.speaker[1]
        return (self.parties.get(actor.code, actor),)


def _fits(candidate: Candidate, features: set[str]) -> bool:
    if candidate.form == "adjective":
        return False
    if "plural" in features:
        return candidate.plural or not (candidate.is_person or candidate.gender != "")
    if len(candidate.actors) > 1 or candidate.form == "people":
        return False
    if "neuter" in features:
        return not candidate.is_person
    wanted = next((_GENDERS[f] for f in features if f in _GENDERS), "")
    return candidate.is_person or wanted == "" or candidate.gender in ("", wanted)


def _weigh(candidate: Candidate, features: set[str]) -> float:
    weight = (1.0 if candidate.is_subject else 0.0) + (
        0.3 if candidate.form in ("person", "name", "role", "set", "capital") else 0.0
    )
    if "plural" in features:
        return weight + (1.5 if len(candidate.actors) > 1 else 0.8 if candidate.plural else 0.0)
    return weight + (0.8 if candidate.is_person else 0.0)
