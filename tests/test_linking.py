"""Which actor a phrase names within one document: surnames, acronyms, titles, bodies without a country."""

from __future__ import annotations

from test_actors import read_mentions

from kg.types import Actor


def _actors_of(text: str, words: str, language: str, date: str | None = None, number: int = 1) -> tuple[Actor, ...]:
    found = [m for m in read_mentions(text, language, date) if m.text == words]
    return found[number - 1].actors if len(found) >= number else ()


def _codes(text: str, words: str, language: str, date: str | None = None) -> list[str]:
    return [actor.code for actor in _actors_of(text, words, language, date)]


def test_a_surname_is_the_person_named_before() -> None:
    text = "Polish minister Jan Nowak arrived. Nowak promised tanks."
    assert _actors_of(text, "Nowak", "en") == _actors_of(text, "Jan Nowak", "en")


def test_a_surname_with_two_bearers_is_nobody() -> None:
    text = "Polish minister Jan Nowak met Czech minister Petr Nowak. Nowak promised tanks."
    assert _actors_of(text, "Nowak", "en") == ()


def test_an_office_stated_once_holds_in_the_whole_document() -> None:
    text = "Jan Nowak est arrivé à Kiev. Jan Nowak, ministre polonais de la Défense, a promis des chars."
    assert _codes(text, "Jan Nowak", "fr") == ["POL"]


def test_an_office_alone_goes_to_its_holder() -> None:
    text = "Le ministre polonais Jan Nowak est arrivé à Kiev. Le ministre polonais a promis des chars."
    assert {m.actors[0].id for m in read_mentions(text, "fr") if m.text == "ministre polonais"} == {"person/jan-nowak"}


def test_a_deputy_is_not_the_minister() -> None:
    text = "Polish deputy minister Jan Nowak arrived. The Polish minister stayed at home."
    assert [a.id for a in _actors_of(text, "Polish minister", "en")] == ["role/pol-minister"]


def test_the_date_tells_who_held_an_office() -> None:
    text = "The French president rejected the plan."
    assert [a.id for a in _actors_of(text, "French president", "en", "2003-03-01")] == ["person/jacques-chirac"]
    assert [a.id for a in _actors_of(text, "French president", "en")] == ["role/fra-president"]


def test_a_body_without_a_country_is_that_of_the_leading_state() -> None:
    text = "Poland closed its border. Poland recalled its ambassador. The government promised tanks."
    assert _codes(text, "government", "en") == ["POL"]


def test_a_body_without_a_country_is_nobody_where_two_states_are_named() -> None:
    assert _codes("Poland met Hungary. The government promised tanks.", "government", "en") == []


def test_unnamed_officials_are_their_state() -> None:
    assert [a.id for a in _actors_of("Des responsables polonais ont confirmé.", "responsables polonais", "fr")] == [
        "state/POL"
    ]


def test_an_acronym_in_brackets_names_the_organisation_from_then_on() -> None:
    text = "The Northern People's Front (NPF) attacked the army of Chad. Chad said the NPF had fled."
    [first], [second] = _actors_of(text, "Northern People's Front", "en"), _actors_of(text, "NPF", "en")
    assert first.id == second.id == "organisation/northern-people-s-front"


def test_an_acronym_of_the_text_outweighs_the_gazetteer() -> None:
    text = (
        "L'Institut pour la science et l'industrie sociales (ISIS) a publié une étude. Selon l'ISIS, le site est vide."
    )
    assert "ISLAMIC STATE" not in {a.code for m in read_mentions(text, "fr") for a in m.actors}


def test_the_leader_of_a_group_acts_for_it() -> None:
    text = "Omar Khalil, who leads Hezbollah, rejected the truce."
    assert _codes(text, "Omar Khalil", "en") == ["HEZBOLLAH"]
