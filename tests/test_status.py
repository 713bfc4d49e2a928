"""What makes an act negated, planned or possible, on trees made by hand: no parser takes part.

A tree is written word by word as `form/POS/role/head/lemma/morph`, heads counted from 1, `*` before the trigger and
`^` before the verb that carries it. Sentences through a parser stand in tests/cases.
"""

from __future__ import annotations

import pytest

from kg.extract.status import find_status
from kg.extract.vocabulary import load_language
from kg.types import Sentence, Token


def make_sentence(tree: str, language: str) -> tuple[Sentence, int, int]:
    """Read a tree; return the sentence, the index of its trigger and that of the carrier (else the trigger)."""
    words = [word.split("/") for word in tree.split()]
    contractions = load_language(language).contractions
    marks = {"*": 0, "^": 0}
    tokens: list[Token] = []
    start = 0
    for n, (form, pos, role, head, *rest) in enumerate(words):
        if form[0] in marks:
            marks[form[0]], form = n, form[1:]
        lemma, morph = (*rest, "", "")[:2]
        cases = [w[0].lower() for w in words if w[2] == "case" and int(w[3]) == n + 1]
        tokens.append(
            Token(
                i=n,
                start=start,
                end=start + len(form),
                text=form,
                lemma=lemma or form.lower(),
                pos=pos,
                role=role,
                head=int(head) - 1,
                case=" ".join(contractions.get(word, word) for word in cases),
                morph=frozenset(morph.split("|")) - {""},
            )
        )
        start += len(form) + 1
    children = tuple(tuple(t.i for t in tokens if t.head == n and t.i != n) for n in range(len(tokens)))
    text = " ".join(token.text for token in tokens)
    sentence = Sentence(0, len(text), text, language, 0, tuple(tokens), children)
    return sentence, marks["*"], marks["^"] or marks["*"]


def _read_status(language: str, tree: str) -> str:
    sentence, trigger, carrier = make_sentence(tree, language)
    return find_status(sentence, trigger, carrier, load_language(language))[0]


@pytest.mark.parametrize(
    ("language", "tree"),
    [
        ("en", "Iran/PROPN/subject/2 *bombed/VERB/root/2/bomb Israel/PROPN/object/2"),
        ("en", "Iran/PROPN/subject/3 has/AUX/aux/3/have *bombed/VERB/root/3/bomb Israel/PROPN/object/3"),
        ("fr", "Iran/PROPN/subject/3 a/AUX/aux/3/avoir *bombardé/VERB/root/3/bombarder Irak/PROPN/object/3"),
        # Said of somebody: whose words they are is another question.
        (
            "en",
            """He/PRON/subject/2 said/VERB/root/2/say that/SCONJ/mark/5 Iran/PROPN/subject/5
            *bombed/VERB/ccomp/2/bomb/VerbForm=Fin Israel/PROPN/object/5""",
        ),
        # The negation belongs to another verb.
        (
            "en",
            """We/PRON/subject/4 did/AUX/aux/4/do not/PART/neg/4 meet/VERB/root/4 the/DET/det/6 man/NOUN/object/4
            who/PRON/subject/8 *bombed/VERB/relcl/6/bomb Israel/PROPN/object/8""",
        ),
        (
            "fr",
            """Il/PRON/subject/3 ne/ADV/advmod/3 cite/VERB/root/3/citer pas/ADV/advmod/3 l'/DET/det/6
            homme/NOUN/object/3 qui/PRON/subject/9 a/AUX/aux/9/avoir *bombardé/VERB/relcl/6/bombarder
            Irak/PROPN/object/9""",
        ),
        # "plus" without "ne" only compares.
        ("fr", "Iran/PROPN/subject/2 *bombarde/VERB/root/2/bombarder plus/ADV/advmod/2 Irak/PROPN/object/2"),
        ("en", "The/DET/det/3 Iranian/ADJ/amod/3 *attack/NOUN/subject/4 failed/VERB/root/4/fail"),
    ],
)  # fmt: skip
def test_a_plain_act_is_asserted(language: str, tree: str) -> None:
    assert _read_status(language, tree) == "asserted"


