"""Put a crowd of questions to `kg serve` at once, some of which would run for ever: `python tests/bench/serve.py`.

Prints how the answers came, how the page was meanwhile, and how much memory the server and its workers took. All
requests go to loopback, each has a time limit, and the server ends with the run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psutil

from kg.export import export

# Five times every triple with every triple: years.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }"
SHORT = (
    "ASK { ?tie a kgo:Tie }",
    "SELECT ?code ?name { ?party kgo:code ?code ; schema:name ?name } ORDER BY ?name LIMIT 50",
    "SELECT ?type (COUNT(?event) AS ?events) { ?event sem:eventType ?type } GROUP BY ?type",
    "CONSTRUCT { ?a kgo:aid ?b } { ?a kgo:aid ?b } LIMIT 100",
)
_PATIENCE = 300


@dataclass(frozen=True, slots=True)
class Reply:
    """How one request went: `status` is HTTP's, 0 for none; seconds from the first byte sent to the last received."""

    kind: str
    status: int
    seconds: float
    whole: bool


def run_crowd(address: str, *, requests: int, endless: int) -> list[Reply]:
    """Send all requests at one time, the endless ones first, and ask for the page every half second meanwhile."""
    # In a thread of its own: tests of a browser leave a loop in the main thread.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(_run_crowd(address, requests, endless))).result()


async def _run_crowd(address: str, requests: int, endless: int) -> list[Reply]:
    short = [SHORT[i % len(SHORT)] for i in range(requests - endless)]
    tasks = [asyncio.create_task(_ask(address, "endless", ENDLESS)) for _ in range(endless)]
    tasks += [asyncio.create_task(_ask(address, "short", query)) for query in short]
    pages: list[Reply] = []
    while not all(task.done() for task in tasks):
        pages.append(await _get(address, "page", "/graph.html"))
        await asyncio.sleep(0.5)
    return [*(task.result() for task in tasks), *pages]


async def _ask(address: str, kind: str, query: str) -> Reply:
    return await _get(address, kind, "/sparql?" + urlencode({"query": query}))


async def _get(address: str, kind: str, path: str) -> Reply:
    host, port = urlsplit(address).hostname, urlsplit(address).port
    begun = time.monotonic()
    try:
        async with asyncio.timeout(_PATIENCE):
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
            answer = await reader.read()
            writer.close()
    except (OSError, TimeoutError):
        return Reply(kind, 0, time.monotonic() - begun, whole=False)
    head, _, body = answer.partition(b"\r\n\r\n")
    size = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), -1)
    return Reply(kind, int(head[9:12] or b"0"), time.monotonic() - begun, size == len(body))


@contextmanager
def open_server(folder: Path, *options: str) -> Iterator[tuple[str, psutil.Process]]:
    """Run `kg serve` on a free port; yields its address and its process."""
    command = [sys.executable, "-m", "kg", "serve", str(folder), "--port", "0", *options]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        line = server.stderr.readline()
        if " is at " not in line:
            raise RuntimeError(f"kg serve did not begin: {line}{server.stderr.read()}")
        yield line.partition(" is at ")[2].partition(",")[0], psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(30)
        server.stderr.close()


class Memory:
    """The most memory that a server and all its workers took together, in MB; pages that they share count once."""

    def __init__(self, server: psutil.Process) -> None:
        """Take the server's process."""
        self._server = server
        self.most = 0.0

    async def watch(self) -> None:
        """Look five times a second."""
        while True:
            self.look()
            await asyncio.sleep(0.2)

    def look(self) -> None:
        """Add up what each process has of its own and its part of what it shares (PSS)."""
        total = 0
        for process in [self._server, *self._server.children(recursive=True)]:
            try:
                total += process.memory_full_info().pss
            except psutil.Error:
                continue
        self.most = max(self.most, total / 1e6)


async def _measure(address: str, memory: Memory, requests: int, endless: int) -> list[Reply]:
    watcher = asyncio.create_task(memory.watch())
    replies = await _run_crowd(address, requests, endless)
    watcher.cancel()
    return replies


def main() -> None:
    """Print one JSON object."""
    from graphs import make_large_graph  # beside this file, which tests import for its crowd

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--endless", type=int, default=50)
    parser.add_argument("--events", type=int, default=2000, help="size of the graph; about 60 triples an event")
    parser.add_argument("--seconds", default="10", help="time limit of the server")
    options = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        graph = make_large_graph(parties=60, actors=400, events=options.events)
        export(graph, folder, ["ttl", "html"])
        with open_server(folder, "--seconds", options.seconds, "--memory", "256") as (address, process):
            memory = Memory(process)
            memory.look()
            before, begun = memory.most, time.monotonic()
            replies = asyncio.run(_measure(address, memory, options.requests, options.endless))
            took = time.monotonic() - begun
            after = asyncio.run(_ask(address, "short", SHORT[0]))
    print(json.dumps(_report(replies, after, took, (before, memory.most)), indent=2))


def _report(replies: list[Reply], after: Reply, took: float, megabytes: tuple[float, float]) -> dict[str, object]:
    report: dict[str, object] = {"seconds": round(took, 1), "cores": os.cpu_count()}
    for kind in ("short", "endless", "page"):
        times = sorted(reply.seconds for reply in replies if reply.kind == kind)
        report[kind] = {
            "count": len(times),
            "status": dict(Counter(reply.status for reply in replies if reply.kind == kind)),
            "whole": sum(reply.whole for reply in replies if reply.kind == kind),
            "median s": round(statistics.median(times), 2),
            "most s": round(times[-1], 2),
        }
    report["short question afterwards"] = {"status": after.status, "s": round(after.seconds, 3)}
    report["MB before and at most"] = [round(each) for each in megabytes]
    return report


if __name__ == "__main__":
    main()
