"""`kg show`: two parties named in any way, and their events as text that cannot steer a terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import make_graph

from kg.errors import InputError, QueryError
from kg.export.node_link import write_graph
from kg.graph.ties import add_up_ties, list_stories
from kg.query.show import find_tie, render_tie
from kg.types import Evidence, Graph, Tie


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample graph as graph.json."""
    path = tmp_path_factory.mktemp("show") / "graph.json"
    write_graph(make_graph(), path)
    return path


def _find_tie(graph: Graph, *codes: str) -> Tie:
    return next(tie for tie in graph.ties if set(tie.parties) == set(codes))


def _render(graph: Graph, *codes: str, color: bool = False) -> str:
    return render_tie(graph, _find_tie(graph, *codes), color=color)


def test_the_order_of_the_parties_does_not_matter(path: Path) -> None:
    assert find_tie(path, "Iran", "Russie") == find_tie(path, "RUS", "IRN")
    assert find_tie(path, "Iran", "Russie")[1].parties == ("IRN", "RUS")


@pytest.mark.parametrize(
    ("party", "other", "message"),
    [
        ("Rusie", "Iran", "no party 'Rusie' in this graph. Did you mean 'Russie'?"),
        ("Iran", "Ukrane", "Did you mean 'Ukraine'?"),
        ("Xyzzy", "Iran", "no party 'Xyzzy' in this graph. The strongest: IRN, RUS, UKR"),
        ("…", "Iran", "no party '…' in this graph"),
        ("Brésil", "Iran", "'Brésil' (BRA) is no party of this graph"),
        ("Iran", "irn", "are one party, IRN"),
        ("Oman", "Russia", "no event ties Oman and Russie. The strongest ties of Oman: Iran (1), Ukraine (1)"),
    ],
)
def test_what_cannot_be_shown_is_said_with_what_can(path: Path, party: str, other: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        find_tie(path, party, other)
    assert message in str(caught.value)


def test_a_missing_graph_says_what_writes_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="kg build"):
        find_tie(tmp_path / "graph.json", "RUS", "IRN")


def test_the_head_counts_events_by_type_status_and_context() -> None:
    assert _render(make_graph(), "IRN", "RUS").splitlines()[:5] == [
        "Iran (IRN) – Russie (RUS)",
        "6 events in 2 documents, 2022 – 2024",
        "type:    AID 4, AGREE 1, CONSULT 1",
        "status:  asserted 2, negated 2, planned 1, possible 1",
        "context: military 6, diplomatic 1",
    ]


def test_events_stand_in_the_order_of_time_the_undated_last() -> None:
    blocks = _render(make_graph(), "IRN", "RUS").split("\n\n")[1:]
    assert [block.split("  ")[0] for block in blocks] == [
        "2022", "2022", "2023", "2023-08-22", "2023-09", "2024", "2024", "undated", "undated", "undated"
    ]  # fmt: skip
    assert [block for block in blocks if block.endswith(("event", "events"))] == [
        "2022  1 event", "2023  2 events", "2024  1 event", "undated  2 events"
    ]  # fmt: skip


def test_years_are_drawn_as_bars_and_taken_together_where_there_are_many() -> None:
    assert "years:   2022 ▄█▄ 2024  (at most 2 events a year)" in _render(make_graph(), "IRN", "RUS")
    assert "years:" not in _render(make_graph(), "OMN", "UKR")
    graph = make_graph()
    first = min(graph.events, key=lambda event: event.date or "9").id
    wide = tuple(replace(event, date="1822") if event.id == first else event for event in graph.events)
    (line,) = (line for line in _render(replace(graph, events=wide), "IRN", "RUS").splitlines() if "years:" in line)
    assert line.startswith("years:   1822 ▃····")
    assert line.endswith("█ 2024  (at most 3 events in 5 years)")
    assert len(line) <= 100


def test_an_event_says_who_whom_what_since_when_according_to_whom_and_in_which_words() -> None:
    blocks = _render(make_graph(), "IRN", "RUS").split("\n\n")
    assert blocks[2].splitlines() == [
        "2022        Iran → Russie  AID",
        "            according to Vostok",
        "            L'an dernier, [Téhéran] a livré des drones à [Moscou] 🚁, affirme l'agence Vostok.",
        "            — Téhéran et Moscou se rapprochent 🚁 (Dépêche & Cie, 2023-08-24)",
    ]


