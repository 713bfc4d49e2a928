"""A Word document is read with all its paragraphs; what only looks like one is an Issue."""

from __future__ import annotations

import io
import zipfile

from reading import FILES, read_file, read_issue, read_one

from kg.types import Document


def test_a_document_of_a_word_processor_is_read_with_title_date_and_table() -> None:
    (document,) = read_file("communique.docx")
    assert isinstance(document, Document)
    assert (document.title, document.date, document.language) == ("Communiqué conjoint", "2024-03-13", "fr")
    paragraphs = [document.text[p.start : p.end] for p in document.paragraphs]
    assert paragraphs[:2] == ["Communiqué conjoint de la Norvège et du Kenya", "Oslo, le 13 mars 2024"]
    assert paragraphs[2].endswith("pour l’équipement des garde-côtes kényans.")
    assert paragraphs[-4:] == ["Pays", "Navires", "Kenya", "deux"]


def test_when_it_was_made_is_its_date_where_nothing_else_tells() -> None:
    data = _change("word/document.xml", b"Oslo, le 13 mars 2024", b"Oslo")
    assert read_one(data, "a.docx").date == "2024-03-13"
    assert read_one(data, "2024-05-01-a.docx").date == "2024-05-01"


def test_a_document_without_text_is_an_issue() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in ("[Content_Types].xml", "_rels/.rels", "word/document.xml"):
            archive.writestr(name, "<a/>")
    assert read_issue(data.getvalue(), "a.docx").source == "a.docx"


def test_another_archive_under_that_name_is_an_issue() -> None:
    assert "no word/document.xml" in read_issue((FILES / "nested.zip").read_bytes(), "a.docx").cause


def _change(part: str, old: bytes, new: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(FILES / "communique.docx") as source, zipfile.ZipFile(data, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            assert name != part or old in content
            target.writestr(name, content.replace(old, new) if name == part else content)
    return data.getvalue()
