"""The SPARQL 1.1 Protocol over HTTP: which question a request asks, in which form it wants the answer, what went wrong.

GET, POST of a form and POST of the query itself (W3C, "SPARQL 1.1 Protocol", 2.1). Status codes: 400 malformed, 403
not allowed (SERVICE, FROM, updates), 406 and 415 as HTTP has them, 413 too long a query, 500 a limit was reached (the
protocol's own code for a query that a service does not carry out), 503 too many questions. An error is a line of text.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from kg.errors import BusyError, KgError, LimitError, QueryError, RefusedError
from kg.query.pool import Forms, Pool

# Media type -> form (answers.FORMS), the first one for who has no wish.
ROWS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "results-csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
}
GRAPHS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
}
QUERY_BYTES = 100_000
_BODY_SECONDS = 10
# A client that reads more slowly than this is cut off, and all answers on their way hold this much memory at most.
_SEND_SECONDS = 60
_SENDING_BYTES = 256 << 20
_PIECE = 1 << 16
_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"


class RequestError(KgError):
    """A request that is no question: `status` is HTTP's."""

    def __init__(self, status: int, message: str) -> None:
        """Take HTTP's status and what to say."""
        super().__init__(message)
        self.status = status


class Endpoint:
    """The endpoint of one graph, an ASGI application for GET, HEAD and POST."""

    def __init__(self, pool: Pool, description: Mapping[str, bytes]) -> None:
        """Take who answers, and the service's own description by form of GRAPHS, for requests without a query."""
        self._pool = pool
        self._description = description
        self._sending = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            media, text = await self._answer(request)
        except ClientDisconnect:
            return
        except KgError as error:
            status, headers = _find_status(error)
            await PlainTextResponse(f"{error}\n", status, headers)(scope, receive, send)
            return
        self._sending += len(text)
        try:
            await _send_whole(Response(text, media_type=media, headers={"Vary": "Accept"}), scope, receive, send)
        finally:
            self._sending -= len(text)

    async def _answer(self, request: Request) -> tuple[str, bytes]:
        query = await read_question(request)
        accept = request.headers.get("accept", "")
        rows, graph = choose_media(accept, ROWS), choose_media(accept, GRAPHS)
        if rows is None and graph is None:
            raise _not_acceptable(accept)
        if query is None:
            if graph is None:
                raise RequestError(400, "there is no query: give one as the parameter query")
            return graph, self._description[GRAPHS[graph]]
        if self._sending > _SENDING_BYTES:
            raise BusyError("too many long answers are on their way: ask again later")
        forms = Forms(None if rows is None else ROWS[rows], None if graph is None else GRAPHS[graph])
        form, text = await _while_connected(request, self._pool, query, forms)
        if form is None:
            raise _not_acceptable(accept)
        media = next(media for media in (rows, graph) if media is not None and {**ROWS, **GRAPHS}[media] == form)
        return media, text


async def read_question(request: Request) -> str | None:
    """Return the query of a request, None for a GET without one; RequestError and RefusedError say what is wrong."""
    parameters = list(_read_parameters(request.url.query))
    if request.method == "POST":
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media not in (_FORM, _DIRECT):
            raise RequestError(415, f"post a query as {_DIRECT}, or a form as {_FORM}")
        body = await _read_body(request)
        if media == _FORM:
            parameters += _read_parameters(body)
        else:
            parameters.append(("query", body))
    names = [name for name, _ in parameters]
    if "update" in names:
        raise RefusedError("updates are not allowed: this endpoint only reads")
    if "default-graph-uri" in names or "named-graph-uri" in names:
        raise RefusedError("a data set of your own is not allowed: a query reads this graph only")
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) > 1:
        raise RequestError(400, "there is more than one query")
    if len(queries) == 0 and request.method == "POST":
        raise RequestError(400, "there is no query: give one as the parameter query")
    return queries[0] if len(queries) == 1 else None


def choose_media(accept: str, offered: Mapping[str, str]) -> str | None:
    """Return the media type that an Accept header likes best, None where it likes none of them.

    The most specific range decides on each type (RFC 9110, 12.5.1); of types liked alike the first offered is chosen.
    """
    wishes = list(_read_wishes(accept)) or [("*/*", 1.0)]
    best, liking = None, 0.0
    for media in offered:
        ranges = (media, f"{media.partition('/')[0]}/*", "*/*")
        quality = next((q for wanted in ranges for name, q in wishes if name == wanted), 0.0)
        if quality > liking:
            best, liking = media, quality
    return best


def _read_wishes(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        if name != "":
            yield name, float(quality) if quality.replace(".", "", 1).isdecimal() else 0.0


def _read_parameters(text: str) -> Iterator[tuple[str, str]]:
    try:
        yield from parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise RequestError(400, f"the parameters cannot be read: {error}") from error


async def _read_body(request: Request) -> str:
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > QUERY_BYTES:
                    raise RequestError(413, f"the query is longer than {QUERY_BYTES} bytes")
    except TimeoutError as error:
        raise RequestError(408, "the query did not arrive in time") from error
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise RequestError(400, f"the query is not UTF-8: {error}") from error


async def _while_connected(request: Request, pool: Pool, query: str, forms: Forms) -> tuple[str | None, bytes]:
    """Await the answer, but end the question when nobody waits for it any longer."""
    answer = asyncio.create_task(pool.answer(query, forms))
    gone = asyncio.create_task(_await_disconnect(request))
    try:
        await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise ClientDisconnect
        return answer.result()
    finally:
        answer.cancel()
        gone.cancel()


async def _await_disconnect(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _send_whole(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Send a response piece by piece, as fast as the client reads, so that what is sent takes no memory twice."""
    body = memoryview(response.body)
    async with asyncio.timeout(_SEND_SECONDS):
        await send({"type": "http.response.start", "status": 200, "headers": response.raw_headers})
        for start in range(0, max(len(body), 1), _PIECE):
            piece = bytes(body[start : start + _PIECE])
            await send({"type": "http.response.body", "body": piece, "more_body": start + _PIECE < len(body)})


def _not_acceptable(accept: str) -> RequestError:
    return RequestError(406, f"no form of this answer is one of {accept!r}. Known: {', '.join([*ROWS, *GRAPHS])}")


def _find_status(error: KgError) -> tuple[int, dict[str, str]]:
    if isinstance(error, RequestError):
        return error.status, {}
    if isinstance(error, BusyError):
        return 503, {"Retry-After": "10"}
    if isinstance(error, RefusedError):
        return 403, {}
    if isinstance(error, QueryError) and not isinstance(error, LimitError):
        return 400, {}
    return 500, {}
