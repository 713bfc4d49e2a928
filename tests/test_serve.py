"""`kg serve` as its users meet it: the SPARQL protocol, other programs' clients, what is refused, and a crowd."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import rdflib
from bench.serve import open_server, run_crowd
from rdflib import URIRef
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kg.export import export
from kg.query.protocol import GRAPHS, ROWS, choose_media
from kg.query.serve import is_known_host
from kg.types import Graph

CODES = "SELECT ?code { ?party kgo:code ?code FILTER(STRSTARTS(?code, 'I')) }"
AIDS = "CONSTRUCT { ?a kgo:aid ?b } { ?a kgo:aid ?b }"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
ROWS_JSON = "application/sparql-results+json"
ROWS_OF_CODES = {"head": {"vars": ["code"]}, "results": {"bindings": [{"code": {"type": "literal", "value": "IRN"}}]}}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


@pytest.fixture(scope="module")
def folder(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    export(graph, folder, ["ttl", "html"])
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The address of a server that shows the sample, with narrow limits."""
    with open_server(folder, "--seconds", "3", "--rows", "300", "--memory", "256") as (address, _):
        yield address


def _send(address: str, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
    connection = http.client.HTTPConnection(str(urlsplit(address).netloc), timeout=60)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, text)


def _ask(address: str, query: str, accept: str = "*/*") -> Reply:
    return _send(address, "GET", "/sparql?" + urlencode({"query": query}), Accept=accept)


# The protocol


def test_a_query_is_asked_in_the_three_ways_of_the_protocol(address: str) -> None:
    replies = [
        _ask(address, CODES),
        _send(address, "POST", "/sparql", urlencode({"query": CODES}).encode(), Content_Type=FORM),
        _send(address, "POST", "/sparql", CODES.encode(), Content_Type=f"{DIRECT}; charset=utf-8"),
    ]
    assert [json.loads(reply.text) for reply in replies] == [ROWS_OF_CODES] * 3
    assert {reply.headers["content-type"] for reply in replies} == {ROWS_JSON}


@pytest.mark.parametrize("media", ROWS)
def test_rows_come_in_the_form_that_is_asked_for(address: str, media: str) -> None:
    reply = _ask(address, CODES, media)
    assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (200, media)
    assert "Accept" in reply.headers["vary"]
    assert "IRN" in reply.text


@pytest.mark.parametrize("media", GRAPHS)
def test_a_graph_comes_in_the_form_that_is_asked_for(address: str, media: str) -> None:
    reply = _ask(address, AIDS, media)
    assert reply.headers["content-type"].partition(";")[0] == media
    assert "kgo:aid" in reply.text or "ontology#aid" in reply.text


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", ROWS_JSON),
        ("*/*", ROWS_JSON),
        ("text/html,application/xhtml+xml,*/*;q=0.8", ROWS_JSON),
        ("text/*", "text/csv"),
        ("text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("TEXT/CSV ; q=1.0", "text/csv"),
        ("text/csv;q=high", None),
        ("image/png", None),
    ],
)
def test_the_best_liked_form_is_chosen(accept: str, chosen: str | None) -> None:
    assert choose_media(accept, ROWS) == chosen


