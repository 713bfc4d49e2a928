"""What RDF says of a graph as a whole (DCAT, VoID, PROV-O) and of the times in it (OWL-Time)."""

from __future__ import annotations

from collections.abc import Iterator

from kg import __version__
from kg.export.statements import Statement, classify, spell_day, spell_edtf, spell_integer, state
from kg.export.vocabulary import NAMESPACES, Names, find_term, make_text
from kg.graph.spans import find_span
from kg.types import Graph, Role

# What an export says of itself; `void:vocabulary` names what its terms come from.
_TITLES = (("en", "Who did what to, with or about whom, as news tells it"),
           ("fr", "Qui a fait quoi à qui, avec qui ou à propos de qui, selon la presse"))  # fmt: skip
_VOCABULARIES = ("dcterms", "foaf", "kgo", "oa", "org", "prov", "schema", "sem", "time")


def describe_dataset(graph: Graph, names: Names) -> list[Statement]:
    """Describe the data set as a whole: what is in it, of which time, in which terms, and what made it."""
    activity, software = names.name("activity", "extraction"), names.name("software", "kg")
    counts = (("document", "schema:NewsArticle", len(graph.documents)), ("actor", "kgo:Actor", len(graph.actors)),
              ("party", "kgo:Party", len(graph.parties)), ("event", "kgo:Event", len(graph.events)),
              ("tie", "kgo:Tie", len(graph.ties)))  # fmt: skip
    days = sorted(day for event in graph.events for day in find_span(event.date) if day is not None)
    period = names.name("period", f"{days[0]}/{days[-1]}") if len(days) > 0 else None
    statements = state(names.name_dataset(), [
        *classify("dcat:Dataset", "void:Dataset", "prov:Entity"),
        *(("dcterms:title", make_text(title, language)) for language, title in _TITLES),
        ("dcterms:temporal", period),
        ("void:uriSpace", make_text(names.base)),
        *(("void:vocabulary", f"<{NAMESPACES[prefix].removesuffix('#')}>") for prefix in _VOCABULARIES),
        *(("void:classPartition", names.name("partition", name)) for name, _, _ in counts),
        ("prov:wasGeneratedBy", activity),
    ])  # fmt: skip
    for name, kind, number in counts:
        part = names.name("partition", name)
        statements += state(part, [*classify("void:Dataset"), ("void:class", find_term(kind)),
                                   ("void:entities", spell_integer(number))])  # fmt: skip
    if period is not None:
        statements += state(period, [*classify("dcterms:PeriodOfTime"), ("dcat:startDate", spell_day(days[0])),
                                     ("dcat:endDate", spell_day(days[-1]))])  # fmt: skip
    statements += state(activity, [*classify("prov:Activity"), ("prov:wasAssociatedWith", software)])
    statements += state(software, [
        *classify("prov:SoftwareAgent", "schema:SoftwareApplication"),
        ("schema:name", make_text("kg")),
        ("schema:softwareVersion", make_text(__version__)),
    ])  # fmt: skip
    return statements


def describe_times(graph: Graph, names: Names) -> Iterator[list[Statement]]:
    """Yield every date once, as the interval of the days that it can mean, and the days that bound them."""
    roles = (role for actor in graph.actors for role in actor.roles)
    dates = {event.date for event in graph.events} | {find_term_of_office(role) for role in roles}
    spans = {date: find_span(date) for date in dates if date is not None}
    for date in sorted(date for date, span in spans.items() if span != (None, None)):
        first, last = spans[date]
        yield state(names.name("interval", date), [
            *classify("time:ProperInterval", "sem:Time"),
            ("sem:hasTimeStamp", spell_edtf(date)),
            ("time:hasBeginning", None if first is None else names.name("day", first)),
            ("time:hasEnd", None if last is None else names.name("day", last)),
        ])  # fmt: skip
    for day in sorted({day for span in spans.values() for day in span if day is not None}):
        yield state(names.name("day", day), [*classify("time:Instant"), ("time:inXSDDate", spell_day(day))])


def find_term_of_office(role: Role) -> str | None:
    """Return the EDTF interval of a role, open where an end is not known; None without any."""
    return None if role.start is None and role.end is None else f"{role.start or '..'}/{role.end or '..'}"


def name_interval(date: str | None, names: Names) -> str | None:
    """Return the IRI of the interval of a date; None where it means no day."""
    return None if find_span(date) == (None, None) else names.name("interval", str(date))
