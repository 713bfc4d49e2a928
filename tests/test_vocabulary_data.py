"""The vocabulary that ships: every file loads, every id and code is well formed, no name stands for two actors."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.extract.dates import load_date_words
from kg.extract.gazetteer import find_names, load_gazetteer
from kg.extract.vocabulary import data_folder, list_languages, load_language, read_yaml
from kg.types import EVENT_TYPES, STATUSES

DATA = data_folder()
FILES = sorted(DATA.rglob("*.yml"))
LANGUAGES = list_languages()
ACTORS: list[dict[str, Any]] = [actor for path in sorted((DATA / "actors").glob("*.yml")) for actor in read_yaml(path)]
SLOTS = ("subject", "object", "iobject", "possessor", "adjective")


def _name(path: Path) -> str:
    return path.relative_to(DATA).as_posix()


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_every_file_is_yaml_in_composed_characters_without_a_key_twice(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unicodedata.normalize("NFC", text) == text
    assert "\t" not in text
    root = yaml.compose(text, yaml.CSafeLoader)
    waiting = [root]
    while len(waiting) > 0:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            keys = Counter(key.value for key, _ in node.value)
            assert [key for key, count in keys.items() if count > 1] == []
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_loads_whole(language: str) -> None:
    assert len(load_language(language).frames) > 0
    assert len(load_gazetteer(language).own.entries) > 0
    assert len(load_date_words(language).patterns) > 0


def test_every_id_is_its_kind_and_a_slug() -> None:
    wrong = [a["id"] for a in ACTORS if re.fullmatch(rf"{a['kind']}/[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", a["id"]) is None]
    assert wrong == []


def test_no_id_stands_twice() -> None:
    assert [id for id, count in Counter(actor["id"] for actor in ACTORS).items() if count > 1] == []


def test_the_code_of_a_state_is_three_capitals_or_the_name_of_one_that_iso_lacks() -> None:
    for actor in ACTORS:
        if actor["kind"] == "state":
            slug = actor["id"].partition("/")[2]
            listed = re.fullmatch("[A-Z]{3}", slug) is not None
            assert actor["code"] == slug if listed else re.fullmatch("[A-Z][A-Z '-]+", actor["code"]), actor["id"]


def test_wikidata_ids_are_well_formed_and_stand_once() -> None:
    items = [actor["wikidata"] for actor in ACTORS if actor.get("wikidata") is not None]
    assert [item for item in items if re.fullmatch(r"Q[1-9]\d*", item) is None] == []
    assert [item for item, count in Counter(items).items() if count > 1] == []


@pytest.mark.parametrize("key", ["from", "to"])
def test_dates_are_edtf(key: str) -> None:
    entries = [*ACTORS, *(role for actor in ACTORS for role in actor.get("roles", ()))]
    wrong = [entry[key] for entry in entries if key in entry and not _is_edtf(entry[key])]
    assert wrong == []


def _is_edtf(value: object) -> bool:
    return re.fullmatch(r"\d{4}(-\d{2}){0,2}", str(value)) is not None


def test_successors_and_offices_point_to_what_exists() -> None:
    ids, codes = {actor["id"] for actor in ACTORS}, {actor["code"] for actor in ACTORS}
    assert [actor["id"] for actor in ACTORS if actor.get("successor", actor["id"]) not in ids] == []
    offices = [(actor["id"], role["of"]) for actor in ACTORS for role in actor.get("roles", ())]
    assert [(id, of) for id, of in offices if of not in codes] == []


def test_members_of_organisations_are_codes_that_exist() -> None:
    codes = {actor["code"] for actor in ACTORS}
    members = [(a["id"], m["code"] if isinstance(m, dict) else m) for a in ACTORS for m in a.get("members", ())]
    assert [(id, code) for id, code in members if code not in codes] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_a_name_in_every_language_and_is_found_by_it(language: str) -> None:
    gazetteer = load_gazetteer(language)
    for actor in ACTORS:
        if actor["kind"] == "state":
            name = gazetteer.actors[actor["id"]].name
            found = [match.entry.actor for match in find_names(gazetteer, name)]
            assert found == [actor["id"]], (name, found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_of_a_language_stands_for_two_actors(language: str) -> None:
    owners: dict[str, set[str]] = {}
    neutral = {actor["id"]: actor.get("names", []) for actor in ACTORS}
    files = sorted((DATA / "languages" / language / "actors").glob("*.yml"))
    for id, entry in [pair for path in files for pair in read_yaml(path).items()]:
        for name in (entry.get("name"), *entry.get("names", ()), *entry.get("government", ())):
            if name is not None:
                owners.setdefault(str(name), set()).add(id)
    for id, names in neutral.items():
        for name in names:
            owners.setdefault(str(name), set()).add(id)
    assert {name: sorted(ids) for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_slots_of_frames_are_the_five_functions_or_prepositions_in_lower_case(language: str) -> None:
    frames = [frame for group in load_language(language).frames.values() for frame in group]
    slots = {slot for frame in frames for slot in (*frame.source, *frame.target)}
    assert [slot for slot in slots if slot != slot.lower() or slot != slot.strip() or slot == ""] == []
    prepositions = slots - set(SLOTS)
    assert [slot for slot in prepositions if len(difflib.get_close_matches(slot, SLOTS, cutoff=0.75)) > 0] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_has_a_verb_and_a_noun(language: str) -> None:
    frames = [frame for group in load_language(language).frames.values() for frame in group]
    for pos in ("verb", "noun"):
        assert {frame.event for frame in frames if frame.pos == pos} == set(EVENT_TYPES)


@pytest.mark.parametrize("path", sorted((DATA / "events" / "examples").rglob("*.yml")), ids=_name)
def test_examples_quote_their_sentence(path: Path) -> None:
    examples = read_yaml(path)
    types = {event[1] for example in examples for event in example["events"]}
    assert path.stem in types or path.stem not in EVENT_TYPES
    for example in examples:
        assert set(example) == {"text", "events"}, example
        for source, event, target, *status in example["events"]:
            assert event in EVENT_TYPES, example
            assert status in [[], *([each] for each in STATUSES)], example
            for quoted in (source, target):
                words, _, number = str(quoted).partition("#")
                assert example["text"].count(words) >= int(number or 1), (quoted, example["text"])


def test_every_type_has_examples_in_every_language_of_examples() -> None:
    for folder in sorted((DATA / "events" / "examples").iterdir()):
        assert set(EVENT_TYPES) <= {path.stem for path in folder.glob("*.yml")}, folder.name


def test_no_example_stands_twice() -> None:
    texts = [example["text"] for path in (DATA / "events" / "examples").rglob("*.yml") for example in read_yaml(path)]
    assert [text for text, count in Counter(texts).items() if count > 1] == []
