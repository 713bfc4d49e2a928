"""Text -> sentences of words in one syntax for all models. The only stage that knows spaCy.

Sentence boundaries come from punctuation, not from the parser: the parser of `fr_core_news_md` cuts at hyphens and
quotes. A boundary is a full stop, question or exclamation mark (with the quotes and brackets that close on it) that
is no abbreviation and is followed by a capital, a digit or an opening quote; a paragraph always ends one.

A language without a model gets the little syntax that its data give: articles, and complements behind the prepositions
that join nouns ("ministro de Defensa de Rusia"). Everything else stands alone there.

Labels are mapped by the language's data. Where a model hangs nouns under prepositions, or a predicate under its
copula, the tree is turned round, so that every later stage sees Universal Dependencies.

Each document is parsed by itself: a result never depends on which documents came with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language as Pipeline
from spacy.tokens import Doc
from spacy.tokens import Token as SpacyToken

from kg.errors import LanguageError
from kg.extract.vocabulary import Language, load_language
from kg.types import Document, Sentence, Token

_SAME_LENGTH = str.maketrans({
    "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    "\u00ad": "-", "\u2011": "-",
})  # fmt: skip
_STOPS = frozenset({".", "!", "?", "…", "...", "?!", "!!"})
_CLOSERS = frozenset({'"', "»", ")", "]", "'", "''"})
_OPENERS = frozenset({'"', "«", "(", "[", "“", "-", "–", "—", "``"})
_GLUED_QUOTE = re.compile(r"(?<=[dlnsmjtcDLNSMJTC]')\"(?=\w)|(?<=qu')\"(?=\w)")
_SUBJECTS = frozenset({"subject", "subject_passive"})


def parse_document(document: Document, folders: tuple[Path, ...] = ()) -> tuple[Sentence, ...]:
    """Parse every paragraph with the model of its language; sentences come in the order of the text.

    `folders` are users' folders of languages.
    """
    by_language: dict[str, list[int]] = {}
    for number, paragraph in enumerate(document.paragraphs):
        by_language.setdefault(paragraph.language, []).append(number)
    found: dict[int, list[Sentence]] = {}
    for code in sorted(by_language):
        numbers = by_language[code]
        language = load_language(code, folders)
        texts = [document.text[document.paragraphs[n].start : document.paragraphs[n].end] for n in numbers]
        parsed = load_model(code, folders).pipe(map(normalise_text, texts))
        for number, doc in zip(numbers, parsed, strict=True):
            offset = document.paragraphs[number].start
            found[number] = list(_read_sentences(doc, language, document.text, offset, number))
    return tuple(sentence for number in sorted(found) for sentence in found[number])


def normalise_text(text: str) -> str:
    """Replace typographic variants by plain ones without changing any offset."""
    return _GLUED_QUOTE.sub(" ", text.translate(_SAME_LENGTH))


@lru_cache(maxsize=8)
def load_model(code: str, folders: tuple[Path, ...] = ()) -> Pipeline:
    """Load the spaCy model of a language, or a blank pipeline where the data name none."""
    language = load_language(code, folders)
    bounds = {"abbreviations": sorted(language.abbreviations), "credit_words": sorted(language.credits)}
    if language.model is None:
        try:
            nlp = spacy.blank(code)
        except ImportError as error:
            raise LanguageError(f"spaCy knows no language {code!r}: {error}") from error
        nlp.add_pipe("kg_sentence_bounds", config=bounds, last=True)
        return nlp
    try:
        nlp = spacy.load(language.model, exclude=["senter"])
    except OSError as error:
        raise LanguageError(
            f"the model {language.model!r} of language {code!r} is not installed; run 'pip install "
            f"{language.model.replace('_', '-')}'"
        ) from error
    nlp.add_pipe("kg_sentence_bounds", config=bounds, before="parser")
    return nlp


@Pipeline.factory("kg_sentence_bounds")
def make_sentence_bounds(nlp: Pipeline, name: str, abbreviations: list[str], credit_words: list[str]) -> SentenceBounds:
    """Make the component that fixes sentence starts before the parser runs."""
    return SentenceBounds(frozenset(abbreviations), frozenset(credit_words))


class SentenceBounds:
    """Sets `is_sent_start` on every token by punctuation; the parser keeps to it."""

    def __init__(self, abbreviations: frozenset[str], credit_words: frozenset[str]) -> None:
        self.abbreviations, self.credit_words = abbreviations, credit_words

    def __call__(self, doc: Doc) -> Doc:
        """Mark the first token after each boundary, and no other."""
        ended = True
        for token in doc:
            starts = token.i == 0 or (ended and not _closes(token) and _can_start(token))
            token.is_sent_start = starts
            if _closes(token) and ended and not starts:
                continue
            if starts or not token.is_space:
                ended = self._ends(token)
        return doc

    def _ends(self, token: SpacyToken) -> bool:
        if token.text in _STOPS:
            return True
        if token.i > 0 and token.is_upper and len(token.text) > 1 and token.nbor(-1).lower_ in self.credit_words:
            return True  # the credit of a picture is over, its caption begins
        return (
            token.text.endswith((".", "…"))
            and len(token.text) > 3
            and token.text not in self.abbreviations
            and (token.text.count(".") == 1)
        )


def _closes(token: SpacyToken) -> bool:
    if token.text not in _CLOSERS:
        return False
    # A straight quote closes when it is glued to what stands before it.
    return token.text != '"' or (token.i > 0 and not token.nbor(-1).whitespace_)


def _can_start(token: SpacyToken) -> bool:
    return token.text in _OPENERS or token.text[0].isupper() or token.text[0].isdigit() or token.is_space


def _read_sentences(doc: Doc, language: Language, text: str, offset: int, paragraph: int) -> Iterator[Sentence]:
    spans = doc.sents if doc.has_annotation("SENT_START") else [doc[:]]
    for span in spans:
        words = [token for token in span if not token.is_space]
        if len(words) == 0:
            continue
        tokens = _read_tokens(words, language, offset)
        start, end = tokens[0].start, tokens[-1].end
        yield Sentence(start, end, text[start:end], language.code, paragraph, tokens, _list_children(tokens))


def _list_children(tokens: tuple[Token, ...]) -> tuple[tuple[int, ...], ...]:
    children: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.i:
            children[token.head].append(token.i)
    return tuple(tuple(each) for each in children)


class _Tree:
    """The words of one sentence while their tree is being turned round."""

    def __init__(self, words: list[SpacyToken], language: Language) -> None:
        place = {word.i: n for n, word in enumerate(words)}
        self.language = language
        self.words = words
        self.lemmas = [word.lemma_.lower() if word.pos_ != "PROPN" else word.lemma_ for word in words]
        self.roles = [language.labels.get(word.dep_, "other") for word in words]
        self.heads = [self._find_head(word, place) for word in words]
        self.pos = [word.pos_ for word in words]
        self.case = [""] * len(words)

    @staticmethod
    def _find_head(word: SpacyToken, place: dict[int, int]) -> int:
        head = word.head
        while head.i not in place and head.head.i != head.i:
            head = head.head
        return place.get(head.i, place[word.i])

    def base_form(self, n: int) -> str:
        lower = self.words[n].lower_
        return self.language.contractions.get(lower, lower)

    def children(self, n: int) -> list[int]:
        return [k for k, head in enumerate(self.heads) if head == n and k != n]

    def hang_complements(self) -> None:
        """Tag articles, joining prepositions and capitalised words, and hang complements on the word before them."""
        articles = self.language.references["definite"] | self.language.references["indefinite"]
        joiners = self.language.noun_joiners
        for n, word in enumerate(self.words):
            if word.is_punct:
                self.pos[n] = "PUNCT"
            elif self.base_form(n) in joiners:
                self.pos[n] = "ADP"
            elif word.lower_ in articles:
                self.pos[n] = "DET"
            else:
                self.pos[n] = "PROPN" if word.text[:1].isupper() else "X"
        for n in range(1, len(self.words) - 1):
            noun = next((k for k in range(n + 1, len(self.words)) if self.pos[k] != "DET"), n)
            if self.pos[n] == "DET" and self.pos[n - 1] != "ADP" and noun > n:
                self.roles[n], self.heads[n] = "det", noun
            if self.pos[n] != "ADP" or {self.pos[n - 1], self.pos[noun]} & {"PUNCT", "ADP", "DET"}:
                continue
            self.roles[noun], self.heads[noun], self.case[noun] = "nmod", n - 1, self.base_form(n)
            for k in range(n, noun):
                self.roles[k], self.heads[k] = "case" if k == n else "det", noun

    def promote_objects(self) -> None:
        """Hang nouns above their prepositions (`promoted` in the data)."""
        raw = [word.dep_ for word in self.words]
        for n in range(len(self.words)):
            if raw[n] not in self.language.promoted or self.roles[n] == "case":
                continue
            below = [k for k in self.children(n) if k > n and self.roles[k] in ("oblique", "advcl", "ccomp")]
            inner = [k for k in self.children(n) if raw[k] in self.language.promoted and k > n]
            if len(below) == 0 and len(inner) == 0:
                self.roles[n] = "particle" if raw[n] == "prep" else self.roles[n]
                continue
            if len(below) == 0:
                continue  # "out of X": the inner preposition is promoted when its turn comes, then this one
            self._lift(n, below[0], self.language.promoted[raw[n]])
        for n in range(len(self.words)):  # outer prepositions of two
            if self.roles[n] == "prep":
                below = [k for k in self.children(n) if self.roles[k] in ("oblique", "nmod") and k > n]
                if len(below) > 0:
                    self._lift(n, below[0], self.language.promoted.get(raw[n], "nmod"))

    def _lift(self, n: int, noun: int, role: str) -> None:
        head = self.heads[n]
        self.heads[noun] = head if head != n else noun
        if self.roles[noun] != "advcl":
            verbal = self.words[head].pos_ in ("VERB", "AUX", "ADJ", "ADV")
            self.roles[noun] = "oblique" if role == "nmod" and verbal else role
        self.case[noun] = f"{self.base_form(n)} {self.case[noun]}".strip()
        for k in self.children(n):
            if k != noun:
                self.heads[k] = noun if self.roles[k] != "conj" else self.heads[noun]
        self.roles[n], self.heads[n] = "case", noun

    def promote_predicates(self) -> None:
        """Hang a copula under its predicate."""
        for n in range(len(self.words)):
            if self.lemmas[n] not in self.language.copula_complements:
                continue
            below = [k for k in self.children(n) if self.roles[k] == "attr"]
            if len(below) == 0:
                continue
            top = below[0]
            for k in self.children(n):
                if k != top:
                    self.heads[k] = top
            self.heads[top] = self.heads[n] if self.heads[n] != n else top
            self.roles[top] = self.roles[n]
            self.roles[n], self.heads[n] = "cop", top

    def read_cases(self) -> None:
        """Write the preposition of each noun that has one as a child."""
        for n, role in enumerate(self.roles):
            if role == "case" and self.case[self.heads[n]] == "" and n < self.heads[n]:
                head = self.heads[n]
                parts = [k for k in self.children(head) if self.roles[k] == "case" and k < head]
                fixed = [k for p in parts for k in self.children(p) if self.roles[k] in ("fixed", "advmod")]
                self.case[head] = " ".join(self.base_form(k) for k in sorted(parts + fixed))

    def mend_bare_nouns(self) -> None:
        """Give a bare noun that hangs under a time word back to the verb ("a rencontré mercredi son homologue")."""
        for n, role in enumerate(self.roles):
            head = self.heads[n]
            if role != "nmod" or self.case[n] != "" or self.lemmas[head] not in self.language.bare_time_nouns:
                continue
            verb = self.heads[head]
            if (
                self.words[verb].pos_ == "VERB"
                and verb < head < n
                and self.lemmas[n] not in self.language.bare_time_nouns
            ):
                taken = any(self.roles[k] == "object" for k in self.children(verb))
                self.heads[n], self.roles[n] = verb, "other" if taken else "object"


def _read_tokens(words: list[SpacyToken], language: Language, offset: int) -> tuple[Token, ...]:
    tree = _Tree(words, language)
    if language.model is None:
        tree.hang_complements()
    if len(language.promoted) > 0:
        tree.promote_objects()
    if len(language.copula_complements) > 0:
        tree.promote_predicates()
    tree.read_cases()
    tree.mend_bare_nouns()
    return tuple(
        Token(
            i=n,
            start=offset + word.idx,
            end=offset + word.idx + len(word.text),
            text=word.text,
            lemma=tree.lemmas[n],
            pos=tree.pos[n],
            role=tree.roles[n],
            head=tree.heads[n],
            case=tree.case[n],
            morph=frozenset(str(word.morph).split("|")) - {""},
            entity=f"{word.ent_iob_}-{word.ent_type_}" if word.ent_type_ != "" else "",
            space=word.whitespace_ != "",
        )
        for n, word in enumerate(words)
    )
