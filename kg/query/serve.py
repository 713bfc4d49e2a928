"""`kg serve`: the page of a graph, an explorer to ask it in, and a SPARQL endpoint, for one's own machine.

Starlette and uvicorn, because they bear a thousand connections in one process, hold back what a slow client does not
read, and are plain Python; the standard library's server has a thread for each connection and no limits.

It listens on loopback unless told otherwise. A page of another site that has its name point here (DNS rebinding)
is turned away by the Host header: only addresses, `localhost` and the name given are served. Scripts of other
origins may read answers where the origin is this machine, or was allowed (CORS). Nothing can be written.
"""

from __future__ import annotations

import ipaddress
import resource
import socket
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import InputError, OutputError
from kg.export.files import encode_json
from kg.query.answers import spell_answer
from kg.query.pool import Pool, QueryLimits
from kg.query.protocol import GRAPHS, Endpoint
from kg.query.questions import list_questions
from kg.query.sparql import Answer

_TEMPLATES = files("kg") / "data" / "templates"
_CONNECTIONS = 2000
_LOCAL_ORIGIN = r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?"
# The graph page brings its own policy along; what only a header can say is said here.
_PAGE_POLICY = "frame-ancestors 'none'"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


def make_app(folder: Path, pool: Pool, *, name: str = "localhost", origins: Iterable[str] = ()) -> ASGIApp:
    """Return the ASGI application that serves the page of a folder and what `pool` know.

    `name` is a further Host that is served, `origins` are those whose scripts may read answers ("*" for all).
    """
    page = folder / "graph.html"
    try:
        graph_page = page.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {page}: {error.strerror}. `kg build` writes it") from error
    parts = {
        "/": (_read("explorer.html"), "text/html", _POLICY),
        "/explorer.css": (_read("explorer.css"), "text/css", _POLICY),
        "/explorer.js": (_read("dom.js") + _read("explorer.js"), "text/javascript", _POLICY),
        "/questions.json": (_spell_questions(), "application/json", _POLICY),
        "/graph.html": (graph_page, "text/html", _PAGE_POLICY),
    }
    routes = [Route(path, _show(*part), methods=["GET"]) for path, part in parts.items()]
    routes.append(Route("/sparql", Endpoint(pool, _describe_service()), methods=["GET", "POST"]))
    cors = Middleware(
        CORSMiddleware,
        allow_origins=tuple(origins),
        allow_origin_regex=_LOCAL_ORIGIN,
        allow_methods=("GET", "POST"),
        expose_headers=("Retry-After",),
    )
    return _Guard(Starlette(routes=routes, middleware=[cors]), name)


def serve(
    folder: Path, *, host: str, port: int, limits: QueryLimits, origins: Iterable[str], notice: Callable[[str], None]
) -> None:
    """Serve a folder until interrupted; `notice` gets the address once it is open. Port 0 is any free one.

    Raises InputError for a folder without a graph and OutputError for an address that cannot be had.
    """
    with _listen(host, port) as listener, Pool(folder / "graph.ttl", limits) as pool:
        app = make_app(folder, pool, name=host, origins=origins)
        config = uvicorn.Config(
            app, http="h11", loop="asyncio", ws="none", lifespan="off", log_level="warning", access_log=False,
            server_header=False, proxy_headers=False, limit_concurrency=_raise_descriptors(), timeout_keep_alive=5,
            timeout_graceful_shutdown=2,
        )  # fmt: skip
        shown = f"[{host}]" if ":" in host else host
        notice(f"http://{shown}:{listener.getsockname()[1]}/")
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


class _Guard:
    """Turn away requests for another host, and send headers of safety with all others."""

    def __init__(self, app: ASGIApp, name: str) -> None:
        self._app = app
        self._name = name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        hosts = [value.decode("latin-1") for key, value in scope.get("headers", ()) if key == b"host"]
        if len(hosts) == 1 and is_known_host(hosts[0], self._name):
            await self._app(scope, receive, send_safely)
        else:
            text = "this server answers to its address and to localhost only\n"
            await PlainTextResponse(text, 421)(scope, receive, send_safely)


def is_known_host(header: str, name: str) -> bool:
    """Tell whether a Host header is an address, localhost or `name`: no foreign name can be one of them."""
    host = header.rpartition(":")[0] if ":" in header.rpartition("]")[2] else header
    if host.lower() in ("localhost", name.lower()):
        return True
    try:
        ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_CONNECTIONS)
    except (OSError, OverflowError) as error:
        raise OutputError(f"cannot listen on {host}, port {port}: {error}. Choose another with --port") from error


def _raise_descriptors() -> int:
    """Allow a file descriptor for each connection, as far as the system lets us; return how many connections fit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _CONNECTIONS + 100
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(_CONNECTIONS, soft - 100)


def _read(name: str) -> bytes:
    return (_TEMPLATES / name).read_bytes()


def _show(content: bytes, media: str, policy: str) -> Callable[[object], Awaitable[Response]]:
    async def respond(_: object) -> Response:
        return Response(content, media_type=media, headers={"Content-Security-Policy": policy})

    return respond


def _spell_questions() -> bytes:
    found = [{"name": each.name, "says": dict(each.descriptions), "binds": each.binds, "needs": each.needs,
              "text": each.text}
             for each in list_questions()]  # fmt: skip
    return encode_json(found).encode()


def _describe_service() -> dict[str, bytes]:
    """Return what SPARQL 1.1 Service Description says of the endpoint, by form."""
    sd, formats = "http://www.w3.org/ns/sparql-service-description#", "http://www.w3.org/ns/formats/"
    results = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
               "N-Triples", "JSON-LD", "RDF_XML")  # fmt: skip
    service = ox.BlankNode("service")
    said = [
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", f"{sd}Service"),
        (f"{sd}supportedLanguage", f"{sd}SPARQL11Query"),
        (f"{sd}feature", f"{sd}UnionDefaultGraph"),
        *((f"{sd}resultFormat", f"{formats}{name}") for name in results),
    ]
    triples = [ox.Triple(service, ox.NamedNode(verb), ox.NamedNode(value)) for verb, value in said]
    return {form: spell_answer(Answer(triples=tuple(triples)), form).encode() for form in GRAPHS.values()}
