"""Prints the figures of the transcript beside their limits: opening, growing, scrolling, searching.

    python tests/bench/transcript.py [--runs 3]

CPU of the main thread (so that neighbours on the machine do not count), the median of the runs, on
the offscreen platform unless QT_QPA_PLATFORM says otherwise; the machine's load is printed. Ends
with 1 when a figure that must hold does not.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.area.area import MessageArea

from tests.bench import corpus  # noqa: E402  the path comes first
from tests.bench.verdicts import tell  # noqa: E402

WIDTH, HEIGHT = 1000, 800
_KINDS = ("paragraph", "list", "table", "code", "mixed")
_SIZES = (5_000, 20_000, 100_000)
_STEP = 20
"""Letters that come with one look."""


class Bench:
    """A transcript in a window of its own, and the figures taken from it."""

    def __init__(self) -> None:
        from PySide6.QtWidgets import QApplication

        from scout_desktop.ui.theme.theme import STYLE, Theme
        from scout_desktop.ui.transcript.view import TranscriptView

        app = QApplication.instance() or QApplication([sys.argv[0], *STYLE])
        assert isinstance(app, QApplication)
        self.app = app
        self.theme = Theme(app, "light", styled=True)
        self.view = TranscriptView(self.theme)
        self.view.resize(WIDTH, HEIGHT)
        self.view.show()
        self.view.show_chat(corpus.chat(20, "warm"))
        self.view.show_chat(corpus.chat(40, "warm 2"))
        self.rest()

    @property
    def area(self) -> MessageArea:
        return self.view.reader.area

    def paint(self) -> None:
        """Bring what is pending on the screen."""
        self.app.processEvents()

    def rest(self, seconds: float = 0.3) -> None:
        """Let idle work happen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.001)

    def cost(self, do: Callable[[], object]) -> float:
        """CPU milliseconds of doing something and painting it."""
        begun = time.thread_time()
        do()
        self.paint()
        return (time.thread_time() - begun) * 1e3

    def opening(self, folder: Path) -> Iterator[tuple[str, float]]:
        """From the chat's JSON on disk to the first paint; what it adds to the memory."""
        from scout_desktop.chat.ids import new_id
        from scout_desktop.storage import document

        path = folder / "chat.json"
        path.write_bytes(
            document.dump(
                corpus.chat(10_000, new_id(int(time.time() * 1000), random.getrandbits(60)))
            )
        )
        begun = time.thread_time()
        chat = document.load(path.read_bytes())
        chat.branch  # noqa: B018  it is made once and kept
        read = (time.thread_time() - begun) * 1e3
        before = rss()
        shown = self.cost(lambda: self.view.show_chat(chat))
        yield "open 10,000: read and decode ms", read
        yield "open 10,000: shown ms", shown
        yield "open 10,000 ms", read + shown
        yield "open 10,000: RSS MB", rss() - before
        for _ in range(150):
            self.wheel(-120)
        yield "after scrolling 150 steps: RSS MB", rss() - before

    def wheel(self, delta: int) -> float:
        """CPU milliseconds of one step of the wheel, painted."""
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent

        middle = QPointF(WIDTH / 2, HEIGHT / 2)
        event = QWheelEvent(
            middle, middle, QPoint(0, -delta), QPoint(0, -delta),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        return self.cost(lambda: self.app.sendEvent(self.area.viewport(), event))

    def scrolling(self) -> Iterator[tuple[str, float]]:
        """Wheel, jumps and widths in a chat of 10,000 messages."""
        self.view.show_chat(corpus.chat(10_000, f"scrolled {random.random()}"))
        self.rest()
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        self.rest()
        steps = sorted(self.wheel(-120) for _ in range(200))
        yield "wheel step p50 ms", steps[100]
        yield "wheel step p95 ms", steps[190]
        chance = random.Random(7)
        jumps = sorted(
            self.cost(lambda: bar.setValue(chance.randrange(bar.maximum()))) for _ in range(60)
        )
        yield "random jump p50 ms", jumps[30]
        yield "random jump max ms", jumps[-1]
        widths = [
            self.cost(lambda width=width: self.view.resize(width, HEIGHT))
            for width in range(WIDTH, WIDTH - 200, -100)
        ]
        yield "resize step ms", max(widths)
        self.view.resize(WIDTH, HEIGHT)
        self.rest()
        yield "drift while heights settle px", self.drift()

    def drift(self) -> float:
        """How far what is in view moves beyond what was asked, over 300 steps of 50 px upwards."""
        bar, settling = self.area.verticalScrollBar(), self.area.chat.settling
        bar.setValue(bar.maximum() // 3)
        self.paint()
        worst = 0
        for _ in range(300):
            at, y = settling.place
            bar.setValue(bar.value() - 50)
            self.paint()
            worst = max(worst, abs(settling.y_of(at) - y - 50))
            at, y = settling.place
            self.rest(0.002)
            worst = max(worst, abs(settling.y_of(at) - y))
        return float(worst)

    def growing(self, kind: str) -> Iterator[tuple[str, float]]:
        """What a look at a growing reply costs at some lengths, and how that grows."""
        medians = {}
        for size in _SIZES:
            looks = self.looks(kind, size)
            medians[size] = statistics.median(looks)
            yield f"{kind} at {size // 1000}k: look p50 ms", medians[size]
            yield f"{kind} at {size // 1000}k: look p99 ms", sorted(looks)[int(len(looks) * 0.99)]
        slope = log(medians[100_000] / medians[20_000]) / log(5)
        yield f"{kind}: growth of a look 20k to 100k, exponent", slope

    def looks(self, kind: str, size: int, count: int = 150) -> list[float]:
        """CPU milliseconds of each of some looks at a reply of about `size` letters."""
        chat, reply_id = corpus.growing(200)
        text = corpus.reply(kind, size + count * _STEP + 100)
        self.view.begin_reply(chat, reply_id)
        self.view.grow(reply_id, 0, text[:size])
        self.look()
        self.rest(0.2)
        found = []
        for at in range(size, size + count * _STEP, _STEP):
            self.view.grow(reply_id, at, text[at : at + _STEP])
            found.append(self.cost(self.look))
        return found

    def look(self) -> None:
        """Show what has arrived, now."""
        growth = self.area.chat.growth
        assert growth is not None
        growth.due.emit()

    def tokens(self) -> Iterator[tuple[str, float]]:
        """CPU a token where 10 come with each of 30 looks a second."""
        chat, reply_id = corpus.growing(10_000)
        text = corpus.reply("mixed", 60_000)
        self.view.begin_reply(chat, reply_id)
        spent, count, at = 0.0, 0, 0
        while at < 44_000:
            self.view.grow(reply_id, at, text[at : at + 44])
            spent += self.cost(self.look)
            at, count = at + 44, count + 10
        yield "CPU a token at 300 tokens/s, ms", spent / count


LIMITS: dict[str, tuple[float, float]] = {
    "open 10,000 ms": (150, 80),
    "open 10,000: RSS MB": (30, 10),
    "after scrolling 150 steps: RSS MB": (60, 25),
    "CPU a token at 300 tokens/s, ms": (1.0, 0.5),
    "wheel step p95 ms": (8, 5),
    "random jump max ms": (16, 12),
    "resize step ms": (16, 8),
    "drift while heights settle px": (1, 0),
    **{f"{kind} at {size // 1000}k: look p99 ms": (8, 4) for kind in _KINDS for size in _SIZES},
    **{f"{kind}: growth of a look 20k to 100k, exponent": (0.15, 0.05) for kind in _KINDS},
}
"""(must, goal); at most."""


def rss() -> float:
    """Resident memory of this process in MB."""
    import psutil

    return psutil.Process().memory_info().rss / 1e6


def main() -> int:
    """Take every figure `--runs` times and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    bench = Bench()
    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(runs):
            parts = [bench.opening(Path(folder)), bench.scrolling(), bench.tokens()]
            for part in (*parts, *(bench.growing(kind) for kind in _KINDS)):
                for name, value in part:
                    taken.setdefault(name, []).append(value)
    return tell(taken, LIMITS, bench.app.platformName())


if __name__ == "__main__":
    sys.exit(main())
