"""Measure the page beside plain pyvis, in the same Chromium and the same run: `python tests/bench/page.py [SIZE]...`.

For graphs of SIZE actors (100, 1,000 and 5,000 by default), each in three times as many events: seconds from opening
the file until the picture is on the screen, and frames a second while it is dragged about. Plain pyvis gets the same
nodes and lines in its own template, with places given and physics off: with physics it takes minutes (ANCHORS.md).
Figures hold for software rendering, as on a machine without a graphics card.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from graphs import make_large_graph
from playwright.sync_api import Browser, Page, Route, sync_playwright
from pyvis.network import Network

sys.path.insert(0, str(Path(__file__).parents[1]))
from screenshot import open_chromium

from kg.export.page import build_picture, write_page
from kg.graph.ties import add_up_ties
from kg.types import Graph

SIZES = (100, 1000, 5000)
SECONDS = 3.0  # of dragging

# Runs before the page's own scripts: notes when the largest canvas first holds a picture, and counts frames. Reading
# a pixel makes the browser finish what it put off.
WATCH = """
window.bench = { drawn: null, frames: 0 };
const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
probe.canvas.width = probe.canvas.height = 48;
function isPainted() {
  const largest = [...document.querySelectorAll("canvas")].sort((a, b) => b.width * b.height - a.width * a.height)[0];
  if (largest === undefined || largest.width * largest.height < 10000) return false;
  probe.clearRect(0, 0, 48, 48);
  probe.drawImage(largest, 0, 0, 48, 48);
  return new Set(new Uint32Array(probe.getImageData(0, 0, 48, 48).data.buffer)).size > 3;
}
function tick() {
  window.bench.frames += 1;
  if (window.bench.drawn === null && isPainted()) {
    requestAnimationFrame(() => { window.bench.drawn ??= performance.now() / 1000; });
  }
  requestAnimationFrame(tick);
}
requestAnimationFrame(tick);
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one page: seconds until drawn, frames a second while dragged, kilobytes of the file."""

    drawn: float
    fps: float
    size: float


def make_graph(count: int) -> Graph:
    """Return a graph of `count` actors, each of which takes part, and three times as many events."""
    graph = make_large_graph(parties=max(count // 10, 12), actors=count, events=3 * count)
    everyone = graph.actors
    events = tuple(
        replace(event, source=everyone[i], target=event.target if event.target != everyone[i] else everyone[i - 1])
        if i < count else event
        for i, event in enumerate(graph.events)
    )  # fmt: skip
    return replace(graph, events=events, ties=add_up_ties(events, {}))


def write_plain_page(graph: Graph, path: Path) -> None:
    """Write the actors and their ties as pyvis itself does, with our places."""
    ours = build_picture(graph)
    plain = Network(directed=True, cdn_resources="in_line")
    plain.set_options(json.dumps({"physics": {"enabled": False}, "edges": {"smooth": False}}))
    nodes = [node for node in ours.nodes if node["level"] == "actors"]
    for node in nodes:
        plain.add_node(node["id"], label=node["label"], shape=node["shape"], x=node["x"], y=node["y"])
    for edge in ours.edges:
        if edge["level"] == "actors":
            plain.add_edge(edge["from"], edge["to"])
    path.write_text(plain.generate_html(), encoding="utf-8")


def measure(browser: Browser, path: Path, fragment: str = "") -> Figures:
    """Open the page with the network cut, wait until it is drawn, and drag it about."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.route("**/*", _refuse_network)
    tab = context.new_page()
    tab.set_default_timeout(120_000)
    tab.add_init_script(WATCH)
    tab.goto(path.as_uri() + fragment, wait_until="commit")
    # The page's policy forbids what `wait_for_function` does.
    while tab.evaluate("window.bench?.drawn ?? null") is None:
        tab.wait_for_timeout(50)
    drawn = float(tab.evaluate("window.bench.drawn"))
    fps = _drag(tab)
    context.close()
    return Figures(drawn, fps, path.stat().st_size / 1000)


def _refuse_network(route: Route) -> None:
    if route.request.url.startswith("file:"):
        route.continue_()
    else:
        route.abort()


def _drag(tab: Page) -> float:
    tab.wait_for_timeout(500)
    box = tab.locator("canvas").first.bounding_box()
    assert box is not None
    # A corner without nodes, so that the picture is dragged and not one of them.
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tab.mouse.move(box["x"] + 6, box["y"] + box["height"] - 6)
    tab.mouse.down()
    first, start = tab.evaluate("window.bench.frames"), time.perf_counter()
    step = 0
    while time.perf_counter() - start < SECONDS:
        step += 1
        tab.mouse.move(x + 160 * ((step // 16) % 2) + 10 * (step % 16) - 160, y + 4 * (step % 30))
    elapsed = time.perf_counter() - start
    frames = tab.evaluate("window.bench.frames") - first
    tab.mouse.up()
    return float(frames / elapsed)


def main(arguments: list[str]) -> int:
    """Measure and print one row a page."""
    sizes = [int(argument) for argument in arguments] or list(SIZES)
    print(f"{'actors':>6}  {'page':24} {'drawn s':>8} {'fps':>6} {'kB':>7}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = open_chromium(playwright)
        for size in sizes:
            graph = make_graph(size)
            ours, plain = Path(folder) / "ours.html", Path(folder) / "plain.html"
            write_page(graph, ours)
            write_plain_page(graph, plain)
            for name, path, fragment in (
                ("ours, parties", ours, ""),
                ("ours, all actors", ours, "#level=actors&all=yes"),
                ("plain pyvis, all actors", plain, ""),
            ):
                figures = measure(browser, path, fragment)
                print(f"{size:6}  {name:24} {figures.drawn:8.2f} {figures.fps:6.1f} {figures.size:7.0f}", flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
