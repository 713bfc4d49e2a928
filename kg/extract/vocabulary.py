"""A language as data: labels, lexicon, roles, references, status words, speech; read from `kg/data/languages/`.

Every key is checked: one that is unknown or missing is a DataError that names file and key. Loading is cached, and
the folder of a language is the only thing that a new language needs; it may lie anywhere (`Additions.languages`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from kg.errors import DataError, LanguageError
from kg.types import CONTEXTS, EVENT_TYPES, KINDS, STATUSES

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_LANGUAGE_KEYS = {
    "name", "model", "labels", "promoted", "copula_complements", "contractions", "bare_time_nouns", "abbreviations",
    "noun_source", "noun_target", "reciprocal", "agents", "noun_joiners", "places", "inclusions", "obligations",
    "denials",
    "act_nouns", "credits",
}  # fmt: skip
_FRAME_KEYS = {
    "verbs", "nouns", "adjectives", "event", "source", "target", "with", "without", "mode", "context", "status",
}  # fmt: skip
_ROLE_KEYS = {"officials", "nationals", "private", "titles", "bodies", "references"}
_SPEECH_KEYS = {"verbs", "sources", "citing", "light_verbs"}
_REFERENCE_KEYS = {
    "personal", "possessive", "reflexive", "relative", "set_determiners", "set_nouns", "set_words", "set_people",
    "set_states", "counterparts", "definite", "indefinite", "first_person", "owner_cases", "posting_cases",
    "postings", "place_cases", "within_cases", "platform_cases", "ranks", "bare_bodies", "offices", "leading_verbs",
    "things", "no_actors", "latter", "named_for_places", "disasters",
}  # fmt: skip
_STATUS_KEYS = {
    "negations", "negation_needs", "negative_verbs", "negative_nouns", "planning_verbs", "planning_nouns",
    "planning_adjectives", "possible_verbs", "possible_nouns", "possible_adjectives", "possible_adverbs", "conditions",
    "complement_cases", "purposes", "fulfilling_verbs", "announced_auxiliaries", "future", "conditional",
    "future_auxiliaries", "modal_auxiliaries",
}  # fmt: skip

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Additions:
    """What a user adds to our data: files of actors, folders of languages, and decisions on who is who."""

    actors: tuple[Path, ...] = ()
    languages: tuple[Path, ...] = ()
    decisions: Path | None = None


NO_ADDITIONS = Additions()


@dataclass(frozen=True, slots=True)
class Frame:
    """One sense of a trigger: `words[0]` is its head for verbs; slots name where the parties stand."""

    words: tuple[str, ...]
    pos: str
    event: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    needs: Words = frozenset()
    excludes: Words = frozenset()
    mode: str | None = None
    context: tuple[str, ...] = ()
    status: str = "asserted"


@dataclass(frozen=True, slots=True)
class Roles:
    """Nouns of offices, bodies and people; keys in lower case, multiwords with single spaces."""

    officials: Words
    nationals: Words
    private: Words
    titles: Words
    bodies: Mapping[str, str]
    references: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Language:
    """All that `kg` knows of one language (ISO 639-1 `code`)."""

    code: str
    name: str
    model: str | None
    labels: Mapping[str, str]
    promoted: Mapping[str, str]
    copula_complements: Words
    contractions: Mapping[str, str]
    bare_time_nouns: Words
    abbreviations: Words
    reciprocal: Words
    agents: Words
    noun_joiners: Words
    places: Words
    inclusions: Words
    obligations: Words
    denials: Words
    act_nouns: Words
    credits: Words
    frames: Mapping[tuple[str, str], tuple[Frame, ...]]
    contexts: Mapping[str, tuple[str, ...]]
    roles: Roles
    speech_verbs: Words
    speech_sources: tuple[str, ...]
    citing_verbs: Words
    light_verbs: Words
    references: Mapping[str, Any]
    status: Mapping[str, Any]


def data_folder() -> Path:
    """Return the folder of the data that `kg` ships."""
    return Path(str(files("kg").joinpath("data")))


def list_languages(folders: tuple[Path, ...] = ()) -> tuple[str, ...]:
    """Return the codes of the languages that have a folder of data, in `kg/data/languages` or in a user's folders."""
    return tuple(sorted(_find_languages(folders)))


def find_language(code: str, folders: tuple[Path, ...] = ()) -> Path:
    """Return the folder of a language, a user's before ours; a LanguageError where there is none."""
    found = _find_languages(folders)
    if code not in found:
        raise LanguageError(f"no language {code!r}; there are: {', '.join(sorted(found))}")
    return found[code]


