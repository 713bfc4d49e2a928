"""Propose events whose second party stands in an earlier sentence, or only in who is speaking.

Three constructions, and no guessing beyond them:
- a reaction to an act named again ("condemned *the attack*", "a salué *cette décision*"): its target is who did the
  latest act of that kind;
- a denial without an addressee ("Tehran denies the charge"): its target is the latest accuser (guidelines, rule 8);
- a demand in the words of a speaker ("Israel must withdraw, the French minister said"): a REQUEST of the speaker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.extract.clause import Clause, Filler
from kg.extract.readings import Filled
from kg.extract.records import BYSTANDERS, Proposal
from kg.extract.syntax import find_children, is_verb
from kg.extract.vocabulary import Frame
from kg.types import Actor, Mention

SPEAKER = "speaker"  # the way to the source of a demand
_REACH = 4  # sentences back that an act may be named again
_REACTIONS = frozenset({"ACCUSE", "SUPPORT", "REJECT", "REQUEST", "PROTEST", "THREATEN", "SANCTION"})


def propose_reactions(
    clause: Clause, number: int, filled: Iterable[Filled], history: Sequence[Proposal]
) -> Iterator[Proposal]:
    """Yield reactions to earlier acts, of the triggers whose sources are known and whose targets are not."""
    recent = [p for p in history if number - p.sentence <= _REACH]
    for one in filled:
        trigger, frame = one.trigger, one.frame
        if len(one.targets) > 0 or frame.event not in _REACTIONS:
            continue
        for source, path in one.sources:
            for actor in source.actors:
                found = _find_act(clause, trigger, frame, actor, recent)
                if found is not None:
                    target, other, why = found
                    yield Proposal(number, trigger, trigger, frame, source, actor, path, target, other, why)


def _find_act(
    clause: Clause, trigger: int, frame: Frame, actor: Actor, recent: Sequence[Proposal]
) -> tuple[Mention, Actor, str] | None:
    things = [
        t for t in find_children(clause.sentence, trigger, "object", "oblique", "subject_passive") if t.pos == "NOUN"
    ]
    lemma = clause.tokens[trigger].lemma.lower()
    if lemma in clause.language.denials:
        for act in reversed(recent):
            if act.frame.event == "ACCUSE" and act.target_actor.code == actor.code != act.source_actor.code:
                return act.source, act.source_actor, "accuser"
    for thing in things:
        if not _is_named_again(clause, thing.i):
            continue
        types = {f.event for f in clause.language.frames.get(("noun", thing.lemma.lower()), ())}
        for act in reversed(recent):
            fits = act.frame.event in types or thing.lemma.lower() in clause.language.act_nouns
            if fits and act.source_actor.code != actor.code:
                return act.source, act.source_actor, f"who did the {thing.lemma}"
    return None


def _is_named_again(clause: Clause, noun: int) -> bool:
    """Whether a noun is definite and has no complement that says whose act it is."""
    owned = [
        t
        for t in find_children(clause.sentence, noun, "nmod", "possessor", "amod", "compound", "det")
        if t.i in clause.by_head
    ]
    return clause.is_definite(noun) and len(owned) == 0


def find_demands(clause: Clause) -> Iterator[tuple[int, Filler]]:
    """Yield the verbs that say what somebody must do, and who."""
    for token in clause.tokens:
        if not is_verb(token):
            continue
        modal = [
            t
            for t in find_children(clause.sentence, token.i, "aux")
            if t.lemma in clause.language.obligations or t.text.lower() in clause.language.obligations
        ]
        bound = token.lemma in clause.language.obligations and len(find_children(clause.sentence, token.i, "xcomp")) > 0
        if len(modal) == 0 and not bound:
            continue
        for subject in find_children(clause.sentence, token.i, "subject"):
            mention = clause.by_head.get(subject.i)
            if (
                mention is not None
                and len(mention.actors) == 1
                and mention.form in ("name", "capital", "people", "body")
            ):
                yield token.i, (mention, "who must act")


def make_demand(clause: Clause, number: int, verb: int, addressee: Filler, speaker: Mention) -> Proposal | None:
    """Return the REQUEST of a speaker to who must act, None where they are one party."""
    mention, path = addressee
    if (
        len(speaker.actors) != 1
        or speaker.actors[0].code == mention.actors[0].code
        or speaker.actors[0].kind in BYSTANDERS
    ):
        return None
    frame = Frame((clause.tokens[verb].lemma,), "verb", "REQUEST", (), ())
    return Proposal(number, verb, verb, frame, speaker, speaker.actors[0], SPEAKER, mention, mention.actors[0], path)
