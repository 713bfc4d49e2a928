"""An HTML page -> Document: the article without menus, teasers and notices, found by trafilatura.

The date is what the page states: its metadata (the day of publication, not of the last change), else its address, else
the time or the line that it shows above the text. htmldate, which trafilatura asks, is not: it takes any date on the
page for want of a better one, gives a day where a month is written, and looks at the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from kg.errors import InputError
from kg.read.blob import Blob, Fields
from kg.read.dates import find_name_date, parse_date, read_date_line
from kg.read.encoding import decode
from kg.read.text import make_documents
from kg.read.trees import parse_html
from kg.types import Document, Issue

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(https?://\S+) -->")
_META_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.date", "dcterms.issued", "dcterms.created", "pubdate", "publishdate", "publish-date", "publication_date",
    "parsely-pub-date", "sailthru.date", "article.published", "citation_publication_date", "prism.publicationdate",
)  # fmt: skip
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_TIMES = ('//*[@itemprop="datePublished"]', "//article//time", "//main//time", "//header//time")
_DATE_LINES = '//*[contains(@class, "date") or contains(@class, "publi") or contains(@class, "time") or @id="date"]'
_MOST_DATE_LINES, _LONGEST_DATE_LINE = 20, 80


def read_html(blob: Blob) -> Iterator[Document | Issue]:
    """Read the article of a page; a page without one is an InputError."""
    from trafilatura import bare_extraction

    data = blob.read()
    meta = _META_CHARSET.search(data[:4096])
    page = decode(data, blob.encoding or (meta[1].decode("ascii", "replace") if meta is not None else None))
    tree = parse_html(page, blob.limits)
    saved = _SAVED_FROM.search(page[:4096])
    date, language = _find_date(tree, blob), _find_language(tree)
    article: Any = bare_extraction(tree, url=blob.fields.url, include_comments=False, with_metadata=True)
    if article is None or article.text is None or article.text.strip() == "":
        raise InputError("the page holds no article: no text was found beside menus and notices")
    url = article.url if article.url is not None and article.url.startswith(("http://", "https://")) else None
    if url is None and saved is not None:
        url = saved[1]
    if date is None and url is not None:
        date = find_name_date(url)
    outlet = article.sitename or article.hostname
    fields = Fields(language=language, date=date, title=article.title or None, url=url, outlet=outlet or None)
    yield from make_documents(re.sub(r"\n+", "\n\n", article.text.strip()), blob, fields)


def _find_date(tree: HtmlElement, blob: Blob) -> str | None:
    for value in _list_dates(tree):
        date = parse_date(value, blob.languages)
        if date is not None:
            return date
    for element in tree.xpath(_DATE_LINES)[:_MOST_DATE_LINES]:
        line = " ".join(element.text_content().split())
        date = read_date_line(line, blob.languages) if len(line) <= _LONGEST_DATE_LINE else None
        if date is not None:
            return date
    return None


def _list_dates(tree: HtmlElement) -> Iterator[str]:
    """Yield what the markup gives as the date of publication, the surest first."""
    metas = {
        str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): str(meta.get("content"))
        for meta in reversed(tree.xpath("//meta[@content]"))
    }
    yield from (metas[name] for name in _META_DATES if name in metas)
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        yield from _PUBLISHED.findall(script.text or "")
    for path in _TIMES:
        for element in tree.xpath(path)[:1]:
            yield str(element.get("datetime") or element.get("content") or element.text_content())


def _find_language(tree: HtmlElement) -> str | None:
    """Return the language that the page states, as ISO 639-1."""
    stated = [tree.get("lang"), *tree.xpath('//meta[@property="og:locale"]/@content')]
    found = next(filter(None, (re.match(r"[a-z]{2}(?![a-z])", value.lower()) for value in stated if value)), None)
    return found[0] if found is not None else None
