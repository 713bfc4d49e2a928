"""The command line: parse options, call one function, print. stdout is data, stderr is talk.

Exit codes: 0 done, 1 something failed (each failure is an Issue on stderr and in issues.jsonl), 2 misuse.
"""

from __future__ import annotations

import difflib
import json
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from kg import __version__
from kg.errors import KgError
from kg.options import (
    addition_options,
    check_base,
    check_format,
    limit_options,
    slice_options,
    slice_options_of_a_pair,
)
from kg.query.terminal import clean_text
from kg.types import Extraction, Issue, Limits, Slice

if TYPE_CHECKING:
    from kg.extract.vocabulary import Additions

_INPUTS = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "table"]),
    default=None,
    help="Default: a table on a terminal, JSON lines elsewhere.",
)
_GRAPH = click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    help="The folder that `kg build` wrote.",
)


class _Group(click.Group):
    """A group that suggests the command that a mistyped name is near to."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            hint = (
                f" Did you mean {near[0]!r}?" if len(near) > 0 else f" Commands: {', '.join(self.list_commands(ctx))}."
            )
            raise click.UsageError(f"no command {args[0]!r}.{hint}", ctx) from None


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Turn news into a graph of who did what to, with or about whom.

    \b
    Start with:
      kg build seeds -o output            read texts, write the graph in every format
      kg show RUS IRN                     the events between two parties, with their sentences
      kg query output/graph.ttl --list    questions that the graph can answer

    INPUT is a file, a folder, a pattern ('news/**/*.html'), an address (https://…) or - for standard input.
    """


@cli.command()
@_INPUTS
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write into; made where missing.",
)
@addition_options
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=lambda: len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
    show_default="as many as there are cores",
    help="Processes to extract with; 1 does all in one.",
)
@click.option(
    "--limit",
    type=click.FloatRange(min=0, min_open=True),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="Longest time for one document; beyond it is an issue. Not kept with --jobs 1.",
)
@limit_options
@slice_options
def build(
    inputs: tuple[str, ...], output: Path, additions: Additions, jobs: int, limit: float, limits: Limits, wanted: Slice
) -> None:
    """Read texts and write the graph: HTML page, Turtle, GraphML, GEXF, CSV, JSON.

    What is known of each document is kept in the output folder: a second build reads what is new or changed, takes
    away what is gone, and goes on where one was stopped.
    """
    from kg.run.build import build as run_build

    try:
        with _talk() as notice:
            report = run_build(
                inputs, output, additions, wanted=wanted, jobs=jobs, limit=limit, limits=limits, notice=notice
            )
    except KeyboardInterrupt:
        raise KgError(f"stopped. What is done is kept in {output}: the same command goes on from here") from None
    for remark in report.remarks:
        click.echo(f"kg: {remark}", err=True)
    graph = report.graph
    counts = {"documents": graph.documents, "actors": graph.actors, "events": graph.events, "ties": graph.ties}
    click.echo(", ".join(f"{len(records)} {name}" for name, records in counts.items()), err=True)
    for path in report.files:
        click.echo(f"  {path}", err=True)
    click.echo(f"Open {output / 'graph.html'} in a browser, or ask: kg query {output / 'graph.ttl'} --list", err=True)
    _finish(graph.issues)


@cli.command()
@_INPUTS
@click.option("--format", "form", callback=check_format, required=True, metavar="FORMAT", help="One of those above.")
@click.option("-o", "--output", default="-", metavar="FILE", help="File or folder to write to; - is standard output.")
@click.option(
    "--base-iri",
    "base",
    callback=check_base,
    metavar="IRI",
    help="What the IRIs of RDF begin with.  [default: https://w3id.org/kg/id/]",
)
@slice_options
def export(inputs: tuple[str, ...], form: str, output: str, base: str | None, wanted: Slice) -> None:
    """Write what was built in one format, whole or the part that is wanted.

    INPUT is a folder that `kg build` wrote, a graph.json, or a list of events (events.jsonl, or - for standard input).
    Several are merged.

    \b
    html                       page to explore
    ttl nt trig jsonld rdfxml  RDF
    graphml ties-graphml       for Gephi, igraph, Cytoscape: events of actors, ties of parties
    gexf ties-gexf             the same for Gephi, with its time line
    jsonl csv parquet          events: as JSON lines, as tables
    ties-csv ties-parquet      ties as tables
    json                       all, as node-link JSON for networkx, sigma and kg
    ftm                        FollowTheMoney entities, for investigators' tools
    actors issues              actors, and what went wrong, as JSON lines
    """
    from kg.export.output import write_output
    from kg.export.reading import read_graphs
    from kg.graph.slicing import cut_graph

    write_output(cut_graph(read_graphs(inputs), wanted), form, output, base=base)


