"""The table of formats, and how a blob is read: by the reader of its suffix, whatever goes wrong becoming an Issue.

A new format is one module with one reader, and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.errors import InputError
from kg.read.blob import Blob, SpentError
from kg.read.csv import read_csv
from kg.read.docx import read_docx
from kg.read.feed import read_feed
from kg.read.gz import read_gz
from kg.read.html import read_html
from kg.read.jsonl import read_jsonl
from kg.read.markdown import read_markdown
from kg.read.media import sniff
from kg.read.pdf import read_pdf
from kg.read.text import read_text
from kg.read.warc import read_warc
from kg.read.zip import read_zip
from kg.types import Document, Issue

READERS: dict[str, Callable[[Blob], Iterator[Document | Issue | Blob]]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".jsonl": read_jsonl,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
    ".warc": read_warc,
    ".gz": read_gz,
    ".zip": read_zip,
}


def read_blob(blob: Blob) -> Iterator[Document | Issue]:
    """Yield the documents of a blob and of all that lies in it, and an Issue for each that cannot be read.

    What has no reader is passed over where it lies in an archive.
    """
    empty = True
    try:
        for item in READERS[blob.suffix or sniff(blob.stream.peek())](blob):
            if not isinstance(item, Blob):
                yield item
            elif item.suffix == "" or item.suffix in READERS:
                yield from read_blob(item)
            else:
                continue
            empty = False
        if blob.fault is not None:
            yield Issue(blob.source, "read", f"damaged, read to where it ends: {blob.fault}")
        elif empty:
            yield Issue(blob.source, "read", f"it holds nothing to read ({list_suffixes()})")
    except SpentError as error:
        if blob.level > 0:
            raise  # what is left of the archive would only spend more
        yield Issue(blob.source, "read", str(error))
    except InputError as error:
        yield Issue(blob.source, "read", str(error) if blob.fault is None else f"damaged: {blob.fault}")
    except OSError as error:
        yield Issue(blob.source, "read", error.strerror or str(error))
    except RecursionError:
        yield Issue(blob.source, "read", "damaged: its parts lie too deep in each other")
    except Exception as error:  # noqa: BLE001 (libraries for foreign bytes raise anything; a file must not stop a run)
        yield Issue(blob.source, "read", f"damaged, or of a kind that is not known: {type(error).__name__}: {error}")


def list_suffixes() -> str:
    """Spell the suffixes that have a reader."""
    return ", ".join(sorted(READERS))
