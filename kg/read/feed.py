"""A feed (RSS, Atom) -> one document an entry.

Of a feed that was fetched, the article that an entry links to is read; one that cannot be fetched is an Issue, and the
text that the feed itself gives is read in its place. Of a feed in a file, only that text is: a file never leads to
the network.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kg.errors import InputError
from kg.read.blob import Blob, Fields
from kg.read.fetch import fetch
from kg.read.text import make_documents, make_id
from kg.read.trees import check_xml, parse_html, write_text
from kg.types import Document, Issue


def read_feed(blob: Blob) -> Iterator[Document | Issue | Blob]:
    """Yield a document, or the page that is to be read for it, for each entry."""
    import feedparser

    data = blob.read()
    check_xml(data, blob.limits, damaged=True)  # feedparser mends much
    feed: Any = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if feed.version == "":
        raise InputError("not a feed: of XML, RSS and Atom are read")
    known = Fields(outlet=_get(feed.feed, "title"), language=_read_language(_get(feed.feed, "language")))
    for number, entry in enumerate(feed.entries, start=1):
        fields = replace(known, date=_read_date(entry), title=_get(entry, "title"), url=_get_link(entry))
        item = replace(blob, source=f"{blob.source}:{number}", fields=Fields())
        try:
            yield from _read_entry(entry, item, fields, blob.fields.url)
        except InputError as error:
            yield Issue(item.source, "read", str(error))


def _read_entry(entry: Any, item: Blob, fields: Fields, home: str | None) -> Iterator[Document | Issue | Blob]:
    if home is not None and fields.url is not None:
        try:
            page = fetch(fields.url, item.languages, item.limits, home=home)
            yield replace(page, fields=page.fields.over(fields))
            return
        except InputError as error:
            yield Issue(fields.url, "read", f"{error}; the text in the feed is read in its place")
    given = [content.get("value", "") for content in entry.get("content", [])] + [entry.get("summary", "")]
    text = max(given, key=len)
    if re.search(r"<[a-z/!]|&\w+;", text, re.IGNORECASE) is not None:
        text = write_text(parse_html(text, item.limits))
    if text.strip() == "":
        raise InputError("the entry holds no text")
    if fields.title is not None and fields.title not in text[: len(fields.title) + 20]:
        text = f"{fields.title}\n\n{text}"
    yield from make_documents(text, item, replace(fields, id=make_id(fields.url or item.source, text)))


def _get(record: Any, key: str) -> str | None:
    value = record.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _get_link(entry: Any) -> str | None:
    link = _get(entry, "link")
    return link if link is not None and link.lower().startswith(("http://", "https://")) else None


def _read_date(entry: Any) -> str | None:
    stamp = entry.get("published_parsed") or entry.get("updated_parsed")
    return f"{stamp.tm_year:04}-{stamp.tm_mon:02}-{stamp.tm_mday:02}" if stamp is not None else None


def _read_language(value: str | None) -> str | None:
    found = re.match(r"[a-z]{2}(?![a-z])", value.lower()) if value is not None else None
    return found[0] if found is not None else None
