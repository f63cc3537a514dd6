"""The facts of the service as they reach the disk and the bill, through a whole core."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, aclosing
from decimal import Decimal
from pathlib import Path

import pytest

from scout_desktop.assembly import Options, build
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.tiles import tiling
from scout_desktop.session.core import Core
from scout_desktop.session.events import Failed, Finished, Queued, TurnEvent
from tests.openrouter.raw_server import HANG, READ, RawServer, Step, head

Opener = Callable[[RawServer], Awaitable[Core]]
RECEIPT = Path(__file__).resolve().parents[2] / "resources" / "samples" / "receipt.png"
CAN_AFFORD = {
    "error": {
        "code": 402,
        "message": "This request requires more credits, or fewer max_tokens. You requested up to "
        "16384 tokens, but can only afford 1234. To increase, add more credits",
        "metadata": {"provider_name": None},
    }
}


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Opener]:
    async with AsyncExitStack() as stack:

        async def open_core(server: RawServer) -> Core:
            core = await build(Options(data_dir=tmp_path / "d", base_url=server.address.url))
            stack.push_async_callback(core.close)
            return core

        yield open_core


async def ask(core: Core, text: str = "q", images: tuple[ImagePart, ...] = ()) -> list[TurnEvent]:
    chat = core.chats.new()
    return [event async for event in core.turns.ask(chat.id, Draft(text, images))]


def streamed(*bodies: object) -> list[Step]:
    data = b"".join(b"data: " + json.dumps(body).encode() + b"\n\n" for body in bodies)
    return [READ, head(), data + b"data: [DONE]\n\n"]


def ledger(core: Core) -> str:
    return "".join(path.read_text() for path in core.places.ledger.glob("*.jsonl"))


async def test_fact_6_what_the_balance_allows_is_kept_with_the_failed_reply(opened: Opener) -> None:
    body = json.dumps(CAN_AFFORD).encode()
    async with RawServer([READ, head("402 Payment Required"), body]) as server:
        core = await opened(server)
        failed = (await ask(core))[-1]

        assert isinstance(failed, Failed)
        assert failed.error.facts["affordable"] == 1234
        again = (await core.chats.open(failed.conversation.id)).branch[-1]
        assert again.section("error")["kind"] == "out_of_credit"
        assert again.section("error")["affordable"] == 1234
        # Nothing that the user did not set was sent, although a limit would have helped.
        assert b"max_tokens" not in server.requests[0]
        total = (await core.bill.totals(failed.conversation.id)).chat
        assert (total.usd, total.attempts, total.unknown) == (Decimal(0), 1, 0)


async def test_fact_6_it_can_also_come_inside_the_reply(opened: Opener) -> None:
    async with RawServer(streamed(CAN_AFFORD)) as server:
        failed = (await ask(await opened(server)))[-1]

    assert isinstance(failed, Failed)
    assert failed.reply.section("error")["affordable"] == 1234
    assert "Max tokens to 1234" in failed.error.advice


async def test_fact_7_a_reply_stopped_before_its_first_word_keeps_the_generations_id(
    opened: Opener,
) -> None:
    script = [READ, head("200 OK", "X-Generation-Id: gen-early"), b": OPENROUTER\n\n", HANG]
    async with RawServer(script) as server:
        core = await opened(server)
        chat = core.chats.new()
        alive = asyncio.Event()

        async def follow() -> None:
            async with aclosing(core.turns.ask(chat.id, Draft("q"))) as events:
                async for event in events:
                    if isinstance(event, Queued):
                        alive.set()

        task = asyncio.create_task(follow())
        await asyncio.wait_for(alive.wait(), 20)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

        kept = (await core.chats.open(chat.id)).branch[-1]
        assert (kept.state, kept.text) == ("stopped", "")
        assert kept.section("reply")["generation_id"] == "gen-early"
        assert kept.section("cost") == {"source": "unknown", "usd": None}
        assert '"generation_id":"gen-early"' in ledger(core)
        total = (await core.bill.totals(chat.id)).chat
        assert (total.usd, total.unknown) == (Decimal(0), 1)


@pytest.mark.parametrize(
    ("byok", "upstream"), [(False, Decimal(0)), (None, Decimal(0)), (True, Decimal("0.0021"))]
)
async def test_fact_8_only_a_users_own_provider_key_has_a_charge_beside_the_cost(
    opened: Opener, byok: bool | None, upstream: Decimal
) -> None:
    usage = {"prompt_tokens": 43, "completion_tokens": 2, "cost": 0.0001, "is_byok": byok,
             "cost_details": {"upstream_inference_cost": 0.0021}}  # fmt: skip
    text = {"choices": [{"delta": {"content": "Pong"}, "finish_reason": "stop"}]}
    async with RawServer(streamed(text, {"choices": [], "usage": usage})) as server:
        core = await opened(server)
        done = (await ask(core))[-1]

        assert isinstance(done, Finished)
        for total in ((await core.bill.totals(done.conversation.id)).chat,
                      (await core.bill.totals(None)).all_time):  # fmt: skip
            assert (total.usd, total.upstream) == (Decimal("0.0001"), upstream)
        stored = done.reply.section("cost")
        assert stored["usd"] == "0.0001"
        assert ("upstream_usd" in stored) == bool(byok)


@pytest.mark.parametrize("name", ["paper.pdf", "photo.png"])
async def test_fact_9_a_document_is_never_sent(opened: Opener, tmp_path: Path, name: str) -> None:
    """Not even one that calls itself a picture: it could be billed as scanned pages."""
    from scout_desktop.chat.errors import PictureError

    file = tmp_path / name
    file.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    text = {"choices": [{"delta": {"content": "Pong"}, "finish_reason": "stop"}]}
    async with RawServer(streamed(text)) as server:
        core = await opened(server)
        with pytest.raises(PictureError):
            await core.pictures.take_file(file)
        good = await core.pictures.take_file(RECEIPT)
        assert isinstance((await ask(core, images=(good,)))[-1], Finished)
        body = json.loads(server.requests[0].partition(b"\r\n\r\n")[2])

    kinds = [part["type"] for part in body["messages"][0]["content"]]
    assert kinds == ["text", "image_url"]
    assert not {"plugins", "file", "tools"} & set(body)


async def test_fact_10_a_picture_just_over_a_tile_goes_out_as_one_tile(opened: Opener) -> None:
    import base64
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.linear_gradient("L").resize((337, 337)).save(file, "PNG")
    text = {"choices": [{"delta": {"content": "Pong"}, "finish_reason": "stop"}]}
    async with RawServer(streamed(text)) as server:
        core = await opened(server)
        image = await core.pictures.take(file.getvalue(), "just-over.png")
        assert isinstance((await ask(core, images=(image,)))[-1], Finished)
        body = json.loads(server.requests[0].partition(b"\r\n\r\n")[2])

    url = body["messages"][0]["content"][1]["image_url"]["url"]
    with Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))) as sent:
        assert sent.size == (336, 336)
    assert (tiling(336, 336).tokens, tiling(337, 337).tokens) == (147, 727)
