"""graph.graphml: the network of actors for Gephi, igraph, networkx and Cytoscape.

Written by hand because networkx numbers its edges from zero for each pair: Gephi then drops edges and graphology
refuses the file. Here an edge's id is its event's. The attribute `label` of an edge is what Gephi reads as its type.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from kg.export.attributes import EDGE_KEYS, NODE_KEYS, Values, describe_network
from kg.export.files import write_text
from kg.export.gexf import quote_attribute
from kg.types import Graph

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write_graphml(graph: Graph, path: Path) -> None:
    """Write the network of actors as GraphML."""
    write_text(path, _spell(graph))


def _spell(graph: Graph) -> Iterator[str]:
    yield _HEAD
    for scope, keys in (("node", NODE_KEYS), ("edge", EDGE_KEYS)):
        for name, kind in keys.items():
            yield f'  <key id="{scope}.{name}" for="{scope}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '  <graph id="kg" edgedefault="directed">\n'
    nodes, edges = describe_network(graph)
    for node, values in nodes:
        yield f"    <node id={quote_attribute(node)}>\n"
        yield from _spell_values("node", values)
        yield "    </node>\n"
    for edge, source, target, values in edges:
        ends = f"source={quote_attribute(source)} target={quote_attribute(target)}"
        yield f"    <edge id={quote_attribute(edge)} {ends} label={quote_attribute(str(values['label']))}>\n"
        yield from _spell_values("edge", values)
        yield "    </edge>\n"
    yield "  </graph>\n</graphml>\n"


def _spell_values(scope: str, values: Values) -> Iterator[str]:
    for name, value in values.items():
        yield f'      <data key="{scope}.{name}">{escape(str(value), {chr(13): "&#13;"})}</data>\n'
