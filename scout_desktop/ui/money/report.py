"""The four totals to the last digit, and what they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout

from scout_desktop.chat.money import dollars
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.money.words import PERIODS
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.money import Total
    from scout_desktop.session.bill import BillTotals
    from scout_desktop.ui.theme.theme import Theme

_COLUMNS = ("", "USD", "Of it estimated", "Unknown", "Requests", "Tokens in", "Tokens out")


class Report(QDialog):
    """Opened with the totals as they are; it does not change while it is open."""

    def __init__(self, theme: Theme, totals: BillTotals, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("What it cost")
        grid = QGridLayout()
        grid.setHorizontalSpacing(SIZES.s4)
        grid.setVerticalSpacing(SIZES.s2)
        for column, name in enumerate(_COLUMNS):
            grid.addWidget(PlainLabel(name, kind="caption"), 0, column, _at(column))
        for row, (field, name) in enumerate(PERIODS, 1):
            grid.addWidget(PlainLabel(name), row, 0)
            for column, words in enumerate(_row(getattr(totals, field)), 1):
                grid.addWidget(self._figure(f"{_COLUMNS[column]}, {name}", words), row, column)
        note = PlainLabel(
            "Sums of what the service stated with each reply, stopped and failed ones included. "
            "Requests of unknown cost are counted, never taken for zero. Practice is not in it.",
            kind="caption",
            wrap=True,
        )
        # By its name alone: a standard button brings the desktop's own icon along.
        box = QDialogButtonBox(self)
        box.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        box.rejected.connect(self.reject)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(SIZES.s6, SIZES.s6, SIZES.s6, SIZES.s4)
        stack.setSpacing(SIZES.s4)
        stack.addLayout(grid)
        upstream = totals.all_time.upstream
        if upstream:
            words = f"Paid by your own provider keys, not in the sums: {dollars(upstream)} USD."
            stack.addWidget(PlainLabel(words, kind="caption", wrap=True))
        stack.addWidget(note)
        stack.addWidget(box)

    def _figure(self, name: str, words: str) -> PlainLabel:
        made = PlainLabel(words)
        made.setFont(self._theme.font("number"))
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        made.setAccessibleName(f"{name}: {words}")
        flags = Qt.TextInteractionFlag
        made.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        return made


def _row(total: Total) -> tuple[str, ...]:
    return (
        dollars(total.usd),
        dollars(total.estimated) if total.estimated else "–",
        f"{total.unknown:,}" if total.unknown else "–",
        f"{total.attempts:,}",
        f"{total.prompt_tokens:,}",
        f"{total.completion_tokens:,}",
    )


def _at(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
