"""What a document states, judged on the whole of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.extract import pipeline
from kg.extract.judging import ACCEPT, UNJUDGED
from kg.extract.linear import Model, load_model
from kg.types import Document, Event, Paragraph

WAR = "Turkey shelled Kurdish positions in Syria. Iraq condemned the operation."
GUERRE = "La Turquie a bombardé lundi des positions en Syrie. L'Irak a condamné cette opération."


def find_events(text: str, language: str) -> tuple[Event, ...]:
    document = Document("d", text, "-", language=language, paragraphs=(Paragraph(0, len(text), language),))
    return pipeline.extract(document).events


@pytest.mark.parametrize(("text", "language"), [(WAR, "en"), (GUERRE, "fr")])
def test_whom_a_reaction_is_meant_for_is_found_in_the_sentence_before(text: str, language: str) -> None:
    acts = {(e.source.code, e.event, e.target.code): e for e in find_events(text, language)}
    assert ("IRQ", "ACCUSE", "TUR") in acts
    reaction = acts["IRQ", "ACCUSE", "TUR"].evidence
    assert reaction.sentence_text in text.partition(". ")[2]
    assert reaction.target[1] <= reaction.sentence[0]


@pytest.mark.parametrize(("text", "language"), [(WAR, "en"), (GUERRE, "fr")])
def test_confidence_is_the_probability_of_the_act(text: str, language: str) -> None:
    events = find_events(text, language)
    assert len(events) > 0
    assert all(ACCEPT <= event.confidence <= 1.0 for event in events)


def test_parties_of_one_sentence_that_do_nothing_to_each_other_are_not_tied() -> None:
    assert find_events("Poland and Peru both held elections on Sunday, as did Japan.", "en") == ()


def test_a_language_without_passages_keeps_what_the_grammar_proposes(monkeypatch: pytest.MonkeyPatch) -> None:
    def load_untrained(name: str) -> Model:
        return replace(load_model(name), languages=())

    monkeypatch.setattr(pipeline, "load_model", load_untrained)
    events = find_events("Russia invaded Ukraine.", "en")
    assert [(e.source.code, e.event, e.target.code, e.confidence) for e in events] == [
        ("RUS", "ASSAULT", "UKR", UNJUDGED)
    ]
