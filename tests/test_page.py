"""The page in a real browser, with the network cut. Any console error or request fails a test."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from hostile import PAYLOADS, make_hostile_graph
from playwright.sync_api import (
    Browser,
    Dialog,
    Download,
    Page,
    Route,
    ViewportSize,
    expect,
)
from samples import IRAN, RUSSIA, make_graph

from kg.export.page import dump_json, render_page, write_page
from kg.graph.ties import add_up_ties
from kg.types import CONTEXTS, KINDS, QUAD_OF, QUADS, STATUSES, Document, Event, Evidence, Graph

OpenPage = Callable[..., Page]
WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 375, "height": 740}
TEMPLATES = Path(__file__).parents[1] / "kg" / "data" / "templates"


@pytest.fixture(scope="session")
def sample(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "graph.html"
    write_page(graph, path)
    return path


@dataclass
class Tabs:
    """Tabs that are opened once and used by test after test; none reaches the network, and all trouble is noted."""

    browser: Browser
    trouble: list[str] = field(default_factory=list)
    free: dict[tuple[object, ...], list[Page]] = field(default_factory=dict)

    def take(self, size: ViewportSize, locale: str, dark: bool, before: str | None) -> tuple[tuple[object, ...], Page]:
        """Return a tab and the key under which it is put back."""
        key = (size["width"], size["height"], locale, dark, before)
        waiting = self.free.setdefault(key, [])
        return key, waiting.pop() if len(waiting) > 0 else self._open(size, locale, dark, before)

    def _open(self, size: ViewportSize, locale: str, dark: bool, before: str | None) -> Page:
        context = self.browser.new_context(
            viewport=size, locale=locale, color_scheme="dark" if dark else "light", accept_downloads=True
        )
        context.set_offline(True)
        context.route("**/*", self._answer)
        tab = context.new_page()
        tab.on("console", lambda message: self.trouble.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: self.trouble.append(str(error)))
        tab.on("dialog", self._refuse)
        if before is not None:
            tab.add_init_script(before)
        return tab

    def _answer(self, route: Route) -> None:
        url = route.request.url
        if (
            route.request.resource_type == "document"
            and url.startswith("file:")
            and url.split("#")[0].endswith(".html")
        ):
            route.continue_()
        else:
            self.trouble.append(f"request: {url}")
            route.abort()

    def _refuse(self, dialog: Dialog) -> None:
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    return Tabs(browser)


@pytest.fixture
def open_page(tabs: Tabs) -> Iterator[OpenPage]:
    """Return a function that opens a file offline; at the end, no request and no error may have happened."""
    tabs.trouble.clear()
    used: list[tuple[tuple[object, ...], Page]] = []

    def open_file(
        path: Path, fragment: str = "", *, size: ViewportSize = WIDE, locale: str = "en-GB", dark: bool = False,
        before: str | None = None,
    ) -> Page:  # fmt: skip
        used.append(tabs.take(size, locale, dark, before))
        tab = used[-1][1]
        tab.goto(path.resolve().as_uri() + (f"#{fragment}" if fragment != "" else ""))
        return tab

    yield open_file
    found = list(tabs.trouble)
    for key, tab in used:
        # A fragment alone would not load the file again.
        tab.goto("about:blank")
        tabs.free[key].append(tab)
    assert found == []


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
        ("document:=SUM(A1:A2)", 1, 1),
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


def test_time_plays_to_its_end(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample, "from=2024-06&to=2024-10&undated=no")
    expect(tab.locator("#range-words")).to_contain_text("Jun 2024 – Oct 2024")
    tab.get_by_role("button", name="Play").click()
    expect(tab.get_by_role("button", name="Pause")).to_have_attribute("aria-pressed", "true")
    expect(tab.locator("#range-words")).to_contain_text("Aug 2024 – Dec 2024")
    expect(tab.get_by_role("button", name="Play")).to_have_attribute("aria-pressed", "false")
    assert "from=2024-08" in tab.evaluate("location.hash")


def test_playing_can_be_stopped_and_starts_at_the_beginning(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample)
    tab.get_by_role("button", name="Play").click()
    expect(tab.locator("#range-words")).to_contain_text("Feb 2022 – Apr 2022")
    tab.get_by_role("button", name="Pause").click()
    shown = tab.locator("#range-words").inner_text()
    tab.wait_for_timeout(900)
    assert tab.locator("#range-words").inner_text() == shown


def test_reprints_are_counted_once(open_page: OpenPage, graph: Graph, tmp_path: Path) -> None:
    write_page(reprint(graph), tmp_path / "reprint.html")
    tab = open_page(tmp_path / "reprint.html", "tie=IRN~RUS")
    expect(tab.locator("#panel .facts")).to_contain_text("10 events, 6 of them independent")
    # Three outlets, but two stories.
    tab.locator("#sources").fill("2")
    expect(tab.locator("#chips")).to_contain_text("≥ 2 sources")
    assert rows(tab) == ["Iran – Russia"]
    assert "sources=2" in tab.evaluate("location.hash")


def reprint(graph: Graph) -> Graph:
    """Return the graph with the French document printed once more, by another outlet."""
    copy = replace(graph.documents[1], id="d-fr-2", outlet="Autre Dépêche", story="d-fr")
    again = tuple(
        replace(event, id=f"{event.id}-2", document="d-fr-2") for event in graph.events if event.document == "d-fr"
    )
    return replace(graph, documents=(*graph.documents, copy), events=(*graph.events, *again))


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


def test_the_picture_is_worked_by_keyboard(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample, "lang=en")
    tab.locator("#canvas").focus()
    tab.keyboard.press("ArrowRight")
    expect(tab.locator("#panel h2")).to_have_text("Iran")
    places = {code: tab.evaluate("id => window.kg.locate(id)", f"parties:{code}") for code in ("IRN", "RUS")}
    sideways = places["RUS"]["x"] - places["IRN"]["x"]
    down = places["RUS"]["y"] - places["IRN"]["y"]
    key = (
        ("ArrowRight" if sideways > 0 else "ArrowLeft")
        if abs(sideways) > abs(down)
        else "ArrowDown"
        if down > 0
        else "ArrowUp"
    )
    tab.keyboard.press(key)
    expect(tab.locator("#panel h2")).not_to_have_text("Iran")
    expect(tab.locator("#live")).to_contain_text("selected")
    tab.evaluate("location.hash = 'node=parties:IRN'")
    tab.keyboard.press("Enter")
    expect(tab.locator("#chips")).to_contain_text("Actors of Iran")
    expect(tab.locator("#canvas")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(tab.locator("#panel h2")).to_have_text("Iran")


def test_a_double_click_opens_a_party(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample)
    place = tab.evaluate("id => window.kg.locate(id)", "parties:IRN")
    tab.mouse.dblclick(place["x"], place["y"])
    expect(tab.locator("#chips")).to_contain_text("Actors of Iran")


def test_the_keyboards_place_is_not_lost(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample, "node=parties:IRN")
    tab.get_by_role("button", name="Show its actors").press("Enter")
    expect(tab.locator("#panel")).to_be_focused()


@pytest.fixture(scope="session")
def axe(read_with_node: object) -> str:
    """The script of axe-core, which finds what keeps people out."""
    return (Path(__file__).parent / "readers" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("fragment", ["tie=IRN~RUS", "node=parties:IRN", "level=actors&status=planned", "text=nothing"])
@pytest.mark.parametrize("look", ["light", "dark", "narrow"])
def test_axe_finds_nothing_serious(open_page: OpenPage, sample: Path, axe: str, look: str, fragment: str) -> None:
    tab = open_page(sample, fragment, dark=look == "dark", size=NARROW if look == "narrow" else WIDE)
    if look == "narrow":
        tab.get_by_role("button", name="Filters", exact=True).click()
    tab.evaluate(axe)
    found = tab.evaluate("axe.run().then(({ violations }) => violations)")
    serious = [
        (finding["id"], [node["html"] for node in finding["nodes"]])
        for finding in found
        if finding["impact"] in {"serious", "critical"}
    ]
    assert serious == []


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


def read_words() -> dict[str, dict[str, Any]]:
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (TEMPLATES / "words").glob("*.yml")}


def test_every_language_has_the_same_words_and_blanks() -> None:
    def outline(words: object) -> object:
        if isinstance(words, dict):
            return {key: outline(value) for key, value in words.items()}
        return sorted(re.findall(r"\{\w+\}", str(words)))

    english, *others = (outline(words) for _, words in sorted(read_words().items()))
    assert len(others) > 0
    assert all(other == english for other in others)


def test_every_word_is_said_somewhere_and_every_label_has_a_word() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.[jh][st]*"))
    words = read_words()["en"]
    assert [key for key in words if re.search(rf"[\"'.]{key}\b|\b{key}: \"", code) is None] == []
    families = {"types": QUAD_OF, "quads": QUADS, "statuses": STATUSES, "contexts": CONTEXTS, "kinds": KINDS}
    assert {name: set(words[name]) for name in families} == {name: set(labels) for name, labels in families.items()}


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


# Everything that could run or call out leaves a trace here, whether the policy then stops it or not.
CANARY = """
window.fired = [];
window.canary = () => window.fired.push("script");
addEventListener("securitypolicyviolation", (event) => window.fired.push(`stopped: ${event.blockedURI}`));
addEventListener("error", (event) => window.fired.push(`error: ${event.message}`));
"""

# Opens every tie and one of its nodes, searches for every payload, and takes it as every part of an address. Once in
# a while it lets the browser draw.
EXPLORE = """async (payloads) => {
    let steps = 0;
    const rest = () => (steps++ % 20 ? null : new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    const search = document.getElementById("search"), seen = [];
    for (let i = 0; i < 5; i += 1) document.querySelector("#ties-more button")?.click();
    const rows = () => [...document.querySelectorAll("#ties-body tr")];
    for (const tie of rows().map((row) => row.dataset.tie)) {
        rows().find((row) => row.dataset.tie === tie).click();
        seen.push(document.querySelector("#panel blockquote").textContent);
        document.querySelector("#panel details").open = true;
        document.querySelector("#panel h2 button").click();
        await rest();
    }
    for (const payload of payloads) {
        search.value = payload;
        search.dispatchEvent(new Event("input"));
        const offer = document.querySelector("#suggestions [role=option]");
        offer?.dispatchEvent(new MouseEvent("mousedown", { cancelable: true }));
        await rest();
    }
    for (const payload of payloads) {
        const keys = ["tie", "node", "focus", "text", "said", "group", "document", "outlet", "from", "lang", "sources"];
        location.hash = new URLSearchParams([["level", "actors"], ...keys.map((key) => [key, payload])]).toString();
        await new Promise((done) => setTimeout(done));
    }
    return seen;
}"""


def explore_hostile_page(tabs: Tabs, path: Path, payloads: tuple[str, ...], *, with_policy: bool) -> None:
    html = render_page(make_hostile_graph(payloads))
    if not with_policy:
        html, count = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
        assert count == 1
    path.write_text(html, encoding="utf-8", newline="")
    key, tab = tabs.take(WIDE, "en-GB", False, CANARY)
    tab.goto(path.as_uri())
    expect(tab.locator("#panel blockquote").first).to_be_visible()
    # What a reader sees is what the data says, letter for letter.
    assert set(tab.evaluate(EXPLORE, list(payloads))) == {f"{payload} met {payload}." for payload in payloads}
    for button in ("#export-svg", "#export-csv", "#export-png"):
        save(tab, button)
    tab.wait_for_timeout(300)
    assert tab.evaluate("window.fired") == []
    assert tab.locator("main :is(img, script, iframe, object, style, form, [onerror])").count() == 0
    links = tab.locator("a[href]").evaluate_all("all => all.map((a) => new URL(a.href).protocol)")
    assert set(links) <= {"https:"}
    tab.goto("about:blank")
    tabs.free[key].append(tab)


# Also without the policy: it is the second fence, and would hide a hole in the first.
@pytest.mark.parametrize("with_policy", [True, False])
def test_hostile_text_stays_text(tabs: Tabs, tmp_path: Path, with_policy: bool) -> None:
    assert len(PAYLOADS) >= 60
    tabs.trouble.clear()
    # Several small pages are quicker to go through than one large one.
    for first in range(0, len(PAYLOADS), 20):
        explore_hostile_page(tabs, tmp_path / f"{first}.html", PAYLOADS[first : first + 20], with_policy=with_policy)
    assert tabs.trouble == []


@pytest.mark.parametrize("attack", ["script", "image", "style", "fetch"])
def test_canary_would_fire(tabs: Tabs, tmp_path: Path, attack: str) -> None:
    html = {
        "script": "<script>canary()</script>",
        "image": "<img src=https://canary.example/a.png>",
        "style": "<style>body { background: url(https://canary.example/b.png) }</style>",
        "fetch": "<script>fetch('https://canary.example/')</script>",
    }[attack]
    (tmp_path / "canary.html").write_text(f"<!DOCTYPE html><body>{html}", encoding="utf-8")
    tabs.trouble.clear()
    _, tab = tabs.take(WIDE, "en-GB", False, CANARY)
    tab.goto((tmp_path / "canary.html").as_uri())
    tab.wait_for_timeout(200)
    assert tab.evaluate("window.fired").count("script") + len(tabs.trouble) > 0
    tab.close()


def test_hostile_addresses_stay_text(open_page: OpenPage, sample: Path) -> None:
    tab = open_page(sample, "text=<img src=x onerror=window.canary=1>&said=<script>&lang=constructor")
    expect(tab.locator("#chips")).to_contain_text("onerror")
    assert tab.evaluate("window.canary") is None


def test_a_large_graph_starts_with_the_strongest(open_page: OpenPage, tmp_path: Path) -> None:
    write_page(make_large_graph(320), tmp_path / "large.html")
    tab = open_page(tmp_path / "large.html")
    expect(tab.locator("#drawn")).to_contain_text("The strongest 300 of 321 are drawn.")
    expect(tab.locator("#ties-more")).to_contain_text("Show 260 more")
    tab.locator("#draw-all").click()
    expect(tab.locator("#drawn")).to_be_hidden()


def test_a_crowd_is_drawn_on_our_own_canvas(open_page: OpenPage, tmp_path: Path) -> None:
    write_page(make_large_graph(1600), tmp_path / "crowd.html")
    tab = open_page(tmp_path / "crowd.html", "all=yes")
    expect(tab.locator("#canvas-own canvas")).to_be_visible()
    expect(tab.locator("#canvas-vis")).to_be_hidden()
    click_on_canvas(tab, "IRN~P0007")
    expect(tab.locator("#panel h2")).to_have_text("Iran – Party 7")
    click_on_canvas(tab, "parties:P0009")
    expect(tab.locator("#panel h2")).to_have_text("Party 9")
    before = tab.evaluate("window.kg.locate('parties:P0009')")
    tab.mouse.move(before["x"] + 30, before["y"] + 30)
    tab.mouse.down()
    tab.mouse.move(before["x"] + 130, before["y"] + 80, steps=5)
    tab.mouse.up()
    after = tab.evaluate("window.kg.locate('parties:P0009')")
    assert (round(after["x"] - before["x"]), round(after["y"] - before["y"])) == (100, 50)
    spread = "Math.hypot(...['x', 'y'].map((c) => kg.locate('parties:P0009')[c] - kg.locate('parties:IRN')[c]))"
    near = tab.evaluate(spread)
    tab.mouse.wheel(0, -400)
    tab.wait_for_timeout(300)
    assert tab.evaluate(spread) > 1.5 * near
    tab.mouse.dblclick(*tab.evaluate("(({ x, y }) => [x, y])(kg.locate('parties:P0009'))"))
    expect(tab.locator("#chips")).to_contain_text("Actors of Party 9")
    expect(tab.locator("#canvas-vis")).to_be_visible()
    assert save(tab, "#export-png").path().read_bytes().startswith(b"\x89PNG")


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
