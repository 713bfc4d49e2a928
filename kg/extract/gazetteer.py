"""Who exists: actors and their names as data, and where those names stand in a text.

Names match whole words, longest first, letter for letter (case counts); adjectives match in lower case or with a
capital. A name that two actors share finds nobody: a wrong actor is worse than a missed one. Never edit distance.
"""

from __future__ import annotations

import gc
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import DataError
from kg.extract.names import fold_words, make_skeleton, make_slug
from kg.extract.vocabulary import NO_ADDITIONS, Additions, data_folder, find_language, read_yaml
from kg.types import KINDS, Actor, Role

_K = TypeVar("_K")
_V = TypeVar("_V")
_WORD = re.compile(r"\w+|[^\w\s]")
_INITIAL = re.compile(r"(?<![^\s-])\w")
_FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "HKG", "PRK", "KOR", "VNM"})  # states whose names begin with it
_ACTOR_KEYS = {"id", "kind", "code", "wikidata", "from", "to", "successor", "members", "names", "roles"}
_NAME_KEYS = {"name", "names", "adjectives", "people", "capital", "government"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What one name means: an actor and how it names it (name, adjective, people, capital, government)."""

    actor: str
    how: str


@dataclass(frozen=True, slots=True)
class Match:
    """One name found in a text; offsets are of that text."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Names:
    """What names mean (None: two actors), and how many words the names have that begin with a word, longest first."""

    entries: Mapping[str, Entry | None]
    lengths: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The actors known to one language, their names, and which actor is the party of a code.

    `own` are the names in the language, `common` those that hold in every language; where both know a name, `own` says
    what it means.
    """

    actors: Mapping[str, Actor]
    parties: Mapping[str, str]
    own: Names
    common: Names
    surnames: Mapping[str, tuple[str, ...]]
    skeletons: Mapping[str, tuple[tuple[str, str], ...]]
    officers: Mapping[tuple[str, str], tuple[str, ...]]

    def find_party(self, code: str) -> Actor | None:
        """Return the actor that is the party of a code, None where the code stands for itself."""
        found = self.parties.get(code)
        return None if found is None else self.actors[found]

    def find_name(self, name: str) -> Entry | None:
        """Return what a name means, its words joined by single spaces; None where it names nobody or two."""
        return self.own.entries[name] if name in self.own.entries else self.common.entries.get(name)

    def list_lengths(self, word: str) -> tuple[int, ...]:
        """Return how many words the names have that begin with a word, longest first."""
        return self.own.lengths.get(word) or self.common.lengths.get(word, ())


class _Actors(Mapping[str, Actor]):
    """The actors of one language by id, each made when it is asked for first: of a user's 100,000 a text names few."""

    def __init__(
        self, raw: Mapping[str, Mapping[str, Any]], named: Mapping[str, Mapping[str, Any]], language: str
    ) -> None:
        self.raw, self.named, self.language = raw, named, language
        self.made: dict[str, Actor] = {}
        for key, entry in named.items():
            for name in map(str, entry.get("government", ())):
                id = _name_government(key, name)
                self.made[id] = Actor(id, "government", name, str(raw[key]["code"]), ((language, name),))
        self.governments = tuple(id for id in self.made if id not in raw)

    def __getitem__(self, key: str) -> Actor:
        if key not in self.made:
            self.made[key] = _make_actor(self.raw[key], self.named.get(key, {}), self.language)
        return self.made[key]

    def __contains__(self, key: object) -> bool:
        return key in self.raw or key in self.made

    def __iter__(self) -> Iterator[str]:
        yield from self.raw
        yield from self.governments

    def __len__(self) -> int:
        return len(self.raw) + len(self.governments)


def list_codes(additions: Additions = NO_ADDITIONS) -> dict[str, str]:
    """Return the code of every actor by its id, in no language."""
    return {key: str(entry["code"]) for key, entry in _read_actors(additions.actors).items()}


def find_parties(additions: Additions = NO_ADDITIONS) -> dict[str, str]:
    """Return the party of each code: the state, else the organisation or group, that bears it; the first by id."""
    rank = {"state": 0, "igo": 1, "armed_group": 2, "organisation": 3}
    best: dict[str, tuple[int, int, str]] = {}
    for id, entry in _read_actors(additions.actors).items():
        code, kind = str(entry["code"]), entry["kind"]
        if kind in ("person", "place", "government", "military"):
            continue
        key = (rank.get(kind, 4), len(id), id)
        if code not in best or key < best[code]:
            best[code] = key
    return {code: key[2] for code, key in best.items()}


def find_names(gazetteer: Gazetteer, text: str) -> Iterator[Match]:
    """Yield the names in a text from left to right, longest first, never overlapping."""
    words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        step = 1
        for length in gazetteer.list_lengths(words[at][0]):
            if at + length <= len(words):
                entry = gazetteer.find_name(" ".join(word for word, _, _ in words[at : at + length]))
                if entry is not None:
                    yield Match(words[at][1], words[at + length - 1][2], entry)
                    step = length
                    break
        at += step


@lru_cache(maxsize=8)
def load_gazetteer(language: str, additions: Additions = NO_ADDITIONS) -> Gazetteer:
    """Read the actors and their names in one language, with those that a user adds."""
    collects = gc.isenabled()
    gc.disable()  # a million small records that all stay: collecting between them takes half of the time
    try:
        return _load(language, additions)
    finally:
        if collects:
            gc.freeze()  # and all of them stay as long as the process does
            gc.enable()


def _load(language: str, additions: Additions) -> Gazetteer:
    raw = _read_actors(additions.actors)
    named: dict[str, dict[str, Any]] = {}
    for path in sorted((find_language(language, additions.languages) / "actors").glob("*.yml")):
        for key, entry in (read_yaml(path) or {}).items():
            if key not in raw:
                raise DataError(f"{path}: no actor {key!r} in kg/data/actors")
            wrong = set(entry) - _NAME_KEYS
            if len(wrong) > 0:
                raise DataError(f"{path}: {key}: unknown key {', '.join(sorted(wrong))}")
            named[key] = entry
    common = _index_common(additions.actors)
    own = _index_names(((key, _list_own_names(entry)) for key, entry in named.items()), common)
    people = _index_people(additions.actors)
    return Gazetteer(_Actors(raw, named, language), find_parties(additions), own, common, *people)


@lru_cache(maxsize=4)
def _read_actors(extra: tuple[Path, ...]) -> dict[str, dict[str, Any]]:
    """Read the actors of our data and of users' files; a user's actor replaces ours of the same id."""
    raw: dict[str, dict[str, Any]] = dict(_read_actors(())) if len(extra) > 0 else {}
    for path in extra or sorted((data_folder() / "actors").glob("*.yml")):
        for entry in _read_entries(path):
            _check_actor(path, entry)
            if entry["id"] in raw and path not in extra:
                raise DataError(f"{path}: id {entry['id']!r} stands twice")
            raw[entry["id"]] = entry
    return raw


def _read_entries(path: Path) -> list[Any]:
    """Return the list of actors in a YAML file, or the lines of a JSONL file (thirty times faster to read)."""
    if path.suffix != ".jsonl":
        found = read_yaml(path)
        if found is not None and not isinstance(found, list):
            raise DataError(f"{path}: a list of actors is expected")
        return found or []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip() != ""]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DataError(f"{path}: {error}; each line must be one JSON object") from error


