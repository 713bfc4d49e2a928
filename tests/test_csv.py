"""Tables of articles are read by the names of their columns, as press databases export them."""

from __future__ import annotations

import pytest
from reading import read_bytes, read_file, read_issue, read_one

from kg.types import Document, Issue

TEXT = "Iran sent drones to Russia, the Ukrainian defence ministry said."


@pytest.mark.parametrize("name", ["press.csv", "press.tsv"])
def test_an_export_is_read_in_its_encoding_with_all_its_columns(name: str) -> None:
    first, second, third = read_file(name)
    assert isinstance(first, Document)
    assert (first.id, first.source, first.title) == ("A-1", f"{name}:2", "La Suède expulse un diplomate russe")
    assert (first.outlet, first.url) == ("Le Courrier du Fjord", "https://courrier-du-fjord.example/suede")
    assert first.text.startswith("La Suède a expulsé lundi un diplomate russe; Stockholm l’accuse d’espionnage.\n\nLa")
    assert isinstance(second, Document)
    assert isinstance(third, Document)
    # 23/03/2024 in the second row tells that days stand before months in the others.
    assert [first.date, second.date, third.date] == ["2024-03-05", "2024-03-23", "2024-03-04"]
    assert [first.language, second.language, third.language] == ["fr", "fr", "en"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_any_mark_and_encoding(mark: str, encoding: str) -> None:
    data = f'Titre{mark}Texte\n"L\'été{mark} à Téhéran"{mark}"« Été », dit-il"\n'.encode(encoding, "replace")
    document = read_one(data, "a.csv")
    assert (document.title, document.text) == (f"L'été{mark} à Téhéran", "« Été », dit-il")


@pytest.mark.parametrize("name", ["Full Text", "full_text", "TEXTE INTÉGRAL", "Body", "contenu", "Corps-du-texte"])
def test_names_of_columns_hold_in_any_spelling(name: str) -> None:
    assert read_one(f"{name},x\n{TEXT.replace(',', '')},y\n".encode(), "a.csv").text == TEXT.replace(",", "")


def test_excels_own_first_line_names_the_mark() -> None:
    assert read_one(b'sep=;\ntext;date\n"a, b";2023-08-23\n', "a.csv").date == "2023-08-23"


def test_line_ends_of_old_macs_end_lines() -> None:
    assert [item.source for item in read_bytes(b"id,text\r1,one\r2,two\r", "a.csv")] == ["a.csv:2", "a.csv:3"]


def test_a_table_without_texts_is_an_issue_that_says_how_to_name_them() -> None:
    assert "no column of texts; it is to be called one of text, texte" in read_issue(b"a,b\n1,2\n", "a.csv").cause


def test_days_and_months_that_nothing_tells_apart_are_no_date_and_one_issue_says_so() -> None:
    *documents, issue = read_bytes(b"text,date\na,03/04/2023\nb,soon\nc,2023-08\n", "a.csv")
    assert [item.date for item in documents if isinstance(item, Document)] == [None, None, "2023-08"]
    assert isinstance(issue, Issue)
    assert issue.cause == "2 rows read without their date, the first is row 2, '03/04/2023'"


def test_months_stand_first_where_the_table_shows_it() -> None:
    first, second = read_bytes(b"text,date\na,03/04/2023\nb,03/14/2023\n", "a.csv")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.date, second.date) == ("2023-03-04", "2023-03-14")


def test_a_language_may_be_named_and_one_without_data_is_kept() -> None:
    rows = "text,language\na,French\nb,fr-CA\nc,Spanish\nd,eng\n"
    found = [item.language for item in read_bytes(rows.encode(), "a.csv") if isinstance(item, Document)]
    assert found == ["fr", "fr", "spanish", "en"]


def test_a_row_without_text_and_a_quote_that_never_ends_are_issues() -> None:
    first, second = read_bytes(b"id,text\n1,\n2,fine\n", "a.csv")
    assert isinstance(first, Issue)
    assert (first.source, first.cause) == ("a.csv:2", "the text is empty")
    assert isinstance(second, Document)
    issue = read_bytes(b'text,x\n"' + b"a\n" * 2000, "a.csv", size=1000)[0]
    assert isinstance(issue, Issue)
    assert "limit" in issue.cause


@pytest.mark.parametrize("data", [b"%P\xb9", b'"text', b"text\n\xff\xfe\x00"])
def test_bytes_that_are_no_table_are_issues(data: bytes) -> None:
    assert isinstance(read_bytes(data, "a.csv")[0], Issue)


def test_the_date_in_the_name_of_a_table_is_not_that_of_its_rows() -> None:
    assert read_one(b"text\nfine\n", "export-2023-08-23.csv").date is None
