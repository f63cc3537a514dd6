"""The body of a chat answer as events: a stream, or one JSON object after white-space padding.

What it is, its first letter says, since servers and proxies label both kinds wrongly.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from scout_desktop.chat.errors import ReplyCut, ScoutError, Stalled
from scout_desktop.chat.secret import Secret
from scout_desktop.chat.turn import Chunk, KeepAlive, StreamDone, WireEvent

from .failures import not_the_api
from .reading import NotJson
from .sse import Decoder, EventTooLarge
from .timeouts import Timeouts
from .wire import Reader

if TYPE_CHECKING:
    from .connection import Connection

LARGEST_REPLY: Final = 4_000_000
"""Letters of text, reasoning, refusal and tool arguments together."""
LARGEST_BODY: Final = 8_000_000
"""Bytes of a reply that is not a stream."""
_BOM: Final = b"\xef\xbb\xbf"


class Answer:
    """Reads one answer of status 200 to its end."""

    def __init__(self, connection: Connection, secret: Secret | None, timeouts: Timeouts) -> None:
        """`connection` has had its answer's headers; the body is still to come."""
        self._connection = connection
        self._secret = secret
        self._limits = timeouts
        self._reader = Reader(secret)
        self._decoder: Decoder | None = None
        self._head = b""
        self._json: list[bytes] = []
        self._waited = 0.0  # seconds spent waiting since the last data
        self._letters = 0
        self._bytes = 0
        self._ended = False
        self._trouble: ScoutError | None = None

    async def more(self) -> list[WireEvent] | None:
        """Return the events of the next bytes, perhaps none; None when the answer has ended.

        Raises NetworkError. What came before the trouble has been returned by then.
        """
        if self._trouble is not None:
            raise self._trouble
        if self._ended:
            return None
        piece = await self._next()
        if piece is None:
            self._ended = True
            return self._measured(self._rest())
        return self._measured(self._taken(piece))

    def _taken(self, piece: bytes) -> list[WireEvent]:
        """Take bytes; the first that are not white space decide what this is."""
        if self._decoder is not None:
            return self._events_in(self._decoder, piece)
        if not self._json:
            self._head += piece
            if len(self._head) < len(_BOM) and _BOM.startswith(self._head):
                return []
            head, self._head = self._head.removeprefix(_BOM).lstrip(), b""
            if not head:
                return [KeepAlive()]
            if head[:1] != b"{":
                if head[:1] not in (b":", b"d", b"e", b"i", b"r") or "html" in self._kind:
                    raise not_the_api(200, head, self._secret)
                self._decoder = Decoder()
                return self._events_in(self._decoder, head)
            piece = head
        self._json.append(piece)
        self._bytes += len(piece)
        self._waited = 0.0
        if self._bytes > LARGEST_BODY:
            raise ReplyCut("The answer is larger than a reply can be.")
        return []

    def _events_in(self, decoder: Decoder, piece: bytes) -> list[WireEvent]:
        try:
            items = decoder.feed(piece)
        except EventTooLarge as error:
            items = error.before
            self._trouble = ReplyCut(
                "The service sent an event too large to be one; the reply was stopped there."
            )
        found = []
        for item in items:
            event = self._reader.read(item)
            if event is not None:
                found.append(event)
            if isinstance(event, StreamDone):
                # Some servers keep the connection open; nothing that counts comes after this.
                self._ended, self._trouble = True, None
                break
        return found

    def _rest(self) -> list[WireEvent]:
        """Return what the end of the connection completes."""
        if self._decoder is not None:
            found = (self._reader.read(item, cut=True) for item in self._decoder.flush())
            return [event for event in found if event is not None]
        said = b"".join(self._json)
        try:
            return self._reader.read_whole(said)
        except NotJson:
            if said.rstrip().endswith(b"}"):
                raise not_the_api(200, said, self._secret) from None
            return []  # cut in the middle: the fold sees that nothing came to an end

    @property
    def _kind(self) -> str:
        return self._connection.header("content-type").lower()

    async def _next(self) -> bytes | None:
        """Return the next bytes, None at the end. Raises Stalled, ConnectionLost."""
        from .lost import FOREIGN

        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(self._patience()):
                return await self._connection.read()
        except TimeoutError as error:
            if self._reader.finished:
                return None  # all but the usage is here; a missing cost is looked up later
            raise self._stalled(self._waited + loop.time() - began) from error
        except FOREIGN as error:
            if self._reader.finished:
                return None
            raise self._connection.lost(error) from error
        finally:
            self._waited += loop.time() - began

    def _patience(self) -> float | None:
        """Return the seconds to wait for the next bytes.

        Time in which nobody was reading (a slow caller, a computer asleep) does not count.
        """
        limits = self._limits
        ends = [limits.after_finish - self._waited] if self._reader.finished else []
        if limits.idle_bytes is not None:
            ends.append(limits.idle_bytes)
        if limits.idle_data is not None:
            ends.append(limits.idle_data - self._waited)
        return max(0.001, min(ends)) if ends else None

    def _stalled(self, waited: float) -> ScoutError:
        limit = self._limits.idle_data
        if limit is not None and waited >= limit:
            return Stalled(f"For {limit:.0f} seconds nothing but signs of life came.",
                           facts={"alive": True})  # fmt: skip
        return Stalled(
            f"Nothing came for {self._limits.idle_bytes or 0:.0f} seconds.", facts={"alive": False}
        )

    def _measured(self, events: list[WireEvent]) -> list[WireEvent]:
        for place, event in enumerate(events):
            if not isinstance(event, Chunk):
                continue
            self._waited = 0.0
            self._letters += len(event.text) + len(event.reasoning) + len(event.refusal)
            self._letters += sum(len(tool.arguments) + len(tool.name) for tool in event.tools)
            if self._letters > LARGEST_REPLY:
                self._trouble = ReplyCut("The reply grew past 4 million letters and was stopped.")
                return events[:place]
        return events
