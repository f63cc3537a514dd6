"""The window "Check data": how the folder is, what can be done about it, and the backups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from scout_desktop.ui.checking.backups import BackupsCard
from scout_desktop.ui.checking.findings import FindingsView
from scout_desktop.ui.checking.words import groups, headline
from scout_desktop.ui.controls.banner import Banner
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QCloseEvent

    from scout_desktop.chat.findings import Progress, Report
    from scout_desktop.ui.checking.words import Group
    from scout_desktop.ui.theme.theme import Theme

_WIDTH, _HEIGHT = 760, 640


class CheckingWindow(QMainWindow):
    """Not modal; closing it stops a look, and nothing that mends."""

    checked = Signal()
    """The user wants the folder looked over again."""

    stopped = Signal()
    repaired = Signal()
    copied = Signal()
    """The user wants the report on the clipboard."""

    folder_wanted = Signal()
    """The user wants to see where the originals are."""

    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = ("shield", "text_3")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Check data")
        self.setWindowIcon(theme.mark())
        dress(self, ground="window")
        self._picture = QLabel()
        self._title = PlainLabel(kind="heading_2", wrap=True)
        self._caption = PlainLabel(tone="second", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._banner = Banner(theme)
        self._banner.chosen.connect(lambda _text: self.folder_wanted.emit())
        self.findings = FindingsView(theme)
        self._stop, self._again = QPushButton("Stop"), QPushButton("Check again")
        self._copy, self._repair = QPushButton("Copy report"), QPushButton("Repair")
        dress(self._copy, role="quiet")
        dress(self._repair, role="primary")
        self._repair.setAccessibleDescription("Damaged originals are kept, byte for byte.")
        self.backups = BackupsCard(theme)
        self._lay_out()
        for button, signal in (
            (self._stop, self.stopped), (self._again, self.checked),
            (self._copy, self.copied), (self._repair, self.repaired),
        ):  # fmt: skip
            button.clicked.connect(signal)
        for keys in ("Esc", "Ctrl+W"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)
        theme.changed.connect(self._restyle)
        self.resize(theme.px(_WIDTH), theme.px(_HEIGHT))
        self.show_idle("Check data", "")

    def _lay_out(self) -> None:
        text = QVBoxLayout()
        text.setSpacing(SIZES.s1)
        text.addWidget(self._title)
        text.addWidget(self._caption)
        head = QHBoxLayout()
        head.setSpacing(SIZES.s4)
        head.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(text, 1)
        for button in (self._stop, self._again):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        actions = QHBoxLayout()
        actions.setSpacing(SIZES.s2)
        actions.addWidget(self._copy)
        actions.addStretch(1)
        actions.addWidget(self._repair)
        card = QFrame()
        dress(card, ground="card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(SIZES.s4, SIZES.s3, SIZES.s4, SIZES.s3)
        inside.addWidget(self.backups)
        middle = QWidget()
        self.setCentralWidget(middle)
        column = QVBoxLayout(middle)
        column.setContentsMargins(SIZES.s6, SIZES.s6, SIZES.s6, SIZES.s6)
        column.setSpacing(SIZES.s4)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._banner)
        column.addWidget(self.findings, 1)
        column.addLayout(actions)
        column.addWidget(card)
        column.addStretch(0)
        self._column = column

    def show_work(self, title: str, *, stoppable: bool) -> None:
        """Show that something has begun."""
        self._say("shield", "text_3", title, " ")
        self._bar.setRange(0, 0)
        self._bar.show()
        self._banner.hide()
        self._stop.setVisible(stoppable)
        for button in (self._again, self._copy, self._repair):
            button.hide()
        self._show_groups(())
        self.backups.allow(allowed=False)
        if stoppable:
            self._stop.setFocus()

    def show_progress(self, at: Progress) -> None:
        """Show how far it is."""
        self._bar.setRange(0, at.total)
        self._bar.setValue(at.done)
        place = f", {at.done:,} of {at.total:,}" if at.total else ""
        self._caption.setText(f"{at.doing}{place}")

    def show_report(self, report: Report) -> None:
        """Show what was found."""
        title, caption = headline(report)
        icon, token = ("shield", "good") if report.in_order else ("warning", "warn")
        self._rest()
        self._say(icon, token, title, caption)
        self._show_groups(groups(report))
        self._copy.setVisible(bool(report.findings))
        mendable = bool(report.mendable)
        self._repair.setVisible(mendable)
        (self._repair if mendable and not report.in_order else self._again).setFocus()

    def show_idle(self, title: str, caption: str) -> None:
        """Show that nothing is going on and nothing was found out."""
        self._rest()
        self._say("shield", "text_3", title, caption)
        self._show_groups(())
        self._copy.hide()
        self._repair.hide()

    def say(self, sentence: str, *, bad: bool = False, folder: bool = False) -> None:
        """Say what was done, or what went wrong; `folder` offers to show where originals are."""
        self._banner.show_state(
            "bad" if bad else "info", sentence, ("Show them",) if folder else ()
        )

    def bring_forward(self) -> None:
        """Show it, and put it before the others."""
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _show_groups(self, found: Sequence[Group]) -> None:
        self.findings.show_groups(found)
        self.findings.setVisible(bool(found))
        # Without findings what there is stands at the top, not torn apart.
        self._column.setStretch(self._column.count() - 1, 0 if found else 1)

    def _rest(self) -> None:
        self._bar.hide()
        self._stop.hide()
        self._again.show()
        self.backups.allow(allowed=True)

    def _say(self, icon: str, token: str, title: str, caption: str) -> None:
        self._icon = (icon, token)
        self._title.setText(title)
        self._caption.setText(caption)
        self._restyle()

    def _restyle(self) -> None:
        self._picture.setPixmap(self._theme.pixmap(*self._icon, 32))