@pytest.mark.parametrize(
    ("language", "tree"),
    [
        ("en", "Iran/PROPN/subject/4 did/AUX/aux/4/do not/PART/neg/4 *bomb/VERB/root/4 Israel/PROPN/object/4"),
        ("en", "Iran/PROPN/subject/4 did/AUX/aux/4/do n't/PART/neg/4 *bomb/VERB/root/4 Israel/PROPN/object/4"),
        (
            "en",
            "Iran/PROPN/subject/4 has/AUX/aux/4/have never/ADV/neg/4 *bombed/VERB/root/4/bomb Israel/PROPN/object/4",
        ),
        (
            "fr",
            "Iran/PROPN/subject/5 n'/ADV/advmod/5 a/AUX/aux/5/avoir pas/ADV/advmod/5 *bombardé/VERB/root/5/bombarder",
        ),
        (
            "fr",
            """Iran/PROPN/subject/5 n'/ADV/advmod/5 a/AUX/aux/5/avoir jamais/ADV/advmod/5
            *bombardé/VERB/root/5/bombarder""",
        ),
        (
            "fr",
            """Iran/PROPN/subject/3 ne/ADV/advmod/3 *bombarde/VERB/root/3/bombarder plus/ADV/advmod/3
            Irak/PROPN/object/3""",
        ),
        ("fr", "sans/ADP/mark/2 *bombarder/VERB/advcl/4 Irak/PROPN/object/2 avance/VERB/root/4/avancer"),
        # A noun takes the negation of the verb that carries it.
        (
            "en",
            """Iran/PROPN/subject/4 did/AUX/aux/4/do not/PART/neg/4 ^launch/VERB/root/4 any/DET/det/6
            *strikes/NOUN/object/4/strike""",
        ),
        (
            "fr",
            """Iran/PROPN/subject/5 n'/ADV/advmod/5 a/AUX/aux/5/avoir pas/ADV/advmod/5 ^mené/VERB/root/5/mener
            de/ADP/case/7 *frappe/NOUN/object/5""",
        ),
        # An act that is not carried out, under the verb or the noun that says so.
        (
            "en",
            "Iran/PROPN/subject/2 refused/VERB/root/2/refuse to/PART/mark/4 *bomb/VERB/xcomp/2 Israel/PROPN/object/4",
        ),
        (
            "fr",
            """Iran/PROPN/subject/3 a/AUX/aux/3/avoir refusé/VERB/root/3/refuser de/ADP/mark/5 *bombarder/VERB/xcomp/3
            Irak/PROPN/object/5""",
        ),
        (
            "fr",
            """Iran/PROPN/subject/2 renonce/VERB/root/2/renoncer à/ADP/mark/4 *bombarder/VERB/xcomp/2
            Irak/PROPN/object/4""",
        ),
        # The negation of the verb above holds for its infinitive.
        (
            "fr",
            """Iran/PROPN/subject/5 n'/ADV/advmod/5 a/AUX/aux/5/avoir pas/ADV/advmod/5 accepté/VERB/root/5/accepter
            de/ADP/mark/7 *livrer/VERB/xcomp/5""",
        ),
        (
            "en",
            """Iran/PROPN/subject/4 did/AUX/aux/4/do not/PART/neg/4 agree/VERB/root/4 to/PART/mark/6 *send/VERB/xcomp/4
            it/PRON/object/6""",
        ),
        pytest.param(
            "en",
            """No/DET/det/3 Chinese/ADJ/amod/3 ship/NOUN/subject/5 has/AUX/aux/5/have *blocked/VERB/root/5/block
            it/PRON/object/5""",
        ),
        pytest.param(
            "fr",
            """Iran/PROPN/subject/4 n'/ADV/advmod/4 a/AUX/aux/4/avoir *livré/VERB/root/4/livrer aucun/DET/det/6
            missile/NOUN/object/4""",
        ),
        pytest.param(
            "fr",
            """Ni/CCONJ/cc/2 Iran/PROPN/subject/5 n'/ADV/advmod/5 ont/AUX/aux/5/avoir
            *critiqué/VERB/root/5/critiquer Irak/PROPN/object/5""",
            marks=pytest.mark.xfail(strict=True, reason="'ni' before the subject is not read"),
        ),
    ],
)  # fmt: skip
def test_an_act_is_negated(language: str, tree: str) -> None:
    assert _read_status(language, tree) == "negated"


