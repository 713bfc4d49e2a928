"""What the stages hand to each other inside one document; nothing here leaves `kg.extract`."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.vocabulary import Frame
from kg.types import Actor, Mention

# Kinds that are named in a text and do nothing in it: where something is, and who reports it.
BYSTANDERS = frozenset({"place", "media"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A place that names an actor, before it is decided which: words `first` to `last` of a sentence, head `head`.

    `form` is name, capital, adjective, people, person, role, body, organisation or acronym. `actor` is an id of the
    gazetteer; `name` a proper name as written; `role` a title as written, `core` the same in lower case without its
    owners; `owners` the codes of the parties that the phrase itself gives ("le ministre *russe*", "the armies of *Iran
    and Iraq*"). `alias` is an acronym that the text introduces, on the phrase it stands for and on its own phrase.
    `part` marks a phrase that only qualifies another one; `several` one in the plural; `definite` one with an article
    that points back, `indefinite` one with an article that does not.
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
    core: str | None = None
    owners: tuple[str, ...] = ()
    alias: str | None = None
    part: bool = False
    several: bool = False
    definite: bool = False
    indefinite: bool = False

    @property
    def owner(self) -> str | None:
        """The one party that the phrase acts for, None where it gives none or several."""
        return self.owners[0] if len(self.owners) == 1 else None


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
