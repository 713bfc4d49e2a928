"""How every exporter puts bytes on disk: whole files only, in one canonical spelling.

A file is written beside its final place under another name, flushed to the disk, then renamed over the old one:
a reader sees the old file or the new one, never half of either.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from kg.errors import OutputError

# Ten times faster than `json`, but it refuses halves of letters.
_ENCODER = msgspec.json.Encoder()
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# What XML 1.0 cannot hold and no reader wants; U+FFFD keeps the length, so offsets stay true.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@contextmanager
def open_atomic(path: Path) -> Iterator[BinaryIO]:
    """Open a stream of bytes that becomes `path` when the block ends well, and leaves no trace when it does not."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        temporary.unlink(missing_ok=True)


def remove_leftovers(paths: Iterable[Path]) -> None:
    """Take away what an `open_atomic` of these paths left that was killed; nobody else may be writing them."""
    for path in paths:
        for leftover in path.parent.glob(f".{escape(path.name)}.*.tmp"):
            leftover.unlink(missing_ok=True)


def write_text(path: Path, parts: Iterable[str]) -> None:
    """Write the parts, one after another, as one UTF-8 file."""
    with open_atomic(path) as stream:
        for part in parts:
            stream.write(part.encode())


def encode_json(value: Any) -> str:
    """Spell a value as JSON on one line: readable letters, but escapes for what breaks lines, terminals or UTF-8."""
    try:
        text = _ENCODER.encode(value).decode()
    except UnicodeEncodeError:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def replace_controls(text: str) -> str:
    """Replace control characters and lone surrogates, one for one, by U+FFFD; tab and line ends stay."""
    return text if text.isprintable() else _CONTROL.sub("\ufffd", text)
