"""A transcript in a window of its own; for the presenter also a real core and a real stand-in."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterator

import pytest
from PIL import Image
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QPushButton,
    QScrollBar,
    QWidget,
)

from scout_desktop.assembly import Options, build
from scout_desktop.chat.message import Node
from scout_desktop.practice import PracticeServer, Reply, Script
from scout_desktop.session.core import Core
from scout_desktop.ui import loop
from scout_desktop.ui.controls.label import ElidedLabel
from scout_desktop.ui.tasks import Tasks
from scout_desktop.ui.transcript.area.area import MessageArea
from scout_desktop.ui.transcript.blocks.block import Block
from scout_desktop.ui.transcript.presenter import TranscriptPresenter
from scout_desktop.ui.transcript.selection.ground import Spot
from scout_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.chats import answered, chat, long_chat, said


def _text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


class Reader:
    """What somebody in front of the view can see and press."""

    def __init__(self, view: TranscriptView) -> None:
        self.view = view

    @property
    def area(self) -> MessageArea:
        """Where the messages are."""
        return self.view.reader.area

    def messages(self) -> list[Node]:
        """The messages in view, from top to bottom."""
        shown = self.area.chat.settling.shown if self.area.isVisible() else ()
        return [self.area.chat.nodes[message] for message, _ in shown]

    def blocks(self, message: int) -> list[Block]:
        """The blocks of the text of one message in view, by its place there."""
        index = self.area.chat.settling.shown[message].message
        sheet = self.area.chat.stack.sheet(index)
        return [self.area.ground.block(index, number) for number in range(len(sheet.pieces))]

    def texts(self) -> list[str]:
        """The text of each message in view, as its blocks hold it."""
        return [
            "\n".join(block.text for block in self.blocks(place))
            for place in range(len(self.messages()))
        ]

    def labels_and_texts(self) -> str:
        """Everything that can be read on the screen."""
        return "\n".join([*self.texts(), *self.labels()])

    def point(self, message: int, block: int, place: int = 0) -> QPoint:
        """Where a place of a block is in the area's viewport."""
        index = self.area.chat.settling.shown[message].message
        return self.area.ground.caret(Spot(index, block, place)).center()

    @property
    def bar(self) -> QScrollBar:
        """The transcript's own scroll bar."""
        return self.area.verticalScrollBar()

    def scroll(self, value: int) -> None:
        self.bar.setValue(value)
        QApplication.processEvents()

    def labels(self) -> list[str]:
        """Every label on the screen, whole where it is shortened."""
        shown = [label for label in self.view.findChildren(QLabel) if label.isVisible()]
        return [
            label.whole_text()
            if isinstance(label, ElidedLabel)
            else label.text() or label.accessibleName()
            for label in shown
        ]

    def named(self, name: str) -> QWidget:
        found = [
            widget
            for widget in self.view.findChildren(QWidget)
            if widget.isVisible() and name in (widget.accessibleName(), _text(widget))
        ]
        assert found, f"nothing is called {name}"
        return found[-1]

    def press(self, name: str) -> None:
        found = [
            button
            for button in self.view.findChildren(QAbstractButton)
            if button.isVisible() and name in (button.accessibleName(), button.text())
        ]
        assert found, f"no button is called {name}"
        found[-1].click()

    def buttons(self) -> list[str]:
        found = self.view.findChildren(QPushButton)
        return [b.text() for b in found if b.isVisible() and b.text()]


@pytest.fixture
def view(theme, qtbot) -> TranscriptView:
    made = TranscriptView(theme)
    qtbot.addWidget(made)
    made.resize(900, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def reader(view) -> Reader:
    return Reader(view)


class Room(Reader):
    """The view with its presenter, over a real data folder and a real socket."""

    def __init__(self, theme, core: Core, server: PracticeServer | None) -> None:
        super().__init__(TranscriptView(theme))
        self.core, self.server = core, server
        self.tasks = Tasks()
        self.failures: list = []
        self.tasks.failed.connect(lambda name, error: self.failures.append((name, error)))
        self.presenter = TranscriptPresenter(
            self.view,
            chats=core.chats,
            turns=core.turns,
            pictures=core.pictures,
            account=core.account,
            tasks=self.tasks,
        )
        self.heard: list = []
        say = self.heard.append
        self.presenter.turn_started.connect(lambda id: say(("started", id)))
        self.presenter.turn_ended.connect(lambda id: say(("ended", id)))
        self.presenter.failed_to_start.connect(lambda *what: say(("gave back", *what)))
        self.presenter.key_requested.connect(lambda: say(("key wanted",)))
        self.presenter.problem.connect(lambda error: say(("problem", error)))
        self.presenter.turn_failed.connect(lambda id, error: say(("failed", error.kind)))

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not true():  # noqa: ASYNC110 -- what a window shows sets no event
                await asyncio.sleep(0.005)

    async def ended(self, count: int = 1) -> None:
        await self.until(lambda: sum(what[0] == "ended" for what in self.heard) >= count)

    def photo(self, width: int = 400, height: int = 300) -> bytes:
        buffer = io.BytesIO()
        Image.new("RGB", (width, height), (200, 120, 40)).save(buffer, "PNG")
        return buffer.getvalue()


Story = Callable[[Room], Awaitable[None]]


@pytest.fixture
def tell(theme, qapp, tmp_path) -> Iterator[Callable[..., None]]:
    """Run a story against a stand-in with these replies (none: an address without a key)."""

    def run(what: Story, *replies: Reply) -> None:
        async def main() -> int:
            script = Script(replies=replies)
            async with PracticeServer(script, as_service=True) as server:
                url = server.base_url if replies else None
                core = await build(Options(data_dir=tmp_path / "d", base_url=url))
                room = Room(theme, core, server)
                room.view.resize(900, 700)
                room.view.show()
                try:
                    await what(room)
                finally:
                    await room.tasks.close()
                    await core.close()
                    room.view.close()
                    room.view.deleteLater()
                assert not room.failures
            return 0

        assert loop.run(main) == 0

    return run


@pytest.fixture
def make() -> type:
    """The makers of nodes and chats, for tests that cannot import a conftest."""

    class Make:
        said = staticmethod(said)
        answered = staticmethod(answered)
        chat = staticmethod(chat)
        long_chat = staticmethod(long_chat)

    return Make
