"""The built-in questions: `kg/data/queries/<name>.rq`, described by their first lines (kg/data/README.md)."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from kg.errors import DataError, QueryError

_KEYS = ("en", "fr", "binds", "needs")


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its name and what it asks, as (language, text) pairs.

    `needs` are the columns that must be bound before it is asked, `binds` those and the ones that may be.
    """

    name: str
    descriptions: tuple[tuple[str, str], ...]
    binds: tuple[str, ...]
    needs: tuple[str, ...]
    text: str

    @property
    def description(self) -> str:
        """What is asked, in English."""
        return dict(self.descriptions)["en"]


def list_questions() -> tuple[Question, ...]:
    """Return all built-in questions, sorted by name."""
    found = (entry for entry in files("kg").joinpath("data", "queries").iterdir() if entry.name.endswith(".rq"))
    return tuple(_read(entry.name, entry.read_text("utf-8")) for entry in sorted(found, key=lambda entry: entry.name))


def find_question(name: str) -> Question:
    """Return a built-in question; an unknown name raises QueryError with the nearest one."""
    known = {question.name: question for question in list_questions()}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f'Did you mean "{near[0]}"?' if len(near) > 0 else f"Built-in questions: {', '.join(known)}."
    raise QueryError(f'no built-in question "{name}". {hint}')


def read_query(question: str, bound: Collection[str] = ()) -> str:
    """Return the SPARQL text that a user means: a `.rq` file, the name of a built-in question, or the text itself.

    Raises QueryError for a built-in question that needs more columns than those `bound`.
    """
    if question.endswith(".rq"):
        try:
            return Path(question).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"cannot read the query {question}: {error}") from error
    if re.fullmatch(r"[\w-]+", question.strip()) is None:
        return question
    found = find_question(question.strip())
    missing = [name for name in found.needs if name not in bound]
    if len(missing) > 0:
        raise QueryError(f"{found.name} needs {' '.join(f'--bind {name}=CODE' for name in missing)}")
    return found.text


def _read(file_name: str, text: str) -> Question:
    head = dict(re.findall(r"(?m)^# (\w+): (.+)$", text))
    unknown = [key for key in head if key not in _KEYS]
    if len(unknown) > 0 or "en" not in head:
        raise DataError(f"{file_name}: unknown key {unknown[0]!r}" if len(unknown) > 0 else f"{file_name}: no key 'en'")
    needs = tuple(head.get("needs", "").split())
    binds = tuple(sorted({*needs, *head.get("binds", "").split()}))
    descriptions = tuple((key, head[key]) for key in ("en", "fr") if key in head)
    return Question(file_name.removesuffix(".rq"), descriptions, binds, needs, text)
