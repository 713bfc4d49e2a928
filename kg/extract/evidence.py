"""Cut the shortest clause that states an act, with exact offsets."""

from __future__ import annotations

from kg.extract.records import Proposal
from kg.extract.syntax import find_children, iter_subtree
from kg.types import Evidence, Mention, Sentence

_LONGEST_OBJECT = 7
_LONGEST_COMPLEMENT = 4
_FUNCTION = ("aux", "aux_passive", "neg", "cop", "det", "case", "particle", "mark")


def cut_evidence(sentence: Sentence, proposal: Proposal) -> Evidence:
    """Return the words from the first to the last of trigger, helpers and the parties that stand in the sentence."""
    words = {proposal.trigger, proposal.carrier}
    for at in (proposal.trigger, proposal.carrier):
        words |= {t.i for t in find_children(sentence, at, *_FUNCTION)}
        for thing in find_children(sentence, at, "object"):
            below = {k for k in iter_subtree(sentence, thing.i) if at < k <= thing.i + _LONGEST_OBJECT}
            words |= below if max(below, default=at) < thing.i + _LONGEST_OBJECT else {thing.i}
        words |= _find_complement(sentence, at, max(words))
    for mention in (proposal.source, proposal.target):
        if mention.sentence == proposal.sentence:
            words |= _read_words(sentence, mention)
    first, last = min(words), max(words)
    start, end = sentence.tokens[first].start, sentence.tokens[last].end
    return Evidence(
        text=sentence.text[start - sentence.start : end - sentence.start],
        start=start,
        end=end,
        sentence=(sentence.start, sentence.end),
        sentence_text=sentence.text,
        source=(proposal.source.start, proposal.source.end),
        target=(proposal.target.start, proposal.target.end),
    )


def _find_complement(sentence: Sentence, verb: int, last: int) -> set[int]:
    """Return the short phrase that follows a verb's object directly ("… leurs liens *en matière de défense*")."""
    for token in find_children(sentence, verb, "oblique", "nmod"):
        below = set(iter_subtree(sentence, token.i))
        if min(below) == last + 1 and len(below) <= _LONGEST_COMPLEMENT and max(below) - min(below) < len(below):
            return below
    return set()


def _read_words(sentence: Sentence, mention: Mention) -> set[int]:
    inside = {t.i for t in sentence.tokens if t.start >= mention.start and t.end <= mention.end}
    articles = {
        k
        for at in inside
        for k in sentence.children[at]
        if sentence.tokens[k].role in ("det", "case") and k == min(inside) - 1
    }
    return inside | articles
