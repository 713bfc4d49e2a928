"""The page in a real browser, with the network cut. Any console error or request fails a test."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Dialog,
    Download,
    Page,
    Route,
    ViewportSize,
    expect,
    sync_playwright,
)
from samples import IRAN, RUSSIA, make_graph
from screenshot import open_chromium

from kg.export.page import dump_json, render_page, write_page
from kg.graph.ties import add_up_ties
from kg.types import Actor, Document, Event, Evidence, Graph, Role, Source

OpenPage = Callable[..., Page]
WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 375, "height": 740}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            opened = open_chromium(playwright)
        except FileNotFoundError as error:
            pytest.fail(str(error))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def sample(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "graph.html"
    write_page(graph, path)
    return path


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Return a function that opens a file offline; at the end, no request and no error may have happened."""
    trouble: list[str] = []
    contexts: list[BrowserContext] = []

    def open_file(
        path: Path, fragment: str = "", *, size: ViewportSize | None = None, locale: str = "en-GB",
        dark: bool = False, before: str | None = None,
    ) -> Page:  # fmt: skip
        context = browser.new_context(
            viewport=size or WIDE,
            locale=locale, color_scheme="dark" if dark else "light", accept_downloads=True,
        )  # fmt: skip
        contexts.append(context)
        context.set_offline(True)
        own = path.resolve().as_uri()

        def answer(route: Route) -> None:
            if route.request.url.split("#")[0] == own:
                route.continue_()
            else:
                trouble.append(f"request: {route.request.url}")
                route.abort()

        def refuse(dialog: Dialog) -> None:
            trouble.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        context.route("**/*", answer)
        tab = context.new_page()
        tab.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: trouble.append(str(error)))
        tab.on("dialog", refuse)
        if before is not None:
            tab.add_init_script(before)
        tab.goto(own + (f"#{fragment}" if fragment != "" else ""))
        return tab

    yield open_file
    for context in contexts:
        context.close()
    assert trouble == []


def rows(tab: Page) -> list[str]:
    return tab.locator("#ties-body .tie-name").all_inner_texts()


def click_on_canvas(tab: Page, thing: str) -> None:
    place = tab.evaluate("id => window.kg.locate(id)", thing)
    tab.mouse.click(place["x"], place["y"])
    # vis waits to see whether a second click follows.
    tab.wait_for_timeout(400)


def save(tab: Page, button: str) -> Download:
    with tab.expect_download() as waiting:
        tab.locator(button).click()
    return waiting.value


def count_colours(tab: Page) -> int:
    count: int = tab.evaluate(
        """() => {
            const canvas = document.querySelector("#canvas canvas");
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return new Set(new Uint32Array(data.buffer)).size;
        }"""
    )
    return count


# One file


