"""The order of the stages, and nothing else: Document -> Extraction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.actors import find_phrases
from kg.extract.assembly import keep_distinct, make_event
from kg.extract.attribution import find_attribution
from kg.extract.clause import Clause, mark_mention
from kg.extract.contexts import find_contexts
from kg.extract.dates import DateWords, find_event_date, load_date_words
from kg.extract.decisions import Decisions, decide_mentions, load_decisions, settle_actor
from kg.extract.discourse import SPEAKER, find_demands, make_demand, propose_reactions
from kg.extract.events import fill_frames, propose_events, settle_proposals
from kg.extract.evidence import cut_evidence
from kg.extract.features import describe_pair, list_lexicon_types
from kg.extract.gazetteer import Gazetteer, load_gazetteer
from kg.extract.judging import choose_acts, judge_acts
from kg.extract.linear import Model, load_model
from kg.extract.linking import link_phrases
from kg.extract.parsing import parse_document
from kg.extract.places import find_place
from kg.extract.readings import Act, Reading
from kg.extract.records import Proposal
from kg.extract.references import resolve_references
from kg.extract.stating import state_acts
from kg.extract.status import find_status
from kg.extract.typing_model import score_pairs, score_types
from kg.extract.vocabulary import NO_ADDITIONS, Additions, Language, load_language
from kg.types import SPOKEN_TYPES, Actor, Document, Event, Extraction, Mention, Sentence


@dataclass(frozen=True, slots=True)
class Resources:
    """The languages and gazetteers that a document needs, loaded once."""

    languages: dict[str, Language]
    gazetteers: dict[str, Gazetteer]
    dates: dict[str, DateWords]
    decisions: Decisions

    def find_party(self, code: str, language: str) -> Actor | None:
        """Find the actor that is the party of a code, named in a language."""
        gazetteer = self.gazetteers[language]
        party = gazetteer.find_party(code)
        return None if party is None else settle_actor(party, self.decisions, gazetteer)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was seen in a document: its sentences, who is in them, what they say, and each act with its probability.

    `chosen` are the acts of `judged` that are likely enough; `labels` those of the typing model's scores.
    """

    document: Document
    resources: Resources
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    readings: tuple[Reading, ...]
    labels: tuple[str, ...]
    judged: dict[Act, float]
    chosen: dict[Act, float]


def load_resources(codes: tuple[str, ...], additions: Additions = NO_ADDITIONS) -> Resources:
    """Load the data of these languages, with what a user adds."""
    return Resources(
        {code: load_language(code, additions.languages) for code in codes},
        {code: load_gazetteer(code, additions) for code in codes},
        {code: load_date_words(code, additions.languages) for code in codes},
        load_decisions(additions),
    )


def extract(document: Document, additions: Additions = NO_ADDITIONS) -> Extraction:
    """Find the mentions and the events of one document."""
    return conclude(analyse(document, additions))


def analyse(document: Document, additions: Additions = NO_ADDITIONS) -> Analysis:
    """Read a document and judge what it states."""
    codes = tuple(sorted({paragraph.language for paragraph in document.paragraphs}))
    resources = load_resources(codes, additions)
    sentences = parse_document(document, additions.languages)
    mentions = find_mentions(document, sentences, resources)
    typing, judging = load_model("typing"), load_model("judging")
    readings = read_sentences(sentences, mentions, resources, typing)
    judged = judge_acts(readings, typing, judging)
    chosen = choose_acts(judged, readings, judging.languages)
    return Analysis(document, resources, sentences, mentions, readings, typing.labels, judged, chosen)


def conclude(analysis: Analysis) -> Extraction:
    """Make the events of the acts that were chosen."""
    events = keep_distinct(
        _complete(analysis, reading, proposal, probability)
        for reading, proposal, probability in state_acts(analysis.chosen, analysis.readings, analysis.labels)
    )
    actors = _gather_actors(analysis.document, events, analysis.resources)
    return Extraction(analysis.document, analysis.mentions, events, actors)


def find_mentions(document: Document, sentences: tuple[Sentence, ...], resources: Resources) -> tuple[Mention, ...]:
    """Find who is named or referred to, in the order of the text."""
    phrases = [
        phrase
        for number, sentence in enumerate(sentences)
        for phrase in find_phrases(
            sentence, number, resources.languages[sentence.language], resources.gazetteers[sentence.language]
        )
    ]
    linked = link_phrases(document.id, sentences, phrases, resources.languages, resources.gazetteers, document.date)
    mentions = decide_mentions(linked, sentences, resources.decisions, resources.gazetteers)
    main = document.language or "en"
    parties = {a.code: a for m in mentions for a in m.actors}
    known = {code: resources.find_party(code, main) or actor for code, actor in parties.items()}
    return resolve_references(document.id, sentences, mentions, resources.languages, known)


