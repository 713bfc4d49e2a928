"""A web archive (.warc) -> the pages that it holds, named `archive.warc!/https://…`.

Read are responses with status 200, resources and conversions of a kind that has a reader; pictures, scripts, requests
and revisits are passed over. When a page was crawled is not when it was published, so that date is not used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO, cast

from kg.errors import InputError
from kg.read.blob import Blob, Fields
from kg.read.media import find_charset, find_suffix

_KINDS = frozenset({"response", "resource", "conversion"})


def read_warc(blob: Blob) -> Iterator[Blob]:
    """Yield each page."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    if not blob.stream.peek().startswith(b"WARC/"):
        raise InputError("not a web archive (WARC)")
    try:
        for record in ArchiveIterator(blob.stream):
            status = record.http_headers.get_statuscode() if record.http_headers is not None else "200"
            if record.rec_type in _KINDS and status == "200":
                yield from _read_record(blob, record)
    except ArchiveLoadFailed as error:
        raise InputError(f"a damaged web archive: {str(error).strip()}") from error


def _read_record(blob: Blob, record: Any) -> Iterator[Blob]:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    media = headers.get_header("Content-Type") or ""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    suffix = find_suffix(media, url)
    if suffix is None:
        return
    page = blob.enter(f"{blob.source}!/{url}", cast("BinaryIO", record.content_stream()), suffix)
    known = Fields(url=url if url.startswith(("http://", "https://")) else None).over(page.fields)
    yield replace(page, fields=known, encoding=find_charset(media))
