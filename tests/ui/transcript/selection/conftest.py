"""A real area with a chat in it, and somebody who selects in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from scout_desktop.chat.markdown.plain import piece_text
from scout_desktop.ui.transcript.area.area import MessageArea
from scout_desktop.ui.transcript.pictures.gallery import Gallery
from scout_desktop.ui.transcript.selection.ground import Spot
from tests.ui.transcript.chats import talk

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


class Desk:
    """What somebody who selects in the chat does and sees."""

    def __init__(self, area: MessageArea, qtbot) -> None:
        self._qtbot = qtbot
        self.area, self.ground = area, area.ground
        self.viewport, self.selection = area.viewport(), area.selection
        self._time = 1_000

    def point(self, words: str, message: int = 0) -> QPoint:
        """Where these words begin on the screen, in the middle of their row."""
        for number in range(message, len(self.ground.nodes)):
            for block, piece in enumerate(self.ground.pieces(number)):
                if words in piece_text(piece):
                    place = piece_text(piece).index(words)
                    caret = self.ground.caret(Spot(number, block, place))
                    # The first pixel of the letter, not the last of the one before.
                    return QPoint(caret.x() + 1, caret.center().y())
        raise AssertionError(f"nowhere: {words}")

    def _mouse(self, kind: QEvent.Type, point: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        self._time += 5
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else LEFT
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
        place, anywhere = QPointF(point), QPointF(self.viewport.mapToGlobal(point))
        event = QMouseEvent(kind, place, anywhere, button, held, keys)
        event.setTimestamp(self._time)
        QApplication.sendEvent(self.viewport, event)

    def press(self, point: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        self._mouse(QEvent.Type.MouseButtonPress, point, keys)

    def move(self, point: QPoint) -> None:
        self._mouse(QEvent.Type.MouseMove, point)

    def release(self, point: QPoint) -> None:
        self._mouse(QEvent.Type.MouseButtonRelease, point)

    def click(self, point: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        self.press(point, keys)
        self.release(point)

    def double_press(self, point: QPoint) -> None:
        self._time += 1_000
        self.click(point)
        self._mouse(QEvent.Type.MouseButtonDblClick, point)

    def double_click(self, point: QPoint) -> None:
        self.double_press(point)
        self.release(point)

    def triple_press(self, point: QPoint) -> None:
        self.double_click(point)
        self.press(point)

    def drag(self, start: QPoint, end: QPoint) -> None:
        self.press(start)
        self.move((start + end) / 2)
        self.move(end)
        self.release(end)

    def key(self, key: Qt.Key | QKeySequence.StandardKey, keys: Qt.KeyboardModifier = NONE) -> bool:
        """Press a key in the area; whether it was for anything there."""
        event = _pressed(key, keys)
        QApplication.sendEvent(self.area, event)
        return event.isAccepted()

    def is_for_selecting(self, key: Qt.Key | QKeySequence.StandardKey) -> bool:
        """Whether the selection takes a key for itself."""
        return self.selection.key(_pressed(key, NONE))

    def keys(self, key: QKeySequence.StandardKey, times: int) -> None:
        for _ in range(times):
            assert self.key(key)

    @property
    def selected(self) -> str:
        """The words that are selected."""
        return self.selection.text()

    @property
    def clipboard(self) -> str:
        return QGuiApplication.clipboard().text()

    def wait(self, true: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(true()), timeout=10_000)


def _pressed(key: Qt.Key | QKeySequence.StandardKey, keys: Qt.KeyboardModifier) -> QKeyEvent:
    if isinstance(key, QKeySequence.StandardKey):
        combined = QKeySequence(key)[0]
        key, keys = combined.key(), combined.keyboardModifiers()
    return QKeyEvent(QEvent.Type.KeyPress, key, keys)


@pytest.fixture
def open_chat(theme, qtbot) -> Callable[..., Desk]:
    """Open a chat of these texts: a question, its answer, and so on."""
    desks: list[Desk] = []

    def made(*texts: str, width: int = 700, height: int = 500) -> Desk:
        owner = QWidget()
        qtbot.addWidget(owner)
        area = MessageArea(theme, Gallery(theme, owner, lambda: ()), owner)
        owner.resize(width, height)
        area.resize(width, height)
        area.show_chat(talk(*texts))
        with qtbot.waitActive(owner):
            owner.show()
            owner.activateWindow()
        area.verticalScrollBar().setValue(0)
        QApplication.processEvents()
        desks.append(Desk(area, qtbot))
        return desks[-1]

    return made
