"""An explanation as text for a terminal, and as one HTML file without a script.

Under each sentence: who was seen in it, which words may state an act, and what became of each act that the text makes
thinkable, the likeliest first. Nothing of a text reaches the terminal or the page but what it prints.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable, Iterator
from string import Template

from kg.extract.explaining import Decision, Explained, Explanation, Trigger, explain
from kg.extract.vocabulary import Additions, data_folder, list_languages
from kg.query.terminal import clean_text
from kg.read.blob import Fields
from kg.read.text import make_document
from kg.types import Event, Mention

_HEADS = {"who": "Who", "word": "Words that may state an act", "act": "What it may state"}


def explain_text(text: str, *, language: str | None, date: str | None, additions: Additions) -> Explanation:
    """Explain a text; without a language it is found out. Raises InputError for a text that is empty."""
    languages = list_languages(additions.languages)
    return explain(make_document(text, "-", languages, Fields(id="-", language=language, date=date)), additions)


def render_json(explanation: Explanation) -> str:
    """Return an explanation as one JSON object."""
    return json.dumps(explanation.to_dict(), ensure_ascii=False)


def render_text(explanation: Explanation) -> str:
    """Return an explanation as lines of text."""
    lines: list[str] = []
    for sentence in explanation.sentences:
        lines.append(clean_text(sentence.text))
        for name, rows in _describe(sentence):
            lines += [f"  {name:5} {row}" for row in rows]
        lines.append("")
    lines.append(_count(explanation.events))
    lines += [f"  {_describe_event(event)}" for event in explanation.events]
    return "\n".join(lines)


def render_html(explanation: Explanation) -> str:
    """Return an explanation as a page: its sentences with the mentions marked, and the same rows as the text."""
    body = []
    for sentence in explanation.sentences:
        body.append(f"<section><p class=sentence>{_mark(sentence)}</p>")
        for name, rows in _describe(sentence):
            items = "".join(f"<li{_style(row)}>{html.escape(row)}</li>" for row in rows)
            body.append(f"<h2>{_HEADS[name]}</h2><ul>{items}</ul>" if items != "" else "")
        body.append("</section>")
    events = "".join(f"<li>{html.escape(_describe_event(event))}</li>" for event in explanation.events)
    body.append(f"<section><h1>{_count(explanation.events)}</h1><ul>{events}</ul></section>")
    template = (data_folder() / "templates" / "explain.html").read_text(encoding="utf-8")
    language = html.escape(explanation.document.language or "")
    return Template(template).substitute(language=language, body="".join(body))


def _describe(sentence: Explained) -> Iterator[tuple[str, list[str]]]:
    yield "who", [_describe_mention(mention) for mention in sentence.mentions]
    yield "word", [_describe_trigger(trigger) for trigger in sentence.triggers]
    yield "act", [_describe_decision(decision) for decision in sentence.decisions]


def _describe_mention(mention: Mention) -> str:
    actors = ", ".join(f"{clean_text(a.name)} ({clean_text(a.code)}, {a.kind})" for a in mention.actors) or "nobody"
    place = "" if mention.acts else "; only says where"
    return f"{clean_text(mention.text)} = {actors}, by {mention.form}{place}"


def _describe_trigger(trigger: Trigger) -> str:
    source, target = (
        ", ".join(f"{clean_text(text)} by {path}" for text, path in side) or "nobody here"
        for side in (trigger.sources, trigger.targets)
    )
    return f"{clean_text(trigger.word)}: {trigger.event} by “{trigger.entry}”; source {source}; target {target}"


def _describe_decision(decision: Decision) -> str:
    status = decision.status if decision.status_word == "" else f"{decision.status} by “{decision.status_word}”"
    return (
        f"{'kept' if decision.kept else 'left'} {decision.probability:.2f} {clean_text(decision.source)}"
        f" {decision.event} {clean_text(decision.target)}, {status}; “{clean_text(decision.trigger)}”, {decision.path}"
    )


def _describe_event(event: Event) -> str:
    said = "".join(f", according to {clean_text(source.name)}" for source in event.attribution)
    date = "" if event.date is None else f", {event.date}"
    return (
        f"{clean_text(event.source.name)} ({clean_text(event.source.code)}) {event.event}"
        f" {clean_text(event.target.name)} ({clean_text(event.target.code)}), {event.status}{date}{said}:"
        f" “{clean_text(event.evidence.text)}”"
    )


def _count(events: Iterable[Event]) -> str:
    number = sum(1 for _ in events)
    return f"{number} event" if number == 1 else f"{number} events"


def _style(row: str) -> str:
    return f" class={row[:4]}" if row[:5] in ("kept ", "left ") else ""


def _mark(sentence: Explained) -> str:
    pieces, at = [], 0
    for mention in sorted(sentence.mentions, key=lambda m: (m.start, -m.end)):
        start, end = mention.start - sentence.start, mention.end - sentence.start
        if start >= at:
            title = html.escape(_describe_mention(mention))
            text = html.escape(clean_text(sentence.text[start:end]))
            pieces += [html.escape(sentence.text[at:start]), f'<mark title="{title}">{text}</mark>']
            at = end
    return "".join([*pieces, html.escape(sentence.text[at:])])


FORMATS: dict[str, Callable[[Explanation], str]] = {"text": render_text, "html": render_html, "json": render_json}