def test_who_acts_for_a_party_is_named_with_it_and_done_together_has_no_direction() -> None:
    text = _render(make_graph(), "IRN", "RUS")
    assert "2023-08-22  Kamran Rostami (IRN) ↔ Ministère russe de la Défense (RUS)  CONSULT\n" in text


def test_status_other_than_asserted_and_the_chain_of_sources_are_said() -> None:
    text = _render(make_graph(), "IRN", "RUS")
    assert "Iran → Russie  AID, possible\n" in text
    assert "Iran ↔ Russie  AGREE, negated\n" in text
    assert "according to ministère russe de la Défense, cited by Vostok\n" in text


def test_a_span_of_time_and_a_document_without_outlet_are_written_plainly() -> None:
    text = _render(make_graph(), "IRN", "=NORTH BRIGADE")
    assert '2023-12-01 to 2023-12-03  =cmd Brigade <Nord> & "Sud" 🚁 → Marine iranienne (IRN)  ASSAULT\n' in text
    assert text.endswith("            — =SUM(A1:A2)")


def test_color_marks_parties_in_bold_and_nothing_else() -> None:
    plain, colored = (_render(make_graph(), "IRN", "RUS", color=color) for color in (False, True))
    assert "à \x1b[1mMoscou\x1b[22m 🚁" in colored
    assert "\x1b[1m2022\x1b[22m  1 event" in colored
    bare = colored.replace("\x1b[1m", "").replace("\x1b[22m", "")
    assert bare == plain.replace("[", "").replace("]", "")


def _cite(text: str, source: tuple[int, int], target: tuple[int, int], start: int = 0) -> Evidence:
    return Evidence(text, start, start + len(text), (start, start + len(text)), text, source, target)


def _render_with(evidence: Evidence, name: str = "Iran") -> str:
    graph = make_graph()
    tie = _find_tie(graph, "IRN", "OMN")
    (event,) = (event for event in graph.events if event.id in tie.events)
    changed = replace(event, evidence=evidence, source=replace(event.source, name=name))
    return render_tie(replace(graph, events=(changed,)), tie, color=False)


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ((10, 13), (18, 21), "[abc] is [def]"),
        ((18, 21), (10, 13), "[abc] is [def]"),
        ((10, 13), (10, 13), "[abc] is def"),
        ((10, 21), (18, 21), "[abc is def]"),
        ((10, 13), (2, 5), "[abc] is def"),
        ((40, 43), (2, 5), "abc is def"),
    ],
)
def test_marks_fit_the_sentence_whatever_the_spans(
    source: tuple[int, int], target: tuple[int, int], marked: str
) -> None:
    text = "abc is  def"
    assert f"            {marked}\n" in _render_with(_cite(text, source, target, 10))


@settings(deadline=None)
@given(st.text(st.characters(codec=None), min_size=1, max_size=40))
def test_no_text_can_steer_the_terminal(text: str) -> None:
    shown = _render_with(_cite(f"{text} \x1b[2J\x9b31m\ue000", (0, 1), (1, 2)), name=f"\u202e\x07{text}")
    assert all(c.isprintable() or c in "\n\u200c\u200d" for c in shown)


def test_a_long_sentence_is_wrapped_under_its_event() -> None:
    lines = _render_with(_cite("word " * 60, (0, 4), (5, 9))).splitlines()
    assert all(len(line) <= 100 for line in lines)
    assert sum(line.startswith("            word") for line in lines) >= 3


def test_copies_of_a_story_are_shown_once_with_every_source(graph: Graph) -> None:
    reprint = replace(graph.documents[1], id="d-copy", title="Réimpression", story="d-fr")
    copies = [
        replace(event, id=f"copy-{event.id}", document="d-copy") for event in graph.events if event.document == "d-fr"
    ]
    copied = replace(graph, documents=(*graph.documents, reprint), events=(*graph.events, *copies))
    ties = add_up_ties(copied.events, {}, list_stories(copied.documents))
    tie = next(tie for tie in ties if tie.parties == ("IRN", "RUS"))
    text = render_tie(copied, tie, color=False)
    assert "6 events in 3 documents that tell 2 stories" in text
    assert text.count("[Téhéran] a livré des drones à [Moscou]") == 1
    assert text.count("— Réimpression") == 4
