"""The line to the service: a TCP or TLS stream that is read no more often than frames are shown.

A service sends a hundred small pieces a second, and waking the window for each of them costs more
than all else that is done with it. So after a read that brought little, the next one waits until
about a frame has passed; the kernel keeps what comes meanwhile and gives it out as one piece. What
has been decrypted is never held back: a read brings all of it.

Imports the HTTP library; loaded when something is first sent.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import anyio
import httpcore
from anyio.abc import ByteStream, SocketAttribute
from anyio.streams.tls import TLSAttribute, TLSStream

MUCH: Final = 16_384
"""Bytes; a read that brought as many is followed by the next at once."""
_MOST: Final = 262_144
"""Bytes of one read: what can be worked through in about 4 ms."""

_HEAD_END: Final = re.compile(rb"\n\r?\n")


class _Dry(Exception):
    """Nothing more can be had without waiting."""


class _Source(ByteStream):
    """A socket's stream with the frame between its reads."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._loop = asyncio.get_running_loop()
        self._read_at = float("-inf")
        """When a read last brought little."""
        self.frame = 0.0
        """Seconds between two reads; 0 to read whenever something comes."""
        self.at_hand_only = False
        """Whether to raise `_Dry` in place of touching the socket."""

    async def receive(self, max_bytes: int = _MOST) -> bytes:
        if self.at_hand_only:
            raise _Dry
        if self.frame and (wait := self._read_at + self.frame - self._loop.time()) > 0:
            # The stream below listens to its socket while it is being read and at no other time,
            # so nothing wakes the loop meanwhile. A cancellation does, at once.
            await asyncio.sleep(wait)
        data = await self._stream.receive(max_bytes)
        self._read_at = self._loop.time() if len(data) < MUCH else float("-inf")
        return data

    async def send(self, item: bytes) -> None:
        await self._stream.send(item)

    async def send_eof(self) -> None:
        await self._stream.send_eof()

    async def aclose(self) -> None:
        await self._stream.aclose()

    @property
    def extra_attributes(self) -> Mapping[Any, Callable[[], Any]]:
        return self._stream.extra_attributes


class Line(httpcore.AsyncNetworkStream):
    """One connection's bytes: heads for the HTTP library (`read`), bodies for us (`more`)."""

    def __init__(self, source: _Source, tls: TLSStream | None = None) -> None:
        """`tls` is the stream on top of `source`, where there is one."""
        self._source = source
        self._stream: ByteStream = tls or source
        self._is_tls = tls is not None
        self._kept = b""
        """What came behind the end of a head."""
        self._last = b""
        """The last bytes of a head whose end has not come."""
        self._trouble: Exception | None = None
        """What the next `more` raises."""

    def pace(self, frame: float) -> None:
        """Read once in so many seconds from now on, or with 0 whenever something comes."""
        self._source.frame = frame

    async def more(self) -> bytes:
        """Return the next bytes of a body, nothing at the end of the connection.

        Raises what anyio and ssl raise.
        """
        if self._kept:
            kept, self._kept = self._kept, b""
            return kept
        if self._trouble is not None:
            raise self._trouble
        try:
            first = await self._stream.receive(_MOST)
        except anyio.EndOfStream:
            return b""
        return await self._with_what_is_at_hand(first) if self._is_tls else first

    async def _with_what_is_at_hand(self, first: bytes) -> bytes:
        """Add what is already decrypted or can be: TLS gives out one record at a time."""
        found, size = [first], len(first)
        self._source.at_hand_only = True
        try:
            while size < _MOST:
                found.append(await self._stream.receive(_MOST))
                size += len(found[-1])
        except (_Dry, anyio.EndOfStream):
            pass  # an end of the stream is told again by the next read
        except (OSError, anyio.BrokenResourceError) as error:
            self._trouble = error  # behind what was found
        finally:
            self._source.at_hand_only = False
        return b"".join(found)

    # The signatures below are those of the HTTP library, which decides about timeouts.

    async def read(
        self,
        max_bytes: int,
        timeout: float | None = None,  # noqa: ASYNC109  as the library calls it
    ) -> bytes:
        """Return bytes of a head and none behind its end, which are for `more`."""
        data, self._kept = self._kept, b""
        if not data:
            with anyio.fail_after(timeout):
                try:
                    data = await self._stream.receive(max_bytes)
                except anyio.EndOfStream:
                    return b""
                except (anyio.BrokenResourceError, anyio.ClosedResourceError) as error:
                    raise httpcore.ReadError(str(error)) from error
        seen = self._last + data
        end = _HEAD_END.search(seen)
        if end is None:
            self._last = seen[-2:]
            return data
        cut = end.end() - len(self._last)
        self._last, self._kept = b"", data[cut:]
        return data[:cut]

    async def write(
        self,
        buffer: bytes,
        timeout: float | None = None,  # noqa: ASYNC109  as the library calls it
    ) -> None:
        """Send all of `buffer`."""
        if not buffer:
            return
        try:
            with anyio.fail_after(timeout):
                await self._stream.send(buffer)
        except TimeoutError as error:
            raise httpcore.WriteTimeout(str(error)) from error
        except (anyio.BrokenResourceError, anyio.ClosedResourceError) as error:
            # The library below then looks for an answer all the same: a server may refuse early.
            raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  as the library calls it
    ) -> Line:
        """Return the same connection, encrypted."""
        try:
            with anyio.fail_after(timeout):
                stream = await TLSStream.wrap(
                    self._stream,
                    ssl_context=ssl_context,
                    hostname=server_hostname,
                    server_side=False,
                    standard_compatible=False,
                )
        except (OSError, anyio.BrokenResourceError, anyio.EndOfStream) as error:
            await self.aclose()
            raise _not_connected(error) from error
        except BaseException:
            await self.aclose()
            raise
        return Line(self._source, stream)

    def get_extra_info(self, info: str) -> Any:
        """Return what the HTTP library asks about the connection."""
        if info == "ssl_object":
            return self._stream.extra(TLSAttribute.ssl_object, None)
        if info == "socket":
            return self._stream.extra(SocketAttribute.raw_socket, None)
        return None


class Lines(httpcore.AsyncNetworkBackend):
    """Opens lines for the HTTP library."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  as the library calls it
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Line:
        """Open a connection; nothing but where to is ever asked of us."""
        try:
            with anyio.fail_after(timeout):
                return Line(_Source(await anyio.connect_tcp(host, port)))
        except (OSError, anyio.BrokenResourceError) as error:
            raise _not_connected(error) from error

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


def _not_connected(error: Exception) -> Exception:
    """Return what the HTTP library expects for an error during connecting."""
    if isinstance(error, TimeoutError):
        return httpcore.ConnectTimeout(str(error))
    return httpcore.ConnectError(str(error))
