"""The records that flow through `kg`, in the words of DESIGN.md.

All are frozen, hold tuples, and know nothing of spaCy, networkx or rdflib. Offsets are characters of the
document's text, end exclusive. Dates are EDTF strings, never more precise than the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Quad = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
Status = Literal["asserted", "negated", "planned", "possible"]
Kind = Literal[
    "state", "igo", "government", "military", "armed_group", "company", "media", "organisation", "person", "place",
]  # fmt: skip
Context = Literal[
    "military", "diplomatic", "economic", "legal", "intelligence", "executive", "election", "human_rights",
    "cyber", "environment", "health", "migration", "territory", "technology", "nuclear",
]  # fmt: skip

EVENT_TYPES: tuple[str, ...] = get_args(EventType)
QUADS: tuple[str, ...] = get_args(Quad)
STATUSES: tuple[str, ...] = get_args(Status)
KINDS: tuple[str, ...] = get_args(Kind)
CONTEXTS: tuple[str, ...] = get_args(Context)

# PLOVER's four groups (PLOVER codebook, "Quad classes"), as `shared/gold/GUIDELINES.md` draws them.
QUAD_OF: dict[str, Quad] = {
    "AGREE": "verbal cooperation", "CONSULT": "verbal cooperation", "SUPPORT": "verbal cooperation",
    "CONCEDE": "verbal cooperation", "COOPERATE": "material cooperation", "AID": "material cooperation",
    "RETREAT": "material cooperation", "REQUEST": "verbal conflict", "ACCUSE": "verbal conflict",
    "REJECT": "verbal conflict", "THREATEN": "verbal conflict", "PROTEST": "material conflict",
    "SANCTION": "material conflict", "MOBILIZE": "material conflict", "COERCE": "material conflict",
    "ASSAULT": "material conflict",
}  # fmt: skip

# To say so is the act: who does it needs no source for it.
SPOKEN_TYPES = frozenset({"SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})

# Done together: source and target have no order (guidelines, rule 5).
SYMMETRIC_TYPES = frozenset({"CONSULT", "AGREE", "COOPERATE"})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of one input. What goes beyond becomes an Issue; each limit is an option of the commands.

    `size`: bytes of what is read as a whole (a file, a member of an archive, a line of a table). `ratio`: how many
    times its own size an input may become when it is decompressed, beyond `size`. `nesting`: archives within archives.
    `depth`: elements of HTML or XML within each other; `elements`: in one document. `word`, `sentence`, `document`:
    characters; what is longer is passed over, cut, and read in parts. The time of a sentence grows with the square of
    the actors in it and more: one of 2,000 characters that is all names took half a minute, one of 10,000 five.
    """

    size: int = 64 * 2**20
    ratio: int = 200
    nesting: int = 4
    depth: int = 256
    elements: int = 500_000
    word: int = 1_000
    sentence: int = 2_000
    document: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of a document in one language (ISO 639-1)."""

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class Document:
    """One text with its source. `date` is EDTF or None; `language` is that of most of the text.

    `story` is the id of the first document that tells the same story, known once all documents are compared.
    """

    id: str
    text: str
    source: str
    title: str | None = None
    date: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    story: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a sentence in a syntax that is the same for all models.

    `role` and `head` follow Universal Dependencies (content words are heads, prepositions are `case`), with the
    model's own labels mapped by the language's data. `head` is an index into the sentence, a root its own head.
    `case` is the preposition that introduces the word, in lower case and base form, "" without one.
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    role: str
    head: int
    case: str = ""
    morph: frozenset[str] = frozenset()
    entity: str = ""
    space: bool = True


@dataclass(frozen=True, slots=True)
class Sentence:
    """A parsed sentence; `children[i]` are the indices of the words that depend on word `i`."""

    start: int
    end: int
    text: str
    language: str
    paragraph: int
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Role:
    """An office or function: `title` as the text or the data names it, `of` the party's code, dates EDTF."""

    title: str
    of: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who a mention stands for. `code` is the party that it acts for; `names` are (language, name) pairs."""

    id: str
    kind: str
    name: str
    code: str
    names: tuple[tuple[str, str], ...] = ()
    roles: tuple[Role, ...] = ()
    wikidata: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the short form that events and mentions carry."""
        return {"id": self.id, "name": self.name, "kind": self.kind, "code": self.code}


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage that names or refers to actors: one, or several for a set ("les deux pays").

    `form` says how: name, adjective, role, title, acronym, pronoun, phrase, set. `sentence` and `head` locate its
    head word. `acts` is False where the name only says where something is.
    """

    document: str
    start: int
    end: int
    text: str
    form: str
    sentence: int
    head: int
    actors: tuple[Actor, ...] = ()
    acts: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """One link of the chain of who says so, the reporter first, then whom it cites; `actor` is an actor id."""

    name: str
    actor: str | None = None
    start: int | None = None
    end: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Only what is known."""
        full = {"name": self.name, "actor": self.actor, "start": self.start, "end": self.end}
        return {key: value for key, value in full.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The shortest clause that states an event, its sentence, and where in both the two parties stand.

    `sentence_text` equals the document's text from `sentence[0]` to `sentence[1]`; `source` and `target` are the
    (start, end) of the mentions, which may lie in an earlier sentence when a reference was resolved.
    """

    text: str
    start: int
    end: int
    sentence: tuple[int, int]
    sentence_text: str
    source: tuple[int, int]
    target: tuple[int, int]

    def to_dict(self) -> dict[str, Any]:
        """JSON form; tuples become lists."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "sentence": list(self.sentence),
            "sentence_text": self.sentence_text,
            "source": list(self.source),
            "target": list(self.target),
        }


