"""Files, folders and standard input become documents in a fixed order; what cannot be read becomes an Issue."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest
from reading import FILES

from kg.read.files import read_documents
from kg.types import Document, Issue

LANGUAGES = ("en", "fr")
TEXT = "Iran sent drones to Russia, the Ukrainian defence ministry said."


def _read(*inputs: Path | str) -> list[Document | Issue]:
    return list(read_documents(map(str, inputs), LANGUAGES))


def _name(items: list[Document | Issue]) -> list[str]:
    return [item.source for item in items]


def _pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_a_folder_is_read_with_all_below_it_in_the_order_of_the_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.TXT", "c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{TEXT} {name}")
    assert _name(_read(tmp_path)) == ["a/b/c.TXT", "a/z.txt", "b.txt", "c.txt"]


def test_in_a_folder_hidden_files_and_unknown_kinds_are_passed_over(tmp_path: Path) -> None:
    for name in (".hidden.txt", ".git/a.txt", "picture.png", "README", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    assert _name(_read(tmp_path)) == ["a.txt"]


def test_a_hidden_folder_is_read_when_it_is_named(tmp_path: Path) -> None:
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "a.txt").write_text(TEXT)
    assert _name(_read(tmp_path / ".hidden")) == ["a.txt"]


@pytest.mark.parametrize("name", ["picture.png", "README"])
def test_a_file_of_an_unknown_kind_is_an_issue_when_it_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT)
    (issue,) = _read(tmp_path / name)
    assert isinstance(issue, Issue)
    assert issue.source == name
    assert "known are .atom, .csv, .docx" in issue.cause


def test_a_file_that_is_missing_is_an_issue_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    issue, document = _read(tmp_path / "missing.txt", tmp_path / "a.txt")
    assert issue == Issue("missing.txt", "read", "No such file or directory")
    assert isinstance(document, Document)


def test_a_folder_with_nothing_to_read_is_an_issue(tmp_path: Path) -> None:
    (issue,) = _read(tmp_path)
    assert isinstance(issue, Issue)
    assert "no file to read (.atom, .csv" in issue.cause


@pytest.mark.parametrize(
    ("data", "cause"),
    [(b"", "empty"), (b"\x00\x01\x02PNG", "binary"), (bytes((i * 37) % 128 + 128 for i in range(400)), "unknown")],
)
def test_empty_binary_and_undecodable_files_are_issues_with_their_cause(
    tmp_path: Path, data: bytes, cause: str
) -> None:
    (tmp_path / "bad.txt").write_bytes(data)
    (tmp_path / "good.txt").write_text(TEXT)
    issue, document = _read(tmp_path)
    assert isinstance(issue, Issue)
    assert issue.source == "bad.txt"
    assert cause in issue.cause
    assert isinstance(document, Document)


def test_a_document_that_is_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert _name(_read(tmp_path, tmp_path / "a.txt", tmp_path)) == ["a.txt"]


def test_two_texts_with_one_id_are_an_issue(tmp_path: Path) -> None:
    for name, text in (("a.jsonl", TEXT), ("b.jsonl", "Another text.")):
        (tmp_path / name).write_text(json.dumps({"id": "1", "text": text}))
    document, issue = _read(tmp_path)
    assert isinstance(document, Document)
    assert issue == Issue("b.jsonl:1", "read", "the id '1' stands for another text already", "1")


def test_standard_input_may_be_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    _pipe(monkeypatch, TEXT.encode())
    (document,) = _read("-")
    assert isinstance(document, Document)
    assert (document.text, document.source) == (TEXT, "-")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_standard_input_may_be_json_lines(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    _pipe(monkeypatch, "\n".join(json.dumps({"id": id, "text": TEXT}) for id in "ab").encode(encoding))
    first, second = _read("-")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, second.id) == ("a", "b")


def test_an_empty_standard_input_is_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    _pipe(monkeypatch, b"")
    assert _read("-") == [Issue("-", "read", "the file is empty")]


def test_standard_input_is_known_by_how_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("communique.pdf", "communique.docx", "page.html.gz", "crawl.warc", "nested.zip", "sources/page.html"):
        _pipe(monkeypatch, (FILES / name).read_bytes())
        items = _read("-")
        assert len(items) > 0
        assert all(isinstance(item, Document) for item in items), items


def test_links_within_a_folder_are_read_once_and_links_out_of_it_are_issues(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "out"
    for place in (folder / "deep", outside, folder / ".store"):
        place.mkdir(parents=True)
    (folder / "deep" / "a.txt").write_text(TEXT)
    (outside / "b.txt").write_text(TEXT)
    (folder / ".store" / "c").write_text(TEXT)
    (folder / "again.txt").symlink_to(folder / "deep" / "a.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "kept.txt").symlink_to(folder / ".store" / "c")
    (folder / "out").symlink_to(outside)
    (folder / "out.txt").symlink_to(outside / "b.txt")
    (folder / "passwd").symlink_to("/etc/passwd")
    items = _read(folder)
    assert _name(items) == ["deep/a.txt", "kept.txt", "out", "out.txt"]
    assert [isinstance(item, Issue) for item in items] == [False, False, True, True]
    assert all("leads out of the folder" in item.cause for item in items if isinstance(item, Issue))
    assert _name(_read(folder / "out.txt")) == ["out.txt"]
    assert _name(_read(f"{folder}/**/*.txt")) == ["deep/a.txt", "kept.txt", "out.txt"]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.txt", ["a.txt", "b.txt"]),
        ("**/*.txt", ["a.txt", "b.txt", "in/c.txt", "in/deep/d.txt"]),
        ("[ab].*", ["a.txt", "b.txt"]),
        ("?.png", []),
        ("i*", ["in/c.txt", "in/deep/d.txt"]),
        ("*", ["a.txt", "b.txt", "in/c.txt", "in/deep/d.txt"]),
        ("a**", []),
    ],
)
def test_a_pattern_stands_for_what_fits_it_in_a_fixed_order(tmp_path: Path, pattern: str, names: list[str]) -> None:
    for name in ("a.txt", "b.txt", "in/c.txt", "in/deep/d.txt", ".hidden.txt", ".git/e.txt", "x.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{TEXT} {name}")
    items = _read(f"{tmp_path}/{pattern}")
    if names == []:
        assert [type(item) for item in items] == [Issue]
        assert items[0].source == f"{tmp_path}/{pattern}"
    else:
        assert _name(items) == names


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text(TEXT)
    assert _name(_read(tmp_path / "a[1].txt")) == ["a[1].txt"]


@pytest.mark.parametrize("name", ["\0", "a\0.txt", "http://", "https://[", "["])
def test_a_name_that_names_nothing_is_an_issue(name: str) -> None:
    assert [type(item) for item in _read(name)] == [Issue]


def test_a_name_longer_than_a_system_allows_is_an_issue() -> None:
    (issue,) = _read("x" * 5000 + ".txt")
    assert isinstance(issue, Issue)
    assert issue.cause == "File name too long"


def test_a_file_that_must_not_be_read_or_is_no_file_is_an_issue(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text(TEXT)
    assert _name(_read(tmp_path)) == ["a.txt"]
