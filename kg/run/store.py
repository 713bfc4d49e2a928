"""What is known of each document, kept beside the output: a SQLite file that outlives a build, also one cut short.

Two tables. `readings` says which documents a file held, by a hash of its name and bytes; `outcomes` holds what became
of a document, by a hash of its content. Both hashes cover the fingerprint of all that reading and extraction depend
on, so a row is right or is never asked for. The store only saves work: without it a build gives the same bytes.

Each outcome is on its own transaction: a build that is killed loses what its processes had in hand and no more. One
build at a time: it holds the file's lock until it ends. Values are compressed, whose checksum tells damaged ones.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from kg.errors import OutputError
from kg.graph.stories import Sketch
from kg.types import Document, Extraction, Issue

_Record = TypeVar("_Record")

FILE = ".store.sqlite"
# Of the tables below and of the records in them; a store of another version is emptied.
VERSION = 1
_TABLES = """
CREATE TABLE readings (key BLOB PRIMARY KEY, entries BLOB NOT NULL);
CREATE TABLE outcomes (key BLOB PRIMARY KEY, sketch BLOB, outcome BLOB NOT NULL);
"""
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a file held: an issue, or a document, by the key of its outcome and the digest of its text."""

    key: bytes = b""
    id: str = ""
    digest: str = ""
    source: str = ""
    issue: Issue | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document: its extraction without mentions, which no graph needs, or an issue and no events."""

    extraction: Extraction
    issue: Issue | None = None


class DamagedStoreError(Exception):
    """The store cannot be read; whoever catches it forgets the store and begins anew."""


def make_key(fingerprint: str, *parts: bytes) -> bytes:
    """Hash content to the key of its row."""
    digest = hashlib.blake2b(fingerprint.encode(), digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def make_document_key(fingerprint: str, document: Document) -> bytes:
    """Hash all that is known of a document before it is extracted."""
    return make_key(fingerprint, msgspec.msgpack.encode(document))


def pack_outcome(outcome: Outcome) -> bytes:
    """Spell an outcome as the store keeps it."""
    return zlib.compress(msgspec.msgpack.encode(outcome), level=1)


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """Open the store of an output folder for one build.

    Raises DamagedStoreError for a file that is no store, OutputError where it cannot be written or another build
    holds it.
    """
    with _translate_faults(folder):
        connection = sqlite3.connect(folder / FILE, timeout=0, isolation_level=None)
    try:
        with _translate_faults(folder):
            for pragma in ("locking_mode = EXCLUSIVE", "auto_vacuum = INCREMENTAL", "journal_mode = WAL",
                           "synchronous = NORMAL"):  # fmt: skip
                connection.execute(f"PRAGMA {pragma}")
            # An exclusive transaction that writes, so that the lock is held from now on.
            connection.execute("BEGIN EXCLUSIVE")
            if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                _make_tables(connection)
            connection.execute("COMMIT")
        yield Store(connection, folder)
    finally:
        connection.close()


def forget_store(folder: Path) -> None:
    """Take the store of a folder away."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        (folder / f"{FILE}{suffix}").unlink(missing_ok=True)


class Store:
    """An open store. Every method raises DamagedStoreError or OutputError as `open_store` does."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection, self._folder = connection, folder

    def find_reading(self, key: bytes) -> tuple[Entry, ...] | None:
        """Return what a file held, None where that or the outcome of one of its documents is not known."""
        with _translate_faults(self._folder):
            row = self._connection.execute("SELECT entries FROM readings WHERE key = ?", (key,)).fetchone()
            if row is None:
                return None
            entries = _unpack(row[0], tuple[Entry, ...])
            return entries if all(entry.issue is not None or self.has_outcome(entry.key) for entry in entries) else None

    def keep_reading(self, key: bytes, entries: Iterable[Entry]) -> None:
        """Keep what a file held."""
        data = zlib.compress(msgspec.msgpack.encode(tuple(entries)), level=1)
        with _translate_faults(self._folder):
            self._connection.execute("INSERT OR REPLACE INTO readings VALUES (?, ?)", (key, data))

    def has_outcome(self, key: bytes) -> bool:
        """Say whether the outcome of a document is known."""
        with _translate_faults(self._folder):
            return self._connection.execute("SELECT 1 FROM outcomes WHERE key = ?", (key,)).fetchone() is not None

    def keep_outcome(self, key: bytes, sketch: Sketch | None, outcome: bytes) -> None:
        """Keep the outcome of a document, spelled by `pack_outcome`; one that failed has no sketch."""
        packed = None if sketch is None else msgspec.msgpack.encode(sketch)
        with _translate_faults(self._folder):
            self._connection.execute("INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?)", (key, packed, outcome))

    def iter_sketches(self, keys: Iterable[bytes]) -> Iterator[Sketch]:
        """Yield the sketches of the documents whose outcomes are known of these keys."""
        for data in self._iter_column("sketch", keys):
            try:
                yield msgspec.msgpack.decode(data, type=Sketch)
            except msgspec.MsgspecError as error:
                raise DamagedStoreError(str(error)) from error

    def iter_outcomes(self, keys: Iterable[bytes]) -> Iterator[Outcome]:
        """Yield the outcomes that are known of these keys."""
        for data in self._iter_column("outcome", keys):
            yield _unpack(data, Outcome)

    def _iter_column(self, name: str, keys: Iterable[bytes]) -> Iterator[bytes]:
        for key in keys:
            with _translate_faults(self._folder):
                row = self._connection.execute(f"SELECT {name} FROM outcomes WHERE key = ?", (key,)).fetchone()  # noqa: S608 (a name of ours)
            if row is not None and row[0] is not None:
                yield row[0]

    def keep_only(self, readings: Iterable[bytes], outcomes: Iterable[bytes]) -> None:
        """Drop every row but these: what is gone, changed, or was made under another fingerprint."""
        with _translate_faults(self._folder):
            self._connection.execute("BEGIN")
            for table, keys in (("readings", readings), ("outcomes", outcomes)):
                gone = {row[0] for row in self._connection.execute(f"SELECT key FROM {table}")} - set(keys)  # noqa: S608 (one of two names above)
                self._connection.executemany(f"DELETE FROM {table} WHERE key = ?", ((key,) for key in gone))  # noqa: S608
            self._connection.execute("COMMIT")
            self._connection.execute("PRAGMA incremental_vacuum").fetchall()


def _make_tables(connection: sqlite3.Connection) -> None:
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        connection.execute(f'DROP TABLE "{table}"')
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _unpack(data: bytes, form: type[_Record]) -> _Record:
    try:
        return msgspec.msgpack.decode(zlib.decompress(data), type=form)
    except (zlib.error, msgspec.MsgspecError) as error:
        raise DamagedStoreError(str(error)) from error


@contextmanager
def _translate_faults(folder: Path) -> Iterator[None]:
    """Turn what SQLite says into what a user can do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary code of SQLite's extended ones
        if code in _DAMAGED:
            raise DamagedStoreError(str(error)) from error
        if code == sqlite3.SQLITE_BUSY:
            raise OutputError(f"another build writes to {folder}: wait for its end, or choose another -o") from error
        if code in _FULL:
            raise OutputError(
                f"cannot write to {folder}: {error}. Is the disk full? Free some space and run the same command "
                "again: it goes on from here"
            ) from error
        raise OutputError(f"cannot use {folder / FILE}: {error}") from error
