"""A whole core in a fresh folder, and a stand-in on a real socket."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from scout_desktop.assembly import Options, build
from scout_desktop.chat.draft import Draft
from scout_desktop.practice import PracticeServer, Reply, Script
from scout_desktop.session.core import Core
from scout_desktop.session.events import TurnEvent

Opener = Callable[..., Awaitable[Core]]


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Opener]:
    """Open cores on one data folder; they are closed at the end."""
    async with AsyncExitStack() as stack:

        async def open_core(server: PracticeServer | None = None, **more: Any) -> Core:
            url = None if server is None else server.base_url
            options = Options(data_dir=tmp_path / "d", **{"base_url": url, **more})
            core = await build(options)
            stack.push_async_callback(core.close)
            return core

        yield open_core


@pytest.fixture
async def served() -> AsyncIterator[Callable[..., Awaitable[PracticeServer]]]:
    """Start stand-ins that answer as the service would."""
    async with AsyncExitStack() as stack:

        async def start(*replies: Reply, **more: Any) -> PracticeServer:
            server = PracticeServer(Script(replies=replies), as_service=True, **more)
            return await stack.enter_async_context(server)

        yield start


async def turn(core: Core, text: str, chat_id: str | None = None, **more: Any) -> list[TurnEvent]:
    """Ask and collect everything the turn said."""
    chat = core.chats.new() if chat_id is None else await core.chats.open(chat_id)
    return [event async for event in core.turns.ask(chat.id, Draft(text, **more))]


def on_disk(core: Core, chat_id: str) -> dict[str, Any]:
    """Read a chat's file as another program would."""
    (path,) = core.places.chats.glob(f"*{chat_id[-12:]}.json")
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def photo(width: int = 400, height: int = 300) -> bytes:
    """Make a JPEG of some colours."""
    from PIL import Image

    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(file, "JPEG")
    return file.getvalue()


async def drain(events: AsyncIterator[TurnEvent]) -> list[TurnEvent]:
    """Follow a turn to its end."""
    return [event async for event in events]
