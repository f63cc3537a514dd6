"""The window: three panes that collapse, and the places where the views are put. It lays out only.

The frame and the composer stand before the first paint; the other views are placed right after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.hairline import Panes
from scout_desktop.ui.panes import centred, fill, pane_of
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
        self._as_wide_as_the_column: list[QWidget] = [composer]
        self._wanted = {"left": True, "right": True}
        self._narrow = {"left": False, "right": False}
        self._memory: QSettings | None = None
        self.setWindowTitle("Scout Desktop")
        dress(self, ground="window")
        self.setMinimumSize(SIZES.window_min_width, SIZES.window_min_height)
        self._left, self._right = pane_of("rail"), pane_of("rail")
        self._centre = pane_of("window")
        self._panes = Panes(theme, self)
        for place, pane in enumerate((self._left, self._centre, self._right)):
            self._panes.addWidget(pane)
            self._panes.setCollapsible(place, False)
        self._panes.setStretchFactor(1, 1)
        self._column = QVBoxLayout(self._centre)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._column.addLayout(centred(composer))
        self.setCentralWidget(self._panes)
        self._follow_text_size()
        theme.changed.connect(self._follow_text_size)
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
        fill(self._left, conversations)
        self._column.takeAt(0)
        self._column.insertWidget(0, transcript, 1)
        self._column.insertLayout(1, centred(notices))
        self._as_wide_as_the_column.append(notices)
        self._follow_text_size()
        QWidget.setTabOrder(conversations, transcript)
        QWidget.setTabOrder(transcript, self._composer)

    def place_band(self, band: QWidget) -> None:
        """Put a band across the top of the middle."""
        self._column.insertWidget(0, band)

    def place_parameters(self, parameters: QWidget) -> None:
        """Put the parameter panel in."""
        fill(self._right, parameters)

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
        self._see_what_fits()
        if before != self._narrow:
            self._arrange()
        self._composer.limit_height(self.height())

    def closeEvent(self, event: QCloseEvent) -> None:
        # The loop must outlive the window: tasks end well first, then it is hidden for good.
        event.ignore()
        self.close_requested.emit()

    def _see_what_fits(self) -> None:
        width, px = self.width(), self._theme.px
        self._narrow["right"] = width < px(_RIGHT_FITS_FROM)
        self._narrow["left"] = width < px(_LEFT_FITS_FROM)

    def _follow_text_size(self) -> None:
        """Give panes and columns the room that their words need."""
        px = self._theme.px
        self._left.setMinimumWidth(px(SIZES.left_pane_min))
        self._left.setMaximumWidth(px(SIZES.left_pane_max))
        self._right.setMinimumWidth(px(SIZES.right_pane_min))
        self._right.setMaximumWidth(px(SIZES.right_pane_max))
        for view in self._as_wide_as_the_column:
            view.setMaximumWidth(px(SIZES.transcript_column) + 2 * SIZES.s3)
        self._see_what_fits()
        self._arrange()

    def _toggle(self, side: str, *, shown: bool) -> None:
        self._wanted[side] = not shown
        # Asked for by hand: the width of the window has no say until it changes again.
        self._narrow[side] = False
        self._arrange()

    def _arrange(self) -> None:
        self._left.setVisible(self.left_shown)
        self._right.setVisible(self.right_shown)
        self.panes_changed.emit()


def _number(value: object, otherwise: int) -> int:
    try:
        return int(str(value))
    except ValueError:
        return otherwise
