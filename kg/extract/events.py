"""Propose events: every (source, trigger, target) that a clause supports.

A trigger is a word of the lexicon; its frame names slots, and the tree says who fills them: active and passive,
inverted speech, coordination, light verbs, participles, relatives, controlled infinitives. Where a slot holds a thing
("les essais nucléaires *de Pyongyang*"), the party that owns the thing fills it. Proposals are generous; typing and
`settle_proposals` decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from kg.extract.clause import Clause, Filler
from kg.extract.readings import Filled
from kg.extract.records import BYSTANDERS, Proposal
from kg.extract.syntax import find_children, find_span_head, is_verb, iter_ancestors, iter_conjuncts, iter_subtree
from kg.extract.vocabulary import Frame, Language
from kg.types import SYMMETRIC_TYPES, Actor, Sentence, Token


def propose_events(number: int, filled: Iterable[Filled], language: Language) -> Iterator[Proposal]:
    """Yield the proposals of one sentence, trigger by trigger."""
    for one in filled:
        yield from _pair(number, one, language)


def fill_frames(clause: Clause) -> Iterator[Filled]:
    """Yield each trigger with its frame, the verb that carries it, and who fills its source and target."""
    for trigger, frame in find_triggers(clause):
        carrier = _find_carrier(clause, trigger, frame)
        sources = clause.fill(frame, trigger, carrier, frame.source)
        if len(sources) == 0 and (
            frame.pos == "noun" or (frame.event in SYMMETRIC_TYPES and clause.is_passive(trigger))
        ):
            sources = _find_higher_subjects(clause, trigger)
        targets = clause.fill(frame, trigger, carrier, frame.target)
        yield Filled(trigger, frame, carrier, tuple(sources), tuple(targets))


def find_triggers(clause: Clause) -> Iterator[tuple[int, Frame]]:
    """Yield each word of the lexicon with the most specific frame that fits."""
    sentence, language = clause.sentence, clause.language
    silent: set[int] = set()  # words that a longer frame, or a verb that needs its object, has used
    for token in sentence.tokens:
        if token.i in silent:
            continue
        if token.i in clause.by_head and clause.by_head[token.i].form not in ("role", "body", "people"):
            continue
        for pos in ("verb", "noun", "adjective"):
            frame = _match_frame(clause, token, pos, language)
            if frame is not None:
                silent |= _list_used(clause, token, frame)
                yield (
                    (
                        token.i
                        if pos != "noun" or len(frame.words) == 1
                        else find_span_head(
                            sentence, token.i, min(token.i + len(frame.words) - 1, len(sentence.tokens) - 1)
                        )
                    ),
                    frame,
                )
                break


def _list_used(clause: Clause, token: Token, frame: Frame) -> set[int]:
    """List the words that a frame takes for itself: the rest of a noun phrase, the object that a verb's sense needs."""
    if frame.pos == "noun":
        return set(range(token.i, token.i + len(frame.words)))
    if len(frame.needs) == 0:
        return set()
    objects = find_children(clause.sentence, token.i, "object", "subject_passive")
    return {t.i for t in objects if t.lemma.lower() in frame.needs}


def _find_higher_subjects(clause: Clause, at: int) -> list[Filler]:
    """Return the subject of the nearest verb above a word that has one ("il a déclaré que … lors d'une *réunion*")."""
    below = clause.tokens[at]
    if below.role in ("subject", "subject_passive"):
        return []
    for upper in iter_ancestors(clause.sentence, at):
        token = clause.tokens[upper]
        if is_verb(token):
            found = clause.find_subjects(upper)
            if len(found) > 0:
                return [(m, f"subject of {token.lemma}") for m, _ in found if m.head != at]
        if token.role in ("relcl", "subject", "subject_passive", "parataxis"):
            return []
    return []


def _match_frame(clause: Clause, token: Token, pos: str, language: Language) -> Frame | None:
    frames = language.frames.get((pos, token.lemma.lower()), ())
    if pos == "noun" and token.text.lower() != token.lemma.lower():
        frames = (*frames, *language.frames.get((pos, token.text.lower()), ()))
    for frame in frames:
        if _fits_class(token, frame) and _has_words(clause, token, frame) and _fits_object(clause, token.i, frame):
            return frame
    return None


def _fits_class(token: Token, frame: Frame) -> bool:
    if frame.pos == "verb":
        return token.pos == "VERB" or (token.pos in ("ADJ", "AUX") and "VerbForm=Part" in token.morph)
    if frame.pos == "noun":
        return token.pos in ("NOUN", "PROPN") or len(frame.words) > 1
    return token.pos in ("ADJ", "ADV", "VERB")


