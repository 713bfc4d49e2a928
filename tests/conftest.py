"""What several test files share: the sample graph, its exports, and a reader from another program."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from samples import make_graph
from screenshot import open_chromium

from kg.export import DEFAULT, FORMATS, export
from kg.types import Graph

_READERS = Path(__file__).parent / "readers"


@pytest.fixture(scope="session")
def graph() -> Graph:
    """The graph of samples.py."""
    return make_graph()


@pytest.fixture(scope="session")
def exported(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample graph in every format but the page, which has its own tests."""
    directory = tmp_path_factory.mktemp("exported")
    assert set(DEFAULT) <= set(FORMATS)
    export(graph, directory, [name for name in FORMATS if name != "html"])
    return directory


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for all files: Playwright runs once a process."""
    with sync_playwright() as playwright:
        try:
            opened = open_chromium(playwright)
        except FileNotFoundError as error:
            pytest.fail(str(error))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def read_with_node() -> Callable[..., Any]:
    """Return a function that runs a script of readers/ on arguments; what the scripts need is installed once."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.fail(f"{program} is missing: these tests read our files with graphology. apt-get install nodejs npm")
    needed = json.loads((_READERS / "package.json").read_text("utf-8"))["dependencies"]
    if not all((_READERS / "node_modules" / name).is_dir() for name in needed):
        _run("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts")
    return lambda script, *arguments: json.loads(_run("node", script, *map(str, arguments)))


@pytest.fixture(scope="session")
def read_with_graphology(read_with_node: Callable[..., Any]) -> Callable[[Path], dict[str, Any]]:
    """Return a function that reads GEXF, GraphML or node-link JSON as Gephi Lite and sigma do."""
    return lambda path: read_with_node("read_graph.mjs", path)


def _run(*command: str) -> str:
    done = subprocess.run(command, cwd=_READERS, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode != 0:
        pytest.fail(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout
