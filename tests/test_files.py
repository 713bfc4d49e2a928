"""Files are written whole or not at all, and always in the same spelling."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OutputError
from kg.export import DEFAULT, FORMATS, export
from kg.export.files import encode_json, remove_leftovers, replace_controls, write_text
from kg.types import Graph

_ANY_TEXT = st.text(st.characters(codec=None))
_BUT_PAGE = [name for name in FORMATS if name != "html"]


def test_a_broken_off_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, ["old"])
    with pytest.raises(ZeroDivisionError):
        write_text(path, (str(1 // number) for number in (1, 0)))
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot write"):
        write_text(tmp_path / "missing" / "a.txt", ["x"])


@given(_ANY_TEXT)
def test_json_is_one_line_of_utf8_that_gives_the_text_back(text: str) -> None:
    line = encode_json(text)
    assert len(line.encode().decode().splitlines()) == 1
    assert json.loads(line) == text


@given(_ANY_TEXT)
def test_control_characters_are_replaced_one_for_one(text: str) -> None:
    clean = replace_controls(text)
    assert len(clean) == len(text)
    clean.encode()
    assert not any(ord(letter) < 32 and letter not in "\t\n\r" for letter in clean)


def test_export_writes_the_files_it_names(graph: Graph, tmp_path: Path) -> None:
    written = export(graph, tmp_path / "new" / "folder", ["ties-csv", "ttl"])
    assert [path.name for path in written] == ["ties.csv", "graph.ttl"]
    assert all(path.is_file() for path in written)


def test_a_build_writes_what_the_design_names() -> None:
    assert {FORMATS[name].file for name in DEFAULT} == {
        "events.jsonl", "actors.jsonl", "ties.csv", "graph.ttl", "graph.graphml", "graph.gexf", "graph.json",
        "graph.html", "issues.jsonl",
    }  # fmt: skip


def test_a_mistyped_format_gets_a_hint_and_writes_nothing(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match='Did you mean "gexf"'):
        export(graph, tmp_path / "out", ["ttl", "gefx"])
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", _BUT_PAGE)
def test_the_same_graph_gives_the_same_bytes(graph: Graph, exported: Path, tmp_path: Path, name: str) -> None:
    (path,) = export(graph, tmp_path, [name])
    assert path.read_bytes() == (exported / path.name).read_bytes()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_gives_the_same_bytes(exported: Path, tmp_path: Path, seed: str) -> None:
    """A set or a hash that reaches a file shows under another hash seed."""
    code = (
        "import sys; from pathlib import Path; from samples import make_graph; from kg.export import export;"
        "export(make_graph(), Path(sys.argv[1]), sys.argv[2:])"
    )
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{here}:{here.parent}"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path), *_BUT_PAGE], check=True, env=environment, timeout=120)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (exported / path.name).read_bytes(), path.name


def test_a_large_graph_is_written_by_two_processes_to_the_same_bytes(
    graph: Graph, exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.export.LARGE", 1)
    for path in export(graph, tmp_path, ["ttl", "csv", "trig", "gexf"]):
        assert path.read_bytes() == (exported / path.name).read_bytes()


def test_what_the_other_process_cannot_write_is_an_output_error(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.export.LARGE", 1)
    (tmp_path / "graph.ttl").mkdir()
    with pytest.raises(OutputError, match=r"cannot write .*graph\.ttl"):
        export(graph, tmp_path, ["ttl", "csv"])


@pytest.mark.parametrize("name", _BUT_PAGE)
def test_an_empty_graph_is_no_error(tmp_path: Path, name: str) -> None:
    assert export(Graph(), tmp_path, [name])[0].is_file()


@pytest.mark.parametrize("name", _BUT_PAGE)
def test_hostile_text_breaks_no_format(graph: Graph, tmp_path: Path, name: str) -> None:
    """A control character, a lone surrogate, markup and a URL that is none, wherever a text can bring them."""
    hostile = "a\x00b\ud800 <x> ]]> & \" ' \\ \r\n\t {|}"
    document = replace(graph.documents[0], title=hostile, url=f"http://{hostile}", outlet=hostile, source=hostile)
    evidence = replace(graph.events[0].evidence, text=hostile, sentence_text=hostile)
    event = replace(graph.events[0], place=hostile, reason=hostile, evidence=evidence, date="about 2022")
    bad = replace(graph, documents=(document, *graph.documents[1:]), events=(event, *graph.events[1:]))
    (path,) = export(bad, tmp_path, [name])
    if path.suffix != ".parquet":
        path.read_text("utf-8")


def test_what_a_killed_build_left_is_taken_away_and_nothing_else(tmp_path: Path) -> None:
    names = (".ties.csv.0a1b2c3d.tmp", ".ties.csv", ".other.csv.0a1b2c3d.tmp", "ties.csv")
    for name in names:
        (tmp_path / name).write_text("")
    remove_leftovers([tmp_path / "ties.csv"])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names[1:])
