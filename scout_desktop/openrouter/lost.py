"""Exceptions of the libraries below, translated into the family of network errors.

Imports the HTTP library; only `connection` and `client` load it, when something is first sent.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from enum import IntEnum
from typing import Final

import anyio
import h11
import httpcore

from scout_desktop.chat import errors as e
from scout_desktop.chat.address import Address
from scout_desktop.chat.errors import Retry, ScoutError
from scout_desktop.chat.secret import Secret

from .proxy import proxy_for
from .transport import httpx
from .wording import plain

FOREIGN: Final = (
    httpx.HTTPError, httpx.InvalidURL, httpx.StreamError,
    httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpcore.ProxyError,
    httpcore.ConnectionNotAvailable, httpcore.UnsupportedProtocol, h11.ProtocolError,
    anyio.ClosedResourceError, anyio.BrokenResourceError, anyio.EndOfStream,
    ExceptionGroup, OSError, ValueError, ImportError,
)  # fmt: skip
"""What the transport may raise. OSError holds TimeoutError and ssl.SSLError, ValueError what a bad
proxy URL gives, ImportError a proxy of a kind whose package is not there."""


class Phase(IntEnum):
    """How far a request has come; what is charged and what may be repeated hangs on it."""

    START = 0
    CONNECTED = 1
    SECURING = 2
    SENDING = 3
    WAITING = 4
    READING = 5


def lost(
    error: BaseException, phase: Phase, address: Address, secret: Secret | None = None
) -> ScoutError:
    """Return what an exception of the transport means in this phase of a request to `address`."""
    causes = list(_causes(error))
    detail = plain(f"{type(error).__name__}: {error}", secret)
    where = address.origin
    if isinstance(error, ImportError) or any(isinstance(c, httpx.ProxyError) for c in causes):
        return e.Unreachable(
            "The proxy cannot be used.",
            "Check the proxy setting of this system; nothing was sent.",
            retry=Retry.NEVER,
            detail=detail,
        )
    if phase < Phase.SENDING:
        proxy = proxy_for(address)
        if proxy is not None:
            # Or the user looks for the fault at a server that was never asked.
            where += f" (through the proxy {proxy})"
        return _not_sent(causes, phase, where, detail)
    if phase is Phase.READING:
        return e.ConnectionLost(detail=detail)
    timed_out = any(isinstance(c, TimeoutError | httpx.TimeoutException) for c in causes)
    if timed_out and phase is Phase.WAITING:
        return e.NoAnswer(detail=detail)
    if timed_out:
        return e.ConnectionLost(
            "The request could not be sent: the connection takes nothing more.",
            "Check the network; your message is kept.",
            detail=detail,
        )
    if any(isinstance(c, h11.RemoteProtocolError | httpx.RemoteProtocolError) for c in causes) and (
        not any(_CLOSED in str(c) for c in causes)
    ):
        return e.NotAnApi(
            "What answers at this address does not speak HTTP.",
            "Check the base URL.",
            detail=detail,
        )
    return e.ConnectionLost(
        "The connection was lost before a reply came.",
        "It may still have been processed and charged; send again if you wish.",
        detail=detail,
    )


_CLOSED: Final = "disconnected without sending"


def _not_sent(causes: list[BaseException], phase: Phase, where: str, detail: str) -> ScoutError:
    if any(isinstance(c, ssl.SSLCertVerificationError) for c in causes):
        return e.NoSecureConnection(
            f"{where} shows a certificate that is not valid for it.",
            "Check the address and this computer's clock; a proxy or a network login page can also "
            "be the cause. Nothing was sent.",
            detail=detail,
        )
    if phase is Phase.SECURING or any(isinstance(c, ssl.SSLError) for c in causes):
        return e.NoSecureConnection(detail=detail)
    if any(isinstance(c, socket.gaierror) for c in causes):
        return e.Unreachable(
            f"The name of {where} was not found.",
            "Check the network and the base URL; your message is kept.",
            detail=detail,
        )
    if any(isinstance(c, ConnectionRefusedError) for c in causes):
        return e.Unreachable(
            f"Nothing answers at {where}.",
            "Check that the server is running and the base URL is right; your message is kept.",
            detail=detail,
        )
    return e.Unreachable(f"{where} cannot be reached.", detail=detail)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk the chain of causes and the members of groups, each once."""
    seen: set[int] = set()
    rest: list[BaseException | None] = [error]
    while rest:
        one = rest.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            rest.extend(one.exceptions)
        # A library that says `from None` hides nothing we need; its context holds the OS's error.
        rest.extend((one.__context__, one.__cause__))
