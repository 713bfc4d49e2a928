"""A small graph made by hand, with the awkward text that exports must survive; its sentences are ours."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from kg.graph.ties import add_up_ties
from kg.types import Actor, Document, Event, Evidence, Graph, Issue, Role, Source

IRAN = Actor("state/IRN", "state", "Iran", "IRN", (("en", "Iran"), ("fa", "ایران"), ("fr", "Iran")), wikidata="Q794")
RUSSIA = Actor("state/RUS", "state", "Russie", "RUS", (("en", "Russia"), ("fr", "Russie")), wikidata="Q159")
UKRAINE = Actor("state/UKR", "state", "Ukraine", "UKR", (("en", "Ukraine"), ("fr", "Ukraine")), wikidata="Q212")
OMAN = Actor("state/OMN", "state", "Oman", "OMN", (("en", "Oman"), ("fr", "Oman")), wikidata="Q842")
NAVY = Actor(
    "military/iranian-navy", "military", "Marine iranienne", "IRN", (("en", "Iranian navy"), ("fr", "Marine iranienne"))
)
MINISTRY = Actor(
    "government/russian-defence-ministry", "government", "Ministère russe de la Défense", "RUS",
    (("en", "Russian Defence Ministry"), ("fr", "Ministère russe de la Défense")),
)  # fmt: skip
ROSTAMI = Actor(
    "person/kamran rostami é", "person", "Kamran Rostami", "IRN", (("en", "Kamran Rostami"), ("fr", "Kamran Rostami")),
    roles=(Role("attaché", None, "2015", "2018-03"), Role("commandant de l'armée de terre", "IRN", "2021-05")),
)  # fmt: skip
BRIGADE = Actor(
    "armed_group/north", "armed_group", '=cmd Brigade <Nord> & "Sud" 🚁', "=NORTH BRIGADE", (("en", "North Brigade"),)
)

_FRENCH = (
    "L'an dernier, Téhéran a livré des drones à Moscou 🚁, affirme l'agence Vostok. "
    "Le général Rostami a rencontré mardi, à Mascate, le ministère russe de la Défense. "
    "L'Iran n'a signé avec la Russie « aucun accord » \"secret\" & durable, selon le ministère, cité par Vostok.\n"
    "Moscou livrera des avions à l'Iran en 2024."
)
_ENGLISH = (
    "Ukraine accused Iran of arming its enemy, the Daily <Signal> wrote. "
    "Iran never sent drones to Russia, its navy said. "
    "Iran may send missiles to Russia. "
    "Oman received Ukraine for talks on 30 August. Oman also received Iran. "
    "Russia shelled Ukraine in August."
)
_SHORT = "The =cmd Brigade <Nord> fired on the Iranian navy\nfrom 1 to 3 December. Rostami rejected the navy's plan."

DOCUMENTS = (
    Document(
        "d-en", _ENGLISH, "in/en.txt", 'Kyiv & Tehran: "who armed whom?"', "2023-09-02", "Daily <Signal>",
        "https://signal.example/a b?x={1}|2", "en",
    ),
    Document(
        "d-fr", _FRENCH, "in/fr é.txt", "Téhéran et Moscou\nse rapprochent 🚁", "2023-08-24", "Dépêche & Cie",
        "https://dépêche.example/téhéran", "fr",
    ),
    Document("d-short", _SHORT, "in/short.txt", "=SUM(A1:A2)", None, None, None, "en"),
)  # fmt: skip
_TEXT = {document.id: document.text for document in DOCUMENTS}


def make_graph() -> Graph:
    """Return the sample: 8 actors, 12 events in 3 documents, 6 ties, 1 issue."""
    actors = (IRAN, RUSSIA, UKRAINE, OMAN, NAVY, MINISTRY, ROSTAMI, BRIGADE)
    events = sorted(_make_events(), key=lambda event: event.id)
    parties = tuple((actor.code, actor.id) for actor in (IRAN, OMAN, RUSSIA, UKRAINE, BRIGADE))
    of_id = {actor.id: actor for actor in actors}
    names = {code: of_id[id].name for code, id in parties}
    return Graph(
        documents=tuple(replace(document, story=document.id) for document in DOCUMENTS),
        actors=tuple(sorted(actors, key=lambda actor: actor.id)),
        events=tuple(events),
        ties=add_up_ties(events, names),
        issues=(Issue("in/broken\n.pdf", "read", 'not a PDF: "<é>"'),),
        parties=tuple(sorted(parties)),
    )


def _make_events() -> tuple[Event, ...]:
    vostok, signal = Source("Vostok", "media/vostok"), Source("Daily <Signal>")
    ministry = Source("ministère russe de la Défense", MINISTRY.id)
    sea = ("military", "territory")
    return (
        _event("d-fr", "AID", (IRAN, "Téhéran"), (RUSSIA, "Moscou"), "Téhéran a livré des drones à Moscou",
               date="2022", date_text="L'an dernier", said=(vostok,)),
        _event("d-fr", "CONSULT", (ROSTAMI, "Le général Rostami"), (MINISTRY, "le ministère russe de la Défense"),
               "Le général Rostami a rencontré mardi, à Mascate, le ministère russe de la Défense",
               date="2023-08-22", date_text="mardi", place="Mascate", mode="visit"),
        _event("d-fr", "AGREE", (IRAN, "L'Iran"), (RUSSIA, "la Russie"),
               "L'Iran n'a signé avec la Russie « aucun accord » \"secret\" & durable",
               status="negated", context=("military", "diplomatic"), said=(ministry, vostok)),
        _event("d-fr", "AID", (RUSSIA, "Moscou"), (IRAN, "l'Iran"), "Moscou livrera des avions à l'Iran en 2024",
               status="planned", date="2024", date_text="en 2024"),
        _event("d-en", "ACCUSE", (UKRAINE, "Ukraine"), (IRAN, "Iran"), "Ukraine accused Iran of arming its enemy",
               context=("diplomatic",), date="2023-09", said=(signal,)),
        _event("d-en", "AID", (IRAN, "Iran"), (RUSSIA, "Russia"), "Iran never sent drones to Russia",
               status="negated", said=(Source("Iranian navy", NAVY.id),)),
        _event("d-en", "AID", (IRAN, "Iran"), (RUSSIA, "Russia"), "Iran may send missiles to Russia",
               status="possible", date="2023-09"),
        _event("d-en", "CONSULT", (OMAN, "Oman"), (UKRAINE, "Ukraine"),
               "Oman received Ukraine for talks on 30 August",
               context=("diplomatic",), date="2023-08-30", date_text="on 30 August", place="Oman"),
        _event("d-en", "CONSULT", (OMAN, "Oman"), (IRAN, "Iran"), "Oman also received Iran", context=()),
        _event("d-en", "ASSAULT", (RUSSIA, "Russia"), (UKRAINE, "Ukraine"), "Russia shelled Ukraine in August",
               date="2023-08", date_text="in August"),
        _event("d-short", "ASSAULT", (BRIGADE, "=cmd Brigade <Nord>"), (NAVY, "the Iranian navy"),
               "=cmd Brigade <Nord> fired on the Iranian navy\nfrom 1 to 3 December", context=sea,
               date="2023-12-01/2023-12-03", date_text="from 1 to 3 December", place="détroit <d'Ormuz>"),
        _event("d-short", "REJECT", (ROSTAMI, "Rostami"), (NAVY, "the navy"), "Rostami rejected the navy's plan"),
    )  # fmt: skip


def _event(
    document: str, kind: str, source: tuple[Actor, str], target: tuple[Actor, str], clause: str, *,
    status: str = "asserted", context: tuple[str, ...] = ("military",), date: str | None = None,
    date_text: str | None = None, place: str | None = None, mode: str | None = None, said: tuple[Source, ...] = (),
) -> Event:  # fmt: skip
    """Make an event; its offsets are found by searching the document for `clause` and the mentions in it."""
    raw = f"{document}|{kind}|{source[0].id}|{target[0].id}|{clause}|{status}"
    return Event(
        id=hashlib.sha256(raw.encode()).hexdigest()[:16],
        document=document,
        event=kind,
        mode=mode,
        source=source[0],
        target=target[0],
        status=status,
        context=context,
        date=date,
        date_text=date_text,
        place=place,
        attribution=said,
        evidence=_cite(_TEXT[document], clause, source[1], target[1]),
        confidence=0.75 if status == "asserted" else 0.5,
        reason=f'{kind.lower()}: found "by hand" <ok>',
    )


def _cite(text: str, clause: str, source: str, target: str) -> Evidence:
    start = text.index(clause)
    end = start + len(clause)
    left = max(text.rfind(mark, 0, start) for mark in (". ", ".\n"))
    first = 0 if left < 0 else left + 2
    last = text.index(".", end) + 1
    one, two = text.index(source, start), text.index(target, start)
    return Evidence(
        text=clause, start=start, end=end, sentence=(first, last), sentence_text=text[first:last],
        source=(one, one + len(source)), target=(two, two + len(target)),
    )  # fmt: skip
