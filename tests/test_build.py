"""A build writes what it can, says what it cannot, and gives the same bytes on every run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.errors import DataError, OutputError
from kg.export import DEFAULT, FORMATS
from kg.extract.vocabulary import NO_ADDITIONS, Additions
from kg.run import build as run
from kg.run.build import build, extract_guarded, iter_extractions
from kg.types import Document, Extraction, Issue

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
        """Return the bytes of every file that was written."""
        return {path.name: path.read_bytes() for path in sorted(self.folder.iterdir())}


def _run_build(inputs: list[Path], folder: Path, seed: str) -> Run:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "build", *map(str, inputs), "-o", str(folder)],
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


def test_a_language_without_data_is_an_issue_of_its_document(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": "Guten Tag.", "lang": "de"}))
    (issue,) = iter_extractions([str(tmp_path)])
    assert isinstance(issue, Issue)
    assert (issue.source, issue.stage, issue.document) == ("a.jsonl:1", "extract", "a")
    assert "'de'" in issue.cause


@pytest.mark.parametrize("error", [ValueError("odd"), RecursionError("deep"), KeyError("k")])
def test_whatever_goes_wrong_with_one_document_is_an_issue(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(document: Document, additions: Additions) -> Extraction:
        raise error

    monkeypatch.setattr(run, "extract", fail)
    issue = extract_guarded(Document("d", "text", "a.txt"), NO_ADDITIONS)
    assert issue == Issue("a.txt", "extract", f"{type(error).__name__}: {error}", "d")


def test_a_fault_in_the_vocabulary_stops_the_run(tmp_path: Path) -> None:
    actors = tmp_path / "actors.yml"
    actors.write_text("- {id: person/x, kind: wizard, code: X}\n")
    (tmp_path / "a.txt").write_text(ENGLISH)
    with pytest.raises(DataError, match=r"actors\.yml.*wizard"):
        list(iter_extractions([str(tmp_path / "a.txt")], Additions((actors,))))


def test_progress_names_each_document_that_is_read(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pass_over(document: Document, additions: Additions) -> Extraction:
        return Extraction(document)

    monkeypatch.setattr(run, "extract", pass_over)
    told: list[str] = []
    assert len(list(iter_extractions([str(news)], notice=told.append))) == 4
    assert told == ["en.jsonl:1", "fr.txt"]
