"""Prints what blocks of code and tables cost: CPU milliseconds, each figure beside its limit.

    python tests/bench/code_and_tables.py

To append 20 characters to code and tables of 20,000 and 100,000 characters (laid out and, apart
from that, painted), to paint a screen of 40 lines and of a table's rows, to open code of 100,000
lines and a table of 20,000 cells, and the longest single step of colouring. Offscreen; medians of
CPU time, so that other programs do not count. Ends with 1 if a figure is over its limit.
"""

from __future__ import annotations

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

from scout_desktop.chat.markdown import lexing
from scout_desktop.chat.markdown.inlines import Text
from scout_desktop.chat.markdown.pieces import CodeGrowth, CodePiece, TableGrowth, TablePiece
from scout_desktop.ui.theme.theme import Theme
from scout_desktop.ui.transcript.blocks.block import NO_MARKS, Block, Marks
from scout_desktop.ui.transcript.blocks.code.code import CodeBlock
from scout_desktop.ui.transcript.blocks.table.table import TableBlock
from scout_desktop.ui.transcript.blocks.workshop import Workshop

WIDTH = 760
LINE = "    def compute(self, value: int) -> dict[str, int]:  # of it"
WORDS = ("Behemoth", "1,200.00", "the slowest of them all", "no")


def cost(what: Callable[[], object], times: int = 1) -> float:
    """Median CPU milliseconds of `what`."""
    taken = []
    for _ in range(times):
        began = time.thread_time()
        what()
        taken.append((time.thread_time() - began) * 1e3)
    return statistics.median(taken)


class Page:
    """Something to paint blocks on."""

    def __init__(self) -> None:
        self.app = QApplication([])
        self.sheet = QWidget()
        self.shop = Workshop(Theme(self.app, "light"), self.sheet)
        self.image = QImage(WIDTH, 800, QImage.Format.Format_ARGB32_Premultiplied)

    def paint(self, block: Block, top: int = 0, marks: Marks = NO_MARKS) -> None:
        """Paint 800 pixels of a block from `top` on."""
        painter = QPainter(self.image)
        painter.translate(0, -top)
        block.paint(painter, QRect(0, top, WIDTH, 800), marks)
        painter.end()

    def colour(self) -> None:
        """Let the workshop do what it has to do, until nothing has changed for a while."""
        heard = [time.monotonic()]
        self.shop.changed.connect(lambda *_: heard.append(time.monotonic()))
        while time.monotonic() - heard[-1] < 0.5:
            self.app.processEvents()


def cell(text: str) -> tuple[Text, ...]:
    """One run of text."""
    return (Text(text),)