def _find_languages(folders: tuple[Path, ...]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in (data_folder() / "languages", *folders):
        inside = {path.parent.name: path.parent for path in sorted(folder.glob("*/language.yml"))}
        if len(inside) == 0:
            raise LanguageError(f"{folder}: no language here; a folder such as es/ with a language.yml is expected")
        found |= inside
    return found


def read_model_name(code: str, folders: tuple[Path, ...] = ()) -> str | None:
    """Return the name of a language's spaCy model without reading the rest of its data."""
    name: str | None = read_mapping(find_language(code, folders) / "language.yml", _LANGUAGE_KEYS)["model"]
    return name


@lru_cache(maxsize=8)
def load_language(code: str, folders: tuple[Path, ...] = ()) -> Language:
    """Read and check one language's folder; a LanguageError where there is none."""
    folder = find_language(code, folders)
    main = read_mapping(folder / "language.yml", _LANGUAGE_KEYS)
    speech = read_mapping(folder / "speech.yml", _SPEECH_KEYS)
    return Language(
        code=code,
        name=main["name"],
        model=main["model"],
        labels=main["labels"],
        promoted=main["promoted"],
        copula_complements=frozenset(main["copula_complements"]),
        contractions=main["contractions"],
        bare_time_nouns=frozenset(main["bare_time_nouns"]),
        abbreviations=frozenset(main["abbreviations"]),
        reciprocal=frozenset(main["reciprocal"]),
        agents=frozenset(main["agents"]),
        noun_joiners=frozenset(main["noun_joiners"]),
        places=frozenset(main["places"]),
        inclusions=frozenset(main["inclusions"]),
        obligations=frozenset(main["obligations"]),
        denials=frozenset(main["denials"]),
        act_nouns=frozenset(main["act_nouns"]),
        credits=frozenset(main["credits"]),
        frames=_read_frames(folder / "triggers.yml", main),
        contexts=_read_contexts(folder / "contexts.yml"),
        roles=_read_roles(folder / "roles.yml"),
        speech_verbs=frozenset(speech["verbs"]),
        speech_sources=tuple(sorted(speech["sources"], key=lambda words: (-len(words), words))),
        citing_verbs=frozenset(speech["citing"]),
        light_verbs=frozenset(speech["light_verbs"]),
        references=_freeze(read_mapping(folder / "references.yml", _REFERENCE_KEYS)),
        status=_freeze(read_mapping(folder / "status.yml", _STATUS_KEYS)),
    )


def read_yaml(path: Path) -> Any:
    """Parse one YAML file; a DataError names the file and the place of a fault."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(f"{path}: {error}") from error


def read_mapping(path: Path, keys: set[str]) -> dict[str, Any]:
    """Read a YAML mapping that has exactly these keys."""
    value = read_yaml(path)
    if not isinstance(value, dict):
        raise DataError(f"{path}: a mapping is expected, with the keys {', '.join(sorted(keys))}")
    for problem, wrong in (("unknown", set(value) - keys), ("missing", keys - set(value))):
        if len(wrong) > 0:
            raise DataError(f"{path}: {problem} key {', '.join(map(repr, sorted(map(str, wrong))))}")
    return value


def _freeze(value: dict[str, Any]) -> dict[str, Any]:
    return {key: frozenset(item) if isinstance(item, list) else item for key, item in value.items()}


def _read_frames(path: Path, main: Mapping[str, Any]) -> dict[tuple[str, str], tuple[Frame, ...]]:
    table: dict[tuple[str, str], list[Frame]] = {}
    for number, entry in enumerate(read_yaml(path) or (), start=1):
        where = f"{path}: frame {number}"
        if not isinstance(entry, dict) or len(set(entry) - _FRAME_KEYS) > 0:
            raise DataError(f"{where}: unknown key in {entry!r}")
        kinds = [key for key in ("verbs", "nouns", "adjectives") if key in entry]
        if len(kinds) != 1 or entry.get("event") not in EVENT_TYPES:
            raise DataError(f"{where}: needs one of verbs, nouns, adjectives, and an event type; has {entry!r}")
        if entry.get("status", "asserted") not in STATUSES or not set(entry.get("context", ())) <= set(CONTEXTS):
            raise DataError(f"{where}: unknown status or context in {entry!r}")
        for lemma in entry[kinds[0]]:
            frame = _make_frame(str(lemma), kinds[0][:-1], entry, main)
            table.setdefault((frame.pos, _head_word(frame)), []).append(frame)
    return {key: tuple(sorted(frames, key=_specificity)) for key, frames in table.items()}


def _make_frame(lemma: str, pos: str, entry: Mapping[str, Any], main: Mapping[str, Any]) -> Frame:
    verb = pos == "verb"
    return Frame(
        words=tuple(lemma.replace("-", " - ").split()) if not verb else tuple(lemma.split()),
        pos=pos,
        event=entry["event"],
        source=tuple(entry.get("source", ["subject"] if verb else main["noun_source"])),
        target=tuple(entry.get("target", ["object"] if verb else main["noun_target"])),
        needs=frozenset(entry.get("with", ())),
        excludes=frozenset(entry.get("without", ())),
        mode=entry.get("mode"),
        context=tuple(entry.get("context", ())),
        status=entry.get("status", "asserted"),
    )


def _head_word(frame: Frame) -> str:
    """Return the word by which a frame is looked up: the verb; of a noun phrase its first word."""
    words = frame.words
    return words[1] if frame.pos == "verb" and words[0] in ("se", "s'") and len(words) > 1 else words[0]


def _specificity(frame: Frame) -> tuple[int, int]:
    return -len(frame.words), -int(len(frame.needs) > 0)


def _read_contexts(path: Path) -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for context, words in (read_yaml(path) or {}).items():
        if context not in CONTEXTS:
            raise DataError(f"{path}: unknown context {context!r}")
        for word in words:
            table.setdefault(str(word).lower(), []).append(context)
    return {word: tuple(sorted(set(found))) for word, found in table.items()}


def _read_roles(path: Path) -> Roles:
    raw = read_mapping(path, _ROLE_KEYS)
    for key in ("bodies", "references"):
        wrong = set(raw[key]) - set(KINDS)
        if len(wrong) > 0:
            raise DataError(f"{path}: {key}: unknown kind {', '.join(sorted(wrong))}")
    return Roles(
        officials=frozenset(str(word).lower() for word in raw["officials"]),
        nationals=frozenset(str(word).lower() for word in raw["nationals"]),
        private=frozenset(str(word).lower() for word in raw["private"]),
        titles=frozenset(str(word) for word in raw["titles"]),
        bodies={str(word).lower(): kind for kind, words in raw["bodies"].items() for word in words},
        references=_gather_kinds(raw["references"]),
    )


def _gather_kinds(raw: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for kind, words in raw.items():
        for word in words:
            table.setdefault(str(word).lower(), []).append(kind)
    return {word: tuple(kinds) for word, kinds in table.items()}
