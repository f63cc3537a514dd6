"""One connection for one exchange, made with httpx and closed whatever happens.

Loaded when something is first sent, or warmed up after the first frame: httpx costs 100 ms to load
and a TLS context 20 ms to build.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Generator, Mapping
from functools import cache
from typing import Any, Final

from scout_desktop.chat.address import Address
from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.secret import Secret

from .carrier import Carrier
from .closing import to_the_end
from .framing import Body
from .line import Line
from .lost import FOREIGN, Phase, lost
from .proxy import proxy_url
from .timeouts import Timeouts
from .transport import httpx

# At INFO and DEBUG these write addresses and header values to the log.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)

_PIECE: Final = 65_536


@cache
def tls() -> ssl.SSLContext:
    """Return the one TLS context, built on first use; slow, so call it off the GUI thread."""
    context = httpx.create_ssl_context()
    # Besides the bundled authorities those of the system, where companies put their own.
    context.load_default_certs()
    # SSLKEYLOGFILE would write every session's keys to a file.
    context.keylog_filename = None  # type: ignore[assignment]  # typeshed forgets that None is off
    return context


@cache
def _no_tls() -> ssl.SSLContext:
    """Return a context that trusts nobody, for plain http to this computer; costs nothing."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class KeyAuth(httpx.Auth):
    """Puts the key into requests to the one origin it belongs to, and into no other."""

    def __init__(self, secret: Secret, address: Address) -> None:
        self._secret = secret
        self._home = httpx.URL(address.origin)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the header when scheme, host and port are ours."""
        to, home = request.url, self._home
        if (to.scheme, to.host, to.port) == (home.scheme, home.host, home.port):
            request.headers["Authorization"] = f"Bearer {self._secret.reveal()}"
        yield request


class Connection:
    """A client for one request. Close it in `finally` with `await connection.close()`."""

    FOREIGN = FOREIGN

    @classmethod
    def to(
        cls,
        address: Address,
        secret: Secret | None,
        headers: Mapping[str, str],
        timeouts: Timeouts,
    ) -> Connection:
        """Prepare a connection; nothing is opened yet. Raises Unreachable for a bad proxy."""
        try:
            return cls(address, secret, headers, timeouts)
        except FOREIGN as error:
            raise lost(error, Phase.START, address, secret) from error

    def __init__(
        self,
        address: Address,
        secret: Secret | None,
        headers: Mapping[str, str],
        timeouts: Timeouts,
    ) -> None:
        """Use `to`, which translates what can go wrong."""
        self.phase = Phase.START
        self._address = address
        self._secret = secret
        self._auth = None if secret is None else KeyAuth(secret, address)
        self._limits = timeouts
        self._timer: asyncio.Timeout | None = None
        self._response: httpx.Response | None = None
        self._line: Line | None = None
        self._body: Body | None = None
        self._socket: Any = None
        proxy = proxy_url(address)
        # Inside a tunnel the request proper begins after TLS; before, a CONNECT looks like one.
        self._in_tunnel = proxy is None or address.scheme == "http"
        self._client = httpx.AsyncClient(
            # The proxy is chosen by us, so that what the window says is what happens.
            transport=Carrier(tls() if address.scheme == "https" else _no_tls(), proxy),
            trust_env=False,
            follow_redirects=False,
            # Waiting is watched here: httpx starts its read timer anew with every byte.
            timeout=httpx.Timeout(None, connect=timeouts.connect, write=timeouts.upload),
            headers={"User-Agent": "scout-desktop", "Accept-Encoding": "identity", **headers},
        )

    async def send(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        params: Mapping[str, str] | None = None,
    ) -> int:
        """Send and return the answer's status; its headers are there, its body still to come.

        Raises NetworkError; the limits for connecting, sending and the first byte hold.
        """
        headers = {}
        if body is not None:
            # In pieces, so that the upload timer looks at progress and not at the whole.
            headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        request = self._client.build_request(
            method,
            url,
            params=dict(params) if params else None,
            content=None if body is None else _in_pieces(body),
            headers=headers,
            extensions={"trace": self._trace},
        )
        try:
            async with asyncio.timeout(self._limits.connect) as self._timer:
                response = await self._client.send(request, auth=self._auth, stream=True)
        except FOREIGN as error:
            raise self.lost(error) from error
        self._response, self.phase = response, Phase.READING
        line = response.extensions["network_stream"]
        assert isinstance(line, Line)
        self._line, self._body = line, Body(response.status_code, response.headers)
        return response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The answer's headers, by lower-case name."""
        return {} if self._response is None else self._response.headers

    def header(self, name: str) -> str:
        """Return one header of the answer, the empty text when it is not there."""
        return self.headers.get(name, "")

    def pace(self, frame: float) -> None:
        """Read once in so many seconds from now on, or with 0 whenever something comes."""
        if self._line is not None:
            self._line.pace(frame)

    async def read(self) -> bytes | None:
        """Return the next bytes of the body as they came from the network, None at its end.

        Raises one of `FOREIGN`, for `lost` to translate; the caller knows what it means to him.
        """
        line, body = self._line, self._body
        if line is None or body is None:
            return None
        while not body.ended:
            if body.trouble is not None:
                raise body.trouble
            if not (piece := await line.more()):
                body.end()
                break
            if found := body.feed(piece):
                return found
        return None

    def lost(self, error: BaseException) -> ScoutError:
        """Return what an exception of the transport means at this point."""
        return lost(error, self.phase, self._address, self._secret)

    async def close(self) -> None:
        """Close to the end, however often the caller is cancelled meanwhile.

        Without the shield httpx 0.28 leaves the socket open when a second cancel comes, and the
        service goes on writing and charging.
        """
        await to_the_end(self._close())

    async def _close(self) -> None:
        try:
            if self._response is not None:
                await self._response.aclose()
        finally:
            await self._client.aclose()
            if self._socket is not None:
                await self._socket.aclose()

    async def _trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Follow how far the request has come, and set the timer for what comes next."""
        step = event.partition(".")[2]
        if step == "connect_tcp.complete":
            # Cancelled during the TLS handshake, httpcore 1.0 forgets the socket it had opened.
            self._socket = info.get("return_value")
        self._in_tunnel = self._in_tunnel or step == "start_tls.complete"
        phase = _PHASES.get(step)
        if phase is None or phase <= self.phase:
            return
        if phase >= Phase.SENDING and not self._in_tunnel:
            return
        self.phase = phase
        timer = self._timer
        if timer is None or timer.expired():
            return
        if phase is Phase.SENDING:
            timer.reschedule(None)
        elif phase is Phase.WAITING and self._limits.first_byte is not None:
            timer.reschedule(asyncio.get_running_loop().time() + self._limits.first_byte)


_PHASES: Final = {
    "connect_tcp.complete": Phase.CONNECTED,
    "start_tls.started": Phase.SECURING,
    "send_request_headers.started": Phase.SENDING,
    "send_request_body.complete": Phase.WAITING,
}


async def _in_pieces(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), _PIECE):
        yield body[start : start + _PIECE]
