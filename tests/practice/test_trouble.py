"""Everything that goes wrong between a question and its answer can be made to go wrong here."""

from __future__ import annotations

import asyncio

import pytest

from scout_desktop.practice import PracticeServer, Reply, Script
from tests.practice import openapi
from tests.practice.raw import Heard, Line, ask, chat, request, until

WORDS = Reply(deltas=("a", "b", "c", "d", "e", "f"))


def _reply(**changes: object) -> Reply:
    return Reply(deltas=WORDS.deltas, **changes)  # type: ignore[arg-type] # any field of Reply


def _errors(heard: Heard) -> list[object]:
    return [e["error"]["code"] for e in heard.events if "error" in e]


async def test_an_error_before_the_first_word_is_a_status(service: PracticeServer) -> None:
    for status in (400, 401, 402, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504, 524, 529):
        service.queue(Reply.failure(status))
        heard = await chat(service.base_url)
        assert heard.status == status
        assert heard.json["error"]["code"] == status
        assert heard.json["error"]["message"]


async def test_a_provider_error_carries_its_reason(service: PracticeServer) -> None:
    metadata = {"provider_name": "OpenAI", "raw": '{"error": {"message": "say json"}}'}
    service.queue(Reply.failure(400, "Provider returned error", metadata))
    assert (await chat(service.base_url)).json["error"]["metadata"] == metadata


async def test_rate_limits_say_how_long(service: PracticeServer) -> None:
    service.queue(Reply.rate_limited(7), Reply.rate_limited(3, platform=True))
    heard = await chat(service.base_url)
    assert heard.headers["retry-after"] == "7"
    assert "x-ratelimit-reset" not in heard.headers
    heard = await chat(service.base_url)
    assert heard.headers["x-ratelimit-remaining"] == "0"


async def test_a_captive_portal_a_redirect_and_a_foreign_error_body(
    service: PracticeServer,
) -> None:
    service.queue(
        Reply.page(), Reply.redirect("https://example.com/"), Reply.json({"detail": "no"}, 401)
    )
    heard = await chat(service.base_url)
    assert (heard.status, heard.headers["content-type"]) == (200, "text/html; charset=utf-8")
    heard = await chat(service.base_url)
    assert (heard.status, heard.headers["location"]) == (307, "https://example.com/")
    assert (await chat(service.base_url)).json == {"detail": "no"}


async def test_an_error_can_break_into_a_reply_in_each_documented_form(
    service: PracticeServer,
) -> None:
    service.queue(_reply(in_band="top-level", error_code=429))
    heard = await chat(service.base_url)
    assert (heard.text, _errors(heard), set(heard.finishes)) == ("abc", [429], {None})
    service.queue(_reply(in_band="finish-error"))
    heard = await chat(service.base_url)
    assert (heard.text, _errors(heard), heard.finishes[-1]) == ("abc", [502], "error")
    service.queue(_reply(in_band="after-finish", finish="length", error_code=400))
    heard = await chat(service.base_url)
    assert (heard.text, _errors(heard)) == ("abcdef", [400])
    assert heard.finishes[-2:] == ["length", None]
    assert heard.usage["completion_tokens"] == 6
    assert heard.done
    service.queue(Reply(in_band="network-error", text=""))
    heard = await chat(service.base_url)
    assert (heard.text, heard.finishes, _errors(heard)) == ("", ["stop"], [])
    assert heard.events[0]["choices"][0]["native_finish_reason"] == "network_error"
    assert "usage" not in heard.events[0]
    service.queue(_reply(in_band="choice"))
    heard = await chat(service.base_url)
    assert heard.events[-1]["choices"][0]["error"]["code"] == 502
    service.queue(Reply(in_band="body", error_after=0))
    heard = await chat(service.base_url)
    assert heard.datas[0].startswith(b'{"error":')


async def test_error_chunks_satisfy_the_services_schema(service: PracticeServer) -> None:
    openapi.needed()
    for form in ("top-level", "finish-error", "after-finish"):
        service.queue(_reply(in_band=form))
        heard = await chat(service.base_url)
        assert [p for e in heard.events for p in openapi.validate_chunk(e)] == []


async def test_a_whole_reply_can_be_an_error_under_status_200(service: PracticeServer) -> None:
    service.queue(Reply(in_band="body", padding=2), Reply(in_band="choice"))
    heard = await chat(service.base_url, ask(stream=False))
    assert heard.status == 200
    assert heard.json["error"]["code"] == 502
    heard = await chat(service.base_url, ask(stream=False))
    assert heard.json["choices"][0]["error"]["message"] == "Provider returned error"
    assert heard.json["choices"][0]["finish_reason"] == "error"


