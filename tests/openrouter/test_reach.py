"""Nobody there, nobody to trust, nobody who listens: before an answer, on real sockets."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from scout_desktop.chat.errors import Retry, ScoutError
from scout_desktop.openrouter.client import Client
from scout_desktop.practice import PracticeServer
from tests.openrouter.conftest import PATIENT, QUESTION, ask
from tests.openrouter.raw_server import HANG, RawServer, head


async def test_a_port_where_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]

        with pytest.raises(ScoutError) as caught:
            await ask(f"http://127.0.0.1:{port}/api/v1")

    assert caught.value.kind == "unreachable"
    assert caught.value.retry is Retry.SAFE
    assert str(port) in caught.value.headline


async def test_a_server_that_never_takes_the_call() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        others = [socket.socket() for _ in range(8)]
        for other in others:
            other.setblocking(False)
            other.connect_ex(deaf.getsockname())
        try:
            with pytest.raises(ScoutError) as caught:
                await ask(f"http://127.0.0.1:{deaf.getsockname()[1]}", timeouts=replace(
                    PATIENT, connect=0.3))  # fmt: skip
        finally:
            for other in others:
                other.close()
    assert caught.value.kind == "unreachable"


async def test_a_name_that_does_not_exist() -> None:
    with pytest.raises(ScoutError) as caught:
        await ask("https://does-not-exist.invalid/api/v1")

    assert caught.value.kind == "unreachable"
    assert caught.value.retry is Retry.SAFE


async def test_tls_to_a_port_that_does_not_speak_it(service: PracticeServer) -> None:
    with pytest.raises(ScoutError) as caught:
        await ask(f"https://127.0.0.1:{service.port}/api/v1")
    assert caught.value.kind == "no_secure_connection"

    async with RawServer([HANG]) as silent:
        with pytest.raises(ScoutError) as caught:
            await ask(
                replace(silent.address, scheme="https"), timeouts=replace(PATIENT, connect=0.4)
            )
    assert caught.value.kind == "no_secure_connection"
    assert "nothing was sent" in caught.value.advice


@pytest.fixture
def own_certificate(tmp_path: Path) -> ssl.SSLContext:
    """What a server that vouches for itself shows."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def test_a_certificate_that_nobody_vouches_for(own_certificate: ssl.SSLContext) -> None:
    def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=own_certificate)
    try:
        with pytest.raises(ScoutError) as caught:
            await ask(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/v1")
    finally:
        server.close()
        await server.wait_closed()
    assert caught.value.kind == "no_secure_connection"
    assert "certificate" in caught.value.headline


async def test_a_large_picture_that_is_refused_before_it_is_sent() -> None:
    refusal = head("413 Too Large", "Content-Length: 41", kind="application/json")
    body = b'{"error":{"code":413,"message":"No, big"}}'
    async with RawServer([0.05, refusal, body[:41], 0.2]) as server:
        client = Client(server.address, timeouts=PATIENT)
        with pytest.raises(ScoutError) as caught:
            async for _ in client.stream(QUESTION, b"x" * 8_000_000):
                pass

    assert caught.value.kind in ("too_large", "connection_lost")


async def test_a_server_that_takes_no_more_of_the_request() -> None:
    async with RawServer([30.0]) as server:
        client = Client(server.address, timeouts=replace(PATIENT, upload=0.3))
        with pytest.raises(ScoutError) as caught:
            async for _ in client.stream(QUESTION, b"x" * 30_000_000):
                pass

    assert caught.value.kind == "connection_lost"
    assert "could not be sent" in caught.value.headline
