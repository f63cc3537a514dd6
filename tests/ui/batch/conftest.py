"""The room of batches over a real core, asking a stand-in on a real socket."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from scout_desktop.assembly import Core, Options, build
from scout_desktop.chat.batch import BatchSpec
from scout_desktop.practice import PracticeServer, Reply, Script
from scout_desktop.ui import loop
from scout_desktop.ui.batch.front import BatchRoom
from scout_desktop.ui.batch.table.view import ResultsTable
from scout_desktop.ui.batch.window import BatchWindow
from scout_desktop.ui.tasks import Tasks

PLAIN = BatchSpec("What is on it?", parallel=2, tries=1)


class Office:
    """One start of the program, as far as batches go."""

    def __init__(self, theme, core: Core, server: PracticeServer, folder: Path) -> None:
        self.core, self.server, self.folder = core, server, folder
        self.tasks = Tasks()
        self.failures: list = []
        self.tasks.failed.connect(lambda name, error: self.failures.append((name, error)))
        self.room = BatchRoom(
            batches=core.batches,
            chats=core.chats,
            pictures=core.pictures,
            bill=core.bill,
            tasks=self.tasks,
            theme=theme,
        )
        self.opened: list[str] = []
        self.room.chat_opened.connect(self.opened.append)
        self.keys: list[bool] = []
        self.room.key_requested.connect(lambda: self.keys.append(True))

    async def set_up(self, count: int = 3, spec: BatchSpec = PLAIN) -> BatchWindow:
        """Drop a folder of pictures and wait for the forecast."""
        window = self.room.open_batch([a_folder(self.folder, count)], spec)
        await self.until(lambda: "picture" in forecast(window))
        return window

    async def started(self, count: int = 3, spec: BatchSpec = PLAIN) -> BatchWindow:
        """The same, and press Start."""
        window = await self.set_up(count, spec)
        press(named(window, "Start"))
        await self.until(lambda: window.runs)
        return window

    async def finished(self, count: int = 3, spec: BatchSpec = PLAIN) -> BatchWindow:
        """The same, and wait for the end."""
        window = await self.started(count, spec)
        await self.until(lambda: not self.room.running)
        return window

    @property
    def asked(self) -> int:
        """Requests that the stand-in has heard."""
        return len(self.server.chats)

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not true():  # noqa: ASYNC110 -- what a window shows sets no event
                await asyncio.sleep(0.005)


Story = Callable[[Office], Awaitable[None]]


@pytest.fixture
def tell(theme, qapp, tmp_path) -> Callable[..., None]:
    """Run a story; told again, it is the next start of the program on the same folder."""

    def run(what: Story, *replies: Reply, default: Reply | None = None) -> None:
        async def main() -> int:
            script = Script(replies=replies, default=default or Reply(text="A receipt."))
            async with PracticeServer(script, as_service=True) as server:
                core = await build(Options(data_dir=tmp_path / "d", base_url=server.base_url))
                office = Office(theme, core, server, tmp_path / "Receipts 2026")
                try:
                    await what(office)
                finally:
                    office.room.close()
                    await office.tasks.close()
                    await core.close()
                assert not office.failures
            return 0

        assert loop.run(main) == 0

    return run


def photo(number: int = 0) -> bytes:
    """A small JPEG that is like no other."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), (number * 37 % 256, number * 11 % 256, number % 256)).save(
        file, "JPEG"
    )
    return file.getvalue()


def a_folder(folder: Path, count: int) -> Path:
    """A folder with pictures 1 to `count`."""
    folder.mkdir(exist_ok=True)
    for number in range(1, count + 1):
        (folder / f"IMG_{number}.jpg").write_bytes(photo(number))
    return folder


def named(window: QWidget, name: str) -> QWidget:
    """The shown widget of this accessible name, as a screen reader finds it."""
    found = [
        each
        for each in window.findChildren(QWidget)
        if each.accessibleName() == name and each.isVisibleTo(window)
    ]
    assert len(found) == 1, f"{len(found)} widgets are called {name}"
    return found[0]


def said(window: QWidget, name: str) -> str:
    """The words on the widget of this name."""
    return named(window, name).text()  # type: ignore[attr-defined]


def forecast(window: QWidget) -> str:
    """What a screen reader says of the cost to come; empty before it is known."""
    names = (each.accessibleName() for each in window.findChildren(QWidget))
    return next((name for name in names if name.startswith("Forecast: ")), "")


def shows(window: QWidget, words: str) -> bool:
    """Whether anything that is shown says these words."""
    labels = (each for each in window.findChildren(QWidget) if each.isVisibleTo(window))
    return any(words in str(each.property("text") or "") for each in labels)


def press(button: QWidget) -> None:
    """Click it where it is."""
    assert button.isEnabled(), "it is greyed out"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def can_press(window: QWidget, name: str) -> bool:
    """Whether a button of this name is there to be pressed."""
    found = [each for each in window.findChildren(QPushButton) if each.accessibleName() == name]
    return any(each.isVisibleTo(window) and each.isEnabled() for each in found)


def way(window, words: str) -> QPushButton:
    """The button with these words that can be pressed now."""
    found = [
        each
        for each in window.findChildren(QPushButton)
        if each.text() == words and each.isVisibleTo(window)
    ]
    assert len(found) == 1, words
    return found[0]


def results(window: QWidget) -> ResultsTable:
    table = named(window, "Results")
    assert isinstance(table, ResultsTable)
    return table


def cells(window: QWidget, column: str) -> list[str]:
    """What a column says, from the top."""
    model = results(window).results
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    at = titles.index(column)
    return [model.index(row, at).data() for row in range(model.rowCount())]
