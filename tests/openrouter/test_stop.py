"""Stop means that the connection is closed: at any moment, once, twice, or by leaving."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import pytest

from scout_desktop.assembly import Options, build
from scout_desktop.chat.address import Address
from scout_desktop.chat.draft import Draft
from scout_desktop.openrouter import closing
from scout_desktop.openrouter.client import Client
from scout_desktop.openrouter.closing import all_closed
from scout_desktop.practice import FOREVER, PracticeServer, Reply, Script
from scout_desktop.session.events import TurnEvent
from tests.openrouter.conftest import BODY, QUESTION, listen, open_sockets, until
from tests.openrouter.raw_server import HANG, READ, RawServer, head

SLOW = Script(default=Reply(tokens=100_000, kind="prose", rate=400))


async def quiet(server: PracticeServer) -> None:
    """Wait until the server has seen every client go."""
    await until(lambda: server.connections_open == 0)


async def test_sixty_stops_twice_over_at_random_moments_leave_nothing_behind() -> None:
    dice = random.Random(7)
    async with PracticeServer(SLOW, as_service=True) as server:
        client = Client(Address.parse(server.base_url))
        before = open_sockets()
        for number in range(60):
            heard = len(server.chats)
            task = asyncio.ensure_future(listen(client))
            if number % 3 == 0:
                await until(lambda heard=heard: len(server.chats) > heard)
            await asyncio.sleep(dice.choice([0, 0.001, 0.002, 0.004, 0.008, 0.03]))
            task.cancel()
            for _ in range(dice.randint(0, 4)):
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        await all_closed()
        await quiet(server)
        answered = len(server.chats)
        assert answered >= 20
        # What was answered and not waited for to its end was seen to be left.
        assert server.closed_early > 0
        assert open_sockets() == before


async def test_a_stop_in_the_middle_of_many_at_once() -> None:
    async with PracticeServer(SLOW, as_service=True) as server:
        client = Client(Address.parse(server.base_url))
        tasks = [asyncio.ensure_future(listen(client)) for _ in range(12)]
        await asyncio.sleep(0.3)
        for again in range(2):
            for task in tasks[again:]:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await all_closed()
        await quiet(server)


async def test_leaving_the_loop_early_closes_too() -> None:
    async with PracticeServer(SLOW, as_service=True) as server:
        events = Client(Address.parse(server.base_url)).stream(QUESTION, BODY)
        async for _ in events:
            break
        await events.aclose()
        await quiet(server)
        assert server.closed_early == 1


async def test_a_stop_while_waiting_for_the_first_byte() -> None:
    script = Script(default=Reply(delay=FOREVER))
    async with PracticeServer(script, as_service=True) as server:
        task = asyncio.ensure_future(listen(Client(Address.parse(server.base_url))))
        await until(lambda: server.chats)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await quiet(server)


async def test_a_stop_during_the_tls_handshake_closes_the_socket() -> None:
    async with RawServer([HANG]) as silent:
        address = Address("https", "127.0.0.1", silent.address.port)
        task = asyncio.ensure_future(listen(Client(address)))
        await until(lambda: silent.opened)
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: silent.hung_up)


async def test_the_generation_is_known_before_the_first_word() -> None:
    """Fact 7: so that the true cost of a stopped reply can be looked up."""
    async with RawServer(
        [READ, head("200 OK", "X-Generation-Id: gen-77"), b":\n\n", HANG]
    ) as server:
        events = Client(server.address).stream(QUESTION, BODY)
        opened = await anext(events)
        await events.aclose()
        assert getattr(opened, "generation_id", None) == "gen-77"
        await until(lambda: server.hung_up)


async def test_quitting_right_after_a_stop_waits_until_the_connection_is_closed(
    tmp_path: Path,
) -> None:
    async with PracticeServer(SLOW, as_service=True) as server:
        before = open_sockets()
        for moment in (0.0, 0.01, 0.1):
            core = await build(Options(data_dir=tmp_path / "d", base_url=server.base_url))
            asked = core.turns.ask(core.chats.new().id, Draft("go on"))
            task = asyncio.ensure_future(_exhaust(asked))
            await asyncio.sleep(moment)
            task.cancel()
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await core.close()
            assert not closing._closing
        await quiet(server)
        assert open_sockets() == before


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 8, 13])
async def test_a_chat_stopped_twice_over_is_kept_and_can_be_asked_again(
    tmp_path: Path, steps: int
) -> None:
    async with PracticeServer(SLOW, as_service=True) as server:
        core = await build(Options(data_dir=tmp_path / "d", base_url=server.base_url))
        chat = core.chats.new()
        task = asyncio.ensure_future(_exhaust(core.turns.ask(chat.id, Draft("go on"))))
        await until(lambda: (core.turns.partial(chat.id) or ("", ""))[1])
        task.cancel()
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await core.turns.all_kept()

        assert not core.turns.running(chat.id)
        kept = (await core.chats.open(chat.id)).branch[-1]
        assert kept.state == "stopped"
        assert kept.text
        assert kept.section("reply")["generation_id"]
        server.queue(Reply(text="Again."))
        again = [event async for event in core.turns.ask(chat.id, Draft("and now?"))]
        assert again[-1].reply.text == "Again."  # type: ignore[union-attr]  # it is Finished
        await core.close()


async def _exhaust(events: AsyncGenerator[TurnEvent, None]) -> None:
    async with aclosing(events) as following:
        async for _ in following:
            pass
