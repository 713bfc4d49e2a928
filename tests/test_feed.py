"""Feeds and addresses of the web, from a server on this machine: what they link to is read, and nothing beside it."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from reading import FILES, LANGUAGES, SOURCES, read_bytes, read_issue

from kg.read.files import read_documents
from kg.types import Document, Issue, Limits

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>La Dépêche du Golfe</title><language>fr-FR</language>
<item><title>Un accord à Oslo</title><link>{site}/article</link><pubDate>Tue, 12 Mar 2024 08:00:00 GMT</pubDate>
<description>La Norvège et le Kenya ont signé un accord.</description></item>
<item><title>Oman reçoit le Kenya</title><link>{site}/gone</link><pubDate>Wed, 13 Mar 2024 08:00:00 GMT</pubDate>
<description>&lt;p&gt;Le sultanat d'Oman a &lt;b&gt;reçu&lt;/b&gt; l'émissaire du Kenya.&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Fjord Times</title>
<entry><title>Denmark closes its embassy</title><updated>2024-03-04T10:00:00Z</updated><id>x</id>
<content type="html">&lt;p&gt;Denmark closed its embassy in Mali on Sunday.&lt;/p&gt;</content></entry></feed>"""


class _Handler(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        page, site = (SOURCES / "page.html").read_bytes(), f"http://127.0.0.1:{self.server.server_address[1]}"
        old = page.decode().replace('<meta charset="utf-8">', "").encode("cp1252")
        answers = {
            "/feed": ("application/rss+xml", RSS.format(site=site).encode()),
            "/inward": ("application/rss+xml", RSS.format(site=site.replace("127.0.0.1", "127.0.0.2")).encode()),
            "/article": ("text/html; charset=utf-8", page),
            "/old": ("text/html; charset=iso-8859-1", old),
            "/packed": ("text/html", gzip.compress(page)),
            "/report": ("application/octet-stream", (FILES / "communique.pdf").read_bytes()),
            "/large": ("text/plain", b"Kenya and Norway signed an agreement. " * 10_000),
            "/picture": ("image/png", b"\x89PNG"),
        }
        if self.path in ("/moved", "/inside"):
            self.send_response(302)
            port = self.server.server_address[1]
            self.send_header("Location", "/article" if self.path == "/moved" else f"http://127.0.0.2:{port}/article")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        kind, body = answers.get(self.path, ("text/html", b""))
        self.send_response(200 if self.path in answers else 404)
        self.send_header("Content-Type", kind)
        if self.path == "/packed":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    _Handler.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def _read(*names: str, limits: Limits = Limits()) -> list[Document | Issue]:
    return list(read_documents(names, LANGUAGES, limits))


def test_an_address_is_read_as_the_page_that_it_is(site: str) -> None:
    (page,) = _read(f"{site}/article")
    assert isinstance(page, Document)
    assert (page.source, page.title) == (f"{site}/article", "La Norvège livre deux patrouilleurs au Kenya")
    assert page.outlet == "Le Courrier du Fjord"


@pytest.mark.parametrize("path", ["/old", "/packed", "/moved"])
def test_encodings_packing_and_redirections_change_nothing(site: str, path: str) -> None:
    (page,), (same,) = _read(f"{site}{path}"), _read(f"{site}/article")
    assert isinstance(page, Document)
    assert isinstance(same, Document)
    assert page.text == same.text


def test_a_file_without_a_kind_is_known_by_how_it_begins(site: str) -> None:
    (report,) = _read(f"{site}/report")
    assert isinstance(report, Document)
    assert (report.title, report.url) == ("Communiqué conjoint", f"{site}/report")


def test_the_articles_of_a_feed_are_fetched_and_its_own_text_stands_for_one_that_is_gone(site: str) -> None:
    article, issue, teaser = _read(f"{site}/feed")
    assert isinstance(article, Document)
    assert (article.title, article.date) == ("La Norvège livre deux patrouilleurs au Kenya", "2024-03-13")
    assert isinstance(issue, Issue)
    assert issue.source == f"{site}/gone"
    assert "404" in issue.cause
    assert isinstance(teaser, Document)
    assert teaser.text == "Oman reçoit le Kenya\n\nLe sultanat d'Oman a reçu l'émissaire du Kenya."
    assert (teaser.date, teaser.outlet, teaser.url) == ("2024-03-13", "La Dépêche du Golfe", f"{site}/gone")
    assert _Handler.asked == ["/feed", "/article", "/gone"]


def test_neither_a_feed_nor_a_redirection_leads_to_a_private_address(site: str) -> None:
    items = _read(f"{site}/inward")
    assert isinstance(items[0], Issue)
    assert items[0].cause.startswith(f"{site}/inward leads to the private address")
    (issue,) = _read(f"{site}/inside")
    assert isinstance(issue, Issue)
    assert "private address" in issue.cause
    assert "/article" not in _Handler.asked


@pytest.mark.parametrize(
    ("path", "cause"), [("/nothing", "404"), ("/large", "--max-size"), ("/picture", "no reader for 'image/png'")]
)
def test_what_cannot_be_had_is_an_issue_with_its_cause(site: str, path: str, cause: str) -> None:
    (issue,) = _read(f"{site}{path}", limits=Limits(size=100_000))
    assert isinstance(issue, Issue)
    assert issue.source == f"{site}{path}"
    assert cause in issue.cause


def test_a_server_that_is_not_there_is_an_issue() -> None:
    (issue,) = _read("http://127.0.0.1:9/x")
    assert isinstance(issue, Issue)
    assert "cannot be fetched: " in issue.cause


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss"])
def test_a_feed_in_a_file_gives_its_own_text_and_leads_nowhere(site: str, name: str) -> None:
    first, second = read_bytes(RSS.format(site=site).encode(), name)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.source, first.date, first.language) == (f"{name}:1", "2024-03-12", "fr")
    assert first.text == "Un accord à Oslo\n\nLa Norvège et le Kenya ont signé un accord."
    assert _Handler.asked == []


def test_atom_is_a_feed(tmp_path: Path) -> None:
    (tmp_path / "a.atom").write_text(ATOM)
    (document,) = _read(str(tmp_path / "a.atom"))
    assert isinstance(document, Document)
    assert (document.date, document.outlet) == ("2024-03-04", "Fjord Times")
    assert document.text == "Denmark closes its embassy\n\nDenmark closed its embassy in Mali on Sunday."


def test_other_xml_is_an_issue() -> None:
    assert read_issue(b"<urlset><url/></urlset>", "sitemap.xml").cause.startswith("not a feed")
