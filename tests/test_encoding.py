"""Bytes become text in the encoding that they were written in, or are refused with a cause."""

from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.read.encoding import decode

FRENCH = "Téhéran a livré des drones à Moscou."
QUOTED = "Le ministre a déclaré : “C’est une manœuvre”, à l’issue de sa visite à « Ormuz » – une première."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1", "iso8859-15"])
def test_a_short_french_sentence_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert decode(FRENCH.encode(encoding)) == FRENCH


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_typographic_quotes_and_ligatures_survive(encoding: str) -> None:
    assert decode(QUOTED.encode(encoding)) == QUOTED


@pytest.mark.parametrize(
    "text",
    [
        "Britain sent £500m of aid to Kyiv, the ministry said on Tuesday, after months of debate.",
        "España expulsó a tres diplomáticos rusos, según el ministro.",
        "Für die Ukraine, erklärte Außenminister Müller.",
    ],
)
def test_other_western_texts_are_read_from_windows_1252(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Polska przekazała Ukrainie czołgi, oświadczył minister obrony Błaszczak w Łodzi.", "cp1250"),
        ("Россия и Иран подписали соглашение о военном сотрудничестве, сообщило министерство обороны.", "cp1251"),
        ("Η Ελλάδα καταδίκασε την Τουρκία για τις δηλώσεις", "cp1253"),
        ("ロシアとイランは軍事協力を強化した。", "shift_jis"),
    ],
)
def test_western_encodings_do_not_swallow_other_scripts(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8])
def test_bytes_that_do_not_keep_the_promise_of_their_mark_are_refused(mark: bytes) -> None:
    with pytest.raises(InputError, match="begins as utf"):
        decode(mark + b"\xff\xd8\xff")


@pytest.mark.parametrize("data", [b"", b" \n\t ", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\n".encode("utf-16")])
def test_nothing_but_white_space_is_an_empty_file(data: bytes) -> None:
    with pytest.raises(InputError, match="empty"):
        decode(data)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00", b"text with \x00 in it", bytes(range(1, 32)) * 9])
def test_binary_is_refused_by_that_name(data: bytes) -> None:
    with pytest.raises(InputError, match="binary"):
        decode(data)


def test_binary_is_noticed_far_into_a_file() -> None:
    with pytest.raises(InputError, match="binary"):
        decode(b"plain text. " * 10_000 + b"\x00")


def test_one_stray_control_character_does_not_make_a_text_binary() -> None:
    assert decode(b"Russia and Iran \x02" + b"signed an agreement. " * 20).startswith("Russia and Iran \x02signed")


def test_bytes_without_a_likely_encoding_are_refused_with_advice() -> None:
    with pytest.raises(InputError, match="unknown; save it as UTF-8"):
        decode(bytes((i * 37) % 128 + 128 for i in range(400)))


def test_line_ends_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\nd") == "a\nb\nc\nd"


@given(st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    if text.strip() == "" or text.startswith("\ufeff"):
        return
    assert decode(text.encode()) == text


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_an_input_error(data: bytes) -> None:
    with suppress(InputError):
        assert decode(data).strip() != ""
