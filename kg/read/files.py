"""Find the inputs and read each with the reader of its kind; what cannot be read becomes an Issue.

An input is a file, a folder, a pattern (`news/**/*.html`), `-` for standard input, or an address of the web. A folder
is read with all below it, in the order of the names; hidden files and kinds without a reader are passed over there,
but are an Issue when they are named themselves, and so is a folder that holds nothing to read. A symbolic link in a
folder is not followed: what it leads to is read where it lies, and is an Issue where that is outside the folder. What
comes from standard input is known by how it begins. A document that is given twice is read once; two different texts
with one id are an Issue, as their events could not be told apart.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import InputError
from kg.read.blob import Blob, Budget, Fields, count_bytes
from kg.read.dates import find_name_date
from kg.read.fetch import fetch
from kg.read.formats import READERS, list_suffixes, read_blob
from kg.read.text import make_id
from kg.types import Document, Issue, Limits

_WEB = re.compile(r"https?://", re.IGNORECASE)
_PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to read: `place` is a path, an address or `-`; `source` is how documents and Issues name it."""

    place: str
    source: str


def read_documents(
    names: Iterable[str], languages: tuple[str, ...], limits: Limits = Limits()
) -> Iterator[Document | Issue]:
    """Yield the documents of all inputs, each once, and an Issue for each that cannot be read."""
    texts: dict[str, str] = {}
    for found in find_inputs(names):
        for item in [found] if isinstance(found, Issue) else read_input(found, languages, limits):
            if isinstance(item, Issue):
                yield item
                continue
            digest = make_id("", item.text)
            if item.id not in texts:
                texts[item.id] = digest
                yield item
            elif texts[item.id] != digest:
                yield Issue(item.source, "read", f"the id {item.id!r} stands for another text already", item.id)


def find_inputs(names: Iterable[str]) -> Iterator[Input | Issue]:
    """Yield all files, addresses and `-` that the names stand for, in a fixed order; nothing is opened."""
    for name in names:
        path = Path(name)
        if name == "-" or _WEB.match(name) is not None:
            yield Input(name, name)
        elif path.is_dir():
            yield from _find_in_folder(path)
        elif _PATTERN.search(name) is not None and not path.exists():
            yield from _find_by_pattern(name)
        else:
            yield Input(name, path.name)


def read_input(found: Input, languages: tuple[str, ...], limits: Limits) -> Iterator[Document | Issue]:
    """Yield the documents of one input in the order that they have there, and an Issue for what cannot be read."""
    try:
        with _open(found, languages, limits) as blob:
            yield from read_blob(blob)
    except InputError as error:
        yield Issue(found.source, "read", str(error))
    except OSError as error:
        yield Issue(found.source, "read", error.strerror or str(error))


@contextmanager
def _open(found: Input, languages: tuple[str, ...], limits: Limits) -> Iterator[Blob]:
    budget = Budget(limits)
    known = Fields(late_date=find_name_date(found.source))
    if found.place == "-":
        stream = count_bytes(cast("BinaryIO", sys.stdin.buffer), budget.grow)
        yield Blob(found.source, stream, "", languages, limits, budget)
    elif _WEB.match(found.place) is not None:
        nothing = count_bytes(io.BytesIO(), budget.grow)
        yield fetch(found.place, Blob(found.source, nothing, "", languages, limits, budget))
    else:
        path = Path(found.place)
        suffix = path.suffix.lower()
        if suffix not in READERS and path.exists():
            raise InputError(f"no reader for {suffix or 'a file without suffix'!r}; known are {list_suffixes()}")
        with path.open("rb") as file:
            budget.grow(path.stat().st_size)
            yield Blob(found.source, file, suffix, languages, limits, budget, fields=known)


def _find_in_folder(folder: Path) -> Iterator[Input | Issue]:
    empty = True
    for found in _walk(folder, folder):
        empty = False
        yield found
    if empty:
        yield Issue(str(folder), "read", f"the folder holds no file to read ({list_suffixes()})")


def _find_by_pattern(pattern: str) -> Iterator[Input | Issue]:
    """Find what a pattern stands for; `**` is any folders, and a folder that is met otherwise is read as a whole."""
    parts = Path(pattern).parts
    first = next(number for number, part in enumerate(parts) if _PATTERN.search(part) is not None)
    base, empty = Path(*parts[:first]), True
    try:
        matches = sorted(base.glob(str(Path(*parts[first:]))))
    except (ValueError, OSError) as error:
        yield Issue(pattern, "read", str(error))
        return
    for path in matches:
        if path.is_dir() and "**" in parts:
            continue
        if not any(part.startswith(".") for part in path.relative_to(base).parts):
            for found in _walk(base, path) if path.is_dir() and not path.is_symlink() else _find_file(base, path):
                empty = False
                yield found
    if empty:
        yield Issue(pattern, "read", f"no file to read fits this pattern ({list_suffixes()})")


def _walk(root: Path, folder: Path) -> Iterator[Input | Issue]:
    """Yield the files below a folder, named from the root; one folder's names at a time are in memory."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        yield Issue(folder.relative_to(root).as_posix(), "read", error.strerror or str(error))
        return
    for name in names:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            yield from _walk(root, path)
        else:
            yield from _find_file(root, path)


def _find_file(root: Path, path: Path) -> Iterator[Input | Issue]:
    """Yield a file that has a reader; of links only those are read whose targets would not be met anyway."""
    source = path.relative_to(root).as_posix()
    if path.is_symlink():
        target, inside = path.resolve(), root.resolve()
        if not target.is_relative_to(inside):
            if target.is_dir() or path.suffix.lower() in READERS:
                cause = "a link that leads out of the folder is not followed; name its target to read it"
                yield Issue(source, "read", cause)
            return
        if not any(part.startswith(".") for part in target.relative_to(inside).parts):
            return
    if path.suffix.lower() in READERS and path.is_file():
        yield Input(str(path), source)
