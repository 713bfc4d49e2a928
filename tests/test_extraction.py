"""Whatever goes wrong with one document is an Issue of it, and the others are extracted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.extract.vocabulary import NO_ADDITIONS, Additions
from kg.run import extraction
from kg.run.extraction import extract_guarded, iter_extractions
from kg.types import Document, Extraction, Issue

ENGLISH = "Iranian President Masoud Pezeshkian met Russian President Vladimir Putin in Ashgabat on Friday."


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

    monkeypatch.setattr(extraction, "extract", fail)
    issue = extract_guarded(Document("d", "text", "a.txt"), NO_ADDITIONS)
    assert issue == Issue("a.txt", "extract", f"{type(error).__name__}: {error}", "d")


def test_a_fault_in_the_vocabulary_stops_the_run(tmp_path: Path) -> None:
    actors = tmp_path / "actors.yml"
    actors.write_text("- {id: person/x, kind: wizard, code: X}\n")
    (tmp_path / "a.txt").write_text(ENGLISH)
    with pytest.raises(DataError, match=r"actors\.yml.*wizard"):
        list(iter_extractions([str(tmp_path / "a.txt")], Additions((actors,))))