@pytest.mark.parametrize(
    ("language", "tree"),
    [
        ("en", "Iran/PROPN/subject/3 will/AUX/aux/3 *bomb/VERB/root/3 Israel/PROPN/object/3"),
        ("fr", "Iran/PROPN/subject/2 *bombardera/VERB/root/2/bombarder/Tense=Fut Irak/PROPN/object/2"),
        ("fr", "Irak/PROPN/subject_passive/3 sera/AUX/aux_passive/3/être/Tense=Fut *bombardé/VERB/root/3/bombarder"),
        ("en", "Iran/PROPN/subject/2 plans/VERB/root/2/plan to/PART/mark/4 *bomb/VERB/xcomp/2 Israel/PROPN/object/4"),
        (
            "en",
            "Iran/PROPN/subject/2 intends/VERB/root/2/intend to/PART/mark/4 *bomb/VERB/xcomp/2 Israel/PROPN/object/4",
        ),
        (
            "fr",
            """Iran/PROPN/subject/2 prévoit/VERB/root/2/prévoir de/ADP/mark/4 *bombarder/VERB/xcomp/2
            Irak/PROPN/object/4""",
        ),
        ("fr", "Iran/PROPN/subject/2 va/VERB/root/2/aller *bombarder/VERB/xcomp/2 Irak/PROPN/object/2"),
        (
            "en",
            """Iran/PROPN/subject/3 is/AUX/cop/3/be ready/ADJ/root/3 to/PART/mark/5 *bomb/VERB/xcomp/3
            Israel/PROPN/object/5""",
        ),
        (
            "fr",
            """Iran/PROPN/subject/3 est/AUX/cop/3/être prêt/ADJ/root/3 à/ADP/mark/5 *bombarder/VERB/xcomp/3
            Irak/PROPN/object/5""",
        ),
        (
            "en",
            """its/PRON/possessor/2 intention/NOUN/subject/6 to/PART/mark/4 *bomb/VERB/acl/2 Israel/PROPN/object/4
            stands/VERB/root/6/stand""",
        ),
        (
            "fr",
            """son/DET/det/2 intention/NOUN/subject/6 de/ADP/mark/4 *bombarder/VERB/acl/2 Irak/PROPN/object/4
            demeure/VERB/root/6/demeurer""",
        ),
        # Purpose
        (
            "fr",
            """Elle/PRON/subject/2 achète/VERB/root/2/acheter tout/PRON/object/2 pour/ADP/mark/5
            *bombarder/VERB/advcl/2 Irak/PROPN/object/5""",
        ),
        # A noun takes the tense of the verb that carries it.
        ("en", "Iran/PROPN/subject/3 will/AUX/aux/3 ^launch/VERB/root/3 *strikes/NOUN/object/3/strike"),
        (
            "fr",
            "Iran/PROPN/subject/2 ^mènera/VERB/root/2/mener/Tense=Fut des/DET/det/4 *frappes/NOUN/object/2/frappe",
        ),
        # The second of two verbs shares the auxiliary of the first.
        (
            "en",
            "He/PRON/subject/3 will/AUX/aux/3 come/VERB/root/3 and/CCONJ/cc/5 *bomb/VERB/conj/3 Israel/PROPN/object/5",
        ),
    ],
)  # fmt: skip
def test_an_act_is_planned(language: str, tree: str) -> None:
    assert _read_status(language, tree) == "planned"


