"""Write the graph as one page that needs no network: a picture, a table, and the sentence behind every line.

pyvis holds nodes and lines and renders them, with positions given and physics off, through our own template;
its bundled vis-network is inlined. Everything else (who says what, when, in which words) travels as JSON in a data
block, where `<`, `>` and `&` are escaped, and reaches the screen as text only. A content security policy allows the
page's own scripts by hash and forbids every request.

The browser draws, filters and counts; this module only gathers. Limits: beyond about 5,000 nodes shown at once the
picture is slow, which is why the page starts with the strongest.
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

from pyvis.network import Network

from kg.export.files import write_text
from kg.export.layout import Point
from kg.export.places import group_events, place_levels
from kg.types import KINDS, QUAD_OF, STATUSES, SYMMETRIC_TYPES, Actor, Document, Event, Evidence, Graph

TEMPLATES = files("kg") / "data" / "templates"
TEMPLATE = "page.html"
STYLE = "page.css"
# In this order they make one script.
SCRIPTS = (
    "words.js", "dom.js", "dates.js", "records.js", "state.js", "view.js",
    "picture.js", "table.js", "panel.js", "filters.js", "search.js", "download.js", "main.js",
)  # fmt: skip
LIBRARY = "templates/lib/vis-9.1.2/vis-network.min.js"

# What never changes about the picture; colours and widths follow theme and filters, in the browser.
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"keyboard": False, "selectConnectedEdges": False, "navigationButtons": False},
    # Text never fills the screen when one zooms in, and labels too small to read are left out.
    "nodes": {"physics": False, "chosen": False, "scaling": {"label": {"maxVisible": 20, "drawThreshold": 8}}},
    "edges": {"physics": False, "smooth": False, "chosen": False, "selectionWidth": 0},
}

# One shape a kind, so that no one depends on colour.
SHAPES = {
    "state": "dot", "igo": "hexagon", "government": "square", "military": "triangle", "armed_group": "triangleDown",
    "company": "diamond", "media": "star", "organisation": "square", "person": "dot", "place": "diamond",
}  # fmt: skip

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
    environment.globals |= {
        "library": library,
        "script": script,
        "style": style,
        "policy": write_policy(scripts=(library, script), styles=(style,)),
        "records": gather_records(graph),
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


def gather_records(graph: Graph) -> dict[str, Any]:
    """Return all that the page's panel, table and filters show, as JSON data that refers to itself by index."""
    actors = {actor.id: i for i, actor in enumerate(graph.actors)}
    documents = {document.id: i for i, document in enumerate(graph.documents)}
    texts = {document.id: document.text for document in graph.documents}
    sentences: dict[tuple[int, int, int], str] = {}
    for event in graph.events:
        evidence = event.evidence
        sentences.setdefault((documents[event.document], *evidence.sentence), evidence.sentence_text)
    order = {key: i for i, key in enumerate(sentences)}
    events = []
    for event in graph.events:
        sentence = order[(documents[event.document], *event.evidence.sentence)]
        cited = _describe_evidence(event.evidence, texts[event.document])
        events.append(_describe_event(event, actors) | cited | {"sentence": sentence})
    return {
        "actors": [_describe_actor(actor) for actor in graph.actors],
        "documents": [_describe_document(document) for document in graph.documents],
        "sentences": [{"document": key[0], "text": text} for key, text in sentences.items()],
        "events": events,
        "parties": {code: actors[key] for code, key in graph.parties},
        "types": QUAD_OF,
        "symmetric": sorted(SYMMETRIC_TYPES),
        "statuses": list(STATUSES),
        "kinds": {kind: SHAPES[kind] for kind in KINDS},
        "issues": len(graph.issues),
    }


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
            f"{level}:{key}",
            label=actor.name,
            shape=SHAPES[actor.kind],
            x=x,
            y=y,
            key=key,
            level=level,
            actor=index[actor.id],
        )  # fmt: skip


def _add_ties(network: Network, level: str, groups: Mapping[tuple[str, str], list[int]]) -> None:
    for (one, two), events in groups.items():
        first, second = f"{level}:{one}", f"{level}:{two}"
        network.add_edge(first, second, id=f"{one}~{two}", arrows="", level=level, events=events)


def _describe_actor(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "kind": actor.kind,
        "name": actor.name,
        "code": actor.code,
        "names": [list(pair) for pair in actor.names],
        "roles": [{"title": r.title, "of": r.of, "start": r.start, "end": r.end} for r in actor.roles],
        "wikidata": actor.wikidata,
    }


def _describe_document(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "outlet": document.outlet,
        "date": document.date,
        "url": document.url,
        "language": document.language,
        "file": document.source,
    }


def _describe_event(event: Event, actors: Mapping[str, int]) -> dict[str, Any]:
    return {
        "id": event.id,
        "type": event.event,
        "mode": event.mode,
        "source": actors[event.source.id],
        "target": actors[event.target.id],
        "status": event.status,
        "context": list(event.context),
        "date": event.date,
        "written": event.date_text,
        "place": event.place,
        "said": [source.name for source in event.attribution],
        "confidence": event.confidence,
        "reason": event.reason,
    }


def _describe_evidence(evidence: Evidence, text: str) -> dict[str, Any]:
    """Turn offsets in the document into offsets in the sentence; a mention elsewhere is given by its words."""
    offset = evidence.sentence[0]
    return {
        "clause": [evidence.start - offset, evidence.end - offset],
        "sourceMark": _locate(evidence.source, evidence, text),
        "targetMark": _locate(evidence.target, evidence, text),
    }


def _locate(span: tuple[int, int], evidence: Evidence, text: str) -> list[int] | str:
    first, last = evidence.sentence
    if first <= span[0] and span[1] <= last:
        return [span[0] - first, span[1] - first]
    return text[span[0] : span[1]]
