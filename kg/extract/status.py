"""Decide whether an act is asserted, negated, planned or possible.

Read from the trigger upwards: its own negation, mood, tense and adjectives first, then what governs it (a refusal, an
intention, a fear, a condition). The nearest word that says something decides. Finite clauses under verbs of saying
stay asserted: who says it is attribution's matter.
"""

from __future__ import annotations

from kg.extract.syntax import find_children, is_verb
from kg.extract.vocabulary import Language
from kg.types import Sentence, Token

_UP = frozenset(
    {
        "xcomp",
        "ccomp",
        "advcl",
        "acl",
        "object",
        "subject",
        "subject_passive",
        "oblique",
        "nmod",
        "conj",
        "relcl",
        "agent",
    }
)
_FINITE_STOP = frozenset({"relcl", "conj"})
_MAX_UP = 5


def find_status(sentence: Sentence, trigger: int, carrier: int, language: Language) -> tuple[str, str]:
    """Return the status of an act and the word that gives it ("" for asserted)."""
    at = trigger
    own = _judge_word(sentence, at, language)
    if own is not None:
        return ("planned", own[1]) if own[0] == "possible" and _is_announced(sentence, at, language) else own
    if carrier != trigger:
        own = _judge_word(sentence, carrier, language) or _judge_governor(sentence, trigger, carrier, language)
        if own is not None:
            return own
        at = carrier
    for _ in range(_MAX_UP):
        token = sentence.tokens[at]
        upper = token.head
        if upper == at or token.role not in _UP or _is_apart(sentence, at):
            break
        found = _judge_governor(sentence, at, upper, language)
        if found is not None:
            return found
        if token.role in _FINITE_STOP and not (token.role == "conj" and sentence.tokens[upper].pos == token.pos):
            break
        if _inherits(token, sentence.tokens[upper]):
            found = _judge_word(sentence, upper, language)
            if found is not None:
                return found
        if is_verb(sentence.tokens[upper]) and token.role in (
            "subject",
            "object",
            "oblique",
            "subject_passive",
            "agent",
            "nmod",
        ):
            break
        at = upper
    return "asserted", ""


def _is_announced(sentence: Sentence, at: int, language: Language) -> bool:
    """Whether a conditional is the future of what somebody said then ("announced that it *would* leave")."""
    words, token = language.status, sentence.tokens[at]
    upper = sentence.tokens[token.head]
    if token.role not in ("ccomp", "conj") or not is_verb(upper) or upper.i == at:
        return False
    if token.role == "conj" or upper.lemma not in language.speech_verbs:
        return token.role == "conj" and _is_announced(sentence, upper.i, language)
    helpers = [t.text.lower() for t in find_children(sentence, at, "aux", "aux_passive")]
    return len(token.morph & words["conditional"]) > 0 or any(
        word in words["announced_auxiliaries"] for word in helpers
    )


def _is_apart(sentence: Sentence, at: int) -> bool:
    """Whether a coordinated verb is a clause of its own: it has its own subject ("…, and *his army* attacked")."""
    token = sentence.tokens[at]
    if token.role != "conj" or not is_verb(token):
        return False
    own = find_children(sentence, at, "aux", "aux_passive", "subject", "subject_passive")
    return any(t.role in ("subject", "subject_passive") or "VerbForm=Fin" in t.morph for t in own)


def _inherits(token: Token, upper: Token) -> bool:
    """Whether negation and mood of the word above hold for this one too ("n'a pas accepté *de livrer*")."""
    return token.role in ("xcomp", "conj") or (token.role == "acl" and not is_verb(upper))


def _judge_word(sentence: Sentence, at: int, language: Language) -> tuple[str, str] | None:
    """Judge what a word's own dependents and form say."""
    words, token = language.status, sentence.tokens[at]
    negation = _find_negation(sentence, at, language)
    if negation is not None:
        return "negated", negation
    children = [sentence.tokens[k] for k in sentence.children[at]]
    for child in children:
        if child.role == "mark" and child.text.lower() in words["conditions"]:
            return "possible", child.text
        if child.role == "advmod" and child.text.lower() in words["possible_adverbs"]:
            return "possible", child.text
        if child.role == "amod":
            for status, key in (("possible", "possible_adjectives"), ("planned", "planning_adjectives")):
                if child.lemma.lower() in words[key]:
                    return status, child.text
    before = sentence.tokens[at - 1] if at > 0 else token
    if "VerbForm=Inf" in token.morph and before.lemma.lower() in words["planning_verbs"] | words["planning_nouns"]:
        return "planned", before.text  # "compte poursuivre", wherever the parser hung it
    return _judge_form(token, children, language)


