"""Decide the encoding of a text, or that it is none.

A byte order mark decides; then UTF-8, which no other text passes by accident; then charset-normalizer. Bytes with
NUL or many control characters are binary: an InputError, never a guess.
"""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from kg.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 27}


def decode(data: bytes) -> str:
    """Decode bytes to text with `\\n` line ends; an InputError where they are no text in a known encoding."""
    if len(data.strip()) == 0:
        raise InputError("the file is empty")
    return _decode(data).replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise InputError(f"the file begins as {encoding} but is not: {error.reason}") from error
    if any(byte in _CONTROLS for byte in data[:65536]):
        raise InputError("the file is binary, not text (it holds control characters)")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
    if best is None:
        raise InputError("the encoding of the file is unknown; save it as UTF-8")
    return str(best)
