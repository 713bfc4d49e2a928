"""Two parties -> what ties them, as text for a terminal: every event with who says so and the sentence that states it.

Nothing of a text reaches the terminal but what it prints: control characters are dropped.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from kg.errors import QueryError
from kg.export.node_link import read_graph
from kg.graph.parties import find_party
from kg.graph.slicing import cut_graph
from kg.graph.spans import find_span
from kg.graph.ties import group_copies, list_stories
from kg.query.terminal import clean_text
from kg.types import SYMMETRIC_TYPES, WHOLE, Actor, Document, Event, Evidence, Graph, Slice, Tie

# Stand for the start and the end of what is marked until lines are wrapped; no text holds them (see clean_text).
_OPEN, _CLOSE = "\ue000", "\ue001"
_INDENT = " " * 12
# What a year without events looks like, then eighths of the strongest one.
_BARS = "·▁▂▃▄▅▆▇█"


def find_tie(path: Path, party: str, other: str, wanted: Slice = WHOLE) -> tuple[Graph, Tie]:
    """Return the wanted part of the graph of a graph.json and the tie of two parties in it.

    Raises QueryError for a party that is unknown or ambiguous, and for two parties without a tie.
    """
    whole = read_graph(path)
    codes = (find_party(whole, party), find_party(whole, other))
    if codes[0] == codes[1]:
        raise QueryError(f"{party!r} and {other!r} are one party, {codes[0]}: give two different ones")
    graph = cut_graph(whole, wanted)
    for tie in graph.ties:
        if set(tie.parties) == set(codes):
            return graph, tie
    names = [_name_party(whole, code) for code in codes]
    asked = "" if wanted == WHOLE else " in the part that is wanted"
    raise QueryError(f"no event ties {names[0]} and {names[1]}{asked}. {_advise(whole, codes[0])}")


def render_tie(graph: Graph, tie: Tie, *, color: bool, width: int = 100) -> str:
    """Return a tie as text, its events by year in the order of time.

    `color` writes years and parties in bold instead of brackets round parties; `width` is in columns.
    """
    documents = {document.id: document for document in graph.documents}
    wanted = set(tie.events)
    told = group_copies((event for event in graph.events if event.id in wanted), list_stories(graph.documents))
    sources = {copies[0].id: [documents[copy.document] for copy in copies] for copies in told}
    events = sorted((copies[0] for copies in told), key=_sort_event)
    years = Counter(_find_year(event) for event in events)
    bold, plain = ("\x1b[1m", "\x1b[22m") if color else ("", "")
    lines = [*_describe_tie(tie), *_draw_years(years, width)]
    for year, group in groupby(events, key=_find_year):
        lines += ["", f"{bold}{'undated' if year is None else year}{plain}  {_count(years[year], 'event')}"]
        for event in group:
            lines += ["", *_describe_event(event, sources[event.id], dict(graph.parties), width)]
    text = "\n".join(lines)
    marks = (bold, plain) if color else ("[", "]")
    return text.replace(_OPEN, marks[0]).replace(_CLOSE, marks[1])


def _find_year(event: Event) -> int | None:
    """Return the year in which an event began; None where it is undated."""
    first, _ = find_span(event.date)
    return None if first is None else int(first[: first.index("-", 1)])


def _draw_years(years: Counter[int | None], width: int) -> Iterator[str]:
    """Draw how many events each year has, as one line of bars; years are taken together where they are too many."""
    dated = {year: number for year, number in years.items() if year is not None}
    if len(dated) < 2:
        return
    first, last = min(dated), max(dated)
    step = -(-(last - first + 1) // (width - 52))
    heights = [0] * ((last - first) // step + 1)
    for year, number in dated.items():
        heights[(year - first) // step] += number
    bars = "".join(_BARS[-(-height * (len(_BARS) - 1) // max(heights))] for height in heights)
    grain = "a year" if step == 1 else f"in {step} years"
    yield f"{'years:':9}{first} {bars} {last}  (at most {_count(max(heights), 'event')} {grain})"


def _describe_tie(tie: Tie) -> Iterator[str]:
    names = " – ".join(
        f"{clean_text(name)} ({clean_text(code)})" for name, code in zip(tie.names, tie.parties, strict=True)
    )
    yield names
    when = "undated" if tie.first is None else tie.first if tie.first == tie.last else f"{tie.first} – {tie.last}"
    told = sum(number for _, number in tie.by_type)
    copied = len(tie.stories) < len(tie.documents)
    stories = f" that tell {len(tie.stories)} {'story' if len(tie.stories) == 1 else 'stories'}" if copied else ""
    yield f"{_count(told, 'event')} in {_count(len(tie.documents), 'document')}{stories}, {when}"
    for label, counts in (("type", tie.by_type), ("status", tie.by_status), ("context", tie.by_context)):
        if len(counts) > 0:
            yield f"{label + ':':9}{', '.join(f'{name} {count}' for name, count in _most_first(counts))}"


def _describe_event(event: Event, documents: list[Document], parties: dict[str, str], width: int) -> Iterator[str]:
    """Describe an event with every document that states it: the first and its copies."""
    arrow = "↔" if event.event in SYMMETRIC_TYPES else "→"
    status = "" if event.status == "asserted" else f", {event.status}"
    who = f"{_describe_actor(event.source, parties)} {arrow} {_describe_actor(event.target, parties)}"
    date = "undated" if event.date is None else event.date.replace("/", " to ")
    first, *more = _wrap(f"{who}  {event.event}{status}", width)
    yield from (f"{date:{len(_INDENT) - 2}}  {first.removeprefix(_INDENT)}", *more)
    if len(event.attribution) > 0:
        chain = ", cited by ".join(clean_text(source.name) for source in event.attribution)
        yield from _wrap(f"according to {chain}", width)
    yield from _wrap(_mark(event.evidence), width)
    for document in documents:
        title = clean_text(document.title if document.title is not None else document.source)
        origin = ", ".join(clean_text(part) for part in (document.outlet, document.date) if part is not None)
        yield from _wrap(f"— {title}{f' ({origin})' if origin != '' else ''}", width)


def _describe_actor(actor: Actor, parties: dict[str, str]) -> str:
    """Name an actor, with its party where it acts for another one."""
    name = clean_text(actor.name)
    return name if parties.get(actor.code) == actor.id else f"{name} ({clean_text(actor.code)})"


def _mark(evidence: Evidence) -> str:
    """Return the sentence with its two parties marked; a party named in an earlier sentence has no mark."""
    first, last = evidence.sentence
    inside = sorted(span for span in {evidence.source, evidence.target} if first <= span[0] < span[1] <= last)
    pieces, at = [], first
    for start, end in _unite(inside):
        before, marked = (
            clean_text(evidence.sentence_text[a - first : b - first]) for a, b in ((at, start), (start, end))
        )
        pieces += [before, _OPEN, marked, _CLOSE]
        at = end
    return "".join([*pieces, clean_text(evidence.sentence_text[at - first :])]).strip()


def _unite(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield sorted spans with those that overlap made one."""
    current: tuple[int, int] | None = None
    for span in spans:
        if current is not None and span[0] < current[1]:
            current = current[0], max(current[1], span[1])
            continue
        if current is not None:
            yield current
        current = span
    if current is not None:
        yield current


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=_INDENT, subsequent_indent=_INDENT, break_on_hyphens=False, break_long_words=False
    )


def _sort_event(event: Event) -> tuple[bool, int, str, str, int, str]:
    year = _find_year(event)
    return year is None, year or 0, event.date or "", event.document, event.evidence.start, event.id


def _name_party(graph: Graph, code: str) -> str:
    id = dict(graph.parties)[code]
    return clean_text(next(actor.name for actor in graph.actors if actor.id == id))


def _advise(graph: Graph, code: str) -> str:
    """Say with whom a party has the most events."""
    ties = sorted((tie for tie in graph.ties if code in tie.parties), key=lambda tie: (-len(tie.events), tie.parties))
    if len(ties) == 0:
        return f"{_name_party(graph, code)} has no tie at all in this graph"
    strongest = (
        f"{clean_text(name)} ({len(tie.events)})"
        for tie in ties[:5]
        for name, each in zip(tie.names, tie.parties, strict=True)
        if each != code
    )
    return f"The strongest ties of {_name_party(graph, code)}: {', '.join(strongest)}"


def _most_first(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