def _find_negation(sentence: Sentence, at: int, language: Language) -> str | None:
    """Return the word that negates an act, also on the subject or object of its verb ("no agreement was signed")."""
    words, verb = language.status, is_verb(sentence.tokens[at])
    children = [sentence.tokens[k] for k in sentence.children[at]]
    lowers = {t.text.lower() for t in children} | {language.contractions.get(t.text.lower(), "") for t in children}
    for child in children:
        lower = child.text.lower()
        base = language.contractions.get(lower, lower)
        if base in words["negations"] and child.role in ("advmod", "neg", "det", "mark", "case", "cc", "aux"):
            needs = words["negation_needs"].get(base)
            if needs is None or len(lowers & set(needs)) > 0:
                return child.text
        if verb and child.role in ("subject", "subject_passive", "object"):
            for word in find_children(sentence, child.i, "det"):
                if word.text.lower() in words["negations"]:
                    return word.text
    return None


def _judge_form(token: Token, children: list[Token], language: Language) -> tuple[str, str] | None:
    words = language.status
    forms = [token, *(c for c in children if c.role in ("aux", "aux_passive", "cop"))]
    for form in forms:
        if form is not token or is_verb(token):
            if len(form.morph & words["conditional"]) > 0:
                return "possible", form.text
            if len(form.morph & words["future"]) > 0:
                return "planned", form.text
    for form in forms[1:]:
        lower = form.text.lower()
        if lower in words["future_auxiliaries"]:
            return "planned", form.text
        if lower in words["modal_auxiliaries"] or form.lemma in words["modal_auxiliaries"]:
            return "possible", form.text
    return None


def _judge_governor(sentence: Sentence, at: int, upper: int, language: Language) -> tuple[str, str] | None:
    """Judge what the word above says of the act below it."""
    words, token, governor = language.status, sentence.tokens[at], sentence.tokens[upper]
    lemma = governor.lemma.lower()
    complement = token.role in ("xcomp", "ccomp") or (
        token.role in ("advcl", "acl", "oblique", "nmod") and token.case in words["complement_cases"]
    )
    if is_verb(governor):
        thing = token.role in ("object", "subject_passive") and not is_verb(token)
        finite = token.role == "ccomp" and (
            "VerbForm=Fin" in token.morph
            or any("VerbForm=Fin" in t.morph for t in find_children(sentence, at, "aux", "aux_passive"))
        )
        if (complement or thing) and lemma in words["negative_verbs"]:
            return "negated", governor.text
        if complement and not finite and lemma in words["planning_verbs"]:
            refusal = _find_negation(sentence, upper, language)
            return ("planned", governor.text) if refusal is None else ("negated", refusal)
        if (
            (complement or thing)
            and lemma in words["possible_verbs"]
            and not (finite and lemma in language.speech_verbs)
        ):
            return "possible", governor.text
        if token.role == "advcl" and lemma not in words["fulfilling_verbs"] and _has_purpose(sentence, at, language):
            return "planned", "purpose"
    elif token.role in ("acl", "nmod", "advcl", "xcomp", "ccomp"):
        for status, key in (
            ("negated", "negative_nouns"),
            ("planned", "planning_nouns"),
            ("possible", "possible_nouns"),
        ):
            if lemma in words[key]:
                return status, governor.text
        if governor.pos == "ADJ" or token.role in ("xcomp", "ccomp"):
            for status, key in (("planned", "planning_adjectives"), ("possible", "possible_adjectives")):
                if lemma in words[key]:
                    return status, governor.text
    return None


def _has_purpose(sentence: Sentence, at: int, language: Language) -> bool:
    marks = list(find_children(sentence, at, "mark", "case", "aux"))
    return any(t.text.lower() in language.status["purposes"] or t.lemma in language.status["purposes"] for t in marks)
