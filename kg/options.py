"""What options of the command line mean: labels, dates and pairs are checked, slices and additions are one record.

A mistyped label is misuse (exit code 2) and gets "Did you mean"; a party is known only once a graph is read.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

import click

from kg.errors import OutputError
from kg.extract.vocabulary import Additions
from kg.graph.spans import find_span
from kg.types import CONTEXTS, EVENT_TYPES, QUADS, STATUSES, Limits, Slice

Check = Callable[[click.Context, click.Parameter, Any], Any]


def check_labels(labels: Iterable[str]) -> Check:
    """Return a check that takes labels in any case, with blanks, hyphens or underscores."""
    known = {_fold(label): label for label in labels}

    def check(_: click.Context, __: click.Parameter, values: Iterable[str]) -> tuple[str, ...]:
        for value in values:
            if _fold(value) not in known:
                raise click.BadParameter(f"no {value!r}. {suggest(_fold(value), known)}")
        return tuple(known[_fold(value)] for value in values)

    return check


def _fold(label: str) -> str:
    return label.casefold().replace("-", " ").replace("_", " ")


def check_format(_: click.Context, __: click.Parameter, value: str) -> str:
    """Take the name of a format of `kg export`."""
    from kg.export import find_format

    try:
        find_format(value)
    except OutputError as error:
        raise click.BadParameter(str(error)) from error
    return value


def check_base(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Take an absolute IRI to which names can be added."""
    if value is not None and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]*[/#]", value) is None:
        raise click.BadParameter(f"{value!r} is no absolute IRI that ends in / or #, such as https://example.org/news/")
    return value


def suggest(typed: str, known: Mapping[str, str]) -> str:
    """Return the hint for a mistyped word; `known` maps how words are compared to how they are spelt."""
    near = difflib.get_close_matches(typed, known, n=1)
    return f"Did you mean {known[near[0]]!r}?" if len(near) > 0 else f"Known: {', '.join(known.values())}"


def _check_dyads(_: click.Context, __: click.Parameter, values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple(_split_dyad(value) for value in values)


def _split_dyad(value: str) -> tuple[str, str]:
    parts = [part.strip() for part in value.split(",")]
    if len(parts) != 2 or "" in parts:
        raise click.BadParameter(f"give two parties joined by a comma, such as RUS,IRN, not {value!r}")
    return parts[0], parts[1]


def _check_date(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and find_span(value) == (None, None):
        raise click.BadParameter(f"{value!r} is no date. Write 2022, 2022-08, 2022-08-23 or another EDTF date")
    return value


def _check_size(_: click.Context, __: click.Parameter, value: str) -> int:
    found = re.fullmatch(r"([1-9]\d{0,17})([KMG]?)", value.upper(), re.ASCII)
    if found is None:
        raise click.BadParameter(f"{value!r} is no size. Write a number such as 1000, 500K or 2G")
    return int(found[1]) << 10 * " KMG".index(found[2] or " ")


def _make_option(name: str, field: str, check: Check | None, metavar: str, text: str, **more: Any) -> Any:
    return click.option(name, field, callback=check, metavar=metavar, help=text, **more)


_ENDS = (
    _make_option("--party", "parties", None, "PARTY", "Only events of this party: a code or a name.", multiple=True),
    _make_option("--dyad", "dyads", _check_dyads, "A,B", "Only events between these two parties.", multiple=True),
)
_REST = (
    _make_option("--context", "contexts", check_labels(CONTEXTS), "CONTEXT", "Only military, …", multiple=True),
    _make_option("--quad", "quads", check_labels(QUADS), "GROUP", "Only verbal-cooperation, …", multiple=True),
    _make_option("--type", "types", check_labels(EVENT_TYPES), "TYPE", "Only AID, …", multiple=True),
    _make_option("--status", "statuses", check_labels(STATUSES), "STATUS", "Only asserted, …", multiple=True),
    _make_option("--since", "since", _check_date, "DATE", "Only events that may have happened then or later."),
    _make_option("--until", "until", _check_date, "DATE", "Only events that may have happened then or earlier."),
    _make_option("--min-sources", "min_sources", None, "N", "Only ties that N outlets or more tell of.",
                 type=click.IntRange(min=1), default=1),
)  # fmt: skip


_ADDITIONS = (
    click.option(
        "--actors",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A YAML or JSONL file of further actors, in the form of kg/data/actors. May be given again.",
    ),
    click.option(
        "--languages",
        multiple=True,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="A folder of further languages, in the form of kg/data/languages. May be given again.",
    ),
    click.option(
        "--decisions",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A YAML file of your decisions on who is who; kg/data/README.md tells its form.",
    ),
)


_LIMITS = (
    ("size", "SIZE", "Largest file, member of an archive or line of a table, in bytes or as 200M."),
    ("ratio", "N", "How many times its size an input may become when it is decompressed, beyond --max-size."),
    ("nesting", "N", "Archives within each other."),
    ("depth", "N", "Elements of HTML or XML within each other."),
    ("elements", "N", "Elements of one page or document."),
    ("word", "N", "Characters of a word; a longer one is passed over."),
    ("sentence", "N", "Characters of a sentence; a longer one is cut."),
    ("document", "N", "Characters of a document; a longer text is read in parts."),
)


def limit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of how much is read to a command, which gets them as one record, `limits`."""
    known = Limits()
    options = tuple(
        _make_option(f"--max-{field}", field, _check_size, metavar, text, default=str(getattr(known, field)),
                     show_default=True)
        for field, metavar, text in _LIMITS
    )  # fmt: skip
    return _collect(command, options, "limits", Limits)


def addition_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of what a user adds to our data to a command, which gets them as one record, `additions`."""
    return _collect(command, _ADDITIONS, "additions", Additions)


def slice_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a slice to a command, which gets them as one record, `wanted`."""
    return _collect(command, (*_ENDS, *_REST), "wanted", Slice)


def slice_options_of_a_pair(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a slice to a command that names its two parties by itself."""
    return _collect(command, _REST, "wanted", Slice)


def _collect(
    command: Callable[..., Any],
    options: tuple[Callable[..., Any], ...],
    name: str,
    record: type[Slice | Additions | Limits],
) -> Callable[..., Any]:
    @wraps(command)
    def collected(**values: Any) -> Any:
        given = {field: values.pop(field) for field in record.__dataclass_fields__ if field in values}
        return command(**values, **{name: record(**given)})

    for option in reversed(options):
        collected = option(collected)
    return collected
