"""Decide the encoding of a text, or that it is none.

A byte order mark decides; then UTF-8, which no other text passes by accident; then the encoding that a page states;
then the encodings of western Europe, where the result looks like writing; then charset-normalizer, which needs some
length to be right: of four French sentences in Windows-1252 it read three in a Central European code page ("à" became
"ŕ"). Bytes with NUL or many control characters are binary: an InputError, never a guess. A guess is made from the
beginning of a text.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from kg.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\x0c\r\x1b"))
# A scraped page may hold a stray control character; an image or an archive holds one byte in ten and more.
_MOST_CONTROLS = 0.01
# UTF-8 cut within a character, or with a stray byte, is still UTF-8: in other encodings hardly any accented letter
# happens to be sound UTF-8.
_MOST_BROKEN = 0.1
# How much of a text a guess is made from, in bytes and characters.
_SAMPLE = 1 << 20

# Codecs that pages state. Python knows others, which are none of text or take for ever (punycode).
_STATED = re.compile(
    r"us-ascii|ascii|(?:x-)?(?:windows|cp)-?\d+|iso-?8859-?\d+|latin-?\d|koi8-[ru]|macintosh|big5|gb\w+|euc-\w+|shift[-_]jis",
    re.IGNORECASE,
)
# What browsers read as Windows-1252, as its writers meant.
_MEANT = frozenset({"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1"})

# Line ends of old Macs, which `readline` does not see.
_OLD_MAC = re.compile(r"(?<=\r)(?!\n)(?=.)", re.DOTALL)
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


def decode(data: bytes, stated: str | None = None) -> str:
    r"""Decode bytes to text with `\n` line ends; an InputError where they are no text in a known encoding.

    `stated` is the encoding that a page or a server names.
    """
    text = _decode(data, stated).replace("\r\n", "\n").replace("\r", "\n") if len(data) > 0 else ""
    if text.strip() == "":
        raise InputError("the file is empty")
    return text


def read_lines(stream: io.BufferedReader, longest: int) -> Iterator[str | InputError]:
    r"""Yield the lines of a text, each with its end; an InputError stands for a line that cannot be read.

    Each line is decoded by itself, but for UTF-16 and UTF-32, so that a text of any size is read in little memory.
    A line of more than `longest` bytes is passed over.
    """
    mark = next((each for each in _MARKS if stream.peek(4).startswith(each[0])), None)
    if mark is not None and mark[1] != "utf-8-sig":
        yield from _read_wide_lines(stream, mark[1], longest)
        return
    stream.read(0 if mark is None else len(mark[0]))
    while (line := stream.readline(longest + 1)) != b"":
        if len(line) > longest:
            while not line.endswith(b"\n") and line != b"":
                line = stream.readline(longest)
            yield _tell_long_line(longest)
        elif line.strip() == b"":
            yield "\n"
        else:
            try:
                yield from _OLD_MAC.split(_decode(line))
            except InputError as error:
                yield error


def _read_wide_lines(stream: io.BufferedReader, encoding: str, longest: int) -> Iterator[str | InputError]:
    decoder = codecs.getincrementaldecoder(encoding)()
    begun: list[str] = []
    try:
        while (data := stream.read1(1 << 16)) != b"":
            *lines, rest = decoder.decode(data).split("\n")
            for line in lines:
                yield _join_line([*begun, line, "\n"], longest)
                begun = []
            # Of a line that is too long no more is kept than tells so.
            begun = [*begun, rest] if sum(map(len, begun)) <= longest else begun
        yield _join_line([*begun, decoder.decode(b"", final=True)], longest)
    except UnicodeError as error:
        yield _tell_broken_promise(encoding, error)


def _join_line(parts: list[str], longest: int) -> str | InputError:
    line = "".join(parts)
    return line if len(line) <= longest else _tell_long_line(longest)


def _tell_long_line(longest: int) -> InputError:
    return InputError(f"a line longer than {longest} bytes; raise --max-size to read it")


def _tell_broken_promise(encoding: str, error: UnicodeError) -> InputError:
    return InputError(f"the file begins as {encoding} but is not: {getattr(error, 'reason', error)}")


def _decode(data: bytes, stated: str | None = None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeError as error:
                raise _tell_broken_promise(encoding, error) from error
    if b"\0" in data or len(data) - len(data.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(data):
        raise InputError("the file is binary, not text (it holds control characters); save it as UTF-8 text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_as_stated(data, stated) or _guess(data)


def _decode_as_stated(data: bytes, stated: str | None) -> str | None:
    if stated is None or _STATED.fullmatch(stated) is None:
        return None
    try:
        return data.decode("cp1252" if stated.lower() in _MEANT else stated)
    except (UnicodeDecodeError, LookupError):
        return None


def _guess(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if _MOST_BROKEN * (len(text) - len(text.encode("ascii", "ignore")) - broken) >= broken:
        return text
    for encoding in _WESTERN:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_western(text[:_SAMPLE]):
            return text
    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise InputError("the encoding of the file is unknown; save it as UTF-8")
    return data.decode(best.encoding, "replace")


def _looks_western(text: str) -> bool:
    """Say whether a text has no sign of a wrong encoding, and fewer accented letters than plain ones."""
    letters = sum(map(str.isalpha, text))
    plain = sum(c.isalpha() for c in text if c.isascii())
    return _UNLIKELY.search(text) is None and 2 * plain > letters
