"""A party is found by its code or any of its names, and never by a name that is only near."""

from __future__ import annotations

from dataclasses import replace

import pytest
from samples import make_graph

from kg.errors import QueryError
from kg.graph.parties import find_party
from kg.types import Actor


@pytest.mark.parametrize(
    "text", ["RUS", "rus", "Russie", "russie", "RUSSIA", " Russia ", "Fédération de Russie", "federation de russie"]
)
def test_a_party_is_named_by_code_or_by_any_name_whatever_case_and_accents(text: str) -> None:
    assert find_party(make_graph(), text) == "RUS"


@pytest.mark.parametrize(("text", "code"), [("ایران", "IRN"), ("=north brigade", "=NORTH BRIGADE"), ("Brigade", None)])
def test_names_of_any_script_and_of_groups_are_found_and_parts_of_names_are_not(text: str, code: str | None) -> None:
    if code is not None:
        assert find_party(make_graph(), text) == code
        return
    with pytest.raises(QueryError, match="no party"):
        find_party(make_graph(), text)


def test_a_name_of_two_parties_asks_for_the_code() -> None:
    graph = make_graph()
    actors = tuple(replace(actor, names=(("fr", "Perse"),)) for actor in graph.actors)
    with pytest.raises(QueryError, match="may be =NORTH BRIGADE or IRN or OMN or RUS or UKR: give the code"):
        find_party(replace(graph, actors=actors), "perse")


def test_an_actor_without_a_party_in_the_vocabulary_is_its_own() -> None:
    graph = make_graph()
    loner = Actor("person/x", "person", "Zoë Q", "Zoë Q")
    wider = replace(graph, actors=(*graph.actors, loner), parties=(*graph.parties, ("Zoë Q", loner.id)))
    assert find_party(wider, "zoe q") == "Zoë Q"
