"""A client of the plainest kind: a socket, bytes written, bytes read. It believes nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

SCOUT = "meta-llama/llama-4-scout"


def ask(text: str = "Hello", *, stream: bool = True, **parameters: Any) -> dict[str, Any]:
    """The body of a simple chat request."""
    messages = [{"role": "user", "content": text}]
    return {"model": SCOUT, "messages": messages, "stream": stream, **parameters}


@dataclass
class Heard:
    """One answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes
    """After chunked framing has been taken off."""
    chunks: list[bytes]
    ended: str
    """How: "complete", "closed" (before the end of the framing) or "reset"."""

    @property
    def json(self) -> Any:
        return json.loads(self.body, parse_float=Decimal)

    @property
    def lines(self) -> list[bytes]:
        return self.body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")

    @property
    def comments(self) -> int:
        return sum(line.startswith(b":") for line in self.lines)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(d, parse_float=Decimal) for d in self.datas if d != b"[DONE]"]

    @property
    def datas(self) -> list[bytes]:
        body = b"\n".join(self.lines).removeprefix(b"\xef\xbb\xbf")
        found = []
        for block in body.split(b"\n\n"):
            data = [line[6:] for line in block.split(b"\n") if line.startswith(b"data: ")]
            if data:
                found.append(b"\n".join(data))
        return found

    @property
    def done(self) -> bool:
        return self.datas[-1:] == [b"[DONE]"]

    @property
    def text(self) -> str:
        return "".join(
            choice["delta"].get("content") or "" for e in self.events for choice in e["choices"]
        )

    @property
    def finishes(self) -> list[str | None]:
        return [choice["finish_reason"] for e in self.events for choice in e["choices"]]

    @property
    def usage(self) -> dict[str, Any]:
        found: dict[str, Any] = next(e["usage"] for e in reversed(self.events) if "usage" in e)
        return found


class Line:
    """One connection, kept open for as many requests as wanted."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    @classmethod
    async def open(cls, base_url: str) -> Line:
        url = urlsplit(base_url)
        return cls(*await asyncio.open_connection(url.hostname, url.port, limit=1 << 26))

    async def __aenter__(self) -> Line:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()
        try:
            await self.writer.wait_closed()
        except ConnectionError:
            return

    def send(self, method: str, target: str, body: Any = None, *headers: str) -> None:
        """Write a request; `body` bytes or anything JSON can say."""
        data = (
            body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        )
        lines = [f"{method} {target} HTTP/1.1", *headers, f"Content-Length: {len(data)}", "", ""]
        if not any(h.lower().startswith("host:") for h in headers):
            lines.insert(1, "Host: 127.0.0.1")
        self.writer.write("\r\n".join(lines).encode("latin-1") + data)

    async def hear(self) -> Heard:
        """Read one answer, however it ends."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        pairs = [line.split(": ", 1) for line in rest if line]
        headers = {name.lower(): value for name, value in pairs}
        heard = Heard(int(first.split(" ")[1]), headers, b"", [], "complete")
        try:
            await self._body(heard)
        except asyncio.IncompleteReadError as cut:
            heard.body += cut.partial
            heard.ended = "closed"
        except ConnectionResetError:
            heard.ended = "reset"
        return heard

    async def _body(self, heard: Heard) -> None:
        if heard.headers.get("transfer-encoding") == "chunked":
            while True:
                size = int(await self.reader.readuntil(b"\r\n"), 16)
                piece = await self.reader.readexactly(size)
                assert await self.reader.readexactly(2) == b"\r\n"
                if not size:
                    return
                heard.chunks.append(piece)
                heard.body += piece
        elif "content-length" in heard.headers:
            heard.body = await self.reader.readexactly(int(heard.headers["content-length"]))
        else:
            heard.body = await self.reader.read()


async def request(base_url: str, method: str, place: str, body: Any = None, *headers: str) -> Heard:
    """One request on its own connection; `place` is below the base, as "/models"."""
    async with await Line.open(base_url) as line:
        line.send(method, urlsplit(base_url).path + place, body, *headers)
        return await line.hear()


async def chat(base_url: str, body: dict[str, Any] | None = None, *headers: str) -> Heard:
    """One chat request."""
    return await request(base_url, "POST", "/chat/completions", body or ask(), *headers)


async def until(met: Callable[[], bool]) -> None:
    """Wait for something that nothing announces; `TimeoutError` after five seconds."""
    async with asyncio.timeout(5):
        while not met():  # noqa: ASYNC110 - the other side of a socket has no event to give
            await asyncio.sleep(0.005)
