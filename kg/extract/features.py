"""What the typing model sees of an ordered pair of mentions: words and tree paths between them, the lexicon, proposals.

A feature is a short text, `name=value`. Words carry their language, so that one model serves all languages and what
languages share (event types of the lexicon, roles, order, proposals) is learned from all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extract.clause import Clause
from kg.extract.records import Proposal
from kg.extract.syntax import is_verb, iter_ancestors
from kg.types import Mention

_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "ADV", "AUX", "PROPN"})
_FAR = 9


@dataclass(frozen=True, slots=True)
class Link:
    """How two words of a sentence hang together: the words above each up to where they meet, and that word."""

    up: tuple[int, ...]
    down: tuple[int, ...]
    top: int | None


def find_link(clause: Clause, source: int, target: int) -> Link:
    """Return the words from each of two words up to the one where their paths meet (`top` belongs to neither)."""
    above = [source, *iter_ancestors(clause.sentence, source)]
    others = [target, *iter_ancestors(clause.sentence, target)]
    place = {word: n for n, word in enumerate(others)}
    for n, word in enumerate(above):
        if word in place:
            return Link(tuple(above[:n]), tuple(others[: place[word]]), word)
    return Link(tuple(above), tuple(others), None)


def list_lexicon_types(clause: Clause) -> dict[int, tuple[str, ...]]:
    """Return the event types that the lexicon has for each word, whatever its slots."""
    frames = clause.language.frames
    found: dict[int, tuple[str, ...]] = {}
    for token in clause.tokens:
        if token.pos in ("VERB", "NOUN", "ADJ"):
            kinds = (
                ("verb", "noun") if token.pos == "NOUN" else ("verb",) if token.pos == "VERB" else ("adjective", "verb")
            )
            events = {
                f.event
                for kind in kinds
                for f in frames.get((kind, token.lemma.lower()), ())
                if _is_plain(clause, token.i, f.words)
            }
            if len(events) > 0:
                found[token.i] = tuple(sorted(events))
    return found


def _is_plain(clause: Clause, at: int, words: tuple[str, ...]) -> bool:
    """Whether the further words of a frame stand near its first one."""
    near = {t.text.lower() for t in clause.tokens[max(0, at - 2) : at + 6]} | {
        t.lemma.lower() for t in clause.tokens[max(0, at - 2) : at + 6]
    }
    return all(word in near or word in ("se", "-") for word in words[1:])


def describe_pair(
    clause: Clause, source: Mention, target: Mention, proposals: Iterable[Proposal], lexicon: dict[int, tuple[str, ...]]
) -> Iterator[str]:
    """Yield the features of an ordered pair of mentions of one sentence."""
    link = find_link(clause, source.head, target.head)
    yield "bias"
    yield from _describe_ends(clause, source, target)
    yield from _describe_path(clause, link, lexicon)
    yield from _describe_between(clause, source, target, lexicon)
    seen = False
    for proposal in proposals:
        forward = (proposal.source.head, proposal.target.head) == (source.head, target.head)
        backward = (proposal.target.head, proposal.source.head) == (source.head, target.head)
        if forward or backward:
            seen = True
            way = "p" if forward else "r"
            yield f"{way}prop={proposal.frame.event}"
            paths = f"{_simplify(proposal.source_path)} {_simplify(proposal.target_path)}"
            yield f"{way}prop={proposal.frame.event} {paths}"
            yield f"{way}paths={paths} {proposal.frame.pos}"
            yield f"{clause.language.code}:{way}trig={clause.tokens[proposal.trigger].lemma}"
    if not seen:
        yield "noprop"


def _simplify(path: str) -> str:
    """Strip a path of its lemmas: "subject of mener" is "subject of"."""
    return " ".join(
        word
        for word in path.replace(",", " ").split()
        if word
        in (
            "subject",
            "object",
            "of",
            "nearby",
            "agent",
            "adjective",
            "possessor",
            "inverted",
            "passive",
            "shared",
            "described",
            "controller",
        )
        or len(word) <= 6
    )


def _describe_ends(clause: Clause, source: Mention, target: Mention) -> Iterator[str]:
    a, b = clause.tokens[source.head], clause.tokens[target.head]
    code = clause.language.code
    yield f"order={source.head < target.head}"
    yield f"gap={min(abs(a.i - b.i) // 3, 6)}"
    for name, token, mention in (("a", a, source), ("b", b, target)):
        yield f"{name}role={token.role}"
        yield f"{code}:{name}case={token.case}"
        yield f"{name}form={mention.form}"
        yield f"{name}kind={mention.actors[0].kind}"
    yield f"roles={a.role} {b.role}"
    yield f"{code}:cases={a.case} {b.case} {source.head < target.head}"
    inside = [m for head, m in clause.by_head.items() if min(a.i, b.i) < head < max(a.i, b.i) and m.acts]
    yield f"inside={min(len(inside), 3)}"


def _describe_path(clause: Clause, link: Link, lexicon: dict[int, tuple[str, ...]]) -> Iterator[str]:
    tokens, code = clause.tokens, clause.language.code
    if link.top is None:
        yield "unlinked"
        return
    up, down = (
        ">".join(tokens[k].role for k in link.up[-3:]),
        "<".join(tokens[k].role for k in reversed(link.down[-3:])),
    )
    top = tokens[link.top]
    yield f"path={up}|{down}"
    yield f"{code}:path={up}|{top.lemma}|{down}"
    yield f"{code}:top={top.lemma}"
    yield f"toppos={top.pos} {min(len(link.up), 5)} {min(len(link.down), 5)}"
    if is_verb(top):
        voice = "passive" if clause.is_passive(top.i) else "active"
        first = tokens[link.up[-1]].role if len(link.up) > 0 else "-"
        last = tokens[link.down[-1]].role if len(link.down) > 0 else "-"
        yield f"voice={voice} {first} {last}"
        yield f"{code}:voice={voice} {top.lemma} {link.down[-1:] and tokens[link.down[-1]].case}"
    words = [*link.up[1:], link.top, *link.down[1:]]
    for at in words:
        token = tokens[at]
        if token.pos in _CONTENT and at not in clause.by_head:
            yield f"{code}:w={token.lemma.lower()}"
        side = "t" if at == link.top else "u" if at in link.up else "d"
        for event in lexicon.get(at, ()):
            yield f"lex={event}"
            yield f"{side}lex={event}"
            yield f"{side}lex={event} {up}|{down}"
        for child in clause.sentence.children[at]:
            if (
                child in link.up
                or child in link.down
                or tokens[child].role in ("det", "punct", "case", "cc", "subject")
            ):
                continue
            if tokens[child].pos in _CONTENT and child not in clause.by_head:
                yield f"{code}:{side}kid={tokens[child].lemma.lower()}"
            for event in lexicon.get(child, ()):
                yield f"{side}kidlex={event}"
            if tokens[child].role in ("particle", "neg", "mark", "advmod"):
                yield f"{code}:{side}{tokens[child].role}={token.lemma.lower()} {tokens[child].text.lower()}"


def _describe_between(
    clause: Clause, source: Mention, target: Mention, lexicon: dict[int, tuple[str, ...]]
) -> Iterator[str]:
    tokens, code = clause.tokens, clause.language.code
    first, last = sorted((source.head, target.head))
    way = "f" if source.head < target.head else "b"
    for token in tokens[first + 1 : last][: 3 * _FAR]:
        if token.i not in clause.by_head and token.pos not in ("PUNCT", "DET"):
            yield f"{code}:{way}bt={token.lemma.lower()}"
        for event in lexicon.get(token.i, ()):
            yield f"{way}btlex={event}"
    for name, window in (("before", tokens[max(0, first - 4) : first]), ("after", tokens[last + 1 : last + 5])):
        for token in window:
            if token.i not in clause.by_head and token.pos in _CONTENT:
                yield f"{code}:{way}{name}={token.lemma.lower()}"
            for event in lexicon.get(token.i, ()):
                yield f"{way}{name}lex={event}"
    yield f"verbs={min(sum(is_verb(t) for t in tokens[first:last]), 4)}"
