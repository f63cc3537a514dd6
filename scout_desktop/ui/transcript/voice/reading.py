"""A message as one text, in a native read-only view: for a screen reader, a caret, a magnifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextEdit, QVBoxLayout

from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WIDE, _TALL = 80, 24
"""Letters and lines that it has room for at first."""
_LONGEST = 5_000
"""Letters of a line; Qt lays a line out at one go, and one long word in quadratic time."""


class ReadingView(QDialog):
    """Shows plain text; the caret walks through it, and Escape closes it."""

    def __init__(self, name: str, text: str, parent: QWidget) -> None:
        """`name` is what a screen reader calls the text, and the window's title."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(name)
        # Not a QPlainTextEdit: that one begins Arabic and Hebrew on the left.
        self.text = QTextEdit(self)
        self.text.setAcceptRichText(False)
        self.text.setPlainText(folded(text))
        self.text.setReadOnly(True)
        flags = Qt.TextInteractionFlag
        self.text.setTextInteractionFlags(
            flags.TextSelectableByMouse | flags.TextSelectableByKeyboard
        )
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(name)
        # By its name alone: a standard button brings the desktop's own icon along.
        box = QDialogButtonBox(self)
        box.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s4, SIZES.s4, SIZES.s4, SIZES.s4)
        column.setSpacing(SIZES.s3)
        column.addWidget(self.text)
        column.addWidget(box)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * _WIDE, metrics.lineSpacing() * _TALL)
        self.text.setFocus()


def folded(text: str) -> str:
    """Return the text with endless lines broken, at a space where there is one."""
    if len(text) <= _LONGEST:
        return text
    return "\n".join("\n".join(_parts(line)) for line in text.split("\n"))


def _parts(line: str) -> list[str]:
    parts, begin = [], 0
    while len(line) - begin > _LONGEST:
        space = line.rfind(" ", begin, begin + _LONGEST)
        end = begin + _LONGEST if space <= begin else space + 1
        parts.append(line[begin:end])
        begin = end
    return [*parts, line[begin:]]
