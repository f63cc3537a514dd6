"""The room keeps to itself: no Qt, no network library, and any asyncio loop will do."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from scout_desktop.practice import PracticeServer, Reply, Script
from tests.practice.raw import chat

ROOT = Path(__file__).parents[2]


def test_it_needs_neither_qt_nor_a_client_library() -> None:
    foreign = "'PySide6', 'qasync', 'httpx', 'keyring', 'PIL', 'jsonschema', 'yaml', 'msgspec'"
    code = (
        "import sys, scout_desktop.practice.__main__, scout_desktop.practice as p\n"
        f"bad = [m for m in ({foreign}) if m in sys.modules]\n"
        "rooms = ('ui', 'session', 'openrouter', 'storage', 'imaging', 'assembly')\n"
        "bad += [r for r in rooms if 'scout_desktop.' + r in sys.modules]\n"
        "sys.exit(', '.join(bad) or None)\n"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (0, "")


def test_it_serves_inside_the_windows_own_loop(qapp: object) -> None:
    qasync = pytest.importorskip("qasync")

    async def practise() -> str:
        script = Script(replies=(Reply(text="a b c d", rate=50, comments=2),))
        async with PracticeServer(script) as server:
            return (await asyncio.wait_for(chat(server.base_url), 10)).text

    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qapp)) as runner:
        assert runner.run(practise()) == "a b c d"


async def test_it_can_be_started_and_closed_again_and_again() -> None:
    server = PracticeServer(as_service=True)
    with pytest.raises(RuntimeError, match="not running"):
        _ = server.base_url
    for _ in range(3):
        await server.start()
        assert (await chat(server.base_url)).done
        await server.close()
    await server.close()
    assert server.connections_open == 0
