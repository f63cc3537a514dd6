"""Sends a chat request and gives what comes back, event by event; the room's front.

One HTTP client for each exchange, closed even when the caller is cancelled twice. Nothing is sent
to any address but the one it was made with, redirects are not followed, nothing is sent twice. All
failures are `ScoutError`s; `asyncio.CancelledError` passes through.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scout_desktop.chat.address import Address
from scout_desktop.chat.errors import NotAnApi, ScoutError
from scout_desktop.chat.request import ChatRequest
from scout_desktop.chat.secret import Secret
from scout_desktop.chat.turn import Opened, StreamDone, WireEvent

from .answer import Answer
from .failures import Clock, inside_reply, not_the_api, refusal
from .masking import Masking
from .proxy import proxy_for
from .reading import NotJson, name, read_json
from .timeouts import Timeouts

if TYPE_CHECKING:
    from .connection import Connection

LARGEST_BODY: Final = 8_000_000
"""Bytes of a JSON body; the catalogue is 0.7 MB."""
_ERROR_BODY: Final = 65_536
_BODY_TIME: Final = 120.0
_CUT_BODY_TIME: Final = 10.0
_STRETCH: Final = 0.004
"""Seconds of work at a stretch, the caller's included; then the window gets to paint."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """What the program says about itself to OpenRouter, shown there in the user's activity."""

    referer: str
    title: str


async def warm() -> None:
    """Load the HTTP library and build the TLS context in a thread, so that Send need not wait."""
    await asyncio.to_thread(_warm, "https")


def _warm(scheme: str) -> None:
    from .connection import tls

    if scheme == "https":
        tls()
    from . import plain_event  # noqa: F401 - loads the JSON library, which the first word needs


class Client:
    """Speaks to one address with one key. Holds nothing open between two requests."""

    def __init__(
        self,
        address: Address,
        *,
        key: Secret | None = None,
        attribution: Attribution | None = None,
        timeouts: Timeouts | None = None,
        clock: Clock = time.time,
    ) -> None:
        """`key` belongs to `address.origin`. `clock` gives seconds since 1970 for stated waits."""
        self.address = address
        self._key = key
        self._headers = _attribution_headers(address, attribution)
        self._timeouts = timeouts or (Timeouts.patient() if address.is_loopback else Timeouts())
        self._clock = clock

    async def stream(self, request: ChatRequest, body: bytes) -> AsyncGenerator[WireEvent, None]:
        """Send `body`, made of `request`, and yield Opened, KeepAlive, Chunk and StreamDone.

        Text that comes within one frame is one Chunk.
        Close it (`contextlib.aclosing`) or cancel the task to stop. Errors inside a reply are in
        `Chunk.error`; whether a reply that has ended is whole, `Turn.failure()` says.
        Raises ServiceError or NetworkError.
        """
        accept = "text/event-stream" if request.stream else "application/json"
        connection = await self._connect({"Accept": accept})
        try:
            await self._send(connection, "POST", "/chat/completions", body)
            masking = Masking(self._key)
            opened = Opened(
                name(connection.header("x-generation-id")),
                name(connection.header("x-provider-name")),
            )
            yield masking.masked(opened)
            answer = Answer(connection, self._key, self._timeouts)
            rested = time.perf_counter()
            try:
                while (events := await answer.more()) is not None:
                    for event in events:
                        if isinstance(event, StreamDone) and (rest := masking.rest()) is not None:
                            yield rest
                        yield masking.masked(event)
                        if time.perf_counter() - rested > _STRETCH:
                            await asyncio.sleep(0)
                            rested = time.perf_counter()
            except ScoutError:
                if (rest := masking.rest()) is not None:
                    yield rest
                raise
            finally:
                answer.close()
            if (rest := masking.rest()) is not None:
                yield rest
        finally:
            await connection.close()

    async def get_json(
        self, path: str, params: Mapping[str, str] | None = None
    ) -> Mapping[str, Any]:
        """Return the JSON object at `path` below the base URL.

        Raises ServiceError or NetworkError.
        """
        connection = await self._connect({"Accept": "application/json"})
        try:
            await self._send(connection, "GET", path, None, params)
            body = await self._body(connection, LARGEST_BODY)
        finally:
            await connection.close()
        try:
            # The catalogue is large enough to be felt if it were parsed on the window's thread.
            found = await asyncio.to_thread(read_json, body)
        except NotJson as error:
            raise not_the_api(200, body, self._key) from error
        if not isinstance(found, dict):
            raise not_the_api(200, body, self._key)
        if found.get("error") and "data" not in found:
            raise inside_reply(found["error"], secret=self._key, clock=self._clock)
        return found

    async def _connect(self, headers: dict[str, str]) -> Connection:
        # In a thread, because the first use loads the library and builds the TLS context.
        await asyncio.to_thread(_warm, self.address.scheme)
        from .connection import Connection

        return Connection.to(self.address, self._key, {**self._headers, **headers}, self._timeouts)

    async def _send(
        self,
        connection: Connection,
        method: str,
        path: str,
        body: bytes | None,
        params: Mapping[str, str] | None = None,
    ) -> None:
        """Send; return when the head of an answer of status 200 is here, raise for any other."""
        status = await connection.send(method, self.address.url + path, body, params)
        encoding = connection.header("content-encoding").strip().lower()
        compressed = encoding not in ("", "identity")
        if status != 200:
            said = b"" if compressed else await self._body(connection, _ERROR_BODY, cut=True)
            raise refusal(status, connection.headers, said, secret=self._key, clock=self._clock)
        if compressed:
            # A small compressed body can fill the memory, and a broken one reads as garbled text.
            raise NotAnApi(
                f"The answer came compressed ({encoding[:20]}), which was not asked for.",
                "A proxy on the way is likely; check the network.",
            )

    async def _body(self, connection: Connection, limit: int, *, cut: bool = False) -> bytes:
        """Return a body of at most `limit` bytes; `cut`: what came is enough, however it ended."""
        pieces: list[bytes] = []
        try:
            async with asyncio.timeout(_CUT_BODY_TIME if cut else _BODY_TIME):
                while (piece := await connection.read()) is not None:
                    pieces.append(piece)
                    limit -= len(piece)
                    if limit < 0:
                        break
        except connection.FOREIGN as error:
            if not cut:
                raise connection.lost(error) from error
        if limit < 0 and not cut:
            raise NotAnApi("The answer is larger than anything that is expected.", "")
        return b"".join(pieces)


def _attribution_headers(address: Address, said: Attribution | None) -> dict[str, str]:
    """Return the headers that name the program, for OpenRouter and for servers on this computer.

    No other service has asked who we are. Headers hold ASCII only.
    """
    if said is None or not (address.is_openrouter or address.is_loopback):
        return {}
    headers = {}
    if referer := _ascii(said.referer):
        headers = {"HTTP-Referer": referer, "X-OpenRouter-Categories": "general-chat"}
    if title := _ascii(said.title):
        headers |= {"X-OpenRouter-Title": title, "X-Title": title}
    return headers


def _ascii(said: str) -> str:
    return "".join(letter for letter in said if " " <= letter <= "~").strip()[:200]


__all__ = ["Attribution", "Client", "Timeouts", "proxy_for", "warm"]
