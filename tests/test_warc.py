"""A web archive is read page by page; what is no page is passed over."""

from __future__ import annotations

import pytest
from reading import FILES, read_bytes, read_file, read_issue

from kg.types import Document, Issue

SITE = "https://courrier-du-fjord.example"


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_pages_are_read_and_pictures_requests_revisits_and_errors_are_not(name: str) -> None:
    items = read_file(name)
    assert [item.source for item in items] == [
        f"{name}!/{SITE}/monde/a",
        f"{name}!/{SITE}/monde/b",
        f"{name}!/{SITE}/monde/c",
        f"{name}!/{SITE}/communique",
        f"{name}!/{SITE}/2024/03/14/note.txt",
        f"{name}!/{SITE}/monde/a",
    ]
    documents = [item for item in items if isinstance(item, Document)]
    # Sent packed, or in another encoding that only the server names: it is the same text.
    assert len({document.text for document in documents[:3]}) == 1
    assert len({document.id for document in documents}) == 6


def test_a_page_has_its_address_and_never_the_date_of_the_crawl() -> None:
    pages = [item for item in read_file("crawl.warc.gz") if isinstance(item, Document)]
    assert [page.date for page in pages] == ["2024-03-13"] * 4 + ["2024-03-14", None]
    assert [page.url for page in pages[3:]] == [f"{SITE}/communique", f"{SITE}/2024/03/14/note.txt", f"{SITE}/monde/a"]


def test_an_archive_that_was_cut_gives_what_it_still_holds_and_an_issue() -> None:
    data = (FILES / "crawl.warc.gz").read_bytes()
    items = read_bytes(data[: len(data) // 2], "a.warc.gz")
    assert isinstance(items[0], Document)
    assert isinstance(items[-1], Issue)
    assert items[-1].source.startswith("a.warc.gz")


def test_what_is_no_web_archive_is_an_issue() -> None:
    assert read_issue(b"no archive", "a.warc").cause == "not a web archive (WARC)"
