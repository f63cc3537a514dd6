"""The window: three panes that collapse, and the places where the views are put. It lays out only.

The frame and the composer stand before the first paint; the other views are placed right after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSizePolicy, QVBoxLayout, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.hairline import Panes
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from scout_desktop.ui.composer.composer import Composer
    from scout_desktop.ui.theme.theme import Theme

_RIGHT_FITS_FROM = 1000
_LEFT_FITS_FROM = 760
"""Below these widths a pane makes room for the transcript until it is asked for."""


class Window(QMainWindow):
    """The frame; `close_requested` asks to quit, nothing closes by itself.

    A QMainWindow, since of a bare widget a screen reader is not told that it is a window.
    """

    close_requested = Signal()
    panes_changed = Signal()
    """Which panes are shown is new; see `left_shown` and `right_shown`."""

    def __init__(self, theme: Theme, composer: Composer) -> None:
        super().__init__()
        self._theme = theme
        self._composer = composer
        self._wanted = {"left": True, "right": True}
        self._narrow = {"left": False, "right": False}
        self._memory: QSettings | None = None
        self.setWindowTitle("Scout Desktop")
        dress(self, ground="window")
        self.setMinimumSize(SIZES.window_min_width, SIZES.window_min_height)
        self._left, self._right = _pane("rail"), _pane("rail")
        self._left.setMinimumWidth(SIZES.left_pane_min)
        self._left.setMaximumWidth(SIZES.left_pane_max)
        self._right.setMinimumWidth(SIZES.right_pane_min)
        self._right.setMaximumWidth(SIZES.right_pane_max)
        self._centre = _pane("window")
        self._panes = Panes(theme, self)
        for place, pane in enumerate((self._left, self._centre, self._right)):
            self._panes.addWidget(pane)
            self._panes.setCollapsible(place, False)
        self._panes.setStretchFactor(1, 1)
        self._column = QVBoxLayout(self._centre)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._column.addLayout(_centred(composer))
        self.setCentralWidget(self._panes)
        self.resize(1400, 900)

    @property
    def left_shown(self) -> bool:
        """Whether the conversations are in sight."""
        return self._wanted["left"] and not self._narrow["left"]

    @property
    def right_shown(self) -> bool:
        """Whether the parameters are in sight."""
        return self._wanted["right"] and not self._narrow["right"]

    def remember_in(self, memory: QSettings) -> None:
        """Take over size, place and panes from there, and write them there at the end."""
        self._memory = memory
        geometry = self._memory.value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self._wanted["left"] = self._memory.value("left", True, bool) is not False
        self._wanted["right"] = self._memory.value("right", True, bool) is not False
        sizes = [
            _number(self._memory.value("left_width"), SIZES.left_pane),
            0,
            _number(self._memory.value("right_width"), SIZES.right_pane),
        ]
        sizes[1] = max(self.width() - sizes[0] - sizes[2], 1)
        self._panes.setSizes(sizes)
        self._arrange()

    def keep_memory(self) -> None:
        """Write size, place and panes."""
        if self._memory is None:
            return
        self._memory.setValue("geometry", self.saveGeometry())
        # Read before the settings are: the first frame must not flash in the other appearance.
        self._memory.setValue("theme", self._theme.appearance)
        self._memory.setValue("left", self._wanted["left"])
        self._memory.setValue("right", self._wanted["right"])
        for name, pane in (("left_width", self._left), ("right_width", self._right)):
            if pane.isVisible():
                self._memory.setValue(name, pane.width())
        self._memory.sync()

    def place(self, conversations: QWidget, transcript: QWidget, notices: QWidget) -> None:
        """Put the views in that the first paint did not wait for."""
        _fill(self._left, conversations)
        self._column.takeAt(0)
        self._column.insertWidget(0, transcript, 1)
        self._column.insertLayout(1, _centred(notices))
        QWidget.setTabOrder(conversations, transcript)
        QWidget.setTabOrder(transcript, self._composer)

    def place_band(self, band: QWidget) -> None:
        """Put a band across the top of the middle."""
        self._column.insertWidget(0, band)

    def place_parameters(self, parameters: QWidget) -> None:
        """Put the parameter panel in."""
        _fill(self._right, parameters)

    def show_title(self, title: str) -> None:
        """Name the window after the chat."""
        self.setWindowTitle(f"Scout Desktop – {title}" if title else "Scout Desktop")

    def toggle_left(self) -> None:
        """Show or hide the conversations."""
        self._toggle("left", shown=self.left_shown)

    def toggle_right(self) -> None:
        """Show or hide the parameters."""
        self._toggle("right", shown=self.right_shown)

    def show_right(self) -> None:
        """Bring the parameters into sight."""
        if not self.right_shown:
            self._toggle("right", shown=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before = dict(self._narrow)
        width = self.width()
        self._narrow["right"] = width < _RIGHT_FITS_FROM
        self._narrow["left"] = width < _LEFT_FITS_FROM
        if before != self._narrow:
            self._arrange()
        self._composer.limit_height(self.height())

    def closeEvent(self, event: QCloseEvent) -> None:
        # The loop must outlive the window: tasks end well first, then it is hidden for good.
        event.ignore()
        self.close_requested.emit()

    def _toggle(self, side: str, *, shown: bool) -> None:
        self._wanted[side] = not shown
        # Asked for by hand: the width of the window has no say until it changes again.
        self._narrow[side] = False
        self._arrange()

    def _arrange(self) -> None:
        self._left.setVisible(self.left_shown)
        self._right.setVisible(self.right_shown)
        self.panes_changed.emit()


def _pane(ground: str) -> QWidget:
    made = QWidget()
    dress(made, ground=ground)
    return made


def _fill(pane: QWidget, view: QWidget) -> None:
    layout = QVBoxLayout(pane)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(view)


def _centred(view: QWidget) -> QHBoxLayout:
    """Return a row that keeps a view in the middle, as wide as the transcript's column."""
    view.setMaximumWidth(SIZES.transcript_column + 2 * SIZES.s3)
    view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    row = QHBoxLayout()
    row.setContentsMargins(SIZES.s4, 0, SIZES.s4, SIZES.s4)
    row.addStretch(1)
    row.addWidget(view, 1000)
    row.addStretch(1)
    return row


def _number(value: object, otherwise: int) -> int:
    try:
        return int(str(value))
    except ValueError:
        return otherwise
