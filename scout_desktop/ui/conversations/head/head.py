"""What stands over the list: New chat, the search field, which chats are looked at, how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import ElidedLabel
from scout_desktop.ui.conversations.head import words
from scout_desktop.ui.conversations.head.field import SearchField
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.ui.conversations.head.place import PlaceLine
    from scout_desktop.ui.conversations.head.words import View
    from scout_desktop.ui.theme.theme import Theme

_HELP = "F1 says what can be searched for"


class Head(QWidget):
    """Knows what is looked for and where; it shows no row."""

    new_requested = Signal()
    asked = Signal()
    """Another text or another place is looked at."""

    entered = Signal()
    stepped_down = Signal()
    empty_trash_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.view: View = "chats"
        self._place: PlaceLine | None = None
        self._new = QPushButton("New chat")
        self._new.setAccessibleName("New chat")
        self._new.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._new.clicked.connect(self.new_requested)
        self.field = SearchField(theme)
        self.field.typed.connect(self.asked)
        self.field.entered.connect(self.entered)
        self.field.stepped_down.connect(self.stepped_down)
        self.field.help_asked.connect(self._show_help)
        self._more = IconButton(theme, "more", "Archive, trash and search help")
        self._more.clicked.connect(self._show_menu)
        self._caption = ElidedLabel(kind="caption")
        self._caption.hide()
        line = QHBoxLayout()
        line.setSpacing(SIZES.s1)
        line.addWidget(self.field, 1)
        line.addWidget(self._more)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SIZES.s3, SIZES.s3, SIZES.s3, SIZES.s2)
        self._column.setSpacing(SIZES.s2)
        self._column.addWidget(self._new)
        self._column.addLayout(line)
        self._column.addWidget(self._caption)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_found(self, count: int, *, searched: bool, more: bool, read: float) -> None:
        """Say how many rows there are, where that is worth saying."""
        said = words.found(count, searched=searched, more=more, read=read)
        self._caption.show_text(said)
        self._caption.setVisible(bool(said))
        # Whoever does not see the line hears it with the field.
        self.field.setAccessibleDescription(said or _HELP)
        self._show_place(can_empty=count > 0 and not searched)

    def show_view(self, view: View) -> None:
        """Look at the chats, the archive or the trash."""
        if view != self.view:
            self.view = view
            self.field.clear()
            self._show_place(can_empty=False)
            self.asked.emit()

    def leave(self) -> bool:
        """Go one step back, to no search and to all chats; returns whether there was one."""
        if self.field.text():
            self.field.clear()
        elif self.view != "chats":
            self.show_view("chats")
        else:
            return False
        return True

    def search_tag(self, tag: str) -> None:
        """Look for the chats with this tag."""
        self.field.setText(f'tag:"{tag}"' if " " in tag else f"tag:{tag}")

    def _show_place(self, *, can_empty: bool) -> None:
        if self._place is None:
            if self.view == "chats":
                return
            from scout_desktop.ui.conversations.head.place import PlaceLine

            self._place = PlaceLine(self._theme)
            self._place.left.connect(lambda: self.show_view("chats"))
            self._place.empty_asked.connect(self.empty_trash_asked)
            self._column.insertWidget(self._column.indexOf(self._caption), self._place)
            before: QWidget = self._more
            for stop in self._place.stops():
                QWidget.setTabOrder(before, stop)
                before = stop
        self._place.setVisible(self.view != "chats")
        self._place.show_place(self.view, can_empty=can_empty)

    def _show_help(self) -> None:
        from scout_desktop.ui.conversations.head.menus import search_help, value_of

        menu = search_help(self, lambda made: self.field.add(made, replaced=value_of(made)))
        menu.popup(self.field.mapToGlobal(QPoint(0, self.field.height())))

    def _show_menu(self) -> None:
        from scout_desktop.ui.conversations.head.menus import places_menu

        menu = places_menu(self, self._theme, self.view, self.show_view)
        menu.addSeparator()
        menu.addAction(self._theme.icon("info"), "How to search\tF1", self._show_help)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _restyle(self) -> None:
        self._new.setIcon(self._theme.icon("new-chat", "text"))
        side = self._theme.px(SIZES.icon)
        self._new.setIconSize(QSize(side, side))
