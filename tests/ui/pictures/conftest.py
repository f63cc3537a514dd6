"""The window of a picture over a real data folder; hands are real events, posted."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from shiboken6 import isValid

from scout_desktop.assembly import Core, Options, build
from scout_desktop.chat.estimate import LISTED
from scout_desktop.chat.message import ImagePart
from scout_desktop.ui import loop
from scout_desktop.ui.pictures.opening import open_studio
from scout_desktop.ui.pictures.original.canvas import OriginalCanvas
from scout_desktop.ui.pictures.seen.canvas import SeenCanvas
from scout_desktop.ui.pictures.studio import StudioView
from scout_desktop.ui.tasks import Tasks

_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier


class Room:
    """A window of the program, its core, and the studios opened over it."""

    RELEASE = QEvent.Type.MouseButtonRelease

    def __init__(self, theme, core: Core) -> None:
        self.theme, self.core = theme, core
        self.tasks = Tasks()
        self.failures: list = []
        self.tasks.failed.connect(lambda name, error: self.failures.append((name, error)))
        self.window = QWidget()
        self.window.resize(1400, 900)
        self.made: list[ImagePart] = []
        self.closed = 0
        self.view: StudioView

    async def take(self, data: bytes, name: str = "cat.png", **more) -> ImagePart:
        return await self.core.pictures.take(data, name, **more)

    async def open(self, image: ImagePart, *, sent: bool = False) -> StudioView:
        presenter = open_studio(
            self.theme, self.window, image, pictures=self.core.pictures, tasks=self.tasks,
            prices=LISTED, sent=sent,
        )  # fmt: skip
        presenter.made.connect(self.made.append)
        view = presenter.parent()
        assert isinstance(view, StudioView)
        view.closed.connect(self._count)
        self.presenter, self.view = presenter, view
        await self.quiet()
        return view

    async def until(self, said: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not said():  # noqa: ASYNC110 -- what a window shows sets no event
                await asyncio.sleep(0.005)

    async def quiet(self) -> None:
        """Wait until nothing runs any more and nothing is about to."""
        timers = () if self.closed else (self.presenter._patience, self.left._settle)
        await self.until(
            lambda: (
                not self.tasks._alive
                and not any(isValid(timer) and timer.isActive() for timer in timers)
            )
        )

    @property
    def left(self) -> OriginalCanvas:
        return self.view.findChildren(OriginalCanvas)[0]

    @property
    def right(self) -> SeenCanvas:
        return self.view.findChildren(SeenCanvas)[0]

    @property
    def fit(self) -> QComboBox:
        found = self.named("Fit")
        assert isinstance(found, QComboBox)
        return found

    def named(self, name: str) -> QWidget:
        """The widget of this name, as a screen reader finds it; buttons go by their text."""
        # A heading may say the same as what stands under it.
        every = [w for w in self.view.findChildren(QWidget) if not isinstance(w, QLabel)]
        found = [w for w in every if name in (w.accessibleName(), getattr(w, "text", str)())]
        assert len(found) == 1, f"{len(found)} widgets are called {name}"
        return found[0]

    def said(self) -> str:
        """Everything that stands in the window, a line each."""
        every = [w for w in self.view.findChildren(QWidget) if w.isVisible()]
        return "\n".join(
            filter(None, (w.accessibleName() or getattr(w, "text", str)() for w in every))
        )

    def press(self, name: str) -> None:
        """Click the button of this name."""
        self.hand(self.named(name), self.named(name).rect().center())

    def key(
        self, key: Qt.Key, held: Qt.KeyboardModifier = _NONE, on: QWidget | None = None
    ) -> None:
        """Press a key on the original, or on another widget."""
        QTest.keyClick(on or self.left, key, held)

    def hand(self, widget: QWidget, *way: QPoint, let_go: bool = True) -> None:
        """Press at the first point, move along the others, let go at the last."""
        kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * (len(way) - 1)]
        for kind, at in zip(kinds, way, strict=True):
            self._mouse(widget, kind, at)
        if let_go:
            self._mouse(widget, QEvent.Type.MouseButtonRelease, way[-1])

    def drag(self, *places: tuple[float, float], let_go: bool = True) -> None:
        """Drag over the original from place to place, in pixels of it."""
        self.hand(self.left, *(self.at(place) for place in places), let_go=let_go)

    def at(self, place: tuple[float, float]) -> QPoint:
        """Where a place of the original is on the canvas."""
        return (self.left._on_screen(place) / self.left.devicePixelRatioF()).toPoint()

    async def pixels(self, image: ImagePart) -> Image.Image:
        """What was sent, decoded by somebody else."""
        data = await self.core.pictures.bytes_of(image.sha256)
        return Image.open(io.BytesIO(data)).convert("RGB")

    def _mouse(self, widget: QWidget, kind: QEvent.Type, at: QPoint) -> None:
        moving = kind == QEvent.Type.MouseMove
        button = Qt.MouseButton.NoButton if moving else _LEFT
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else _LEFT
        place, screen = QPointF(at), QPointF(widget.mapToGlobal(at))
        event = QMouseEvent(kind, place, screen, button, held, _NONE)
        QApplication.postEvent(widget, event)
        # At once: Qt joins moves that wait together, and the loop must not run within a task.
        QApplication.sendPostedEvents(widget)

    def _count(self) -> None:
        self.closed += 1


Story = Callable[[Room], Awaitable[None]]


@pytest.fixture
def tell(theme, qapp, tmp_path) -> Callable[[Story], None]:
    """Run a story over a data folder of its own."""

    def run(what: Story) -> None:
        async def main() -> int:
            core = await build(Options(data_dir=tmp_path / "d"))
            room = Room(theme, core)
            room.window.show()
            try:
                await what(room)
            finally:
                await room.tasks.close()
                await core.close()
                room.window.close()
                room.window.deleteLater()
            assert not room.failures
            return 0

        assert loop.run(main) == 0

    return run
