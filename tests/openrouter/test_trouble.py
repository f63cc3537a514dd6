"""What goes wrong on the way, on a real socket: each trouble has its own sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from scout_desktop.chat.address import Address
from scout_desktop.chat.errors import Retry, ScoutError
from scout_desktop.chat.turn import Chunk, Turn
from scout_desktop.openrouter.client import Client
from scout_desktop.practice import PracticeServer, Reply
from tests.openrouter.conftest import BODY, PATIENT, QUESTION, listen, partial
from tests.openrouter.raw_server import HANG, READ, RESET, RawServer, Step, head, in_pieces

FIRST = b'data: {"id":"gen-1","choices":[{"delta":{"content":"Hel"}}]}\n\n'
SECOND = b'data: {"choices":[{"delta":{"content":"lo"}}]}\n\n'
END = b'data: {"choices":[{"delta":{"content":""},"finish_reason":"stop"}]}\n\n'
DONE = b"data: [DONE]\n\n"
COMMENT = b": OPENROUTER PROCESSING\n\n"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script><body><h1>Welcome</h1> Sign in</body></html>"


async def played(*steps: Step, **limits: float) -> tuple[Turn, ScoutError | None]:
    if HANG in steps and not limits:
        before = steps[0] == HANG
        limits = {"first_byte": 0.3} if before else {"idle_bytes": 0.5, "after_finish": 0.2}
    async with RawServer([READ, *steps]) as server:
        return await partial(server, replace(PATIENT, **limits))


@pytest.mark.parametrize(
    ("steps", "text", "kind"),
    [
        ([head(), FIRST, SECOND, END, DONE], "Hello", None),
        ([head(), FIRST, SECOND, END, DONE, HANG], "Hello", None),
        ([head(), FIRST, SECOND, END], "Hello", None),
        ([head(), FIRST, SECOND, END, HANG], "Hello", None),
        ([head(), FIRST, SECOND, END, RESET], "Hello", None),
        ([head(), FIRST, SECOND, DONE], "Hello", None),
        ([head(), FIRST, SECOND], "Hello", "reply_cut"),
        ([head(), FIRST, SECOND[:30]], "Hel", "reply_cut"),
        ([head(), FIRST, 0.02, RESET], "Hel", "connection_lost"),
        ([head(), FIRST, HANG], "Hel", "stalled"),
        ([head(close=False, kind="text/event-stream\r\nTransfer-Encoding: chunked"),
          b"%x\r\n%s\r\n" % (len(FIRST), FIRST), b"50\r\ndata:"], "Hel", "connection_lost"),
        ([head(close=False, kind="text/event-stream\r\nTransfer-Encoding: chunked"),
          b"%x\r\n%s\r\n" % (len(FIRST), FIRST), b"zz\r\n"], "Hel", "connection_lost"),
        ([head("200 OK", "Content-Length: 9999"), FIRST], "Hel", "connection_lost"),
        ([head()], "", "reply_cut"),
        ([head(), b"\xef\xbb\xbf\r\n" + FIRST.replace(b"\n", b"\r") + END + DONE], "Hel", None),
        ([head(), COMMENT * 3 + FIRST + COMMENT + END + DONE], "Hel", None),
        ([head(kind="application/json"), FIRST, END, DONE], "Hel", None),
        ([head(kind="text/plain"), FIRST, END, DONE], "Hel", None),
    ],
)  # fmt: skip
async def test_how_a_reply_ends(steps: Sequence[Step], text: str, kind: str | None) -> None:
    turn, error = await played(*steps)

    assert str(turn.text) == text
    assert (error.kind if error else None) == kind
    if error is not None:
        assert error.retry is Retry.ASK
        assert "kept" in error.advice


@pytest.mark.parametrize(
    ("steps", "kind", "retry"),
    [
        ([], "connection_lost", Retry.ASK),
        ([RESET], "connection_lost", Retry.ASK),
        ([b"HTTP/1.1 200"], "connection_lost", Retry.ASK),
        ([HANG], "no_answer", Retry.ASK),
        ([b"SSH-2.0-OpenSSH_9.6\r\n\r\n"], "not_an_api", Retry.ASK),
        ([b"HTTP/1.1 200 OK\r\n" + b"X-A: %s\r\n" % (b"a" * 120_000)], "not_an_api", Retry.ASK),
        ([head(kind="text/html"), HTML], "not_an_api", Retry.ASK),
        ([head(kind="text/event-stream"), HTML], "not_an_api", Retry.ASK),
        ([head("511 Network Authentication Required", kind="text/html"), HTML], "not_an_api",
         Retry.SAFE),
        ([head("404 Not Found", kind="text/html"), HTML], "not_an_api", Retry.ASK),
        ([head("502 Bad Gateway", kind="text/html"), HTML], "provider_failed", Retry.ASK),
        ([head("503 Busy", kind="text/html"), HTML], "service_trouble", Retry.SAFE),
        ([head("413 Too Large", kind="text/html"), HTML], "too_large", Retry.NEVER),
        ([head("302 Found", "Location: https://portal.example/login")], "redirect_refused",
         Retry.ASK),
        ([head("204 No Content")], "not_an_api", Retry.ASK),
        ([head("500 Oh", "Content-Length: 500"), b'{"error"'], "service_trouble", Retry.ASK),
        ([head(kind="application/json"), b'{"hello": 1}'], "not_an_api", Retry.ASK),
        ([head(kind="application/json"), b'["hello"]'], "not_an_api", Retry.ASK),
        ([head(kind="application/json"), b'  {"choices": [{"mess'], "reply_cut", Retry.ASK),
    ],
)  # fmt: skip
async def test_no_reply_at_all(steps: Sequence[Step], kind: str, retry: Retry) -> None:
    _, error = await played(*steps)

    assert error is not None
    assert (error.kind, error.retry) == (kind, retry), error.sentence
    assert error.headline
    assert error.advice
    assert "<" not in error.sentence + error.detail


async def test_headers_that_drip_in_for_ever_are_not_waited_for() -> None:
    drip: list[Step] = [b"HTTP/1.1 200 OK\r\n"]
    for _ in range(200):
        drip += [b"X-A: b\r\n", 0.02]

    _, error = await played(*drip, first_byte=0.3)

    assert error is not None
    assert error.kind == "no_answer"
    assert "charged" in error.advice


async def test_comments_do_not_keep_a_dead_reply_alive_for_ever() -> None:
    for_ever = [COMMENT, 0.05] * 100
    turn, error = await played(head(), FIRST, *for_ever, idle_data=0.6)
    assert str(turn.text) == "Hel"
    assert error is not None
    assert (error.kind, error.facts) == ("stalled", {"alive": True})


async def test_keep_waiting_waits_as_long_as_there_is_life() -> None:
    limits = replace(PATIENT, idle_bytes=1.0, idle_data=None)
    async with RawServer([READ, head(), *([COMMENT, 0.05] * 30), FIRST, END, DONE]) as server:
        turn, error = await partial(server, limits)

    assert (str(turn.text), turn.comments, error) == ("Hel", 30, None)


async def test_white_space_before_json_is_a_sign_of_life() -> None:
    said = b'{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}'

    turn, error = await played(head(kind="application/json"), *([b" \n", 0.05] * 4), said)

    assert (str(turn.text), error) == ("Hello", None)
    assert turn.comments >= 4


async def test_a_slow_reader_is_not_a_stall() -> None:
    limits = replace(PATIENT, idle_bytes=0.8, idle_data=0.8)
    async with RawServer([READ, head(), FIRST, 0.05, SECOND, 0.05, END, DONE]) as server:
        turn = Turn()
        async for event in Client(server.address, timeouts=limits).stream(QUESTION, BODY):
            turn = turn.after(event)
            if isinstance(event, Chunk) and event.text:
                await asyncio.sleep(0.85)  # longer than any byte is waited for
    assert (str(turn.text), turn.failure()) == ("Hello", None)


async def test_an_event_without_end_is_stopped_and_the_text_before_it_kept() -> None:
    async with RawServer([READ, head(), FIRST, b"data: ", *[b"x" * 100_000] * 20]) as server:
        turn, error = await partial(server)

    assert str(turn.text) == "Hel"
    assert error is not None
    assert error.kind == "reply_cut"
    assert "too large" in error.headline


async def test_a_reply_without_end_is_stopped_at_four_million_letters() -> None:
    big = b'data: {"choices":[{"delta":{"content":"' + b"y" * 500_000 + b'"}}]}\n\n'
    async with RawServer([READ, head(), *[big] * 12]) as server:
        turn, error = await partial(server)

    assert len(turn.text) == 4_000_000
    assert error is not None
    assert error.kind == "reply_cut"


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "GZIP, identity"])
async def test_a_compressed_answer_is_refused(encoding: str) -> None:
    async with RawServer([READ, head("200 OK", f"Content-Encoding: {encoding}"), b"\x1f\x8b" * 90,
                          HANG]) as server:  # fmt: skip
        _, error = await partial(server)
        assert b"accept-encoding: identity\r\n" in server.requests[0].lower()

    assert error is not None
    assert error.kind == "not_an_api"
    assert "compressed" in error.headline


async def test_letters_cut_in_the_middle_and_line_ends_of_unicode() -> None:
    text = "a\u2028b\u2029c\u0085d 😀 नमस्ते 漢字"
    event = f'data: {{"choices":[{{"delta":{{"content":"{text}"}}}}]}}\n\n'.encode()
    body = event + END + DONE

    turn, error = await played(head(), *in_pieces(body, range(1, len(body))))

    assert (str(turn.text), error) == (text, None)


async def test_every_trouble_that_the_stand_in_can_play(service: PracticeServer) -> None:
    plays: list[tuple[Reply, str | None]] = [
        (Reply(text="Hi", cut="eof", framing="close", cut_after=1), "reply_cut"),
        (Reply(text="Hi there you", cut="fin", cut_after=1), "connection_lost"),
        (Reply(text="Hi there you", cut="rst", cut_after=1), "connection_lost"),
        (Reply(text="Hi there you", cut="mid-chunk", cut_after=1), "connection_lost"),
        (Reply(text="Hi there you", cut="bad-chunk", cut_after=1), "connection_lost"),
        (Reply(text="Hi there you", stall_after=1), "stalled"),
        (Reply(text="Hi", no_finish=True, done=False), "reply_cut"),
        (Reply(text="Hi", done=False), None),
        (Reply(text="Hi", usage="none"), None),
        (Reply(text="Hi", usage="empty-choices"), None),
        (Reply(text="Hi", usage="null-finish-after"), None),
        (Reply(text="Hi", stream=False, padding=5), None),
        (Reply(text="Hi a b c", in_band="top-level", error_after=2), "reply_failed"),
        (Reply(text="Hi a b c", in_band="finish-error", error_after=2), "reply_failed"),
        (Reply(text="Hi a b c", in_band="after-finish", error_after=2), "reply_failed"),
        (Reply(deltas=(), in_band="network-error"), "reply_failed"),
        (Reply(text="Hi", in_band="body", error_after=0, stream=False), "provider_failed"),
        (Reply(text="Hi", in_band="choice", error_after=1, stream=False), "reply_failed"),
        (Reply(text="Hi", in_band="body", padding=9, stream=False), "provider_failed"),
        (Reply(text="Hi 😀", newline="cr", bom=True, multiline=True, split_every=1), None),
        (Reply(text="Hi 😀", newline="crlf", ascii_only=True, split_surrogates=True), None),
        (Reply.failure(401), "key_rejected"),
        (Reply.failure(402), "out_of_credit"),
        (Reply.failure(408), "service_trouble"),
        (Reply.failure(422), "rejected"),
        (Reply.failure(500), "service_trouble"),
        (Reply.failure(529), "service_trouble"),
        (Reply.rate_limited(7), "rate_limited"),
        (Reply.rate_limited(7, platform=True), "rate_limited"),
        (Reply.page(), "not_an_api"),
        (Reply.redirect("https://elsewhere.example/"), "redirect_refused"),
    ]
    for play, kind in plays:
        service.queue(play)
        idle = 0.4 if play.stall_after is not None else 20.0
        turn, error = await partial(service, replace(PATIENT, idle_bytes=idle))
        assert (error.kind if error else None) == kind, (play, error and error.sentence)
        if play.text and "😀" in play.text:
            assert str(turn.text) == "Hi 😀"
    assert len(await listen(Client(Address.parse(service.base_url)))) > 3
