"""Chats on paper: exported on the window's own loop, and read back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import PictureUnreadable
from scout_desktop.chat.message import Node
from scout_desktop.session.pictures.pictures import Pixels
from scout_desktop.ui import loop
from scout_desktop.ui.tasks import Tasks
from scout_desktop.ui.transcript.blocks.formulas.formulas import Formulas
from scout_desktop.ui.transcript.pages.printing import Printing
from scout_desktop.ui.transcript.pages.story import Sources
from tests.ui.transcript.pages.paper_reader import Pdf

CREATED = "2026-11-23T05:00:00.000Z"


async def photo(sha256: str, side: int) -> Pixels:
    """A picture of 600 x 400; "gone" is none."""
    await asyncio.sleep(0)
    if sha256 == "gone":
        raise PictureUnreadable("The picture is not there any more.")
    return Pixels(600, 400, bytes([200, 120, 60, 255]) * (600 * 400))


class Desk:
    """Somebody with a chat and a printer."""

    def __init__(self, window: QWidget, folder: Path) -> None:
        self.window, self.folder = window, folder
        self.tasks = Tasks()
        self.printing = Printing(window, self.tasks, Sources(photo, Formulas(window)))

    def run(self, story: Callable[[], Any]) -> None:
        """Run a coroutine on the window's loop."""

        async def main() -> int:
            try:
                await story()
            finally:
                await self.tasks.close()
            return 0

        assert loop.run(main) == 0

    def pdf(self, chat: Conversation) -> Pdf:
        """The chat as a PDF, read back."""
        path = self.folder / "chat.pdf"
        self.run(lambda: self.printing.export_pdf(chat, path))
        return Pdf(path)


@pytest.fixture
def desk(theme, qtbot: QtBot, tmp_path: Path) -> Desk:
    window = QWidget()
    qtbot.addWidget(window)
    return Desk(window, tmp_path)


@pytest.fixture
def talk() -> Callable[..., Conversation]:
    """Make a chat: what was said in turn, first by the user."""

    def made(*texts: str, images: list[dict] | None = None, **registers: str) -> Conversation:
        nodes: dict[str, Node] = {}
        before = None
        for number, text in enumerate(texts):
            id = f"{number:06d}"
            parts: list[dict] = [{"type": "text", "text": text}]
            record: dict[str, Any] = {"id": id, "parent": before, "created": CREATED}
            if number % 2:
                record |= {"role": "assistant", "state": "complete", "parts": parts}
            else:
                record |= {"role": "user", "parts": parts + (images or [] if not number else [])}
            nodes[id] = Node(record)
            before = id
        values = {"title": "A chat about paper", **registers}
        known = {name: {"at": "", "by": "", "value": value} for name, value in values.items()}
        return Conversation("c1", known, nodes)

    return made
