"""One sentence with its mentions, ready to be asked who fills which slot of which word.

A slot is `subject`, `object`, `iobject`, `adjective`, `possessor` or a preposition (kg/data/README.md, *triggers.yml*).
Where a slot holds a thing ("les essais nucléaires *de Pyongyang*"), the party that owns the thing fills it.
"""

from __future__ import annotations

from kg.extract.syntax import find_children, find_span_head, is_verb, iter_conjuncts
from kg.extract.vocabulary import Frame, Language
from kg.types import Actor, Document, Mention, Sentence, Token

Filler = tuple[Mention, str]

_NOUN_LINKS = ("amod", "compound", "possessor", "nmod", "det", "appos", "flat")


class Clause:
    """One sentence with its mentions, ready to be asked who fills which slot of which word."""

    def __init__(self, sentence: Sentence, mentions: list[Mention], language: Language) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.language = language
        self.by_head: dict[int, Mention] = {}
        for mention in mentions:
            if mention.head not in self.by_head or mention.acts:
                self.by_head[mention.head] = mention

    # -- what a word is ------------------------------------------------------------------------------------------

    def is_passive(self, verb: int) -> bool:
        """Whether a verb form is passive: by its auxiliary, its subject, its agent, or as a bare past participle."""
        if len(find_children(self.sentence, verb, "aux_passive", "subject_passive", "agent")) > 0:
            return True
        token = self.tokens[verb]
        past = "VerbForm=Part" in token.morph and ("Tense=Past" in token.morph or "Aspect=Perf" in token.morph)
        return past and token.role in ("acl", "amod") and len(find_children(self.sentence, verb, "aux", "object")) == 0

    def is_reflexive(self, verb: int) -> bool:
        """Whether a verb has a reflexive pronoun."""
        reflexive = self.language.references["reflexive"]
        return any(self.tokens[k].text.lower() in reflexive for k in self.sentence.children[verb])

    def is_definite(self, noun: int) -> bool:
        """Whether a noun has an article or demonstrative that points back ("*the* attack", "*cette* attaque")."""
        words = {self.tokens[k].text.lower() for k in self.sentence.children[noun]}
        return len(words & self.language.references["definite"]) > 0

    def is_location(self, head: int) -> bool:
        """Whether a name only says where a place lies ("Samarkand, *Uzbekistan*")."""
        if head < 2 or self.tokens[head - 1].text != "," or self.by_head[head].form != "name":
            return False
        before = self.by_head.get(head - 2)
        return self.tokens[head - 2].pos == "PROPN" and (before is None or before.actors[0].kind == "place")

    # -- who fills a slot ----------------------------------------------------------------------------------------

    def fill(self, frame: Frame, trigger: int, carrier: int, slots: tuple[str, ...]) -> list[Filler]:
        """Return who fills the first slot that anybody fills."""
        for slot in slots:
            found = self._fill_slot(frame, trigger, carrier, slot)
            if len(found) > 0:
                return found
        return []

    def _fill_slot(self, frame: Frame, trigger: int, carrier: int, slot: str) -> list[Filler]:
        if frame.pos == "verb" or (frame.pos == "adjective" and slot in ("subject", "object")):
            if slot == "subject":
                return self.find_subjects(trigger)
            if slot == "object":
                return self.find_objects(trigger)
        if slot == "iobject":
            return [f for t in find_children(self.sentence, trigger, "iobject") for f in self.read_noun(t.i, slot)]
        if slot == "subject":
            return self.find_subjects(carrier) if carrier != trigger else []
        if slot == "object":
            return []
        if slot == "adjective":
            return self._find_adjectives(trigger)
        if slot == "possessor":
            return self._find_possessors(trigger)
        return self._find_oblique(trigger, carrier, slot)

    def find_subjects(self, verb: int, depth: int = 0) -> list[Filler]:
        """Return who does what a verb says, through passives, coordination, control and participles."""
        if depth > 4:
            return []
        token = self.tokens[verb]
        if self.is_passive(verb):
            agents = find_children(self.sentence, verb, "agent")
            return [f for t in agents for f in self.read_noun(t.i, "agent")] or self._find_hidden_agents(verb)
        own = find_children(self.sentence, verb, "subject")
        if len(own) > 0:
            return [f for t in own for f in self.read_noun(t.i, "subject")]
        if token.lemma in self.language.speech_verbs and self.is_finite(token):
            after = [
                t
                for t in find_children(self.sentence, verb, "object", "nmod", "oblique", "other")
                if t.i > verb and t.case == ""
            ]
            direct = [f for t in after for f in self.read_noun(t.i, "inverted subject", deep=False)]
            if len(direct) > 0:
                return direct
        return self._find_controllers(verb, token, depth)

    def _find_hidden_agents(self, verb: int) -> list[Filler]:
        """Return the agent of a passive that is glued to it ("Iranian-backed"), or the state that it happens in."""
        for at in self.sentence.children[verb]:
            if at in self.by_head and at < verb and self.tokens[at + 1].text == "-":
                return [(self.by_head[at], "agent")]
        for token in find_children(self.sentence, verb, "oblique"):
            if (
                token.case in self.language.places
                and token.i in self.by_head
                and self.by_head[token.i].form in ("name", "capital")
            ):
                return [(self.by_head[token.i], "place")]
        return []

    def _find_controllers(self, verb: int, token: Token, depth: int) -> list[Filler]:
        head = token.head
        if head == verb:
            return []
        upper = self.tokens[head]
        if token.role == "conj" and is_verb(upper):
            if self.is_passive(head):
                return [
                    f
                    for t in find_children(self.sentence, head, "subject_passive")
                    for f in self.read_noun(t.i, "shared subject")
                ]
            return self.find_subjects(head, depth + 1)
        if token.role in ("xcomp", "ccomp", "advcl") and is_verb(upper):
            if token.role != "advcl" or token.case != "":
                objects = self.find_objects(head, shallow=True)
                if len(objects) > 0:
                    return [(m, f"{path} of {upper.lemma}") for m, path in objects]
            if self.is_passive(head):
                return [
                    f
                    for t in find_children(self.sentence, head, "subject_passive")
                    for f in self.read_noun(t.i, "controller")
                ]
            return [(m, f"{path} of {upper.lemma}") for m, path in self.find_subjects(head, depth + 1)]
        if token.role in ("acl", "relcl") and upper.pos in ("NOUN", "PROPN"):
            direct = self.read_noun(head, "described noun", deep=False)
            if len(direct) > 0:
                return direct
            owners = self._find_possessors(head) or self._find_adjectives(head)
            if len(owners) > 0:
                return owners
            if upper.role in ("object", "oblique") and is_verb(self.tokens[upper.head]):
                return self.find_subjects(upper.head, depth + 1)
        if token.role in ("xcomp", "advcl", "ccomp") and upper.pos in ("ADJ", "NOUN", "PROPN"):
            return [f for t in find_children(self.sentence, head, "subject") for f in self.read_noun(t.i, "subject")]
        return []

    def find_objects(self, verb: int, shallow: bool = False) -> list[Filler]:
        """Return whom a verb's act is done to; `shallow` takes only nouns that name an actor themselves."""
        token = self.tokens[verb]
        if self.is_passive(verb):
            subjects = find_children(self.sentence, verb, "subject_passive")
            found = [f for t in subjects for f in self.read_noun(t.i, "passive subject", deep=not shallow)]
            if len(found) == 0 and token.role in ("acl", "amod") and self.tokens[token.head].pos in ("NOUN", "PROPN"):
                found = self.read_noun(token.head, "described noun", deep=not shallow)
            if len(found) == 0 and len(subjects) == 0 and token.role == "advcl" and is_verb(self.tokens[token.head]):
                found = self.find_subjects(token.head)  # "Praised by the IMF, Kenya …"
            if len(found) == 0 and token.role == "conj" and len(subjects) == 0:
                upper = find_children(self.sentence, token.head, "subject_passive")
                found = [f for t in upper for f in self.read_noun(t.i, "shared subject", deep=not shallow)]
            return found
        objects = [t for t in find_children(self.sentence, verb, "object") if not self._is_inverted(verb, t)]
        found = [f for t in objects for f in self.read_noun(t.i, "object", deep=not shallow)]
        if len(found) == 0 and len(objects) == 0:
            for complement in find_children(self.sentence, verb, "ccomp", "xcomp"):
                if not self.is_finite(complement):  # "urged [Russia to withdraw]"
                    inner = find_children(self.sentence, complement.i, "subject", "subject_passive")
                    found += [f for t in inner for f in self.read_noun(t.i, "object", deep=False)]
        if len(found) == 0 and len(objects) == 0 and not shallow:
            for other in (self.tokens[k] for k in iter_conjuncts(self.sentence, verb)):
                if is_verb(other) and not self.is_passive(other.i):
                    found += [
                        f
                        for t in find_children(self.sentence, other.i, "object")
                        for f in self.read_noun(t.i, "shared object")
                    ]
        return found

    def _is_inverted(self, verb: int, noun: Token) -> bool:
        lemma = self.tokens[verb].lemma
        own = find_children(self.sentence, verb, "subject")
        return (
            lemma in self.language.speech_verbs
            and len(own) == 0
            and noun.i > verb
            and noun.i in self.by_head
            and self.is_finite(self.tokens[verb])
        )

    def is_finite(self, verb: Token) -> bool:
        """Whether a verb, or an auxiliary of it, has a person and a tense."""
        if "VerbForm=Inf" in verb.morph:
            return any("VerbForm=Fin" in t.morph for t in find_children(self.sentence, verb.i, "aux"))
        return "VerbForm=Fin" in verb.morph or any(
            "VerbForm=Fin" in t.morph for t in find_children(self.sentence, verb.i, "aux", "aux_passive", "cop")
        )

    def _find_adjectives(self, noun: int) -> list[Filler]:
        found: list[Filler] = []
        for token in find_children(self.sentence, noun, "amod", "compound"):
            if token.i in self.by_head:
                glued = [
                    k
                    for k in self.sentence.children[token.i]
                    if k in self.by_head and self.tokens[k + 1].text in ("-", "–")
                ]
                found += [(self.by_head[k], "adjective") for k in glued]
                found += self._with_conjuncts(token.i, "adjective")
        return found

    def _find_possessors(self, noun: int) -> list[Filler]:
        found = []
        for token in find_children(self.sentence, noun, "possessor", "det"):
            if token.i in self.by_head:
                found += self._with_conjuncts(token.i, "possessor")
            elif token.role == "possessor":
                found += self.read_noun(token.i, "possessor")
        return found

    def _find_oblique(self, trigger: int, carrier: int, slot: str) -> list[Filler]:
        """Return who stands behind a preposition: under the trigger, its object, or the verb that carries it."""
        places = [trigger]
        if is_verb(self.tokens[trigger]):
            places += [
                t.i
                for t in find_children(
                    self.sentence, trigger, "object", "subject_passive", "xcomp", "oblique", "particle"
                )
            ]
        if carrier != trigger:
            places.append(carrier)
        if slot in self.language.agents and carrier != trigger:
            agents = find_children(self.sentence, carrier, "agent")
            return [f for t in agents for f in self.read_noun(t.i, slot)]
        for place in places:
            found = []
            for token in find_children(self.sentence, place, "oblique", "nmod", "agent", "iobject", "advcl"):
                if is_case(token.case, slot):
                    found += self.read_noun(token.i, slot)
            if len(found) > 0:
                return found
        return self._find_nearby(trigger, slot)

    def _find_nearby(self, trigger: int, slot: str) -> list[Filler]:
        """Mend attachments: the first mention after a trigger behind this preposition, before the next finite verb.

        A preposition that mostly joins nouns ("de", "of") says nothing at a distance.
        """
        if slot in self.language.noun_joiners:
            return []
        for token in self.tokens[trigger + 1 : trigger + 16]:
            if (
                is_verb(token)
                and token.role in ("root", "conj", "relcl", "advcl", "ccomp", "parataxis")
                and "VerbForm=Inf" not in token.morph
            ):
                return []
            if token.i in self.by_head and is_case(token.case, slot):
                return self._with_conjuncts(token.i, f"{slot} nearby")
        return []

    # -- what a noun phrase names ----------------------------------------------------------------------------------

    def read_noun(self, noun: int, path: str, deep: bool = True) -> list[Filler]:
        """Return the actors that a noun phrase names, coordinated ones too; `deep` also those that own the thing."""
        found: list[Filler] = []
        for at in (noun, *iter_conjuncts(self.sentence, noun)):
            found += self._read_one(at, path, deep)
        return found

    def _read_one(self, noun: int, path: str, deep: bool) -> list[Filler]:
        mention = self.by_head.get(noun)
        if mention is not None and mention.form != "adjective":
            return [(mention, path), *self._read_shared_owners(noun, mention, path)]
        members = self._read_members(noun, path)
        if len(members) > 0:
            return members
        for token in find_children(self.sentence, noun, "appos", "flat"):
            if token.i in self.by_head and self.by_head[token.i].form != "adjective":
                return [(self.by_head[token.i], path)]
        return self._read_owner(noun, path) if deep else []

    def _read_shared_owners(self, noun: int, mention: Mention, path: str) -> list[Filler]:
        """Return the further parties of one office or body ("the presidents of Brazil, Senegal and Syria")."""
        if mention.form not in ("role", "body", "people"):
            return []
        members = self._read_members(noun, path)
        for token in find_children(self.sentence, noun, "amod", "nmod", "possessor", "compound"):
            shared = [k for k in iter_conjuncts(self.sentence, token.i) if k in self.by_head]
            if token.i in self.by_head and len(shared) > 0:
                return [*((self.by_head[k], path) for k in shared), *members]
        return members

    def _read_members(self, noun: int, path: str) -> list[Filler]:
        """Return the members that a group is explained by ("allies such as Germany", "firms including Siemens")."""
        found: list[Filler] = []
        for token in find_children(self.sentence, noun, "nmod", "oblique", "appos", "other"):
            if token.case in self.language.inclusions and token.i in self.by_head:
                found += self._with_conjuncts(token.i, path)
        return found

    def _read_owner(self, noun: int, path: str, depth: int = 0) -> list[Filler]:
        """Return the party that a thing belongs to ("les essais nucléaires de Pyongyang")."""
        for token in find_children(self.sentence, noun, *_NOUN_LINKS):
            if token.i in self.by_head:
                return self._with_conjuncts(token.i, f"{path}, of {self.tokens[noun].lemma}")
        if depth < 2:
            for token in find_children(self.sentence, noun, "nmod"):
                found = self._read_owner(token.i, path, depth + 1)
                if len(found) > 0:
                    return found
        return []

    def _with_conjuncts(self, at: int, path: str) -> list[Filler]:
        return [(self.by_head[k], path) for k in (at, *iter_conjuncts(self.sentence, at)) if k in self.by_head]


def is_case(case: str, slot: str) -> bool:
    """Tell whether a case marker is the slot's word, or begins or ends with it."""
    return case == slot or case.startswith(f"{slot} ") or case.endswith(f" {slot}")


def mark_mention(document: Document, sentence: Sentence, number: int, span: tuple[int, int]) -> Mention:
    """Make a mention of a passage that somebody has marked: an actor of its own, whatever its words."""
    inside = [t.i for t in sentence.tokens if t.start < span[1] and span[0] < t.end]
    head = find_span_head(sentence, inside[0], inside[-1]) if len(inside) > 0 else 0
    text = document.text[span[0] : span[1]]
    actor = Actor(f"marked/{span[0]}-{span[1]}", "organisation", text, text)
    return Mention(document.id, span[0], span[1], text, "name", number, head, (actor,))
