"""What every message on the screen has: focus from message to message, a quiet footer, a voice."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QWidget

from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent

    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.blocks.formats import Formats
    from scout_desktop.ui.transcript.blocks.text_view import TextView
    from scout_desktop.ui.transcript.parts.footer import Footer

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Home: -1_000_000,
    Qt.Key.Key_End: 1_000_000,
}


class MessageView(QWidget):
    """One message. `fit` gives it a width and returns its height; the column places it."""

    action_chosen = Signal(str, str)
    """(action, node id): `copy`, `regenerate`, `edit`, `continue` or `key`."""

    branch_chosen = Signal(str)
    step_wanted = Signal(int)
    """Move the focus by so many messages."""

    selected = Signal(object)
    """The user selected text in this `TextView`."""

    def __init__(
        self, formats: Formats, node: Node, siblings: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.node = node
        self._formats = formats
        self._siblings = siblings
        self._footer: Footer | None = None
        self._is_last = False
        self._by_key = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def siblings(self) -> tuple[str, ...]:
        """The ids of all versions of this message, oldest first."""
        return self._siblings

    def show_siblings(self, siblings: tuple[str, ...]) -> None:
        """There are other versions now."""
        self._siblings = siblings
        self.drop_footer()

    def text_views(self) -> list[TextView]:
        """Every text in it that can be selected, in reading order."""
        raise NotImplementedError

    @property
    def id(self) -> str:
        """The id of its node."""
        return self.node.id

    def fit(self, width: int) -> int:
        """Lay everything out in `width` pixels and return the height in pixels."""
        raise NotImplementedError

    def make_footer(self) -> Footer | None:
        """Make the footer; None while there is nothing to say or do."""
        raise NotImplementedError

    def plain(self) -> str:
        """The message as plain text, as it is copied."""
        return self.node.text

    def anchors(self) -> list[int]:
        """Where its pieces begin, in pixels from its top; always holds 0."""
        return [0]

    def focus_stops(self) -> list[QWidget]:
        """Where Tab stops in it: itself, then its pictures, buttons and footer."""
        tab = Qt.FocusPolicy.TabFocus.value
        inside = self.findChildren(QWidget)
        return [self, *(each for each in inside if each.focusPolicy().value & tab)]

    def mark_last(self, last: bool) -> None:
        """The last message keeps its footer in sight."""
        self._is_last = last
        self._show_footer()

    def footer_height(self) -> int:
        """The room that a footer takes, there or not."""
        return self._formats.theme.px(SIZES.control)

    def place_footer(self, left: int, top: int, width: int) -> None:
        """Put the footer where the message has kept its room."""
        self._footer_box = (left, top, width, self.footer_height())
        if self._footer is not None:
            self._footer.setGeometry(*self._footer_box)

    def copy_text(self) -> None:
        """Put the message on the clipboard as plain text."""
        QGuiApplication.clipboard().setText(self.plain())
        if self._footer is not None:
            self._footer.show_done("copy")

    def drop_footer(self) -> None:
        """Forget the footer, because what it says has changed."""
        if self._footer is not None:
            self._footer.hide()
            self._footer.deleteLater()
            self._footer = None
        self._show_footer()

    def act(self, action: str) -> None:
        """Do, or ask for, one of the message's actions."""
        if action == "copy":
            self.copy_text()
        self.action_chosen.emit(action, self.id)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_footer()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_footer(hovered=False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_footer()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_footer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.step_wanted.emit(step)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_text()
        else:
            super().keyPressEvent(event)

    def _show_footer(self, *, hovered: bool | None = None) -> None:
        under = self.underMouse() if hovered is None else hovered
        inside = self._footer is not None and self._footer.isAncestorOf(_focused(self))
        wanted = self._is_last or under or self.hasFocus() or inside
        if wanted and self._footer is None:
            self._footer = self.make_footer()
            if self._footer is not None:
                self._footer.setParent(self)
                self._footer.chosen.connect(self.act)
                self._footer.branch_chosen.connect(self.branch_chosen)
                self._footer.setGeometry(*self._footer_box)
                for one, other in pairwise(self.focus_stops()):
                    QWidget.setTabOrder(one, other)
        if self._footer is not None:
            self._footer.setVisible(wanted)

    _footer_box = (0, 0, 0, 0)


def _focused(widget: QWidget) -> QWidget:
    return widget.window().focusWidget() or widget.window()