@pytest.mark.parametrize("cut", ["fin", "rst", "mid-chunk"])
async def test_a_connection_can_drop_in_each_way(service: PracticeServer, cut: str) -> None:
    service.queue(_reply(cut=cut, cut_after=3))
    heard = await chat(service.base_url)
    assert heard.ended == ("reset" if cut == "rst" else "closed")
    assert b"".join(heard.chunks).count(b"data: ") == 3
    assert heard.body.endswith(b'data: {"id":"gen-') is (cut == "mid-chunk")
    assert service.closed_early == 0


async def test_a_chunk_size_can_be_nonsense(service: PracticeServer) -> None:
    service.queue(_reply(cut="bad-chunk", cut_after=1))
    with pytest.raises(ValueError, match="not-a-size"):
        await chat(service.base_url)


async def test_a_stream_can_end_cleanly_and_too_early(service: PracticeServer) -> None:
    service.queue(_reply(cut="eof", cut_after=2), _reply(done=False))
    heard = await chat(service.base_url)
    assert (heard.ended, heard.text, heard.done) == ("complete", "ab", False)
    heard = await chat(service.base_url)
    assert (heard.text, heard.done, "stop" in heard.finishes) == ("abcdef", False, True)


async def test_a_body_can_be_cut_at_any_byte(service: PracticeServer) -> None:
    whole = b'data: {"choices":[]}\n\ndata: [DONE]\n\n'
    for at in range(len(whole)):
        service.queue(Reply.verbatim(whole, cut="eof", cut_after_bytes=at))
        heard = await chat(service.base_url)
        assert (heard.ended, heard.body) == ("complete", whole[:at])
    service.queue(Reply.verbatim(whole, framing="close", cut_after_bytes=5))
    assert (await chat(service.base_url)).body == whole[:5]


async def test_a_stall_lasts_until_the_client_leaves(service: PracticeServer) -> None:
    service.queue(_reply(stall_after=2))
    async with await Line.open(service.base_url) as line:
        line.send("POST", "/api/v1/chat/completions", ask())
        seen = b""
        while seen.count(b"data: ") < 2:
            seen += await line.reader.read(4096)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(line.reader.read(1), 0.2)
    await until(lambda: service.closed_early == 1)
    await until(lambda: service.connections_open == 0)


async def test_a_stall_can_pass_or_go_on_with_comments_only(service: PracticeServer) -> None:
    service.queue(_reply(stall_after=2, stall=0.05))
    assert (await chat(service.base_url)).text == "abcdef"
    service.queue(_reply(stall_after=2, stall=0.05, silent_stall=False, comment_interval=0.01))
    heard = await chat(service.base_url)
    assert heard.text == "abcdef"
    assert heard.comments == 5


async def test_the_head_can_be_late_or_drip(service: PracticeServer) -> None:
    loop = asyncio.get_running_loop()
    service.queue(Reply(text="Hi", delay=0.15), Reply(text="Hi", drip=0.001))
    began = loop.time()
    assert (await chat(service.base_url)).text == "Hi"
    assert loop.time() - began >= 0.15
    assert (await chat(service.base_url)).text == "Hi"


async def test_a_client_that_leaves_before_the_head_is_noticed(service: PracticeServer) -> None:
    service.queue(Reply(delay=60))
    async with await Line.open(service.base_url) as line:
        line.send("POST", "/api/v1/chat/completions", ask())
        await until(lambda: len(service.chats) == 1)
    await until(lambda: service.closed_early == 1)


async def test_a_client_that_closes_on_the_last_word_did_not_stop_it(
    service: PracticeServer,
) -> None:
    for _ in range(20):
        async with await Line.open(service.base_url) as line:
            line.send("POST", "/api/v1/chat/completions", ask())
            await line.reader.readuntil(b"[DONE]")
    await until(lambda: service.connections_open == 0)
    assert service.closed_early == 0


async def test_closing_the_server_drops_everybody_at_once() -> None:
    async with PracticeServer(Script(default=_reply(stall_after=1)), as_service=True) as server:
        line = await Line.open(server.base_url)
        line.send("POST", "/api/v1/chat/completions", ask())
        await line.reader.readuntil(b"data: ")
    assert server.connections_open == 0
    async with line:
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await line.reader.readuntil(b"[DONE]")


async def test_other_endpoints_can_fail_too(service: PracticeServer) -> None:
    service.queue_at("GET /models", Reply.failure(503), Reply.page())
    assert (await request(service.base_url, "GET", "/models")).status == 503
    assert b"<html>" in (await request(service.base_url, "GET", "/models")).body
    assert (await request(service.base_url, "GET", "/models")).json["data"]
