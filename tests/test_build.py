"""A build writes what it can, says what it cannot, and gives the same bytes on every run."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bench.interruptions import interrupt_builds, read_output

from kg.errors import OutputError
from kg.export import DEFAULT, FORMATS
from kg.extract.vocabulary import Additions
from kg.run.build import build
from kg.run.store import FILE, open_store
from kg.types import Issue

FRENCH = "Téhéran a livré des drones à Moscou, a affirmé mardi le ministère ukrainien de la Défense."
ENGLISH = "Iranian President Masoud Pezeshkian met Russian President Vladimir Putin in Ashgabat on Friday."
NAMES = {FORMATS[name].file for name in DEFAULT}


@dataclass(frozen=True, slots=True)
class Run:
    """One run of `kg build` in a process of its own."""

    code: int
    out: str
    err: str
    folder: Path

    def read_files(self) -> dict[str, bytes]:
        """Return the bytes of every file that was written, but the store."""
        return _read_files(self.folder)


def _run_build(inputs: list[Path], folder: Path, seed: str, *options: str) -> Run:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "build", *map(str, inputs), "-o", str(folder), *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    return Run(done.returncode, done.stdout, done.stderr, folder)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two texts, an empty file and a binary one."""
    folder = tmp_path_factory.mktemp("news")
    (folder / "fr.txt").write_text(f"date 2023-08-23 Un titre\n\n{FRENCH}\n", encoding="utf-8")
    (folder / "en.jsonl").write_text(json.dumps({"id": "en", "text": ENGLISH, "date": "2024-10-12"}), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    return folder


@pytest.fixture(scope="module")
def first(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The folder built once."""
    return _run_build([news], tmp_path_factory.mktemp("first"), "1")


def test_all_files_are_written_though_some_inputs_are_bad(first: Run) -> None:
    assert set(first.read_files()) == NAMES
    documents = {json.loads(line)["document"] for line in (first.folder / "events.jsonl").read_text().splitlines()}
    assert len(documents) == 2


def test_bad_inputs_end_in_exit_code_1_and_a_line_on_stderr_that_names_file_and_cause(first: Run) -> None:
    assert first.code == 1
    assert "kg: binary.txt: the file is binary" in first.err
    assert "kg: empty.txt: the file is empty" in first.err
    assert "2 documents" in first.err


def test_issues_jsonl_names_file_stage_and_cause(first: Run) -> None:
    issues = [json.loads(line) for line in (first.folder / "issues.jsonl").read_text().splitlines()]
    assert [(issue["source"], issue["stage"]) for issue in issues] == [("binary.txt", "read"), ("empty.txt", "read")]
    assert ["binary" in issues[0]["cause"], "empty" in issues[1]["cause"]] == [True, True]


def test_a_build_talks_on_stderr_only(first: Run) -> None:
    assert first.out == ""


def test_another_order_and_another_hash_seed_give_the_same_bytes(first: Run, news: Path, tmp_path: Path) -> None:
    names = ("fr.txt", "empty.txt", "en.jsonl", "binary.txt")
    second = _run_build([news / name for name in names], tmp_path / "out", "2")
    assert second.code == first.code
    assert second.read_files() == first.read_files()


def test_no_file_tells_where_or_when_it_was_built(first: Run, news: Path) -> None:
    for name, data in first.read_files().items():
        assert str(news).encode() not in data, name
        assert str(first.folder).encode() not in data, name


def test_every_event_cites_the_words_of_its_document(first: Run, news: Path) -> None:
    texts = {"en": ENGLISH}
    events = [json.loads(line) for line in (first.folder / "events.jsonl").read_text().splitlines()]
    assert len(events) > 0
    for event in events:
        text, evidence = texts.get(event["document"], (news / "fr.txt").read_text()), event["evidence"]
        assert text[evidence["start"] : evidence["end"]] == evidence["text"]
        assert text[slice(*evidence["sentence"])] == evidence["sentence_text"]


def test_a_folder_that_cannot_be_made_is_said_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"cannot make the folder .*: Not a directory. Choose another"):
        build(["missing.txt"], tmp_path / "file" / "out")


def test_without_any_document_the_files_are_written_empty(tmp_path: Path) -> None:
    report = build([str(tmp_path / "missing.txt")], tmp_path / "out")
    assert {path.name for path in report.files} == NAMES
    assert report.graph.issues == (Issue("missing.txt", "read", "No such file or directory"),)
    assert (tmp_path / "out" / "events.jsonl").read_bytes() == b""


def _build(*inputs: Path, output: Path, **options: Any) -> list[str]:
    """Build in this process, and return the sources of the documents that were extracted."""
    told: list[str] = []
    build(map(str, inputs), output, notice=told.append, **options)
    return told


def _read_files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a build but its store."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.startswith(".")}


def test_a_second_build_extracts_nothing_and_gives_the_same_bytes(news: Path, first: Run, tmp_path: Path) -> None:
    assert _build(news, output=tmp_path) == ["en.jsonl:1", "fr.txt"]
    assert _build(news, output=tmp_path) == []
    assert _read_files(tmp_path) == first.read_files()


def test_a_document_that_is_gone_leaves_no_trace(news: Path, tmp_path: Path) -> None:
    alone, both = tmp_path / "alone", tmp_path / "both"
    _build(news / "fr.txt", output=alone)
    _build(news / "fr.txt", news / "en.jsonl", output=both)
    assert _read_files(alone) != _read_files(both)
    assert _build(news / "fr.txt", output=both) == []
    assert _read_files(alone) == _read_files(both)


def test_only_what_is_new_or_changed_is_extracted(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    lines = [json.dumps({"id": str(n), "text": f"{n} {ENGLISH}", "lang": "en"}) for n in range(3)]
    (texts / "a.jsonl").write_text("\n".join(lines[:2]))
    (texts / "b.txt").write_text(ENGLISH)
    assert _build(texts, output=tmp_path / "out") == ["a.jsonl:1", "a.jsonl:2", "b.txt"]
    (texts / "a.jsonl").write_text("\n".join(lines))
    (texts / "b.txt").write_text(f"{ENGLISH} They smiled.")
    assert _build(texts, output=tmp_path / "out") == ["a.jsonl:3", "b.txt"]
    _build(texts, output=tmp_path / "anew")
    assert _read_files(tmp_path / "out") == _read_files(tmp_path / "anew")


def test_other_actors_are_another_extraction(news: Path, tmp_path: Path) -> None:
    actors = tmp_path / "actors.yml"
    actors.write_text("- {id: place/ashgabat-hall, kind: place, code: TKM, names: [Ashgabat Hall]}\n")
    _build(news / "en.jsonl", output=tmp_path / "out")
    assert _build(news / "en.jsonl", output=tmp_path / "out", additions=Additions((actors,))) == ["en.jsonl:1"]
    assert _build(news / "en.jsonl", output=tmp_path / "out", additions=Additions((actors,))) == []
    actors.write_text("- {id: place/ashgabat-hall, kind: place, code: TKM, names: [Ashgabat Dome]}\n")
    assert _build(news / "en.jsonl", output=tmp_path / "out", additions=Additions((actors,))) == ["en.jsonl:1"]


@pytest.mark.parametrize("damage", ["no store", "half", "bytes", "other version"])
def test_a_damaged_store_is_said_and_made_anew(damage: str, news: Path, first: Run, tmp_path: Path) -> None:
    _build(news, output=tmp_path)
    path = tmp_path / FILE
    data = path.read_bytes()
    if damage == "no store":
        path.write_bytes(b"this is no database" * 100)
    elif damage == "half":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "bytes":
        at = data.index(b"x\x01", len(data) // 2) + 40  # inside a value that is compressed
        path.write_bytes(data[:at] + b"damaged!" + data[at + 8 :])
    else:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 99")
    told: list[str] = []
    report = build([str(news)], tmp_path, notice=told.append)
    assert told == ["en.jsonl:1", "fr.txt"]
    assert len(report.remarks) == (0 if damage == "other version" else 1)
    assert all(str(tmp_path) in remark and "every document is read again" in remark for remark in report.remarks)
    assert _read_files(tmp_path) == first.read_files()


def test_two_builds_of_one_folder_do_not_meet(news: Path, tmp_path: Path) -> None:
    with open_store(tmp_path), pytest.raises(OutputError, match="another build writes to"):
        build([str(news)], tmp_path)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_number_of_processes_changes_no_byte(jobs: str, news: Path, first: Run, tmp_path: Path) -> None:
    done = _run_build([news], tmp_path / "out", "3", "--jobs", jobs)
    assert done.read_files() == first.read_files()


def test_a_document_that_takes_too_long_is_an_issue_and_tried_again_by_the_next_build(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": " ".join([ENGLISH] * 400), "lang": "en"}))
    slow = _run_build([tmp_path / "a.jsonl"], tmp_path / "out", "1", "--jobs", "2", "--limit", "0.05")
    assert slow.code == 1
    assert "kg: a.jsonl:1: it takes more than 0.05 seconds; --limit allows more" in slow.err
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": ENGLISH, "lang": "en"}))
    assert _build(tmp_path / "a.jsonl", output=tmp_path / "out") == ["a.jsonl:1"]


def test_a_disk_that_takes_no_more_is_said_and_the_next_build_goes_on(news: Path, first: Run, tmp_path: Path) -> None:
    command = ["bash", "-c", f'ulimit -f 12; exec {sys.executable} -m kg build "$0" -o "$1" --jobs 1', news, tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 1
    assert f"kg: cannot write to {tmp_path}" in done.stderr
    assert "run the same command again" in done.stderr
    _build(news, output=tmp_path)
    assert _read_files(tmp_path) == first.read_files()


def test_ctrl_c_says_how_to_go_on_and_leaves_no_process(news: Path, first: Run, tmp_path: Path) -> None:
    more, output = tmp_path / "more", tmp_path / "output"
    more.mkdir()
    for number in range(400):  # some seconds of work, whatever the machine
        (more / f"{number}.txt").write_text(f"Iran sent {number} drones to Russia.\n" * 20, encoding="utf-8")
    command = [sys.executable, "-m", "kg", "build", str(news), str(more), "-o", str(output), "--jobs", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as started:
        while not (output / FILE).exists():
            time.sleep(0.01)
        time.sleep(0.5)
        os.killpg(started.pid, signal.SIGINT)
        _, err = started.communicate(timeout=60)
    assert (started.returncode, "Traceback" in err) == (1, False)
    assert err == f"kg: stopped. What is done is kept in {output}: the same command goes on from here\n"
    with pytest.raises(ProcessLookupError):
        os.killpg(started.pid, 0)
    _build(news, output=output)
    assert _read_files(output) == first.read_files()


def test_builds_that_are_killed_at_any_moment_end_as_one_that_was_not(tmp_path: Path) -> None:
    kills = interrupt_builds(tmp_path, kills=3, documents=12, seed=1)
    assert len(kills) == 3
    assert read_output(tmp_path / "killed") == read_output(tmp_path / "whole")
