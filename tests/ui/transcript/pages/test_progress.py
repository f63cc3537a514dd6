"""What takes a while says so in a small window, and Escape stops it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressBar, QWidget

from scout_desktop.ui.transcript.pages.progress import Progress


def test_it_shows_itself_after_a_while_and_escape_stops_the_work(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    progress = Progress(window, "Saving <b>the chat</b>…")
    assert not progress.isVisible()
    qtbot.waitUntil(progress.isVisible)
    progress.tell(3, 10)
    bar = progress.findChild(QProgressBar)
    assert (bar.value(), bar.maximum()) == (3, 10)

    with qtbot.waitSignal(progress.canceled):
        QTest.keyClick(progress, Qt.Key.Key_Escape)

    assert not progress.isVisible()
