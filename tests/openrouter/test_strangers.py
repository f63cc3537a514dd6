"""Servers that nobody here wrote: by the client, by a whole turn, and from the command line."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scout_desktop.assembly import Options, build
from scout_desktop.chat.address import Address
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import ScoutError
from scout_desktop.openrouter.account import fetch_key
from scout_desktop.openrouter.catalogue import fetch_models
from scout_desktop.openrouter.client import Client
from scout_desktop.session.core import Core
from scout_desktop.session.events import Failed, Finished, Interrupted, ReplyGrew
from tests.cli.conftest import Scout
from tests.openrouter import strangers
from tests.openrouter.conftest import ask

WORDS = "A stranger says: नमस्ते, 你好, two\u2028lines."
RECEIPT = Path(__file__).resolve().parents[2] / "resources" / "samples" / "receipt.png"


@pytest.fixture(scope="module")
def stubllm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with strangers.stubllm(tmp_path_factory.mktemp("stubllm"), WORDS) as url:
        yield url


@pytest.fixture(scope="module")
def uvicorn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with strangers.uvicorn(tmp_path_factory.mktemp("uvicorn")) as url:
        yield url


@pytest.fixture
async def core_at(tmp_path: Path) -> AsyncIterator[Callable[[str], Any]]:
    async with AsyncExitStack() as stack:

        async def open_core(url: str) -> Core:
            core = await build(Options(data_dir=tmp_path / "d", base_url=url))
            stack.push_async_callback(core.close)
            return core

        yield open_core


async def asked(core: Core, model: str, text: str = "What is this?", **more: Any) -> list[Any]:
    chat = core.chats.new()
    await core.chats.set_registers(chat.id, {"model": model, **more.pop("set", {})})
    return [event async for event in core.turns.ask(chat.id, Draft(text, **more))]


async def test_stubllm_is_read_by_the_client(stubllm: str) -> None:
    turn = await ask(stubllm)

    assert (str(turn.text), turn.finish_reason, turn.failure()) == (WORDS, "stop", None)
    assert turn.usage is None
    assert turn.generation_id
    assert turn.provider is None


async def test_stubllm_answers_a_whole_turn_about_a_picture(stubllm: str, core_at: Any) -> None:
    core = await core_at(stubllm)
    image = await core.pictures.take_file(RECEIPT)

    events = await asked(core, "meta-llama/llama-4-scout", images=(image,))

    assert isinstance(events[-1], Finished)
    grown = [event for event in events if isinstance(event, ReplyGrew)]
    assert len(grown) > 3
    assert "".join(event.text for event in grown) == WORDS
    reply = events[-1].reply
    assert (reply.text, reply.state) == (WORDS, "complete")
    # It says nothing of usage: what it cost is unknown and counted beside, never zero.
    assert reply.section("cost") == {"source": "unknown", "usd": None}
    assert reply.usd is None
    total = (await core.bill.totals(events[-1].conversation.id)).chat
    assert (total.usd, total.attempts, total.unknown) == (Decimal(0), 1, 1)
    again = await core.chats.open(events[-1].conversation.id)
    assert again.branch[0].images == (image,)


async def test_stubllm_takes_every_parameter(stubllm: str, core_at: Any) -> None:
    from tests.openrouter.test_body import VALUES

    core = await core_at(stubllm)
    everything = {f"parameter.{name}": values[-1] for name, values in VALUES.items()}

    events = await asked(core, "meta-llama/llama-4-scout", set=everything)

    assert isinstance(events[-1], Finished)


async def test_stubllm_knows_models_and_no_key(stubllm: str) -> None:
    client = Client(Address.parse(stubllm))

    models = await fetch_models(client)
    assert "gpt-4o" in [model.id for model in models]
    assert all(model.prices is None for model in models)
    with pytest.raises(ScoutError) as caught:
        await fetch_key(client)
    assert "base URL" in caught.value.advice


def test_stubllm_from_the_command_line(stubllm: str, tmp_path: Path) -> None:
    scout = Scout(tmp_path / "d", stubllm)

    done = scout("ask", "What is this?", "--image", str(RECEIPT), "--set", "temperature=0.2")

    assert (done.status, done.out) == (0, WORDS + "\n")
    assert "cost unknown" in done.err
    total = json.loads(scout("cost", "--json").out)["all"]
    assert (total["usd"], total["attempts"], total["unknown"]) == ("0", 1, 1)
    (row,) = json.loads(scout("list", "--json").out)
    assert WORDS in scout("show", row["id"]).out


@pytest.mark.parametrize(
    ("model", "end", "told"),
    [
        ("plain", Finished, ("No role, no finish.", "", None)),
        ("usage", Finished, ("No role, no finish.", "", 7)),
        ("whole", Finished, ("In one piece.", "", 7)),
        ("cut", Interrupted, ("No role, no finish.", "cut short. What had arrived is kept", None)),
        ("detail", Failed, ("", "“The model is being loaded”. Try again in a moment.", None)),
        ("problem", Failed, ("", "The service says: “too hot”. Change the message", None)),
        ("key", Failed, ("", "There is no API key for this address yet.", None)),
    ],
)
async def test_an_odd_and_strict_server(
    uvicorn: str, core_at: Any, model: str, end: type, told: tuple[str, str, int | None]
) -> None:
    text, sentence, tokens = told
    core = await core_at(uvicorn)
    image = await core.pictures.take_file(RECEIPT)

    last = (await asked(core, model, images=(image,)))[-1]

    assert isinstance(last, end)
    assert last.reply.text == text
    assert last.reply.section("usage").get("prompt_tokens") == tokens
    if sentence:
        assert sentence in last.error.sentence
        assert last.reply.section("error")["message"] == last.error.sentence
    assert last.conversation.branch[0].text == "What is this?"


async def test_a_strict_server_knows_every_field_that_it_is_sent(
    uvicorn: str, core_at: Any
) -> None:
    from tests.openrouter.test_body import VALUES

    core = await core_at(uvicorn)
    everything = {f"parameter.{name}": values[-1] for name, values in VALUES.items()}
    everything["parameter.structured_outputs"] = True

    events = await asked(core, "usage", set=everything)

    assert isinstance(events[-1], Finished)
    sent = await Client(Address.parse(uvicorn.removesuffix("/v1"))).get_json("/last")
    assert "structured_outputs" not in sent
    assert sent["provider"] == {"require_parameters": True}
    assert sent["response_format"] == VALUES["response_format"][-1]
    assert sent["stream_options"] == {"include_usage": True}


async def test_a_wrong_base_url_of_a_real_server_is_named_as_the_cause(uvicorn: str) -> None:
    with pytest.raises(ScoutError) as caught:
        await ask(uvicorn + "/nothing")

    assert caught.value.kind in ("not_found", "not_an_api")
    assert "base URL" in caught.value.sentence
