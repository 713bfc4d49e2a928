"""A graph -> files. One module a format; `FORMATS` is the table of them.

Every file is written whole or not at all (files.py), and the same graph gives the same bytes on every run.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from kg.errors import OutputError
from kg.export.ftm import write_ftm
from kg.export.gexf import write_gexf, write_ties_gexf
from kg.export.graphml import write_graphml, write_ties_graphml
from kg.export.node_link import write_graph
from kg.export.parquet import write_events_parquet, write_ties_parquet
from kg.export.rdf import SPELLINGS, write_rdf
from kg.export.tables import write_actors, write_events, write_events_csv, write_issues, write_ties_csv
from kg.export.vocabulary import BASE
from kg.types import Graph

Writer = Callable[[Graph, Path], None]


def _write_page(graph: Graph, path: Path) -> None:
    """Write the HTML page; its module is loaded only when a page is asked for."""
    from kg.export.page import write_page

    write_page(graph, path)


@dataclass(frozen=True, slots=True)
class Format:
    """The file that a build makes of a format, and the function that writes it."""

    file: str
    write: Writer


def _write_rdf(name: str) -> Writer:
    return lambda graph, path: write_rdf(graph, {name: path})


FORMATS: dict[str, Format] = {
    "html": Format("graph.html", _write_page),
    "ttl": Format("graph.ttl", _write_rdf("ttl")),
    "nt": Format("graph.nt", _write_rdf("nt")),
    "trig": Format("graph.trig", _write_rdf("trig")),
    "jsonld": Format("graph.jsonld", _write_rdf("jsonld")),
    "rdfxml": Format("graph.rdf", _write_rdf("rdfxml")),
    "graphml": Format("graph.graphml", write_graphml),
    "gexf": Format("graph.gexf", write_gexf),
    "ties-graphml": Format("ties.graphml", write_ties_graphml),
    "ties-gexf": Format("ties.gexf", write_ties_gexf),
    "json": Format("graph.json", write_graph),
    "ftm": Format("entities.ftm.json", write_ftm),
    "jsonl": Format("events.jsonl", write_events),
    "actors": Format("actors.jsonl", write_actors),
    "issues": Format("issues.jsonl", write_issues),
    "csv": Format("events.csv", write_events_csv),
    "ties-csv": Format("ties.csv", write_ties_csv),
    "parquet": Format("events.parquet", write_events_parquet),
    "ties-parquet": Format("ties.parquet", write_ties_parquet),
}

# Events above which RDF, which takes half the time, is written by a process of its own.
LARGE = 20_000

# What a build writes; `kg export` writes the others.
DEFAULT: tuple[str, ...] = ("jsonl", "actors", "ties-csv", "ttl", "graphml", "gexf", "json", "html", "issues")


def export(graph: Graph, directory: Path, formats: Iterable[str] = DEFAULT, *, base: str = BASE) -> tuple[Path, ...]:
    """Write `graph` into `directory` in each of `formats` and return the files written.

    The IRIs of records begin with `base`. Raises OutputError for an unknown format, before anything is written, and
    where a file cannot be written.
    """
    paths = {name: directory / find_format(name).file for name in formats}
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the folder {directory}: {error.strerror}. Choose another with -o") from error
    write_files(graph, paths, base=base)
    return tuple(paths.values())


def write_files(graph: Graph, paths: Mapping[str, Path], *, base: str = BASE) -> None:
    """Write `graph` in several formats, name -> path; those of RDF together, with IRIs that begin with `base`."""
    rdf = {name: path for name, path in paths.items() if name in SPELLINGS}
    others = {name: path for name, path in paths.items() if name not in SPELLINGS}
    if len(others) == 0 or len(rdf) == 0 or len(graph.events) < LARGE:
        _write_each(graph, others)
        write_rdf(graph, rdf, base=base)
        return
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        written = pool.submit(write_rdf, graph, rdf, base=base)
        _write_each(graph, others)
        written.result()


def _write_each(graph: Graph, paths: Mapping[str, Path]) -> None:
    for name, path in paths.items():
        find_format(name).write(graph, path)


def find_format(name: str) -> Format:
    """Return the format of a name; raises OutputError for an unknown one."""
    if name in FORMATS:
        return FORMATS[name]
    near = difflib.get_close_matches(name, FORMATS, n=1)
    hint = f'Did you mean "{near[0]}"?' if len(near) > 0 else f"Known formats: {', '.join(FORMATS)}."
    raise OutputError(f'unknown format "{name}". {hint}')
