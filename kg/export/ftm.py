"""entities.ftm.json: FollowTheMoney entities, one JSON object a line, for Aleph, OpenSanctions' tools and their like.

The schema has no word for an act of one party on another, so an event is an `Event` that names who is involved, its
article as proof and its sentence as description; what ties two parties is an `UnknownLink` with its types as role. Who
acts for a party is a `Representation`, an office in one a `Membership`. Ids are hashes, for only letters, digits, dots
and hyphens are allowed. A place is an `Address`, which cannot be involved in anything.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.export.files import encode_json, replace_controls, write_text
from kg.export.vocabulary import name_url
from kg.graph.spans import find_span
from kg.types import Actor, Document, Event, Graph, Tie

_SCHEMATA = {
    "state": "PublicBody", "igo": "Organization", "government": "PublicBody", "military": "PublicBody",
    "armed_group": "Organization", "company": "Company", "media": "Organization", "organisation": "Organization",
    "person": "Person", "place": "Address",
}  # fmt: skip
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
# The longest text that the schema allows, and by property; a longer one is cut.
_LENGTH = 1024
_LENGTHS = {
    "name": 384, "alias": 384, "full": 250, "location": 250, "summary": 65_000, "description": 65_000, "notes": 65_000,
}  # fmt: skip
_URL_LENGTH = 4096

_Values = Iterable[str | None]


def write_ftm(graph: Graph, path: Path) -> None:
    """Write the entities of a graph: actors and their offices, articles, events, ties."""
    write_text(path, (encode_json(entity) + "\n" for entity in _list_entities(graph)))


def _list_entities(graph: Graph) -> Iterator[dict[str, Any]]:
    parties = dict(graph.parties)
    kinds = {actor.id: actor.kind for actor in graph.actors}
    for actor in graph.actors:
        yield _describe_actor(actor)
        party = parties.get(actor.code)
        if party is not None and party != actor.id and "place" not in (actor.kind, kinds[party]):
            yield _make(
                "Representation", ("represents", actor.id, party), agent=[_id("actor", actor.id)],
                client=[_id("actor", party)], role=["acts for"],
            )  # fmt: skip
        yield from _describe_offices(actor, parties, kinds)
    documents = {document.id: document for document in graph.documents}
    yield from map(_describe_document, graph.documents)
    yield from (_describe_event(event, documents[event.document]) for event in graph.events)
    yield from (_describe_tie(tie, parties) for tie in graph.ties)


def _make(schema: str, key: tuple[str, ...], /, **properties: _Values) -> dict[str, Any]:
    """Return an entity; what is not known, empty or said already is left out."""
    values = {
        name: list(dict.fromkeys(_clean(name, value) for value in given if value is not None and value.strip() != ""))
        for name, given in properties.items()
    }
    return {
        "id": _id(*key),
        "schema": schema,
        "properties": {name: each for name, each in values.items() if each != []},
    }


@lru_cache(maxsize=16_384)
def _id(*parts: str) -> str:
    raw = "\n".join(encode_json(part) for part in parts)
    return f"kg-{hashlib.sha1(raw.encode(), usedforsecurity=False).hexdigest()}"


def _clean(name: str, value: str) -> str:
    return replace_controls(value)[: _LENGTHS.get(name, _LENGTH)].strip()


def _describe_actor(actor: Actor) -> dict[str, Any]:
    schema = _SCHEMATA[actor.kind]
    names = dict.fromkeys(name for _, name in actor.names if name != actor.name)
    key = ("actor", actor.id)
    wikidata = [actor.wikidata] if re.fullmatch(r"Q\d{1,15}", actor.wikidata or "") is not None else []
    if schema == "Address":
        return _make(schema, key, full=[actor.name], alias=names, wikidataId=wikidata)
    more = {"position": [role.title for role in actor.roles]} if schema == "Person" else {}
    name = actor.name if actor.name.strip() != "" else actor.id
    return _make(schema, key, name=[name], alias=names, classification=[actor.kind], wikidataId=wikidata, **more)


def _describe_offices(actor: Actor, parties: dict[str, str], kinds: dict[str, str]) -> Iterator[dict[str, Any]]:
    for role in actor.roles:
        party = None if role.of is None else parties.get(role.of)
        # Only an organisation has members.
        if party is not None and actor.kind != "place" and kinds[party] not in ("person", "place"):
            key = ("office", actor.id, party, role.title, role.start or "", role.end or "")
            yield _make(
                "Membership", key, member=[_id("actor", actor.id)], organization=[_id("actor", party)],
                role=[role.title], startDate=_list_dates(role.start), endDate=_list_dates(role.end),
            )  # fmt: skip


def _list_dates(date: str | None) -> list[str]:
    """Return a date where the schema can say it; what it cannot say is left to start and end."""
    return [date] if date is not None and _DATE.fullmatch(date) is not None and find_span(date)[0] is not None else []


@lru_cache(maxsize=1024)
def _list_urls(url: str | None) -> list[str]:
    iri = None if url is None else name_url(url)
    return [iri[1:-1]] if iri is not None and len(iri) <= _URL_LENGTH else []


def _describe_document(document: Document) -> dict[str, Any]:
    return _make(
        "Article", ("document", document.id), title=[document.title], fileName=[document.source],
        publishedAt=_list_dates(document.date), publisher=[document.outlet], sourceUrl=_list_urls(document.url),
    )  # fmt: skip


def _describe_event(event: Event, document: Document) -> dict[str, Any]:
    ends = [actor for actor in (event.source, event.target) if actor.kind != "place"]
    plain = _list_dates(event.date)
    first, last = (None, None) if len(plain) > 0 else find_span(event.date)
    asserted = "" if event.status == "asserted" else f" ({event.status})"
    return _make(
        "Event", ("event", event.id),
        name=[f"{event.source.name} – {event.event}{asserted} – {event.target.name}"],
        involved=[_id("actor", actor.id) for actor in ends], date=plain, startDate=[first], endDate=[last],
        location=[event.place], summary=[event.evidence.text], description=[event.evidence.sentence_text],
        keywords=[event.event, event.quad, event.status, *event.context],
        notes=[f"according to {said.name}" for said in event.attribution],
        proof=[_id("document", document.id)], publisher=[document.outlet], sourceUrl=_list_urls(document.url),
        recordId=[event.id],
    )  # fmt: skip


def _describe_tie(tie: Tie, parties: dict[str, str]) -> dict[str, Any]:
    one, two = (_id("actor", parties[code]) for code in tie.parties)
    counts = sorted(tie.by_type, key=lambda pair: (-pair[1], pair[0]))
    return _make(
        "UnknownLink", ("tie", *tie.parties), subject=[one], object=[two],
        role=[", ".join(f"{label} {number}" for label, number in counts)],
        startDate=_list_dates(tie.first), endDate=_list_dates(tie.last),
        summary=[f"{len(tie.events)} events in {len(tie.documents)} documents"],
    )  # fmt: skip
