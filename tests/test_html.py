"""A page becomes its article, with what the page states about it and no menu, teaser or notice."""

from __future__ import annotations

import pytest
from reading import SOURCES, read_issue, read_one

PAGE = (SOURCES / "page.html").read_text(encoding="utf-8")
BODY = "<p>La Norvège a livré mercredi deux patrouilleurs au Kenya, a annoncé le ministère norvégien de la Défense.</p>"


def _page(head: str = "", body: str = "", html: str = "<html>") -> bytes:
    return f"<!doctype html>{html}<head>{head}</head><body><article>{body}{BODY * 4}</article></body></html>".encode()


def test_a_page_of_a_newspaper_is_its_article() -> None:
    document = read_one(PAGE.encode(), "a.html")
    assert document.title == "La Norvège livre deux patrouilleurs au Kenya"
    assert (document.date, document.outlet, document.language) == ("2024-03-13", "Le Courrier du Fjord", "fr")
    assert document.url == "https://courrier-du-fjord.example/monde/2024/03/13/norvege-kenya-patrouilleurs"
    paragraphs = [document.text[p.start : p.end] for p in document.paragraphs]
    assert [text.split(" ")[0] for text in paragraphs] == ["La", "La", "Le", "La"]
    for notice in ("Accueil", "cookies", "abonné", "À lire aussi", "Newsletter", "diplomate russe"):
        assert notice not in document.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "iso8859-15", "mac_roman"])
def test_a_page_is_read_in_every_usual_encoding(encoding: str) -> None:
    page = PAGE.replace('<meta charset="utf-8">', "").replace("œ", "oe").replace("’", "'")
    assert read_one(page.encode(encoding), "a.html").text == read_one(page.encode(), "a.html").text


@pytest.mark.parametrize("stated", ["windows-1251", "KOI8-R"])
def test_the_encoding_that_a_page_states_decides_where_its_bytes_keep_to_it(stated: str) -> None:
    russian = "<p>Россия и Иран подписали соглашение о военном сотрудничестве, сообщило министерство обороны.</p>" * 4
    page = f'<html><head><meta charset="{stated}"></head><body><article>{russian}</article></body></html>'
    assert "Россия и Иран" in read_one(page.encode(stated), "a.html").text


@pytest.mark.parametrize("stated", ["punycode", "rot13", "utf-7", "nonsense", "unicode_escape"])
def test_an_encoding_that_is_none_of_texts_is_not_believed(stated: str) -> None:
    data = _page(f'<meta charset="{stated}">').replace("é".encode(), b"\xe9").replace("è".encode(), b"\xe8")
    assert "Norvège a livré" in read_one(data, "a.html").text


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        ('<meta property="article:published_time" content="2024-03-13T18:42:00+01:00">', "", "2024-03-13"),
        ('<meta name="DC.date.issued" content="2024-03">', "", "2024-03"),
        ('<meta itemprop="datePublished" content="13 mars 2024">', "", "2024-03-13"),
        ('<script type="application/ld+json">{"datePublished": "2024-03-13"}</script>', "", "2024-03-13"),
        ("", '<time datetime="2024-03-13T10:00">hier</time>', "2024-03-13"),
        ("", '<p class="article-date">Publié le 13 mars 2024 à 10h30</p>', "2024-03-13"),
        ("", '<span class="pubtime">March 2024</span>', "2024-03"),
        ('<link rel="canonical" href="https://a.example/2024/03/13/x.html">', "", "2024-03-13"),
        ('<meta name="date" content="yesterday">', '<p class="date">il y a trois jours</p>', None),
        ("", "<footer>© 2024</footer>", None),
    ],
)  # fmt: skip
def test_the_date_is_what_the_page_states_and_no_more_precise(head: str, body: str, date: str | None) -> None:
    assert read_one(_page(head, body), "a.html").date == date


def test_a_date_in_the_sentences_of_the_article_is_not_its_date() -> None:
    body = "<p>L'accord de paix du 6 octobre 1973 est resté sans effet, a dit le ministre, selon son entourage.</p>"
    assert read_one(_page(body=body), "a.html").date is None


def test_the_name_of_the_file_gives_the_date_where_the_page_does_not() -> None:
    assert read_one(_page(), "2024-03-13-a.html").date == "2024-03-13"


def test_where_a_browser_saved_a_page_from_is_its_address() -> None:
    saved = b"<!-- saved from url=(0026)https://a.example/2024/03/13/x -->"
    document = read_one(_page().replace(b"<html>", b"<html>" + saved), "a.html")
    assert (document.url, document.date) == ("https://a.example/2024/03/13/x", "2024-03-13")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_an_address_that_is_none_of_the_web_is_none(url: str) -> None:
    assert read_one(_page(f'<link rel="canonical" href="{url}">'), "a.html").url is None


def test_a_page_without_an_article_is_an_issue() -> None:
    assert "no article" in read_issue(b"<html><body><script>run()</script></body></html>", "a.html").cause


def test_scripts_and_markup_are_no_text() -> None:
    text = read_one(_page(body="<script>alert(1)</script><style>p{}</style><!-- hidden -->"), "a.html").text
    assert not any(part in text for part in ("alert", "p{}", "hidden", "<"))
