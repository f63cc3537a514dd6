"""One HTTP/1.1 connection: requests in, answers out as a script wants.

A request that is refused is answered and the connection closed. Answers are written by hand,
because half of them must be wrong on purpose. A client that hangs up is noticed at once, also
during a pause.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from scout_desktop.practice.incoming import HEAD_LIMIT, Gone, Refused, Request, read_request
from scout_desktop.practice.reply import FOREVER, Framing
from scout_desktop.practice.steps import Broken, Pause, Piece, Step
from scout_desktop.practice.wire import envelope, to_json

_NO_LINGER: Final = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
_PATIENCE: Final = 120.0  # for a request to begin and be complete
_LINGER: Final = 1.0


def _nothing(_count: int) -> None:
    """Nobody counts."""


def _no_end(_early: bool) -> None:
    """Nobody waits."""


@dataclass
class Answer:
    """A response on its way; `progress` hears deltas sent, `ended` if the client left early."""

    status: int
    headers: tuple[tuple[str, str], ...]
    steps: Iterator[Step]
    framing: Framing = "chunked"
    delay: float = 0
    drip: float = 0
    progress: Callable[[int], None] = _nothing
    ended: Callable[[bool], None] = _no_end


def plain(status: int, message: str = "", headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """An error answer in the service's envelope."""
    kind = ("Content-Type", "application/json")
    body = Piece(to_json(envelope(status, message)))
    return Answer(status, (kind, *headers), iter((body,)), framing="length")


