"""Many tasks on several processes: every result comes, and a process that dies or hangs costs its own task only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.errors import DataError, WorkerError
from kg.run.workers import Failure, run_tasks

DO = "test_workers:do"


def do(task: bytes, begin: Callable[[], None]) -> bytes:
    """Do what a task says, in the process that got it."""
    if task == b"die early":
        os._exit(3)
    begin()
    match task:
        case b"die":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case b"hang":
            time.sleep(600)
        case b"fault":
            raise DataError("actors.yml: no")
        case b"pid":
            return str(os.getpid()).encode()
    return task * 2


def _run(tasks: list[bytes], jobs: int = 2, limit: float = 60) -> dict[int, bytes | Failure]:
    return dict(run_tasks(DO, enumerate(tasks), jobs=jobs, limit=limit))


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_every_task_has_its_result_whatever_the_number_of_processes(jobs: int) -> None:
    tasks = [str(number).encode() * (number * 3000) for number in range(40)]
    assert _run(tasks, jobs) == {number: task * 2 for number, task in enumerate(tasks)}


def test_one_job_is_done_in_this_process_and_two_in_others() -> None:
    assert set(_run([b"pid", b"pid"], 1).values()) == {str(os.getpid()).encode()}
    assert str(os.getpid()).encode() not in _run([b"pid", b"pid"], 2).values()


def test_a_process_that_dies_costs_its_task_and_no_other() -> None:
    results = _run([b"a", b"die", b"b", b"crash", b"c", b"d"])
    assert [results[n] for n in (0, 2, 4, 5)] == [b"aa", b"bb", b"cc", b"dd"]
    assert isinstance(results[1], Failure)
    assert results[1].cause == "its process was ended by SIGKILL; is the memory full? Try fewer --jobs"
    assert results[3] == Failure("its process was ended by SIGSEGV")


def test_a_task_beyond_its_time_is_ended_and_the_others_go_on() -> None:
    results = _run([b"hang", b"a", b"b", b"c"], limit=0.5)
    assert results.pop(0) == Failure("it takes more than 0.5 seconds; --limit allows more")
    assert results == {1: b"aa", 2: b"bb", 3: b"cc"}


def test_a_process_that_cannot_begin_stops_the_run() -> None:
    with pytest.raises(WorkerError, match="ended with code 3 before it could begin"):
        _run([b"die early"] * 5)


def test_a_fault_in_the_vocabulary_stops_the_run() -> None:
    with pytest.raises(DataError, match=r"actors\.yml: no"):
        _run([b"a", b"fault", b"b"])


def test_tasks_are_taken_as_they_are_needed() -> None:
    taken = 0

    def take() -> Iterator[tuple[int, bytes]]:
        nonlocal taken
        for taken in range(1, 1001):
            yield taken, b"x"

    for done, _ in enumerate(run_tasks(DO, take(), jobs=2, limit=60), start=1):
        assert taken <= done + 2 * 2
    assert taken == 1000


def test_who_stops_reading_leaves_no_process_behind() -> None:
    results = run_tasks(DO, enumerate([b"pid"] * 50), jobs=2, limit=60)
    pids = {int(result) for _, result in (next(results), next(results)) if isinstance(result, bytes)}
    results.close()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_processes_end_with_the_one_that_started_them_even_by_kill_9() -> None:
    code = (
        "from kg.run.workers import run_tasks\n"
        "for _, pid in run_tasks('test_workers:do', enumerate([b'pid', b'hang', b'hang']), jobs=2, limit=600):\n"
        "    print(pid.decode(), flush=True)\n"
    )
    tests = str(Path(__file__).parent)
    started = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": tests}
    )
    with started:
        assert started.stdout is not None
        child = Path("/proc") / started.stdout.readline().strip()
        started.kill()
    end = time.monotonic() + 30
    while child.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not child.exists()
