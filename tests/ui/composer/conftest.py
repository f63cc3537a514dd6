"""The composer in a window of its own, and for the presenter a real data folder."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QVBoxLayout, QWidget

from scout_desktop.assembly import Core, Options, build
from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import user_node
from scout_desktop.session.clock import SystemClock
from scout_desktop.ui import loop
from scout_desktop.ui.composer.chips.chip import PictureChip
from scout_desktop.ui.composer.composer import Composer
from scout_desktop.ui.composer.presenter import ComposerPresenter
from scout_desktop.ui.composer.text import MessageText
from scout_desktop.ui.tasks import Tasks


class Stage:
    """A window with a composer at its foot."""

    def __init__(self, theme) -> None:
        self.window = QWidget()
        self.composer = Composer(theme, self.window)
        column = QVBoxLayout(self.window)
        column.addStretch(1)
        column.addWidget(self.composer)
        self.window.resize(800, 600)
        self.sent: list = []
        self.stops: list = []
        self.drafts: list = []
        self.offers: list = []
        self.composer.submitted.connect(self.sent.append)
        self.composer.stop_requested.connect(lambda: self.stops.append(True))
        self.composer.draft_changed.connect(self.drafts.append)
        self.composer.offered.connect(self.offers.append)

    def named(self, name: str) -> QWidget:
        """The shown widget of this accessible name, as a screen reader finds it."""
        found = [w for w in self.window.findChildren(QWidget) if w.accessibleName() == name]
        assert len(found) == 1, f"{len(found)} widgets are called {name}"
        return found[0]

    def said(self) -> str:
        """The lines of words above the buttons."""
        note = self.composer._note
        lines = [note] if note is not None and not note.isHidden() else []
        return "\n".join(line.text() for line in (*lines, self.composer._notice))

    def named_estimate(self) -> str:
        """The estimate as a reader hears it."""
        return self.composer._foot.estimate.accessibleName()

    @property
    def text(self) -> MessageText:
        found = self.named("Message")
        assert isinstance(found, MessageText)
        return found


@pytest.fixture
def stage(theme, qtbot) -> Iterator[Stage]:
    made = Stage(theme)
    qtbot.addWidget(made.window)
    with qtbot.waitActive(made.window):
        made.window.show()
        made.window.activateWindow()
    made.composer.focus_text()
    return made


@pytest.fixture
def photo() -> Callable[..., bytes]:
    def make(width: int = 400, height: int = 300, kind: str = "PNG") -> bytes:
        buffer = io.BytesIO()
        Image.new("RGB", (width, height), (200, 120, 40)).save(buffer, kind)
        return buffer.getvalue()

    return make


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """Makes a document with a page of each colour."""

    def make(*colours: tuple[int, int, int]) -> bytes:
        pages = [Image.new("RGB", (300, 400), colour) for colour in colours]
        buffer = io.BytesIO()
        pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:])
        return buffer.getvalue()

    return make


@pytest.fixture
def files(tmp_path, photo) -> Callable[..., tuple[Path, ...]]:
    """Makes so many picture files in a folder."""

    def make(count: int, width: int = 700) -> tuple[Path, ...]:
        (tmp_path / "given").mkdir(exist_ok=True)
        made = [tmp_path / "given" / f"{number:02}.png" for number in range(count)]
        for number, path in enumerate(made):
            path.write_bytes(photo(width + number, 500))
        return tuple(made)

    return make


class Room(Stage):
    """The same with its presenter over a real data folder."""

    def __init__(self, theme, core: Core) -> None:
        super().__init__(theme)
        self.core = core
        self.tasks = Tasks()
        self.failures: list = []
        self.tasks.failed.connect(lambda name, error: self.failures.append((name, error)))
        self.presenter = ComposerPresenter(
            self.composer,
            chats=core.chats,
            desk=core.desk,
            pictures=core.pictures,
            bill=core.bill,
            preferences=core.preferences,
            tasks=self.tasks,
        )
        self.asked: list = []
        self.presenter.submitted.connect(lambda id, draft: self.asked.append((id, draft)))

    def chips(self) -> list[PictureChip]:
        return [chip for chip in self.window.findChildren(PictureChip) if not chip.isHidden()]

    def ready(self) -> bool:
        chips = self.chips()
        return bool(chips) and not any(chip.pending for chip in chips)

    async def begun(self, text: str = "first words") -> Conversation:
        """A chat that is in the list, with one message."""
        chat = self.core.chats.new()
        clock = SystemClock()
        node = user_node(clock.id(), None, clock.now(), text)
        return await self.core.chats.add(chat.id, [node], {})

    async def until(self, said: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not said():  # noqa: ASYNC110 -- what a window shows sets no event
                await asyncio.sleep(0.005)

    async def quiet(self) -> None:
        """Wait until nothing runs any more."""
        await self.until(lambda: not self.tasks._alive)


Story = Callable[[Room], Awaitable[None]]


@pytest.fixture
def tell(theme, qapp, tmp_path) -> Callable[[Story], None]:
    """Run a story; told again, it is the next start of the program on the same folder."""

    def run(what: Story) -> None:
        async def main() -> int:
            core = await build(Options(data_dir=tmp_path / "d"))
            room = Room(theme, core)
            room.window.show()
            room.composer.focus_text()
            try:
                await what(room)
                room.presenter.flush()
            finally:
                await room.tasks.close()
                await core.close()
                room.window.close()
                room.window.deleteLater()
            assert not room.failures
            return 0

        assert loop.run(main) == 0

    return run
