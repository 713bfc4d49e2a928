"""A graph -> files. One module a format; `FORMATS` is the table of them.

Every file is written whole or not at all (files.py), and the same graph gives the same bytes on every run.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from pathlib import Path

from kg.errors import OutputError
from kg.export.gexf import write_gexf
from kg.export.graphml import write_graphml
from kg.export.node_link import write_graph
from kg.export.rdf import write_jsonld, write_ntriples, write_rdfxml, write_trig, write_turtle
from kg.export.tables import write_actors, write_events, write_issues, write_ties
from kg.types import Graph

Writer = Callable[[Graph, Path], None]


def _write_page(graph: Graph, path: Path) -> None:
    """Write the HTML page; its module is loaded only when a page is asked for."""
    from kg.export.page import write_page

    write_page(graph, path)


FORMATS: dict[str, tuple[str, Writer]] = {
    "jsonl": ("events.jsonl", write_events),
    "actors": ("actors.jsonl", write_actors),
    "csv": ("ties.csv", write_ties),
    "ttl": ("graph.ttl", write_turtle),
    "nt": ("graph.nt", write_ntriples),
    "trig": ("graph.trig", write_trig),
    "jsonld": ("graph.jsonld", write_jsonld),
    "rdfxml": ("graph.rdf", write_rdfxml),
    "graphml": ("graph.graphml", write_graphml),
    "gexf": ("graph.gexf", write_gexf),
    "json": ("graph.json", write_graph),
    "html": ("graph.html", _write_page),
    "issues": ("issues.jsonl", write_issues),
}

# What a build writes; the others are other spellings of graph.ttl.
DEFAULT: tuple[str, ...] = ("jsonl", "actors", "csv", "ttl", "graphml", "gexf", "json", "html", "issues")


def export(graph: Graph, directory: Path, formats: Iterable[str] = DEFAULT) -> tuple[Path, ...]:
    """Write `graph` into `directory` in each of `formats` and return the files written.

    Raises OutputError for an unknown format, before anything is written, and where a file cannot be written.
    """
    chosen = [_find_format(name) for name in formats]
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the folder {directory}: {error.strerror}. Choose another with -o") from error
    for file_name, write in chosen:
        write(graph, directory / file_name)
    return tuple(directory / file_name for file_name, _ in chosen)


def _find_format(name: str) -> tuple[str, Writer]:
    if name in FORMATS:
        return FORMATS[name]
    near = difflib.get_close_matches(name, FORMATS, n=1)
    hint = f'Did you mean "{near[0]}"?' if len(near) > 0 else f"Known formats: {', '.join(FORMATS)}."
    raise OutputError(f'unknown format "{name}". {hint}')
