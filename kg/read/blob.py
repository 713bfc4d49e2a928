"""What every reader is given: bytes with a name, what is known of them beforehand, and how much may be read.

A reader turns a Blob into Documents, Issues and, where it holds files (an archive), further Blobs. It reads the
stream once, from its beginning; the stream of a Blob that a reader yields is valid until the next one is asked for.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, BinaryIO, cast
from zipfile import BadZipFile

from kg.errors import InputError
from kg.read.dates import find_name_date
from kg.types import Limits


@dataclass(frozen=True, slots=True)
class Fields:
    """What the source of a text states about it; None where it says nothing.

    `late_date` holds only where the text itself gives no date: that of the file's name, or when the file was made.
    """

    id: str | None = None
    language: str | None = None
    date: str | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    late_date: str | None = None

    def over(self, other: Fields) -> Fields:
        """Return these fields, with the other's where these say nothing."""
        ours = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(other, **{name: value for name, value in ours.items() if value is not None})


class SpentError(InputError):
    """An input becomes too large when it is decompressed: the rest of it is not read."""


class Budget:
    """How many bytes an input may still become when it is decompressed, whatever lies in what.

    `size` is that of the input itself, `made` of all that was decompressed from it, at any depth.
    """

    def __init__(self, limits: Limits, size: int) -> None:
        self.limits, self.size, self.made = limits, size, 0

    def spend(self, count: int) -> None:
        """Count decompressed bytes; raises SpentError where they are too many for such an input."""
        self.made += count
        if self.made > max(self.limits.size, self.size * self.limits.ratio):
            raise SpentError(
                f"decompressed it is more than {self.limits.ratio} times as large; raise --max-ratio if you trust it"
            )


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes that hold documents: a file, a member of an archive, a page.

    `source` names them in documents and Issues, `suffix` says which reader reads them (without one, their first bytes
    do), `level` in how many archives they lie, `encoding` what the server said of it, `languages` between which
    languages paragraphs are told apart.
    """

    source: str
    stream: io.BufferedReader[Any]
    suffix: str
    languages: tuple[str, ...]
    limits: Limits
    budget: Budget
    level: int = 0
    encoding: str | None = None
    fields: Fields = Fields()

    def read(self) -> bytes:
        """Return all bytes; raises InputError where they are more than one document may have."""
        data = self.stream.read(self.limits.size + 1)
        if len(data) > self.limits.size:
            raise InputError(f"larger than {self.limits.size} bytes; raise --max-size to read it")
        return data

    @property
    def fault(self) -> Exception | None:
        """Why the bytes ended too early, if they did."""
        return getattr(self.stream.raw, "fault", None)

    def hash(self) -> bytes:
        """Return the SHA-256 of all bytes, and go back to the first; for what can be read twice (see `open_file`)."""
        digest = hashlib.file_digest(self.stream, "sha256").digest()
        self.stream.seek(0)
        return digest

    def enter(self, member: str, stream: BinaryIO, suffix: str) -> Blob:
        """Return the file `member` of this archive; raises InputError where archives lie too deep in each other."""
        if self.level >= self.limits.nesting:
            raise InputError(f"archives lie more than {self.limits.nesting} deep in each other; see --max-nesting")
        counted: io.BufferedReader[Any] = io.BufferedReader(_Counted(stream, self.budget.spend), 1 << 16)
        known = Fields(late_date=find_name_date(member))
        return replace(self, source=member, stream=counted, suffix=suffix, level=self.level + 1, fields=known)


def make_blob(
    source: str,
    stream: BinaryIO,
    suffix: str,
    languages: tuple[str, ...],
    limits: Limits,
    fields: Fields = Fields(),
    encoding: str | None = None,
) -> Blob:
    """Make the blob of an input of its own, a stream that can be rewound."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    reader = cast(
        "io.BufferedReader", stream if hasattr(stream, "peek") else io.BufferedReader(cast("io.RawIOBase", stream))
    )
    known = fields.over(Fields(late_date=find_name_date(source)))
    return Blob(source, reader, suffix, languages, limits, Budget(limits, size), 0, encoding, known)


class _Counted(io.RawIOBase):
    """Tells `count` of all that is read; where a stream is damaged it ends, and `fault` says why."""

    def __init__(self, stream: BinaryIO, count: Callable[[int], None]) -> None:
        self._stream, self._count = stream, count
        # What is there before the damage comes out only where no more is asked for than is there.
        self._read = getattr(stream, "read1", stream.read)
        self.fault: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._read(len(buffer))
        except (EOFError, zlib.error, BadZipFile, OSError) as error:
            self.fault = error
            return 0
        self._count(len(data))
        buffer[: len(data)] = data
        return len(data)
