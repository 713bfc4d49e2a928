"""The command line: help for newcomers, data on stdout, talk on stderr, and an exit code that can be relied on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from samples import make_graph

from kg import __version__
from kg.cli import cli
from kg.export import export

TEXT = "Téhéran a livré des drones à Moscou en août 2023."


def _invoke(*arguments: str, data: str | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=data)


def _run(*arguments: str, data: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *arguments]
    return subprocess.run(
        command, input=data, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the sample graph that `show` and `query` read."""
    folder = tmp_path_factory.mktemp("built")
    export(make_graph(), folder, ["json", "ttl"])
    return folder


def test_help_names_every_command_and_where_to_start() -> None:
    result = _invoke("--help")
    assert result.exit_code == 0
    assert "kg build seeds -o output" in result.stdout
    for name in cli.commands:
        assert f"\n  {name} " in result.stdout


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_says_in_one_sentence_what_it_does(name: str) -> None:
    result = _invoke(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: cli {name}")
    command = cli.commands[name]
    assert command.help is not None
    assert command.help.split("\n")[0].endswith(".")
    options = [each for each in command.params if each.param_type_name == "option"]
    assert all(getattr(option, "help", None) is not None for option in options if option.name != "help")


def test_the_version_is_the_packages() -> None:
    assert _invoke("--version").stdout == f"kg, version {__version__}\n"


@pytest.mark.parametrize(("typed", "meant"), [("biuld", "build"), ("extrct", "extract"), ("actor", "actors")])
def test_a_mistyped_command_gets_a_suggestion_and_exit_code_2(typed: str, meant: str) -> None:
    result = _invoke(typed)
    assert result.exit_code == 2
    assert f"Did you mean '{meant}'?" in result.stderr
    assert result.stdout == ""


def test_a_command_like_no_other_gets_the_list() -> None:
    result = _invoke("zzz")
    assert result.exit_code == 2
    assert all(name in result.stderr for name in cli.commands)


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "seeds"],
        ["build", "-o", "out"],
        ["extract"],
        ["extract", "-", "--format", "xml"],
        ["actors", "-", "--actors", "missing.yml"],
        ["show", "RUS"],
        ["classify", "missing.jsonl"],
        ["query", "graph.ttl"],
    ],
)
def test_misuse_is_exit_code_2_and_says_why_on_stderr(arguments: list[str]) -> None:
    result = _invoke(*arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert result.stdout == ""


def test_extract_prints_one_event_a_line_as_design_gives_it() -> None:
    result = _invoke("extract", "-", data=json.dumps({"id": "d1", "text": TEXT, "lang": "fr", "date": "2023-08-24"}))
    assert result.exit_code == 0
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert {event["document"] for event in events} == {"d1"}
    (event,) = (event for event in events if event["event"] == "AID")
    assert (event["source"]["code"], event["target"]["code"], event["quad"]) == ("IRN", "RUS", "material cooperation")
    assert set(event) == {
        "id", "document", "event", "quad", "mode", "source", "target", "status", "context", "date", "date_text",
        "place", "attribution", "evidence", "confidence", "reason",
    }  # fmt: skip
    assert TEXT[event["evidence"]["start"] : event["evidence"]["end"]] == event["evidence"]["text"]


def test_actors_prints_one_mention_a_line_with_who_it_stands_for() -> None:
    result = _invoke("actors", "-", data=json.dumps({"id": "d1", "text": TEXT, "lang": "fr"}))
    assert result.exit_code == 0
    mentions = [json.loads(line) for line in result.stdout.splitlines()]
    assert {("Téhéran", "IRN"), ("Moscou", "RUS")} <= {(m["text"], m["actor"]["code"]) for m in mentions}
    for mention in mentions:
        assert TEXT[mention["start"] : mention["end"]] == mention["text"]
        assert {"document", "start", "end", "text", "actor"} <= set(mention)
        assert set(mention["actor"]) == {"id", "name", "kind", "code"}


@pytest.mark.parametrize(("command", "heads"), [("extract", ["source", "event"]), ("actors", ["text", "actor"])])
def test_a_table_has_a_head_and_no_control_character(command: str, heads: list[str]) -> None:
    result = _invoke(command, "-", "--format", "table", data=TEXT.replace("drones", "dro\x1bnes"))
    assert result.exit_code == 0
    first, *rows = result.stdout.splitlines()
    assert all(head in first for head in heads)
    assert len(rows) > 0
    assert "\x1b" not in result.stdout


def test_a_bad_line_fails_the_run_but_not_the_good_ones() -> None:
    result = _invoke("extract", "-", data=json.dumps({"id": "d1", "text": TEXT}) + "\n{broken\n")
    assert result.exit_code == 1
    assert all(json.loads(line)["document"] == "d1" for line in result.stdout.splitlines())
    assert len(result.stdout.splitlines()) > 0
    assert "kg: -:2: not JSON" in result.stderr


def test_a_missing_file_is_exit_code_1_and_named(tmp_path: Path) -> None:
    result = _invoke("extract", str(tmp_path / "missing.txt"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "kg: missing.txt: No such file or directory\n"


def test_show_prints_the_tie_and_its_sentences(built: Path) -> None:
    result = _invoke("show", "russia", "IRN", "--from", str(built))
    assert result.exit_code == 0
    assert result.stdout.startswith("Iran (IRN) – Russie (RUS)\n6 events in 2 documents")
    assert "[Téhéran] a livré des drones à [Moscou]" in result.stdout


def test_show_prints_events_as_json_lines(built: Path) -> None:
    result = _invoke("show", "RUS", "IRN", "--from", str(built), "--json")
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(events) == 6
    assert all({event["source"]["code"], event["target"]["code"]} == {"IRN", "RUS"} for event in events)


def test_an_error_of_ours_is_one_line_on_stderr_and_exit_code_1(built: Path) -> None:
    done = _run("show", "Rusie", "Iran", "--from", str(built))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "kg: no party 'Rusie' in this graph. Did you mean 'Russie'?\n"


def test_a_graph_that_is_not_there_says_how_to_make_it(tmp_path: Path) -> None:
    done = _run("show", "RUS", "IRN", "--from", str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "kg build" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_module_runs_like_the_console_script() -> None:
    done = _run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"kg, version {__version__}\n", "")


def test_a_closed_pipe_ends_quietly() -> None:
    lines = "\n".join(json.dumps({"id": str(number), "text": TEXT, "lang": "fr"}) for number in range(40))
    command = f"{sys.executable} -m kg actors - | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], input=lines, capture_output=True, text=True, timeout=300, check=False
    )
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_help_loads_no_model_and_no_graph_library() -> None:
    code = "import sys, kg.cli; print(sorted({'spacy', 'rdflib', 'networkx', 'pyvis'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "[]\n"
