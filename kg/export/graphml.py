"""graph.graphml and ties.graphml: events and ties for Gephi, igraph, networkx and Cytoscape.

Written by hand because networkx numbers its edges from zero for each pair: Gephi then drops edges and graphology
refuses the file. Here an edge's id is its event's. The attribute `label` of an edge is what Gephi reads as its type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from kg.export.files import write_text
from kg.export.gexf import quote_attribute
from kg.export.networks import Network, Node, Values, describe_events, describe_ties
from kg.types import Graph

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
# The keys under which Gephi, sigma and yEd look for a drawing.
_DRAWN = {"x": "integer", "y": "integer", "size": "double", "r": "integer", "g": "integer", "b": "integer"}
_TYPES = {"integer": "int"}
_MARKS = re.compile("[&<>\r]")


def write_graphml(graph: Graph, path: Path) -> None:
    """Write the network of actors, one edge an event."""
    write_text(path, _spell(describe_events(graph)))


def write_ties_graphml(graph: Graph, path: Path) -> None:
    """Write the network of parties, one edge a tie."""
    write_text(path, _spell(describe_ties(graph)))


def _spell(network: Network) -> Iterator[str]:
    yield _HEAD
    for scope, keys in (("node", {**network.node_keys, **_DRAWN}), ("edge", network.edge_keys)):
        for name, kind in keys.items():
            id = quote_attribute(f"{scope}.{name}")
            yield f'  <key id={id} for="{scope}" attr.name="{name}" attr.type="{_TYPES.get(kind, kind)}"/>\n'
    yield f'  <graph id="kg" edgedefault="{"directed" if network.directed else "undirected"}">\n'
    for node in network.nodes:
        data = _spell_values("node", {**node.values, **_draw(node)})
        yield f"    <node id={quote_attribute(node.id)}>\n{data}    </node>\n"
    for edge in network.edges:
        ends = f"source={quote_attribute(edge.source)} target={quote_attribute(edge.target)}"
        label = "" if edge.kind is None else f" label={quote_attribute(edge.kind)}"
        data = _spell_values("edge", edge.values)
        yield f"    <edge id={quote_attribute(edge.id)} {ends}{label}>\n{data}    </edge>\n"
    yield "  </graph>\n</graphml>\n"


def _draw(node: Node) -> Values:
    (x, y), (r, g, b) = node.place, node.colour
    return {"x": x, "y": y, "size": node.size, "r": r, "g": g, "b": b}


def _spell_values(scope: str, values: Values) -> str:
    return "".join(
        [f'      <data key="{scope}.{name}">{_spell_value(value)}</data>\n' for name, value in values.items()]
    )


def _spell_value(value: str | float) -> str:
    if not isinstance(value, str):
        return str(value)
    return escape(value, {"\r": "&#13;"}) if _MARKS.search(value) is not None else value
