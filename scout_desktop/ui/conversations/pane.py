"""The left pane: New chat and search over the list, and a place for the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from scout_desktop.chat.rows import BATCH
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.conversations.head import words
from scout_desktop.ui.conversations.head.head import Head
from scout_desktop.ui.conversations.list_view import ConversationList
from scout_desktop.ui.conversations.rows.grouping import next_midnight
from scout_desktop.ui.conversations.rows.model import RowsModel, utc_now
from scout_desktop.ui.conversations.rows.thumbnails import Thumbnails

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QImage, QKeyEvent

    from scout_desktop.chat.rows import ChatRow
    from scout_desktop.chat.search.query import Hit, Term
    from scout_desktop.ui.conversations.head.words import View
    from scout_desktop.ui.conversations.many.deck import Deck
    from scout_desktop.ui.theme.theme import Theme

_FIRST = 100
"""Chats of a search that are shown at first; more when the user gets there."""
_OF_DECK = (
    "pin_toggled", "duplicated", "exported", "archived", "trashed", "put_back", "purged",
    "tags_asked", "tagged", "untagged", "stop_asked",
)  # fmt: skip


class ConversationsPane(QWidget):
    """Shows rows and says what the user wants done to them. It does nothing to a chat itself."""

    opened = Signal(str)
    hit_opened = Signal(str, str, str)
    """(chat, message, words found there), in place of `opened` where a search found a message."""

    batch_opened = Signal(str)
    """The id of a batch, whose row stands among the chats."""

    new_requested = Signal()
    renamed = Signal(str, str)
    pin_toggled = Signal(str, bool)
    duplicated = Signal(str)
    exported = Signal(object)
    """The ids of one or many chats, as a tuple; so with all that follow."""

    archived = Signal(object, bool)
    trashed = Signal(object)
    put_back = Signal(object)
    """To be taken out of the trash."""

    purged = Signal(object)
    """To be deleted for good; the user was asked."""

    tags_asked = Signal(object)
    """Answer with `edit_tags`."""

    tagged = Signal(object, str)
    untagged = Signal(object, str)
    stop_asked = Signal()
    """What `show_work` told of is to end here."""

    searched = Signal(str)
    """Other rows are wanted: of `search_text()`, in `view`, at most `most` of a search."""

    thumbnail_missed = Signal(str, int)
    """(sha256, side in physical pixels): answer with `show_thumbnail`."""

    def __init__(
        self,
        theme: Theme,
        *,
        now: Callable[[], datetime] = utc_now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self.most = _FIRST
        """How many chats of a search are wanted."""
        self._more = False
        self._fresh = True
        """Whether the next rows answer another question than those shown."""
        self._awaited = False
        """Whether Enter was pressed before its answer had come."""
        self._deck: Deck | None = None
        dress(self, ground="rail")
        self._model = RowsModel(now, self)
        self._thumbnails = Thumbnails(theme, self)
        self._head = Head(theme)
        self._list = ConversationList(theme, self._model, self._thumbnails)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        self._column.addWidget(self._list, 1)
        self._midnight = QTimer(self)
        self._midnight.setSingleShot(True)
        self._connect()
        self._say_empty()

    @property
    def view(self) -> View:
        """Which chats are looked at."""
        return self._head.view

    @property
    def has_keyboard(self) -> bool:
        """Whether keys go to the list."""
        return self._list.hasFocus()

    def meant(self) -> tuple[str, ...]:
        """The chats that are chosen, while keys go to the list."""
        return self._list.choosing.ids() if self.has_keyboard else ()

    def show_rows(
        self,
        rows: Sequence[ChatRow],
        hits: Mapping[str, Hit] | None = None,
        terms: Sequence[Term] = (),
        *,
        more: bool = False,
        read: float = 1.0,
        hint: str = "",
    ) -> None:
        """Show these chats, in any order; what is selected and scrolled to stays.

        `hits` says what a search found, None where nothing is looked for; `terms` are marked in
        titles; `more` says that there are more chats than these; `read` is the share of all chats
        that could be searched; `hint` says more than usual where there are no rows.
        """
        fresh, self._fresh, self._more = self._fresh, False, more
        self._list.show_rows(rows, hits, terms, fresh=fresh)
        self._head.show_found(len(rows), searched=hits is not None, more=more, read=read)
        self._say_empty(hint)
        if self._deck is not None:
            self._deck.look_again()
        self._await_midnight()
        if self._awaited and fresh:
            self._awaited = False
            self._open_first()

    def show_progress(self, batch: str, said: str) -> None:
        """Say in the row of this batch how far it is; empty once it rests."""
        self._model.show_progress(BATCH + batch, said)

    def show_work(self, said: str) -> None:
        """Say how far something is that is being done to many chats; empty when it is over."""
        if said or self._deck is not None:
            self.deck.show_work(said)

    def show_view(self, view: View) -> None:
        """Look at the chats, the archive or the trash."""
        self._head.show_view(view)

    def select(self, chat: str) -> None:
        """Mark the chat with this id as the open one; "" for none."""
        self._list.select(chat)

    def rename(self, chat: str) -> None:
        """Let the user type another title into the row of this chat."""
        self._list.rename(chat)

    def show_thumbnail(self, sha256: str, image: QImage) -> None:
        """Show `image` in the rows of this picture; a null image for one that is missing."""
        self._thumbnails.show_picture(sha256, image)

    def edit_tags(self, ids: Sequence[str], known: Iterable[str]) -> None:
        """Let the user change the tags of these chats; `known` are offered while typing."""
        self.deck.edit_tags(ids, known)

    def begin_search(self) -> None:
        """Put the cursor into the search field."""
        self._head.field.begin()

    def search_text(self) -> str:
        """What is searched for; empty when everything is shown."""
        return self._head.field.words()

    def neighbour(self, step: int) -> str | None:
        """The id of the chat `step` rows below (or above) the current one, for Alt+Up and Down."""
        return self._list.neighbour(step)

    def set_foot(self, foot: QWidget) -> None:
        """Put `foot` (connection and cost, with its own hairline) below the list."""
        self._column.addWidget(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What neither the field nor the list has a use for; without a step back it goes further up.
        stops = event.key() == Qt.Key.Key_Escape and self._deck is not None and self._deck.stop()
        if not stops and (event.key() != Qt.Key.Key_Escape or not self._head.leave()):
            super().keyPressEvent(event)

    @property
    def deck(self) -> Deck:
        """What stands below the list while chats are chosen; loaded with its first use."""
        if self._deck is None:
            from scout_desktop.ui.conversations.many.deck import Deck

            shown, choosing = self._list, self._list.choosing
            deck = Deck(self._theme, shown, choosing, self._model)
            self._deck = deck
            self._column.insertWidget(self._column.indexOf(shown) + 1, deck)
            deck.follow(shown)
            deck.show()  # at once, so that the focus can go there
            deck.renamed.connect(self.rename)
            for name in _OF_DECK:
                getattr(deck, name).connect(getattr(self, name))
        return self._deck

    def _connect(self) -> None:
        head = self._head
        head.new_requested.connect(self.new_requested)
        head.asked.connect(self._ask)
        head.field.textChanged.connect(self._forget_enter)
        head.entered.connect(self._enter)
        head.stepped_down.connect(self._list.step_in)
        head.empty_trash_asked.connect(self._empty_trash)
        self._midnight.timeout.connect(self._next_day)
        self._list.opened.connect(self._open)
        self._list.batch_opened.connect(self.batch_opened)
        self._list.deleted.connect(self._delete)
        self._list.put_back.connect(self.put_back)
        self._list.menu_asked.connect(self._show_menu)
        self._list.tag_clicked.connect(head.search_tag)
        self._list.choosing.changed.connect(self._show_chosen)
        self._list.end_neared.connect(self._ask_more)
        self._list.empty.chosen.connect(self.new_requested)
        self._model.renamed.connect(self.renamed)
        self._thumbnails.missed.connect(self.thumbnail_missed)

    def _ask(self) -> None:
        self.most, self._more, self._fresh = _FIRST, False, True
        self._list.choosing.nothing()
        self.searched.emit(self.search_text())

    def _ask_more(self) -> None:
        if self._more:
            self.most, self._more = self.most * 4, False
            self.searched.emit(self.search_text())

    def _open(self, chat: str) -> None:
        hit = self._model.hit(chat)
        if hit is None or not hit.node:
            self.opened.emit(chat)
            return
        start, end = hit.marks[0] if hit.marks else (0, 0)
        self.hit_opened.emit(chat, hit.node, hit.snippet[start:end])

    def _enter(self) -> None:
        # What stands here may be newer than the rows.
        if self._head.field.is_settling or self._fresh:
            self._awaited = True
        else:
            self._open_first()

    def _forget_enter(self) -> None:
        self._awaited = False  # it was meant for the words of before

    def _open_first(self) -> None:
        first = self._list.first()
        if first is not None:
            self._list.open(first)

    # What stands below the list is loaded with the first of these.

    def _show_menu(self, chat: str, place: QPoint) -> None:
        self.deck.show_menu(chat, place)

    def _show_chosen(self) -> None:
        self.deck.look_again()

    def _delete(self, ids: tuple[str, ...]) -> None:
        self.deck.delete(ids)

    def _empty_trash(self) -> None:
        self.deck.empty_trash()

    def _say_empty(self, hint: str = "") -> None:
        searched = bool(self.search_text())
        self._list.empty.show_text(*words.empty(self.view, searched=searched, hint=hint))

    def _await_midnight(self) -> None:
        left = (next_midnight(self._now()) - self._now()).total_seconds()
        self._midnight.start(max(int(left * 1000) + 1, 1))

    def _next_day(self) -> None:
        self._model.group_again()
        self._await_midnight()
