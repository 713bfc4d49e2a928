"""Processes that answer questions, and that can be killed: Oxigraph cannot be interrupted once it has begun.

The *keeper*, a process of its own, loads the graph once and forks *workers*, which share its memory; each answers one
question at a time. A worker can open no file and no connection whatever a question gets past the parser, and its
memory is limited. One that takes too long, too much, or crashes is replaced; the others do not notice.

So that short questions do not wait behind long ones, there are *lanes*: a question gets a quarter of a second, then
two seconds, then all its time, and is begun again in the next lane when it needs more; each lane has workers of its
own, and the slower lanes give way to the quicker ones. A limit that is reached is a LimitError, too many questions a
BusyError; an answer is whole or not there at all.
"""

from __future__ import annotations

import asyncio
import gc
import json
import multiprocessing
import os
import re
import resource
import signal
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pyoxigraph as ox

from kg.errors import BusyError, InputError, KgError, LimitError, QueryError, RefusedError
from kg.query.answers import spell_answer
from kg.query.sparql import open_store, run_query

# Seconds and niceness of the lanes, the last one with all the time that the limits give.
_LANES = ((0.25, 0), (2.0, 10), (float("inf"), 19))
# The server holds an answer in memory until it is sent.
ANSWER_BYTES = 64 << 20
# How long a question waits for its turn in a quick lane; in the last one it waits as long as it may run there.
_PATIENCE = 60.0
# Lengths of messages and process ids.
_NUMBER = struct.Struct(">I")
_ERRORS = {error.__name__: error for error in (QueryError, RefusedError, LimitError)}


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one question may take: seconds, rows (or triples), megabytes of memory beside the graph.

    `workers` is how many questions run at a time in each lane.
    """

    seconds: float = 30
    rows: int = 100_000
    megabytes: int = 1024
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Forms:
    """In which forms (answers.FORMS) an answer may be: of rows, and of a graph; None for neither."""

    rows: str | None
    graph: str | None


@dataclass(frozen=True, slots=True)
class _Worker:
    process: int
    channel: socket.socket

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)
        self.channel.close()


@dataclass(slots=True)
class _Lane:
    """Pool for questions of one length; `idle` are those without a question."""

    turns: asyncio.Semaphore
    seconds: float
    patience: float
    niceness: int
    idle: list[_Worker] = field(default_factory=list)


class Pool:
    """The processes that answer questions about one graph; leaving the `with` block ends them."""

    def __init__(self, source: Path, limits: QueryLimits) -> None:
        """Load the graph of a file; raises InputError where it cannot be read."""
        self._limits = limits
        self._lanes = [
            _Lane(asyncio.Semaphore(limits.workers), seconds, _PATIENCE, niceness)
            for seconds, niceness in _LANES
            if seconds < limits.seconds
        ]
        turns = asyncio.Semaphore(limits.workers)
        self._lanes.append(_Lane(turns, limits.seconds, max(limits.seconds, 1), _LANES[-1][1]))
        self._channel, theirs = socket.socketpair()
        context = multiprocessing.get_context("spawn")
        self._keeper = context.Process(target=_keep, args=(source, theirs, limits), daemon=True)
        self._keeper.start()
        theirs.close()
        greeting = _receive(self._channel)
        if greeting is None:
            self.close()
            raise InputError(f"the graph of {source} could not be loaded: is there enough memory?")
        if greeting != b"":
            self.close()
            raise InputError(greeting.decode())

    @property
    def keeper(self) -> int:
        """The keeper's process id, which is that of the group of all its workers too."""
        return self._keeper.pid or 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def answer(self, query: str, forms: Forms) -> tuple[str | None, bytes]:
        """Return the form and the text of the answer; no form where `forms` has none for this kind of answer.

        Raises QueryError (malformed), RefusedError (not allowed), LimitError (takes too much) and BusyError.
        """
        asked = json.dumps({"query": query, "rows": forms.rows, "graph": forms.graph}).encode()
        for lane in self._lanes:
            async with _take_turn(lane):
                answered = await self._ask(lane, asked)
            if answered is not None:
                break
        else:
            raise LimitError(f"the query takes longer than {self._limits.seconds:g} s: ask for less")
        head, text = answered
        if "error" in head:
            raise _ERRORS[head["error"]](head["message"])
        return head["form"], text

    def close(self) -> None:
        """End all processes: the keeper takes its workers along."""
        for worker in (worker for lane in self._lanes for worker in lane.idle):
            worker.channel.close()
        self._channel.close()
        self._keeper.join()

    async def _ask(self, lane: _Lane, asked: bytes) -> tuple[dict[str, Any], bytes] | None:
        """Put a question to a worker; None when the lane's time is over."""
        worker = lane.idle.pop() if len(lane.idle) > 0 else self._fork(lane.niceness)
        try:
            async with asyncio.timeout(lane.seconds):
                await asyncio.get_running_loop().sock_sendall(worker.channel, _NUMBER.pack(len(asked)) + asked)
                head = json.loads(await _read(worker.channel))
                text = await _read(worker.channel)
        except TimeoutError:
            worker.kill()
            return None
        except (EOFError, ConnectionError) as error:
            worker.kill()
            raise LimitError(
                f"the query broke off: it takes more than {self._limits.megabytes} MB, or is nested too deeply"
            ) from error
        except BaseException:
            worker.kill()
            raise
        lane.idle.append(worker)
        return head, text

    def _fork(self, niceness: int) -> _Worker:
        """Have the keeper fork a worker, which takes milliseconds."""
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self._channel, [bytes([niceness])], [theirs.fileno()])
            number = _receive(self._channel)
        except OSError:
            number = None
        finally:
            theirs.close()
        if number is None:
            ours.close()
            raise InputError("the graph is no longer loaded: start `kg serve` again")
        ours.setblocking(False)
        return _Worker(_NUMBER.unpack(number)[0], ours)


