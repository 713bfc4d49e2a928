"""Say which reader reads bytes that come without a file's name: by their media type, or by how they begin."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

# Media types of what has a reader. None: the type says nothing, and the address or the first bytes have to.
_SUFFIXES: dict[str, str | None] = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/zip": ".zip",
    "application/gzip": ".gz",
    "application/warc": ".warc",
    "application/octet-stream": None,
    "": None,
}
_PROLOGUE = rb"\s*(?:<(?:\?|!--)[^>]*>\s*)*"
_BEGINNINGS = (
    (re.compile(rb"%PDF-"), ".pdf"),
    (re.compile(rb"PK\x03\x04.{22,2000}?(?:word/|\[Content_Types\]\.xml)", re.DOTALL), ".docx"),
    (re.compile(rb"PK\x03\x04"), ".zip"),
    (re.compile(rb"\x1f\x8b"), ".gz"),
    (re.compile(rb"WARC/\d"), ".warc"),
    (re.compile(rb"\s*\{"), ".jsonl"),
    (re.compile(_PROLOGUE + rb"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE), ".xml"),
    (re.compile(_PROLOGUE + rb"<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.IGNORECASE), ".html"),
)


def sniff(head: bytes) -> str:
    """Return the suffix that fits the first bytes (two thousand are enough); ".txt" where nothing else does."""
    # Of UTF-16 the letters without their zeros are enough to go by.
    plain = head[:4000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff") if not head.startswith(b"PK") else head
    return next((suffix for beginning, suffix in _BEGINNINGS if beginning.match(plain) is not None), ".txt")


def find_suffix(media: str, url: str) -> str | None:
    """Return the suffix that a media type stands for; "" where it says nothing, None where there is no reader."""
    plain = media.partition(";")[0].strip().lower()
    if plain not in _SUFFIXES:
        return None
    suffix, named = _SUFFIXES[plain], PurePosixPath(urlsplit(url).path).suffix.lower()
    if suffix in (None, ".txt", ".gz"):  # what servers say of files that they do not know
        return named if named in {*_SUFFIXES.values(), ".tsv", ".rss", ".atom"} and named != "" else suffix or ""
    return suffix


def find_charset(media: str) -> str | None:
    """Return the encoding that a media type names."""
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", media, re.IGNORECASE)
    return found[1] if found is not None else None
