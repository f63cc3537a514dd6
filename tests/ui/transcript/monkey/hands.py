"""What a user's hands do to a transcript: wheel, keys, pointer, search."""

from __future__ import annotations

import random
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scout_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.monkey import judge
from tests.ui.transcript.monkey.events import move, turn

_KEYS = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab,
)  # fmt: skip


class Hands:
    """Each deed does one thing by chance and says what."""

    chance: random.Random
    view: TranscriptView

    @property
    def area(self) -> Any:
        """Where the messages are."""
        return self.view.reader.area

    def wheel(self) -> str:
        dy = self.chance.choice((120, 120, 360, -120, -360, 40, -1200, 1200))
        turn(self.area.viewport(), QPoint(100, 100), QPoint(0, dy))
        return str(dy)

    def sideways(self) -> str:
        turn(self.area.viewport(), self._point(), QPoint(self.chance.choice((-120, 120)), 0))
        return ""

    def thumb(self) -> str:
        bar = self.area.verticalScrollBar()
        bar.setValue(self.chance.randint(0, max(bar.maximum(), 0)))
        return str(bar.value())

    def key(self) -> str:
        key = self.chance.choice(_KEYS)
        shift = self.chance.random() < 0.3
        modifier = self.chance.choice(
            (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier)
        )
        if shift:
            modifier |= Qt.KeyboardModifier.ShiftModifier
        focus = QApplication.focusWidget()
        inside = focus is not None and self.area.isAncestorOf(focus)
        QTest.keyClick(focus if inside else self.area, key, modifier)
        return f"{key.name} {modifier}"

    def focus(self) -> str:
        nodes = self.area.chat.nodes
        if nodes:
            self.view.focus_message(self.chance.choice(nodes).id)
        return ""

    def _point(self) -> QPoint:
        box = self.area.viewport().rect()
        return QPoint(
            self.chance.randint(0, max(box.width(), 1)),
            self.chance.randint(0, max(box.height(), 1)),
        )

    def hover(self) -> str:
        point = self._point()
        move(self.area.viewport(), point)
        return str(point.toTuple())

    def click(self) -> str:
        """On text only: what stands there beside it asks others for something."""
        point = self._point()
        if self.area.pointer.zone_at(point) is None:
            QTest.mouseClick(self.area.viewport(), Qt.MouseButton.LeftButton, pos=point)
            if self.chance.random() < 0.3:
                QTest.mouseDClick(self.area.viewport(), Qt.MouseButton.LeftButton, pos=point)
        return str(point.toTuple())

    def drag(self) -> str:
        viewport, start, end = self.area.viewport(), self._point(), self._point()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
        if self.chance.random() < 0.3:
            end.setY(viewport.height() + 30)
        move(viewport, (start + end) / 2, Qt.MouseButton.LeftButton)
        move(viewport, end, Qt.MouseButton.LeftButton)
        judge.pump(2)
        if self.chance.random() < 0.7:
            QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
        else:
            self.meanwhile()
            move(viewport, start, Qt.MouseButton.LeftButton)
            QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start)
        return f"{start.toTuple()} {end.toTuple()}"

    def select_all(self) -> str:
        self.area.selection.select_all()
        return ""

    def copy(self) -> str:
        self.area.selection.copy(self.chance.choice(("rich", "plain", "markdown")))
        return ""

    def find(self) -> str:
        bar = self.view.reader.find_bar
        if bar.is_open and self.chance.random() < 0.3:
            bar.end()
            return "end"
        if not bar.is_open:
            self.view.open_find()
        if not bar.is_open:
            return "no"
        term = self.chance.choice(("the", "a", "street", "e", "code", "words", "nothing of it"))
        bar.asked.emit(term, self.chance.random() < 0.2)
        for _ in range(self.chance.randrange(4)):
            judge.pump(self.chance.randrange(2))
            self.chance.choice((bar.next_wanted, bar.previous_wanted)).emit()
        return term

    def meanwhile(self) -> None:
        """Something happens while the button is held."""
        raise NotImplementedError
