"""An area with a voice in a window of its own, and a listener that asks Qt what it is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QMainWindow

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node
from scout_desktop.ui.transcript.area.area import MessageArea
from scout_desktop.ui.transcript.pictures.gallery import Gallery
from scout_desktop.ui.transcript.voice.voice import Voice
from tests.ui.transcript.chats import answered, chat, said


class Listener:
    """What assistive technology can ask of an area, through Qt."""

    said, answered, chat = staticmethod(said), staticmethod(answered), staticmethod(chat)

    def __init__(self, area: MessageArea, voice: Voice) -> None:
        self.area, self.voice = area, voice

    @property
    def list(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self.area)

    def items(self) -> list[QAccessibleInterface]:
        tree = self.list
        children = [tree.child(index) for index in range(tree.childCount())]
        return [child for child in children if child.role() == QAccessible.Role.ListItem]

    def names(self) -> list[str]:
        return [item.text(QAccessible.Text.Name) for item in self.items()]

    def long_chat(self, count: int, id: str = "c1") -> Conversation:
        nodes: list[Node] = []
        for number in range(count):
            parent = nodes[-1].id if nodes else None
            name = f"{id}-{number:05d}"
            if number % 2:
                nodes.append(answered(name, f"Answer {number}.\n\n- a\n- b\n\n`c` ", parent or ""))
            else:
                nodes.append(said(name, f"Question {number}?", parent))
        return chat(*nodes, id=id)

    def wait(self) -> None:
        for _ in range(3):
            QApplication.processEvents()


@pytest.fixture
def unheard(theme, qtbot) -> Iterator[Listener]:
    """The window is shown, and nobody listens."""
    QAccessible.setActive(False)
    yield from _shown(theme, qtbot)


@pytest.fixture
def listener(theme, qtbot) -> Iterator[Listener]:
    """The window is shown, and assistive technology runs."""
    QAccessible.setActive(True)
    yield from _shown(theme, qtbot)


def _shown(theme, qtbot) -> Iterator[Listener]:
    window = QMainWindow()
    qtbot.addWidget(window)
    area = MessageArea(theme, Gallery(theme, window), window)
    voice = Voice(area)
    window.setCentralWidget(area)
    window.resize(900, 600)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield Listener(area, voice)
    QAccessible.setActive(False)
