"""The viewer's row of controls: which of the pictures, what was sent of it, how large it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme


class Bar(QFrame):
    """Below the picture."""

    chosen = Signal(str)
    """`previous`, `next`, `fit`, `actual`, `in`, `out`, `copy` or `save`."""

    def __init__(self, theme: Theme, count: int, parent: QWidget | None = None) -> None:
        """`count` is how many pictures there are to go through."""
        super().__init__(parent)
        self._theme, self._count = theme, count
        dress(self, ground="surface")
        self._back = self._button("chevron-left", "Previous picture", "previous", "Left")
        self._ahead = self._button("chevron-right", "Next picture", "next", "Right")
        self._place = self._number(f"{count} of {count}")
        self._name = ElidedLabel(kind="strong", parent=self)
        self._fit = self._button("fit", "Fit", "fit", "F")
        self._actual = self._button("actual-size", "Actual size", "actual", "1")
        self._zoom = self._number("3200 %")
        self._sent = ElidedLabel(kind="caption_number", parent=self)
        for button in (self._fit, self._actual):
            button.setCheckable(True)
        row = QHBoxLayout()
        row.setSpacing(SIZES.s1)
        for widget in (self._back, self._place, self._ahead):
            row.addWidget(widget)
            widget.setVisible(count > 1)
        row.addSpacing(SIZES.s2 if count > 1 else 0)
        row.addWidget(self._name, 1)
        row.addWidget(self._button("zoom-out", "Zoom out", "out", "-"))
        row.addWidget(self._zoom)
        row.addWidget(self._button("zoom-in", "Zoom in", "in", "+"))
        row.addWidget(self._fit)
        row.addWidget(self._actual)
        row.addSpacing(SIZES.s3)
        row.addWidget(self._button("copy", "Copy picture", "copy", "Ctrl+C"))
        row.addWidget(self._button("save", "Save picture as", "save", "Ctrl+S"))
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s3, SIZES.s2, SIZES.s3, SIZES.s2)
        column.setSpacing(SIZES.s1)
        column.addLayout(row)
        column.addWidget(self._sent)

    def show_picture(self, place: int, name: str, sent: str) -> None:
        """Say which picture is shown (0 is the first), and what was sent of it."""
        self._place.setText(f"{place + 1} of {self._count}")
        self._place.setAccessibleName(f"Picture {place + 1} of {self._count}")
        self._name.show_text(name)
        self._sent.show_text(sent)
        for button, there in ((self._back, place > 0), (self._ahead, place < self._count - 1)):
            if not there and button.hasFocus():
                # Disabled, it would hand the focus to whatever is next, and Space would press that.
                self.window().setFocus(Qt.FocusReason.OtherFocusReason)
            button.setEnabled(there)

    def show_zoom(self, zoom: float, *, fitted: bool) -> None:
        """Say how many pixels of the screen one of the picture takes."""
        percent = zoom * 100
        self._zoom.setText(f"{percent:.0f} %" if percent >= 1 else f"{percent:.1g} %")
        self._zoom.setAccessibleName(f"Zoom {self._zoom.text()}")
        self._fit.setChecked(fitted)
        self._actual.setChecked(zoom == 1.0)

    def _button(self, icon: str, name: str, action: str, key: str) -> IconButton:
        made = IconButton(self._theme, icon, name, hint=key, parent=self)
        made.clicked.connect(lambda _=False: self.chosen.emit(action))
        return made

    def _number(self, widest: str) -> PlainLabel:
        """A label that is as wide as its widest text, so that its neighbours stand still."""
        made = PlainLabel(kind="caption_number", tone="second", parent=self)
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        metrics = QFontMetrics(self._theme.font("caption_number"))
        made.setFixedWidth(metrics.horizontalAdvance(widest) + SIZES.s2)
        return made
