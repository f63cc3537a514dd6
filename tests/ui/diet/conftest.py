"""A chat with pictures, its transcript and the dialog, over a real core and a stand-in."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Sequence

import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget

from scout_desktop.assembly import Options, build
from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.diet_cost import DietCost, diet_cost
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.estimate import LISTED
from scout_desktop.chat.message import ImagePart
from scout_desktop.practice import PracticeServer, Reply, Script
from scout_desktop.session.core import Core
from scout_desktop.ui import loop
from scout_desktop.ui.diet.presenter import DietPresenter
from scout_desktop.ui.diet.row import Row
from scout_desktop.ui.diet.view import DietView
from scout_desktop.ui.tasks import Tasks
from scout_desktop.ui.transcript.pictures.fetching import Fetching
from scout_desktop.ui.transcript.pictures.thumbnail import Thumbnail
from scout_desktop.ui.transcript.view import TranscriptView


def photo(width: int = 1600, height: int = 1200) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def shown_words(widget: QWidget) -> list[str]:
    """Every label that can be read."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def button(row: QWidget, words: str) -> QToolButton:
    return next(each for each in row.findChildren(QToolButton) if each.text() == words)


def taken(row: Row) -> str:
    """What is chosen in a row, as the user reads it."""
    return next(each.text() for each in row.findChildren(QToolButton) if each.isChecked())


def caption_of(row: Row) -> QLineEdit:
    return row.findChildren(QLineEdit)[0]


class Room:
    """What the window does: the transcript asks for marks, a presenter gives them."""

    def __init__(self, theme, core: Core, server: PracticeServer) -> None:
        self.core, self.server = core, server
        self.tasks = Tasks()
        self.failures: list = []
        self.tasks.failed.connect(lambda name, error: self.failures.append((name, error)))
        self.transcript = TranscriptView(theme)
        self.transcript.resize(900, 900)
        self.fetching = Fetching(self.transcript, core.pictures, self.tasks)
        self.presenter = DietPresenter(
            theme=theme, diets=core.diets, pictures=core.pictures, tasks=self.tasks,
            owner=self.transcript,
        )  # fmt: skip
        self.chat: Conversation | None = None
        self.presenter.marks_made.connect(self.transcript.show_marks)
        self.presenter.chat_changed.connect(self.show)
        self.transcript.marks_wanted.connect(lambda: self.presenter.show(self.chat))
        self.transcript.diet_chosen.connect(self.presenter.choose)
        self.transcript.diet_wanted.connect(self.presenter.open)
        self.transcript.show()

    def show(self, chat: Conversation) -> None:
        self.chat = chat
        self.transcript.show_chat(chat)

    async def ask(self, text: str, *images: ImagePart) -> Conversation:
        """Ask, and show the chat when it is answered."""
        if self.chat is None:
            self.chat = self.core.chats.new()
        async for _ in self.core.turns.ask(self.chat.id, Draft(text, images)):
            pass
        self.show(self.core.chats.current(self.chat.id))
        return self.chat

    async def photo(self, name: str = "IMG_2041.HEIC", width: int = 1600) -> ImagePart:
        return await self.core.pictures.take(photo(width), name)

    @property
    def dialog(self) -> DietView:
        view = self.presenter.view
        assert view is not None, "the dialog is not open"
        return view

    def row(self, place: int) -> Row:
        return self.dialog.rows.shown[place]

    def marks(self) -> list[str]:
        """What stands on the pictures of the chat, top to bottom, at length."""
        found = [each for each in self.transcript.findChildren(Thumbnail) if each.isVisible()]
        found.sort(key=lambda each: each.mapTo(self.transcript, each.rect().topLeft()).toTuple())
        found.sort(key=lambda each: each.mapTo(self.transcript, each.rect().topLeft()).y())
        return [each.mark.words[0] if each.mark else "" for each in found]

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not true():  # noqa: ASYNC110 -- what a window shows sets no event
                await asyncio.sleep(0.005)

    async def quiet(self) -> None:
        """Wait until nothing runs and everything is painted."""
        # Never by processing events in here: it would step into tasks that are being run.
        for _ in range(3):
            await asyncio.sleep(0.02)
            await self.until(lambda: not self.tasks._alive)


Story = Callable[[Room], Awaitable[None]]


@pytest.fixture
def tell(theme, qapp, tmp_path) -> Callable[..., None]:
    """Run a story against a stand-in with these replies."""

    def run(what: Story, *replies: Reply) -> None:
        async def main() -> int:
            default = Reply(text="A till receipt. The total is 9.75.")
            script = Script(replies=replies, default=default)
            async with PracticeServer(script, as_service=True) as server:
                core = await build(Options(data_dir=tmp_path / "d", base_url=server.base_url))
                room = Room(theme, core, server)
                try:
                    await what(room)
                    await room.quiet()
                finally:
                    await room.tasks.close()
                    await core.close()
                    room.transcript.close()
                    room.transcript.deleteLater()
                assert not room.failures
            return 0

        assert loop.run(main) == 0

    return run


@pytest.fixture
def dialog(theme, qtbot) -> DietView:
    """The dialog without a session behind it."""
    made = DietView(theme)
    qtbot.addWidget(made)
    made.resize(900, 620)
    made.show()
    return made


def cost_of(planned: Sequence[object]) -> DietCost:
    return diet_cost(planned, LISTED)
