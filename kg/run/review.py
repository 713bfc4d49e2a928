"""List the actors of inputs that may be one, as a file of decisions to edit: `kg actors --review`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extract.decisions import load_decisions
from kg.extract.gazetteer import list_codes
from kg.extract.vocabulary import Additions
from kg.graph.review import find_pairs, spell_pairs
from kg.run.extraction import iter_extractions
from kg.types import Extraction, Issue, Limits


def review(inputs: Iterable[str], additions: Additions, limits: Limits, issues: list[Issue]) -> Iterator[str]:
    """Yield the file piece by piece; what goes wrong with a document is added to `issues`."""
    extractions: list[Extraction] = []
    for item in iter_extractions(inputs, additions, limits):
        if isinstance(item, Issue):
            issues.append(item)
        else:
            extractions.append(item)
    yield from spell_pairs(find_pairs(extractions, list_codes(additions), load_decisions(additions).settled))
