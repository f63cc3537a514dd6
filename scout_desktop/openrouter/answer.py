"""The body of a chat answer as it comes off the network, with the patience that each part gets."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scout_desktop.chat.errors import ScoutError, Stalled
from scout_desktop.chat.secret import Secret
from scout_desktop.chat.turn import Chunk, WireEvent

from .patience import Patience
from .timeouts import Timeouts
from .unpack import Unpacker

if TYPE_CHECKING:
    from .connection import Connection


class Answer:
    """Reads one answer of status 200 to its end."""

    def __init__(self, connection: Connection, secret: Secret | None, timeouts: Timeouts) -> None:
        """`connection` has had its answer's headers; the body is still to come."""
        self._connection = connection
        self._limits = timeouts
        self._unpacker = Unpacker(secret, connection.header("content-type"), join=True)
        self._wait = Patience()
        self._waited = 0.0  # seconds spent waiting since the last data

    async def more(self) -> list[WireEvent] | None:
        """Return the events of the next bytes, perhaps none; None when the answer has ended.

        Raises NetworkError. What came before the trouble has been returned by then.
        """
        unpacker = self._unpacker
        if unpacker.trouble is not None:
            raise unpacker.trouble
        if unpacker.ended:
            return None
        piece = await self._next()
        events = unpacker.end() if piece is None else unpacker.feed(piece)
        # The first word is shown as soon as it is there; between the finish reason and the end no
        # text comes that could be worth waiting for.
        flowing = unpacker.started and not unpacker.finished
        self._connection.pace(self._limits.frame if flowing else 0.0)
        if unpacker.in_json or any(isinstance(event, Chunk) for event in events):
            self._waited = 0.0
        return events

    def close(self) -> None:
        """Wait no more."""
        self._wait.close()

    async def _next(self) -> bytes | None:
        """Return the next bytes, None at the end. Raises Stalled, ConnectionLost."""
        from .lost import FOREIGN

        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with self._wait.at_most(self._patience()):
                return await self._connection.read()
        except TimeoutError as error:
            if self._unpacker.finished:
                return None  # all but the usage is here; a missing cost is looked up later
            raise self._stalled(self._waited + loop.time() - began) from error
        except FOREIGN as error:
            if self._unpacker.finished:
                return None
            raise self._connection.lost(error) from error
        finally:
            self._waited += loop.time() - began

    def _patience(self) -> float | None:
        """Return the seconds to wait for the next bytes.

        Time in which nobody was reading (a slow caller, a computer asleep) does not count.
        """
        limits = self._limits
        ends = [limits.after_finish - self._waited] if self._unpacker.finished else []
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
