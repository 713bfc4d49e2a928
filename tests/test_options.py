"""Slices and formats on the command line: mistakes are misuse, and say what was meant."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from samples import make_graph

from kg.cli import cli
from kg.export import FORMATS, export


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of the sample graph."""
    folder = tmp_path_factory.mktemp("built")
    export(make_graph(), folder, ["json"])
    return str(folder)


def _invoke(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def _list_events(*arguments: str) -> list[tuple[str, str]]:
    result = _invoke(*arguments)
    assert result.exit_code == 0, result.stderr
    return sorted((event["event"], event["status"]) for event in map(json.loads, result.stdout.splitlines()))


def test_a_dyad_in_some_years_is_one_command(built: str) -> None:
    wanted = ["--dyad", "Russia,Iran", "--context", "MILITARY", "--since", "2024", "--until", "2024"]
    assert _list_events("export", built, "--format", "jsonl", *wanted) == [("AID", "planned")]


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (["--type", "aid", "--type", "Consult"], 7),
        (["--quad", "material-cooperation", "--quad", "verbal_conflict"], 6),
        (["--status", "planned"], 1),
        (["--party", "ukraine"], 3),
        (["--min-sources", "2"], 6),
        (["--context", "human-rights"], 0),
    ],
)
def test_labels_are_taken_in_any_case_with_blanks_or_hyphens(built: str, wanted: list[str], count: int) -> None:
    assert len(_list_events("export", built, "--format", "jsonl", *wanted)) == count


def test_show_takes_a_slice_too(built: str) -> None:
    events = _list_events("show", "RUS", "IRN", "--from", built, "--json", "--since", "2023-08", "--type", "AID")
    assert events == [("AID", "negated"), ("AID", "planned"), ("AID", "possible")]


def test_show_says_that_nothing_was_wanted_there(built: str) -> None:
    result = _invoke("show", "RUS", "IRN", "--from", built, "--type", "SANCTION")
    assert "no event ties Russie and Iran in the part that is wanted" in str(result.exception)


@pytest.mark.parametrize(
    ("option", "value", "hint"),
    [
        ("--type", "ADI", "Did you mean 'AID'?"),
        ("--type", "9", "Known: AGREE, CONSULT"),
        ("--context", "militery", "Did you mean 'military'?"),
        ("--quad", "materiel conflict", "Did you mean 'material conflict'?"),
        ("--status", "denied", "asserted"),
        ("--since", "last year", "is no date"),
        ("--until", "2023-13", "is no date"),
        ("--dyad", "RUS", "joined by a comma"),
        ("--dyad", "RUS,", "joined by a comma"),
        ("--min-sources", "0", "x>=1"),
        ("--format", "gefx", 'Did you mean "gexf"?'),
        ("--base-iri", "example.org/", "absolute IRI"),
        ("--base-iri", "https://example.org/a b/", "absolute IRI"),
        ("--base-iri", "https://example.org/a", "ends in / or #"),
    ],
)
def test_a_wrong_value_is_misuse_and_says_what_would_be_right(built: str, option: str, value: str, hint: str) -> None:
    result = _invoke("export", built, "--format", "ttl", option, value)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in " ".join(result.stderr.split())


def test_help_lists_every_format() -> None:
    words = _invoke("export", "--help").stdout.split()
    assert set(FORMATS) <= set(words)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_to_a_file_a_folder_and_standard_output(built: str, tmp_path: Path, name: str) -> None:
    file = tmp_path / "file"
    for output in (str(file), str(tmp_path)):
        assert _invoke("export", built, "--format", name, "-o", output).exit_code == 0
    assert file.read_bytes() == (tmp_path / FORMATS[name].file).read_bytes()
    assert _invoke("export", built, "--format", name).stdout_bytes == file.read_bytes()


def test_the_base_of_iris_can_be_chosen(built: str) -> None:
    text = _invoke("export", built, "--format", "nt", "--base-iri", "https://example.org/news#").stdout
    assert "<https://example.org/news#party/RUS>" in text
    assert "https://w3id.org/kg/id/" not in text


def test_ties_of_a_slice_are_added_up_anew(built: str) -> None:
    text = _invoke("export", built, "--format", "ties-csv", "--dyad", "RUS,IRN", "--status", "asserted").stdout
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["events"], row["asserted"], row["negated"]) == ("2", "2", "0")


def test_an_output_that_cannot_be_written_is_one_line(built: str, tmp_path: Path) -> None:
    result = _invoke("export", built, "--format", "ttl", "-o", str(tmp_path / "no" / "such"))
    assert "cannot write" in str(result.exception)


@pytest.mark.parametrize("command", ["build", "extract", "actors"])
def test_what_is_too_much_is_an_issue_and_can_be_allowed(command: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Iran sent drones to Russia. " * 40)
    output = ["-o", str(tmp_path / "out"), "--jobs", "1"] if command == "build" else []
    few = _invoke(command, str(tmp_path / "a.txt"), *output, "--max-size", "1K")
    assert few.exit_code == 1
    assert "kg: a.txt: larger than 1024 bytes; raise --max-size to read it" in few.stderr
    assert _invoke(command, str(tmp_path / "a.txt"), *output, "--max-size", "2k").exit_code == 0


@pytest.mark.parametrize("size", ["", "0", "-1", "1.5M", "1T", "M", "٣"])
def test_a_size_that_is_none_is_misuse(size: str) -> None:
    result = _invoke("extract", "a.txt", "--max-size", size)
    assert result.exit_code == 2
    assert "is no size" in result.stderr
