"""Fetch one page over HTTP(S): what was asked for, with limits of size and time, and nothing from inside.

Only addresses that the user gives are fetched, where they lead to, and what a feed links to. Neither a redirection
nor a feed can lead to a private address (of a router, of a service on this machine), unless the user's own is there.
"""

from __future__ import annotations

import io
import ipaddress
import socket
import time
from urllib.parse import urljoin, urlsplit

import urllib3

from kg import __version__
from kg.errors import InputError
from kg.read.blob import Blob, Fields, make_blob
from kg.read.media import find_charset, find_suffix
from kg.types import Limits

_SCHEMES = ("http", "https")
_REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTIONS = 8
# Seconds: to connect, between two pieces, and for the whole.
_CONNECT, _READ, _WHOLE = 10.0, 30.0, 120.0
_HEADERS = {"User-Agent": f"kg/{__version__}", "Accept-Encoding": "identity"}


def fetch(url: str, languages: tuple[str, ...], limits: Limits, *, home: str | None = None) -> Blob:
    """Return what an address holds, in memory; raises InputError.

    `home` is the address that led to this one; without it the user gave it.
    """
    deadline, home = time.monotonic() + _WHOLE, url if home is None else home
    with urllib3.PoolManager(headers=_HEADERS, retries=False, timeout=urllib3.Timeout(_CONNECT, _READ)) as pool:
        for _ in range(_MOST_REDIRECTIONS):
            _check_address(url, home)
            try:
                response = pool.request("GET", url, preload_content=False, redirect=False, decode_content=False)
                if response.status not in _REDIRECTIONS or "location" not in response.headers:
                    return _take(url, response, languages, limits, deadline)
                url = urljoin(url, response.headers["location"])
                response.release_conn()
            except (urllib3.exceptions.HTTPError, ValueError, OSError) as error:
                raise InputError(f"cannot be fetched: {_tell_cause(error)}") from error
    raise InputError(f"cannot be fetched: it leads on more than {_MOST_REDIRECTIONS} times")


def _take(
    url: str, response: urllib3.BaseHTTPResponse, languages: tuple[str, ...], limits: Limits, deadline: float
) -> Blob:
    if response.status != 200:
        raise InputError(f"cannot be fetched: the server answers {response.status} {response.reason or ''}".rstrip())
    media = response.headers.get("content-type", "")
    suffix = find_suffix(media, url)
    if suffix is None:
        raise InputError(f"no reader for {media!r}")
    if response.headers.get("content-encoding", "identity").lower() not in ("identity", ""):
        suffix = ""  # sent packed all the same: its first bytes say how
    data = io.BytesIO()
    for piece in response.stream(1 << 16, decode_content=False):
        data.write(piece)
        if data.tell() > limits.size:
            raise InputError(f"larger than {limits.size} bytes; raise --max-size to read it")
        if time.monotonic() > deadline:
            raise InputError(f"cannot be fetched: it takes longer than {_WHOLE:.0f} seconds")
    return make_blob(url, data, suffix, languages, limits, Fields(url=url), find_charset(media))


def _check_address(url: str, home: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES or parts.hostname is None:
        raise InputError(f"not an address of the web: {url!r}")
    if parts.hostname == urlsplit(home).hostname:
        return
    try:
        found = socket.getaddrinfo(parts.hostname, None)
    except (OSError, UnicodeError) as error:
        raise InputError(f"cannot be fetched: {parts.hostname}: {error}") from error
    if not all(ipaddress.ip_address(address[4][0]).is_global for address in found):
        raise InputError(f"{home} leads to the private address {url}, which is not fetched; name it yourself")


def _tell_cause(error: Exception) -> str:
    cause: BaseException = error
    while isinstance(deeper := cause.__cause__ or getattr(cause, "reason", None), BaseException):
        cause = deeper
    return str(cause) or type(cause).__name__
