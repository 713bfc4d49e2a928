"""Find the inputs and read each with the reader of its kind; what cannot be read becomes an Issue.

An input is a file, a folder, a pattern (`news/**/*.html`), `-` for standard input, or an address of the web. A folder
is read with all below it, in the order of the names; hidden files and kinds without a reader are passed over there,
but are an Issue when they are named themselves, and so is a folder that holds nothing to read. A symbolic link in a
folder is not followed: what it leads to is read where it lies, and is an Issue where that is outside the folder. What
comes from standard input is known by how it begins. A document that is given twice is read once; two different texts
with one id are an Issue, as their events could not be told apart.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.read.blob import Blob, make_blob
from kg.read.fetch import fetch
from kg.read.formats import READERS, list_suffixes, read_blob
from kg.read.text import make_id
from kg.types import Document, Issue, Limits

_WEB = re.compile(r"https?://", re.IGNORECASE)
_PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class File:
    """One input that is found and not yet opened: how its documents name it, and where it is.

    `place` is a path, an address of the web, or `-`.
    """

    source: str
    place: str

    @property
    def on_web(self) -> bool:
        """Whether what it holds may differ each time, without a sign of it."""
        return _WEB.match(self.place) is not None


class Admission:
    """What of many documents counts: each once, and one text an id, the first that comes."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def admit(self, id: str, digest: str, source: str) -> bool | Issue:
        """Say whether a document is new; an Issue where its id stands for a text of another digest already."""
        if id not in self._texts:
            self._texts[id] = digest
            return True
        if self._texts[id] == digest:
            return False
        return Issue(source, "read", f"the id {id!r} stands for another text already", id)


def read_documents(
    inputs: Iterable[str], languages: tuple[str, ...], limits: Limits = Limits()
) -> Iterator[Document | Issue]:
    """Yield the documents of all inputs, each once, and an Issue for each that cannot be read."""
    admission = Admission()
    for file in find_files(inputs):
        for item in [file] if isinstance(file, Issue) else _read_file(file, languages, limits):
            admitted = isinstance(item, Issue) or admission.admit(item.id, make_id("", item.text), item.source)
            if isinstance(admitted, Issue):
                yield admitted
            elif admitted:
                yield item


def find_files(inputs: Iterable[str]) -> Iterator[File | Issue]:
    """Yield the files that inputs stand for, in the order of reading, and an Issue where there is none."""
    for name in inputs:
        path = Path(name)
        if name == "-" or _WEB.match(name) is not None:
            yield File(name, name)
            continue
        try:
            yield from _find_by_name(name, path)
        except OSError as error:
            yield Issue(path.name, "read", error.strerror or str(error))


@contextmanager
def open_file(file: File, languages: tuple[str, ...], limits: Limits) -> Iterator[Blob | Issue]:
    """Open a file as a blob that can be read, hashed and read again; an Issue where it cannot be opened."""
    with ExitStack() as stack:
        try:
            opened: Blob | Issue = _open(file, languages, limits, stack)
        except InputError as error:
            opened = Issue(file.source, "read", str(error))
        except (OSError, ValueError) as error:
            opened = Issue(file.source, "read", getattr(error, "strerror", None) or str(error))
        yield opened


def _read_file(file: File, languages: tuple[str, ...], limits: Limits) -> Iterator[Document | Issue]:
    with open_file(file, languages, limits) as opened:
        if isinstance(opened, Issue):
            yield opened
        else:
            yield from read_blob(opened)


def _open(file: File, languages: tuple[str, ...], limits: Limits, stack: ExitStack) -> Blob:
    suffix = Path(file.place).suffix.lower()
    if file.on_web:
        return fetch(file.place, languages, limits)
    if file.place == "-":
        spool = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 (the stack closes it)
        shutil.copyfileobj(sys.stdin.buffer, spool)
        spool.seek(0)
        return make_blob("-", spool, "", languages, limits)
    if suffix not in READERS and Path(file.place).exists():
        raise InputError(f"no reader for {suffix or 'a file without suffix'!r}; known are {list_suffixes()}")
    return make_blob(file.source, stack.enter_context(Path(file.place).open("rb")), suffix, languages, limits)


def _find_by_name(name: str, path: Path) -> Iterator[File | Issue]:
    if path.is_dir():
        yield from _find_in_folder(path)
    elif _PATTERN.search(name) is not None and not path.exists():
        yield from _find_by_pattern(name)
    else:
        yield File(path.name, name)


def _find_in_folder(folder: Path) -> Iterator[File | Issue]:
    empty = True
    for found in _walk(folder, folder):
        empty = False
        yield found
    if empty:
        yield Issue(str(folder), "read", f"the folder holds no file to read ({list_suffixes()})")


def _find_by_pattern(pattern: str) -> Iterator[File | Issue]:
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


def _walk(root: Path, folder: Path) -> Iterator[File | Issue]:
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


def _find_file(root: Path, path: Path) -> Iterator[File | Issue]:
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
        yield File(source, str(path))
