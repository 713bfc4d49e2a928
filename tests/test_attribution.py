"""Who says so, on trees made by hand (their notation: test_status.py): the chain of one act, innermost first."""

from __future__ import annotations

import pytest
from test_status import make_sentence

from kg.extract.attribution import find_attribution
from kg.extract.vocabulary import load_language
from kg.types import Actor, Mention


def _find_names(language: str, tree: str) -> list[str]:
    sentence, trigger, _ = make_sentence(tree, language)
    return [source.name for source in find_attribution(sentence, trigger, [], load_language(language))]


@pytest.mark.parametrize(
    ("language", "tree", "names"),
    [
        # The text itself says so.
        ("en", "Iran/PROPN/subject/2 *bombed/VERB/root/2/bomb Israel/PROPN/object/2", []),
        ("fr", "Iran/PROPN/subject/3 a/AUX/aux/3/avoir *bombardé/VERB/root/3/bombarder Irak/PROPN/object/3", []),
        # A verb of saying above the clause
        (
            "en",
            """Reuters/PROPN/subject/2 reported/VERB/root/2/report that/SCONJ/mark/5 Iran/PROPN/subject/5
            *bombed/VERB/ccomp/2/bomb Israel/PROPN/object/5""",
            ["Reuters"],
        ),
        (
            "fr",
            """Téhéran/PROPN/subject/3 a/AUX/aux/3/avoir déclaré/VERB/root/3/déclarer que/SCONJ/mark/7
            Bagdad/PROPN/subject/7 a/AUX/aux/7/avoir *attaqué/VERB/ccomp/3/attaquer Irak/PROPN/object/7""",
            ["Téhéran"],
        ),
        # Behind the clause: in English order, and inverted
        (
            "en",
            """Iran/PROPN/subject/2 *bombed/VERB/ccomp/6/bomb Israel/PROPN/object/2 ,/PUNCT/punct/6
            Reuters/PROPN/subject/6 reported/VERB/root/6/report""",
            ["Reuters"],
        ),
        (
            "en",
            """Iran/PROPN/subject/2 *bombed/VERB/ccomp/5/bomb Israel/PROPN/object/2 ,/PUNCT/punct/5
            said/VERB/root/5/say the/DET/det/7 president/NOUN/subject/5""",
            ["president"],
        ),
        (
            "fr",
            """Bagdad/PROPN/subject/3 a/AUX/aux/3/avoir *attaqué/VERB/root/3/attaquer Irak/PROPN/object/3
            ,/PUNCT/punct/7 a/AUX/aux/7/avoir rapporté/VERB/parataxis/3/rapporter l'/DET/det/9
            agence/NOUN/subject/7 TASS/PROPN/appos/9""",
            ["agence TASS"],
        ),
        # The parser took the speaker for an object, as it often does behind an inverted verb.
        (
            "fr",
            """Bagdad/PROPN/subject/3 a/AUX/aux/3/avoir *attaqué/VERB/root/3/attaquer Irak/PROPN/object/3
            ,/PUNCT/punct/7 a/AUX/aux/7/avoir annoncé/VERB/parataxis/3/annoncer le/DET/det/9
            Kremlin/PROPN/object/7""",
            ["Kremlin"],
        ),
        # A preposition of source
        (
            "fr",
            """Selon/ADP/case/2 Téhéran/PROPN/oblique/6 ,/PUNCT/punct/6 Bagdad/PROPN/subject/6 a/AUX/aux/6/avoir
            *attaqué/VERB/root/6/attaquer Irak/PROPN/object/6""",
            ["Téhéran"],
        ),
        (
            "en",
            """According/ADP/case/3 to/ADP/case/3 Reuters/PROPN/oblique/6 ,/PUNCT/punct/6 Iran/PROPN/subject/6
            *bombed/VERB/root/6/bomb Israel/PROPN/object/6""",
            ["Reuters"],
        ),
        # Who speaks in another clause does not say this.
        (
            "en",
            """The/DET/det/2 man/NOUN/subject/7 who/PRON/subject/4 spoke/VERB/relcl/2/speak on/ADP/case/6
            Monday/PROPN/oblique/4 *bombed/VERB/root/7/bomb Israel/PROPN/object/7""",
            [],
        ),
        # Who cites whom: the one whose words they are first, then who passed them on
        pytest.param(
            "en",
            """Iran/PROPN/subject/2 *bombed/VERB/ccomp/6/bomb Israel/PROPN/object/2 ,/PUNCT/punct/6
            TASS/PROPN/subject/6 reported/VERB/root/6/report ,/PUNCT/punct/6 citing/VERB/advcl/6/cite
            the/DET/det/10 Kremlin/PROPN/object/8""",
            ["Kremlin", "TASS"],
            marks=pytest.mark.xfail(strict=True, reason="the chain comes outermost first"),
        ),
        pytest.param(
            "fr",
            """Bagdad/PROPN/subject/3 a/AUX/aux/3/avoir *attaqué/VERB/root/3/attaquer Irak/PROPN/object/3
            ,/PUNCT/punct/7 a/AUX/aux/7/avoir rapporté/VERB/parataxis/3/rapporter TASS/PROPN/subject/7
            citant/VERB/advcl/7/citer le/DET/det/11 Kremlin/PROPN/object/9""",
            ["Kremlin", "TASS"],
            marks=pytest.mark.xfail(strict=True, reason="the chain comes outermost first"),
        ),
    ],
)
def test_the_chain_of_sources_is(language: str, tree: str, names: list[str]) -> None:
    assert _find_names(language, tree) == names


def test_a_source_that_is_mentioned_is_its_actor() -> None:
    tree = """Reuters/PROPN/subject/2 reported/VERB/root/2/report that/SCONJ/mark/5 Iran/PROPN/subject/5
        *bombed/VERB/ccomp/2/bomb Israel/PROPN/object/5"""
    sentence, trigger, _ = make_sentence(tree, "en")
    reuters = Actor("media/reuters", "media", "Reuters", "Reuters")
    mention = Mention("d", 0, 7, "Reuters", "name", 0, 0, (reuters,))
    (source,) = find_attribution(sentence, trigger, [mention], load_language("en"))
    assert (source.name, source.actor, source.start, source.end) == ("Reuters", "media/reuters", 0, 7)


def test_a_source_that_is_nobody_known_is_its_words() -> None:
    tree = """A/DET/det/3 local/ADJ/amod/3 fisherman/NOUN/subject/4 said/VERB/root/4/say that/SCONJ/mark/7
        Iran/PROPN/subject/7 *bombed/VERB/ccomp/4/bomb Israel/PROPN/object/7"""
    sentence, trigger, _ = make_sentence(tree, "en")
    (source,) = find_attribution(sentence, trigger, [], load_language("en"))
    assert (source.name, source.actor) == ("local fisherman", None)
    assert sentence.text[source.start : source.end] == source.name
