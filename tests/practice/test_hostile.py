"""What a stranger on the same machine, or a web page, may try: refused, and the server lives on."""

from __future__ import annotations

import asyncio
import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from scout_desktop.practice import PracticeServer, Reply
from scout_desktop.practice.arrived import read
from scout_desktop.practice.server import MOST_CONNECTIONS
from scout_desktop.practice.speech import describe
from tests.practice.raw import Line, ask, chat, request, until


async def test_it_listens_on_loopback_only(service: PracticeServer) -> None:
    assert service.base_url.startswith("http://127.0.0.1:")
    assert service.port > 0
    _, writer = await asyncio.open_connection("127.0.0.1", service.port)
    assert writer.get_extra_info("peername")[0] == "127.0.0.1"
    writer.close()
    with pytest.raises(OSError, match="Connect call failed"):
        await asyncio.open_connection("::1", service.port)


@pytest.mark.parametrize("host", ["evil.example", "192.168.0.1", "127.0.0.1.evil.example", "[", ""])
async def test_a_page_that_renamed_itself_is_refused(service: PracticeServer, host: str) -> None:
    assert (await chat(service.base_url, None, f"Host: {host}")).status == 403


async def test_the_names_of_this_computer_are_taken(service: PracticeServer) -> None:
    for host in ("localhost", "127.0.0.1:1", "[::1]:80", "LOCALHOST:9"):
        assert (await chat(service.base_url, None, f"Host: {host}")).status == 200


async def test_a_web_page_may_not_post(service: PracticeServer) -> None:
    assert (await chat(service.base_url, None, "Origin: https://evil.example")).status == 403
    assert (await chat(service.base_url, None, "Origin: null")).status == 403


@pytest.mark.parametrize(
    "junk",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"\r\n\r\n\r\n",
        b"GET /api/v1/models HTTP/1.1\r\n\r\n",
        b"GET /api/v1/models HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 70_000,
    ],
)
async def test_what_is_not_http_is_answered_and_dropped(
    service: PracticeServer, junk: bytes
) -> None:
    async with await Line.open(service.base_url) as line:
        line.writer.write(junk)
        heard = await line.hear()
        assert heard.status in {400, 431, 505}
        assert heard.json["error"]["message"]
        assert await line.reader.read() == b""
    assert (await request(service.base_url, "GET", "/models")).status == 200


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 200_000, b'{"messages": []}', b"{}"]
)
async def test_a_body_that_is_no_request_is_answered_400(
    service: PracticeServer, body: bytes
) -> None:
    heard = await request(service.base_url, "POST", "/chat/completions", body)
    assert (heard.status, heard.json["error"]["code"]) == (400, 400)


async def test_a_body_beyond_64_mb_is_refused_before_it_is_read(service: PracticeServer) -> None:
    async with await Line.open(service.base_url) as line:
        head = b"POST /api/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
        line.writer.write(head + b"Content-Length: 67108865\r\n\r\n{")
        assert (await line.hear()).status == 413
    assert service.requests == []


async def test_a_large_body_is_taken(service: PracticeServer) -> None:
    assert (await chat(service.base_url, ask("word " * 800_000))).status == 200


async def test_a_client_may_ask_before_it_sends(service: PracticeServer) -> None:
    async with await Line.open(service.base_url) as line:
        head = b"POST /api/v1/auth/keys HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
        line.writer.write(head + b"Content-Length: 2\r\n\r\n")
        assert await line.reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.writer.write(b"{}")
        assert (await line.hear()).status == 403


async def test_an_old_client_is_answered_in_its_own_way(service: PracticeServer) -> None:
    async with await Line.open(service.base_url) as line:
        line.writer.write(b"GET /api/v1/models HTTP/1.0\r\nHost: localhost\r\n\r\n")
        heard = await line.hear()
        assert heard.status == 200
        assert heard.headers["connection"] == "close"
        assert await line.reader.read() == b""


async def test_too_many_clients_are_turned_away(service: PracticeServer) -> None:
    lines = [await Line.open(service.base_url) for _ in range(MOST_CONNECTIONS)]
    await until(lambda: service.connections_open == MOST_CONNECTIONS)
    async with await Line.open(service.base_url) as line:
        assert (await line.hear()).status == 503
    for line in lines:
        line.writer.close()
    await until(lambda: service.connections_open == 0)
    assert (await request(service.base_url, "GET", "/models")).status == 200


_json = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=8),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(
            some.sampled_from(["type", "text", "image_url", "url", "role", "content", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(some.dictionaries(some.sampled_from(["messages", "model", "stop", "stream", "a"]), _json))
def test_any_json_is_understood_as_far_as_it_goes(body: dict[str, object]) -> None:
    arrived = read(body)
    assert arrived.prompt_tokens >= 1
    assert "No model is involved" in describe(arrived)


async def test_garbled_requests_do_not_tire_it(service: PracticeServer) -> None:
    dice = random.Random(20261123)
    body = json.dumps(ask("Hello")).encode()
    head = (
        f"POST /api/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}"
    )
    good = head.encode() + b"\r\nContent-Type: application/json\r\n\r\n" + body
    for _ in range(300):
        bad = bytearray(good)
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(bad))
            bad[at : at + dice.randint(0, 4)] = dice.randbytes(dice.randint(0, 4))
        async with await Line.open(service.base_url) as line:
            line.writer.write(bytes(bad))
            line.writer.write_eof()
            answer = await asyncio.wait_for(line.reader.read(), 5)
            assert answer == b"" or answer.startswith(b"HTTP/1.1 ")
    assert (await chat(service.base_url)).done


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files as Linux does")
async def test_clients_that_come_and_go_leave_nothing_behind(service: PracticeServer) -> None:
    def open_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    await chat(service.base_url)
    await until(lambda: service.connections_open == 0)
    before = open_files()
    service.queue(*(Reply(stall_after=turn % 3, delay=60 * (turn % 5 == 0)) for turn in range(60)))
    for turn in range(60):
        async with await Line.open(service.base_url) as line:
            line.send("POST", "/api/v1/chat/completions", ask())
            await until(lambda seen=turn: len(service.chats) == seen + 2)
    await until(lambda: service.connections_open == 0)
    assert service.closed_early == 60
    assert open_files() == before
