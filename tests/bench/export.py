"""Measure every export: `python tests/bench/export.py [EVENTS]` (100,000 by default).

Each format is written by a process of its own that inherits the graph, then all of them at once, which takes two: the
seconds that passed, those that processors worked, the most memory that the processes held (the graph included), and
the size of the file. Needs fork, so Linux or macOS.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from graphs import make_large_graph

from kg.export import FORMATS, export
from kg.types import Graph

PARTIES = 200
ACTORS = 5_000


def main(events: int) -> None:
    """Print the table."""
    graph = make_large_graph(parties=PARTIES, actors=ACTORS, events=events)
    print(f"{events:,} events of {ACTORS:,} actors in {len(graph.documents):,} documents")
    print(f"{'format':14}{'seconds':>9}{'CPU':>9}{'MB memory':>11}{'MB file':>9}")
    for name in FORMATS:
        _measure(graph, [name], name)
    _measure(graph, list(FORMATS), "all at once")


def _measure(graph: Graph, names: Sequence[str], label: str) -> None:
    context = multiprocessing.get_context("fork")
    results = context.SimpleQueue()
    process = context.Process(target=_write, args=(graph, names, results))
    process.start()
    seconds, used, memory, size = results.get()
    process.join()
    print(f"{label:14}{seconds:9.1f}{used:9.1f}{memory:11,.0f}{size:9,.1f}", flush=True)


def _write(graph: Graph, names: Sequence[str], results: multiprocessing.SimpleQueue[tuple[float, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        files = export(graph, Path(folder), names)
        seconds = time.perf_counter() - start
        size = sum(file.stat().st_size for file in files) / 1e6
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    used = sum(each.ru_utime + each.ru_stime for each in usage)
    # Kilobytes on Linux, bytes on macOS.
    unit = 1e6 if sys.platform == "darwin" else 1e3
    results.put((seconds, used, sum(each.ru_maxrss for each in usage) / unit, size))


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 100_000)
