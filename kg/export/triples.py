"""A graph -> RDF statements, subject by subject, in an order that depends on nothing but the graph.

Events are nodes (SEM) in time (OWL-Time), derived from documents and attributed to sources (PROV-O), proved by
passages (Web Annotation). Beside each asserted event stands one plain triple between the two parties (`party:IRN
kgo:aid party:RUS`) for simple questions; negated, planned and possible events have none. The data set describes itself
(DCAT, VoID). There are no blank nodes: what has no id of its own is named after what it belongs to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kg import __version__
from kg.export.vocabulary import (
    NAMESPACES,
    Names,
    find_term,
    make_slug,
    make_text,
    make_typed,
    name_concept,
    name_url,
    name_wikidata,
)
from kg.graph.spans import find_span
from kg.types import SYMMETRIC_TYPES, Actor, Document, Event, Graph, Role, Source, Tie

# A subject with its (predicate, object) pairs, each once, those of one predicate together. Predicates are prefixed
# names (`kgo:status`), all else is in N-Triples (vocabulary.py).
Statement = tuple[str, list[tuple[str, str]]]
# (document that the statements come from, statements); None for what several documents say.
Block = tuple[str | None, list[Statement]]
_Pairs = Sequence[tuple[str, str | None]]

# What an export says of itself; `void:vocabulary` names what its terms come from.
_TITLES = (("en", "Who did what to, with or about whom, as news tells it"),
           ("fr", "Qui a fait quoi à qui, avec qui ou à propos de qui, selon la presse"))  # fmt: skip
_VOCABULARIES = ("dcterms", "foaf", "kgo", "oa", "org", "prov", "schema", "sem", "time")
_CLASSES = {
    "state": ("org:FormalOrganization", "schema:Country"),
    "igo": ("org:FormalOrganization", "schema:Organization"),
    "government": ("org:FormalOrganization", "schema:GovernmentOrganization"),
    "military": ("org:FormalOrganization", "schema:GovernmentOrganization"),
    "armed_group": ("org:Organization", "schema:Organization"),
    "company": ("org:FormalOrganization", "schema:Corporation"),
    "media": ("org:Organization", "schema:NewsMediaOrganization"),
    "organisation": ("org:Organization", "schema:Organization"),
    "person": ("foaf:Person", "schema:Person"),
    "place": ("sem:Place", "schema:Place"),
}


def describe_graph(graph: Graph, base: str) -> Iterator[Block]:
    """Yield the statements of a graph in blocks: itself, documents, actors, parties, sources, times, events, ties."""
    names = Names(base)
    yield None, _describe_dataset(graph, names)
    for document in graph.documents:
        yield names.name("document", document.id), _describe_document(document, names)
    for actor in graph.actors:
        yield None, _describe_actor(actor, names)
    yield from ((None, statements) for statements in _describe_parties(graph, names))
    yield from ((None, statements) for statements in _describe_mentioned(graph, names))
    yield from ((None, statements) for statements in _describe_times(graph, names))
    ties = {event: tie.parties for tie in graph.ties for event in tie.events}
    for event in sorted(graph.events, key=lambda event: (event.document, event.id)):
        yield names.name("document", event.document), _describe_event(event, ties.get(event.id), names)
    for tie in graph.ties:
        yield None, _describe_tie(tie, names)


def _state(subject: str, pairs: _Pairs) -> list[Statement]:
    """Return the statement of a subject, in a list for joining; what is not known is left out."""
    return [(subject, list(dict.fromkeys([(name, value) for name, value in pairs if value is not None])))]


def _classify(*classes: str) -> list[tuple[str, str]]:
    return [("rdf:type", find_term(name)) for name in classes]


def _text(text: str | None) -> str | None:
    return None if text is None else make_text(text)


def _edtf(date: str | None) -> str | None:
    return None if date is None else make_typed(date, "edtf:EDTF")


def _integer(number: int) -> str:
    return make_typed(number, "xsd:integer")


def _day(day: str | None) -> str | None:
    return None if day is None else make_typed(day, "xsd:date")


def _describe_dataset(graph: Graph, names: Names) -> list[Statement]:
    """Describe the data set as a whole: what is in it, of which time, in which terms, and what made it."""
    activity, software = names.name("activity", "extraction"), names.name("software", "kg")
    counts = (("document", "schema:NewsArticle", len(graph.documents)), ("actor", "kgo:Actor", len(graph.actors)),
              ("party", "kgo:Party", len(graph.parties)), ("event", "kgo:Event", len(graph.events)),
              ("tie", "kgo:Tie", len(graph.ties)))  # fmt: skip
    days = sorted(day for event in graph.events for day in find_span(event.date) if day is not None)
    period = names.name("period", f"{days[0]}/{days[-1]}") if len(days) > 0 else None
    statements = _state(names.name_dataset(), [
        *_classify("dcat:Dataset", "void:Dataset", "prov:Entity"),
        *(("dcterms:title", make_text(title, language)) for language, title in _TITLES),
        ("dcterms:temporal", period),
        ("void:uriSpace", make_text(names.base)),
        *(("void:vocabulary", f"<{NAMESPACES[prefix].removesuffix('#')}>") for prefix in _VOCABULARIES),
        *(("void:classPartition", names.name("partition", name)) for name, _, _ in counts),
        ("prov:wasGeneratedBy", activity),
    ])  # fmt: skip
    for name, kind, number in counts:
        part = names.name("partition", name)
        statements += _state(part, [*_classify("void:Dataset"), ("void:class", find_term(kind)),
                                    ("void:entities", _integer(number))])  # fmt: skip
    if period is not None:
        statements += _state(period, [*_classify("dcterms:PeriodOfTime"), ("dcat:startDate", _day(days[0])),
                                      ("dcat:endDate", _day(days[-1]))])  # fmt: skip
    statements += _state(activity, [*_classify("prov:Activity"), ("prov:wasAssociatedWith", software)])
    statements += _state(software, [
        *_classify("prov:SoftwareAgent", "schema:SoftwareApplication"),
        ("schema:name", make_text("kg")),
        ("schema:softwareVersion", make_text(__version__)),
    ])  # fmt: skip
    return statements


def _describe_document(document: Document, names: Names) -> list[Statement]:
    return _state(names.name("document", document.id), [
        *_classify("schema:NewsArticle", "prov:Entity"),
        ("dcterms:identifier", make_text(document.id)),
        ("dcterms:source", make_text(document.source)),
        ("schema:headline", _text(document.title)),
        ("schema:datePublished", _edtf(document.date)),
        ("schema:publisher", None if document.outlet is None else names.name("source", document.outlet)),
        ("schema:url", None if document.url is None else name_url(document.url)),
        ("schema:inLanguage", _text(document.language)),
        ("kgo:story", names.name("document", document.story or document.id)),
        ("void:inDataset", names.name_dataset()),
    ])  # fmt: skip


def _describe_actor(actor: Actor, names: Names) -> list[Statement]:
    subject = names.name_actor(actor.id)
    statements = _state(subject, [
        *_classify("kgo:Actor", "sem:Actor", "prov:Agent", *_CLASSES[actor.kind]),
        ("kgo:kind", name_concept("kind", actor.kind)),
        ("kgo:party", names.name("party", actor.code)),
        ("dcterms:identifier", make_text(actor.id)),
        ("schema:name", make_text(actor.name)),
        *(("rdfs:label", make_text(name, language)) for language, name in actor.names),
        ("owl:sameAs", None if actor.wikidata is None else name_wikidata(actor.wikidata)),
    ])  # fmt: skip
    for number, role in enumerate(actor.roles, 1):
        statements += _describe_role(names.name("role", actor.id, str(number)), subject, role, names)
    return statements


def _describe_role(subject: str, actor: str, role: Role, names: Names) -> list[Statement]:
    return _state(subject, [
        *_classify("org:Membership", "schema:OrganizationRole"),
        ("org:member", actor),
        ("org:organization", None if role.of is None else names.name("party", role.of)),
        ("schema:roleName", make_text(role.title)),
        ("schema:startDate", _edtf(role.start)),
        ("schema:endDate", _edtf(role.end)),
        ("org:memberDuring", _name_interval(_find_term_of_office(role), names)),
    ])  # fmt: skip


def _describe_parties(graph: Graph, names: Names) -> Iterator[list[Statement]]:
    """Yield each party with what it plainly did to others: the asserted events, as one triple each."""
    actors = {actor.id: actor for actor in graph.actors}
    acts: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for event in graph.events:
        one, two = event.source.code, event.target.code
        if event.status == "asserted" and one != two:
            acts[one].add((event.event, two))
            if event.event in SYMMETRIC_TYPES:
                acts[two].add((event.event, one))
    for code, actor in graph.parties:
        yield _state(names.name("party", code), [
            *_classify("kgo:Party"),
            ("kgo:code", make_text(code)),
            ("kgo:actor", names.name_actor(actor)),
            ("schema:name", make_text(actors[actor].name)),
            *(("rdfs:label", make_text(name, language)) for language, name in actors[actor].names),
            *((f"kgo:{kind.lower()}", names.name("party", other)) for kind, other in sorted(acts[code])),
        ])  # fmt: skip


def _describe_mentioned(graph: Graph, names: Names) -> Iterator[list[Statement]]:
    """Yield sources and places, which are known by name only, and cited actors that take part in no event."""
    known = {actor.id for actor in graph.actors}
    cited = {source for event in graph.events for source in event.attribution if source.actor not in known}
    agents = {_name_source(source, names): source.name for source in sorted(cited, key=lambda source: source.name)}
    outlets = {document.outlet for document in graph.documents if document.outlet is not None}
    agents |= {names.name("source", outlet): outlet for outlet in sorted(outlets)}
    for agent, name in sorted(agents.items(), key=lambda item: item[0]):
        yield _state(agent, [*_classify("prov:Agent"), ("schema:name", make_text(name))])
    for place in sorted({event.place for event in graph.events if event.place is not None}):
        yield _state(names.name("location", place), [*_classify("sem:Place"), ("schema:name", make_text(place))])


def _describe_times(graph: Graph, names: Names) -> Iterator[list[Statement]]:
    """Yield every date once, as the interval of the days that it can mean, and the days that bound them."""
    roles = (role for actor in graph.actors for role in actor.roles)
    dates = {event.date for event in graph.events} | {_find_term_of_office(role) for role in roles}
    spans = {date: find_span(date) for date in dates if date is not None}
    for date in sorted(date for date, span in spans.items() if span != (None, None)):
        first, last = spans[date]
        yield _state(names.name("interval", date), [
            *_classify("time:ProperInterval", "sem:Time"),
            ("sem:hasTimeStamp", _edtf(date)),
            ("time:hasBeginning", None if first is None else names.name("day", first)),
            ("time:hasEnd", None if last is None else names.name("day", last)),
        ])  # fmt: skip
    for day in sorted({day for span in spans.values() for day in span if day is not None}):
        yield _state(names.name("day", day), [*_classify("time:Instant"), ("time:inXSDDate", _day(day))])


def _find_term_of_office(role: Role) -> str | None:
    """Return the EDTF interval of a role, open where an end is not known; None without any."""
    return None if role.start is None and role.end is None else f"{role.start or '..'}/{role.end or '..'}"


def _name_interval(date: str | None, names: Names) -> str | None:
    return None if find_span(date) == (None, None) else names.name("interval", str(date))


def _name_source(source: Source, names: Names) -> str:
    return names.name("source", source.name) if source.actor is None else names.name_actor(source.actor)


def _describe_event(event: Event, tie: tuple[str, str] | None, names: Names) -> list[Statement]:
    subject, document = names.name("event", event.id), names.name("document", event.document)
    source, target = names.name_actor(event.source.id), names.name_actor(event.target.id)
    first, last = find_span(event.date)
    statements = _state(subject, [
        *_classify("kgo:Event", "sem:Event"),
        ("dcterms:identifier", make_text(event.id)),
        ("rdfs:label", make_text(f"{event.source.name} {event.event} {event.target.name}")),
        ("sem:eventType", name_concept("type", event.event)),
        ("kgo:quad", name_concept("quad", event.quad)),
        ("kgo:mode", _text(event.mode)),
        ("kgo:status", name_concept("status", event.status)),
        *(("kgo:context", name_concept("context", context)) for context in event.context),
        *(("sem:hasActor", actor) for actor in (source, target)),
        ("kgo:source", source),
        ("kgo:target", target),
        ("sem:hasPlace", None if event.place is None else names.name("location", event.place)),
        ("sem:hasTime", _name_interval(event.date, names)),
        ("sem:hasTimeStamp", _edtf(event.date)),
        ("sem:hasEarliestBeginTimeStamp", _day(first)),
        ("sem:hasLatestEndTimeStamp", _day(last)),
        ("kgo:dateText", _text(event.date_text)),
        ("kgo:confidence", _decimal(event.confidence)),
        ("kgo:reason", make_text(event.reason)),
        ("kgo:evidence", names.name("passage", event.id)),
        ("kgo:sentence", make_text(event.evidence.sentence_text)),
        ("kgo:tie", None if tie is None else names.name("tie", *tie)),
        ("prov:wasDerivedFrom", document),
        ("prov:wasGeneratedBy", names.name("activity", "extraction")),
        *(("prov:wasAttributedTo", _name_source(said, names)) for said in event.attribution),
        *(("prov:qualifiedAttribution", names.name("attribution", event.id, str(number)))
          for number in range(1, len(event.attribution) + 1)),
    ])  # fmt: skip
    statements += _describe_evidence(event, document, names)
    for number, said in enumerate(event.attribution, 1):
        statements += _describe_attribution(names.name("attribution", event.id, str(number)), number, said, names)
    return statements


def _describe_evidence(event: Event, document: str, names: Names) -> list[Statement]:
    """Describe the clause that proves an event, with the rest of its sentence before and after it."""
    proof, passage = event.evidence, names.name("passage", event.id)
    position, quote = names.name("passage", event.id, "position"), names.name("passage", event.id, "quote")
    left, right = proof.start - proof.sentence[0], proof.end - proof.sentence[0]
    return [
        *_state(names.name("evidence", event.id), [
            *_classify("oa:Annotation"),
            ("oa:hasBody", names.name("event", event.id)),
            ("oa:hasTarget", passage),
            ("oa:motivatedBy", find_term("oa:identifying")),
        ]),
        *_state(passage, [
            *_classify("oa:SpecificResource"),
            ("oa:hasSource", document),
            ("oa:hasSelector", position),
            ("oa:hasSelector", quote),
        ]),
        *_state(position, [
            *_classify("oa:TextPositionSelector"), ("oa:start", _integer(proof.start)), ("oa:end", _integer(proof.end)),
        ]),
        *_state(quote, [
            *_classify("oa:TextQuoteSelector"),
            ("oa:exact", make_text(proof.text)),
            ("oa:prefix", make_text(proof.sentence_text[: max(left, 0)])),
            ("oa:suffix", make_text(proof.sentence_text[right:])),
        ]),
    ]  # fmt: skip


def _describe_attribution(subject: str, number: int, said: Source, names: Names) -> list[Statement]:
    return _state(subject, [
        *_classify("prov:Attribution"),
        ("prov:agent", _name_source(said, names)),
        ("schema:name", make_text(said.name)),
        ("kgo:position", _integer(number)),
        ("oa:start", None if said.start is None else _integer(said.start)),
        ("oa:end", None if said.end is None else _integer(said.end)),
    ])  # fmt: skip


def _describe_tie(tie: Tie, names: Names) -> list[Statement]:
    groups = (("type", tie.by_type), ("quad", tie.by_quad), ("status", tie.by_status), ("context", tie.by_context))
    counts = [(names.name("count", *tie.parties, make_slug(label)), name_concept(scheme, label), number)
              for scheme, group in groups for label, number in group]  # fmt: skip
    statements = _state(names.name("tie", *tie.parties), [
        *_classify("kgo:Tie"),
        ("rdfs:label", make_text(" – ".join(tie.names))),
        *(("kgo:between", names.name("party", code)) for code in tie.parties),
        ("kgo:eventCount", _integer(len(tie.events))),
        ("kgo:documentCount", _integer(len(tie.documents))),
        ("kgo:storyCount", _integer(len(tie.stories))),
        ("kgo:first", _edtf(tie.first)),
        ("kgo:last", _edtf(tie.last)),
        *(("kgo:count", count) for count, _, _ in counts),
    ])  # fmt: skip
    for count, concept, number in counts:
        statements += _state(
            count, [*_classify("kgo:Count"), ("kgo:of", concept), ("kgo:eventCount", _integer(number))]
        )
    return statements


def _decimal(number: float) -> str:
    """Spell a number as a canonical xsd:decimal, to six places: stores rewrite any other form."""
    text = format(round(Decimal(repr(number)), 6).normalize(), "f")
    return make_typed("0" if text == "-0" else text, "xsd:decimal")
