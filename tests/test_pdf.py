"""A PDF is read in the order of its columns, in whole paragraphs and whole words; a scan is an Issue."""

from __future__ import annotations

import re

import pytest
from reading import FILES, read_bytes, read_file, read_issue

from kg.read.pdf import _read_properties
from kg.types import Document


def _read(name: str, under: str | None = None) -> Document:
    (document,) = read_bytes((FILES / name).read_bytes(), under or name)
    assert isinstance(document, Document)
    return document


def _list_paragraphs(document: Document) -> list[str]:
    return [" ".join(document.text[p.start : p.end].split()) for p in document.paragraphs]


def test_columns_that_a_browser_printed_are_read_one_after_the_other() -> None:
    document = _read("gazette.pdf")
    assert (document.title, document.date) == ("Paris et Tirana signent un accord de défense", "2024-03-12")
    paragraphs = _list_paragraphs(document)
    assert paragraphs[:2] == ["Paris et Tirana signent un accord de défense", "Paris, le 12 mars 2024"]
    # It begins in the first column and ends in the second.
    assert (
        "« Cette coopération est exceptionnelle », a déclaré le vice-ministre albanais. La France livrera les premiers "
        "équipements avant la fin de l'année, selon l'entourage de la ministre. Le vice-ministre a remercié Paris."
    ) in paragraphs


def test_parted_words_are_joined_and_hyphens_of_their_own_stay() -> None:
    text = _read("gazette.pdf").text
    for word in ("coopération militaire", "albanais", "équipements", "l'anticonstitutionnalité", "le vice-ministre"):
        assert word in " ".join(text.split())
    assert re.search("[-\u2010\u00ad]\n", text) is None


def test_columns_that_a_word_processor_wrote_are_read_one_after_the_other() -> None:
    document = _read("communique.pdf")
    assert (document.title, document.date, document.language) == ("Communiqué conjoint", "2024-03-13", "fr")
    paragraphs = _list_paragraphs(document)
    assert paragraphs[:2] == ["Communiqué conjoint de la Norvège et du Kenya", "Oslo, le 13 mars 2024"]
    assert paragraphs[3].startswith("« Notre collaboration est extraordinairement importante »")
    assert paragraphs[3].endswith("dans l’océan Indien occidental.")


def test_heads_feet_and_numbers_of_pages_are_left_out_and_sentences_run_on() -> None:
    document = _read("report.pdf")
    assert (document.title, document.date) == ("Report on the talks", "2024-07-03")
    assert re.search(r"file://|\b[1-4]/[1-4]\b", document.text) is None
    text = " ".join(document.text.split())
    assert text.count("asked Norway to suspend the delivery until the two neighbours have resumed their talks.") == 5
    assert text.count("will travel to Mogadishu next week.") == 5
    assert len(_list_paragraphs(document)) == 2 + 5 * 5


def test_when_the_file_was_made_counts_last_and_never_when_a_browser_made_it() -> None:
    data = (FILES / "communique.pdf").read_bytes()
    made = re.search(rb"/CreationDate ?\(D:(\d{4})(\d\d)(\d\d)", data)
    assert made is not None
    blank = {"/CreationDate": f"D:{b''.join(made.groups()).decode()}120000Z", "/Title": "T"}
    assert _read_properties({**blank, "/Creator": "Writer"}).late_date == b"-".join(made.groups()).decode()
    assert _read_properties({**blank, "/Creator": "Mozilla/5.0 (X11; Linux x86_64)"}).late_date is None
    assert _read("communique.pdf", "2020-01-02.pdf").date == "2024-03-13"


def test_a_scan_is_an_issue_that_says_what_to_do() -> None:
    (issue,) = read_file("scan.pdf")
    assert issue == read_issue((FILES / "scan.pdf").read_bytes(), "scan.pdf")
    assert "no text layer" in read_issue((FILES / "scan.pdf").read_bytes(), "scan.pdf").cause


def test_a_pdf_that_asks_for_a_password_is_an_issue_and_one_that_only_restricts_is_read() -> None:
    assert "encrypted" in read_issue((FILES / "locked.pdf").read_bytes(), "locked.pdf").cause
    assert _read("restricted.pdf").text == _read("communique.pdf").text


@pytest.mark.parametrize("cut", [10, 1000, 20_000])
def test_a_pdf_that_was_cut_is_an_issue_or_what_is_left(cut: int) -> None:
    items = read_bytes((FILES / "communique.pdf").read_bytes()[:cut], "a.pdf")
    assert len(items) == 1