@dataclass(frozen=True, slots=True)
class Event:
    """One act stated in one document."""

    id: str
    document: str
    event: str
    mode: str | None
    source: Actor
    target: Actor
    status: str
    context: tuple[str, ...]
    date: str | None
    date_text: str | None
    place: str | None
    attribution: tuple[Source, ...]
    evidence: Evidence
    confidence: float
    reason: str

    @property
    def quad(self) -> Quad:
        """The PLOVER group of the event's type."""
        return QUAD_OF[self.event]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of DESIGN.md, *Interfaces that stay*."""
        return {
            "id": self.id,
            "document": self.document,
            "event": self.event,
            "quad": self.quad,
            "mode": self.mode,
            "source": self.source.to_dict(),
            "target": self.target.to_dict(),
            "status": self.status,
            "context": list(self.context),
            "date": self.date,
            "date_text": self.date_text,
            "place": self.place,
            "attribution": [source.to_dict() for source in self.attribution],
            "evidence": self.evidence.to_dict(),
            "confidence": self.confidence,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Tie:
    """The bilateral relation of two parties (codes in alphabetical order), added up from their events.

    `events` and `documents` list all, copies too; `stories` are those that the documents tell, so as many as there
    are independent documents. The `by_…` fields are (label, number of events) pairs sorted by label, where what all
    copies of a story say counts once. `first` and `last` are the earliest and the latest EDTF date of the events,
    None where no event is dated.
    """

    parties: tuple[str, str]
    names: tuple[str, str]
    events: tuple[str, ...]
    documents: tuple[str, ...]
    stories: tuple[str, ...]
    by_type: tuple[tuple[str, int], ...]
    by_quad: tuple[tuple[str, int], ...]
    by_status: tuple[tuple[str, int], ...]
    by_context: tuple[tuple[str, int], ...]
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that went wrong with one input. `stage` is read, extract or export."""

    source: str
    stage: str
    cause: str
    document: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        return {"source": self.source, "document": self.document, "stage": self.stage, "cause": self.cause}


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document yields."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()
    actors: tuple[Actor, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """What a build knows, sorted by id throughout: the one argument of every exporter.

    `actors` holds every actor of an event and the party that it acts for; `parties` are (code, actor id) pairs that
    say which actor is the party of a code (an actor that acts for nobody else is its own). `issues` went wrong.
    """

    documents: tuple[Document, ...] = ()
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    ties: tuple[Tie, ...] = ()
    issues: tuple[Issue, ...] = ()
    parties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """Which events of a graph are wanted; every field that is given has to hold, an empty one always does.

    A field with several values holds where one of them does. `parties` and `dyads` are codes or names; `since` and
    `until` are EDTF; a tie needs `min_sources` sources that do not depend on each other.
    """

    parties: tuple[str, ...] = ()
    dyads: tuple[tuple[str, str], ...] = ()
    contexts: tuple[str, ...] = ()
    quads: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    min_sources: int = 1


WHOLE = Slice()