def _check_actor(path: Path, entry: Any) -> None:
    if not isinstance(entry, dict) or not {"id", "kind", "code"} <= set(entry) or len(set(entry) - _ACTOR_KEYS) > 0:
        raise DataError(f"{path}: an actor needs id, kind and code, and no unknown key: {entry!r}")
    if entry["kind"] not in KINDS:
        raise DataError(f"{path}: {entry['id']}: unknown kind {entry['kind']!r}")


def _make_actor(entry: Mapping[str, Any], named: Mapping[str, Any], language: str) -> Actor:
    neutral = entry.get("names", ())
    display = str(named.get("name") or (neutral[0] if len(neutral) > 0 else entry["code"]))
    names = {(language, display): None, **{(language, str(name)): None for name in named.get("names", ())}}
    roles = tuple(
        [
            Role(str(role["role"]), str(role["of"]), _text(role.get("from")), _text(role.get("to")))
            for role in entry.get("roles", ())
        ]
    )
    return Actor(
        str(entry["id"]),
        str(entry["kind"]),
        display,
        str(entry["code"]),
        tuple(names),
        roles,
        entry.get("wikidata"),
    )


def _name_government(key: str, name: str) -> str:
    return f"government/{make_slug(key.partition('/')[2])}-{make_slug(name)}"


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


