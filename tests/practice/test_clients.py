"""Clients that nobody here wrote hold their conversations with the stand-in."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import AsyncIterator

import pytest

from scout_desktop.practice import PracticeServer, Reply, content
from tests.practice.pictures import data_url, png
from tests.practice.raw import SCOUT, until

openai = pytest.importorskip("openai")
openrouter = pytest.importorskip("openrouter")

KEY = "sk-or-v1-practice"
QUESTION = [{"role": "user", "content": "What is in the picture?"}]
LOOK = [
    {
        "role": "user",
        "content": [
            {"type": "text", "text": "What is this?"},
            {"type": "image_url", "image_url": {"url": data_url(png(337, 337))}},
        ],
    }
]


@pytest.fixture
async def server() -> AsyncIterator[PracticeServer]:
    async with PracticeServer(keys=[KEY], as_service=True) as server:
        yield server


@pytest.fixture
async def common(server: PracticeServer) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(base_url=server.base_url, api_key=KEY, max_retries=0) as client:
        yield client


@pytest.fixture
async def official(server: PracticeServer) -> AsyncIterator[openrouter.OpenRouter]:
    async with openrouter.OpenRouter(server_url=server.base_url, api_key=KEY) as client:
        yield client


async def test_the_common_client_streams(
    server: PracticeServer, common: openai.AsyncOpenAI
) -> None:
    for shape in ("repeat-finish", "empty-choices", "null-finish-after", "with-finish"):
        server.queue(Reply(kind="all", usage=shape, comments=3, split_every=11, newline="crlf"))
        text, usage = "", None
        stream = await common.chat.completions.create(model=SCOUT, messages=LOOK, stream=True)
        async for chunk in stream:
            text += "".join(choice.delta.content or "" for choice in chunk.choices)
            usage = chunk.usage or usage
        assert text == content.KINDS["all"]
        assert usage is not None
        assert usage.prompt_tokens == 4 + 5 + 1 + 727
        assert usage.model_extra["cost"] == pytest.approx(
            (usage.prompt_tokens * 8 + usage.completion_tokens * 30) / 1e8
        )


async def test_the_common_client_takes_a_whole_reply_and_a_refusal(
    server: PracticeServer, common: openai.AsyncOpenAI
) -> None:
    server.queue(Reply(text="Pong", padding=3), Reply.rate_limited(9), Reply.failure(402))
    reply = await common.chat.completions.create(model=SCOUT, messages=QUESTION)
    assert reply.choices[0].message.content == "Pong"
    with pytest.raises(openai.RateLimitError) as limited:
        await common.chat.completions.create(model=SCOUT, messages=QUESTION)
    assert limited.value.response.headers["retry-after"] == "9"
    with pytest.raises(openai.APIStatusError, match="can only afford 1200"):
        await common.chat.completions.create(model=SCOUT, messages=QUESTION)


async def test_the_common_client_sees_an_error_within_a_stream(
    server: PracticeServer, common: openai.AsyncOpenAI
) -> None:
    server.queue(Reply(in_band="top-level", error_message="Provider fell over"))
    stream = await common.chat.completions.create(model=SCOUT, messages=QUESTION, stream=True)
    with pytest.raises(openai.APIError, match="Provider fell over"):
        _ = [chunk async for chunk in stream]


async def test_a_client_that_stops_is_seen_to_stop(
    server: PracticeServer, common: openai.AsyncOpenAI
) -> None:
    server.queue(Reply(kind="long", stall_after=5))
    stream = await common.chat.completions.create(model=SCOUT, messages=QUESTION, stream=True)
    async for _ in stream:
        await stream.close()
        break
    await until(lambda: server.closed_early == 1)


async def test_a_wrong_key_is_refused(server: PracticeServer) -> None:
    async with openai.AsyncOpenAI(base_url=server.base_url, api_key="sk-no") as client:
        with pytest.raises(openai.AuthenticationError, match="User not found"):
            await client.chat.completions.create(model=SCOUT, messages=QUESTION)


async def test_the_services_own_client_streams(
    server: PracticeServer, official: openrouter.OpenRouter
) -> None:
    server.queue(Reply(kind="table", comments=2, comment_every=3, multiline=True))
    text, usage = "", None
    stream = await official.chat.send_async(model=SCOUT, messages=LOOK, stream=True, top_k=3)
    async with stream:
        async for chunk in stream:
            text += "".join(choice.delta.content or "" for choice in chunk.choices)
            usage = chunk.usage or usage
    assert text == content.TABLE
    assert usage is not None
    assert usage.prompt_tokens == 4 + 5 + 1 + 727
    assert server.chats[0].json["top_k"] == 3


async def test_the_services_own_client_takes_a_whole_reply(
    server: PracticeServer, official: openrouter.OpenRouter
) -> None:
    server.queue(Reply(text="Pong", padding=2))
    reply = await official.chat.send_async(model=SCOUT, messages=QUESTION, stream=False)
    assert reply.choices[0].message.content == "Pong"
    found = await official.generations.get_generation_async(id=reply.id)
    assert found.data.total_cost == pytest.approx(reply.usage.cost)


@pytest.mark.filterwarnings("ignore:.*DEPRECATED:DeprecationWarning")  # the client's own field
async def test_the_services_own_client_reads_the_lists(official: openrouter.OpenRouter) -> None:
    models = await official.models.list_async()
    assert SCOUT in {model.id for model in models.result.data}
    author, slug = SCOUT.split("/")
    offers = await official.endpoints.list_async(author=author, slug=slug)
    assert {offer.provider_name for offer in offers.data.endpoints} == {"DeepInfra", "Groq"}
    key = await official.api_keys.get_current_key_metadata_async()
    assert key.data.usage == 0


async def test_the_services_own_client_signs_in(
    server: PracticeServer, official: openrouter.OpenRouter
) -> None:
    verifier = "v" * 64
    digest = hashlib.sha256(verifier.encode()).digest()
    code = server.grant_code(base64.urlsafe_b64encode(digest).decode().rstrip("="))
    got = await official.o_auth.exchange_auth_code_for_api_key_async(
        code=code, code_verifier=verifier, code_challenge_method="S256"
    )
    async with openai.AsyncOpenAI(base_url=server.base_url, api_key=got.key) as client:
        assert (await client.chat.completions.create(model=SCOUT, messages=QUESTION)).choices
