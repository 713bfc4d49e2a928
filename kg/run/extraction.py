"""Documents -> extractions; one bad document never stops a run.

A broad `except` stands here, around one document, as one stands around one file in kg/read/formats.py: a fault becomes
an Issue with its cause.
A fault in the vocabulary is not the document's: it stops the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec

from kg.errors import DataError, KgError, LanguageError
from kg.extract.parsing import load_model
from kg.extract.pipeline import extract, load_resources
from kg.extract.vocabulary import NO_ADDITIONS, Additions, list_languages
from kg.graph.stories import make_sketch
from kg.read.files import read_documents
from kg.run.store import Outcome, pack_outcome
from kg.types import Document, Extraction, Issue, Limits


def iter_extractions(
    inputs: Iterable[str], additions: Additions = NO_ADDITIONS, limits: Limits = Limits()
) -> Iterator[Extraction | Issue]:
    """Yield the extraction of every document, or the Issue that it became."""
    for item in read_documents(inputs, list_languages(additions.languages), limits):
        yield item if isinstance(item, Issue) else extract_guarded(item, additions)


def extract_guarded(document: Document, additions: Additions) -> Extraction | Issue:
    """Extract one document; what goes wrong with it becomes an Issue. Raises DataError for a bad vocabulary file."""
    try:
        return extract(document, additions)
    except DataError:
        raise
    except KgError as error:
        return Issue(document.source, "extract", str(error), document.id)
    except Exception as error:  # noqa: BLE001 (the one broad except: a document must not stop a run)
        return Issue(document.source, "extract", f"{type(error).__name__}: {error}", document.id)


def extract_packed(task: bytes, begin: Callable[[], None]) -> bytes:
    """Extract a document in a process of its own: (document, additions) -> (sketch, outcome), as msgpack."""
    form = tuple[Document, Additions]
    document, additions = msgspec.msgpack.decode(task, type=form, dec_hook=lambda _, name: Path(name))
    with suppress(LanguageError):  # which the extraction says again
        codes = tuple(sorted({paragraph.language for paragraph in document.paragraphs}))
        load_resources(codes, additions)
        for code in codes:
            load_model(code, additions.languages)
    begin()
    found = extract_guarded(document, additions)
    if isinstance(found, Issue):
        return msgspec.msgpack.encode((None, pack_outcome(Outcome(Extraction(document), found))))
    sketch = make_sketch(document.id, document.date, document.text)
    return msgspec.msgpack.encode((sketch, pack_outcome(Outcome(replace(found, mentions=())))))
