"""Labels that show exactly the characters they are given: never rich text, never a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QLabel, QSizePolicy

from scout_desktop.ui.controls.dress import dress

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget


_TIP = 80
"""Letters of one row of a tooltip."""


def plain_tip(text: str) -> str:
    """`text` as a tooltip that Qt cannot take for rich text, broken where lines are long.

    Left to itself Qt breaks an address into a narrow column.
    """
    text = "\n".join(row for line in text.split("\n") for row in _rows(line))
    # Not html.escape: its module reads a table of 2,000 entities, 2 ms of every start.
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p style='white-space:pre'>{safe}</p>" if text else ""


def _rows(line: str) -> list[str]:
    """Break a line at spaces, or anywhere where there are none."""
    rows = []
    while len(line) > _TIP:
        at = line.rfind(" ", _TIP // 2, _TIP) + 1 or _TIP
        rows.append(line[:at].rstrip(" "))
        line = line[at:]
    return [*rows, line]


class PlainLabel(QLabel):
    """Text of one `kind` (keys of `FACES`) and `tone` (see theme/stylesheet.py)."""

    def __init__(
        self,
        text: str = "",
        *,
        kind: str = "body",
        tone: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("textFormat", "PlainText")
        self.setWordWrap(wrap)
        self.setText(text)
        dress(self, kind=kind, tone=tone)

    def show_tone(self, tone: str) -> None:
        """Change the tone."""
        dress(self, tone=tone)


class ElidedLabel(PlainLabel):
    """One line that gives way: shortened with an ellipsis, whole in the tooltip and for readers."""

    def __init__(
        self, text: str = "", *, kind: str = "body", tone: str = "", parent: QWidget | None = None
    ) -> None:
        self._whole = ""
        self._placed = False
        super().__init__(kind=kind, tone=tone, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show `text`, with line breaks as spaces."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self._fit()
        self.updateGeometry()

    def whole_text(self) -> str:
        """All of it."""
        return self._whole

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 4, metrics.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._placed = True
        self._fit()

    def _fit(self) -> None:
        shown, metrics, room = self._whole, self.fontMetrics(), self.contentsRect().width()
        # Qt tells the size before it first shows a label; until then there is nothing to fit to.
        if self._placed and metrics.horizontalAdvance(shown) > room:
            shown = metrics.elidedText(shown, QtCore.Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(plain_tip(self._whole) if shown != self._whole else "")
