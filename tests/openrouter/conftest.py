"""Asking over a real socket, as the session does it."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from scout_desktop.chat.address import Address
from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.request import ChatRequest, RequestMessage
from scout_desktop.chat.secret import Secret
from scout_desktop.chat.turn import Turn, WireEvent
from scout_desktop.openrouter.client import Client, Timeouts
from scout_desktop.openrouter.closing import all_closed
from scout_desktop.openrouter.wire import request_body
from scout_desktop.practice import PracticeServer
from tests.openrouter.raw_server import RawServer

QUESTION = ChatRequest("meta-llama/llama-4-scout", (RequestMessage("user", "Hello"),))
BODY = request_body(QUESTION, {}, "127.0.0.1")
FUZZ = settings(
    max_examples=int(os.environ.get("SCOUT_FUZZ", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
"""`SCOUT_FUZZ=2000` for a long search."""
PATIENT = Timeouts(
    connect=20.0, upload=20.0, first_byte=20.0, idle_bytes=20.0, idle_data=20.0, after_finish=20.0
)
"""Limits that a busy machine does not reach; a test shortens the one that it waits for."""


async def listen(client: Client, request: ChatRequest = QUESTION) -> list[WireEvent]:
    async with aclosing(client.stream(request, BODY)) as events:
        return [event async for event in events]


async def ask(
    address: Address | str, *, key: Secret | None = None, timeouts: Timeouts | None = None
) -> Turn:
    """Ask and fold; raises what the client raises."""
    where = Address.parse(address) if isinstance(address, str) else address
    turn = Turn()
    client = Client(where, key=key, timeouts=timeouts)
    async with aclosing(client.stream(QUESTION, BODY)) as events:
        async for event in events:
            turn = turn.after(event)
    return turn


async def partial(
    server: RawServer | PracticeServer, timeouts: Timeouts = PATIENT
) -> tuple[Turn, ScoutError | None]:
    """Ask and fold up to the end or the trouble; both are returned."""
    address = server.address if isinstance(server, RawServer) else Address.parse(server.base_url)
    turn = Turn()
    try:
        async for event in Client(address, timeouts=timeouts).stream(QUESTION, BODY):
            turn = turn.after(event)
    except ScoutError as error:
        return turn, error
    return turn, turn.failure()


async def until(happened: Callable[[], object]) -> None:
    """Wait for something that the other side does; five seconds at the most."""
    async with asyncio.timeout(5):
        while not happened():  # noqa: ASYNC110 - the other side has no event to wait for
            await asyncio.sleep(0.005)


def open_sockets() -> int:
    found = 0
    for entry in Path("/proc/self/fd").iterdir():
        try:
            found += os.readlink(entry).startswith("socket:")  # noqa: PTH115 - it names no path
        except OSError:
            continue
    return found


@pytest.fixture
async def service() -> AsyncIterator[PracticeServer]:
    """A stand-in that talks as the service would, on a real socket."""
    async with PracticeServer(as_service=True) as server:
        yield server
    assert server.connections_open == 0


@pytest.fixture(autouse=True)
async def nothing_is_left_open() -> AsyncIterator[None]:
    """Every test of the room ends with the sockets and the tasks that it began with."""
    before = open_sockets()
    yield
    await all_closed()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    assert not [task for task in others if "fixture" not in repr(task)]
    if open_sockets() > before:
        gc.collect()  # a full one costs more than most tests here
    assert open_sockets() <= before