@asynccontextmanager
async def _take_turn(lane: _Lane) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(lane.patience):
            await lane.turns.acquire()
    except TimeoutError as error:
        raise BusyError("too many questions are waiting: ask again later") from error
    try:
        yield
    finally:
        lane.turns.release()


async def _read(channel: socket.socket) -> bytes:
    """Read one message; EOFError where the worker is gone."""
    (size,) = _NUMBER.unpack(await _read_exactly(channel, _NUMBER.size))
    return await _read_exactly(channel, size)


async def _read_exactly(channel: socket.socket, size: int) -> bytes:
    data = bytearray(size)
    rest = memoryview(data)
    while len(rest) > 0:
        count = await asyncio.get_running_loop().sock_recv_into(channel, rest)
        if count == 0:
            raise EOFError
        rest = rest[count:]
    return bytes(data)


def _receive(channel: socket.socket) -> bytes | None:
    """Read one message; None where the other side is gone."""
    size = _receive_exactly(channel, _NUMBER.size)
    return None if size is None else _receive_exactly(channel, _NUMBER.unpack(size)[0])


def _receive_exactly(channel: socket.socket, size: int) -> bytes | None:
    data = b""
    while len(data) < size:
        piece = channel.recv(size - len(data))
        if piece == b"":
            return None
        data += piece
    return data


def _send(channel: socket.socket, message: bytes) -> None:
    channel.sendall(_NUMBER.pack(len(message)) + message)


# In the keeper and the workers


def _keep(source: Path, channel: socket.socket, limits: QueryLimits) -> None:
    """Load the graph, say so, then fork a worker for each connection that comes in, until the server is gone."""
    os.setpgid(0, 0)  # a group of its own: Ctrl-C is the server's business, and all workers end together
    try:
        store = open_store(source)
    except KgError as error:
        _send(channel, str(error).encode())
        return
    for query in ("ASK {}", "DESCRIBE <x:y>"):  # load now what cannot be opened later
        _answer(store, {"query": query, "rows": "json", "graph": "ttl"}, limits)
    gc.collect()
    gc.freeze()  # a collection in a worker would write to, and so copy, all that it shares
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a worker ended
    _send(channel, b"")
    while True:
        message, descriptors, _, _ = socket.recv_fds(channel, 1, 1)
        if message == b"":
            os.killpg(0, signal.SIGKILL)
        process = os.fork()
        if process == 0:
            channel.close()
            os.nice(message[0])
            try:
                _work(store, socket.socket(fileno=descriptors[0]), limits)
            except MemoryError:
                os._exit(1)
            os._exit(0)
        os.close(descriptors[0])
        _send(channel, _NUMBER.pack(process))


def _work(store: ox.Store, channel: socket.socket, limits: QueryLimits) -> None:
    """Answer one question after another, until the server is gone."""
    confine(limits.megabytes)
    while (asked := _receive(channel)) is not None:
        head, text = _answer(store, json.loads(asked), limits)
        _send(channel, json.dumps(head).encode())
        _send(channel, text)


def _answer(store: ox.Store, asked: dict[str, Any], limits: QueryLimits) -> tuple[dict[str, str | None], bytes]:
    try:
        answer = run_query(store, asked["query"], limit=limits.rows)
        form = asked["rows"] if answer.triples is None else asked["graph"]
        text = b"" if form is None else spell_answer(answer, form).encode()
        if len(text) > ANSWER_BYTES:
            raise LimitError(f"the answer is longer than {ANSWER_BYTES >> 20} MB: add LIMIT, or ask for less")
    except QueryError as error:
        return {"error": type(error).__name__, "message": str(error)}, b""
    return {"form": form}, text


def confine(megabytes: int) -> None:
    """Take from this process all that answering does not need: files, connections, memory without bounds."""
    held = re.search(r"VmData:\s*(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    if held is None:
        raise OSError("/proc/self/status has no VmData")
    memory = (int(held.group(1)) << 10) + (megabytes << 20)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
