"""Check data: looks as soon as it opens, mends, backs up, and brings a backup back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from scout_desktop.assembly import Core, Options, build
from scout_desktop.ui import loop
from scout_desktop.ui.checking.presenter import CheckingPresenter
from scout_desktop.ui.checking.window import CheckingWindow
from scout_desktop.ui.tasks import Tasks
from tests.storage.story import Story


class Desk:
    """One start of the program, as far as its data goes."""

    def __init__(self, theme, core: Core) -> None:
        self.core, self.tasks = core, Tasks()
        self.failures: list = []
        self.tasks.failed.connect(lambda name, error: self.failures.append((name, error)))
        self.presenter = CheckingPresenter(core.checking, self.tasks, theme)
        self.changed: list = []
        self.presenter.chats_changed.connect(lambda: self.changed.append(True))

    async def write(self, count: int) -> None:
        story = Story()
        for number in range(count):
            chat = self.core.chats.new()
            await self.core.chats.add(chat.id, [story.question(f"Q {number}")], {})

    async def opened(self) -> CheckingWindow:
        window = self.presenter.open()
        await self.until(lambda: not self.tasks._holders)
        return window

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not true():  # noqa: ASYNC110 -- what a window shows sets no event
                await asyncio.sleep(0.005)


Story_ = Callable[[Desk], Awaitable[None]]


@pytest.fixture
def tell(qapp, theme, tmp_path: Path):
    def run(story: Story_) -> None:
        async def day() -> int:
            core = await build(Options(data_dir=tmp_path / "data"))
            desk = Desk(theme, core)
            try:
                await story(desk)
            finally:
                await desk.tasks.close()
                await core.close()
            assert desk.failures == []
            return 0

        assert loop.run(day) == 0

    return run


def texts(window: QWidget) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def button(window: QWidget, text: str) -> QPushButton:
    return next(
        each
        for each in window.findChildren(QPushButton)
        if each.text() == text and each.isVisible()
    )


def test_it_looks_at_once_and_says_that_all_is_well(tell):
    async def story(desk) -> None:
        await desk.write(3)
        window = await desk.opened()
        said = texts(window)
        assert "Everything is in order" in said
        assert "3 chats, 0 pictures, " in said
        assert "There is none yet" in said
        assert window.windowTitle() == "Check data"
        window.close()

    tell(story)


def test_what_is_wrong_is_listed_mended_and_copied(tell):
    async def story(desk) -> None:
        await desk.write(2)
        for path in desk.core.places.chats.iterdir():
            path.write_bytes(path.read_bytes()[:-2])
        (desk.core.places.data / "<b>bold<b>.txt").write_text("?")
        window = await desk.opened()
        said = texts(window)
        assert "Worth repairing (3)" in said
        assert "“<b>bold<b>.txt” is not a file of this program." in said
        button(window, "Copy report").click()
        assert "not a file of this program" in QGuiApplication.clipboard().text()
        button(window, "Repair").click()
        await desk.until(lambda: "2 chats mended." in texts(window))
        assert "2 originals are kept in the quarantine folder" in texts(window)
        assert "Everything is in order" in texts(window)
        assert desk.changed
        window.close()

    tell(story)


def test_a_backup_is_made_and_brought_back_after_a_question(tell):
    async def story(desk) -> None:
        await desk.write(2)
        window = await desk.opened()
        button(window, "Back up now").click()
        await desk.until(lambda: "The backup is made" in texts(window))
        assert "made by you" in texts(window)
        button(window, "Restore…").click()
        assert "Nothing newer is changed." in texts(window)
        button(window, "Cancel").click()
        assert "Nothing newer is changed." not in texts(window)
        button(window, "Restore…").click()
        button(window, "Restore").click()
        await desk.until(lambda: "nothing had to be brought back" in texts(window))
        window.close()

    tell(story)


def test_a_closed_window_stops_a_look_and_opens_again(tell):
    async def story(desk) -> None:
        await desk.write(4)
        first = desk.presenter.open()
        first.close()
        await desk.until(lambda: not desk.tasks._holders)
        window = await desk.opened()
        assert "Everything is in order" in texts(window)
        assert desk.presenter.open() is window
        window.close()

    tell(story)


def test_a_look_that_is_stopped_says_so(tell):
    async def story(desk) -> None:
        await desk.write(2)
        window = desk.presenter.open()
        await asyncio.sleep(0)
        button(window, "Stop").click()
        await desk.until(lambda: not desk.tasks._holders)
        assert "Not looked over to the end" in texts(window)
        button(window, "Check again").click()
        await desk.until(lambda: "Everything is in order" in texts(window))
        window.close()

    tell(story)
