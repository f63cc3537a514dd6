"""The window over a real data folder, hearing what other programs do in it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from shiboken6 import delete

from scout_desktop.assembly import Core, Options, build
from scout_desktop.chat.message import user_node
from scout_desktop.session.clock import SystemClock
from scout_desktop.ui import loop
from scout_desktop.ui.composer.composer import Composer
from scout_desktop.ui.outside.presenter import OutsidePresenter
from scout_desktop.ui.shell import Shell
from scout_desktop.ui.tasks import Tasks
from scout_desktop.ui.views import Views
from scout_desktop.ui.window import Window


class Lab:
    """One start of the program, without its menu."""

    def __init__(self, theme, core: Core) -> None:
        self.core, self.tasks = core, Tasks()
        self.failures: list[Any] = []
        self.tasks.failed.connect(lambda name, error: self.failures.append((name, error)))
        composer = Composer(theme)
        self.window = Window(theme, composer)
        self.window.resize(1200, 700)
        self.window.show()
        self.views = Views(self.window, composer, theme)
        self.shell = Shell(self.views, core, self.tasks)
        self.outside = outside = OutsidePresenter(self.window, core.outside, self.tasks)
        self.announced: list[tuple[str, str, str]] = []
        self.lost: list[tuple[str, str, str]] = []
        self.problems: list[str] = []
        self.asked: list[tuple[str, int]] = []
        self.changes = 0
        outside.chat_changed.connect(self.shell.chat_changed)
        outside.chat_changed.connect(self._count)
        outside.list_changed.connect(self.shell.conversations.refresh)
        outside.announced.connect(lambda *said: self.announced.append(said))
        outside.chat_lost.connect(lambda *said: self.lost.append(said))
        outside.restored.connect(self.shell.transcript.open_chat)
        outside.folder_problem.connect(self.problems.append)
        outside.deletions_asked.connect(lambda *said: self.asked.append(said))
        self.shell.shown.connect(outside.show)
        self.shell.start()
        outside.start()

    def _count(self, _: object) -> None:
        self.changes += 1

    @property
    def shown(self) -> str:
        """The id of the chat on the screen."""
        found = self.shell.transcript.shown
        assert found is not None
        return found

    def texts(self) -> list[str]:
        """What the transcript shows."""
        reader = self.views.transcript.reader
        return [node.text for node in reader.area.chat.nodes]

    def titles(self) -> list[str]:
        """What the list shows."""
        return [row.title for row in self.shell.conversations._rows]

    async def write(self, *texts: str) -> str:
        """Add messages to the chat shown, one below the other, as if they had been sent."""
        chat, clock = self.shown, SystemClock()
        for text in texts:
            parent = self.core.chats.current(chat).head
            node = user_node(clock.id(parent), parent, clock.now(), text)
            made = await self.core.chats.add(chat, [node], {"head": node.id})
        self.shell.chat_changed(made)
        return chat

    async def settled(self) -> None:
        """Wait until nothing stirs any more."""
        for _ in range(3):
            await asyncio.sleep(0.25)
            await self.until(lambda: not self.tasks.is_running("look at the chats"))

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not true():  # noqa: ASYNC110 -- what a window shows sets no event
                await asyncio.sleep(0.005)


Story = Callable[[Lab], Awaitable[None]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "d"


@pytest.fixture
def tell(theme, qapp, folder) -> Callable[[Story], None]:
    """Run a story in a window that is closed as the program closes it."""

    def run(what: Story) -> None:
        async def main() -> int:
            core = await build(Options(data_dir=folder, practice=True))
            lab = Lab(theme, core)
            try:
                await what(lab)
            finally:
                lab.outside.stop()
                await lab.shell.keep()
                lab.window.hide()
                await lab.tasks.close()
                await core.close()
                delete(lab.window)
            assert not lab.failures
            return 0

        assert loop.run(main) == 0

    return run
