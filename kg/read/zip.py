"""A ZIP archive -> the files that it holds, in its own order, named `archive.zip!/folder/file.txt`.

Nothing is written: a member's name is only a name, wherever it points. Hidden files and the resource forks of Macs are
passed over, as in a folder.
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile

from kg.errors import InputError
from kg.read.blob import Blob
from kg.types import Issue

# The end of an archive, which says how large its list of members is: at most this many bytes from the end of the file.
_TAIL = 22 + 65_535 + 20 + 56
# How much of an archive that comes from within another one is kept in memory; the rest goes to a temporary file.
_IN_MEMORY = 1 << 20


def read_zip(blob: Blob) -> Iterator[Blob | Issue]:
    """Yield each member that is a file; one that cannot be opened is an Issue."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
        stream = cast("BinaryIO", blob.stream)
        if not blob.stream.seekable():
            _copy(blob, cast("BinaryIO", spool))
            stream = cast("BinaryIO", spool)
        _check_list(stream, blob.limits.size)
        try:
            archive = ZipFile(stream)
        except (BadZipFile, NotImplementedError, ValueError) as error:
            raise InputError(f"not a ZIP archive, or a damaged one: {error}") from error
        with archive:
            for info in archive.infolist():
                path = PurePosixPath(info.filename)
                if info.is_dir() or any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts):
                    continue
                name = f"{blob.source}!/{info.filename}"
                try:
                    with archive.open(info) as member:
                        yield blob.enter(name, cast("BinaryIO", member), path.suffix.lower())
                except (BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
                    yield Issue(name, "read", f"cannot be taken out of the archive: {error}")


def _copy(blob: Blob, spool: BinaryIO) -> None:
    while (data := blob.stream.read(1 << 16)) != b"":
        spool.write(data)
        if spool.tell() > blob.limits.size:
            raise InputError(f"an archive within another is larger than {blob.limits.size} bytes; raise --max-size")
    spool.seek(0)


def _check_list(stream: BinaryIO, most: int) -> None:
    """Raise InputError where the list of members alone would fill the memory."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read(_TAIL)
    stream.seek(0)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) < at + 22:
        raise InputError("not a ZIP archive, or a damaged one: it has no end")
    listed = struct.unpack_from("<L", tail, at + 12)[0]
    wide = tail.rfind(b"PK\6\6", 0, at)
    if listed == 0xFFFFFFFF and wide >= 0 and len(tail) >= wide + 48:
        listed = struct.unpack_from("<Q", tail, wide + 40)[0]
    if listed > most:
        raise InputError(f"its list of members is larger than {most} bytes; raise --max-size to read it")
