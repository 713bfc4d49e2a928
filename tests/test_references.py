"""References go to the right actor, and to nobody where that is not clear."""

from __future__ import annotations

import pytest
from test_actors import read_mentions


def _codes(text: str, words: str, language: str) -> list[str]:
    found = [
        m for m in read_mentions(text, language) if m.text.lower() == words and m.form in ("pronoun", "set", "phrase")
    ]
    return sorted(actor.code for actor in found[-1].actors) if len(found) > 0 else []


@pytest.mark.parametrize(
    ("language", "text", "words", "codes"),
    [
        ("en", "Turkey accused Greece. It recalled its ambassador.", "it", ["TUR"]),
        ("en", "Greece, which Turkey accused, recalled its ambassador.", "which", ["GRC"]),
        ("en", "Greece and Turkey, which had fought, made peace.", "which", ["GRC", "TUR"]),
        ("en", "Turkey and Greece closed their border.", "their", ["GRC", "TUR"]),
        ("en", "Iran met Iraq. The two countries signed a deal.", "the two countries", ["IRN", "IRQ"]),
        ("en", "Vladimir Putin met Ebrahim Raisi. The two leaders signed a deal.", "the two leaders", ["IRN", "RUS"]),
        ("en", "NATO met in Brussels. The alliance promised help.", "alliance", ["NATO"]),
        ("en", "The Polish minister met Franz Huber and thanked him.", "him", ["Franz Huber"]),
        ("en", "The rebels said they had won.", "they", []),
        ("fr", "La Turquie a accusé la Grèce. Elle a rappelé son ambassadeur.", "elle", ["TUR"]),
        ("fr", "L'Iran et l'Irak ont rouvert leur frontière.", "leur", ["IRN", "IRQ"]),
        ("fr", "L'Iran a rencontré l'Irak. Les deux parties ont signé un accord.", "les deux parties", ["IRN", "IRQ"]),
        ("fr", "L'Otan s'est réunie. L'alliance a promis son aide.", "alliance", ["NATO"]),
        ("fr", "La Grèce, qui accuse la Turquie, a protesté.", "qui", ["GRC"]),
        ("fr", "« Nous livrerons des chars », a déclaré le ministre polonais.", "nous", ["POL"]),
        ("fr", "Nous avons dormi à l'hôtel.", "nous", []),
        ("fr", "Il faut négocier.", "il", []),
    ],
)  # fmt: skip
def test_a_reference_is_resolved(language: str, text: str, words: str, codes: list[str]) -> None:
    assert _codes(text, words, language) == sorted(codes)


def test_two_countries_without_two_parties_are_nobody() -> None:
    assert _codes("Iran rejected the plan. The two countries had talked.", "the two countries", "en") == []


def test_a_pronoun_does_not_reach_over_the_whole_text() -> None:
    text = "Iran rejected the plan. " + "The weather was fine. " * 6 + "It rained."
    assert _codes(text, "it", "en") == []
