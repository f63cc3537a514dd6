"""The client under the window's loop, and what it costs a program that has not sent anything."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scout_desktop.chat.address import Address
from scout_desktop.chat.turn import Chunk
from scout_desktop.openrouter.client import Client, warm
from scout_desktop.practice import PracticeServer, Reply
from tests.openrouter.conftest import BODY, QUESTION, listen

UNDER_QT = """
import asyncio, os, sys
from PySide6.QtCore import QCoreApplication
import qasync
from tests.openrouter.conftest import ask, listen, open_sockets
from scout_desktop.chat.address import Address
from scout_desktop.openrouter.client import Client, warm
from scout_desktop.openrouter.closing import all_closed
from scout_desktop.practice import PracticeServer, Reply, Script

async def main():
    await warm()
    slow = Reply(tokens=5000, kind="prose", rate=400)
    script = Script(replies=(Reply(text="Hello from Qt"),), default=slow)
    async with PracticeServer(script, as_service=True) as server:
        turn = await ask(server.base_url)
        assert str(turn.text) == "Hello from Qt", turn
        assert turn.failure() is None
        before = open_sockets()
        for moment in (0, 0.002, 0.01, 0.05, 0.2):
            task = asyncio.ensure_future(listen(Client(Address.parse(server.base_url))))
            await asyncio.sleep(moment)
            task.cancel()
            await asyncio.sleep(0)
            task.cancel()
            try:
                await task
            except asyncio.CancelledError:
                pass
        await all_closed()
        async with asyncio.timeout(5):
            while server.connections_open:
                await asyncio.sleep(0.01)
        assert open_sockets() <= before
    print("fine")

app = QCoreApplication([])
with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
    runner.run(main())
"""

ASLEEP = """
import sys
import scout_desktop.openrouter.client, scout_desktop.openrouter.account
import scout_desktop.openrouter.catalogue, scout_desktop.openrouter.wire
heavy = {"httpx", "httpcore", "anyio", "msgspec", "h11", "certifi", "PySide6"}
print(sorted(heavy & set(sys.modules)))
"""

QUIT = """
import asyncio, pathlib, sys, tempfile
from scout_desktop.assembly import Options, build
async def open_and_quit():
    with tempfile.TemporaryDirectory() as folder:
        core = await build(Options(data_dir=pathlib.Path(folder) / "d"))
        await core.close()
asyncio.run(open_and_quit())
print(sorted({"httpx", "httpcore", "anyio", "h11"} & set(sys.modules)))
"""


def run(script: str, root: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout.strip()


def test_it_works_on_the_windows_own_loop(root: Path) -> None:
    assert run(UNDER_QT, root) == "fine"


def test_nothing_heavy_is_loaded_before_something_is_sent(root: Path) -> None:
    assert run(ASLEEP, root) == "[]"


def test_quitting_without_having_sent_loads_nothing_either(root: Path) -> None:
    assert run(QUIT, root) == "[]"


async def test_warming_up_builds_one_tls_context() -> None:
    from scout_desktop.openrouter.connection import tls

    await warm()
    first = tls()
    await warm()
    assert tls() is first
    assert first.keylog_filename is None
    assert first.check_hostname


async def test_a_flood_leaves_room_for_others(service: PracticeServer) -> None:
    service.queue(Reply(tokens=20_000, kind="prose", split_every=0))
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    beside = asyncio.ensure_future(others())
    events = await listen(Client(Address.parse(service.base_url)))
    beside.cancel()
    with pytest.raises(asyncio.CancelledError):
        await beside

    assert sum(event.events for event in events if isinstance(event, Chunk)) > 20_000
    assert turns > 50


async def test_a_caller_who_takes_long_over_each_word_still_gives_way(
    service: PracticeServer,
) -> None:
    """One piece off the network can hold hundreds of words; they must not come in one go."""
    import time

    service.queue(Reply(tokens=60, kind="prose"))
    longest, last = 0, 0
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0)
            beats += 1

    beside = asyncio.ensure_future(beat())
    async for _ in Client(Address.parse(service.base_url)).stream(QUESTION, BODY):
        end = time.perf_counter() + 0.005
        while time.perf_counter() < end:
            pass
        longest = longest + 1 if beats == last else 0
        last = beats
        assert longest <= 2
    beside.cancel()