@pytest.mark.parametrize(
    ("language", "tree"),
    [
        ("en", "Iran/PROPN/subject/3 could/AUX/aux/3 *bomb/VERB/root/3 Israel/PROPN/object/3"),
        ("en", "Iran/PROPN/subject/3 may/AUX/aux/3 *bomb/VERB/root/3 Israel/PROPN/object/3"),
        (
            "en",
            """Iran/PROPN/subject/4 has/AUX/aux/4/have reportedly/ADV/advmod/4 *bombed/VERB/root/4/bomb
            Israel/PROPN/object/4""",
        ),
        ("en", "the/DET/det/4 alleged/ADJ/amod/4 Iranian/ADJ/amod/4 *attack/NOUN/subject/5 failed/VERB/root/5/fail"),
        (
            "fr",
            "Iran/PROPN/subject/3 aurait/AUX/aux/3/avoir/Mood=Cnd *bombardé/VERB/root/3/bombarder Irak/PROPN/object/3",
        ),
        ("fr", "Iran/PROPN/subject/2 *bombarderait/VERB/root/2/bombarder/Mood=Cnd Irak/PROPN/object/2"),
        ("fr", "Iran/PROPN/subject/2 peut/VERB/root/2/pouvoir *bombarder/VERB/xcomp/2 Irak/PROPN/object/3"),
        # Conditions
        (
            "en",
            """if/SCONJ/mark/3 Iran/PROPN/subject/3 *bombs/VERB/advcl/6/bomb Israel/PROPN/object/3 he/PRON/subject/6
            leaves/VERB/root/6/leave""",
        ),
        (
            "fr",
            """si/SCONJ/mark/3 Iran/PROPN/subject/3 *bombarde/VERB/advcl/6/bombarder Irak/PROPN/object/3
            il/PRON/subject/6 part/VERB/root/6/partir""",
        ),
        # Fears, risks, demands, threats
        (
            "fr",
            "Il/PRON/subject/2 risque/VERB/root/2/risquer de/ADP/mark/4 *bombarder/VERB/xcomp/2 Irak/PROPN/object/4",
        ),
        (
            "en",
            "the/DET/det/2 risk/NOUN/subject/6 of/ADP/case/5 an/DET/det/5 *attack/NOUN/nmod/2 grows/VERB/root/6/grow",
        ),
        (
            "fr",
            """le/DET/det/2 risque/NOUN/subject/6 d'/ADP/case/5 une/DET/det/5 *attaque/NOUN/nmod/2
            grandit/VERB/root/6/grandir""",
        ),
        (
            "en",
            """He/PRON/subject/2 urged/VERB/root/2/urge Iran/PROPN/object/2 to/PART/mark/5 *bomb/VERB/xcomp/2
            Israel/PROPN/object/5""",
        ),
        (
            "fr",
            "Il/PRON/subject/2 menace/VERB/root/2/menacer de/ADP/mark/4 *bombarder/VERB/xcomp/2 Irak/PROPN/object/4",
        ),
        pytest.param(
            "fr",
            """Il/PRON/subject/2 craint/VERB/root/2/craindre que/SCONJ/mark/5 Iran/PROPN/subject/5
            *attaque/VERB/ccomp/2/attaquer/VerbForm=Fin|Mood=Sub""",
            marks=pytest.mark.xfail(strict=True, reason="'craindre' counts as a verb of saying"),
        ),
        pytest.param(
            "en",
            """He/PRON/subject/2 fears/VERB/root/2/fear that/SCONJ/mark/5 Iran/PROPN/subject/5
            *bombs/VERB/ccomp/2/bomb/VerbForm=Fin""",
            marks=pytest.mark.xfail(strict=True, reason="'fear' counts as a verb of saying"),
        ),
        pytest.param(
            "en",
            """Rumours/NOUN/subject/6/rumour of/ADP/case/5 an/DET/det/5 Iranian/ADJ/amod/5 *attack/NOUN/nmod/1
            spread/VERB/root/6""",
            marks=pytest.mark.xfail(strict=True, reason="'rumour' is no word of status"),
        ),
    ],
)  # fmt: skip
def test_an_act_is_possible(language: str, tree: str) -> None:
    assert _read_status(language, tree) == "possible"


def test_the_word_that_decides_is_told() -> None:
    tree = "Iran/PROPN/subject/3 could/AUX/aux/3 *bomb/VERB/root/3 it/PRON/object/3"
    sentence, trigger, carrier = make_sentence(tree, "en")
    assert find_status(sentence, trigger, carrier, load_language("en")) == ("possible", "could")


def test_the_nearest_word_decides() -> None:
    tree = "It/PRON/subject/3 will/AUX/aux/3 refuse/VERB/root/3 to/PART/mark/5 *bomb/VERB/xcomp/3 Israel/PROPN/object/5"
    assert _read_status("en", tree) == "negated"


def test_a_tree_that_runs_in_a_circle_ends() -> None:
    assert _read_status("en", "*bomb/VERB/conj/2 strike/VERB/conj/1") == "asserted"
