"""A Word document (.docx) -> Document: its paragraphs in order, with those of tables, notes and text boxes.

When it was made holds only where neither its text nor its name gives a date.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile

from kg.errors import InputError
from kg.read.blob import Blob, Fields
from kg.read.dates import parse_date
from kg.read.text import make_documents
from kg.read.trees import check_xml, parse_xml
from kg.types import Document, Issue

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CREATED = "{http://purl.org/dc/terms/}created"


def read_docx(blob: Blob) -> Iterator[Document | Issue]:
    """Read the text and the properties."""
    import mammoth

    data = blob.read()
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            fields = _read_properties(archive, blob)
    except BadZipFile as error:
        raise InputError(f"not a Word document (.docx), or a damaged one: {error}") from error
    text = mammoth.extract_raw_text(io.BytesIO(data)).value
    text = re.sub(r"\n{3,}", "\n\n", text.replace("\t", " ")).strip()
    if text == "":
        raise InputError("the document holds no text")
    yield from make_documents(text, blob, blob.fields.over(fields))


def _read_properties(archive: ZipFile, blob: Blob) -> Fields:
    """Check the parts, which are XML, and read the title and when the document was made."""
    parts = {info.filename: info for info in archive.infolist() if info.filename.endswith((".xml", ".rels"))}
    if "word/document.xml" not in parts:
        raise InputError("not a Word document (.docx): it has no word/document.xml")
    # A part is never read beyond the size that the archive gives for it.
    size = sum(info.file_size for info in parts.values())
    if size > blob.limits.size:
        raise InputError(f"unpacked it is larger than {blob.limits.size} bytes; raise --max-size to read it")
    blob.budget.spend(size)
    for name in parts:
        check_xml(archive.read(name), blob.limits)
    if "docProps/core.xml" not in parts:
        return Fields()
    core = parse_xml(archive.read("docProps/core.xml"))
    title, made = ((core.findtext(f".//{name}") or "").strip() for name in (_TITLE, _CREATED))
    return Fields(title=title or None, late_date=parse_date(made, blob.languages))
