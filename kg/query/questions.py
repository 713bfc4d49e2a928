"""The built-in questions: `kg/data/queries/<name>.rq`, described by their first line."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from kg.errors import QueryError


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its name and what it asks."""

    name: str
    description: str
    text: str


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


def read_query(question: str) -> str:
    """Return the SPARQL text that a user means: a `.rq` file, the name of a built-in question, or the text itself."""
    if question.endswith(".rq"):
        try:
            return Path(question).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"cannot read the query {question}: {error}") from error
    if re.fullmatch(r"[\w-]+", question.strip()) is not None:
        return find_question(question.strip()).text
    return question


def _read(file_name: str, text: str) -> Question:
    return Question(file_name.removesuffix(".rq"), text.partition("\n")[0].removeprefix("#").strip(), text)
