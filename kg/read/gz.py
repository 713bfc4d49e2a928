"""A gzip file -> the one file that it holds, which keeps the name of the outer one."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO, cast

from kg.read.blob import Blob


def read_gz(blob: Blob) -> Iterator[Blob]:
    """Yield the file within; `a.html.gz` is HTML, and of `a.gz` the first bytes say what it is."""
    path = PurePath(blob.source)
    inner = PurePath(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else ""
    yield blob.enter(blob.source, cast("BinaryIO", gzip.GzipFile(fileobj=blob.stream)), inner)
