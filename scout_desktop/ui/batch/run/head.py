"""How far a batch is: bar, counts, exact cost, time left, and what can be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from scout_desktop.ui.batch.run.state import GO_ON, KEY, RETRY, State
from scout_desktop.ui.batch.setup.bounds import MoneyField
from scout_desktop.ui.batch.words import cost_words, counts_words
from scout_desktop.ui.controls.banner import Banner
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel
from scout_desktop.ui.controls.segmented import Segmented
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from decimal import Decimal

    from PySide6.QtGui import QResizeEvent

    from scout_desktop.chat.batch import BatchTotals
    from scout_desktop.ui.theme.theme import Theme

EXPORTS = {"csv": "CSV…", "jsonl": "JSON Lines…", "chats": "Chats…"}
_DOUBLED = 2


class RunHead(QWidget):
    """Says it and asks for it; it does nothing to the batch itself."""

    paused = Signal()
    gone_on = Signal()
    retried = Signal()
    exported = Signal(str)
    """One of `EXPORTS`."""

    cap_raised = Signal(object)
    """The new cap, a `Decimal`; the batch is to go on with it."""

    key_requested = Signal()
    part_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cap: Decimal | None = None
        self._state = State("running")
        self._bar = QProgressBar()
        self._bar.setAccessibleName("Progress")
        self._bar.setTextVisible(False)
        self._counts = ElidedLabel(kind="strong")
        self._pace = PlainLabel(kind="caption")
        self._cost = ElidedLabel(kind="number", tone="second")
        self._parts = Segmented("Show", {"all": "All", "done": "Done", "failed": "Failed"})
        self._parts.choose("all")
        self._pause, self._go_on = QPushButton("Pause"), QPushButton(GO_ON)
        self._retry, self._export = QPushButton(RETRY), QPushButton("Export")
        for button, name in (
            (self._pause, "Pause"), (self._go_on, "Go on"), (self._retry, "Retry failed"),
            (self._export, "Export"),
        ):  # fmt: skip
            button.setAccessibleName(name)
        dress(self._go_on, role="primary")
        menu = QMenu(self._export)
        for key, text in EXPORTS.items():
            menu.addAction(text).triggered.connect(lambda _=False, key=key: self.exported.emit(key))
        self._export.setMenu(menu)
        self._banner = Banner(theme, closable=False)
        self._raise = QWidget()
        self._new_cap = MoneyField(theme, "New cost cap", none="no cap")
        self._raise_it = QPushButton("Raise the cap and go on")
        dress(self._raise_it, role="primary")
        self._lay_out()
        self._connect()
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_totals(self, totals: BatchTotals, cap: Decimal | None, time_left: str) -> None:
        """Show how far it is."""
        self._cap = cap
        finished = totals.done + totals.failed
        if self._bar.maximum() != max(totals.items, 1):
            self._bar.setRange(0, max(totals.items, 1))
        self._bar.setValue(finished)
        self._counts.show_text(counts_words(totals))
        self._cost.show_text(cost_words(totals, cap))
        if self._pace.text() != time_left:
            self._pace.setText(time_left)
        retry = f"{RETRY} ({totals.failed:,})" if totals.failed else RETRY
        if self._retry.text() != retry:
            self._retry.setText(retry)
        self._retry.setVisible(totals.failed > 0)
        self._export.setEnabled(finished > 0)

    def show_state(self, state: State, *, left: int, going_on: bool = False) -> None:
        """Show how it stands; `left` pictures have neither answer nor failure."""
        fresh = state != self._state
        self._state = state
        running = state.stand in ("running", "pausing")
        focus = QApplication.focusWidget()
        self._pause.setVisible(running)
        self._pause.setEnabled(state.stand == "running" or going_on)
        self._pause.setText("Pausing…" if state.stand == "pausing" and not going_on else "Pause")
        can_go_on = left > 0 and state.stand not in ("running", "cap")
        self._go_on.setVisible(can_go_on and not going_on)
        self._go_on.setText(state.verb)
        self._retry.setEnabled(not running)
        self._raise.setVisible(state.stand == "cap")
        if focus in (self._pause, self._go_on, self._raise_it) and not focus.isVisibleTo(self):
            # The one pressed gives way to the other, which takes the focus along.
            heir = self._pause if running else self._go_on
            (heir if heir.isVisibleTo(self) else self._export).setFocus()
        if not fresh:
            return
        if state.sentence:
            self._banner.show_state(state.kind, state.sentence, state.actions)
        else:
            self._banner.hide()
        if state.stand == "cap" and self._cap is not None:
            self._new_cap.setValue(float(self._cap * _DOUBLED))
            self._new_cap.setFocus()
            self._new_cap.selectAll()

    def show_note(self, sentence: str, *, bad: bool = False) -> None:
        """Say what was just done, as where something was exported to."""
        self._banner.show_state("bad" if bad else "info", sentence)

    def _connect(self) -> None:
        self._pause.clicked.connect(self.paused)
        self._go_on.clicked.connect(self.gone_on)
        self._retry.clicked.connect(self.retried)
        self._parts.chosen.connect(self.part_chosen)
        self._raise_it.clicked.connect(self._raise_cap)
        self._new_cap.lineEdit().returnPressed.connect(self._raise_cap)
        self._banner.chosen.connect(self._act)

    def _raise_cap(self) -> None:
        self.cap_raised.emit(self._new_cap.usd)

    def _act(self, action: str) -> None:
        if action == KEY:
            self.key_requested.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    def _lay_out(self) -> None:
        cost = QHBoxLayout()
        cost.setSpacing(SIZES.s3)
        cost.addWidget(self._cost, 1)
        cost.addWidget(self._pace)
        self._buttons = QWidget()
        line = QHBoxLayout(self._buttons)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SIZES.s2)
        for button in (self._retry, self._export, self._pause, self._go_on):
            line.addWidget(button)
        raising = QHBoxLayout(self._raise)
        raising.setContentsMargins(0, 0, 0, 0)
        raising.setSpacing(SIZES.s2)
        label = PlainLabel("New cost cap")
        label.setBuddy(self._new_cap)
        raising.addWidget(label)
        raising.addWidget(self._new_cap)
        raising.addWidget(self._raise_it)
        raising.addStretch(1)
        self._foot = QGridLayout()
        self._foot.setSpacing(SIZES.s2)
        self._foot.setColumnStretch(1, 1)
        self._foot.addWidget(self._parts, 0, 0)
        self._foot.addWidget(self._buttons, 0, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s4, SIZES.s3, SIZES.s4, SIZES.s3)
        column.setSpacing(SIZES.s2)
        column.addWidget(self._counts)
        column.addLayout(cost)
        column.addWidget(self._bar)
        column.addWidget(self._banner)
        column.addWidget(self._raise)
        column.addLayout(self._foot)
        self._raise.hide()

    def _place_buttons(self) -> None:
        """Put the buttons beside the parts, or below them where there is no room."""
        wanted = self._parts.sizeHint().width() + self._buttons.sizeHint().width() + SIZES.s6
        row = int(wanted > self.width() - 2 * SIZES.s4)
        at = self._foot.indexOf(self._buttons)
        if self._foot.getItemPosition(at)[0] != row:  # type: ignore[index]  # the stub says object
            self._foot.addWidget(self._buttons, row, 0 if row else 2, 1, 3 if row else 1)

    def _restyle(self) -> None:
        self._cost.setFont(self._theme.font("number"))
        self._new_cap.setMinimumWidth(self._theme.px(120))
        self._bar.setFixedHeight(self._theme.px(SIZES.s1))
