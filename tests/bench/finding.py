"""Prints what searching, selecting and copying cost in a chat of 10,000 messages, beside limits.

    python tests/bench/finding.py [--runs 3]

CPU of the main thread, the median of the runs, offscreen unless QT_QPA_PLATFORM says otherwise.
Ends with 1 when a figure that must hold does not.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.bench import corpus  # noqa: E402  the path comes first
from tests.bench.verdicts import tell  # noqa: E402

LIMITS: dict[str, tuple[float, float]] = {
    "find, nothing read yet ms": (50, 50),
    "find, read while the bar opened ms": (50, 10),
    "a frame with all hits, more ms": (1, 0.3),
    "next hit ms": (16, 8),
    "longest step of a search ms": (16, 8),
    "select all ms": (16, 8),
    "a frame with all selected, more ms": (2, 1),
    "Ctrl+C of everything ms": (16, 16),
    "copy everything as Markdown ms": (16, 16),
    "longest step of writing a copy ms": (16, 8),
    "a step of a drag, painted, p95 ms": (16, 8),
}
"""(must, goal); at most."""


class Bench:
    """A chat of 3 MB in a window, its search and its selection."""

    def __init__(self) -> None:
        from PySide6.QtCore import QPoint
        from PySide6.QtWidgets import QApplication, QWidget

        from scout_desktop.ui.theme.theme import STYLE, Theme
        from scout_desktop.ui.transcript.reader import Reader

        app = QApplication.instance() or QApplication([sys.argv[0], *STYLE])
        assert isinstance(app, QApplication)
        self.app = app
        self.owner = QWidget()
        self.owner.resize(1000, 800)
        self.reader = Reader(Theme(app, "light", styled=True), self.owner)
        self.area = self.reader.area
        self.area.resize(1000, 800)
        self.owner.show()
        self.area.show_chat(corpus.chat(10_000, "found", letters=430))
        self.area.verticalScrollBar().setValue(self.area.verticalScrollBar().maximum() // 2)
        self.app.processEvents()
        self.top = self.area.ground.spot_at(QPoint(0, 0))
        self.search = self.reader.finder._search
        # As the program does when a chat is open (performance.md).
        gc.collect()
        gc.freeze()
        gc.disable()

    def cost(self, do: Callable[[], object]) -> float:
        """CPU milliseconds."""
        begun = time.thread_time()
        do()
        return (time.thread_time() - begun) * 1e3

    def frame(self) -> float:
        """CPU milliseconds of painting everything in view, the median of many."""
        viewport = self.area.viewport()
        return statistics.median(self.cost(viewport.repaint) for _ in range(60))

    def longest(self, busy: Callable[[], bool]) -> float:
        """CPU milliseconds of the longest step of work that is done when there is time."""
        worst = 0.0
        while busy():
            worst = max(worst, self.cost(self.app.processEvents))
            time.sleep(0.001)
        return worst

    def finding(self) -> Iterator[tuple[str, float]]:
        """The word is in every tenth message and on every screen."""
        search, word = self.search, "ladder"
        search.clear()
        plain = self.frame()
        yield "find, nothing read yet ms", self.cost(lambda: search.look(word, self.top))
        yield "longest step of a search ms", self.longest(lambda: search.is_running)
        search.clear()
        search.prepare()
        self.longest(lambda: bool(self.area.workshop._waiting))
        yield "find, read while the bar opened ms", self.cost(lambda: search.look(word, self.top))
        self.longest(lambda: search.is_running)
        yield "hits", search.count
        yield "next hit ms", statistics.median(self.cost(lambda: search.step(1)) for _ in range(30))
        yield "a frame with all hits, more ms", max(self.frame() - plain, 0)
        search.clear()

    def selecting(self) -> Iterator[tuple[str, float]]:
        """Everything, and a drag across the screen."""
        from PySide6.QtGui import QGuiApplication

        selection, plain = self.area.selection, self.frame()
        yield "select all ms", self.cost(selection.select_all)
        yield "a frame with all selected, more ms", max(self.frame() - plain, 0)
        yield "copy everything as Markdown ms", self.cost(lambda: selection.copy("markdown"))
        yield "Ctrl+C of everything ms", self.cost(selection.copy)
        promise = QGuiApplication.clipboard().mimeData()
        yield "longest step of writing a copy ms", self.longest(lambda: not promise.is_ready)
        yield "letters copied", len(promise.text())
        selection.clear()
        steps = sorted(self.drag())
        yield "a step of a drag, painted, p95 ms", steps[int(len(steps) * 0.95)]
        selection.clear()

    def drag(self) -> list[float]:
        """CPU milliseconds of each step of a drag from the top of the view to its end."""
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        viewport, held = self.area.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(viewport, held, pos=QPoint(200, 20))
        steps = [
            self.cost(lambda y=y: (self.move(y), viewport.repaint())) for y in range(25, 780, 8)
        ]
        QTest.mouseRelease(viewport, held, pos=QPoint(600, 780))
        return steps

    def move(self, y: int) -> None:
        """Move the pointer with the button held."""
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent

        place = QPointF(600, y)
        held, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        modifiers = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(QEvent.Type.MouseMove, place, place, none, held, modifiers)
        self.app.sendEvent(self.area.viewport(), event)


def main() -> int:
    """Take every figure `--runs` times and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    bench = Bench()
    taken: dict[str, list[float]] = {}
    for _ in range(runs):
        for part in (bench.finding(), bench.selecting()):
            for name, value in part:
                taken.setdefault(name, []).append(value)
    # Or Qt meets both after Python has ended.
    bench.app.clipboard().clear()
    bench.owner.close()
    return tell(taken, LIMITS, bench.app.platformName())


if __name__ == "__main__":
    sys.exit(main())
