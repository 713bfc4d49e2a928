"""The vocabulary that ships: every file loads, every id and code is well formed, no name stands for two actors."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from datetime import date
from itertools import pairwise
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
HEADS = ("head_of_state", "head_of_government", "foreign_minister", "defence_minister")
# ISO 3166-1 alpha-3, all 249 of them, and those that were withdrawn.
ISO_3166_1 = re.findall(
    "[A-Z]{3}",
    """
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM
    BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR
    CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB
    GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA
    JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA
    MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR
    NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS
    SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON
    TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
    """,
)
# "Congolese" means the larger Congo and "Dominican" the Republic; two have no adjective but their name.
WITHOUT_ADJECTIVE = {"en": {"state/COG", "state/DMA", "state/LIE", "state/NZL"}, "fr": {"state/COG"}}
WITHDRAWN = ("ANT", "CSK", "DDR", "RHO", "SCG", "SUN", "YMD", "YUG")
MEMBERS_OF_THE_UN = [
    m if isinstance(m, str) else m["code"] for a in ACTORS if a["id"] == "igo/UN" for m in a["members"]
]
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


def test_states_are_all_those_of_iso_3166_and_few_others() -> None:
    states = {actor["id"].partition("/")[2]: actor for actor in ACTORS if actor["kind"] == "state"}
    assert set(ISO_3166_1) <= set(states)
    listed = {slug for slug in states if re.fullmatch("[A-Z]{3}", slug) is not None}
    assert listed == {*ISO_3166_1, *WITHDRAWN, "XKX"}
    for slug, actor in states.items():
        assert actor["code"] == slug if slug in listed else re.fullmatch("[A-Z][A-Z '-]+", actor["code"]), slug
    assert all("to" in states[slug] and "successor" in states[slug] for slug in WITHDRAWN)


def test_wikidata_ids_are_well_formed_and_stand_once() -> None:
    items = [actor["wikidata"] for actor in ACTORS if actor.get("wikidata") is not None]
    assert [item for item in items if re.fullmatch(r"Q[1-9]\d*", item) is None] == []
    assert [item for item, count in Counter(items).items() if count > 1] == []


def test_dates_are_edtf_and_in_order() -> None:
    wrong = [(id, dated) for id, dated in _list_dated() for key in ("from", "to") if not _is_edtf(dated.get(key, "1"))]
    assert wrong == []
    assert [(id, dated) for id, dated in _list_dated() if not _is_before(dated.get("from"), dated.get("to"))] == []


def _list_dated() -> list[tuple[str, dict[str, Any]]]:
    """Return all that may have dates (actors, offices, memberships), with the id of the actor."""
    parts = [(a["id"], part) for a in ACTORS for part in (*a.get("roles", ()), *a.get("members", ()))]
    return [(actor["id"], actor) for actor in ACTORS] + [pair for pair in parts if isinstance(pair[1], dict)]


def _is_edtf(value: object) -> bool:
    """Whether a date is a year, a month or a day of the calendar, written as text."""
    match = re.fullmatch(r"(\d{1,4})(?:-(\d{2})(?:-(\d{2}))?)?", value) if isinstance(value, str) else None
    if match is None:
        return False
    try:
        date(*(int(part or 1) for part in match.groups()))
    except ValueError:
        return False
    return True


def _is_before(start: str | None, end: str | None) -> bool:
    """Whether a period does not end before it begins, as far as both dates tell."""
    if start is None or end is None:
        return True
    grain = min(len(start), len(end))
    return start[:grain] <= end[:grain]


def test_no_office_is_held_twice_at_a_time_by_one_person() -> None:
    for actor in ACTORS:
        terms = sorted(
            (r["role"], r["of"], str(r.get("from", "")), str(r.get("to", "9999"))) for r in actor.get("roles", ())
        )
        for (role, of, _, end), (other, other_of, start, _) in pairwise(terms):
            if role in HEADS and (role, of) == (other, other_of):
                assert _is_before(end, start), (actor["id"], terms)


def test_a_member_joins_again_only_after_it_left() -> None:
    for actor in ACTORS:
        members = [m if isinstance(m, dict) else {"code": m} for m in actor.get("members", ())]
        times: dict[str, list[tuple[str, str]]] = {}
        for member in members:
            times.setdefault(member["code"], []).append((member.get("from", ""), member.get("to", "9999")))
        for code, periods in times.items():
            assert all(_is_before(end, start) for (_, end), (start, _) in pairwise(sorted(periods))), (
                actor["id"],
                code,
            )


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
def test_no_name_stands_for_two_actors_in_any_spelling(language: str) -> None:
    gazetteer = load_gazetteer(language)
    shared = [
        name for names in (gazetteer.own, gazetteer.common) for name, entry in names.entries.items() if entry is None
    ]
    assert shared == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_of_the_un_has_an_adjective_but_for_those_whose_is_anothers(language: str) -> None:
    gazetteer = load_gazetteer(language)
    named = {entry.actor for entry in gazetteer.own.entries.values() if entry is not None and entry.how == "adjective"}
    assert {f"state/{code}" for code in MEMBERS_OF_THE_UN} - named == WITHOUT_ADJECTIVE[language]


def test_the_lists_are_as_long_as_news_needs() -> None:
    kinds = Counter(actor["kind"] for actor in ACTORS)
    assert kinds["igo"] >= 150
    assert kinds["armed_group"] >= 150
    held = [
        role for a in ACTORS for role in a.get("roles", ()) if role["role"] in HEADS and role.get("to", "9") >= "2000"
    ]
    assert len(held) >= 600


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