@cli.command()
@_INPUTS
@_FORMAT
@addition_options
@limit_options
def extract(inputs: tuple[str, ...], form: str | None, additions: Additions, limits: Limits) -> None:
    """Print the events of texts, one JSON object a line."""
    issues: list[Issue] = []
    rows = (event.to_dict() for item in _extract(inputs, additions, limits, issues) for event in item.events)
    _print_rows(rows, form, _EVENT_COLUMNS)
    _finish(issues)


@cli.command("actors")
@_INPUTS
@_FORMAT
@addition_options
@limit_options
@click.option("--review", is_flag=True, help="List the actors that may be one, as a file of decisions to edit.")
def list_actors(inputs: tuple[str, ...], form: str | None, additions: Additions, limits: Limits, review: bool) -> None:
    """Print every mention of an actor and who it stands for."""
    issues: list[Issue] = []
    if review:
        from kg.run.review import review as run_review

        if form is not None:
            raise click.UsageError("--review prints a file of decisions; it takes no --format")
        for piece in run_review(inputs, additions, limits, issues):
            click.echo(piece, nl=False)
        _finish(issues)
        return
    rows = (
        {
            "document": m.document,
            "start": m.start,
            "end": m.end,
            "text": m.text,
            "form": m.form,
            "actor": actor.to_dict(),
        }
        for item in _extract(inputs, additions, limits, issues)
        for m in item.mentions
        for actor in m.actors
        if actor.kind != "place"
    )
    _print_rows(rows, form, _MENTION_COLUMNS)
    _finish(issues)


@cli.command()
@click.argument("text")
@click.option("--language", metavar="CODE", help="ISO 639-1; found out where it is not given.")
@click.option("--date", metavar="EDTF", help="When the text appeared: what “last week” is reckoned from.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "json"]),
    default="text",
    show_default=True,
    help="Text to read, a page, or one JSON object.",
)
@addition_options
def explain(text: str, language: str | None, date: str | None, form: str, additions: Additions) -> None:
    """Show what was seen in a TEXT (`-` reads stdin), and why each event was kept or left."""
    from kg.query.explain import FORMATS, explain_text

    text = sys.stdin.read() if text == "-" else text
    click.echo(FORMATS[form](explain_text(text, language=language, date=date, additions=additions)))


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
def classify(file: Path) -> None:
    """Print the event type of sentences whose two parties are marked.

    FILE holds one object {"id", "lang", "text", "source": [start, end], "target": [start, end]} a line.
    """
    from kg.run.classify import classify_lines

    issues: list[Issue] = []
    for item in classify_lines(file):
        if isinstance(item, Issue):
            issues.append(item)
        else:
            click.echo(json.dumps(item, ensure_ascii=False))
    _finish(issues)


@cli.command()
@click.argument("graph", type=click.Path(path_type=Path))
@click.argument("question", metavar="QUERY", required=False)
@click.option("--list", "listing", is_flag=True, help="List the built-in questions and stop.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "ttl"]),
    default="table",
    show_default=True,
    help="How to print the answer; ttl is for CONSTRUCT and DESCRIBE.",
)
@click.option("--bind", multiple=True, metavar="NAME=VALUE", help="Set a variable of the question, such as a=RUS.")
def query(graph: Path, question: str | None, listing: bool, form: str, bind: tuple[str, ...]) -> None:
    """Ask GRAPH (a .ttl file) a SPARQL question: text, a .rq file, or the name of a built-in one."""
    from kg.query.answers import spell_answer
    from kg.query.questions import list_questions, read_query
    from kg.query.sparql import run_query

    if listing:
        for each in list_questions():
            bound = "".join(f" [{name}]" if name not in each.needs else f" {name}" for name in each.binds)
            click.echo(f"{each.name:24}{bound:9} {each.description}")
        return
    if question is None:
        raise click.UsageError("say what to ask: SPARQL text, a .rq file, or a name from --list")
    bindings = dict(_split_bind(each) for each in bind)
    click.echo(spell_answer(run_query(graph, read_query(question, bindings), bindings=bindings), form), nl=False)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("output"), metavar="[DIR]")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 is all of them.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 is any free one.")
