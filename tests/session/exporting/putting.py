"""Puts chats on the disk, to be exported, and looks at what came of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from scout_desktop.chat.message import Node, user_node
from scout_desktop.session.core import Core
from tests.session.conftest import photo

AT = "2026-11-23T01:18:52.120Z"


async def put_chat(
    core: Core, title: str, text: str = "hello", images: int = 0, **more: Any
) -> str:
    """Put a chat on the disk: a question, perhaps with pictures, and two answers."""
    chat = core.chats.new()
    parts = [
        await core.pictures.take(photo(40 + at, 30), f"photo {at}.jpg") for at in range(images)
    ]
    base = chat.id[:-4]
    ask = user_node(f"{base}0001", None, AT, text, parts)
    answers = [
        Node(
            {
                "id": f"{base}000{at}", "parent": ask.id, "created": AT, "role": "assistant",
                "state": "complete", "parts": [{"type": "text", "text": f"answer {at}"}],
                "cost": {"source": "usage", "usd": "0.0001"}, **more,
            }
        )
        for at in (2, 3)
    ]  # fmt: skip
    await core.chats.add(chat.id, [ask, *answers], {})
    await core.chats.add(chat.id, (), {"title": title})
    await core.disk.run(core.chats._library.fold, chat.id)
    return chat.id


def names_in(folder: Path) -> list[str]:
    return sorted(
        str(path.relative_to(folder)).replace(os.sep, "/")
        for path in folder.rglob("*")
        if path.is_file()
    )


def size_of(folder: Path) -> int:
    return sum((folder / name).stat().st_size for name in names_in(folder))


def entries_of(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}
