"""A real area with a chat in it, and the bar that finds words in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from scout_desktop.ui.transcript.area.area import MessageArea
from scout_desktop.ui.transcript.blocks.block import Marks
from scout_desktop.ui.transcript.find.bar import FindBar
from scout_desktop.ui.transcript.find.finder import Finder
from scout_desktop.ui.transcript.pictures.gallery import Gallery
from scout_desktop.ui.transcript.selection.ground import Spot
from tests.ui.transcript.chats import talk


class Desk:
    """What somebody who searches does and sees."""

    def __init__(self, area: MessageArea, bar: FindBar, qtbot) -> None:
        self.area, self.bar, self._qtbot = area, bar, qtbot
        self.finder = Finder(area.ground, bar, area.workshop.later)
        self.search = self.finder._search
        self.painted: dict[tuple[int, int], tuple] = {}
        area.painting.marks = self._marks
        area.branch_changed.connect(self.finder.chat_changed)
        area.grew.connect(self.finder.refresh)
        self.field = bar.findChild(QLineEdit)

    def _marks(self, message: int, block: int) -> Marks:
        spans, current = self.finder.hits_in(message, block)
        self.painted[message, block] = (list(spans), current)
        return Marks(hits=spans, hit=current)

    def type(self, words: str) -> None:
        """Type, and wait until everything was searched."""
        QTest.keyClicks(self.field, words)
        self.settle()

    def find(self, words: str) -> None:
        """Open the bar and search for these words instead of those before."""
        self.finder.open()
        self.field.selectAll()
        self.field.setText(words)
        self.settle()

    def settle(self) -> None:
        self._qtbot.waitUntil(
            lambda: (
                not self.bar._typing.isActive()
                and self.finder._asked is None
                and not self.search.is_running
            ),
            timeout=20_000,
        )

    def enter(self, *keys: str) -> str:
        """Press keys in the field and return what the bar says then."""
        for key in keys:
            combined = QKeySequence(key)[0]
            QTest.keyClick(self.field, combined.key(), combined.keyboardModifiers())
        return self.said

    @property
    def said(self) -> str:
        return self.bar.findChild(QLabel).text()

    @property
    def found(self) -> str:
        """The words that the search stands at, as they are shown."""
        current = self.search.current
        if current is None:
            return ""
        _spans, span = self.finder.hits_in(current.message, current.block)
        return self.area.ground.block(current.message, current.block).text[slice(*span)]

    @property
    def spot(self) -> Spot | None:
        """Where that is."""
        current = self.search.current
        if current is None:
            return None
        _spans, span = self.finder.hits_in(current.message, current.block)
        return Spot(current.message, current.block, span[0])

    def is_in_sight(self) -> bool:
        return self.area.viewport().rect().contains(self.area.ground.caret(self.spot))

    def button(self, name: str) -> QToolButton:
        found = self.bar.findChildren(QToolButton)
        return next(button for button in found if button.accessibleName() == name)

    def wait(self, true: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(true()), timeout=20_000)

    def top(self) -> Spot:
        return self.area.ground.spot_at(QPoint(0, 0))


@pytest.fixture
def open_chat(theme, qtbot) -> Callable[..., Desk]:
    """Open a chat of these texts: a question, its answer, and so on."""

    def made(*texts: str, width: int = 700, height: int = 400) -> Desk:
        owner = QWidget()
        qtbot.addWidget(owner)
        owner.resize(width, height)
        bar = FindBar(theme, owner)
        area = MessageArea(theme, Gallery(theme, owner, lambda: ()), owner)
        column = QVBoxLayout(owner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(bar)
        column.addWidget(area, 1)
        with qtbot.waitActive(owner):
            owner.show()
            owner.activateWindow()
        area.show_chat(talk(*texts))
        area.verticalScrollBar().setValue(0)
        area.setFocus(Qt.FocusReason.OtherFocusReason)
        QApplication.processEvents()
        return Desk(area, bar, qtbot)

    return made
