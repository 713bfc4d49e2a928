"""Trees of HTML and XML: parse them within limits, and write one out as text.

XML may declare nothing, so there are no entities but those of XML, and a document type is never fetched. How deep its
elements lie and how many they are is known before a tree of them is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from kg.errors import InputError
from kg.types import Limits

_HIDDEN = frozenset({"script", "style", "template", "noscript", "head", "svg", "iframe", "object", "form", "button"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
    "table", "td", "th", "tr", "ul",
})  # fmt: skip
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def check_xml(data: bytes, limits: Limits, *, damaged: bool = False) -> None:
    """Raise InputError where XML declares entities or is beyond the limits, and where it is damaged unless it may be.

    Damaged XML is checked as far as it is sound.
    """
    guard = _Guard(limits)
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = guard.check_type
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        if damaged:
            return
        raise InputError(f"not XML, or damaged: {error}") from error


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML that `check_xml` let pass."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def parse_html(text: str, limits: Limits) -> HtmlElement:
    """Parse HTML as browsers do; raises InputError where it holds no element or is beyond the limits."""
    # libxml2 stops at a NUL, and takes no encoding from the text but ours.
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = document_fromstring(_CONTROLS.sub(" ", text).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise InputError(f"not HTML: {error}") from error
    _check_elements(int(tree.xpath("count(//*)")), limits)
    if len(tree.xpath("/*" * (limits.depth + 1))) > 0:
        raise _tell_depth(limits)
    return tree


def write_text(tree: HtmlElement) -> str:
    """Write what a page or a piece of one shows as text: blocks are paragraphs, with an empty line between them."""
    blocks = ("".join(block) for block in _split_blocks(tree))
    lines = (re.sub(r"[^\S\n]+", " ", block).strip() for block in blocks)
    return "\n\n".join(re.sub(r" ?\n ?", "\n", line) for line in lines if line != "")


def _split_blocks(tree: HtmlElement) -> Iterator[list[str]]:
    block: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _HIDDEN:
            hidden += 1 if event == "start" else -1
        elif hidden == 0 and element.tag in _BLOCKS:
            yield block
            block = []
        elif element.tag == "br" and event == "start":
            block.append("\n")
        piece = element.text if event == "start" else element.tail
        if hidden == 0 and piece is not None and (event == "start" or element is not tree):
            block.append(re.sub(r"\s+", " ", piece))
    yield block


class _Guard:
    """Follows the elements of XML as they are read, and what it declares."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.depth, self.count = limits, 0, 0

    def start(self, name: str, attributes: object) -> None:
        self.depth += 1
        self.count += 1
        _check_elements(self.count, self.limits)
        if self.depth > self.limits.depth:
            raise _tell_depth(self.limits)

    def end(self, name: str) -> None:
        self.depth -= 1

    def check_type(self, name: str, system: str | None, public: str | None, declares: bool) -> None:
        if declares:
            raise InputError("XML that declares entities of its own (<!DOCTYPE … [ … ]>) is not read")


def _check_elements(count: int, limits: Limits) -> None:
    if count > limits.elements:
        raise InputError(f"more than {limits.elements} elements; raise --max-elements to read it")


def _tell_depth(limits: Limits) -> InputError:
    return InputError(f"elements lie more than {limits.depth} deep in each other; raise --max-depth to read it")
