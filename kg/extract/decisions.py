"""A user's decisions on who is who, read from a file and honoured in every document.

Policy: a decision acts on actor ids as linking finds them, before references are resolved, so that pronouns, events,
ties and exports all follow it. Mentions are moved first (split, not an actor), then actors are made one (merge), then
named (rename). A merged actor keeps the id that the entry names first; whoever acted for an actor that is its own
party acts for the merged one. The order of the entries does not matter, and two that contradict each other are an
error. Only ids of states and international organisations can be checked beforehand: all others may come from a text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.extract.gazetteer import Gazetteer, find_parties, list_codes
from kg.extract.vocabulary import Additions, read_yaml
from kg.types import KINDS, Actor, Mention, Sentence

# The keys of each decision: those that it needs, and those that it may have besides `score` and `reason`. What was
# undecided keeps its `name` when it is decided either way.
_KEYS = {
    "merge": ({"actors"}, {"name"}),
    "split": ({"actor", "to"}, {"document", "text", "name", "code"}),
    "rename": ({"actor", "name"}, set()),
    "not an actor": ({"actor"}, {"document", "text"}),
    "different": ({"actors"}, {"name"}),
    "undecided": ({"actors"}, {"name"}),
}
_NOTES = {"decision", "score", "reason"}
_ID = re.compile(rf"(?:{'|'.join(KINDS)}|role)/\S.*")
_CLOSED = ("state/", "igo/")  # kinds that no text adds to

Place = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a file decides: (actor, document, text) -> id or nobody, id -> id that stays, id -> name and party.

    `parties` gives the code of each party that is merged into another, with the code of that one; `settled` are the
    pairs that are decided, for better or worse.
    """

    moves: Mapping[Place, str | None] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)
    settled: frozenset[frozenset[str]] = frozenset()

    def move(self, actor: str, document: str, text: str) -> str | None:
        """Return whom a mention names: the most special decision counts, without any the actor itself."""
        for place in ((actor, document, text), (actor, document, None), (actor, None, text), (actor, None, None)):
            if place in self.moves:
                return self.moves[place]
        return actor


def load_decisions(additions: Additions) -> Decisions:
    """Read and check the decisions that a user adds; a DataError names the file and the entry that is wrong."""
    if additions.decisions is None:
        return Decisions()
    try:
        changed = additions.decisions.stat().st_mtime_ns
    except OSError as error:
        raise DataError(f"{additions.decisions}: {error.strerror}") from error
    return _load(additions, additions.decisions, changed)


@lru_cache(maxsize=4)
def _load(additions: Additions, path: Path, changed: int) -> Decisions:
    """Read the file as it was at a time (`changed`, for the cache): one that was edited is read anew."""
    codes = list_codes(additions)
    entries = list(_read_entries(path, codes))
    decisions = _gather(entries, _unite([entry["actors"] for _, entry in entries if entry["decision"] == "merge"]))
    owners = find_parties(additions)
    parties = {
        codes[id]: codes.get(stays) or decisions.names.get(stays, codes[id])
        for id, stays in decisions.same.items()
        if id != stays and id in codes and owners.get(codes[id]) == id
    }
    return replace(decisions, parties=parties)


def decide_mentions(
    mentions: tuple[Mention, ...],
    sentences: tuple[Sentence, ...],
    decisions: Decisions,
    gazetteers: Mapping[str, Gazetteer],
) -> tuple[Mention, ...]:
    """Return the mentions of one document with the actors that the decisions give them, without those of nobody."""
    codes = dict(decisions.parties)
    decided: list[tuple[Mention, list[Actor]]] = []
    for mention in mentions:
        gazetteer = gazetteers[sentences[mention.sentence].language]
        actors = []
        for actor in mention.actors:
            id = decisions.move(actor.id, mention.document, mention.text)
            if id is None:
                continue
            meant = actor if id == actor.id else gazetteer.actors.get(id) or _make_actor(id, actor.name)
            actors.append(settle_actor(meant, decisions, gazetteer))
            if _is_own_party(meant) and actors[-1].code != meant.code:
                codes[meant.code] = actors[-1].code
        decided.append((mention, actors))
    return tuple(
        replace(mention, actors=tuple({a.id: _follow(a, codes) for a in actors}.values()))
        for mention, actors in decided
        if len(actors) > 0
    )


