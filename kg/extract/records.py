"""What the stages hand to each other inside one document; nothing here leaves `kg.extract`."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.vocabulary import Frame
from kg.types import Actor, Mention


@dataclass(frozen=True, slots=True)
class Phrase:
    """A place that names an actor, before it is decided which: words `first` to `last` of a sentence, head `head`.

    `form` is name, capital, adjective, people, person, role, body or organisation. `actor` is an id of the
    gazetteer; `name` a proper name as written; `role` a title as written; `owner` the code of the party that the
    phrase itself gives ("le ministre *russe*"). `part` marks a phrase that only qualifies another one.
    """

    sentence: int
    first: int
    last: int
    head: int
    form: str
    kind: str
    actor: str | None = None
    name: str | None = None
    role: str | None = None
    owner: str | None = None
    part: bool = False
    definite: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A (source, trigger, target) that a sentence supports; indices are words of that sentence.

    `carrier` is the verb that carries a noun's act, else the trigger itself. The paths say how each party was found,
    in words that a person can read ("subject", "de", "subject of mener").
    """

    sentence: int
    trigger: int
    carrier: int
    frame: Frame
    source: Mention
    source_actor: Actor
    source_path: str
    target: Mention
    target_actor: Actor
    target_path: str