def _has_words(clause: Clause, token: Token, frame: Frame) -> bool:
    tokens, words = clause.tokens, frame.words
    if frame.pos == "noun":
        window = tokens[token.i : token.i + len(words)]
        return len(window) == len(words) and all(
            w in (t.text.lower(), t.lemma.lower()) for w, t in zip(words, window, strict=True)
        )
    rest = words[1:]
    if words[0] in ("se", "s'") and len(words) > 1:
        if not clause.is_reflexive(token.i):
            return False
        rest = words[2:]
    after = list(tokens[token.i + 1 : token.i + 6])
    at = 0
    for word in rest:
        place = next(
            (
                n
                for n, t in enumerate(after[at:], at)
                if word in (t.text.lower(), t.lemma, clause.language.contractions.get(t.text.lower()))
            ),
            None,
        )
        if place is None:
            near = clause.sentence.children[token.i]
            if not any(word in (tokens[k].text.lower(), tokens[k].lemma, tokens[k].case) for k in near):
                return False
        else:
            at = place + 1
    return True


def _fits_object(clause: Clause, trigger: int, frame: Frame) -> bool:
    if len(frame.needs) == 0 and len(frame.excludes) == 0:
        return True
    if frame.pos == "verb":
        roles = ("subject_passive", "oblique") if clause.is_passive(trigger) else ("object", "oblique", "xcomp")
        things = find_children(clause.sentence, trigger, *roles)
        token = clause.tokens[trigger]
        if clause.is_passive(trigger) and token.role == "acl":
            things = [*things, clause.tokens[token.head]]
    else:
        things = find_children(clause.sentence, trigger, "nmod", "compound", "amod")
    lemmas = {t.lemma.lower() for t in things} | {
        clause.tokens[k].lemma.lower() for t in things for k in iter_conjuncts(clause.sentence, t.i)
    }
    lemmas |= {t.text.lower() for t in things}
    if len(frame.needs) > 0 and len(lemmas & frame.needs) == 0:
        return False
    return len(lemmas & frame.excludes) == 0


def _find_carrier(clause: Clause, trigger: int, frame: Frame) -> int:
    """Return the light verb that carries a noun's act ("mener une frappe"), else the trigger."""
    if frame.pos == "verb":
        return trigger
    token = clause.tokens[trigger]
    upper = clause.tokens[token.head]
    if (
        token.role in ("object", "subject_passive", "oblique")
        and is_verb(upper)
        and upper.lemma in clause.language.light_verbs
    ):
        return upper.i
    if (
        token.role == "nmod"
        and upper.role in ("object", "subject_passive")
        and clause.tokens[upper.head].lemma in clause.language.light_verbs
    ):
        return upper.head
    return trigger


def _pair(number: int, filled: Filled, language: Language) -> Iterator[Proposal]:
    trigger, frame, carrier, sources, targets = (
        filled.trigger, filled.frame, filled.carrier, filled.sources, filled.targets,
    )  # fmt: skip
    reciprocal = frame.event in SYMMETRIC_TYPES or len(language.reciprocal & set(frame.target)) > 0
    made: set[tuple[str, str]] = set()
    for source, source_path in sources:
        for target, target_path in targets:
            for a in source.actors:
                for b in target.actors:
                    if _are_two(a, b) and (a.id, b.id) not in made and source.head != target.head:
                        made.add((a.id, b.id))
                        yield Proposal(number, trigger, carrier, frame, source, a, source_path, target, b, target_path)
    if len(made) > 0 or not reciprocal:
        return
    group = sources if len(targets) == 0 or {m.head for m, _ in targets} == {m.head for m, _ in sources} else ()
    if len(group) == 0 and len(sources) == 0:
        group = targets
    members = [(mention, actor, path) for mention, path in group for actor in mention.actors]
    for (one, a, path_a), (other, b, path_b) in combinations(members, 2):
        if _are_two(a, b) and (a.code, b.code) not in made:
            made.add((a.code, b.code))
            yield Proposal(number, trigger, carrier, frame, one, a, path_a, other, b, path_b)
            if frame.event not in SYMMETRIC_TYPES:
                yield Proposal(number, trigger, carrier, frame, other, b, path_b, one, a, path_a)


def _are_two(a: Actor, b: Actor) -> bool:
    return a.code != b.code and BYSTANDERS.isdisjoint((a.kind, b.kind))


def settle_proposals(proposals: list[Proposal], sentence: Sentence, statuses: dict[int, str]) -> list[Proposal]:
    """Drop what another proposal of the same pair already says.

    An act that is only demanded, threatened or refused stands under the word that says so (guidelines, rules 6 and
    8); the same act stated twice in one sentence is one.
    """
    kept: list[Proposal] = []
    for proposal in proposals:
        pair = {proposal.source_actor.code, proposal.target_actor.code}
        below = any(
            other.trigger != proposal.trigger
            and pair == {other.source_actor.code, other.target_actor.code}
            and statuses.get(proposal.trigger) != "asserted"
            and proposal.trigger in set(iter_subtree(sentence, other.trigger))
            for other in proposals
        )
        if not below:
            kept.append(proposal)
    return kept
