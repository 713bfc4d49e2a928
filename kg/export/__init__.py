"""A graph -> files. One module a format; `FORMATS` is the table of them.

Every file is written whole or not at all (files.py), and the same graph gives the same bytes on every run.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OutputError
from kg.export.gexf import write_gexf
from kg.export.graphml import write_graphml
from kg.export.node_link import write_graph
from kg.export.rdf import write_jsonld, write_ntriples, write_rdfxml, write_trig, write_turtle
from kg.export.tables import write_actors, write_events, write_issues, write_ties
from kg.export.vocabulary import BASE
from kg.types import Graph

Writer = Callable[..., None]


def _write_page(graph: Graph, path: Path) -> None:
    """Write the HTML page; its module is loaded only when a page is asked for."""
    from kg.export.page import write_page

    write_page(graph, path)


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table: the file, how it is written, what it is for."""

    file: str
    write: Writer
    about: str
    # Whether its records have IRIs, which begin with a base that can be chosen.
    iris: bool = False


FORMATS: dict[str, Format] = {
    "html": Format("graph.html", _write_page, "page to explore, in one file"),
    "ttl": Format("graph.ttl", write_turtle, "RDF in Turtle", iris=True),
    "nt": Format("graph.nt", write_ntriples, "RDF in N-Triples", iris=True),
    "trig": Format("graph.trig", write_trig, "RDF in TriG, a named graph for each document", iris=True),
    "jsonld": Format("graph.jsonld", write_jsonld, "RDF in JSON-LD", iris=True),
    "rdfxml": Format("graph.rdf", write_rdfxml, "RDF in XML", iris=True),
    "graphml": Format("graph.graphml", write_graphml, "actors and events, for Gephi, igraph, Cytoscape"),
    "gexf": Format("graph.gexf", write_gexf, "actors and events, for Gephi with its time line"),
    "json": Format("graph.json", write_graph, "all, as node-link JSON for networkx, sigma and kg itself"),
    "jsonl": Format("events.jsonl", write_events, "events, one JSON object a line"),
    "actors": Format("actors.jsonl", write_actors, "actors, one JSON object a line"),
    "issues": Format("issues.jsonl", write_issues, "what went wrong, one JSON object a line"),
    "ties-csv": Format("ties.csv", write_ties, "ties as a table"),
}

# What a build writes; `kg export` writes the others.
DEFAULT: tuple[str, ...] = ("jsonl", "actors", "ties-csv", "ttl", "graphml", "gexf", "json", "html", "issues")


def export(graph: Graph, directory: Path, formats: Iterable[str] = DEFAULT, *, base: str = BASE) -> tuple[Path, ...]:
    """Write `graph` into `directory` in each of `formats` and return the files written.

    The IRIs of records begin with `base`. Raises OutputError for an unknown format, before anything is written, and
    where a file cannot be written.
    """
    chosen = [find_format(name) for name in formats]
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the folder {directory}: {error.strerror}. Choose another with -o") from error
    for each in chosen:
        write_file(graph, directory / each.file, each, base=base)
    return tuple(directory / each.file for each in chosen)


def write_file(graph: Graph, path: Path, form: Format, *, base: str = BASE) -> None:
    """Write `graph` to `path`; raises OutputError where it cannot be written."""
    more = {"base": base} if form.iris else {}
    form.write(graph, path, **more)


def find_format(name: str) -> Format:
    """Return the format of a name; raises OutputError for an unknown one."""
    if name in FORMATS:
        return FORMATS[name]
    near = difflib.get_close_matches(name, FORMATS, n=1)
    hint = f'Did you mean "{near[0]}"?' if len(near) > 0 else f"Known formats: {', '.join(FORMATS)}."
    raise OutputError(f'unknown format "{name}". {hint}')
