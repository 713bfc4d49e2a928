"""Ask every built-in question of a graph of a million triples: `python tests/bench/sparql.py`.

The graph is made, written by our exporter and loaded; each question is asked as a user asks it (what it needs is
bound), and the best of three counts. The same question is put to rdflib alone too, on a smaller graph, as it needs
gigabytes and hours on the large one, and is cut off after some seconds: the ratio is of both on that smaller graph.
Ends with exit code 1 where a question takes longer than the floor or is slower than rdflib.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path

import pyoxigraph as ox
import rdflib
from graphs import make_large_graph

from kg.export import export
from kg.query.questions import Question, list_questions
from kg.query.sparql import open_store, run_query

_PAIR = {"a": "P0001", "b": "P0003"}


def main() -> int:
    """Print a table; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=18_000, help="about 60 triples an event")
    parser.add_argument("--small", type=int, default=600, help="events of the graph that rdflib gets too")
    parser.add_argument("--cut", type=float, default=30, help="seconds after which rdflib is stopped")
    parser.add_argument("--floor", type=float, default=2, help="seconds that a question may take")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        large, loading = _load(Path(name) / "large", options.events)
        small, _ = _load(Path(name) / "small", options.small)
        print(f"{len(large)} triples, loaded in {loading:.1f} s; rdflib gets {len(small)}")
        print(f"{'question':24}{'bound':>6}{'rows':>8}{'s':>8}{'small s':>10}{'rdflib s':>10}{'ratio':>9}")
        plain = _Rdflib(Path(name) / "small" / "graph.ttl", options.cut)
        failed = [
            question.name for question in list_questions() if not _compare(question, large, small, plain, options)
        ]
        plain.close()
    print(f"too slow: {', '.join(failed)}" if len(failed) > 0 else "none is too slow")
    return int(len(failed) > 0)


def _load(folder: Path, events: int) -> tuple[ox.Store, float]:
    graph = make_large_graph(parties=400, actors=3000, events=events)
    export(graph, folder, ["ttl"])
    begun = time.perf_counter()
    return open_store(folder / "graph.ttl"), time.perf_counter() - begun


def _compare(question: Question, large: ox.Store, small: ox.Store, plain: _Rdflib, options: argparse.Namespace) -> bool:
    bound = {name: _PAIR[name] for name in question.needs}
    rows, seconds = _time(lambda: len(run_query(large, question.text, bindings=bound).rows))
    found, ours = _time(lambda: len(run_query(small, question.text, bindings=bound).rows))
    answer = plain.ask(question.text, bound)
    theirs, sign = (answer[1], "") if answer is not None else (options.cut, ">")
    # Of groups of nothing rdflib makes one row, which the specification does not.
    if answer is not None and answer[0] != found and found > 0:
        raise SystemExit(f"{question.name}: {found} rows, {answer[0]} in rdflib")
    ratio = theirs / ours
    print(f"{question.name:24}{' '.join(bound):>6}{rows:8}{seconds:8.2f}{ours:10.3f}"
          f"{sign + format(theirs, '.2f'):>10}{sign + format(ratio, '.0f'):>9}", flush=True)  # fmt: skip
    return seconds <= options.floor and ratio >= 1


def _time(ask: Callable[[], int]) -> tuple[int, float]:
    times = []
    rows = 0
    for _ in range(3):
        begun = time.perf_counter()
        rows = ask()
        times.append(time.perf_counter() - begun)
    return rows, min(times)


class _Rdflib:
    """rdflib with a graph loaded, in a process that can be ended; it is begun anew after it was."""

    def __init__(self, path: Path, cut: float) -> None:
        self._path = path
        self._cut = cut
        self._begin()

    def ask(self, text: str, bound: Mapping[str, str]) -> tuple[int, float] | None:
        """Return rows and seconds; None where it was cut off."""
        self._channel.send((text, dict(bound)))
        if self._channel.poll(self._cut):
            answer: tuple[int, float] = self._channel.recv()
            return answer
        self.close()
        self._begin()
        return None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()

    def _begin(self) -> None:
        self._channel, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=_serve_rdflib, args=(self._path, theirs))
        self._process.start()
        self._channel.recv()  # it has loaded


def _serve_rdflib(path: Path, channel: Connection) -> None:
    graph = rdflib.Graph().parse(path)
    channel.send("ready")
    while True:
        text, bound = channel.recv()
        begun = time.perf_counter()
        rows = len(graph.query(text, initBindings={name: rdflib.Literal(value) for name, value in bound.items()}))
        channel.send((rows, time.perf_counter() - begun))


if __name__ == "__main__":
    sys.exit(main())
