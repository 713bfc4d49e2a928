"""Find the inputs and read each with the reader of its kind; what cannot be read becomes an Issue.

A folder is read with all below it, in the order of the names; hidden files and kinds without a reader are passed
over there, but are an Issue when they are named themselves. `-` is standard input: JSON lines when it begins with
`{`, else one text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.errors import InputError
from kg.read.jsonl import read_jsonl
from kg.read.text import read_text
from kg.types import Document, Issue

Reader = Callable[[bytes, str, tuple[str, ...]], Iterator[Document | Issue]]


def _read_one(data: bytes, source: str, languages: tuple[str, ...]) -> Iterator[Document | Issue]:
    yield read_text(data, source, languages)


READERS: dict[str, Reader] = {".txt": _read_one, ".jsonl": read_jsonl}


def read_documents(inputs: Iterable[str], languages: tuple[str, ...]) -> Iterator[Document | Issue]:
    """Yield the documents of files, folders and `-`, and an Issue for each that cannot be read."""
    for name in inputs:
        if name == "-":
            yield from _read_guarded(sys.stdin.buffer.read, "-", languages)
            continue
        for path, source in _list_files(Path(name)):
            yield from _read_guarded(path.read_bytes, source, languages)


def _list_files(path: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file and the name that it goes by: its path below the input that was named."""
    if not path.is_dir():
        yield path, path.name
        return
    for each in sorted(path.rglob("*")):
        inside = each.relative_to(path)
        if each.is_file() and each.suffix.lower() in READERS and not any(p.startswith(".") for p in inside.parts):
            yield each, inside.as_posix()


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
        return read_jsonl if data.lstrip().startswith(b"{") else _read_one
    suffix = Path(source).suffix.lower()
    if suffix not in READERS:
        raise InputError(f"no reader for {suffix or 'a file without suffix'!r}; known are {', '.join(sorted(READERS))}")
    return READERS[suffix]
