"""Processes that answer: limits end in errors, what runs for ever is ended, and nothing but answering is possible."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.errors import BusyError, InputError, LimitError, QueryError, RefusedError
from kg.query.pool import Forms, Pool, QueryLimits

FORMS = Forms("tsv", "nt")
# Five times every triple with every triple: years.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }"
# As long as its own square, four times: 10^16 letters.
HUGE = 'SELECT (STRLEN(?t4) AS ?n) { BIND("xxxxxxxxxx" AS ?t0) ' + " ".join(
    f'BIND(REPLACE(?t{i}, "x", ?t{i}) AS ?t{i + 1})' for i in range(4)
) + " }"  # fmt: skip


def _use(pool: Pool, use: Callable[[Pool], Coroutine[None, None, None]]) -> None:
    """Run a coroutine in a thread of its own: a browser test before this one leaves a loop in the main thread."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(use(pool))).result()


def _run(source: Path, use: Callable[[Pool], Coroutine[None, None, None]], **limits: float) -> None:
    with Pool(source, QueryLimits(**limits)) as pool:  # type: ignore[arg-type]
        _use(pool, use)


@pytest.fixture(scope="module")
def source(exported: Path) -> Path:
    return exported / "graph.ttl"


@pytest.fixture(scope="module")
def strict(source: Path) -> Iterator[Pool]:
    """Pool with narrow limits."""
    with Pool(source, QueryLimits(seconds=2, rows=20, megabytes=64)) as pool:
        yield pool


def test_an_answer_comes_in_the_form_that_fits_its_kind(strict: Pool) -> None:
    async def use(pool: Pool) -> None:
        assert await pool.answer("SELECT ?c { ?p kgo:code ?c FILTER(?c = 'IRN') }", FORMS) == ("tsv", b'?c\n"IRN"\n')
        assert (await pool.answer("CONSTRUCT { ?p a kgo:X } { ?p a kgo:Party }", FORMS))[0] == "nt"
        assert await pool.answer("CONSTRUCT { ?p a kgo:X } { ?p a kgo:Party }", Forms("tsv", None)) == (None, b"")

    _use(strict, use)


@pytest.mark.parametrize(
    ("query", "error", "message"),
    [
        ("SELECT * {", QueryError, "malformed"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?a ?b ?c } }", RefusedError, "SERVICE"),
        ("SELECT * { ?a ?b ?c }", LimitError, "more than 20 rows"),
        ("DESCRIBE ?p { ?p a kgo:Party }", LimitError, "more than 20 triples"),
        (ENDLESS, LimitError, "longer than 2 s"),
        (HUGE, LimitError, "more than 64 MB"),
        ("ASK { FILTER(1 = " + "(" * 5000 + "1" + ")" * 5000 + ") }", QueryError, "nested too deeply"),
        (f"ASK {{ ?a {'/'.join(['kgo:a'] * 20_000)} ?b }}", LimitError, "longer than 2 s"),
    ],
)
def test_what_is_wrong_or_too_much_is_an_error_and_the_next_question_is_answered(
    strict: Pool, query: str, error: type[QueryError], message: str
) -> None:
    async def use(pool: Pool) -> None:
        with pytest.raises(error, match=message):
            await pool.answer(query, FORMS)
        assert (await pool.answer("ASK { ?a ?b ?c }", Forms("json", None)))[1] == b'{"head":{},"boolean":true}\n'

    _use(strict, use)


def test_endless_questions_block_nobody_and_their_crowd_is_sent_away(source: Path) -> None:
    async def use(pool: Pool) -> None:
        endless = [asyncio.create_task(pool.answer(ENDLESS, FORMS)) for _ in range(8)]
        await asyncio.sleep(0)
        begun = time.monotonic()
        answers = await asyncio.gather(*(pool.answer("ASK { ?a ?b ?c }", Forms("json", None)) for _ in range(60)))
        assert time.monotonic() - begun < 20
        assert {text for _, text in answers} == {b'{"head":{},"boolean":true}\n'}
        ends = await asyncio.gather(*endless, return_exceptions=True)
        assert {type(end) for end in ends} == {LimitError, BusyError}

    _run(source, use, seconds=2)


def test_a_question_that_nobody_waits_for_any_longer_is_ended(source: Path) -> None:
    async def use(pool: Pool) -> None:
        for _ in range(3):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(pool.answer(ENDLESS, FORMS), 0.3)
        assert (await pool.answer("ASK {}", FORMS))[0] == "tsv"

    _run(source, use, workers=1)


def test_a_worker_opens_no_file_and_no_connection_even_past_the_parser() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.5)
    program = (
        "import sys, pyoxigraph; from kg.query.pool import confine; confine(256)\n"
        "for what in (lambda: open('/etc/hostname'),"
        " lambda: list(pyoxigraph.Store().query('SELECT * { SERVICE <' + sys.argv[1] + '> { ?a ?b ?c } }'))):\n"
        "    try: what()\n"
        "    except (OSError, RuntimeError): print('refused')\n"
    )
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    done = subprocess.run(
        [sys.executable, "-c", program, address], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "refused\nrefused\n", done.stderr
    with listener, pytest.raises(TimeoutError):
        listener.accept()


@pytest.mark.parametrize("text", [None, "<a> <b>"])
def test_a_graph_that_cannot_be_loaded_is_an_input_error(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "graph.ttl"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="kg build"):
        Pool(path, QueryLimits())


def test_all_processes_end_with_the_server_even_when_it_is_killed(source: Path) -> None:
    program = (
        "import asyncio, sys\nfrom pathlib import Path\nfrom kg.query.pool import *\n"
        "async def use(pool):\n"
        f"    asyncio.create_task(pool.answer({ENDLESS!r}, Forms('json', None)))\n"
        "    await asyncio.sleep(1.5)\n"
        "    print(pool.keeper, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "if __name__ == '__main__':\n"
        "    with Pool(Path(sys.argv[1]), QueryLimits()) as pool: asyncio.run(use(pool))\n"
    )
    server = subprocess.Popen([sys.executable, "-c", program, str(source)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    group = int(server.stdout.readline())
    os.killpg(group, 0)
    server.send_signal(signal.SIGKILL)
    server.wait()
    server.stdout.close()
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("workers are left over")
