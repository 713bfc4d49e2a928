"""Find the inputs and read each with the reader of its kind; what cannot be read becomes an Issue.

A folder is read with all below it, in the order of the names; hidden files and kinds without a reader are passed
over there, but are an Issue when they are named themselves, and so is a folder that holds nothing to read. `-` is
standard input: JSON lines when it begins with `{`, else one text. A document that is given twice is read once; two
different texts with one id are an Issue, as their events could not be told apart.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
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


def read_documents(inputs: Iterable[str], languages: tuple[str, ...]) -> Iterator[Document | Issue]:
    """Yield the documents of files, folders and `-`, and an Issue for each that cannot be read."""
    texts: dict[str, str] = {}
    for item in _read_all(inputs, languages):
        if isinstance(item, Issue):
            yield item
            continue
        digest = make_id("", item.text)
        if item.id not in texts:
            texts[item.id] = digest
            yield item
        elif texts[item.id] != digest:
            yield Issue(item.source, "read", f"the id {item.id!r} stands for another text already", item.id)


def _read_all(inputs: Iterable[str], languages: tuple[str, ...]) -> Iterator[Document | Issue]:
    for name in inputs:
        if name == "-":
            yield from _read_guarded(sys.stdin.buffer.read, "-", languages)
        elif Path(name).is_dir():
            yield from _read_folder(Path(name), languages)
        else:
            yield from _read_guarded(Path(name).read_bytes, Path(name).name, languages)


def _read_folder(folder: Path, languages: tuple[str, ...]) -> Iterator[Document | Issue]:
    """Read each file by the name that it has below the folder."""
    empty = True
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and path.suffix.lower() in READERS and not any(p.startswith(".") for p in inside.parts):
            empty = False
            yield from _read_guarded(path.read_bytes, inside.as_posix(), languages)
    if empty:
        yield Issue(str(folder), "read", f"the folder holds no file to read ({', '.join(sorted(READERS))})")


def _read_guarded(load: Callable[[], bytes], source: str, languages: tuple[str, ...]) -> Iterator[Document | Issue]:
    try:
        data = load()
        yield from _choose_reader(source, data)(data, source, languages)
    except InputError as error:
        yield Issue(source, "read", str(error))
    except OSError as error:
        yield Issue(source, "read", error.strerror or str(error))


def _choose_reader(source: str, data: bytes) -> Reader:
    if source == "-":
        return read_jsonl if decode(data).lstrip().startswith("{") else _read_one
    suffix = Path(source).suffix.lower()
    if suffix not in READERS:
        raise InputError(f"no reader for {suffix or 'a file without suffix'!r}; known are {', '.join(sorted(READERS))}")
    return READERS[suffix]
