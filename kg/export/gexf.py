"""graph.gexf and ties.gexf: events and ties in GEXF 1.3, for Gephi and Gephi Lite, with a time line.

A date is a spell from the first to the last day that it can mean, which Gephi plays as time, and the same days are
plain attributes, because graphology (Gephi Lite) reads no spells. `kind` is Gephi's edge type. What has no spell is
always there. Colours, sizes and places make Gephi open it as the page does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from kg.export.files import replace_controls, write_text
from kg.export.networks import Colour, Edge, Network, Node, Spell, Values, describe_events, describe_ties
from kg.types import Graph

# These have XML attributes of their own on nodes and edges.
_BUILT_IN = ("label", "weight")
_MARKS = re.compile('[&<>"]')
_ESCAPES = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def write_gexf(graph: Graph, path: Path) -> None:
    """Write the network of actors, one edge an event."""
    write_text(path, _spell(describe_events(graph)))


def write_ties_gexf(graph: Graph, path: Path) -> None:
    """Write the network of parties, one edge a tie."""
    write_text(path, _spell(describe_ties(graph)))


def quote_attribute(text: str) -> str:
    """Return text as a quoted XML attribute value that keeps its line ends and tabs."""
    plain = text.isprintable() and _MARKS.search(text) is None
    return f'"{text}"' if plain else f'"{escape(replace_controls(text), _ESCAPES)}"'


def _spell(network: Network) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
    yield "  <meta><creator>kg</creator></meta>\n"
    yield f'  <graph defaultedgetype="{"directed" if network.directed else "undirected"}" idtype="string"'
    yield ' mode="dynamic" timeformat="date" timerepresentation="interval">\n'
    yield from _declare("node", network.node_keys)
    yield from _declare("edge", network.edge_keys)
    yield "    <nodes>\n"
    yield from map(_spell_node, network.nodes)
    yield "    </nodes>\n    <edges>\n"
    yield from map(_spell_edge, network.edges)
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _declare(scope: str, keys: dict[str, str]) -> Iterator[str]:
    yield f'    <attributes class="{scope}">\n'
    for name, kind in keys.items():
        if name not in _BUILT_IN:
            yield f'      <attribute id="{name}" title="{name}" type="{kind}"/>\n'
    yield "    </attributes>\n"


def _spell_node(node: Node) -> str:
    return (
        f"      <node id={quote_attribute(node.id)} label={_quote_token(node.values['label'])}>\n"
        f"{_spell_values(node.values)}{_spell_spells(node.spells)}"
        f'        {_spell_colour(node.colour)}<viz:position x="{node.place[0]}" y="{node.place[1]}"/>'
        f'<viz:size value="{node.size}"/>\n      </node>\n'
    )


def _spell_edge(edge: Edge) -> str:
    ends = f"source={quote_attribute(edge.source)} target={quote_attribute(edge.target)}"
    kind = "" if edge.kind is None else f" kind={_quote_token(edge.kind)}"
    label, weight = _quote_token(edge.values["label"]), edge.values["weight"]
    return (
        f'      <edge id={quote_attribute(edge.id)} {ends} label={label}{kind} weight="{weight}">\n'
        f"{_spell_values(edge.values)}{_spell_spells(edge.spells)}"
        f'        {_spell_colour(edge.colour)}<viz:thickness value="{edge.width}"/>\n      </edge>\n'
    )


def _spell_values(values: Values) -> str:
    lines = [
        f'          <attvalue for="{name}" value={_quote_value(value)}/>\n'
        for name, value in values.items()
        if name not in _BUILT_IN
    ]
    return f"        <attvalues>\n{''.join(lines)}        </attvalues>\n"


def _quote_value(value: str | float) -> str:
    return quote_attribute(value) if isinstance(value, str) else f'"{value}"'


def _spell_spells(spells: tuple[Spell, ...]) -> str:
    return f"        <spells>{''.join(map(_spell_spell, spells))}</spells>\n" if len(spells) > 0 else ""


def _spell_spell(spell: Spell) -> str:
    ends = (f'{name}="{day}"' for name, day in zip(("start", "end"), spell, strict=True) if day is not None)
    return f"<spell {' '.join(ends)}/>"


def _spell_colour(colour: Colour) -> str:
    r, g, b = colour
    return f'<viz:color r="{r}" g="{g}" b="{b}"/>'


def _quote_token(text: str | float) -> str:
    """Quote a label: GEXF labels are one line."""
    return quote_attribute(" ".join(str(text).split()))
