"""graph.json: everything that a build knows, in one file that `kg` reads back.

Lossless but for the text of the documents, which stays where it was read. Each list stands on lines of its own, one
record a line, so that two builds can be compared with `diff`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.export.files import encode_json, write_text
from kg.export.tables import describe_actor
from kg.types import Actor, Document, Event, Evidence, Graph, Issue, Paragraph, Role, Source, Tie

FORMAT = "kg graph 1"


def write_graph(graph: Graph, path: Path) -> None:
    """Write graph.json."""
    write_text(path, _spell(graph))


def read_graph(path: Path) -> Graph:
    """Return the graph of a graph.json, its documents without text.

    Raises InputError for a file that is missing, is not JSON, or does not hold a graph of this form.
    """
    try:
        record = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}. `kg build` writes it") from error
    except ValueError as error:
        raise InputError(f"{path} is not JSON: {error}") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise InputError(f'{path} is not a graph of `kg` ("format": "{FORMAT}"). Build it again with `kg build`')
    try:
        return _make_graph(record)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path} is damaged ({error!r}). Build it again with `kg build`") from error


def _spell(graph: Graph) -> Iterator[str]:
    yield f'{{\n"format": {encode_json(FORMAT)}'
    yield from _spell_list("documents", (_describe_document(document) for document in graph.documents))
    yield from _spell_list("actors", (describe_actor(actor) for actor in graph.actors))
    yield from _spell_list("parties", ({"code": code, "actor": actor} for code, actor in graph.parties))
    yield from _spell_list("ties", (_describe_tie(tie) for tie in graph.ties))
    yield from _spell_list("events", (event.to_dict() for event in graph.events))
    yield from _spell_list("issues", (issue.to_dict() for issue in graph.issues))
    yield "\n}\n"


def _spell_list(name: str, records: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield f',\n"{name}": ['
    for number, record in enumerate(records):
        yield ("\n" if number == 0 else ",\n") + encode_json(record)
    yield "]"


def _describe_document(document: Document) -> dict[str, Any]:
    record = asdict(document)
    del record["text"]
    return record


def _describe_tie(tie: Tie) -> dict[str, Any]:
    record = asdict(tie)
    return {key: dict(value) if key.startswith("by_") else value for key, value in record.items()}


def _make_graph(record: dict[str, Any]) -> Graph:
    actors = {actor["id"]: _make_actor(actor) for actor in record["actors"]}
    return Graph(
        documents=tuple(_make_document(document) for document in record["documents"]),
        actors=tuple(actors.values()),
        events=tuple(_make_event(event, actors) for event in record["events"]),
        ties=tuple(_make_tie(tie) for tie in record["ties"]),
        issues=tuple(Issue(**issue) for issue in record["issues"]),
        parties=tuple((party["code"], party["actor"]) for party in record["parties"]),
    )


def _make_document(record: dict[str, Any]) -> Document:
    paragraphs = tuple(Paragraph(**paragraph) for paragraph in record["paragraphs"])
    return Document(**{**record, "text": "", "paragraphs": paragraphs})


def _make_actor(record: dict[str, Any]) -> Actor:
    names = tuple((name["lang"], name["name"]) for name in record["names"])
    roles = tuple(Role(**role) for role in record["roles"])
    return Actor(**{**record, "names": names, "roles": roles})


def _make_event(record: dict[str, Any], actors: dict[str, Actor]) -> Event:
    made: dict[str, Any] = {
        "source": _find_actor(record["source"], actors),
        "target": _find_actor(record["target"], actors),
        "context": tuple(record["context"]),
        "attribution": tuple(Source(**source) for source in record["attribution"]),
        "evidence": _make_evidence(record["evidence"]),
    }
    return Event(**{field.name: made.get(field.name, record[field.name]) for field in fields(Event)})


def _find_actor(short: dict[str, Any], actors: dict[str, Actor]) -> Actor:
    """Return the full actor where the event carries the same; else what the event says of it."""
    full = actors.get(short["id"])
    return full if full is not None and full.to_dict() == short else Actor(**short)


def _make_evidence(record: dict[str, Any]) -> Evidence:
    pairs = {key: tuple(record[key]) for key in ("sentence", "source", "target")}
    return Evidence(**{**record, **pairs})


def _make_tie(record: dict[str, Any]) -> Tie:
    made: dict[str, Any] = {
        key: tuple(value.items()) if key.startswith("by_") else value for key, value in record.items()
    }
    pairs: dict[str, Any] = {key: tuple(record[key]) for key in ("parties", "names", "events", "documents")}
    return Tie(**{**made, **pairs})
