"""Every format is read from files that programs made; whatever the bytes are, documents or Issues come out."""

from __future__ import annotations

import gzip
import io
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import FILES, SOURCES, check_reading, read_bytes, read_file, read_issue, read_one

from kg.read.blob import Blob, Budget
from kg.read.formats import READERS, read_blob
from kg.types import Document, Issue, Limits

SMALL = Limits(size=1 << 20, word=50, sentence=200, document=2_000, depth=64, elements=5_000)


@pytest.mark.parametrize("suffix", sorted(READERS))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_documents_or_issues(suffix: str, data: bytes) -> None:
    check_reading(data, suffix, SMALL)


@pytest.mark.parametrize("path", [path for path in sorted(FILES.rglob("*")) if path.suffix in READERS], ids=str)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(draw=st.data())
def test_a_damaged_file_is_documents_or_issues(path: Path, draw: st.DataObject) -> None:
    data = bytearray(path.read_bytes())
    for at in draw.draw(st.lists(st.integers(0, len(data) - 1), max_size=8)):
        data[at] = draw.draw(st.integers(0, 255))
    check_reading(bytes(data[: draw.draw(st.integers(0, len(data)))]), path.suffix, SMALL)


@pytest.mark.parametrize("suffix", [".csv", ".docx", ".gz", ".pdf", ".rss", ".warc", ".zip"])
def test_a_text_under_another_suffix_is_an_issue_that_says_what_it_is_not(suffix: str) -> None:
    issue = read_issue(b"Kenya and Norway signed an agreement, the ministry said.", f"a{suffix}")
    assert (issue.source, issue.stage) == (f"a{suffix}", "read")
    assert re.search("(?i)no column|not |no article", issue.cause) is not None


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_an_empty_file_is_an_issue(suffix: str) -> None:
    assert read_issue(b"", f"a{suffix}").source == f"a{suffix}"


def test_what_a_library_raises_is_an_issue_of_that_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(blob: Blob) -> None:
        raise KeyError("/Root")

    monkeypatch.setitem(READERS, ".pdf", fail)
    assert read_issue(b"x", "a.pdf").cause == "damaged, or of a kind that is not known: KeyError: '/Root'"


def test_a_gzip_file_is_read_as_what_its_name_says_and_else_as_how_it_begins() -> None:
    page = (SOURCES / "page.html").read_bytes()
    named, unnamed = read_one(gzip.compress(page), "a.html.gz"), read_one(gzip.compress(page), "a.gz")
    assert named.text == unnamed.text == read_one(page, "a.html").text
    assert (named.source, unnamed.source) == ("a.html.gz", "a.gz")


def test_a_gzip_file_of_what_has_no_reader_is_an_issue() -> None:
    assert "nothing to read" in read_issue(gzip.compress(b"x" * 1024), "a.tar.gz").cause


def test_a_gzip_file_that_was_cut_is_read_to_where_it_ends_and_is_an_issue() -> None:
    text = "Kenya and Norway signed an agreement. " * 5000
    document, issue = read_bytes(gzip.compress(text.encode(), 0)[:-60_000], "a.txt.gz")
    assert isinstance(document, Document)
    assert text.startswith(document.text)
    assert isinstance(issue, Issue)
    assert issue.cause.startswith("damaged, read to where it ends: Compressed file ended before")


def test_members_of_archives_are_named_by_their_path_and_have_ids_of_their_own() -> None:
    items = read_file("nested.zip")
    assert [item.source for item in items] == [
        "nested.zip!/nested/press.csv:2",
        "nested.zip!/nested/press.csv:3",
        "nested.zip!/nested/press.csv:4",
        "nested.zip!/nested/inner.zip!/inner/communique.docx",
        "nested.zip!/nested/inner.zip!/inner/gazette.pdf",
        "nested.zip!/nested/page.html.gz",
        "nested.zip!/nested/page.html",
    ]
    ids = [item.id for item in items if isinstance(item, Document)]
    assert len(set(ids)) == len(items)


def test_every_document_of_the_files_is_the_same_each_time() -> None:
    for path in sorted(FILES.glob("*.*")):
        if path.suffix in READERS:
            assert read_file(path.name) == read_file(path.name)


def test_one_bad_member_does_not_stop_the_others() -> None:
    data = (FILES / "nested.zip").read_bytes()
    at = data.index(b"inner.zip")
    damaged = data[: at + 60] + b"\xff" * 40 + data[at + 100 :]
    items = read_bytes(damaged, "a.zip")
    assert any(isinstance(item, Issue) and item.source.startswith("a.zip!/nested/inner.zip") for item in items)
    assert "a.zip!/nested/page.html" in [item.source for item in items if isinstance(item, Document)]


def test_a_table_is_read_row_by_row() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:
            row = b'{"text": "Kenya and Norway signed an agreement."}\n'
            buffer[: len(row)] = row
            self.given += len(row)
            return len(row)

    stream = Endless()
    blob = Blob("a.jsonl", io.BufferedReader(stream), ".jsonl", ("en",), Limits(), Budget(Limits(), 1))
    items = read_blob(blob)
    assert all(isinstance(next(items), Document) for _ in range(500))
    assert stream.given < 500 * 100