@click.option("--seconds", type=click.FloatRange(0.1), default=30, show_default=True, help="What one query may take.")
@click.option("--rows", type=click.IntRange(1), default=100_000, show_default=True, help="What one answer may have.")
@click.option(
    "--memory", type=click.IntRange(16), default=1024, show_default=True, help="Megabytes that one query may take."
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help="Queries that run at a time: so many short, medium and long ones.",
)
@click.option(
    "--origin",
    "origins",
    multiple=True,
    help="A web site whose scripts may read answers, such as https://example.org, or *. This machine always may.",
)
def serve(
    folder: Path, host: str, port: int, seconds: float, rows: int, memory: int, workers: int, origins: tuple[str, ...]
) -> None:
    """Serve DIR (what `kg build` wrote) on this machine: its page, an explorer, a SPARQL endpoint."""
    from kg.query.pool import QueryLimits
    from kg.query.serve import serve as run_server

    limits = QueryLimits(seconds=seconds, rows=rows, megabytes=memory, workers=workers)

    def tell(address: str) -> None:
        click.echo(f"{folder} is at {address}, its SPARQL endpoint at {address}sparql. Ctrl-C ends it.", err=True)

    run_server(folder, host=host, port=port, limits=limits, origins=origins, notice=tell)


@cli.command()
@click.argument("party")
@click.argument("other")
@_GRAPH
@click.option("--json", "as_json", is_flag=True, help="Print the events as JSON lines instead.")
@slice_options_of_a_pair
def show(party: str, other: str, folder: Path, as_json: bool, wanted: Slice) -> None:
    """Show the events between two parties, each with the sentence that proves it."""
    from kg.query.show import find_tie, render_tie

    graph, tie = find_tie(folder / "graph.json", party, other, wanted)
    if as_json:
        tied = set(tie.events)
        for event in graph.events:
            if event.id in tied:
                click.echo(json.dumps(event.to_dict(), ensure_ascii=False))
        return
    if sys.stdout.isatty():
        columns = min(max(shutil.get_terminal_size().columns, 60), 120)
        click.echo(render_tie(graph, tie, color="NO_COLOR" not in os.environ, width=columns))
    else:
        click.echo(render_tie(graph, tie, color=False))


def main() -> None:
    """Run the command line; an error of ours is one line on stderr and exit code 1."""
    # What libraries log of damaged files becomes an Issue where it matters.
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        cli.main(standalone_mode=True)
    except KgError as error:
        click.echo(clean_text(f"kg: {error}"), err=True)
        sys.exit(1)


def _extract(inputs: Iterable[str], additions: Additions, limits: Limits, issues: list[Issue]) -> Iterator[Extraction]:
    from kg.run.extraction import iter_extractions

    for item in iter_extractions(inputs, additions, limits):
        if isinstance(item, Issue):
            issues.append(item)
        else:
            yield item


def _finish(issues: Iterable[Issue]) -> None:
    """Say what went wrong, and exit 1 where anything did."""
    problems = list(issues)
    for issue in problems:
        click.echo(clean_text(f"kg: {issue.source}: {issue.cause}"), err=True)
    if len(problems) > 0:
        sys.exit(1)


def _split_bind(pair: str) -> tuple[str, str]:
    name, equals, value = pair.partition("=")
    if equals == "" or name == "":
        raise click.UsageError(f"--bind takes NAME=VALUE, not {pair!r}")
    return name, value


@contextmanager
def _talk() -> Iterator[Callable[[str], None] | None]:
    """Show progress on stderr while a terminal is there, nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (SpinnerColumn(), TextColumn("{task.completed} documents  {task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("loading models", total=None)
        yield lambda source: progress.update(task, advance=1, description=source)


_EVENT_COLUMNS: dict[str, Callable[[dict[str, Any]], str]] = {
    "source": lambda row: f"{row['source']['name']} ({row['source']['code']})",
    "event": lambda row: row["event"],
    "target": lambda row: f"{row['target']['name']} ({row['target']['code']})",
    "status": lambda row: row["status"],
    "date": lambda row: row["date"] or "",
    "according to": lambda row: ", ".join(each["name"] for each in row["attribution"]),
    "evidence": lambda row: row["evidence"]["text"],
}
_MENTION_COLUMNS: dict[str, Callable[[dict[str, Any]], str]] = {
    "text": lambda row: row["text"],
    "form": lambda row: row["form"],
    "actor": lambda row: row["actor"]["name"],
    "kind": lambda row: row["actor"]["kind"],
    "party": lambda row: row["actor"]["code"],
    "at": lambda row: f"{row['document']} {row['start']}-{row['end']}",
}


def _print_rows(
    rows: Iterator[dict[str, Any]], form: str | None, columns: dict[str, Callable[[dict[str, Any]], str]]
) -> None:
    if form is None:
        form = "table" if sys.stdout.isatty() else "jsonl"
    if form == "jsonl":
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    table = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*(clean_text(read(row)) for read in columns.values()))
    Console(highlight=False, markup=False).print(table)
