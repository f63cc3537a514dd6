"""OpenRouter's own host, played on this machine: a proxy whose tunnel ends in our own TLS.

The program under test believes that it speaks to https://openrouter.ai: it goes by the name, with
TLS, with the key and with everything that only that host is sent. Nothing leaves the machine.

    async with Impostor(tmp_path) as openrouter:      # under `openrouter.environment`
        ...
        openrouter.bodies
"""

from __future__ import annotations

import asyncio
import json
import ssl
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.openrouter.raw_server import _request

HOST = "openrouter.ai"
REPLY = (
    b': OPENROUTER PROCESSING\n\ndata: {"id":"gen-1","provider":"DeepInfra","choices":[{"index":0,'
    b'"delta":{"role":"assistant","content":"Fine."},"finish_reason":"stop"}]}\n\n'
    b'data: {"id":"gen-1","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,'
    b'"total_tokens":7,"cost":0.0000011,"is_byok":false}}\n\ndata: [DONE]\n\n'
)


class Impostor:
    def __init__(self, folder: Path) -> None:
        """Makes a certificate for the host in `folder`."""
        self._certificate, key = folder / "host.pem", folder / "host.key"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "2", "-subj", f"/CN={HOST}", "-addext",
             f"subjectAltName=DNS:{HOST}", "-keyout", key, "-out", self._certificate],
            check=True, capture_output=True,
        )  # fmt: skip
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(self._certificate, key)
        self.reply = REPLY
        self.heads: list[dict[str, str]] = []
        self.bodies: list[dict[str, Any]] = []
        self.asked_for: list[str] = []
        self.seen_through = 0
        """Handshakes that the other side broke off."""

    async def __aenter__(self) -> Impostor:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.environment = {
            "https_proxy": f"http://127.0.0.1:{port}",
            "SSL_CERT_FILE": str(self._certificate),
        }
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[0]
            assert asked == f"CONNECT {HOST}:443 HTTP/1.1".encode(), asked
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            try:
                await writer.start_tls(self._tls)
            except (ConnectionError, ssl.SSLError):
                self.seen_through += 1
                return
            head, _, body = (await _request(reader)).partition(b"\r\n\r\n")
            first, *lines = head.decode().split("\r\n")
            if first.startswith("POST"):
                self.asked_for.append(first)
                self.heads.append({k.lower(): v for k, v in (x.split(": ", 1) for x in lines)})
                self.bodies.append(json.loads(body))
                writer.write(_answer("text/event-stream", self.reply))
            else:
                writer.write(_answer("application/json", b'{"data":[]}'))
            await writer.drain()
        finally:
            writer.close()


def _answer(kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nX-Generation-Id: gen-1\r\n"
    return f"{head}Connection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
