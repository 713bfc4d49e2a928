"""What RDF is made of here: a subject with its pairs, and the values that stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kg.export.vocabulary import find_term, make_text, make_typed

# A subject with its (predicate, object) pairs, each once, those of one predicate together. Predicates are prefixed
# names (`kgo:status`), all else is in N-Triples (vocabulary.py).
Statement = tuple[str, list[tuple[str, str]]]
# (document that the statements come from, statements); None for what several documents say.
Block = tuple[str | None, list[Statement]]
Pairs = Sequence[tuple[str, str | None]]


def state(subject: str, pairs: Pairs) -> list[Statement]:
    """Return the statement of a subject, in a list for joining; what is not known is left out."""
    return [(subject, list(dict.fromkeys([(name, value) for name, value in pairs if value is not None])))]


def classify(*classes: str) -> list[tuple[str, str]]:
    """Return the pairs that say of what classes a subject is, by their prefixed names."""
    return [("rdf:type", find_term(name)) for name in classes]


def spell_text(text: str | None) -> str | None:
    """Return a text as a literal."""
    return None if text is None else make_text(text)


def spell_edtf(date: str | None) -> str | None:
    """Return an EDTF date as a literal."""
    return None if date is None else make_typed(date, "edtf:EDTF")


def spell_integer(number: int) -> str:
    """Return a whole number as a literal."""
    return make_typed(number, "xsd:integer")


def spell_day(day: str | None) -> str | None:
    """Return an ISO day as a literal."""
    return None if day is None else make_typed(day, "xsd:date")


def spell_decimal(number: float) -> str:
    """Spell a number as a canonical xsd:decimal, to six places: stores rewrite any other form."""
    text = format(round(Decimal(repr(number)), 6).normalize(), "f")
    return make_typed("0" if text == "-0" else text, "xsd:decimal")
