"""A reply streams in over a real socket, in every shape the service is known to use."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

from scout_desktop.practice import PracticeServer, Reply, content
from tests.practice import openapi
from tests.practice.raw import Heard, Line, ask, chat


async def test_a_question_is_answered_in_pieces_that_add_up(service: PracticeServer) -> None:
    service.queue(Reply(text="Two people under one umbrella."))
    heard = await chat(service.base_url)
    assert heard.status == 200
    assert heard.headers["content-type"] == "text/event-stream"
    assert heard.text == "Two people under one umbrella."
    assert len(heard.events) > 5
    assert heard.done
    assert heard.ended == "complete"
    assert {e["id"] for e in heard.events} == {heard.headers["x-generation-id"]}


async def test_every_chunk_satisfies_the_services_own_schema(service: PracticeServer) -> None:
    openapi.needed()
    service.queue(Reply(reasoning=("Well", " now"), refusal="No."))
    heard = await chat(service.base_url)
    assert [p for e in heard.events for p in openapi.validate_chunk(e)] == []


async def test_a_reply_that_comes_whole_satisfies_it_too(service: PracticeServer) -> None:
    openapi.needed()
    service.queue(Reply(padding=4))
    heard = await chat(service.base_url, ask(stream=False))
    assert heard.body.startswith(b"\n   ")
    assert openapi.validate_response("/chat/completions", "post", heard.json) == []
    assert heard.json["choices"][0]["message"]["content"] == content.PROSE


def _last_choices(heard: Heard) -> list[object]:
    last = next(e for e in reversed(heard.events) if "usage" in e)
    return [choice["finish_reason"] for choice in last["choices"]]


async def test_usage_comes_in_each_known_shape(service: PracticeServer) -> None:
    shapes = {
        "empty-choices": [],
        "repeat-finish": ["stop"],
        "null-finish-after": [None],
        "with-finish": ["stop"],
    }
    for shape, choices in shapes.items():
        service.queue(Reply(text="Hi", usage=shape))  # type: ignore[arg-type] # keys are the values
        heard = await chat(service.base_url)
        assert _last_choices(heard) == choices, shape
        assert heard.finishes.count("stop") == (2 if shape == "repeat-finish" else 1), shape
        assert heard.usage["completion_tokens"] == 1
    service.queue(Reply(usage="none"))
    heard = await chat(service.base_url)
    assert not any("usage" in e for e in heard.events)


async def test_cost_can_be_missing_or_byok_or_fixed(service: PracticeServer) -> None:
    service.queue(
        Reply(cost=False), Reply(byok=True), Reply(bill=Decimal("0.0000000039"), upstream=None)
    )
    assert "cost" not in (await chat(service.base_url)).usage
    own = (await chat(service.base_url)).usage
    assert own["is_byok"] is True
    assert own["cost_details"]["upstream_inference_cost"] > own["cost"]
    assert (await chat(service.base_url)).usage["cost"] == Decimal("0.0000000039")


async def test_comments_come_before_and_between(service: PracticeServer) -> None:
    service.queue(Reply(text="one two three four", comments=17, comment_every=2))
    heard = await chat(service.base_url)
    assert heard.comments == 17 + 2
    assert heard.lines[0] == b": OPENROUTER PROCESSING"


async def test_the_limit_and_the_stop_sequences_of_the_request_hold(
    service: PracticeServer,
) -> None:
    service.queue(Reply(deltas=("a", "b", "c", "d")), Reply(text="one two END three"))
    heard = await chat(service.base_url, ask(max_tokens=3))
    assert heard.text == "abc"
    assert set(heard.finishes) == {None, "length"}
    assert heard.usage["completion_tokens"] == 3
    heard = await chat(service.base_url, ask(stop=["END"]))
    assert heard.text == "one two "


async def test_native_finish_reasons_and_names_are_as_told(service: PracticeServer) -> None:
    service.queue(
        Reply(
            finish="length",
            native_finish="max_output_tokens",
            model="a/b-2025",
            provider="Groq",
            generation="gen-1-x",
            generation_header=False,
        )
    )
    heard = await chat(service.base_url)
    last = heard.events[-1]
    assert last["choices"][0]["native_finish_reason"] == "max_output_tokens"
    assert (last["model"], last["provider"], last["id"]) == ("a/b-2025", "Groq", "gen-1-x")
    assert "x-generation-id" not in heard.headers


async def test_the_scout_answers_under_its_dated_name(service: PracticeServer) -> None:
    heard = await chat(service.base_url)
    assert heard.events[0]["model"] == "meta-llama/llama-4-scout-17b-16e-instruct"
    assert heard.events[0]["provider"] == "DeepInfra"


@pytest.mark.parametrize("newline", ["lf", "crlf", "cr"])
async def test_framing_changes_and_the_words_do_not(service: PracticeServer, newline: str) -> None:
    service.queue(
        Reply(
            kind="all",
            newline=newline,  # type: ignore[arg-type] # the parameters are its values
            bom=True,
            multiline=True,
            ascii_only=True,
            split_every=7,
        )
    )
    heard = await chat(service.base_url)
    ends = {"lf": b"}\n\n", "crlf": b"}\r\n\r\n", "cr": b"}\r\r"}
    assert ends[newline] in heard.body
    assert heard.body.startswith(b"\xef\xbb\xbf")
    assert heard.text == content.KINDS["all"]
    assert {len(chunk) for chunk in heard.chunks[:-1]} == {7}


async def test_separators_inside_json_are_sent_raw(service: PracticeServer) -> None:
    service.queue(Reply(kind="separators"))
    heard = await chat(service.base_url)
    assert "\u2028".encode() in heard.body
    assert heard.text == content.KINDS["separators"]


async def test_an_emoji_can_be_split_into_two_deltas(service: PracticeServer) -> None:
    service.queue(Reply(text="Rain 🚲 ends", split_surrogates=True))
    heard = await chat(service.base_url)
    assert rb"\ud83d" in heard.body
    assert heard.text.encode("utf-16", "surrogatepass").decode("utf-16") == "Rain 🚲 ends"


async def test_given_cut_points_are_kept(service: PracticeServer) -> None:
    service.queue(Reply.verbatim(b"abcdefghij", split_at=(1, 4, 9)))
    heard = await chat(service.base_url)
    assert heard.chunks == [b"a", b"bcd", b"efghi", b"j"]


async def test_a_body_can_end_with_the_connection(service: PracticeServer) -> None:
    service.queue(Reply(text="Hi", framing="close"), Reply(text="Hi", framing="length"))
    heard = await chat(service.base_url)
    assert "transfer-encoding" not in heard.headers
    assert "content-length" not in heard.headers
    assert heard.done
    assert (await chat(service.base_url)).headers["content-length"]


async def test_the_form_of_the_answer_can_ignore_what_was_asked(service: PracticeServer) -> None:
    service.queue(Reply(text="Hi", stream=False), Reply(text="Hi", stream=True))
    assert (await chat(service.base_url)).json["choices"][0]["message"]["content"] == "Hi"
    assert (await chat(service.base_url, ask(stream=False))).text == "Hi"


async def test_one_connection_serves_many_requests_also_early_ones(
    service: PracticeServer,
) -> None:
    service.queue(Reply(text="first", rate=200), Reply(text="second"), Reply(text="third"))
    async with await Line.open(service.base_url) as line:
        line.send("POST", "/api/v1/chat/completions", ask())
        line.send("POST", "/api/v1/chat/completions", ask())
        assert (await line.hear()).text == "first"
        assert (await line.hear()).text == "second"
        line.send("POST", "/api/v1/chat/completions", ask())
        assert (await line.hear()).text == "third"
        assert service.connections_open == 1
    assert service.closed_early == 0


async def test_many_clients_are_served_at_once(service: PracticeServer) -> None:
    service.queue(*(Reply(text=f"answer {n}", rate=100) for n in range(20)))
    heard = await asyncio.gather(*(chat(service.base_url) for _ in range(20)))
    assert sorted(h.text for h in heard) == sorted(f"answer {n}" for n in range(20))


async def test_long_replies_have_the_length_asked_for(service: PracticeServer) -> None:
    service.queue(Reply(kind="long", tokens=5000))
    heard = await chat(service.base_url)
    assert heard.usage["completion_tokens"] == 5000
