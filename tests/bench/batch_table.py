"""What the table of a batch of 5,000 pictures costs the window: CPU in milliseconds.

    QT_QPA_PLATFORM=offscreen PYTHONPATH=. python tests/bench/batch_table.py

change      one row in sight gets its answer, painting included
unseen      the same of a row out of sight
joins       a row comes into the part that is looked at, and all below it move
wheel       the table scrolls by a row and a half
leap        it jumps to anywhere, so that everything in sight is painted anew
sort        a press on a column
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterable
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from scout_desktop.chat.batch import BatchItem, BatchRow
from scout_desktop.ui.batch.run.page import RunPage
from scout_desktop.ui.theme.theme import STYLE, Theme
from tests.bench.verdicts import tell

ROWS, ROUNDS = 5_000, 200
SCHEMA = {"properties": {name: {} for name in ("vendor", "date", "total", "items")}}
LIMITS = {
    "change": (1.0, 1.0), "unseen": (0.2, 0.1), "joins": (16.0, 6.0), "wheel": (8.0, 3.0),
    "leap": (16.0, 16.0), "sort": (200.0, 100.0),
}  # fmt: skip


def waiting(number: int) -> BatchRow:
    return BatchRow(BatchItem(f"/r/IMG_{number}.jpg", f"chat{number}"))


def done(number: int, told: int = 0) -> BatchRow:
    fields = {
        "vendor": f"Bakery number {told} and its partners of Süd", "date": "2026-01-01",
        "total": told * 1.5, "items": ["coffee", "bread", "water of the tap"],
    }  # fmt: skip
    return BatchRow(
        waiting(number).item, "done", "{}", fields, reply="r", thumbnail=f"s{number % 40}",
        prompt_tokens=1972, completion_tokens=60, usd=Decimal("0.00017606"), attempts=1,
    )  # fmt: skip


def main() -> int:
    app = QApplication([*sys.argv[:1], *STYLE])
    page = RunPage(Theme(app, "light", styled=True))
    page.resize(1240, 780)
    table, model, bar = page.table, page.table.results, page.table.verticalScrollBar()
    picture = QImage(72, 54, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkCyan)
    table.thumbnail_missed.connect(lambda sha256, _side: table.show_thumbnail(sha256, picture))
    page.show_rows([waiting(number) for number in range(ROWS)], SCHEMA)
    page.show()

    def settle() -> None:
        for _ in range(3):
            app.processEvents()

    def timed(deeds: Iterable[Callable[[], object]]) -> list[float]:
        taken = []
        settle()
        for deed in deeds:
            begun = time.process_time()
            deed()
            app.processEvents()
            taken.append((time.process_time() - begun) * 1000)
        return taken

    def changes(numbers: Iterable[int]) -> list[float]:
        told = enumerate(numbers)
        return timed([lambda n=n, t=t: model.change([done(n, t)]) for t, n in told])

    figures = {
        "change": changes(number % 12 for number in range(ROUNDS)),
        "unseen": changes(range(3_000, 3_000 + ROUNDS)),
    }
    model.look_at("done")
    figures["joins"] = changes(range(100, 100 + ROUNDS))
    model.look_at("all")
    model.change([done(number, number) for number in range(ROWS)])
    figures["wheel"] = timed([lambda: bar.setValue(bar.value() + 66)] * ROUNDS)
    leaps = [random.randrange(bar.maximum()) for _ in range(ROUNDS)]
    figures["leap"] = timed([lambda to=to: bar.setValue(to) for to in leaps])
    orders = [Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder] * 5
    figures["sort"] = timed([lambda order=order: table.sortByColumn(3, order) for order in orders])
    return tell(figures, LIMITS, app.platformName())


if __name__ == "__main__":
    sys.exit(main())
