"""Prints what paragraphs cost: CPU milliseconds, each figure beside its limit.

    python tests/bench/blocks.py

For each script a paragraph of 300 characters, plain and with inline code, strong words and a link:
to make and fit it, and to paint it at scale 1 and 2. Then one paragraph of 100,000 characters: to
fit it, to fit it again with 20 more, to paint a screen from its middle with all of it selected, and
to find a place under the pointer; and how the cost of fitting grows from 20,000 to 100,000
characters. Offscreen; medians of CPU time. Ends with 1 if a figure is over its limit.
"""

from __future__ import annotations

import math
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from scout_desktop.chat.markdown.inlines import Inlines, Text
from scout_desktop.chat.markdown.pieces import Line
from scout_desktop.ui.theme.theme import Theme
from scout_desktop.ui.transcript.blocks.block import NO_MARKS, Marks
from scout_desktop.ui.transcript.blocks.text.text import TextBlock
from scout_desktop.ui.transcript.blocks.workshop import Workshop

WIDTH, HEIGHT = 760, 800
SCRIPTS = {
    "Latin": "The quick brown fox jumps over the lazy dog, and goes home. ",
    "Arabic": "نص حكيم له سر قاطع وذو شأن عظيم مكتوب على ثوب أخضر. ",
    "Hindi": "ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण का। ",
    "Thai": "เป็นมนุษย์สุดประเสริฐเลิศคุณค่า กว่าบรรดาฝูงสัตว์ ",
    "Chinese": "视野无限广，窗外有蓝天。天地玄黄，宇宙洪荒。",
    "emoji": "😀🎉🚀 so it goes 👍 on and 🇩🇪 on ",
}
BUILD, PAINT, PAINT_2 = 0.3, 0.15, 0.4
"""An average paragraph; the second size has four times the pixels."""
WIDE = {"Chinese": 2}
"""Of these, 300 characters fill twice the room."""
GROW, SCREEN, POINT, EXPONENT = 4.0, 4.0, 2.0, 1.15


def cost(what: Callable[[], object], times: int) -> float:
    """Median CPU milliseconds of `what`."""
    taken = []
    for _ in range(times):
        began = time.thread_time()
        what()
        taken.append((time.thread_time() - began) * 1e3)
    return statistics.median(taken)


class Bench:
    """Prints figures and remembers whether one was over its limit."""

    def __init__(self) -> None:
        self.app = QApplication([])
        self.sheet = QWidget()
        self.shop = Workshop(Theme(self.app, "light"), self.sheet)
        self.over = False

    def say(self, name: str, *figures: tuple[float, float]) -> None:
        """Print a row: figure and limit, one pair after the other."""
        self.over |= any(figure > limit for figure, limit in figures)
        print(f"{name:24}" + "".join(f"{figure:9.3f} of {limit:<5}" for figure, limit in figures))

    def fitted(self, inlines: Inlines) -> TextBlock:
        block = TextBlock(self.shop, Line(inlines))
        block.fit(WIDTH)
        return block

    def painted(
        self, block: TextBlock, scale: int, top: int = 0, marks: Marks = NO_MARKS
    ) -> Callable[[], None]:
        """Return what paints a screen's part of a block."""
        size = WIDTH * scale, HEIGHT * scale
        image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(scale)

        def paint() -> None:
            painter = QPainter(image)
            painter.translate(0, -top)
            block.paint(painter, QRect(0, top, WIDTH, HEIGHT), marks)
            painter.end()

        return paint

    def paragraphs(self) -> None:
        """Print what an average paragraph costs in each script."""
        print(f"{'300 characters':24}{'make+fit':>9}{'paint':>17}{'paint x2':>18}")
        for script, words in SCRIPTS.items():
            for name, inlines in (
                (script, plain(words, 300)),
                (f"{script}, styled", styled(words, 300)),
            ):
                block = self.fitted(inlines)
                made = cost(lambda inlines=inlines: self.fitted(inlines), 200)
                once, twice = (cost(self.painted(block, scale), 100) for scale in (1, 2))
                ink = WIDE.get(script, 1)
                self.say(name, (made, BUILD), (once, ink * PAINT), (twice, ink * PAINT_2))

    def long_one(self, script: str, words: str) -> None:
        """Print what a paragraph of 100,000 characters costs."""
        fits = [
            cost(lambda size=size: self.fitted(plain(words, size)), 3) for size in (20_000, 100_000)
        ]
        block = self.fitted(plain(words, 100_000))
        ends = iter(range(100_020, 200_000, 20))

        def grow() -> None:
            block.show(Line(plain(words, next(ends))))
            block.fit(WIDTH)

        middle = block.height // 2
        self.say(
            f"{script} ({fits[1]:.0f} to fit)",
            (cost(grow, 20), GROW),
            (cost(self.painted(block, 1, middle, Marks((100, 99_000))), 20), SCREEN),
            (cost(lambda: block.caret(block.place_at(300, middle)), 20), POINT),
            (math.log(fits[1] / fits[0], 5), EXPONENT),
        )


def plain(words: str, length: int) -> Inlines:
    return (Text((words * (length // len(words) + 1))[:length]),)


def styled(words: str, length: int) -> Inlines:
    part = (words * length)[: length // 6]
    link = Text(part[:20], href="https://example.org/a")
    code, strong = Text("code(a)", code=True), Text(part[:12], strong=True)
    return (Text(part * 2), code, Text(part), strong, Text(part), link, Text(part))


def main() -> int:
    bench = Bench()
    bench.paragraphs()
    print(f"\n{'100,000 characters':24}{'grow':>9}{'screen':>17}{'point':>18}{'exponent':>17}")
    for script, words in SCRIPTS.items():
        bench.long_one(script, words)
    print(f"\nload {os.getloadavg()[0]:.1f}, CPU milliseconds, medians")
    return 1 if bench.over else 0


if __name__ == "__main__":
    raise SystemExit(main())
