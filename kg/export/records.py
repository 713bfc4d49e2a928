"""Records as JSON objects, and back: what graph.json, events.jsonl and actors.jsonl have in common.

A document goes without its text, which stays where it was read. A record that does not fit raises KeyError, TypeError
or ValueError: who reads a file says which one it was.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from kg.types import Actor, Document, Event, Evidence, Paragraph, Role, Source, Tie


def describe_document(document: Document) -> dict[str, Any]:
    """Return all of a document but its text."""
    record = asdict(document)
    del record["text"]
    return record


def make_document(record: dict[str, Any]) -> Document:
    """Return the document of an object, without text."""
    paragraphs = tuple(Paragraph(**paragraph) for paragraph in record["paragraphs"])
    return Document(**{**record, "text": "", "paragraphs": paragraphs})


def describe_actor(actor: Actor) -> dict[str, Any]:
    """Return an actor with all its names and roles."""
    return {
        **actor.to_dict(),
        "names": [{"lang": language, "name": name} for language, name in actor.names],
        "roles": [asdict(role) for role in actor.roles],
        "wikidata": actor.wikidata,
    }


def make_actor(record: dict[str, Any]) -> Actor:
    """Return the actor of an object."""
    names = tuple((name["lang"], name["name"]) for name in record["names"])
    roles = tuple(Role(**role) for role in record["roles"])
    return Actor(**{**record, "names": names, "roles": roles})


def make_event(record: dict[str, Any], source: Actor, target: Actor) -> Event:
    """Return the event of an object, between two actors that are known already."""
    made: dict[str, Any] = {
        "source": source,
        "target": target,
        "context": tuple(record["context"]),
        "attribution": tuple(Source(**said) for said in record["attribution"]),
        "evidence": _make_evidence(record["evidence"]),
    }
    return Event(**{field.name: made.get(field.name, record[field.name]) for field in fields(Event)})


def _make_evidence(record: dict[str, Any]) -> Evidence:
    pairs = {key: tuple(record[key]) for key in ("sentence", "source", "target")}
    return Evidence(**{**record, **pairs})


def describe_tie(tie: Tie) -> dict[str, Any]:
    """Return a tie, its counts as objects."""
    # Not `asdict`, which would copy every id of an event.
    record = {field.name: getattr(tie, field.name) for field in fields(tie)}
    return {key: dict(value) if key.startswith("by_") else value for key, value in record.items()}


def make_tie(record: dict[str, Any]) -> Tie:
    """Return the tie of an object."""
    made: dict[str, Any] = {
        key: tuple(value.items() if isinstance(value, dict) else value) if isinstance(value, dict | list) else value
        for key, value in record.items()
    }
    return Tie(**made)