def code_growth(page: Page, size: int) -> tuple[float, float]:
    """Cost of 20 more characters at `size`: laid out, and painted at the end."""
    lines = [LINE] * (size // (len(LINE) + 1))
    block = CodeBlock(page.shop, CodePiece("\n".join(lines), "python"))
    block.fit(WIDTH)
    finished, partial, laid, painted = len(lines), "", [], []
    for step in range(400):
        fresh: tuple[str, ...] = ()
        partial += LINE[step % 3 * 20 :][:20]
        if step % 3 == 2:
            fresh, partial = (partial,), ""
        growth = CodeGrowth(fresh, partial, finished)
        finished += len(fresh)
        laid.append(cost(lambda growth=growth: (block.grow(growth), block.fit(WIDTH))))
        painted.append(cost(lambda: page.paint(block, block.height - 800)))
    return statistics.mean(laid), statistics.mean(painted)


def line_growth(page: Page, size: int) -> tuple[float, float]:
    """The same for code that is all one line, moved to its end."""
    block = CodeBlock(page.shop, CodePiece("", "python"))
    text, laid, painted = "x" * size, [], []
    for _ in range(100):
        text += LINE[:20]
        growth = CodeGrowth((), text, 0)
        laid.append(cost(lambda growth=growth: (block.grow(growth), block.fit(WIDTH))))
        block.scroll_sideways(1_000)
        painted.append(cost(lambda: page.paint(block)))
    return statistics.mean(laid), statistics.mean(painted)


def table_growth(page: Page, size: int) -> tuple[float, float]:
    """The same for a table."""
    row = tuple(cell(word) for word in WORDS)
    length = sum(map(len, WORDS)) + len(WORDS)
    count = size // length
    block = TableBlock(page.shop, TablePiece(("", "right", "", ""), (row,) * count))
    block.fit(WIDTH)
    laid, painted = [], []
    for step in range(300):
        whole = step % 2 == 1
        partial = None if whole else (row[0], row[1], cell("the slow"), cell(""))
        growth = TableGrowth((row,) if whole else (), partial, count)
        count += whole
        laid.append(cost(lambda growth=growth: (block.grow(growth), block.fit(WIDTH))))
        painted.append(cost(lambda: page.paint(block, block.height - 800)))
    return statistics.mean(laid), statistics.mean(painted)


def steps() -> float:
    """Longest step of colouring 40 KB of Python."""
    lexer = lexing.lexer_for("python")
    assert lexer is not None
    source = (Path(__file__).read_text() * 20)[:40_000]
    found, worst = lexing.lines_of(lexer, source), 0.0
    while True:
        began = time.thread_time()
        if next(found, "end") == "end":
            return worst
        worst = max(worst, (time.thread_time() - began) * 1e3)


def main() -> int:
    """Print the table."""
    page = Page()
    rows: list[tuple[str, float, float]] = []
    code_growth(page, 2_000)
    for size in (20_000, 100_000):
        laid, painted = code_growth(page, size)
        rows.append((f"code of {size:,}: 20 characters more", laid, 1.0))
        rows.append((f"code of {size:,}: painting its end", painted, 4.0))
    for size in (20_000, 100_000):
        laid, painted = line_growth(page, size)
        rows.append((f"one line of {size:,}: 20 characters more", laid, 1.0))
        rows.append((f"one line of {size:,}: painting its end", painted, 4.0))
    table_growth(page, 2_000)
    for size in (20_000, 100_000):
        laid, painted = table_growth(page, size)
        rows.append((f"table of {size:,}: 20 characters more", laid, 1.0))
        rows.append((f"table of {size:,}: painting its end", painted, 4.0))
    fresh = [CodeBlock(page.shop, CodePiece("\n".join([LINE] * 300), "python")) for _ in range(7)]
    for each in fresh:
        each.fit(WIDTH)
    first = statistics.median(cost(lambda each=each: page.paint(each)) for each in fresh)
    rows.append(("40 lines for the first time", first, 4.0))
    block = fresh[0]
    rows.append(("40 lines, plain", cost(lambda: page.paint(block), 50), 2.0))
    page.colour()
    first = statistics.median(cost(lambda each=each: page.paint(each)) for each in fresh)
    rows.append(("40 lines, coloured for the first time", first, 4.0))
    rows.append(("40 lines, coloured", cost(lambda: page.paint(block), 50), 2.0))
    marks = Marks((0, len(block.text)), [(n * 62 + 8, n * 62 + 15) for n in range(300)])
    rows.append(("40 lines, selected, with hits", cost(lambda: page.paint(block, 0, marks), 50), 3))
    text = "\n".join([LINE] * 100_000)
    made: list[Block] = []
    rows.append(
        (
            "100,000 lines: made and fitted",
            cost(
                lambda: (
                    made.append(CodeBlock(page.shop, CodePiece(text, "python")))
                    or made[0].fit(WIDTH)
                )
            ),
            20.0,
        )
    )
    rows.append(
        (
            "100,000 lines: painted in the middle",
            cost(lambda: page.paint(made[0], made[0].height // 2)),
            20.0,
        )
    )
    row = tuple(cell(word) for word in WORDS)
    table = TablePiece(("", "right", "", ""), (row,) * 5_000)
    many: list[Block] = []
    rows.append(
        (
            "20,000 cells: made and fitted",
            cost(lambda: many.append(TableBlock(page.shop, table)) or many[0].fit(WIDTH)),
            30.0,
        )
    )
    rows.append(
        (
            "20,000 cells: painted in the middle",
            cost(lambda: page.paint(many[0], many[0].height // 2)),
            16.0,
        )
    )
    rows.append(("24 rows of a table", cost(lambda: page.paint(many[0]), 50), 4.0))
    longest = statistics.median(steps() for _ in range(3))
    rows.append(("longest step of colouring", longest, 1.0))
    for name, value, limit in rows:
        print(f"{name:42} {value:8.3f} ms  limit {limit:5.1f}{'' if value <= limit else '  OVER'}")
    return int(any(value > limit for _, value, limit in rows))


if __name__ == "__main__":
    sys.exit(main())
