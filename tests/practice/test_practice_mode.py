"""A newcomer practises without a key: the reply is honest and exact about what arrived."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from scout_desktop.practice import PracticeServer, Reply, Script, content
from scout_desktop.practice.arrived import read
from scout_desktop.practice.speech import describe
from tests.practice.pictures import data_url, png
from tests.practice.raw import SCOUT, ask, chat


@pytest.fixture
async def practice() -> AsyncIterator[PracticeServer]:
    async with PracticeServer(Script()) as server:  # Script() is quick; the default has a pace
        yield server


def _look(text: str, *urls: str, **parameters: Any) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [{"type": "text", "text": text}]
    parts += [{"type": "image_url", "image_url": {"url": url}} for url in urls]
    return ask(**parameters) | {"messages": [{"role": "user", "content": parts}]}


async def test_the_reply_says_that_no_model_is_involved(practice: PracticeServer) -> None:
    heard = await chat(
        practice.base_url,
        ask("What is the capital of France?", stream_options={"include_usage": True}),
    )
    assert heard.text.startswith("**Practice mode.** No model is involved")
    assert "Paris" not in heard.text
    assert "30 characters in your newest message" in heard.text
    assert "**Pictures:** none" in heard.text
    assert "**Parameters:** none changed" in heard.text
    assert heard.events[0]["provider"] == "Practice"


async def test_every_picture_is_described(practice: PracticeServer) -> None:
    urls = [data_url(png(336, 336)), data_url(png(1280, 720), "image/jpeg")]
    heard = await chat(practice.base_url, _look("Compare", *urls))
    assert "1. PNG, 336 by 336 pixels, 1 tile, 147 tokens, " in heard.text
    assert "2. PNG (announced as image/jpeg), 1,280 by 720 pixels" in heard.text
    assert "4 by 3 tiles and a global one, 1,887 tokens, " in heard.text
    assert f"{heard.usage['prompt_tokens']:,} tokens in" in heard.text


async def test_a_real_photograph_is_described(practice: PracticeServer) -> None:
    samples = Path(__file__).parents[2] / "resources" / "samples"
    found = sorted(samples.glob("*.jp*g")) + sorted(samples.glob("*.png"))
    if not found:
        pytest.skip("there are no sample pictures in resources/samples")
    for sample in found:
        data = sample.read_bytes()
        heard = await chat(
            practice.base_url, _look("What is in the sample picture?", data_url(data))
        )
        assert f"{len(data):,} bytes" in heard.text
        assert "About the sample picture" in heard.text


async def test_what_is_not_a_picture_is_said_to_be_none(practice: PracticeServer) -> None:
    urls = ["https://example.com/a.png", "data:image/png;base64,%%%", data_url(b"hello")]
    heard = await chat(practice.base_url, _look("And these?", *urls))
    assert "(a web address, which is not fetched), 0 bytes" in heard.text
    assert "(its base64 is broken)" in heard.text
    assert heard.text.count("not a picture I know") == 3
    assert "5 bytes" in heard.text


async def test_parameters_are_shown_as_received(practice: PracticeServer) -> None:
    heard = await chat(practice.base_url, ask(temperature=0.25, stop=["``x"], logit_bias={"1": -5}))
    assert "  - `temperature`: `0.25`\n" in heard.text
    assert '  - `stop`: ``` ["``x"] ```\n' in heard.text
    assert '  - `logit_bias`: `{"1": -5}`\n' in heard.text


async def test_earlier_turns_and_the_system_prompt_are_counted(practice: PracticeServer) -> None:
    turns = [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": _look("One", data_url(png(10, 10)))["messages"][0]["content"]},
        {"role": "assistant", "content": "Two"},
        _look("Three", data_url(png(20, 20)))["messages"][0],
    ]
    heard = await chat(practice.base_url, ask() | {"messages": turns})
    assert "5 characters in your newest message" in heard.text
    assert "**System prompt:** 8 characters" in heard.text
    assert "**Earlier messages:** 2" in heard.text
    assert "10 by 10 pixels, 1 tile, 147 tokens, " in heard.text
    assert heard.text.count("sent again from an earlier message") == 1


async def test_json_is_answered_with_json(practice: PracticeServer) -> None:
    heard = await chat(
        practice.base_url, ask(stream=False, response_format={"type": "json_object"})
    )
    assert '"practice": "No model is involved' in heard.json["choices"][0]["message"]["content"]


async def test_practice_keeps_a_pace_one_can_watch() -> None:
    async with PracticeServer() as server:
        assert (await chat(server.base_url, ask("practice: fast\npractice: x"))).done
        server.queue(Reply(text="a b c", rate=30))
        assert (await chat(server.base_url)).text == "a b c"


async def test_a_person_can_ask_for_each_kind_of_text(practice: PracticeServer) -> None:
    for kind in ("table", "code", "hindi", "Arabic", "LIST"):
        heard = await chat(practice.base_url, ask(f"Please.\nPractice: {kind}"))
        assert heard.text == content.KINDS[kind.lower()]
    heard = await chat(practice.base_url, ask("practice: long 300"))
    assert heard.usage["completion_tokens"] == 300


async def test_a_person_can_ask_for_trouble(practice: PracticeServer) -> None:
    url = practice.base_url
    heard = await chat(url, ask("practice: error 429"))
    assert (heard.status, heard.headers["retry-after"]) == (429, "20")
    assert (await chat(url, ask("practice: error 503"))).status == 503
    assert (await chat(url, ask("practice: cut"))).ended == "closed"
    assert not (await chat(url, ask("practice: truncate"))).done
    assert "error" in (await chat(url, ask("practice: break"))).events[-1]
    heard = await chat(url, ask("practice: blank"))
    assert heard.events[-1]["choices"][0]["native_finish_reason"] == "network_error"
    assert "length" in (await chat(url, ask("practice: length"))).finishes
    assert "usage" not in (await chat(url, ask("practice: no usage"))).events[-1]
    assert "cost" not in (await chat(url, ask("practice: no cost"))).usage


async def test_help_names_every_order_and_each_one_works(practice: PracticeServer) -> None:
    heard = await chat(practice.base_url, ask("practice: help"))
    assert "No model is involved" in heard.text
    kinds = set(re.findall(r"`(\w+)`", heard.text))
    assert set(content.KINDS) - {"empty"} <= kinds
    heard = await chat(practice.base_url, ask("practice: fly"))
    assert heard.text.startswith("I do not know the order `fly`.")


async def test_the_service_proper_obeys_no_orders() -> None:
    async with PracticeServer(as_service=True) as server:
        assert (await chat(server.base_url, ask("practice: error 500"))).text == content.PROSE


@settings(max_examples=50)
@given(some.text(max_size=40), some.text(max_size=20), some.text(max_size=40))
def test_no_parameter_can_break_out_of_its_code_span(text: str, name: str, value: str) -> None:
    from markdown_it import MarkdownIt

    body = {"model": SCOUT, "messages": [{"role": "user", "content": text}], "z" + name: value}
    said = describe(read(body))
    html = [token.type for token in MarkdownIt().parse(said)]
    assert "html_block" not in html
    assert html.count("bullet_list_open") == 2
    inner = [c.type for t in MarkdownIt().parse(said) for c in (t.children or [])]
    assert inner.count("code_inline") == 3  # the name, the value, and the offer of help
    assert not {"html_inline", "link_open", "image"} & set(inner)


def test_every_sample_is_cut_into_pieces_without_loss() -> None:
    for kind, text in content.KINDS.items():
        assert "".join(content.pieces(text)) == text, kind
    assert len(content.of_kind("long")) == 2000
    with pytest.raises(ValueError, match="no content kind 'poem'"):
        content.of_kind("poem")


def test_a_picture_with_spaces_in_its_base64_is_not_guessed_at() -> None:
    data = base64.b64encode(png(4, 4)).decode()
    arrived = read(_look("x", f"data:image/png;base64,{data[:8]} {data[8:]}"))
    assert arrived.pictures[0].width == 0
