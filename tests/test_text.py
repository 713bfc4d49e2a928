"""The date and the title that a text begins with, and nothing that it does not begin with."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import LANGUAGES, read_one

from kg.errors import InputError
from kg.read.blob import Fields
from kg.read.dates import is_date
from kg.read.text import make_document, make_id

SEED = next((Path(__file__).parent.parent / "seeds").glob("*.txt"))
BODY = "L'Iran a livré des drones à la Russie, selon le ministère ukrainien de la Défense."


def test_the_seed_has_its_title_its_date_and_the_languages_of_its_paragraphs() -> None:
    document = read_one(SEED.read_bytes(), SEED.name)
    assert document.date == "2023-08"
    assert document.title is not None
    assert document.title.startswith("La Russie et l'Iran ont renforcé leurs liens")
    assert document.title.endswith("l'année dernière")
    assert document.language == "fr"
    assert [paragraph.language for paragraph in document.paragraphs] == ["fr", "fr", "fr", "en", "fr", "fr"]
    caption = document.paragraphs[3]
    assert document.text[caption.start : caption.end].startswith("Alexandr Demyanchuk, Sputnik")
    assert document.text == SEED.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("date 2023-08 Un titre\n\n", "2023-08"),
        (" DATE: 2023 Un titre\n\n", "2023"),
        ("2023-08-23 – Un titre\n\n", "2023-08-23"),
        ("2023-08-23\n\nUn titre\n\n", "2023-08-23"),
        ("Publié le 2023-08-23\nUn titre\n\n", "2023-08-23"),
        ("23 août 2023\nUn titre\n\n", "2023-08-23"),
        ("Publié le 23 août 2023\nUn titre\n\n", "2023-08-23"),
        ("Mardi 23 août 2023 à 10h30\n\nUn titre\n\n", "2023-08-23"),
        ("Aug. 23, 2023\nUn titre\n\n", "2023-08-23"),
        ("Août 2023\n\nUn titre\n\n", "2023-08"),
        ("23/08/2023\nUn titre\n\n", "2023-08-23"),
    ],
)
def test_a_date_at_the_head_is_the_documents_date_and_no_part_of_its_title(head: str, date: str) -> None:
    document = make_document(head + BODY, "a.txt", LANGUAGES, Fields())
    assert document.date == date
    assert document.title == "Un titre"
    first, last = document.paragraphs[0], document.paragraphs[-1]
    assert document.text[first.start : first.end] == "Un titre"
    assert document.text[last.start : last.end] == BODY


@pytest.mark.parametrize(
    "text",
    [
        "2000 soldats russes sont arrivés en Iran. Ils y resteront.",
        "1989 was the year of change. It began in Poland.",
        "2023-13-01 ne veut rien dire.\n\n" + BODY,
        "2023-02-30 – non plus.\n\n" + BODY,
        "il y a 3 jours\n\n" + BODY,
        "mardi 10h30\n\n" + BODY,
        "12 mai\n\n" + BODY,
        "03/04/2023\n\n" + BODY,
        "Iran 2 - Irak 1\n\n" + BODY,
        "2023-08-23",
    ],
)
def test_a_number_that_is_no_certain_date_gives_none_and_stays_in_the_text(text: str) -> None:
    document = make_document(text, "a.txt", LANGUAGES, Fields())
    assert document.date is None
    assert document.paragraphs[0].start == 0


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Un titre\n\n" + BODY, "Un titre"),
        ("Qui a gagné ?\n\n" + BODY, "Qui a gagné ?"),
        (BODY + "\n\n" + BODY, None),
        ("Une ligne pliée\nqui continue ici.\n\n" + BODY, None),
        ("Un seul paragraphe", None),
        ("x" * 251 + "\n\n" + BODY, None),
        ("Lire aussi :\n\n" + BODY, None),
    ],
)
def test_the_title_is_a_first_paragraph_of_one_line_that_ends_like_no_sentence(text: str, title: str | None) -> None:
    assert make_document(text, "a.txt", LANGUAGES, Fields()).title == title


def test_what_the_source_states_wins_over_what_the_text_begins_with() -> None:
    fields = Fields(id="x", date="2020", title="Stated", url="https://a.example", outlet="Dépêche")
    document = make_document("date 2023-08 Found\n\n" + BODY, "a.txt", LANGUAGES, fields)
    assert (document.id, document.date, document.title) == ("x", "2020", "Stated")
    assert (document.url, document.outlet) == ("https://a.example", "Dépêche")


@pytest.mark.parametrize("text", ["", " \n "])
def test_an_empty_text_is_an_input_error(text: str) -> None:
    with pytest.raises(InputError, match="empty"):
        make_document(text, "a.txt", LANGUAGES, Fields())


def test_an_id_depends_on_name_and_text_alone() -> None:
    assert make_id("a.txt", BODY) == make_id("a.txt", BODY)
    assert len({make_id("a.txt", BODY), make_id("b.txt", BODY), make_id("a.txt", BODY + ".")}) == 3


@pytest.mark.parametrize("value", ["2023", "2023-08", "2024-02-29", "1800", "2200-12-31"])
def test_a_year_a_month_and_a_day_are_dates(value: str) -> None:
    assert is_date(value)


@pytest.mark.parametrize("value", ["", "2023-8", "2023-00", "2023-02-29", "1799", "2023-08-23T", "٢٠٢٣", "2023\n"])
def test_what_edtf_or_the_calendar_lacks_is_no_date(value: str) -> None:
    assert not is_date(value)
