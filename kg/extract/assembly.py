"""Make events of settled proposals, one for each distinct act of a document.

One event for each (source, target, type, status) (guidelines, rule 4): the one with the highest confidence, then the
first of the text. Ids are hashes of the document's id, the type, the actors, the status and the place of the evidence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from kg.extract.records import Proposal
from kg.types import SYMMETRIC_TYPES, Document, Event, Evidence, Sentence, Source


def make_event(
    document: Document,
    sentence: Sentence,
    proposal: Proposal,
    *,
    status: tuple[str, str],
    evidence: Evidence,
    context: tuple[str, ...],
    date: tuple[str | None, str | None],
    place: str | None,
    attribution: tuple[Source, ...],
    confidence: float,
) -> Event:
    """Put one event together; `status` is (status, the word that gives it), `date` is (EDTF, its words)."""
    source, target = proposal.source_actor, proposal.target_actor
    frame = proposal.frame
    key = "\0".join((document.id, frame.event, source.id, target.id, status[0], str(evidence.start), str(evidence.end)))
    trigger = sentence.tokens[proposal.trigger].lemma
    reason = f"{trigger}: {proposal.source_path} -> source, {proposal.target_path} -> target"
    if status[1] != "":
        reason += f"; {status[0]} by {status[1]!r}"
    return Event(
        id=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        document=document.id,
        event=frame.event,
        mode=frame.mode,
        source=source,
        target=target,
        status=status[0],
        context=context,
        date=date[0],
        date_text=date[1],
        place=place,
        attribution=attribution,
        evidence=evidence,
        confidence=round(confidence, 2),
        reason=reason,
    )


def keep_distinct(events: Iterable[Event]) -> tuple[Event, ...]:
    """Keep one event for each distinct act, in the order of the text."""
    best: dict[tuple[str, str, str, str], Event] = {}
    for event in sorted(events, key=lambda e: (e.evidence.start, e.evidence.end, e.id)):
        pair = (event.source.id, event.target.id)
        if event.event in SYMMETRIC_TYPES:
            pair = (min(pair), max(pair))
        key = (*pair, event.event, event.status)
        if key not in best or event.confidence > best[key].confidence:
            best[key] = event
    return tuple(sorted(best.values(), key=lambda e: (e.evidence.start, e.evidence.end, e.id)))