def test_without_a_query_the_service_describes_itself(address: str) -> None:
    reply = _send(address, "GET", "/sparql", Accept="text/turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    found = rdflib.Graph().parse(data=reply.text, format="turtle")
    assert (None, URIRef(f"{sd}supportedLanguage"), URIRef(f"{sd}SPARQL11Query")) in found


@pytest.mark.parametrize(
    ("method", "path", "body", "media", "status", "message"),
    [
        ("GET", "/sparql?query=SELECT+*+%7B", None, "", 400, "malformed query, line 1, column 11"),
        ("GET", "/sparql?query=%FF", None, "", 400, "cannot be read"),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, "", 400, "more than one"),
        ("POST", "/sparql", b"x=1", FORM, 400, "no query"),
        ("POST", "/sparql", b"\xff", DIRECT, 400, "not UTF-8"),
        ("POST", "/sparql", b"ASK {}", "text/plain", 415, DIRECT),
        ("POST", "/sparql", b"CLEAR ALL", "application/sparql-update", 415, DIRECT),
        ("POST", "/sparql", b"#" * 100_001, DIRECT, 413, "longer than"),
        ("POST", "/sparql", b"update=CLEAR+ALL", FORM, 403, "only reads"),
        ("POST", "/sparql", b"CLEAR ALL", DIRECT, 403, "only reads"),
        ("POST", "/sparql", b"SELECT * { \\u0053ERVICE <http://127.0.0.1/> {} }", DIRECT, 403, "SERVICE is not"),
        ("POST", "/sparql", b"SELECT * FROM <file:///etc/passwd> {}", DIRECT, 403, "FROM is not"),
        ("POST", "/sparql?default-graph-uri=http://x/", b"ASK {}", DIRECT, 403, "this graph only"),
        ("POST", "/sparql", b"query=ASK%7B%7D&named-graph-uri=x:y", FORM, 403, "this graph only"),
        ("PUT", "/sparql", b"ASK {}", DIRECT, 405, ""),
        ("DELETE", "/sparql", None, "", 405, ""),
        ("POST", "/", b"", FORM, 405, ""),
        ("GET", "/../../etc/passwd", None, "", 404, ""),
        ("GET", "/graph.ttl", None, "", 404, ""),
        ("POST", "/sparql", b"SELECT * { ?a ?b ?c }", DIRECT, 500, "more than 300 rows"),
        ("POST", "/sparql", b"SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a = ?g && ?a != ?g) }", DIRECT, 500,
         "longer than 3 s"),
    ],
)  # fmt: skip
def test_what_is_wrong_has_the_status_that_http_and_the_protocol_give_it(
    address: str, method: str, path: str, body: bytes | None, media: str, status: int, message: str
) -> None:
    reply = _send(address, method, path, body, **({"Content_Type": media} if media != "" else {}))
    assert (reply.status, message in reply.text) == (status, True), reply.text
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert status != 405 or "GET" in reply.headers["allow"]


@pytest.mark.parametrize(("query", "accept"), [(CODES, "text/turtle"), (AIDS, "text/csv"), (CODES, "image/png")])
def test_a_form_that_the_answer_does_not_have_is_not_acceptable(address: str, query: str, accept: str) -> None:
    assert _ask(address, query, accept).status == 406


# Other programs' clients


# SPARQLWrapper makes its graphs of a class that rdflib is to drop.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_rows_and_graphs(address: str, method: str) -> None:
    client = SPARQLWrapper(f"{address}sparql")
    client.setMethod(method)
    client.setQuery(CODES)
    client.setReturnFormat(JSON)
    assert client.queryAndConvert() == ROWS_OF_CODES
    client.setReturnFormat(XML)
    assert "IRN" in client.queryAndConvert().toxml()
    client.setReturnFormat(CSV)
    assert client.queryAndConvert() == b"code\r\nIRN\r\n"
    client.setQuery(AIDS)
    client.setReturnFormat(TURTLE)
    assert len(rdflib.Graph().parse(client.queryAndConvert(), format="turtle")) == 1
    client.setReturnFormat(XML)
    assert len(client.queryAndConvert()) == 1


def test_sparqlwrapper_posts_directly_and_understands_a_malformed_query(address: str) -> None:
    client = SPARQLWrapper(f"{address}sparql", returnFormat=JSON)
    client.setMethod(POST)
    client.setRequestMethod(POSTDIRECTLY)
    client.setQuery("ASK { party:IRN kgo:aid party:RUS }")
    assert client.queryAndConvert() == {"head": {}, "boolean": True}
    client.setQuery("SELECT")
    with pytest.raises(QueryBadFormed, match="malformed"):
        client.query()


@pytest.mark.parametrize("method", ["get", "post"])
def test_fetch_sparql_endpoint_reads_rows_truths_and_graphs(
    address: str, read_with_node: Callable[..., Any], method: str
) -> None:
    def ask(kind: str, query: str) -> Any:
        return read_with_node("ask_endpoint.mjs", f"{address}sparql", kind, query, method)

    (row,) = ask("bindings", "SELECT ?name { party:IRN rdfs:label ?name FILTER(LANG(?name) = 'fa') }")
    assert (row["name"]["value"], row["name"]["language"]) == ("ایران", "fa")
    assert ask("ask", "ASK { party:IRN kgo:aid party:RUS }") is True
    ((subject, verb, target),) = ask("triples", AIDS)
    assert [term["value"].rpartition("/")[2] for term in (subject, verb, target)] == ["IRN", "ontology#aid", "RUS"]