def describe_marks(document: Document, source: tuple[int, int], target: tuple[int, int]) -> tuple[str, ...]:
    """Return the features of two marked passages of a text, whether or not they name a known actor."""
    language = document.paragraphs[0].language
    resources = load_resources((language,))
    sentences = parse_document(document)
    mentions = find_mentions(document, sentences, resources)
    number = next((n for n, s in enumerate(sentences) if s.start < source[1] and source[0] < s.end), 0)
    marked = [mark_mention(document, sentences[number], number, span) for span in (source, target)]
    others = [m for m in mentions if m.sentence == number and all(m.head != mark.head for mark in marked)]
    clause = Clause(sentences[number], [*marked, *others], resources.languages[language])
    proposals = list(propose_events(number, fill_frames(clause), clause.language))
    return tuple(describe_pair(clause, marked[0], marked[1], proposals, list_lexicon_types(clause)))


def classify_pair(document: Document, source: tuple[int, int], target: tuple[int, int]) -> dict[str, float]:
    """Return the probability of each event type between two marked passages of a text."""
    return score_types(describe_marks(document, source, target), load_model("typing"))


def read_sentences(
    sentences: tuple[Sentence, ...], mentions: tuple[Mention, ...], resources: Resources, typing: Model | None
) -> tuple[Reading, ...]:
    """Read what each sentence says of the actors that it mentions, without scores where there is no model."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    readings: list[Reading] = []
    history: list[Proposal] = []
    for number, inside in sorted(by_sentence.items()):
        sentence = sentences[number]
        clause = Clause(sentence, inside, resources.languages[sentence.language])
        reading = _read_sentence(clause, number, history, typing)
        history += reading.proposals
        readings.append(reading)
    return tuple(readings)


def _read_sentence(clause: Clause, number: int, history: list[Proposal], typing: Model | None) -> Reading:
    filled = tuple(fill_frames(clause))
    found = list(propose_events(number, filled, clause.language))
    scores = {}
    if typing is not None and clause.language.code in typing.languages:
        scores = score_pairs(clause, found, typing)
    found += propose_reactions(clause, number, filled, [*history, *found])
    found += _find_demands(clause, number)
    places = {(p.trigger, p.carrier) for p in found} | {(f.trigger, f.carrier) for f in filled}
    statuses = {trigger: find_status(clause.sentence, trigger, carrier, clause.language) for trigger, carrier in places}
    kept = settle_proposals(found, clause.sentence, {trigger: status for trigger, (status, _) in statuses.items()})
    return Reading(number, clause, filled, tuple(kept), statuses, scores)


def _find_demands(clause: Clause, number: int) -> Iterator[Proposal]:
    for verb, addressee in find_demands(clause):
        speakers = find_attribution(clause.sentence, verb, list(clause.by_head.values()), clause.language)
        heads = [
            m
            for m in clause.by_head.values()
            if len(speakers) > 0 and (m.start, m.end) == (speakers[0].start, speakers[0].end)
        ]
        demand = make_demand(clause, number, verb, addressee, heads[0]) if len(heads) > 0 else None
        if demand is not None:
            yield demand


def decide_status(reading: Reading, proposal: Proposal) -> tuple[str, str]:
    """Return the status of what a sentence states, and the word that gives it ("" for asserted)."""
    if proposal.source_path == SPEAKER:  # the demand was made, whatever becomes of what it demands
        return "asserted", ""
    sentence, frame = reading.clause.sentence, proposal.frame
    status = reading.statuses.get(proposal.trigger)
    if status is None:
        status = find_status(sentence, proposal.trigger, proposal.carrier, reading.clause.language)
    return (frame.status, frame.words[0]) if status[0] == "asserted" != frame.status else status


def _complete(analysis: Analysis, reading: Reading, proposal: Proposal, confidence: float) -> Event:
    document, clause, frame = analysis.document, reading.clause, proposal.frame
    sentence, language = clause.sentence, clause.language
    status = decide_status(reading, proposal)
    evidence = cut_evidence(sentence, proposal)
    words = analysis.resources.dates[language.code]
    return make_event(
        document,
        sentence,
        proposal,
        status=status,
        evidence=evidence,
        context=find_contexts(sentence, evidence.start, evidence.end, frame.context, language),
        date=find_event_date(sentence, proposal.trigger, status[0], document.date, words),
        place=find_place(sentence, proposal, clause.by_head, language),
        attribution=tuple(
            source
            for source in find_attribution(sentence, proposal.trigger, list(clause.by_head.values()), language)
            if frame.event not in SPOKEN_TYPES or source.actor != proposal.source_actor.id
        ),
        confidence=confidence,
    )


def _gather_actors(document: Document, events: tuple[Event, ...], resources: Resources) -> tuple[Actor, ...]:
    """Every actor of an event and the party that it acts for."""
    found: dict[str, Actor] = {}
    for event in events:
        for actor in (event.source, event.target):
            found[actor.id] = actor
            party = resources.find_party(actor.code, document.language or "en")
            if party is not None:
                found[party.id] = party
    return tuple(found[key] for key in sorted(found))
