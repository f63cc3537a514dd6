"""A reply is read once a frame: few reads, nothing lost, nothing late that a person waits for."""

from __future__ import annotations

import asyncio
import json
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from scout_desktop.chat.address import Address
from scout_desktop.chat.turn import Chunk, StreamDone, WireEvent
from scout_desktop.openrouter import line
from scout_desktop.openrouter.client import Client
from scout_desktop.openrouter.line import Lines
from scout_desktop.practice import PracticeServer, Reply
from tests.openrouter.conftest import BODY, PATIENT, QUESTION, ask, listen, until
from tests.openrouter.raw_server import HANG, READ, RawServer, Step, head

WORDS = tuple(f" w{number}" for number in range(300))


def event(text: str, finish: str | None = None, **more: object) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    value = {"id": "g", "object": "chat.completion.chunk", "choices": [choice], **more}
    return b"data: " + json.dumps(value).encode() + b"\n\n"


USAGE = event("", "stop", usage={"prompt_tokens": 3, "completion_tokens": 4, "cost": 0.1})


def texts(events: list[WireEvent]) -> list[str]:
    return [each.text for each in events if isinstance(each, Chunk) and each.text]


SLOW_MOTION = replace(PATIENT, frame=600.0)
"""A frame lasts longer than a test: what waits for one is seen to wait."""


async def test_many_words_come_in_few_reads_whole_and_in_order(service: PracticeServer) -> None:
    service.queue(Reply(deltas=WORDS, rate=500))

    events = await listen(Client(Address.parse(service.base_url)))

    assert "".join(texts(events)) == "".join(WORDS)
    assert len(texts(events)) < len(WORDS) / 3
    assert sum(each.events for each in events if isinstance(each, Chunk)) == len(WORDS) + 2
    assert isinstance(events[-1], StreamDone)


async def test_a_flood_comes_whole_too(service: PracticeServer) -> None:
    service.queue(Reply(deltas=WORDS * 40))

    turn = await ask(service.base_url)

    assert str(turn.text) == "".join(WORDS * 40)
    assert turn.failure() is None


async def test_the_first_word_waits_for_no_frame() -> None:
    script: list[Step] = [
        READ,
        head(),
        b": alive\n\n",
        0.05,
        b": alive\n\n",
        0.05,
        event("Hello"),
        HANG,
    ]
    async with RawServer(script) as server:
        async with aclosing(
            Client(server.address, timeouts=SLOW_MOTION).stream(QUESTION, BODY)
        ) as it:
            async for each in it:
                if isinstance(each, Chunk):
                    break
        assert each.text == "Hello"  # type: ignore[union-attr]  # it is the chunk


async def test_what_brings_much_is_followed_at_once() -> None:
    much = event("x" * line.MUCH)
    first, last = event("Hello" + "y" * line.MUCH), event("end" + "z" * line.MUCH, "stop")
    script: list[Step] = [READ, head(), first, 0.05, much, 0.05, much, 0.05, last]
    async with RawServer(script) as server:
        turn = await ask(server.address, timeouts=SLOW_MOTION)
    assert str(turn.text).startswith("Helloyyy")
    assert turn.finish_reason == "stop"


async def test_after_the_finish_reason_the_end_waits_for_no_frame() -> None:
    script: list[Step] = [READ, head(), event("Hello") + event("", "stop"), 0.05, USAGE, 0.05,
              b"data: [DONE]\n\n", HANG]  # fmt: skip
    async with RawServer(script) as server:
        turn = await ask(server.address, timeouts=SLOW_MOTION)
    assert turn.usage is not None
    assert turn.done


async def test_stop_does_not_wait_for_the_frame() -> None:
    got: list[str] = []

    async def read(address: Address) -> None:
        async with aclosing(Client(address, timeouts=SLOW_MOTION).stream(QUESTION, BODY)) as events:
            async for each in events:
                got.extend(texts([each]))

    script: list[Step] = [READ, head(), event("Hello"), 0.05, event(" not read any more"), HANG]
    async with RawServer(script) as server:
        task = asyncio.ensure_future(read(server.address))
        await until(lambda: got)
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: server.hung_up)
    assert got == ["Hello"]


@asynccontextmanager
async def encrypted(folder: Path, *records: bytes) -> AsyncIterator[tuple[int, ssl.SSLContext]]:
    """A server that sends each of `records` as a record of TLS, all of them at once."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(  # noqa: ASYNC221 - nothing else runs yet
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate, key)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(2)
        for record in records:
            writer.write(record)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=theirs)
    async with server:
        yield server.sockets[0].getsockname()[1], ssl.create_default_context(cafile=certificate)


async def test_what_is_decrypted_is_never_held_back(tmp_path: Path) -> None:
    """TLS gives out one record at a time; a frame for each would fall behind for ever."""
    records = [b"%d;" % number for number in range(500)]
    async with encrypted(tmp_path, *records) as (port, context):
        plain = await Lines().connect_tcp("127.0.0.1", port)
        secure = await plain.start_tls(context, "127.0.0.1")
        secure.pace(0.03)
        await secure.write(b"go")
        found = []
        while piece := await secure.more():
            found.append(piece)
        await secure.aclose()
    assert b"".join(found) == b"".join(records)
    assert len(found) < len(records) / 10
