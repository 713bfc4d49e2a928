"""Decide the encoding of a text, or that it is none.

A byte order mark decides; then UTF-8, which no other text passes by accident; then the encodings of western Europe,
where the result looks like writing; then charset-normalizer, which needs some length to be right: of four French
sentences in Windows-1252 it read three in a Central European code page ("à" became "ŕ"). Bytes with NUL or many
control characters are binary: an InputError, never a guess.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from kg.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
# A scraped page may hold a stray control character; an image or an archive holds one byte in ten and more.
_MOST_CONTROLS = 0.01

_WESTERN = ("cp1252", "iso8859-15", "mac_roman", "cp850")
_UPPER = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒ"
_LOWER = "àáâãäåæçèéêëìíîïñòóôõöøùúûüÿœß"
_SIGNS = "«»‹›“”‘’„–—…•·€£§°²³½©®™ªº¡¿\N{NO-BREAK SPACE}"
_LETTER = f"A-Za-z{_UPPER}{_LOWER}"
# What a wrong encoding makes of an accented letter: a sign inside a word, a capital after a small letter, a rarity.
_UNLIKELY = re.compile(
    rf"[^\x00-\x7f{_UPPER}{_LOWER}{_SIGNS}]|(?<=[{_LETTER}])[«»‹›“”„…•€£§°²³½©®™ªº¡¿](?=[{_LETTER}])"
    rf"|(?<=[a-z])[{_UPPER}]|[€£§°½](?=[{_LETTER}])"
)


def decode(data: bytes) -> str:
    r"""Decode bytes to text with `\n` line ends; an InputError where they are no text in a known encoding."""
    text = _decode(data).replace("\r\n", "\n").replace("\r", "\n") if len(data) > 0 else ""
    if text.strip() == "":
        raise InputError("the file is empty")
    return text


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise InputError(f"the file begins as {encoding} but is not: {error.reason}") from error
    if b"\0" in data or len(_CONTROL.findall(data)) > _MOST_CONTROLS * len(data):
        raise InputError("the file is binary, not text (it holds control characters); save it as UTF-8 text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data)


def _guess(data: bytes) -> str:
    for encoding in _WESTERN:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_western(text):
            return text
    best = from_bytes(data).best()
    if best is None:
        raise InputError("the encoding of the file is unknown; save it as UTF-8")
    return str(best)


def _looks_western(text: str) -> bool:
    """Say whether a text has no sign of a wrong encoding, and fewer accented letters than plain ones."""
    letters = sum(map(str.isalpha, text))
    plain = sum(c.isalpha() for c in text if c.isascii())
    return _UNLIKELY.search(text) is None and 2 * plain > letters
