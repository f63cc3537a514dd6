"""The left pane: New chat and search over the list, and a place for the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from scout_desktop.chat.rows import BATCH
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.conversations.grouping import next_midnight
from scout_desktop.ui.conversations.list_view import ConversationList
from scout_desktop.ui.conversations.model import RowsModel, utc_now
from scout_desktop.ui.conversations.thumbnails import Thumbnails
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QImage

    from scout_desktop.chat.rows import ChatRow
    from scout_desktop.ui.theme.theme import Theme

_TYPING_MS = 80


class ConversationsPane(QWidget):
    """Shows rows and says what the user wants done to them. It does nothing to a chat itself."""

    opened = Signal(str)
    batch_opened = Signal(str)
    """The id of a batch, whose row stands among the chats."""

    new_requested = Signal()
    renamed = Signal(str, str)
    pin_toggled = Signal(str, bool)
    duplicated = Signal(str)
    exported = Signal(str)
    trashed = Signal(str)
    searched = Signal(str)
    """What stands in the search field, once the typing pauses; empty when it was cleared."""

    thumbnail_missed = Signal(str, int)
    """(sha256, side in physical pixels): answer with `show_thumbnail`."""

    def __init__(
        self,
        theme: Theme,
        *,
        can_export: bool = False,
        now: Callable[[], datetime] = utc_now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._can_export, self._now = theme, can_export, now
        dress(self, ground="rail")
        self._model = RowsModel(now, self)
        self._thumbnails = Thumbnails(theme, self)
        self._new = QPushButton("New chat")
        self._new.setAccessibleName("New chat")
        self._new.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._search = QLineEdit()
        self._search.setAccessibleName("Search conversations")
        self._search.setPlaceholderText("Search conversations")
        self._search.setClearButtonEnabled(True)
        self._search.installEventFilter(self)
        self._glass = self._search.addAction(
            theme.icon("search", "text_3"), QLineEdit.ActionPosition.LeadingPosition
        )
        self._glass.setText("Search")
        self._list = ConversationList(theme, self._model, self._thumbnails)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(SIZES.s3, SIZES.s3, SIZES.s3, SIZES.s2)
        head.setSpacing(SIZES.s2)
        head.addWidget(self._new)
        head.addWidget(self._search)
        self._column.addLayout(head)
        self._column.addWidget(self._list, 1)
        self._typing, self._midnight = QTimer(self), QTimer(self)
        for timer in (self._typing, self._midnight):
            timer.setSingleShot(True)
        self._connect()
        self._restyle()
        self._say_empty()

    def show_rows(self, rows: Sequence[ChatRow]) -> None:
        """Show these chats, in any order; what is selected and scrolled to stays."""
        self._list.show_rows(rows)
        self._say_empty()
        self._await_midnight()

    def show_progress(self, batch: str, said: str) -> None:
        """Say in the row of this batch how far it is; empty once it rests."""
        self._model.show_progress(BATCH + batch, said)

    def select(self, chat: str) -> None:
        """Mark the chat with this id as the open one; "" for none."""
        self._list.select(chat)

    def rename(self, chat: str) -> None:
        """Let the user type another title into the row of this chat."""
        self._list.rename(chat)

    def show_thumbnail(self, sha256: str, image: QImage) -> None:
        """Show `image` in the rows of this picture; a null image for one that is missing."""
        self._thumbnails.show_picture(sha256, image)

    def begin_search(self) -> None:
        """Put the cursor into the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def search_text(self) -> str:
        """What is searched for; empty when everything is shown."""
        return self._search.text().strip()

    def neighbour(self, step: int) -> str | None:
        """The id of the chat `step` rows below (or above) the current one, for Alt+Up and Down."""
        return self._list.neighbour(step)

    def set_foot(self, foot: QWidget) -> None:
        """Put `foot` (connection and cost, with its own hairline) below the list."""
        self._column.addWidget(foot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._search and isinstance(event, QKeyEvent) and _is_press(event):
            key = event.key()
            if key == Qt.Key.Key_Escape and self._search.text():
                self._search.clear()
                return True
            if key == Qt.Key.Key_Down:
                self._list.setFocus(Qt.FocusReason.OtherFocusReason)
                self._list.step_in()
                return True
        return super().eventFilter(watched, event)

    def _connect(self) -> None:
        self._new.clicked.connect(self.new_requested)
        self._search.textChanged.connect(lambda _: self._typing.start(_TYPING_MS))
        self._search.returnPressed.connect(self._open_first)
        self._typing.timeout.connect(self._say_searched)
        self._midnight.timeout.connect(self._next_day)
        self._list.opened.connect(self.opened)
        self._list.batch_opened.connect(self.batch_opened)
        self._list.trashed.connect(self.trashed)
        self._list.menu_asked.connect(self._show_menu)
        self._list.empty.chosen.connect(self.new_requested)
        self._model.renamed.connect(self.renamed)
        self._thumbnails.missed.connect(self.thumbnail_missed)
        self._theme.changed.connect(self._restyle)

    def _say_searched(self) -> None:
        self.searched.emit(self.search_text())

    def _open_first(self) -> None:
        first = self._list.first()
        if first is not None:
            self._list.open(first)

    def _say_empty(self) -> None:
        if self.search_text():
            self._list.empty.show_text("Nothing found", "Fewer or shorter words find more.")
        else:
            self._list.empty.show_text("No chats yet", "Press Ctrl+N to start the first one.")

    def _show_menu(self, chat: str, place: QPoint) -> None:
        row = self._model.row_at(self._model.index_of(chat))
        if row is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def offer(icon: str, text: str, do: Callable[[], None], key: str = "") -> QAction:
            action = menu.addAction(self._theme.icon(icon), text)
            action.setShortcut(QKeySequence(key))
            action.setShortcutVisibleInContextMenu(True)
            action.triggered.connect(lambda _=False: do())
            return action

        offer("rename", "Rename", lambda: self._list.rename(chat), "F2")
        pin = not row.pinned
        offer("pin", "Pin" if pin else "Unpin", lambda: self.pin_toggled.emit(chat, pin))
        offer("duplicate", "Duplicate", lambda: self.duplicated.emit(chat))
        export = offer("export", "Export…", lambda: self.exported.emit(chat))
        export.setEnabled(self._can_export)
        menu.addSeparator()
        offer("trash", "Move to trash", lambda: self.trashed.emit(chat), "Del")
        menu.popup(place)

    def _await_midnight(self) -> None:
        left = (next_midnight(self._now()) - self._now()).total_seconds()
        self._midnight.start(max(int(left * 1000) + 1, 1))

    def _next_day(self) -> None:
        self._model.group_again()
        self._await_midnight()

    def _restyle(self) -> None:
        theme = self._theme
        self._new.setIcon(theme.icon("new-chat", "text"))
        side = theme.px(SIZES.icon)
        self._new.setIconSize(QSize(side, side))
        self._glass.setIcon(theme.icon("search", "text_3"))


def _is_press(event: QKeyEvent) -> bool:
    return event.type() == event.Type.KeyPress