def settle_actor(actor: Actor, decisions: Decisions, gazetteer: Gazetteer) -> Actor:
    """Return the actor that stays where this one is merged or renamed; names and offices are united."""
    id = decisions.same.get(actor.id, actor.id)
    if id == actor.id and id not in decisions.names and id not in decisions.codes:
        return _follow(actor, decisions.parties)
    known = gazetteer.actors.get(id)
    name = decisions.names.get(id) or (actor if known is None else known).name
    if id in decisions.codes:
        code = decisions.codes[id]
    elif known is not None and not _is_own_party(known) and (_is_own_party(actor) or actor.kind != "person"):
        code = known.code
    else:
        code = _name_party(id, name) if _is_own_party(actor) else actor.code
    first = actor if known is None else known
    names, roles = dict.fromkeys((*first.names, *actor.names)), dict.fromkeys((*first.roles, *actor.roles))
    united = Actor(id, _read_kind(id), name, code, tuple(names), tuple(roles), first.wikidata)
    return _follow(united, decisions.parties)


def _make_actor(id: str, name: str) -> Actor:
    return Actor(id, _read_kind(id), name, _name_party(id, name))


def _name_party(id: str, name: str) -> str:
    """Return the code of an actor that acts for nobody else, as linking makes it."""
    return name.upper() if id.startswith("armed_group/") else name


def _is_own_party(actor: Actor) -> bool:
    return actor.code == _name_party(actor.id, actor.name)


def _follow(actor: Actor, codes: Mapping[str, str]) -> Actor:
    """Return an actor that acts for whom its party has become."""
    if actor.code not in codes and all(role.of not in codes for role in actor.roles):
        return actor
    roles = tuple(replace(role, of=codes.get(role.of or "", role.of)) for role in actor.roles)
    return replace(actor, code=codes.get(actor.code, actor.code), roles=roles)


def _read_kind(id: str) -> str:
    prefix = id.partition("/")[0]
    return "person" if prefix == "role" else prefix


# -- the file --------------------------------------------------------------------------------------------------------


