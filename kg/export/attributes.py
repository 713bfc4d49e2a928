"""What GraphML and GEXF say of each actor and each event, and of which type each value is.

Both carry the network of actors, one edge an event, with the same keys. Readers agree on little, so the rules are
narrow: one type a key, no list, no empty value, and no edge key `type` or `id`, which Gephi and graphology take for
their own. `label` is also Gephi's edge type, and Gephi adds up parallel edges of one type: a label therefore names
the status of whatever is not asserted, so that an act and its denial are never summed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.export.files import replace_controls
from kg.graph.network import build_actor_network
from kg.graph.spans import find_span
from kg.types import Graph

Values = dict[str, str | float]

NODE_KEYS = {"label": "string", "kind": "string", "code": "string", "party": "string", "wikidata": "string",
             "roles": "string"}  # fmt: skip
EDGE_KEYS = {
    "label": "string", "weight": "double", "event": "string", "quad": "string", "mode": "string", "status": "string",
    "context": "string", "date": "string", "date_start": "string", "date_end": "string", "place": "string",
    "attribution": "string", "evidence": "string", "sentence": "string", "document": "string", "confidence": "double",
}  # fmt: skip


def describe_network(graph: Graph) -> tuple[Iterator[tuple[str, Values]], Iterator[tuple[str, str, str, Values]]]:
    """Return the nodes (id, values) and the edges (id, source, target, values) of the network of actors.

    `date` is EDTF, `date_start` and `date_end` its first and last day; `party` names the party of an actor.
    """
    network = build_actor_network(graph)
    names = {actor.id: actor.name for actor in graph.actors}
    parties = {code: names[actor] for code, actor in graph.parties}
    nodes = ((node, _describe_node(values, parties)) for node, values in sorted(network.nodes(data=True)))
    edges = sorted(network.edges(keys=True, data=True), key=lambda edge: edge[2])
    return nodes, ((key, source, target, _describe_edge(values)) for source, target, key, values in edges)


def _describe_node(values: dict[str, Any], parties: dict[str, str]) -> Values:
    return _order({**values, "party": parties.get(values["code"], values["code"])}, NODE_KEYS)


def _describe_edge(values: dict[str, Any]) -> Values:
    status, event = values["status"], values["event"]
    first, last = find_span(values.get("date"))
    more = {"label": event if status == "asserted" else f"{event} ({status})", "date_start": first, "date_end": last}
    return _order({**values, **more}, EDGE_KEYS)


def _order(values: dict[str, Any], keys: dict[str, str]) -> Values:
    """Return the values that are known, in the order of `keys`, numbers as floats."""
    known = {key: values[key] for key in keys if values.get(key) is not None}
    return {key: replace_controls(value) if isinstance(value, str) else float(value) for key, value in known.items()}
