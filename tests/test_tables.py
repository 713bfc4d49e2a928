"""The plain tables hold the records, and a spreadsheet runs nothing of them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.export.tables import EVENT_COLUMNS, spell_csv
from kg.types import EVENT_TYPES, QUADS, STATUSES, Graph


def _read_lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]


def _read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def _read_ties(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_events_have_the_form_of_the_design(graph: Graph, exported: Path) -> None:
    assert _read_lines(exported / "events.jsonl") == [event.to_dict() for event in graph.events]


def test_actors_keep_names_and_roles(exported: Path) -> None:
    actors = {actor["id"]: actor for actor in _read_lines(exported / "actors.jsonl")}
    assert len(actors) == 8
    assert {"lang": "fa", "name": "ایران"} in actors["state/IRN"]["names"]  # type: ignore[operator]
    assert actors["person/kamran rostami é"]["roles"] == [
        {"title": "attaché", "of": None, "start": "2015", "end": "2018-03"},
        {"title": "commandant de l'armée de terre", "of": "IRN", "start": "2021-05", "end": None},
    ]


def test_issues_are_listed(exported: Path) -> None:
    assert _read_lines(exported / "issues.jsonl") == [
        {"source": "in/broken\n.pdf", "document": None, "stage": "read", "cause": 'not a PDF: "<é>"'}
    ]


def test_ties_have_one_row_each_with_a_column_for_each_label(graph: Graph, exported: Path) -> None:
    rows = _read_ties(exported / "ties.csv")
    assert len(rows) == len(graph.ties)
    assert list(rows[0]) == [
        "party_a", "name_a", "party_b", "name_b", "events", "documents", "stories", "first", "last",
        *EVENT_TYPES, *QUADS, *STATUSES,
    ]  # fmt: skip
    row = next(row for row in rows if (row["party_a"], row["party_b"]) == ("IRN", "RUS"))
    assert (row["name_b"], row["events"], row["documents"], row["first"], row["last"]) == (
        "Russie", "6", "2", "2022", "2024",
    )  # fmt: skip
    assert (row["AID"], row["material cooperation"], row["negated"], row["ASSAULT"]) == ("4", "4", "2", "0")


def test_events_have_one_row_each_with_their_sentence_and_their_document(graph: Graph, exported: Path) -> None:
    with (exported / "events.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    assert set(rows) == {event.id for event in graph.events}
    event = next(event for event in graph.events if event.date == "2022")
    row = rows[event.id]
    assert list(row) == list(EVENT_COLUMNS)
    assert (row["date"], row["date_start"], row["date_end"]) == ("2022", "2022-01-01", "2022-12-31")
    assert (row["source"], row["source_party"], row["event"], row["target_party"]) == ("Iran", "IRN", "AID", "RUS")
    assert (row["sentence"], row["title"]) == (event.evidence.sentence_text, "Téhéran et Moscou\nse rapprochent 🚁")
    assert (row["start"], row["end"], row["attribution"]) == (
        str(event.evidence.start),
        str(event.evidence.end),
        "Vostok",
    )
    denied = next(rows[event.id] for event in graph.events if event.event == "AGREE")
    assert (denied["context"], denied["status"]) == ("military|diplomatic", "negated")


def test_an_undated_tie_has_empty_dates(exported: Path) -> None:
    row = next(row for row in _read_ties(exported / "ties.csv") if row["party_b"] == "OMN")
    assert (row["first"], row["last"]) == ("", "")


def test_names_that_look_like_formulas_are_disarmed(exported: Path) -> None:
    row = _read_ties(exported / "ties.csv")[0]
    assert row["party_a"] == "'=NORTH BRIGADE"
    assert row["name_a"] == '\'=cmd Brigade <Nord> & "Sud" 🚁'


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_cells_that_a_spreadsheet_would_run_get_an_apostrophe(cell: str) -> None:
    assert _read_csv("".join(spell_csv([[cell]]))) == [[f"'{cell}"]]


@given(st.lists(st.tuples(st.text("a\"', \r\n;é=", min_size=1), st.integers())))
def test_rows_come_back_from_csv(rows: list[tuple[str, int]]) -> None:
    disarmed = [["'" + text if text[0] in "=\r" else text, str(number)] for text, number in rows]
    assert _read_csv("".join(spell_csv(rows))) == disarmed


def test_numbers_and_plain_text_stay_as_they_are() -> None:
    assert list(spell_csv([[-3, "a-b", None]])) == ["-3,a-b,\n"]