# Who may ask, and what cannot happen


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("127.0.0.1:8000", True),
        ("localhost", True),
        ("LOCALHOST:1", True),
        ("[::1]:8000", True),
        ("192.0.2.7", True),
        ("graph.example", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example:8000", False),
        ("localhost.evil.example", False),
        ("", False),
        ("[::1", False),
    ],
)
def test_a_foreign_name_that_points_here_is_no_host_of_ours(host: str, known: bool) -> None:
    assert is_known_host(host, "graph.example") is known


def test_dns_rebinding_is_turned_away(address: str) -> None:
    assert _send(address, "GET", "/", Host="evil.example").status == 421
    assert _send(address, "GET", "/sparql?query=ASK%7B%7D", Host="evil.example:80").status == 421


def test_scripts_of_this_machine_may_read_answers_and_others_only_when_named(address: str, folder: Path) -> None:
    path = "/sparql?" + urlencode({"query": "ASK {}"})
    allowed = "access-control-allow-origin"
    assert _send(address, "GET", path, Origin="http://localhost:3000").headers[allowed] == "http://localhost:3000"
    assert allowed not in _send(address, "GET", path, Origin="https://evil.example").headers
    assert allowed not in _send(address, "GET", path, Origin="http://localhost.evil.example").headers
    asked = {"Origin": "http://127.0.0.1:5000", "Access_Control_Request_Method": "POST"}
    assert "POST" in _send(address, "OPTIONS", "/sparql", **asked).headers["access-control-allow-methods"]
    with open_server(folder, "--origin", "https://friend.example") as (other, _):
        origin = _send(other, "GET", path, Origin="https://friend.example").headers[allowed]
    assert origin == "https://friend.example"


def test_every_page_forbids_what_it_does_not_need(address: str) -> None:
    for path in ("/", "/explorer.js", "/questions.json"):
        assert _send(address, "GET", path).headers["content-security-policy"].startswith("default-src 'none';")
    page = _send(address, "GET", "/graph.html")
    assert 'http-equiv="Content-Security-Policy"' in page.text
    assert page.headers["content-security-policy"] == "frame-ancestors 'none'"
    assert page.headers["x-content-type-options"] == "nosniff"


def test_a_crowd_is_answered_while_some_questions_would_run_for_ever(address: str) -> None:
    replies = run_crowd(address, requests=120, endless=8)
    statuses = {kind: Counter(reply.status for reply in replies if reply.kind == kind) for kind in ("short", "page")}
    assert statuses["short"] == {200: 112}
    assert set(statuses["page"]) == {200}
    assert {reply.status for reply in replies if reply.kind == "endless"} <= {500, 503}
    assert all(reply.whole for reply in replies)
    assert _ask(address, "ASK {}").status == 200


def test_who_sends_nothing_or_reads_nothing_holds_up_nobody(address: str) -> None:
    where = (urlsplit(address).hostname, urlsplit(address).port)
    silent = [socket.create_connection(where) for _ in range(20)]
    for connection in silent[:10]:
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + DIRECT.encode()
                           + b"\r\nContent-Length: 99\r\n\r\n")  # fmt: skip
    assert _ask(address, CODES).status == 200
    for connection in silent:
        connection.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_without_a_word(folder: Path, number: signal.Signals) -> None:
    with open_server(folder) as (address, process):
        assert _ask(address, "ASK {}").status == 200
        process.send_signal(number)
        assert process.wait(30) in (0, -number)


def test_what_cannot_be_served_is_said(folder: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for where, options, message in ((tmp_path, [], "kg build"), (folder, ["--port", port], "Choose another with")):
            done = subprocess.run(
                [sys.executable, "-m", "kg", "serve", str(where), "--port", "0", *options],
                capture_output=True, text=True, timeout=60, check=False,
            )  # fmt: skip
            assert (done.returncode, done.stdout) == (1, "")
            assert message in done.stderr
            assert "Traceback" not in done.stderr
