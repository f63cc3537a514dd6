"""Requests, read through h11 with limits: what is not HTTP or is too large never gets further."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import h11

BODY_LIMIT: Final = 64 * 1024 * 1024
HEAD_LIMIT: Final = 64 * 1024
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Request:
    """What h11 understood: method, target as sent, headers with lower-case names, whole body."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    version: str = "1.1"

    def header(self, name: str) -> str:
        """The first header of that name (lower case), or an empty string."""
        return next((value for key, value in self.headers if key == name), "")


class Refused(Exception):
    """The request is not worth an endpoint: a status and a sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class Gone(Exception):
    """The client hung up."""


def _within_limits(head: h11.Request) -> None:
    # h11 counts only what is incomplete, so a head that arrives in one go can be larger.
    if sum(len(k) + len(v) for k, v in head.headers) + len(head.target) > HEAD_LIMIT:
        raise Refused(431, "The head of the request is larger than 64 KB.")
    if head.http_version not in {b"1.0", b"1.1"}:
        raise Refused(505, "Only HTTP/1.0 and HTTP/1.1 are spoken here.")
    if int(dict(head.headers).get(b"content-length", b"0")) > BODY_LIMIT:
        raise Refused(413, "The request is larger than 64 MB.")


async def read_request(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, unread: bytes
) -> tuple[Request, bytes]:
    """The next request, and what was read beyond it; `unread` was read before.

    Raises `Refused` for what is not HTTP or too large, `Gone` when the client leaves.
    """
    parser = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_LIMIT)
    if unread:
        parser.receive_data(unread)
    head: h11.Request | None = None
    body = bytearray()
    try:
        while True:
            event = parser.next_event()
            if event is h11.NEED_DATA:
                if parser.they_are_waiting_for_100_continue:
                    parser.send(h11.InformationalResponse(status_code=100, headers=[]))
                    writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                data = await reader.read(HEAD_LIMIT)
                if not data and head is None and not parser.trailing_data[0]:
                    raise Gone
                parser.receive_data(data)
            elif isinstance(event, h11.Request):
                head = event
                _within_limits(head)
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > BODY_LIMIT:
                    raise Refused(413, "The request is larger than 64 MB.")
            elif isinstance(event, h11.EndOfMessage):
                break
            else:  # ConnectionClosed
                raise Gone
    except h11.RemoteProtocolError as error:
        raise Refused(error.error_status_hint, f"Not HTTP as expected: {error}") from error
    rest = parser.trailing_data[0]
    if head is None:
        raise Gone
    headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in head.headers)
    method, target = head.method.decode("latin-1"), head.target.decode("latin-1")
    request = Request(method, target, headers, bytes(body), head.http_version.decode())
    return request, bytes(rest)


def only_from_here(request: Request) -> None:
    """A web page that resolved its own name to this computer must not reach the stand-in."""
    if _host(f"//{request.header('host')}") not in _LOOPBACK:
        raise Refused(403, "This server answers only to its loopback address.")
    origin = request.header("origin")
    if origin and _host(origin) not in _LOOPBACK:
        raise Refused(403, "This server answers no web pages.")


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
