"""Run one function on many tasks, on all cores; a task that kills its process or never ends is a failure, not the end.

Processes are spawned, not forked: they share nothing with this one but what they are sent. Each holds one task at a
time, and few wait here, so that memory does not grow with the number of tasks. Results come as they are ready, in no
order: whoever needs one sorts them.

The executors at hand do not do this: a process that dies breaks the whole pool of `concurrent.futures`, and none has
a time limit for a task.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pkgutil import resolve_name
from typing import Generic, TypeVar

from kg.errors import DataError, WorkerError

Key = TypeVar("Key")

_BEGUN, _DONE, _FAULT = b"b", b"d", b"f"
# Seconds that a process has to end by itself when there is nothing left to do.
_GRACE = 5.0


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task has no result."""

    cause: str


class _Worker(Generic[Key]):
    """One process and the task that it has in hand."""

    def __init__(self, work: str) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_serve, args=(work, theirs), daemon=True)
        self.process.start()
        theirs.close()
        self.key: Key | None = None
        self.ready = False
        self.begun: float | None = None

    def give(self, key: Key, task: bytes) -> None:
        self.key, self.begun = key, None
        with suppress(OSError):  # it is dead, which the next look at it tells
            self.connection.send_bytes(task)

    def take(self, limit: float) -> bytes | Failure | None:
        """Return the result that is there, or why there will be none; None while the task goes on."""
        try:
            while self.connection.poll():
                message = self.connection.recv_bytes()
                if message[:1] == _BEGUN:
                    self.ready, self.begun = True, time.monotonic()
                elif message[:1] == _FAULT:
                    raise DataError(message[1:].decode())
                else:
                    return message[1:]
        except (EOFError, OSError):
            return Failure(self._bury())
        if self.begun is not None and time.monotonic() - self.begun > limit:
            self.process.kill()
            self._bury()
            return Failure(f"it takes more than {limit:g} seconds; --limit allows more")
        return None

    def _bury(self) -> str:
        self.process.join()
        self.connection.close()
        code = self.process.exitcode or 0
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        hint = "; is the memory full? Try fewer --jobs" if code == -signal.SIGKILL else ""
        if not self.ready:
            raise WorkerError(f"a process of ours {how} before it could begin{hint}")
        return f"its process {how}{hint}"

    def close(self) -> None:
        """End the process: at once where it has a task, else as soon as it sees that no task will come."""
        if self.key is not None:
            self.process.kill()
        self.connection.close()
        self.process.join(_GRACE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def run_tasks(
    work: str, tasks: Iterable[tuple[Key, bytes]], *, jobs: int, limit: float
) -> Iterator[tuple[Key, bytes | Failure]]:
    """Yield (key, result) for each (key, task), as they are ready, from at most `jobs` processes.

    With one job all is done in this process, and nothing ends a task. `limit` is the time of one task in seconds.
    `work` names a function, as "module:function", that makes a result of a task and calls its second argument once all
    is loaded that the task needs: its time counts from there. A DataError in it is raised here; so is WorkerError where
    a process cannot even begin.
    """
    if jobs == 1:
        yield from ((key, resolve_name(work)(task, _go_on)) for key, task in tasks)
        return
    source, waiting = iter(tasks), deque[tuple[Key, bytes]]()
    workers: list[_Worker[Key]] = []
    try:
        while True:
            while len(waiting) < jobs and (task := next(source, None)) is not None:
                waiting.append(task)
                _hand_out(waiting, workers, work, jobs)
            busy = [worker for worker in workers if worker.key is not None]
            if len(busy) == 0:
                return
            for worker in _wait(busy, limit):
                result = worker.take(limit)
                if result is None or worker.key is None:
                    continue
                key, worker.key = worker.key, None
                if isinstance(result, Failure):
                    workers.remove(worker)
                # Before the result is dealt with: nobody stands idle meanwhile.
                _hand_out(waiting, workers, work, jobs)
                yield key, result
    finally:
        for worker in workers:
            worker.close()


def _go_on() -> None:
    """Begin a task that has no time limit."""


def _hand_out(waiting: deque[tuple[Key, bytes]], workers: list[_Worker[Key]], work: str, jobs: int) -> None:
    """Give the tasks that wait to those who have none; start a process only where all others are busy."""
    while len(waiting) > 0:
        idle = next((worker for worker in workers if worker.key is None), None)
        if idle is None:
            if len(workers) == jobs:
                return
            idle = _Worker(work)
            workers.append(idle)
        idle.give(*waiting.popleft())


def _wait(busy: list[_Worker[Key]], limit: float) -> list[_Worker[Key]]:
    """Wait until a worker has something to tell or has no time left, and return those that have."""
    ends = [worker.begun + limit for worker in busy if worker.begun is not None]
    pause = None if len(ends) == 0 else max(min(ends) - time.monotonic(), 0) + 0.01
    told = wait([worker.connection for worker in busy], pause)
    now = time.monotonic()
    return [w for w in busy if w.connection in told or (w.begun is not None and now - w.begun > limit)]


def _serve(name: str, connection: Connection) -> None:
    """Do tasks until none comes; the life of a process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one, which ends it
    threading.Thread(target=_follow_parent, daemon=True).start()
    function = resolve_name(name)
    while True:
        try:
            task = connection.recv_bytes()
        except (EOFError, OSError):
            return
        try:
            result = _DONE + function(task, lambda: connection.send_bytes(_BEGUN))
        except DataError as error:
            result = _FAULT + str(error).encode()
        connection.send_bytes(result)


def _follow_parent() -> None:
    """End this process when the one that started it is gone, even by kill -9."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
