"""The row in which a reader types what to find in the chat. It knows no chat: it asks by signal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.hairline import HairLine
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import PlainLabel, plain_tip
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QCloseEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme

_TYPING_MS = 80
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindBar(QFrame):
    """A field, what was found, and the ways from hit to hit. Hidden until `begin`."""

    asked = Signal(str, bool)
    """(term, whether the case matters), once the typing pauses; empty when it was cleared."""
    next_wanted = Signal()
    previous_wanted = Signal()
    restyled = Signal()
    """The theme has changed, with which idle work is forgotten."""
    ended = Signal()
    """It was closed, has hidden itself, and given the focus back."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._before: QWidget | None = None
        dress(self, ground="window")
        self.setAccessibleName("Find in chat")
        self._field = QLineEdit(self)
        self._field.setAccessibleName("Find in chat")
        self._field.setPlaceholderText("Find in chat")
        self._field.setMaxLength(500)
        self._field.installEventFilter(self)
        self._glass = self._field.addAction(
            theme.icon("search", "text_3"), QLineEdit.ActionPosition.LeadingPosition
        )
        self._glass.setText("Find")
        self._count = PlainLabel(kind="caption_number", parent=self)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._case = QToolButton(self)
        self._case.setText("Aa")
        self._case.setCheckable(True)
        self._case.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._case.setAccessibleName("Match case")
        self._case.setToolTip(plain_tip("Match case"))
        self._previous = IconButton(
            theme, "chevron-up", "Previous hit", hint="Shift+Enter", parent=self
        )
        self._next = IconButton(theme, "chevron-down", "Next hit", hint="Enter", parent=self)
        self._close = IconButton(theme, "close", "Close find", hint="Esc", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        column.addLayout(row)
        column.addWidget(HairLine(theme, parent=self))
        row.setContentsMargins(SIZES.s4, SIZES.s1, SIZES.s3, SIZES.s1)
        row.setSpacing(SIZES.s1)
        row.addWidget(self._field, 1)
        row.addWidget(self._count)
        for button in (self._case, self._previous, self._next, self._close):
            row.addWidget(button)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._connect()
        self._restyle()
        self.show_result(0, 0)
        self.hide()

    @property
    def term(self) -> str:
        """What stands in the field."""
        return self._field.text()

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return not self.isHidden()

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops in it, in order."""
        return self._field, self._case, self._previous, self._next, self._close

    def show_term(self, term: str) -> None:
        """Show it and search for a term that was found elsewhere; the keyboard stays there."""
        self.show()
        self._field.setText(term)
        if self._case.isChecked():
            self._case.setChecked(False)  # which asks
        else:
            self._ask()

    def begin(self, term: str = "") -> None:
        """Show it with the cursor in the field; `term` replaces what was searched for last."""
        before = QApplication.focusWidget()
        if before is not None and not self.isAncestorOf(before):
            self._before = before
        was_open = self.is_open
        self.show()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if term and term != self.term:
            self._field.setText(term)
        self._field.selectAll()
        if self.term and (not was_open or self._typing.isActive()):
            self._ask()

    def end(self) -> None:
        """Hide it and give the focus back to where it was."""
        if not self.is_open:
            return
        self._typing.stop()
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        before, self._before = self._before, None
        self.hide()
        if had_focus and before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ended.emit()

    def show_result(
        self, place: int, count: int, *, running: bool = False, turned: int = 0
    ) -> None:
        """Show that the search stands at hit `place` of `count`, which may grow while `running`.

        `turned` is 1 when it went on at the beginning of the chat, -1 at its end.
        """
        if not self.term.strip():
            said = ""
        elif count == 0:
            said = "Searching…" if running else "No hits"
        else:
            more = "…" if running else ""
            said = f"{place:,} of {count:,}{more}" if place else f"{count:,}{more}"
            if turned:
                said += ", from the beginning" if turned > 0 else ", from the end"
        self._count.setText(said)
        self._count.show_tone("bad" if said == "No hits" else "third")
        self._field.setAccessibleDescription(said)
        self._previous.setEnabled(count > 0)
        self._next.setEnabled(count > 0)

    def key(self, event: QKeyEvent) -> bool:
        """Take a key pressed anywhere while it is open: F3, Ctrl+G, with Shift backwards, Esc."""
        if not self.is_open:
            return False
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.end()
        elif event.matches(QKeySequence.StandardKey.FindNext) or _is(event, "F3", "Ctrl+G"):
            self._go(self.next_wanted)
        elif event.matches(QKeySequence.StandardKey.FindPrevious) or _is(
            event, "Shift+F3", "Ctrl+Shift+G"
        ):
            self._go(self.previous_wanted)
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self._field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            if event.key() in _ENTER:
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self._go(self.previous_wanted if back else self.next_wanted)
                return True
            return self.key(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.key(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.end()
        super().closeEvent(event)

    def _connect(self) -> None:
        self._field.textChanged.connect(lambda _: self._typing.start(_TYPING_MS))
        self._typing.timeout.connect(self._ask)
        self._case.toggled.connect(lambda _: self._ask())
        self._next.clicked.connect(self.next_wanted)
        self._previous.clicked.connect(self.previous_wanted)
        self._close.clicked.connect(self.end)
        self._theme.changed.connect(self._restyle)
        self._theme.changed.connect(self.restyled)

    def _ask(self) -> None:
        self._typing.stop()
        self.asked.emit(self.term, self._case.isChecked())

    def _go(self, wanted: SignalInstance) -> None:
        """Go on; if the words are still being typed, their first hit is what is wanted."""
        if self._typing.isActive():
            self._ask()
        else:
            wanted.emit()

    def _restyle(self) -> None:
        theme = self._theme
        self._glass.setIcon(theme.icon("search", "text_3"))
        side = theme.px(SIZES.control)
        self._case.setFixedSize(side, side)
        self._case.setFont(theme.font("caption_strong"))
        self._field.setMinimumWidth(theme.px(8 * SIZES.s6))
        # Neighbours do not move while the count grows.
        metrics = self._count.fontMetrics()
        self._count.setMinimumWidth(metrics.horizontalAdvance("0,000 of 0,000…"))


def _is(event: QKeyEvent, *keys: str) -> bool:
    return QKeySequence(event.keyCombination()) in [QKeySequence(key) for key in keys]
