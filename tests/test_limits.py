"""No bomb: what is too large, too deep or has no end is cut or becomes an Issue, soon and in little memory."""

from __future__ import annotations

import gzip
import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from reading import read_bytes, read_issue, read_one

from kg.types import Document, Issue, Limits

MEGABYTE = 1 << 20
SENTENCE = "Kenya and Norway signed an agreement on patrols at sea. "


@contextmanager
def _bounded(megabytes: float) -> Iterator[None]:
    """See that what is read in this block never takes more memory than that."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < megabytes * MEGABYTE
    finally:
        tracemalloc.stop()


def _zip(*members: tuple[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return data.getvalue()


def _squeeze(size: int) -> bytes:
    """Compress so many zeros without making them at once."""
    packer = zlib.compressobj(9, wbits=31)
    parts = [packer.compress(bytes(MEGABYTE)) for _ in range(size // MEGABYTE)]
    return b"".join([*parts, packer.flush()])


def test_a_file_larger_than_the_limit_is_an_issue_that_names_the_option() -> None:
    issue = read_issue(SENTENCE.encode() * 100, "a.txt", size=1000)
    assert issue.cause == "larger than 1000 bytes; raise --max-size to read it"


def test_a_line_larger_than_the_limit_is_passed_over_and_the_rest_is_read() -> None:
    row = '{"text": "' + SENTENCE + '"}'
    issue, document = read_bytes(f'{{"text": "{SENTENCE * 99}"}}\n{row}\n'.encode(), "a.jsonl", size=1000)
    assert isinstance(issue, Issue)
    assert (issue.source, "--max-size" in issue.cause) == ("a.jsonl:1", True)
    assert isinstance(document, Document)


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.csv.gz", "a.warc.gz", "a.gz"])
def test_a_gzip_bomb_is_an_issue_and_is_never_unpacked_as_a_whole(name: str) -> None:
    bomb = _squeeze(256 * MEGABYTE)
    assert len(bomb) < MEGABYTE
    with _bounded(40):
        read_issue(bomb, name, size=8 * MEGABYTE)


def test_a_bomb_of_lines_is_stopped_by_what_it_becomes_and_what_it_held_is_read() -> None:
    row = b'{"text": "' + SENTENCE.encode() + b'"}\n'
    items = read_bytes(gzip.compress(row * 20_000), "a.jsonl.gz", size=1000, ratio=20)
    assert isinstance(items[0], Document)
    assert isinstance(items[-1], Issue)
    assert "more than 20 times as large; raise --max-ratio" in items[-1].cause
    assert len(items) < 20_000


def test_members_that_share_their_bytes_are_stopped_by_what_they_become() -> None:
    once = _zip(("a.txt", SENTENCE.encode() * 2000))
    end = once.index(b"PK\1\2")
    entry, tail = once[end : once.index(b"PK\5\6")], once[once.index(b"PK\5\6") :]
    many = bytearray(tail)
    struct.pack_into("<HHLL", many, 8, 500, 500, len(entry) * 500, end)
    items = read_bytes(once[:end] + entry * 500 + bytes(many), "a.zip", size=200_000, ratio=10)
    issues = [item for item in items if isinstance(item, Issue)]
    assert len(issues) == 1
    assert "--max-ratio" in issues[0].cause


def test_archives_in_archives_end_at_the_limit() -> None:
    data = _zip(("a.txt", SENTENCE.encode()))
    for _ in range(4):
        data = _zip(("in.zip", data))
    issue = read_issue(data, "out.zip")
    assert issue.source == "out.zip!/in.zip!/in.zip!/in.zip!/in.zip"
    assert "--max-nesting" in issue.cause
    assert read_one(data, "out.zip", nesting=5).text == SENTENCE


def test_an_archive_that_lists_more_than_can_be_held_is_an_issue() -> None:
    data = bytearray(_zip(("a.txt", SENTENCE.encode())))
    struct.pack_into("<L", data, data.index(b"PK\5\6") + 12, 0xFFFFFFF0)
    assert "list of members" in read_issue(bytes(data), "a.zip").cause


def test_names_that_point_out_of_an_archive_are_only_names() -> None:
    document = read_one(_zip(("../../etc/note.txt", SENTENCE.encode())), "a.zip")
    assert document.source == "a.zip!/../../etc/note.txt"


@pytest.mark.parametrize("element", ["div", "b", "table><tr><td", "ul><li", "blockquote"])
def test_html_that_is_too_deep_is_an_issue(element: str) -> None:
    start = time.monotonic()
    assert "--max-depth" in read_issue(f"<{element}>".encode() * 200_000, "a.html").cause
    assert time.monotonic() - start < 10


def test_html_of_too_many_elements_is_an_issue() -> None:
    assert "--max-elements" in read_issue(b"<p>a</p>" * 2000, "a.html", elements=1000).cause


@pytest.mark.parametrize(
    ("inside", "cause"),
    [
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"><channel>&a;</channel></rss>', "entities of its own"),
        ('<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>', "entities of its own"),
        ("<rss>" + "<a>" * 1000 + "</a>" * 1000 + "</rss>", "--max-depth"),
        ("<rss>" + "<a/>" * 600_000 + "</rss>", "--max-elements"),
    ],
)
def test_xml_that_declares_entities_or_is_too_deep_or_too_large_is_an_issue(inside: str, cause: str) -> None:
    assert cause in read_issue(inside.encode(), "a.xml").cause
    word = _zip(("word/document.xml", inside.encode()), ("[Content_Types].xml", b"<Types/>"))
    assert cause in read_issue(word, "a.docx").cause


def test_a_word_document_that_unpacks_to_too_much_is_an_issue() -> None:
    word = _zip(("word/document.xml", b"<a>" + b" " * 20 * MEGABYTE + b"</a>"))
    with _bounded(10):
        assert "--max-size" in read_issue(word, "a.docx", size=4 * MEGABYTE).cause


def test_a_text_without_a_full_stop_is_cut_and_not_fatal() -> None:
    text = " ".join(["Kenya", "and", "Norway", "patrol", "the", "wide", "open", "sea"] * 60_000)
    start = time.monotonic()
    items = read_bytes(text.encode(), "a.txt")
    assert time.monotonic() - start < 60
    documents = [item for item in items if isinstance(item, Document)]
    assert "".join(document.text for document in documents) == text
    assert [document.source for document in documents] == ["a.txt", "a.txt#2", "a.txt#3"]
    assert len({document.id for document in documents}) == 3
    limits = Limits()
    for document in documents:
        assert len(document.text) <= limits.document
        assert all(p.end - p.start <= limits.sentence for p in document.paragraphs)
        assert sum(p.end - p.start for p in document.paragraphs) > 0.99 * len(document.text)
    causes = [item.cause for item in items if isinstance(item, Issue)]
    assert sum("--max-sentence" in cause for cause in causes) == 3
    assert "longer than 1000000 characters; read in parts. --max-document sets the limit" in causes


def test_parts_of_a_long_text_keep_its_date_and_end_between_paragraphs() -> None:
    text = "2023-08-23 – Title\n\n" + (SENTENCE + "\n\n") * 50
    items = read_bytes(text.encode(), "a.txt", document=1000)
    documents = [item for item in items if isinstance(item, Document)]
    assert {document.date for document in documents} == {"2023-08-23"}
    assert {document.title for document in documents} == {"Title"}
    assert all(document.text.endswith("\n\n") for document in documents)


def test_a_long_paragraph_of_sentences_is_cut_between_them_without_an_issue() -> None:
    document = read_one(SENTENCE.encode() * 1000, "a.txt")
    assert len(document.paragraphs) > 1
    assert all(document.text[p.start : p.end].endswith("sea.") for p in document.paragraphs)


def test_a_word_without_end_lies_in_no_paragraph() -> None:
    text = f"{SENTENCE}{'QUJD' * 5000} {SENTENCE}"
    document, issue = read_bytes(text.encode(), "a.txt")
    assert isinstance(document, Document)
    assert isinstance(issue, Issue)
    assert [document.text[p.start : p.end] for p in document.paragraphs] == [SENTENCE.strip()] * 2
    assert issue.cause == (
        f"passed over 1 words longer than 1000 characters, the first at {len(SENTENCE)}. --max-word sets the limit"
    )


@pytest.mark.parametrize("unit", ["\n", " ", "a.\n", "- ", "\n-", ", ", "x", "é", "(", "A, ", "\t\n ", "[a]", "1/1 "])
def test_no_text_takes_long_to_read(unit: str) -> None:
    data = (unit * (100_000 // len(unit)) + "x").encode()
    start = time.monotonic()
    for name in ("a.txt", "a.md", "a.html", "a.csv"):
        read_bytes(data, name)
    assert time.monotonic() - start < 60
