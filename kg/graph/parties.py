"""A text -> the party of a graph that it names.

A party is given as its code or as one of its names, in any case and with or without accents; a name that is merely
near is suggested, never taken. Names that the graph lacks are looked up in the vocabulary of every language.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from kg.errors import QueryError
from kg.extract.gazetteer import load_gazetteer
from kg.extract.vocabulary import list_languages
from kg.types import Actor, Graph


def find_party(graph: Graph, text: str) -> str:
    """Return the code of the party that a text names; raises QueryError where it names none or several."""
    names = _list_names(graph)
    found = _match(text, names)
    if len(found) == 0:
        elsewhere = _match(text, _list_known_names())
        found = elsewhere & {code for _, code in names}
        if len(found) == 0 and len(elsewhere) > 0:
            raise QueryError(f"{text!r} ({', '.join(sorted(elsewhere))}) is no party of this graph")
    if len(found) > 1:
        raise QueryError(f"{text!r} may be {' or '.join(sorted(found))}: give the code")
    if len(found) == 0:
        raise QueryError(f"no party {text!r} in this graph. {_suggest(text, graph)}")
    return found.pop()


def _list_names(graph: Graph) -> list[tuple[str, str]]:
    """List (name, code) pairs of the parties of a graph, codes themselves among them."""
    actors = {actor.id: actor for actor in graph.actors}
    return [(name, code) for code, id in graph.parties for name in _spell_party(code, actors[id])]


def _spell_party(code: str, actor: Actor) -> list[str]:
    return [code, actor.name, *(name for _, name in actor.names)]


def _list_known_names() -> Iterator[tuple[str, str]]:
    """Yield (name, code) pairs of all parties of the vocabulary, in all its languages."""
    for language in list_languages():
        gazetteer = load_gazetteer(language)
        for code, id in gazetteer.parties.items():
            yield from ((name, code) for name in _spell_party(code, gazetteer.actors[id]))


def _match(text: str, names: Iterable[tuple[str, str]]) -> set[str]:
    wanted = _fold(text)
    return {code for name, code in names if _fold(name) == wanted != ""}


def _fold(text: str) -> str:
    """Return a text without accents, case and marks, to compare names."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def _suggest(text: str, graph: Graph) -> str:
    """Name the nearest party, else those with the most events; `repr` shows what would steer a terminal."""
    folded = {_fold(name): name for name, _ in _list_names(graph)}
    near = difflib.get_close_matches(_fold(text), folded, n=1)
    if len(near) > 0:
        return f"Did you mean {folded[near[0]]!r}?"
    weights = Counter({code: 0 for code, _ in graph.parties})
    for tie in graph.ties:
        weights.update({code: len(tie.events) for code in tie.parties})
    strongest = sorted(weights, key=lambda code: (-weights[code], code))[:8]
    return f"The strongest: {', '.join(repr(code)[1:-1] for code in strongest)}"
