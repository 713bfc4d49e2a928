"""A graph -> RDF statements, subject by subject, in an order that depends on nothing but the graph.

Events are nodes (SEM) in time (OWL-Time), derived from documents and attributed to sources (PROV-O), proved by
passages (Web Annotation). Beside each asserted event stands one plain triple between the two parties (`party:IRN
kgo:aid party:RUS`) for simple questions; negated, planned and possible events have none. The data set describes itself
(DCAT, VoID). There are no blank nodes: what has no id of its own is named after what it belongs to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.export.dataset import describe_dataset, describe_times, find_term_of_office, name_interval
from kg.export.statements import (
    Block,
    Statement,
    classify,
    spell_day,
    spell_decimal,
    spell_edtf,
    spell_integer,
    spell_text,
    state,
)
from kg.export.vocabulary import (
    Names,
    find_term,
    make_slug,
    make_text,
    name_concept,
    name_url,
    name_wikidata,
)
from kg.graph.spans import find_span
from kg.types import SYMMETRIC_TYPES, Actor, Document, Event, Graph, Role, Source, Tie

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
    yield None, describe_dataset(graph, names)
    for document in graph.documents:
        yield names.name("document", document.id), _describe_document(document, names)
    for actor in graph.actors:
        yield None, _describe_actor(actor, names)
    yield from ((None, statements) for statements in _describe_parties(graph, names))
    yield from ((None, statements) for statements in _describe_mentioned(graph, names))
    yield from ((None, statements) for statements in describe_times(graph, names))
    ties = {event: tie.parties for tie in graph.ties for event in tie.events}
    for event in sorted(graph.events, key=lambda event: (event.document, event.id)):
        yield names.name("document", event.document), _describe_event(event, ties.get(event.id), names)
    for tie in graph.ties:
        yield None, _describe_tie(tie, names)


def _describe_document(document: Document, names: Names) -> list[Statement]:
    return state(names.name("document", document.id), [
        *classify("schema:NewsArticle", "prov:Entity"),
        ("dcterms:identifier", make_text(document.id)),
        ("dcterms:source", make_text(document.source)),
        ("schema:headline", spell_text(document.title)),
        ("schema:datePublished", spell_edtf(document.date)),
        ("schema:publisher", None if document.outlet is None else names.name("source", document.outlet)),
        ("schema:url", None if document.url is None else name_url(document.url)),
        ("schema:inLanguage", spell_text(document.language)),
        ("kgo:story", names.name("document", document.story or document.id)),
        ("void:inDataset", names.name_dataset()),
    ])  # fmt: skip


def _describe_actor(actor: Actor, names: Names) -> list[Statement]:
    subject = names.name_actor(actor.id)
    statements = state(subject, [
        *classify("kgo:Actor", "sem:Actor", "prov:Agent", *_CLASSES[actor.kind]),
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
    return state(subject, [
        *classify("org:Membership", "schema:OrganizationRole"),
        ("org:member", actor),
        ("org:organization", None if role.of is None else names.name("party", role.of)),
        ("schema:roleName", make_text(role.title)),
        ("schema:startDate", spell_edtf(role.start)),
        ("schema:endDate", spell_edtf(role.end)),
        ("org:memberDuring", name_interval(find_term_of_office(role), names)),
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
        yield state(names.name("party", code), [
            *classify("kgo:Party"),
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
        yield state(agent, [*classify("prov:Agent"), ("schema:name", make_text(name))])
    for place in sorted({event.place for event in graph.events if event.place is not None}):
        yield state(names.name("location", place), [*classify("sem:Place"), ("schema:name", make_text(place))])


def _name_source(source: Source, names: Names) -> str:
    return names.name("source", source.name) if source.actor is None else names.name_actor(source.actor)


def _describe_event(event: Event, tie: tuple[str, str] | None, names: Names) -> list[Statement]:
    subject, document = names.name("event", event.id), names.name("document", event.document)
    source, target = names.name_actor(event.source.id), names.name_actor(event.target.id)
    first, last = find_span(event.date)
    statements = state(subject, [
        *classify("kgo:Event", "sem:Event"),
        ("dcterms:identifier", make_text(event.id)),
        ("rdfs:label", make_text(f"{event.source.name} {event.event} {event.target.name}")),
        ("sem:eventType", name_concept("type", event.event)),
        ("kgo:quad", name_concept("quad", event.quad)),
        ("kgo:mode", spell_text(event.mode)),
        ("kgo:status", name_concept("status", event.status)),
        *(("kgo:context", name_concept("context", context)) for context in event.context),
        *(("sem:hasActor", actor) for actor in (source, target)),
        ("kgo:source", source),
        ("kgo:target", target),
        ("sem:hasPlace", None if event.place is None else names.name("location", event.place)),
        ("sem:hasTime", name_interval(event.date, names)),
        ("sem:hasTimeStamp", spell_edtf(event.date)),
        ("sem:hasEarliestBeginTimeStamp", spell_day(first)),
        ("sem:hasLatestEndTimeStamp", spell_day(last)),
        ("kgo:dateText", spell_text(event.date_text)),
        ("kgo:confidence", spell_decimal(event.confidence)),
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
        *state(names.name("evidence", event.id), [
            *classify("oa:Annotation"),
            ("oa:hasBody", names.name("event", event.id)),
            ("oa:hasTarget", passage),
            ("oa:motivatedBy", find_term("oa:identifying")),
        ]),
        *state(passage, [
            *classify("oa:SpecificResource"),
            ("oa:hasSource", document),
            ("oa:hasSelector", position),
            ("oa:hasSelector", quote),
        ]),
        *state(position, [
            *classify("oa:TextPositionSelector"),
            ("oa:start", spell_integer(proof.start)),
            ("oa:end", spell_integer(proof.end)),
        ]),
        *state(quote, [
            *classify("oa:TextQuoteSelector"),
            ("oa:exact", make_text(proof.text)),
            ("oa:prefix", make_text(proof.sentence_text[: max(left, 0)])),
            ("oa:suffix", make_text(proof.sentence_text[right:])),
        ]),
    ]  # fmt: skip


def _describe_attribution(subject: str, number: int, said: Source, names: Names) -> list[Statement]:
    return state(subject, [
        *classify("prov:Attribution"),
        ("prov:agent", _name_source(said, names)),
        ("schema:name", make_text(said.name)),
        ("kgo:position", spell_integer(number)),
        ("oa:start", None if said.start is None else spell_integer(said.start)),
        ("oa:end", None if said.end is None else spell_integer(said.end)),
    ])  # fmt: skip


def _describe_tie(tie: Tie, names: Names) -> list[Statement]:
    groups = (("type", tie.by_type), ("quad", tie.by_quad), ("status", tie.by_status), ("context", tie.by_context))
    counts = [(names.name("count", *tie.parties, make_slug(label)), name_concept(scheme, label), number)
              for scheme, group in groups for label, number in group]  # fmt: skip
    statements = state(names.name("tie", *tie.parties), [
        *classify("kgo:Tie"),
        ("rdfs:label", make_text(" – ".join(tie.names))),
        *(("kgo:between", names.name("party", code)) for code in tie.parties),
        ("kgo:eventCount", spell_integer(len(tie.events))),
        ("kgo:documentCount", spell_integer(len(tie.documents))),
        ("kgo:storyCount", spell_integer(len(tie.stories))),
        ("kgo:first", spell_edtf(tie.first)),
        ("kgo:last", spell_edtf(tie.last)),
        *(("kgo:count", count) for count, _, _ in counts),
    ])  # fmt: skip
    for count, concept, number in counts:
        statements += state(
            count, [*classify("kgo:Count"), ("kgo:of", concept), ("kgo:eventCount", spell_integer(number))]
        )
    return statements