@dataclass
class Connection:
    """Serves one client until it leaves."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    answer: Callable[[Request], Awaitable[Answer]]
    hung_up: Callable[[], None]
    _unread: bytes = b""
    _watch: asyncio.Task[bytes] | None = None
    _due: float = field(default=0.0)

    async def serve(self) -> None:
        """Answer requests one after another; returns when the connection is to be closed."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(Gone, ConnectionError, TimeoutError):
            while True:
                try:
                    async with asyncio.timeout(_PATIENCE):
                        request, self._unread = await read_request(
                            self.reader, self.writer, self._unread
                        )
                    answer = await self.answer(request)
                except Refused as refused:
                    await self._send(plain(refused.status, refused.message), None)
                    await self._linger()
                    return
                if not await self._send(answer, request):
                    return

    async def turn_away(self, answer: Answer) -> None:
        """Give one answer without reading a request, and close."""
        with suppress(Gone, ConnectionError):
            await self._send(answer, None)
            await self._linger()

    async def _send(self, answer: Answer, request: Request | None) -> bool:
        """Send one answer. True when another request may follow on the same connection."""
        closes = request is None or request.version != "1.1"
        closes = closes or "close" in (request.header("connection").lower() if request else "")
        framing: Framing = answer.framing
        if framing == "chunked" and request is not None and request.version != "1.1":
            framing = "close"
        bodiless = request is not None and request.method == "HEAD"
        steps = answer.steps
        headers = list(answer.headers)
        if framing == "length":
            whole = list(steps)
            size = sum(len(s.data) for s in whole if isinstance(s, Piece))
            headers.append(("Content-Length", str(size)))
            steps = iter(whole)
        elif framing == "chunked":
            headers.append(("Transfer-Encoding", "chunked"))
        closes = closes or framing == "close"
        if closes:
            headers.append(("Connection", "close"))
        early = True
        try:
            async with self._watching():
                await self._pause(answer.delay)
                await self._head(answer, headers)
                whole_body = bodiless or await self._body(answer, steps, framing)
                early = False
        except (Gone, ConnectionError):
            self.hung_up()
            raise
        finally:
            answer.ended(early)
        return whole_body and not closes

    async def _head(self, answer: Answer, headers: list[tuple[str, str]]) -> None:
        try:
            phrase = HTTPStatus(answer.status).phrase
        except ValueError:
            phrase = "Unusual"
        lines = [f"HTTP/1.1 {answer.status} {phrase}", *(f"{k}: {v}" for k, v in headers), "", ""]
        head = "\r\n".join(lines).encode("latin-1")
        for at in range(len(head) if answer.drip else 0):
            await self._write(head[at : at + 1])
            await self._pause(answer.drip)
        if not answer.drip:
            await self._write(head)

    async def _body(self, answer: Answer, steps: Iterator[Step], framing: Framing) -> bool:
        """Carry out the steps. False when the connection must be closed after them."""
        end = b"0\r\n\r\n" if framing == "chunked" else b""
        held: Piece | None = None  # The last piece goes out together with the end of the body:
        count = 0  # a client that closes on reading [DONE] has then not hung up early.
        for step in steps:
            if held is not None:
                await self._write(_wrap(held.data, framing))
                answer.progress(held.deltas)
                held = None
                count += 1
                if count % 16 == 0:
                    await self._pause(0)
            if isinstance(step, Piece):
                held = step
            elif isinstance(step, Pause):
                await self._pause(step.seconds)
            else:
                return await self._break(step, end)
        if held is not None:
            end = _wrap(held.data, framing) + end
            await self._write(end)
            answer.progress(held.deltas)
        elif end:
            await self._write(end)
        return True

    async def _break(self, step: Broken, end: bytes) -> bool:
        if step.cut == "eof":
            await self._write(end)
            return True
        if step.cut == "mid-chunk":
            await self._write(b'40\r\ndata: {"id":"gen-')
        elif step.cut == "bad-chunk":
            await self._write(b"not-a-size\r\n")
        elif step.cut == "rst":
            # Let what was written reach the client first: a reset throws away what is unread.
            await self._pause(0.05)
            sock = self.writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            self.writer.transport.abort()
        return False

    async def _write(self, data: bytes) -> None:
        if not data:
            return
        self.writer.write(data)
        await self.writer.drain()
        if self._watch is not None and self._watch.done():
            self._heard()

    @asynccontextmanager
    async def _watching(self) -> AsyncIterator[None]:
        """Keep a reader on the socket, so that a hang-up is seen while nothing is being written."""
        self._due = asyncio.get_running_loop().time()
        self._watch = asyncio.ensure_future(self.reader.read(HEAD_LIMIT))
        try:
            yield
        finally:
            watch, self._watch = self._watch, None
            if watch is not None:
                watch.cancel()
                await asyncio.wait({watch})
                if not watch.cancelled() and watch.exception() is None:
                    self._unread += watch.result()

    def _heard(self) -> None:
        """The watcher read something: the end, or the next request come early."""
        watch = self._watch
        if watch is None:
            return
        data = watch.result()
        if not data:
            raise Gone
        self._unread += data
        if len(self._unread) > HEAD_LIMIT * 16:
            raise Gone
        self._watch = asyncio.ensure_future(self.reader.read(HEAD_LIMIT))

    async def _pause(self, seconds: float) -> None:
        """Wait; raises `Gone` when the client leaves meanwhile."""
        clock = asyncio.get_running_loop().time
        # Pauses add up to a schedule, so a rate is kept even where each wait comes late.
        self._due = max(self._due, clock() - 0.25) + max(seconds, 0)
        if seconds == 0:
            self._due = min(self._due, clock())
        while True:
            left = None if seconds == FOREVER else max(self._due - clock(), 0)
            watch = self._watch
            if watch is None:
                return
            if left == 0:
                await asyncio.sleep(0)
            else:
                await asyncio.wait({watch}, timeout=left)
            if watch.done():
                self._heard()
            elif left is not None and self._due <= clock():
                return

    async def _linger(self) -> None:
        """Read what a refused client is still sending, or it would lose the answer to a reset."""
        with suppress(TimeoutError, ConnectionError):
            if self.writer.can_write_eof():
                self.writer.write_eof()
            async with asyncio.timeout(_LINGER):
                while await self.reader.read(HEAD_LIMIT):
                    pass


def _wrap(data: bytes, framing: Framing) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data) if framing == "chunked" and data else data