@lru_cache(maxsize=4)
def _index_common(extra: tuple[Path, ...]) -> Names:
    """Index the names that hold in every language."""
    raw = _read_actors(extra)
    named = ((key, [(str(name), "name") for name in entry.get("names", ())]) for key, entry in raw.items())
    return _index_names(named, Names({}, {}))


def _index_names(named: Iterable[tuple[str, list[tuple[str, str]]]], common: Names) -> Names:
    """Index (actor, its names); a name that another actor bears, here or among the `common` ones, means nobody."""
    entries: dict[str, Entry | None] = {}
    lengths: dict[str, set[int]] = {}
    for key, names in named:
        meanings = {how: Entry(key, how) for _, how in names}
        for name, how in names:
            meaning = meanings[how] if how != "government" else Entry(_name_government(key, name), how)
            for form in _spell(name, how):
                words = form.split() if form.replace(" ", "").isalnum() else _WORD.findall(form)
                joined = " ".join(words)
                before = entries.setdefault(joined, common.entries.get(joined, meaning))
                if before is None or (before is not meaning and before.actor != meaning.actor):
                    entries[joined] = None
                elif len(words) > 0:
                    lengths.setdefault(words[0], set()).add(len(words))
    for first in lengths.keys() & common.lengths.keys():
        lengths[first].update(common.lengths[first])
    return Names(entries, {first: tuple(sorted(each, reverse=True)) for first, each in lengths.items()})


@lru_cache(maxsize=4)
def _index_people(
    extra: tuple[Path, ...],
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[tuple[str, str], ...]], dict[tuple[str, str], tuple[str, ...]]]:
    """Index the people by family name, by the skeleton of the last word, and by (office, party)."""
    surnames: dict[str, list[str]] = {}
    officers: dict[tuple[str, str], list[str]] = {}
    full: list[tuple[str, str]] = []
    lasts: list[str] = []
    for key, entry in _read_actors(extra).items():
        if entry["kind"] != "person":
            continue
        family_first = entry["code"] in _FAMILY_NAME_FIRST
        for name in map(str, entry.get("names", ())):
            words = name.split()
            last = make_slug(words[-1])
            surnames.setdefault(make_slug(words[0]) if family_first else last, []).append(key)
            if len(words) > 1:
                full.append((key, name))
                lasts.append(last)
        for role in entry.get("roles", ()):
            officers.setdefault((str(role["role"]), str(role["of"])), []).append(key)
    skeletons: dict[str, list[tuple[str, str]]] = {}
    for each, last, skeleton in zip(full, lasts, fold_words(lasts), strict=True):
        skeletons.setdefault(make_skeleton(last) if "-" in last else skeleton, []).append(each)
    return _close(surnames), _close(skeletons), _close(officers)


def _close(index: Mapping[_K, list[_V]]) -> dict[_K, tuple[_V, ...]]:
    return {key: tuple(values) if len(values) == 1 else tuple(dict.fromkeys(values)) for key, values in index.items()}


def _list_own_names(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the names of an actor in one language, each with how it names."""
    capital = entry.get("capital", ())
    named = {
        "name": [*([entry["name"]] if "name" in entry else []), *entry.get("names", ())],
        "adjective": entry.get("adjectives", ()),
        "people": entry.get("people", ()),
        "capital": [capital] if isinstance(capital, str) else capital,
        "government": entry.get("government", ()),
    }
    return [(str(name), how) for how, names in named.items() for name in names]


def _spell(name: str, how: str) -> Iterator[str]:
    """Yield the spellings that count as a name: plain apostrophes, bare capitals, adjectives both ways."""
    plain = name if name.isascii() else unicodedata.normalize("NFC", name).replace("’", "'")
    yield plain
    if how == "adjective":
        yield plain[:1].upper() + plain[1:]
        yield _INITIAL.sub(lambda match: match.group().upper(), plain)
    if how == "name" and plain.count(" ") > 1 and plain[:1].isupper() and plain[1:2].islower():
        yield plain[:1].lower() + plain[1:]  # "le mouvement islamique du Turkestan oriental"
    if plain.isascii():
        return
    bare = "".join(unicodedata.normalize("NFD", c)[0] if c.isupper() else c for c in plain)
    if bare != plain:
        yield bare
