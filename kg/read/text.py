"""Text -> Documents: the title and the date that it begins with, and its paragraphs.

The title is the first paragraph when it is one line that ends like no sentence and more text follows. A text that is
longer than a document may be becomes several documents, parted between paragraphs where that is possible; it, and a
text with a word or a sentence longer than the limits, is an Issue as well.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from kg.errors import InputError
from kg.read.blob import Blob, Fields
from kg.read.dates import find_head_date
from kg.read.encoding import decode
from kg.read.language import find_cuts, find_paragraphs
from kg.types import Document, Issue, Limits, Paragraph

_LONGEST_TITLE = 250
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def read_text(blob: Blob) -> Iterator[Document | Issue]:
    """Decode bytes and read them as one text."""
    yield from make_documents(decode(blob.read()), blob, Fields())


def make_documents(text: str, blob: Blob, fields: Fields) -> Iterator[Document | Issue]:
    """Make the document of a text, or the documents of one that is too long, and Issues for what was cut.

    What `fields` states wins over what is known of the blob, and both win over what the text begins with.
    """
    fields = fields.over(blob.fields)
    first: Document | None = None
    for number, part in enumerate(_cut_text(text, blob.limits.document), start=1):
        if first is None:
            document = first = make_document(part, blob.source, blob.languages, fields, blob.limits)
        else:
            fields = replace(fields, id=f"{first.id}#{number}", date=first.date, title=first.title)
            source = f"{blob.source}#{number}"
            document = make_document(part, source, blob.languages, fields, blob.limits)
        yield document
        yield from _tell_cuts(document, blob.limits)
    if len(text) > blob.limits.document:
        cause = f"longer than {blob.limits.document} characters; read in parts. --max-document sets the limit"
        yield Issue(blob.source, "read", cause)


def make_document(
    text: str, source: str, languages: tuple[str, ...], fields: Fields, limits: Limits = Limits()
) -> Document:
    """Make one document of a text; what `fields` states wins over what the text begins with."""
    if text.strip() == "":
        raise InputError("the text is empty")
    if _HALF_CHARACTER.search(text) is not None:
        raise InputError("the text is damaged: it holds half of a character (a lone surrogate)")
    date, start = find_head_date(text, languages)
    paragraphs = find_paragraphs(text, start, languages, fields.language, limits)
    return Document(
        id=fields.id if fields.id is not None else make_id(source, text),
        text=text,
        source=source,
        title=fields.title if fields.title is not None else _find_title(text, paragraphs),
        date=fields.date or date or fields.late_date,
        outlet=fields.outlet,
        url=fields.url,
        language=_find_main_language(paragraphs),
        paragraphs=paragraphs,
    )


def make_id(source: str, text: str) -> str:
    """Hash the name and the text of a document to its id."""
    return hashlib.sha256(f"{source}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _cut_text(text: str, longest: int) -> Iterator[str]:
    """Yield the text in parts of at most `longest` characters, cut at the last good place in each."""
    at = 0
    while len(text) - at > longest:
        window = text[at : at + longest]
        ends = (window.rfind(mark) + len(mark) for mark in ("\n\n", "\n", ". ", " "))
        end = next((end for end in ends if end > longest // 2), longest)
        if window[:end].strip() != "":
            yield window[:end]
        at += end
    if at == 0 or text[at:].strip() != "":
        yield text[at:]


def _tell_cuts(document: Document, limits: Limits) -> Iterator[Issue]:
    """Tell of words that lie in no paragraph as they are too long, and of sentences that were cut."""
    words, sentences = find_cuts(document, limits)
    if len(words) > 0:
        cause = f"passed over {len(words)} words longer than {limits.word} characters, the first at {words[0]}"
        yield Issue(document.source, "read", f"{cause}. --max-word sets the limit", document.id)
    if len(sentences) > 0:
        cause = f"cut {len(sentences)} times within a sentence longer than {limits.sentence} characters"
        yield Issue(
            document.source, "read", f"{cause}, first at {sentences[0]}. --max-sentence sets the limit", document.id
        )


def _find_title(text: str, paragraphs: tuple[Paragraph, ...]) -> str | None:
    if len(paragraphs) < 2:
        return None
    head = text[paragraphs[0].start : paragraphs[0].end]
    if len(head) > _LONGEST_TITLE or "\n" in head or head.endswith((".", ":", ",", ";", "…")):
        return None
    return head


def _find_main_language(paragraphs: tuple[Paragraph, ...]) -> str | None:
    sizes: dict[str, int] = {}
    for paragraph in paragraphs:
        sizes[paragraph.language] = sizes.get(paragraph.language, 0) + paragraph.end - paragraph.start
    return max(sorted(sizes), key=lambda code: sizes[code]) if len(sizes) > 0 else None
