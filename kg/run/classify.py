"""Type the event of sentences whose two parties are marked: `kg classify`.

The marked spans are taken as they are, whether or not they name a known actor; the model must choose a type, so NONE
does not count. Scores are the probabilities of the types.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import InputError, KgError
from kg.extract.pipeline import classify_pair
from kg.extract.vocabulary import list_languages
from kg.types import QUAD_OF, Document, Issue, Paragraph


def classify_lines(path: Path) -> Iterator[dict[str, Any] | Issue]:
    """Yield `{"id", "event", "quad", "scores"}` for each line of a JSONL file (`-` is stdin), or an Issue."""
    stream = sys.stdin.buffer if str(path) == "-" else path.open("rb")
    with stream:
        for number, line in enumerate(stream, start=1):
            if line.strip() == b"":
                continue
            try:
                yield _classify_line(line)
            except (KgError, ValueError) as error:
                yield Issue(f"{path}:{number}", "extract", str(error))


def _classify_line(line: bytes) -> dict[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError('an object with "id", "lang", "text", "source" and "target" is expected')
    language = row.get("lang")
    if language not in list_languages():
        raise InputError(f"no language {language!r}; there are: {', '.join(list_languages())}")
    text = row["text"]
    document = Document(
        str(row.get("id")), text, "-", language=language, paragraphs=(Paragraph(0, len(text), language),)
    )
    scores = classify_pair(document, _read_span(row, "source"), _read_span(row, "target"))
    best = max(sorted(scores), key=lambda event: scores[event])
    return {"id": row.get("id"), "event": best, "quad": QUAD_OF[best], "scores": scores}


def _read_span(row: dict[str, Any], key: str) -> tuple[int, int]:
    span = row.get(key)
    if not isinstance(span, list) or len(span) != 2 or not all(isinstance(n, int) for n in span):
        raise InputError(f"{key!r} must be [start, end]")
    if not 0 <= span[0] < span[1] <= len(row["text"]):
        raise InputError(f"{key!r} {span} lies outside the text")
    return span[0], span[1]