def test_same_graph_gives_same_bytes(sample: Path, tmp_path: Path) -> None:
    write_page(make_graph(), tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == sample.read_bytes()
    assert list(tmp_path.iterdir()) == [tmp_path / "again.html"]


def test_file_refers_to_nothing_outside(sample: Path) -> None:
    html = sample.read_text(encoding="utf-8")
    own = re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    assert re.search(r"<(link|img|iframe|script|object)\b[^>]*\b(src|href|data)=", own) is None
    assert "default-src &#39;none&#39;" in html
    assert "unsafe" not in own
    assert "sourceMappingURL" not in html


def test_policy_stops_scripts_that_are_not_the_pages_own(browser: Browser, sample: Path) -> None:
    tab = browser.new_page()
    tab.goto(sample.as_uri())
    tab.evaluate(
        """() => {
            const script = document.createElement("script"), image = document.createElement("img");
            script.textContent = "window.canary = 1";
            image.setAttribute("onerror", "window.canary = 2");
            image.src = "data:,";
            document.body.append(script, image);
        }"""
    )
    tab.wait_for_timeout(200)
    assert tab.evaluate("window.canary") is None
    tab.close()


def test_json_in_the_page_cannot_leave_its_element() -> None:
    assert dump_json({"a": "</script><!-- & \u2028\u2029 \ud800 é"}) == (
        '{"a":"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028\\u2029 \\ud800 é"}'
    )


def test_lone_surrogates_do_not_stop_the_page(graph: Graph) -> None:
    odd = replace(graph, documents=tuple(replace(document, title="a\ud800b") for document in graph.documents))
    assert "a\\ud800b" in render_page(odd)


# Picture, table, panel


def test_picture_is_drawn_without_any_request(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample)
    tab.wait_for_timeout(300)
    assert count_colours(tab) > 20


def test_strongest_tie_is_open_on_wide_screens_only(open_page: OpenPage, sample: Path) -> None:
    expect(open_page(sample).locator("#panel h2")).to_have_text("Iran – Russia")
    expect(open_page(sample, size=NARROW).locator("#panel h2")).to_have_text("Every line has its sentences")


def test_click_on_a_line_shows_its_sentences(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample, "tie=OMN~UKR")
    click_on_canvas(tab, "RUS~UKR")
    card = tab.locator("#panel .card")
    expect(card).to_have_count(1)
    expect(card.locator("blockquote")).to_have_text("Russia shelled Ukraine in August.")
    expect(card.locator("time")).to_have_text("Aug 2023")
    expect(card.locator(".badge.status")).to_contain_text("asserted")
    expect(card.locator(".document")).to_contain_text("Daily <Signal>, 2 Sept 2023")
    expect(tab.locator("#ties-body tr[aria-selected=true] .tie-name")).to_have_text("Russia → Ukraine")


def test_click_on_a_row_shows_its_sentences(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample, "tie=OMN~UKR")
    tab.locator("#ties-body tr", has_text="Iran – Russia").click()
    expect(tab.locator("#panel .card")).to_have_count(6)
    first = tab.locator("#panel .card").first
    expect(first.locator("blockquote")).to_contain_text("L'an dernier, Téhéran a livré des drones à Moscou 🚁")
    expect(first.locator("time")).to_have_text("2022")
    expect(first.locator(".chain")).to_have_text("According to Vostok")
    expect(first.locator(".details")).to_contain_text("L'an dernier")
    expect(first.locator(".document a")).to_have_attribute("rel", "noopener noreferrer")


def test_parties_are_marked_and_the_clause_underlined(open_page: OpenPage, sample: Path) -> None:
    card = open_page(sample).locator("#panel .card").first
    expect(card.locator("mark.acts")).to_have_text("Téhéran")
    expect(card.locator("mark.target")).to_have_text("Moscou")
    assert "".join(card.locator(".clause").all_inner_texts()) == "Téhéran a livré des drones à Moscou"


def test_marks_stay_true_after_characters_beyond_the_basic_plane(
    open_page: OpenPage, graph: Graph, tmp_path: Path
) -> None:
    def shift(event: Event) -> Event:
        evidence = event.evidence
        return replace(
            event,
            evidence=replace(
                evidence,
                sentence_text="🚁🚁" + evidence.sentence_text,
                sentence=(evidence.sentence[0] - 2, evidence.sentence[1]),
            ),
        )

    write_page(replace(graph, events=tuple(shift(event) for event in graph.events)), tmp_path / "shifted.html")
    card = open_page(tmp_path / "shifted.html").locator("#panel .card").first
    expect(card.locator("mark.acts")).to_have_text("Téhéran")


def test_a_party_named_in_another_sentence_is_quoted(open_page: OpenPage, graph: Graph, tmp_path: Path) -> None:
    events = tuple(
        replace(event, evidence=replace(event.evidence, source=(14, 21))) if event.status == "planned" else event
        for event in graph.events
    )
    write_page(replace(graph, events=events), tmp_path / "far.html")
    card = open_page(tmp_path / "far.html").locator("#panel .card.planned")
    expect(card).to_contain_text("“Téhéran” comes from another sentence")
    expect(card.locator("mark")).to_have_count(1)


def test_what_did_not_happen_says_so_in_words(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample)
    badges = [text.split()[-1] for text in tab.locator("#panel .badge.status").all_inner_texts()]
    assert badges == ["asserted", "asserted", "possible", "planned", "negated", "negated"]
    styles = {
        status: tab.locator(f"#panel .card.{status}").first.evaluate("node => getComputedStyle(node).borderLeftStyle")
        for status in ("asserted", "negated", "planned", "possible")
    }
    assert len(set(styles.values())) == 4


def test_the_chain_of_who_says_so_is_in_order(open_page: OpenPage, sample: Path) -> None:
    card = open_page(sample).locator("#panel .card.negated", has_text="aucun accord")
    expect(card.locator(".chain")).to_have_text("According to ministère russe de la Défense, reported by Vostok")


def test_a_node_shows_who_it_is(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample)
    click_on_canvas(tab, "parties:IRN")
    panel = tab.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Iran")
    expect(panel.locator(".identity")).to_contain_text("IRN")
    expect(panel.locator(".identity")).to_contain_text("ایران")
    expect(panel.get_by_role("link", name="Q794")).to_have_attribute("href", "https://www.wikidata.org/wiki/Q794")
    expect(panel.locator(".acting")).to_contain_text("Kamran Rostami")
    expect(tab.locator("#ties-body tr.related")).to_have_count(4)
    panel.locator(".tie-list button").first.click()
    expect(panel.locator("h2")).to_have_text("Iran – Russia")


def test_a_party_opens_to_its_actors(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample, "node=parties:IRN")
    tab.get_by_role("button", name="Show its actors").click()
    expect(tab.get_by_role("button", name="Actors", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(tab.locator("#chips")).to_contain_text("Actors of Iran")
    assert "Russia → Ukraine" not in rows(tab)
    assert len(rows(tab)) == 6
    tab.locator("#ties-body tr", has_text="Kamran Rostami").first.click()
    tab.locator("#panel h2 button", has_text="Kamran Rostami").click()
    expect(tab.locator("#panel")).to_contain_text("commandant de l'armée de terre (Iran), since May 2021")
    expect(tab.locator("#panel")).to_contain_text("attaché, 2015 to Mar 2018")
    tab.locator("#chips button").click()
    assert "Russia → Ukraine" in rows(tab)


# Filters


@pytest.mark.parametrize(
    ("choice", "events", "ties"),
    [
        ("status:negated", 2, 1),
        ("group:ASSAULT", 2, 2),
        ("group:verbal cooperation", 4, 3),
        ("context:diplomatic", 3, 3),
        ("said:Vostok", 2, 1),
        ("outlet:Daily <Signal>", 6, 5),
    ],
)
def test_each_filter_narrows_picture_and_table(
    open_page: OpenPage, sample: Path, choice: str, events: int, ties: int
) -> None:
    tab = open_page(sample)
    tab.locator(f'[id="{choice}"]').check()
    expect(tab.locator("#counts")).to_contain_text(f"{events} of 11 events")
    assert len(rows(tab)) == ties
    tab.locator("#reset").click()
    expect(tab.locator("#counts")).to_contain_text(" 11 events")


def test_filters_count_what_they_would_leave(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample)
    tab.locator('[id="group:AID"]').check()
    expect(tab.locator("label", has=tab.locator('[id="status:negated"]'))).to_contain_text("1")
    expect(tab.locator("label", has=tab.locator('[id="group:ASSAULT"]'))).to_contain_text("2")
    tab.locator('[id="group:ASSAULT"]').check()
    expect(tab.locator("#counts")).to_contain_text("6 of 11 events")


def test_confidence_filter(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample)
    tab.locator("#confidence").fill("0.7")
    expect(tab.locator("#counts")).to_contain_text("7 of 11 events")


def test_time_filter_and_undated_events(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample)
    tab.locator("#time-from").fill("18")
    expect(tab.locator("#range-words")).to_contain_text("Jul 2023")
    expect(tab.locator("#counts")).to_contain_text("10 of 11 events")
    tab.locator("#undated").uncheck()
    expect(tab.locator("#counts")).to_contain_text("7 of 11 events")
    tab.locator("#time-to").fill("22")
    expect(tab.locator("#counts")).to_contain_text("5 of 11 events")


def test_filters_that_leave_nothing_offer_a_way_back(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample, "status=negated&group=ASSAULT")
    expect(tab.locator("#panel")).to_contain_text("Nothing matches")
    tab.locator("#panel").get_by_role("button", name="Reset filters").click()
    assert len(rows(tab)) == 6


# Search


@pytest.mark.parametrize("typed", ["ministere russe", "Russian Defence", "MINISTÈRE", "défense"])
def test_search_ignores_accents_case_and_language(open_page: OpenPage, sample: Path, typed: str) -> None:
    tab = open_page(sample)
    tab.keyboard.press("/")
    tab.keyboard.type(typed)
    expect(tab.locator("#suggestions [role=option]").first).to_contain_text("Russian Defence Ministry")
    tab.keyboard.press("Enter")
    expect(tab.locator("#panel h2")).to_have_text("Russian Defence Ministry")
    expect(tab.locator("#suggestions")).to_be_hidden()


def test_search_finds_names_in_any_script(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample)
    tab.locator("#search").fill("ایران")
    tab.locator("#suggestions [role=option]").first.click()
    expect(tab.locator("#panel h2")).to_have_text("Iran")


def test_search_filters_by_words_of_the_sentences(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample)
    tab.locator("#search").fill("DRONES")
    expect(tab.locator("#suggestions [role=option]")).to_have_count(1)
    tab.keyboard.press("Enter")
    expect(tab.locator("#counts")).to_contain_text("2 of 11 events")
    expect(tab.locator("#chips")).to_contain_text("Sentences with “DRONES”")


# Address


def test_a_link_restores_the_view(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample, locale="fr-FR")
    tab.get_by_role("button", name="English").click()
    tab.locator('[id="status:asserted"]').check()
    tab.locator("#time-from").fill("18")
    tab.locator("#ties-body tr", has_text="Iran ← Ukraine").click()
    fragment = tab.evaluate("location.hash.slice(1)")
    again = open_page(sample, fragment, locale="fr-FR")
    assert again.locator("#counts").inner_text() == tab.locator("#counts").inner_text()
    assert rows(again) == rows(tab)
    expect(again.locator("#panel h2")).to_have_text("Iran – Ukraine")
    expect(again.locator('[id="status:asserted"]')).to_be_checked()


def test_a_changed_address_changes_the_view(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample)
    tab.evaluate("location.hash = 'tie=OMN~UKR'")
    expect(tab.locator("#panel h2")).to_have_text("Oman – Ukraine")


def test_an_address_of_another_graph_is_no_error(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample, "tie=AAA~BBB&level=nowhere&confidence=x&from=soon&focus=ZZZ&status=unheard")
    expect(tab.locator("#panel")).to_contain_text("Nothing matches")


# Keyboard


def test_the_table_is_worked_by_keyboard(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample)
    tab.locator("#ties-body tr").first.focus()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    third = rows(tab)[2]
    expect(tab.locator("#ties-body tr[aria-selected=true] .tie-name")).to_have_text(third)
    expect(tab.locator("#live")).to_contain_text("selected: 1 event")
    assert tab.evaluate("document.activeElement.closest('tr')?.rowIndex") == 3
    tab.keyboard.press("Home")
    tab.keyboard.press(" ")
    expect(tab.locator("#panel h2")).to_have_text("Iran – Russia")
    tab.keyboard.press("Escape")
    expect(tab.locator("#panel h2")).to_have_text("Every line has its sentences")
    assert tab.locator("#ties-body tr[tabindex='0']").count() == 1


def test_every_control_has_a_name(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample)
    unnamed = tab.evaluate(
        """() => [...document.querySelectorAll("button, input, a, [role]")].filter((node) => node.checkVisibility()
            && !node.getAttribute("aria-label") && !node.textContent.trim() && !node.labels?.[0]?.textContent.trim()
            && node.getAttribute("role") !== "status").map((node) => node.outerHTML)"""
    )
    assert unnamed == []


def test_columns_sort(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample)
    tab.locator("#ties-head button", has_text="Tie").click()
    assert rows(tab) == sorted(rows(tab), key=lambda name: re.sub("[→←]", "–", name))
    expect(tab.locator("#ties-head th").first).to_have_attribute("aria-sort", "ascending")


# To take along


def test_png_holds_the_picture(open_page: OpenPage, sample: Path) -> None:
    data = save(open_page(sample), "#export-png").path().read_bytes()
    assert data.startswith(b"\x89PNG")
    assert len(data) > 4000


def test_svg_is_well_formed_and_names_what_is_shown(open_page: OpenPage, sample: Path) -> None:
    text = save(open_page(sample), "#export-svg").path().read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314  (our own file, just written)
    labels = {node.text for node in root.iter("{http://www.w3.org/2000/svg}text")}
    assert labels == {"Iran", "Russia", "Ukraine", "Oman", "North Brigade"}
    assert len(list(root.iter("{http://www.w3.org/2000/svg}line"))) == 6


def test_csv_holds_the_events_shown_and_no_formula(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample, "lang=fr&outlet=")
    text = save(tab, "#export-csv").path().read_text(encoding="utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    assert [row["source"] for row in table] == ['\'=cmd Brigade <Nord> & "Sud" 🚁']
    assert table[0]["title"] == "'=SUM(A1:A2)"
    assert table[0]["date"] == "2023-12-01/2023-12-03"
    everything = save(open_page(sample), "#export-csv").path().read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(everything)))) == 11


# Languages, themes, sizes


def test_the_page_speaks_the_readers_language(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample, locale="fr-CA")
    expect(tab.locator("h1")).to_have_text("Qui a fait quoi à qui")
    expect(tab.locator("#panel h2")).to_have_text("Iran – Russie")
    expect(tab.locator("#panel .card.negated .status").first).to_contain_text("nié")
    tab.get_by_role("button", name="English").click()
    expect(tab.locator("h1")).to_have_text("Who did what to whom")
    expect(tab.locator("#panel h2")).to_have_text("Iran – Russia")
    assert tab.evaluate("document.documentElement.lang") == "en"


def test_both_languages_have_the_same_words() -> None:
    source = (Path(__file__).parents[1] / "kg/data/templates/words.js").read_text(encoding="utf-8")
    english, french = source.split("\n  fr: {")
    keys = [set(re.findall(r"(?<![\w’])(\w+): [\"\[{]", part.split("let language")[0])) for part in (english, french)]
    assert keys[0] - {"en"} == keys[1]


def test_dark_mode_follows_the_system(open_page: OpenPage, sample: Path) -> None:
    colours = [
        open_page(sample, dark=dark).evaluate("getComputedStyle(document.body).backgroundColor")
        for dark in (False, True)
    ]
    assert colours[0] != colours[1]


def test_a_phone_shows_everything_without_sideways_scrolling(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample, size=NARROW)
    assert tab.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    tab.get_by_role("button", name="Filters", exact=True).click()
    tab.locator('[id="status:planned"]').check()
    tab.get_by_role("button", name="Filters", exact=True).click()
    tab.locator("#ties-body tr").first.click()
    expect(tab.locator("#panel h2")).to_be_in_viewport()
    expect(tab.locator("#panel .card")).to_have_count(1)
    assert tab.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


# What can go wrong


def test_without_a_canvas_the_table_still_works(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample, before="HTMLCanvasElement.prototype.getContext = () => null")
    expect(tab.locator("#picture-note")).to_contain_text("cannot be drawn")
    tab.locator("#ties-body tr", has_text="Oman – Ukraine").click()
    expect(tab.locator("#panel .card")).to_have_count(1)


def test_an_empty_graph_says_what_to_do(open_page: OpenPage, tmp_path: Path) -> None:
    write_page(Graph(), tmp_path / "empty.html")
    expect(open_page(tmp_path / "empty.html").locator("#panel")).to_contain_text("kg build FILES… -o output")


def make_hostile_graph() -> Graph:
    """Return two actors and an event, with something nasty in every text field."""
    nasty = (
        "</script><script>window.canary=1</script><img src=x onerror='window.canary=1'>"
        "<!--<script>{{7*7}}${7*7}\"'><svg onload=window.canary=1><a href=javascript:window.canary=1>href</a>"
    )
    one = Actor("a" + nasty, "person", nasty, "a" + nasty, (("en", nasty),), (Role(nasty, nasty, nasty, nasty),), nasty)
    two = Actor("b" + nasty, "state", "B " + nasty, "b" + nasty, wikidata="javascript:window.canary=1")
    text = f"{nasty} met {nasty}."
    evidence = Evidence(text, 0, len(text), (0, len(text)), text, (0, len(nasty)), (len(text) - 5, len(text)))
    document = Document("d", text, nasty, nasty, nasty, nasty, "javascript:window.canary=1", nasty)
    event = Event(
        "e", "d", "CONSULT", nasty, one, two, "asserted", ("military",), nasty, nasty, nasty,
        (Source(nasty),), evidence, 0.5, nasty,
    )  # fmt: skip
    return Graph(
        (document,), (one, two), (event,), add_up_ties([event], {}), (), ((one.code, one.id), (two.code, two.id))
    )


def test_hostile_text_stays_text(open_page: OpenPage, tmp_path: Path) -> None:
    write_page(make_hostile_graph(), tmp_path / "hostile.html")
    tab = open_page(tmp_path / "hostile.html")
    expect(tab.locator("#panel blockquote")).to_contain_text("<script>window.canary=1</script>")
    tab.locator("#panel h2 button").first.click()
    expect(tab.locator("#panel h2")).to_contain_text("{{7*7}}")
    tab.locator("#search").fill("<img")
    tab.wait_for_timeout(200)
    tab.keyboard.press("Enter")
    tab.get_by_role("button", name="Actors", exact=True).click()
    save(tab, "#export-svg")
    save(tab, "#export-csv")
    tab.wait_for_timeout(300)
    assert tab.evaluate("window.canary") is None
    assert tab.locator("a[href]").count() == 0
    assert tab.locator("main img, main script, main iframe").count() == 0
    assert "49" not in tab.locator("#panel").inner_text()


def test_hostile_addresses_stay_text(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample, "text=<img src=x onerror=window.canary=1>&said=<script>&lang=constructor")
    expect(tab.locator("#chips")).to_contain_text("onerror")
    assert tab.evaluate("window.canary") is None


def test_a_large_graph_starts_with_the_strongest(open_page: OpenPage, tmp_path: Path) -> None:
    write_page(make_large_graph(320), tmp_path / "large.html")
    tab = open_page(tmp_path / "large.html")
    expect(tab.locator("#drawn")).to_contain_text("The strongest 300 of 321 are drawn.")
    expect(tab.locator("#ties-more")).to_contain_text("Show 220 more")
    tab.locator("#draw-all").click()
    expect(tab.locator("#drawn")).to_be_hidden()


def make_large_graph(count: int) -> Graph:
    """Return a star: Iran gave something to each of `count` parties."""
    others = [replace(RUSSIA, id=f"state/{i:04}", name=f"Party {i}", code=f"P{i:04}", names=()) for i in range(count)]
    text = "Iran gave it to them."
    evidence = Evidence(text, 0, 20, (0, 21), text, (0, 4), (16, 20))
    events = tuple(
        Event(f"e{i:04}", "d", "AID", None, IRAN, other, "asserted", (), None, None, None, (), evidence, 0.9, "by hand")
        for i, other in enumerate(others)
    )
    return Graph(
        (Document("d", text, "d.txt"),), (*others, IRAN), events, add_up_ties(events, {}),
        parties=tuple((actor.code, actor.id) for actor in (IRAN, *others)),
    )  # fmt: skip
