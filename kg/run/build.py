"""Read inputs, extract every document, and build the output; one bad document never stops a run.

A build does only what the store (store.py) does not know yet, and makes the graph anew from what the store holds of
the documents that are there now: one that is gone leaves no trace. What a process could not finish (it died, or ran
out of time) is an Issue of this build, and tried again by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import msgspec

from kg.errors import OutputError
from kg.export import export
from kg.export.files import remove_leftovers
from kg.extract.vocabulary import NO_ADDITIONS, Additions, list_languages
from kg.graph.building import build_graph
from kg.graph.slicing import cut_graph
from kg.graph.stories import Sketch, find_stories
from kg.run.corpus import Corpus
from kg.run.fingerprint import make_fingerprint
from kg.run.store import DamagedStoreError, forget_store, open_store
from kg.run.workers import Failure, run_tasks
from kg.types import WHOLE, Graph, Issue, Limits, Slice

# Seconds for one document, once all models are loaded; a long article takes one or two.
LIMIT = 300.0
# By name: the models are loaded where documents are extracted, and not at all where nothing is new.
_WORK = "kg.run.extraction:extract_packed"

Notice = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: the graph, the files that it wrote, and what there is to say besides."""

    graph: Graph
    files: tuple[Path, ...]
    remarks: tuple[str, ...] = ()


def build(
    inputs: Iterable[str],
    output: Path,
    additions: Additions = NO_ADDITIONS,
    *,
    wanted: Slice = WHOLE,
    jobs: int = 1,
    limit: float = LIMIT,
    limits: Limits = Limits(),
    notice: Notice | None = None,
) -> Report:
    """Build all files of `output` from the wanted part of what the inputs say; go on where a build was cut short.

    `jobs` is the number of processes, 1 for none but this one, which then keeps no time limit; `limit` is in seconds
    for one document, `limits` say how much is read; `notice` is told the source of each document that is done. Raises
    OutputError where the folder cannot be made or written or another build writes to it, QueryError where a party is
    wanted that is not there, DataError for a bad vocabulary file.
    """
    # Before the long work, not after it.
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the folder {output}: {error.strerror}. Choose another with -o") from error
    order = _Order(tuple(inputs), output, additions, wanted, jobs, limit, limits, notice)
    try:
        return _build(order)
    except DamagedStoreError as error:
        forget_store(output)
        if "-" in order.inputs:
            raise OutputError(f"what earlier builds kept in {output} was damaged and is gone: run it again") from error
        remark = f"what earlier builds kept in {output} is damaged ({error}): every document is read again"
        return replace(_build(order), remarks=(remark,))


@dataclass(frozen=True, slots=True)
class _Order:
    """What a build is asked for."""

    inputs: tuple[str, ...]
    output: Path
    additions: Additions
    wanted: Slice
    jobs: int
    limit: float
    limits: Limits
    notice: Notice | None


def _build(order: _Order) -> Report:
    with open_store(order.output) as store:
        languages = list_languages(order.additions.languages)
        corpus = Corpus(make_fingerprint(order.additions), languages, order.limits, store)
        failed = list(_extract_pending(corpus, order))
        stories = find_stories(store.iter_sketches(corpus.outcomes))
        found = (outcome.issue or outcome.extraction for outcome in store.iter_outcomes(corpus.outcomes))
        graph = cut_graph(build_graph(chain(found, corpus.issues, failed), stories), order.wanted)
        files = export(graph, order.output)
        remove_leftovers(files)
        store.keep_only(corpus.readings, corpus.outcomes)
    return Report(graph, files)


def _extract_pending(corpus: Corpus, order: _Order) -> Iterator[Issue]:
    """Extract what the store does not know, keep it there, and yield an Issue for what no process could finish."""
    pending = corpus.iter_pending(order.inputs)
    tasks = ((each, msgspec.msgpack.encode((each.document, order.additions), enc_hook=str)) for each in pending)
    for done, result in run_tasks(_WORK, tasks, jobs=order.jobs, limit=order.limit):
        document = done.document
        if isinstance(result, Failure):
            yield Issue(document.source, "extract", result.cause, document.id)
        else:
            sketch, outcome = msgspec.msgpack.decode(result, type=tuple[Sketch | None, bytes])
            corpus.store.keep_outcome(done.key, sketch, outcome)
        if order.notice is not None:
            order.notice(document.source)
