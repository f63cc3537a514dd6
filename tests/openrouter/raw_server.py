"""A server that sends bytes as told and knows no HTTP: for faults that a real one cannot make.

    async with RawServer(b"HTTP/1.1 200 OK\\r\\n\\r\\n", ...) as server:
        ...  # server.address

A script is a list of steps for each connection: bytes to send, a number of seconds to pause, or
one of READ (the request up to the end of its body), RESET, HANG.
"""

from __future__ import annotations

import asyncio
import itertools
import socket
import struct
from collections.abc import Sequence
from types import TracebackType

from scout_desktop.chat.address import Address

READ, RESET, HANG = "read", "reset", "hang"
Step = bytes | float | str


def head(
    status: str = "200 OK", *headers: str, kind: str = "text/event-stream", close: bool = True
) -> bytes:
    """The head of an answer whose body ends with the connection."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers]
    return ("\r\n".join([*lines, *(["Connection: close"] if close else [])]) + "\r\n\r\n").encode()


def in_pieces(body: bytes, cuts: Sequence[int]) -> list[Step]:
    """The body, cut at these places; between two pieces the reader gets its turn."""
    places = [0, *sorted(cuts), len(body)]
    steps: list[Step] = []
    for start, end in itertools.pairwise(places):
        steps += [body[start:end], 0.0]
    return steps


class RawServer:
    """Plays one script to every connection, or the next of several to each."""

    def __init__(self, *scripts: Sequence[Step]) -> None:
        self._scripts = list(scripts)
        self._tasks: set[asyncio.Task[None]] = set()
        self.requests: list[bytes] = []
        self.opened = 0
        self.hung_up = 0
        """Connections whose client closed before the script's end, or stayed to a HANG and left."""

    async def __aenter__(self) -> RawServer:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.address = Address("http", "127.0.0.1", port, "/api/v1")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        script = self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]
        try:
            for step in script:
                await self._play(step, reader, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            self.hung_up += 1
        finally:
            writer.close()

    async def _play(
        self, step: Step, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if isinstance(step, bytes):
            writer.write(step)
            if writer.transport.get_write_buffer_size():
                await writer.drain()
            if writer.is_closing():
                raise ConnectionResetError
        elif step == READ:
            self.requests.append(await _request(reader))
        elif step == RESET:
            sock: socket.socket = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        elif step == HANG:
            await reader.read()
            self.hung_up += 1
        else:
            assert isinstance(step, float)
            await asyncio.sleep(step)


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    return head + await reader.readexactly(length)
