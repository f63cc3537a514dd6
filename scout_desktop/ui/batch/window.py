"""The window of one batch: the page to set it up, then the page on which it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from scout_desktop.ui.batch.run.page import RunPage
from scout_desktop.ui.batch.setup.page import SetupPage
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from scout_desktop.ui.theme.theme import Theme

_WIDTH, _HEIGHT = 1240, 780


class BatchWindow(QMainWindow):
    """Not modal, and no child of the main window: a chat that is opened from it comes in front.

    A QMainWindow, since of a bare widget a screen reader is not told that it is a window.
    Closing it stops nothing.
    """

    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowIcon(theme.mark())
        dress(self, ground="window")
        self._stack = QStackedWidget()
        self._stack.setAccessibleName("Batch")
        self.setup = SetupPage(theme)
        self.run = RunPage(theme)
        self._stack.addWidget(self.setup)
        self._stack.addWidget(self.run)
        self.setCentralWidget(self._stack)
        self.setMinimumSize(SIZES.window_min_width - 180, SIZES.window_min_height - 120)
        self.resize(theme.px(_WIDTH), theme.px(_HEIGHT))
        for keys in ("Esc", "Ctrl+W"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)
        self.show_name("")

    def show_name(self, name: str) -> None:
        """Name the window after the batch."""
        one_line = " ".join(name.split())
        self.setWindowTitle(f"Batch – {one_line}" if one_line else "Batch")

    def show_setup(self) -> None:
        """Bring the page to set it up to the front."""
        self._stack.setCurrentWidget(self.setup)

    def show_run(self) -> None:
        """Bring the page on which it runs to the front."""
        self._stack.setCurrentWidget(self.run)

    @property
    def runs(self) -> bool:
        """Whether the page on which it runs is in front."""
        return self._stack.currentWidget() is self.run

    def bring_forward(self) -> None:
        """Show it, and put it before the others."""
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
