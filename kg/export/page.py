"""Write the graph as one page that needs no network: a picture, a table, and the sentence behind every line.

pyvis holds nodes and lines and renders them, with positions given and physics off, through our own template;
its bundled vis-network is inlined. Everything else (who says what, when, in which words) travels as JSON in a data
block, where `<`, `>` and `&` are escaped, and reaches the screen as text only. A content security policy allows the
page's own scripts by hash and forbids every request.

The browser draws, filters and counts; this module only gathers. What the first view needs stands before the script,
so that it is drawn while the texts are still being read. Limits: a page of 100,000
events with short sentences is 16 MB.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pyvis.edge import Edge
from pyvis.network import Network

from kg.export.files import write_text
from kg.export.layout import Point
from kg.export.page_records import SHAPES, gather_details, gather_records, gather_sentences, pack_rows
from kg.export.positions import group_events, place_levels
from kg.types import Actor, Graph

TEMPLATES = files("kg") / "data" / "templates"
TEMPLATE = "page.html"
STYLE = "page.css"
# In this order they make one script.
SCRIPTS = (
    "dom.js", "words.js", "dates.js", "records.js", "state.js", "view.js", "scene.js", "painter_vis.js",
    "painter_canvas.js", "picture.js", "table.js", "panel.js", "filters.js", "time.js", "search.js", "download.js",
    "main.js",
)  # fmt: skip
LIBRARY = "templates/lib/vis-9.1.2/vis-network.min.js"

# What never changes about the picture; colours and widths follow theme and filters, in the browser.
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "keyboard": False, "selectConnectedEdges": False, "navigationButtons": False},
    # Text never fills the screen when one zooms in, and labels too small to read are left out.
    "nodes": {"physics": False, "chosen": False, "scaling": {"label": {"maxVisible": 20, "drawThreshold": 8}}},
    "edges": {"physics": False, "smooth": False, "chosen": False, "selectionWidth": 0},
}

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def write_page(graph: Graph, path: Path) -> None:
    """Write `graph` as a page to `path`; the same graph gives the same bytes."""
    write_text(path, [render_page(graph)])


def render_page(graph: Graph) -> str:
    """Return the page's HTML."""
    network = build_picture(graph)
    library, script, style = _read_library(), _read_scripts(), (TEMPLATES / STYLE).read_text(encoding="utf-8")
    environment = network.templateEnv
    environment.autoescape = True
    environment.policies["json.dumps_function"] = _dump_for_jinja
    environment.filters["pack"] = _pack
    environment.globals |= {
        "library": library,
        "script": script,
        "style": style,
        "policy": write_policy(scripts=(library, script), styles=(style,)),
        "words": _read_words(),
        "records": gather_records(graph),
        "details": gather_details(graph),
        "sentences": gather_sentences(graph),
    }
    html: str = network.generate_html()
    return html


def build_picture(graph: Graph) -> Network:
    """Return the two zoom levels as one pyvis network; a node's or line's `level` says which one it belongs to."""
    network = Network(directed=True)
    network.set_template_dir(str(TEMPLATES), TEMPLATE)
    network.set_options(json.dumps(OPTIONS))
    parties, actors = place_levels(graph)
    index = {actor.id: i for i, actor in enumerate(graph.actors)}
    by_id = {actor.id: actor for actor in graph.actors}
    party_actor = dict(graph.parties)
    _add_nodes(network, "parties", ((code, by_id[party_actor[code]], point) for code, point in parties.items()), index)
    _add_nodes(network, "actors", ((key, by_id[key], point) for key, point in actors.items()), index)
    _add_ties(network, "parties", group_events(graph.events, lambda actor: actor.code))
    _add_ties(network, "actors", group_events(graph.events, lambda actor: actor.id))
    return network


def dump_json(value: object) -> str:
    """Write JSON that stays inert inside a script element, whatever text is in it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}", text)


def write_policy(*, scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return a content security policy: these scripts and styles by hash, pictures made here, nothing else."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src " + " ".join(_hash_source(text) for text in scripts),
            "style-src " + " ".join(_hash_source(text) for text in styles),
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash_source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _dump_for_jinja(value: object, **_: object) -> str:
    return dump_json(value)


def _read_library() -> str:
    text = (files("pyvis") / LIBRARY).read_text(encoding="utf-8")
    # The map is not there to be fetched.
    return re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", text)


def _read_scripts() -> str:
    parts = [(TEMPLATES / name).read_text(encoding="utf-8") for name in SCRIPTS]
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "})();\n"


def _add_nodes(
    network: Network, level: str, nodes: Iterable[tuple[str, Actor, Point]], index: Mapping[str, int]
) -> None:
    for key, actor, (x, y) in nodes:
        network.add_node(
            f"{level}:{key}", label=actor.name, shape=SHAPES[actor.kind], x=x, y=y,
            level=level, key=key, actor=index[actor.id],
        )  # fmt: skip


def _add_ties(network: Network, level: str, groups: Mapping[tuple[str, str], list[int]]) -> None:
    number = {node: i for i, node in enumerate(network.node_ids)}
    for (one, two), events in groups.items():
        first, second = f"{level}:{one}", f"{level}:{two}"
        # Network.add_edge would look for both ends among all nodes: minutes for a large graph.
        line = Edge(first, second, True, level=level, ends=(number[first], number[second]), events=tuple(events))
        network.edges.append(line.options)


def _pack(rows: list[dict[str, Any]], *keys: str) -> dict[str, Any]:
    return pack_rows([{key: row[key] for key in keys} for row in rows])


def _read_words() -> dict[str, Any]:
    folder = TEMPLATES / "words"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yml"))
    return {name.removesuffix(".yml"): yaml.safe_load((folder / name).read_text(encoding="utf-8")) for name in names}