def _read_entries(path: Path, known: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each entry, checked, after where it stands (for errors)."""
    raw = read_yaml(path)
    if raw is not None and not isinstance(raw, list):
        raise DataError(f"{path}: a list of decisions is expected")
    for number, entry in enumerate(raw or (), start=1):
        where = f"{path}: entry {number}"
        if not isinstance(entry, dict) or entry.get("decision") not in _KEYS:
            raise DataError(f"{where}: needs `decision`, one of: {', '.join(_KEYS)}; has {entry!r}")
        needed, allowed = _KEYS[entry["decision"]]
        for problem, wrong in (("missing", needed - set(entry)), ("unknown", set(entry) - needed - allowed - _NOTES)):
            if len(wrong) > 0:
                keys = ", ".join(map(repr, sorted(map(str, wrong))))
                raise DataError(f"{where}: {problem} key {keys} in a decision {entry['decision']!r}")
        _check_values(where, entry, known)
        yield where, entry


def _check_values(where: str, entry: Mapping[str, Any], known: Mapping[str, str]) -> None:
    for key in {"name", "code", "document", "text", "actor", "to"} & set(entry):
        if not isinstance(entry[key], str) or entry[key].strip() == "":
            raise DataError(f"{where}: {key!r} must be text (in quotes where YAML reads a number or a date)")
    ids = entry.get("actors", [entry.get("actor"), *([entry["to"]] if "to" in entry else [])])
    if not isinstance(ids, list) or (len(ids) < 2 and "actors" in entry) or not all(isinstance(id, str) for id in ids):
        raise DataError(f"{where}: 'actors' must be a list of two or more ids")
    if len(set(ids)) < len(ids):
        raise DataError(f"{where}: an id stands twice: {', '.join(ids)}")
    for id in ids:
        near = difflib.get_close_matches(id, known, n=1)
        hint = f". Did you mean {near[0]!r}?" if len(near) > 0 else ""
        if _ID.fullmatch(id) is None:
            raise DataError(f"{where}: {id!r} is no actor id (such as person/jan-nowak){hint}")
        if id.startswith(_CLOSED) and id not in known:
            raise DataError(f"{where}: there is no actor {id!r}{hint}")
    if entry["decision"] == "split" and not {"document", "text"} & set(entry):
        raise DataError(f"{where}: a split needs a document, a text, or both: where the actor is another one")


def _unite(lists: list[list[str]]) -> dict[str, str]:
    """Return id -> id that stays for all that merges make one: the first of an entry, nowhere further back."""
    groups: list[set[str]] = []
    for ids in lists:
        touched = [group for group in groups if not group.isdisjoint(ids)]
        groups = [group for group in groups if group not in touched]
        groups.append(set(ids).union(*touched))
    firsts, behind = {ids[0] for ids in lists}, {id for ids in lists for id in ids[1:]}
    return {id: min(group & firsts - behind or group & firsts) for group in groups for id in group}


def _gather(entries: list[tuple[str, dict[str, Any]]], same: dict[str, str]) -> Decisions:
    moves: dict[Place, str | None] = {}
    names: dict[str, str] = {}
    codes: dict[str, str] = {}
    settled: dict[frozenset[str], str] = {}
    for where, entry in entries:
        kind, name = entry["decision"], entry.get("name")
        if kind in ("split", "not an actor"):
            place = (entry["actor"], entry.get("document"), entry.get("text"))
            _put(moves, place, entry.get("to"), where)
            if "code" in entry:
                _put(codes, entry["to"], entry["code"], where)
        elif kind in ("merge", "different"):
            for pair in _list_pairs(entry["actors"]):
                _put(settled, pair, kind, where)
        if name is not None and kind in ("merge", "rename", "split"):
            first = entry["actors"][0] if kind == "merge" else entry["to"] if kind == "split" else entry["actor"]
            _put(names, same.get(first, first), name, where)
    _check_agreement(entries, same, names)
    return Decisions(moves, same, names, codes, settled=frozenset(settled))


def _check_agreement(entries: list[tuple[str, dict[str, Any]]], same: dict[str, str], names: dict[str, str]) -> None:
    for where, entry in entries:
        if entry["decision"] == "different":
            joined = [pair for pair in _list_pairs(entry["actors"]) if len({same.get(id, id) for id in pair}) == 1]
            if len(joined) > 0:
                raise DataError(f"{where}: {' and '.join(sorted(joined[0]))} are merged elsewhere in this file")
        nobody = entry["decision"] == "not an actor" and not {"document", "text"} & set(entry)
        if nobody and (entry["actor"] in same or entry["actor"] in names):
            raise DataError(f"{where}: {entry['actor']} is merged or named elsewhere in this file")


def _put(table: dict[Any, Any], key: Any, value: Any, where: str) -> None:
    """Note one decision; a second one on the same thing is an error, whether it says the same or another."""
    if key in table:
        shown = ", ".join(sorted(key)) if isinstance(key, frozenset) else key
        shown = " ".join(part for part in shown if part is not None) if isinstance(shown, tuple) else shown
        raise DataError(f"{where}: {shown} is decided already in this file")
    table[key] = value


def _list_pairs(ids: list[str]) -> Iterator[frozenset[str]]:
    for number, one in enumerate(ids):
        for other in ids[number + 1 :]:
            yield frozenset((one, other))
