"""Find the inputs and read each with the reader of its kind; what cannot be read becomes an Issue.

A folder is read with all below it, in the order of the names; hidden files and kinds without a reader are passed
over there, but are an Issue when they are named themselves, and so is a folder that holds nothing to read. `-` is
standard input: JSON lines when it begins with `{`, else one text. A document that is given twice is read once; two
different texts with one id are an Issue, as their events could not be told apart.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.read.encoding import decode
from kg.read.jsonl import read_jsonl
from kg.read.text import make_id, read_text
from kg.types import Document, Issue

Reader = Callable[[bytes, str, tuple[str, ...]], Iterator[Document | Issue]]


def _read_one(data: bytes, source: str, languages: tuple[str, ...]) -> Iterator[Document | Issue]:
    yield read_text(data, source, languages)


READERS: dict[str, Reader] = {".txt": _read_one, ".jsonl": read_jsonl}


@dataclass(frozen=True, slots=True)
class File:
    """One input that is found and not yet read: the name that its documents bear, and what gives its bytes."""

    source: str
    load: Callable[[], bytes]


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


def read_documents(inputs: Iterable[str], languages: tuple[str, ...]) -> Iterator[Document | Issue]:
    """Yield the documents of files, folders and `-`, and an Issue for each that cannot be read."""
    admission = Admission()
    for item in _read_all(inputs, languages):
        admitted = isinstance(item, Issue) or admission.admit(item.id, make_id("", item.text), item.source)
        if isinstance(admitted, Issue):
            yield admitted
        elif admitted:
            yield item


def find_files(inputs: Iterable[str]) -> Iterator[File | Issue]:
    """Yield the files that inputs stand for, in the order of reading, and an Issue for a folder without any."""
    for name in inputs:
        if name == "-":
            yield File("-", sys.stdin.buffer.read)
        elif Path(name).is_dir():
            yield from _find_in_folder(Path(name))
        else:
            yield File(Path(name).name, Path(name).read_bytes)


def load_file(file: File) -> bytes | Issue:
    """Return the bytes of a file, or the Issue that they cannot be had."""
    try:
        return file.load()
    except OSError as error:
        return Issue(file.source, "read", error.strerror or str(error))


def read_bytes(data: bytes, source: str, languages: tuple[str, ...]) -> Iterator[Document | Issue]:
    """Yield the documents of one file, chosen by its name how to read it, and an Issue for what cannot be read."""
    try:
        yield from _choose_reader(source, data)(data, source, languages)
    except InputError as error:
        yield Issue(source, "read", str(error))


def _read_all(inputs: Iterable[str], languages: tuple[str, ...]) -> Iterator[Document | Issue]:
    for file in find_files(inputs):
        if isinstance(file, Issue):
            yield file
            continue
        data = load_file(file)
        if isinstance(data, Issue):
            yield data
        else:
            yield from read_bytes(data, file.source, languages)


def _find_in_folder(folder: Path) -> Iterator[File | Issue]:
    """Name each file as it is named below the folder."""
    empty = True
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and path.suffix.lower() in READERS and not any(p.startswith(".") for p in inside.parts):
            empty = False
            yield File(inside.as_posix(), path.read_bytes)
    if empty:
        yield Issue(str(folder), "read", f"the folder holds no file to read ({', '.join(sorted(READERS))})")


def _choose_reader(source: str, data: bytes) -> Reader:
    if source == "-":
        return read_jsonl if decode(data).lstrip().startswith("{") else _read_one
    suffix = Path(source).suffix.lower()
    if suffix not in READERS:
        raise InputError(f"no reader for {suffix or 'a file without suffix'!r}; known are {', '.join(sorted(READERS))}")
    return READERS[suffix]
