"""One format to one place: a file, a folder, or standard output, which gets all of it or nothing."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from kg.export import find_format, write_files
from kg.export.vocabulary import BASE
from kg.types import Graph


def write_output(graph: Graph, form: str, output: str, *, base: str | None = None) -> None:
    """Write `graph` to `output`: `-`, a folder (under the format's own file name), or a file.

    Raises OutputError for an unknown format, and where it cannot be written.
    """
    chosen = find_format(form)
    if output == "-":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / chosen.file
            write_files(graph, {form: path}, base=base or BASE)
            with path.open("rb") as stream:
                shutil.copyfileobj(stream, sys.stdout.buffer)
        return
    path = Path(output)
    write_files(graph, {form: path / chosen.file if path.is_dir() else path}, base=base or BASE)
