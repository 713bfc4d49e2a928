"""The explorer of `kg serve` in a real browser: what a person does, and text of strangers that does nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bench.serve import open_server
from playwright.sync_api import Browser, Page, expect
from samples import IRAN, make_graph

from kg.export import export

HOSTILE = "=1+1<img src=x onerror=\"document.title='fired'\"><script>document.title='fired'</script>\u202e"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that shows the sample, in which Iran has a hostile name."""
    graph = make_graph()
    actors = tuple(replace(actor, name=HOSTILE) if actor.id == IRAN.id else actor for actor in graph.actors)
    folder: Path = tmp_path_factory.mktemp("explored")
    export(replace(graph, actors=actors), folder, ["ttl", "html"])
    with open_server(folder, "--seconds", "3") as (address, _):
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The explorer in English; at the end no script may have failed, and nothing may have been asked elsewhere."""
    context = browser.new_context(locale="en-GB", accept_downloads=True)
    trouble: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("request", lambda request: None if request.url.startswith((address, "data:", "blob:"))
              else trouble.append(request.url))  # fmt: skip
    opened.goto(address)
    yield opened
    assert trouble == []
    assert "fired" not in opened.title()
    context.close()


def _ask(page: Page, query: str) -> None:
    page.get_by_label("Query in SPARQL").fill(query)
    page.keyboard.press("Control+Enter")


def test_a_built_in_question_is_answered_at_a_click(page: Page) -> None:
    page.get_by_role("button", name="arms-suppliers").click()
    expect(page.get_by_role("status")).to_contain_text("4 rows")
    expect(page.locator("#answer thead th")).to_have_text(
        ["a", "supplier", "b", "receiver", "status", "events", "from", "to"]
    )
    expect(page.locator("#answer tbody tr")).to_have_count(4)


def test_a_question_that_needs_parties_waits_for_them_and_writes_them_into_the_query(page: Page) -> None:
    page.get_by_role("button", name="paths").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("This question needs a, b.")
    page.keyboard.type("OMN")
    page.keyboard.press("Tab")
    page.keyboard.type("RUS")
    page.keyboard.press("Enter")
    expect(page.locator("#answer tbody tr")).to_have_count(2)
    expect(page.get_by_label("Query in SPARQL")).to_have_value(re.compile(r'VALUES \(\?a \?b\) \{ \("OMN" "RUS"\) \}'))


def test_a_query_of_ones_own_gives_rows_truths_and_graphs(page: Page) -> None:
    _ask(page, "ASK { party:IRN kgo:aid party:RUS }")
    expect(page.locator("#answer")).to_have_text("yes")
    _ask(page, "CONSTRUCT { ?a kgo:aid ?b } { ?a kgo:aid ?b }")
    expect(page.locator("#answer pre")).to_contain_text("party:IRN\n    kgo:aid party:RUS .")
    _ask(page, "SELECT ?party { ?party kgo:code 'RUS' }")
    page.get_by_role("button", name="https://w3id.org/kg/id/party/RUS").click()
    expect(page.locator("#answer pre")).to_contain_text("kgo:Party")


def test_what_is_wrong_or_too_long_is_said(page: Page) -> None:
    _ask(page, "SELECT * {")
    expect(page.get_by_role("alert")).to_contain_text("malformed query, line 1, column 11")
    _ask(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    expect(page.get_by_role("alert")).to_contain_text("longer than 3 s", timeout=30_000)
    _ask(page, "ASK {}")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_long_answers_are_shown_in_parts_and_saved_whole(page: Page) -> None:
    _ask(page, "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 450")
    expect(page.locator("#answer tbody tr")).to_have_count(200)
    page.get_by_role("button", name="Show 200 more").click()
    page.get_by_role("button", name="Show 50 more").click()
    expect(page.locator("#answer tbody tr")).to_have_count(450)
    for form, lines in (("JSON", 1), ("CSV", 451), ("TSV", 451)):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Save the answer: {form}").click()
        text = Path(download.value.path()).read_text("utf-8")
        assert form == "JSON" or len(list(csv.reader(io.StringIO(text, newline="")))) >= lines


def test_an_address_holds_the_query(page: Page, address: str) -> None:
    page.goto(f"{address}#" + urlencode({"query": "SELECT ?code { ?p kgo:code ?code FILTER(?code = 'OMN') }"}))
    page.reload()
    expect(page.locator("#answer tbody td")).to_have_text(["OMN"])


def test_the_page_speaks_french_and_english(page: Page) -> None:
    page.get_by_role("button", name="Français").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Interroger le graphe")
    expect(page.get_by_role("button", name="mediators")).to_contain_text("Qui parle aux deux côtés")
    assert page.locator("html").get_attribute("lang") == "fr"


def test_text_of_strangers_is_text(page: Page) -> None:
    _ask(page, "SELECT ?name { party:IRN schema:name ?name }")
    expect(page.locator("#answer tbody td")).to_have_text([HOSTILE.replace("\u202e", "\ufffd")])
    assert page.locator("#answer img, #answer script, datalist img").count() == 0
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the answer: CSV").click()
    rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8"), newline="")))
    assert rows[1] == [f"'{HOSTILE}"]
