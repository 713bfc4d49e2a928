"""graph.gexf: the network of actors in GEXF 1.3, for Gephi and Gephi Lite, with a time line.

A dated edge has a spell from the first to the last day that its date can mean, which Gephi plays as time, and the
same days as plain attributes, because graphology (Gephi Lite) reads no spells. `kind` is Gephi's edge type. An
undated edge has no spell: it is always there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from kg.export.attributes import EDGE_KEYS, NODE_KEYS, Values, describe_network
from kg.export.files import replace_controls, write_text
from kg.types import Graph

# These have XML attributes of their own on nodes and edges.
_BUILT_IN = ("label", "weight")


def write_gexf(graph: Graph, path: Path) -> None:
    """Write the network of actors as GEXF."""
    write_text(path, _spell(graph))


def quote_attribute(text: str) -> str:
    """Return text as a quoted XML attribute value that keeps its line ends and tabs."""
    marks = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return f'"{escape(replace_controls(text), marks)}"'


def _spell(graph: Graph) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield "  <meta><creator>kg</creator></meta>\n"
    yield '  <graph defaultedgetype="directed" idtype="string" mode="dynamic" timeformat="date"'
    yield ' timerepresentation="interval">\n'
    yield from _declare("node", NODE_KEYS)
    yield from _declare("edge", EDGE_KEYS)
    nodes, edges = describe_network(graph)
    yield "    <nodes>\n"
    for node, values in nodes:
        yield f"      <node id={quote_attribute(node)} label={_quote_token(values['label'])}>\n"
        yield from _spell_values(values)
        yield "      </node>\n"
    yield "    </nodes>\n    <edges>\n"
    for edge, source, target, values in edges:
        ends = f"source={quote_attribute(source)} target={quote_attribute(target)}"
        label = _quote_token(values["label"])
        yield f'      <edge id={quote_attribute(edge)} {ends} label={label} kind={label} weight="{values["weight"]}">\n'
        yield from _spell_values(values)
        yield from _spell_spell(values)
        yield "      </edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _declare(scope: str, keys: dict[str, str]) -> Iterator[str]:
    yield f'    <attributes class="{scope}">\n'
    for name, kind in keys.items():
        if name not in _BUILT_IN:
            yield f'      <attribute id="{name}" title="{name}" type="{kind}"/>\n'
    yield "    </attributes>\n"


def _spell_values(values: Values) -> Iterator[str]:
    yield "        <attvalues>\n"
    for name, value in values.items():
        if name not in _BUILT_IN:
            yield f'          <attvalue for="{name}" value={quote_attribute(str(value))}/>\n'
    yield "        </attvalues>\n"


def _spell_spell(values: Values) -> Iterator[str]:
    ends = [f'{end}="{values[key]}"' for end, key in (("start", "date_start"), ("end", "date_end")) if key in values]
    if len(ends) > 0:
        yield f"        <spells><spell {' '.join(ends)}/></spells>\n"


def _quote_token(text: str | float) -> str:
    """Quote a label: GEXF labels are one line."""
    return quote_attribute(" ".join(str(text).split()))
