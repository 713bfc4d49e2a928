"""Read inputs, extract every document, and build the output; one bad document never stops a run.

The only broad `except` of the project stands here, around one document: its fault becomes an Issue with its cause.
A fault in the vocabulary is not the document's: it stops the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError, KgError, OutputError
from kg.export import export
from kg.extract.pipeline import extract
from kg.extract.vocabulary import NO_ADDITIONS, Additions, list_languages
from kg.graph.building import build_graph
from kg.graph.slicing import cut_graph
from kg.read.files import read_documents
from kg.types import WHOLE, Document, Extraction, Graph, Issue, Slice


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: the graph and the files that it wrote."""

    graph: Graph
    files: tuple[Path, ...]


def iter_extractions(
    inputs: Iterable[str], additions: Additions = NO_ADDITIONS, notice: Callable[[str], None] | None = None
) -> Iterator[Extraction | Issue]:
    """Yield the extraction of every document, or the Issue that it became; `notice` is told each document's source."""
    for item in read_documents(inputs, list_languages(additions.languages)):
        if isinstance(item, Issue):
            yield item
            continue
        if notice is not None:
            notice(item.source)
        yield extract_guarded(item, additions)


def extract_guarded(document: Document, additions: Additions) -> Extraction | Issue:
    """Extract one document; what goes wrong with it becomes an Issue. Raises DataError for a bad vocabulary file."""
    try:
        return extract(document, additions)
    except DataError:
        raise
    except KgError as error:
        return Issue(document.source, "extract", str(error), document.id)
    except Exception as error:  # noqa: BLE001 (the one broad except: a document must not stop a run)
        return Issue(document.source, "extract", f"{type(error).__name__}: {error}", document.id)


def build(
    inputs: Iterable[str],
    output: Path,
    additions: Additions = NO_ADDITIONS,
    notice: Callable[[str], None] | None = None,
    wanted: Slice = WHOLE,
) -> Report:
    """Build all files of `output` from the wanted part of what the inputs say.

    Raises OutputError where the folder cannot be made or written, QueryError where a party is wanted that is not there.
    """
    # Before the long work, not after it.
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the folder {output}: {error.strerror}. Choose another with -o") from error
    extractions: list[Extraction] = []
    issues: list[Issue] = []
    for item in iter_extractions(inputs, additions, notice):
        if isinstance(item, Issue):
            issues.append(item)
        else:
            extractions.append(item)
    graph = cut_graph(build_graph(extractions, issues), wanted)
    return Report(graph, export(graph, output))
