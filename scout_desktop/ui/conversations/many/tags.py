"""The tags of chats: those that are there, to be taken away, and a field for another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from scout_desktop.ui.controls.chip import Chip
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.flow import FlowLayout
from scout_desktop.ui.controls.hairline import HairLine
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import ElidedLabel
from scout_desktop.ui.conversations.rows import words
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QKeyEvent

    from scout_desktop.chat.rows import ChatRow
    from scout_desktop.ui.theme.theme import Theme

LONGEST = 40


class TagEditor(QWidget):
    """Stands below the list until Escape or its cross; it changes nothing by itself."""

    added = Signal(str)
    removed = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        dress(self, ground="rail")
        self._name = ElidedLabel(kind="caption_strong", tone="second")
        self._close = IconButton(theme, "close", "Close the tags", hint="Esc", pixels=SIZES.icon)
        self._close.clicked.connect(self.left)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, gap=SIZES.s1)
        self._field = QLineEdit()
        self._field.setAccessibleName("Add a tag")
        self._field.setPlaceholderText("Add a tag")
        self._field.setMaxLength(LONGEST)
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._field.setCompleter(completer)
        self._field.returnPressed.connect(self._add)
        top, inner, column = QHBoxLayout(), QVBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(HairLine(theme))
        top.addWidget(self._name, 1)
        top.addWidget(self._close)
        inner.setContentsMargins(SIZES.s3, SIZES.s1, SIZES.s2, SIZES.s2)
        inner.setSpacing(SIZES.s1)
        inner.addLayout(top)
        inner.addWidget(self._chips)
        inner.addWidget(self._field)
        column.addLayout(inner)
        self._shown: tuple[int, dict[str, int]] = (0, {})
        self.hide()

    def stops(self) -> list[QWidget]:
        """What Tab leads to, in order."""
        return [self._close, self._field]

    def show_tags(self, rows: Sequence[ChatRow], known: Iterable[str] | None = None) -> None:
        """Show what these chats are tagged with; `known` are the tags to offer while typing."""
        if known is not None:
            self._known.setStringList(sorted(set(known), key=str.casefold))
        one = len(rows) == 1
        self._name.show_text(f"Tags of “{words.title(rows[0])}”" if one else _many(len(rows)))
        counts: dict[str, int] = {}
        for row in rows:
            for tag in row.tags:
                counts[tag] = counts.get(tag, 0) + 1
        self._show_chips(counts, len(rows))

    def begin(self) -> None:
        """Show it, with the cursor in the field."""
        self._field.clear()
        self.show()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _show_chips(self, counts: dict[str, int], chats: int) -> None:
        if self._shown == (chats, counts):
            return  # a chip that has the focus keeps it
        self._shown = chats, counts
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        before: QWidget = self._close
        for tag, count in counts.items():
            on_all = count == chats
            chip = Chip(self._theme, tag if on_all else f"{tag} · {count:,} of {chats:,}")
            chip.removed.connect(lambda tag=tag: self.removed.emit(tag))
            self._flow.addWidget(chip)
            QWidget.setTabOrder(before, chip)
            before = chip
            chip.show()
        QWidget.setTabOrder(before, self._field)
        self._chips.setVisible(bool(counts))
        self._chips.updateGeometry()

    def _add(self) -> None:
        typed = self._field.text()
        self._field.clear()
        for tag in typed.split(","):
            if tag.strip():
                self.added.emit(tag.strip())


def _many(count: int) -> str:
    return f"Tags of {count:,} chats"
