"""A graph in which every text field holds something nasty: the payloads of cases/payloads.yml, one event each."""

from __future__ import annotations

from pathlib import Path

import yaml

from kg.graph.ties import add_up_ties
from kg.types import Actor, Document, Event, Evidence, Graph, Issue, Paragraph, Role, Source

_BY_FAMILY: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "payloads.yml").read_text(encoding="utf-8")
)
PAYLOADS: tuple[str, ...] = tuple(payload for family in _BY_FAMILY.values() for payload in family)


def make_hostile_graph(payloads: tuple[str, ...] = PAYLOADS) -> Graph:
    """Return a graph of one document, two actors and one event a payload, which stands in each of their fields."""
    documents, actors, events = [], [], []
    for number, payload in enumerate(payloads):
        # Ids are unique in any graph, and parties go by codes.
        one = Actor(
            f"person/{number}{payload}",
            "person",
            payload,
            f"{number}{payload}",
            (("en", payload), (payload, payload)),
            (Role(payload, payload, payload, payload),),
            payload,
        )
        two = Actor(f"state/{payload}{number}", "state", f"{payload} {number}", f"{payload}{number}", wikidata=payload)
        text = f"{payload} met {payload}."
        size = len(payload)
        evidence = Evidence(text, 0, len(text), (0, len(text)), text, (0, size), (size + 5, 2 * size + 5))
        documents.append(
            Document(
                f"{number}{payload}",
                text,
                payload,
                payload,
                payload,
                payload,
                payload,
                payload,
                (Paragraph(0, len(text), "en"),),
            )
        )
        actors += [one, two]
        events.append(
            Event(
                f"{number:04}{payload}",
                documents[-1].id,
                "CONSULT",
                payload,
                one,
                two,
                "asserted",
                ("military",),
                payload,
                payload,
                payload,
                (Source(payload, payload), Source(payload)),
                evidence,
                0.5,
                payload,
            )
        )
    return Graph(
        documents=tuple(sorted(documents, key=lambda document: document.id)),
        actors=tuple(sorted(actors, key=lambda actor: actor.id)),
        events=tuple(events),
        ties=add_up_ties(events, {}),
        issues=tuple(Issue(payload, "read", payload, payload) for payload in payloads),
        parties=tuple(sorted((actor.code, actor.id) for actor in actors)),
    )
