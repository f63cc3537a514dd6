"""The line in a reply's place until its first word."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from scout_desktop.ui.transcript.parts.waiting import WaitingLine


class _Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget) -> None:
        super().__init__()
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event) -> bool:
        self.count += event.type() == event.Type.Paint
        return False


@pytest.mark.parametrize(
    ("passed", "comments", "words"),
    [
        (3.21, 0, "waiting 3.2 s"),
        (42.0, 0, "waiting 0:42"),
        (42.0, 1, "queued at provider 0:42"),
        (3.0, 9, "queued at provider 0:03"),
        (3725.0, 9, "queued at provider 62:05"),
        (-5.0, 0, "waiting 0.0 s"),
    ],
)
def test_it_says_how_long_and_why(theme, ground, passed, comments, words) -> None:
    line = WaitingLine(theme, time.monotonic() - passed, ground)
    line.show_comments(comments)

    assert line.words() == words
    reason = "Queued at provider" if comments else "Waiting for the first word"
    assert line.accessibleName() == reason, "readers are not told every tick"


def test_it_counts_on_while_it_is_seen_and_rests_while_it_is_not(theme, ground, qtbot) -> None:
    line = WaitingLine(theme, time.monotonic(), ground)
    line.fit(300)
    line.show()
    paints = _Paints(line)
    qtbot.waitUntil(lambda: paints.count >= 3)
    line.hide()
    QApplication.processEvents()
    paints.count = 0
    qtbot.wait(350)
    assert paints.count == 0
    assert not line._ticking.isActive()
    line.show()
    qtbot.waitUntil(lambda: paints.count >= 2)


def test_after_ten_seconds_it_is_painted_once_a_second(theme, ground, qtbot) -> None:
    line = WaitingLine(theme, time.monotonic() - 60, ground)
    line.fit(300)
    line.show()
    QApplication.processEvents()
    paints = _Paints(line)
    qtbot.wait(450)

    assert paints.count <= 1


def test_its_figures_do_not_make_it_tremble(theme, ground) -> None:
    metrics = QFontMetrics(theme.font("caption_number"))
    widths = {metrics.horizontalAdvance(f"waiting {n / 10:.1f} s") for n in range(100)}

    assert len(widths) == 1
    line = WaitingLine(theme, time.monotonic(), ground)
    assert line.fit(300) == line.height() >= metrics.height()
