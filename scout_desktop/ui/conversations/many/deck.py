"""Below the list: the bar of the chosen chats, their tags, and the one question there is.

One of them at a time; what they say to do goes out by the ids of the chats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from scout_desktop.ui.conversations.many.ask import PurgeQuestion
from scout_desktop.ui.conversations.many.bar import ChosenBar
from scout_desktop.ui.conversations.many.deeds import chats_menu, place_of
from scout_desktop.ui.conversations.many.tags import TagEditor
from scout_desktop.ui.conversations.many.work import WorkBar
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtWidgets import QListView

    from scout_desktop.chat.rows import ChatRow
    from scout_desktop.ui.conversations.rows.choosing import Choosing
    from scout_desktop.ui.conversations.rows.model import RowsModel
    from scout_desktop.ui.theme.theme import Theme

_Ids = tuple[str, ...]


class Deck(QWidget):
    """Says what the user wants done to one chat or to many; ids are tuples."""

    renamed = Signal(str)
    """This chat is to be given another title in its row."""

    pin_toggled = Signal(str, bool)
    duplicated = Signal(str)
    exported = Signal(object)
    archived = Signal(object, bool)
    trashed = Signal(object)
    put_back = Signal(object)
    purged = Signal(object)
    """To be deleted for good; the user has said so."""

    tags_asked = Signal(object)
    tagged = Signal(object, str)
    untagged = Signal(object, str)

    stop_asked = Signal()
    """What goes on with many chats is to end here."""

    def __init__(self, theme: Theme, view: QListView, choosing: Choosing, model: RowsModel) -> None:
        super().__init__()
        self._theme, self._view, self._choosing, self._model = theme, view, choosing, model
        self._tagging: _Ids = ()
        self._going: _Ids = ()
        """Chats about which the question stands."""
        self._bar = ChosenBar(theme)
        self._work = WorkBar(theme)
        self._tags = TagEditor(theme)
        self._question = PurgeQuestion()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._work)
        column.addWidget(self._bar)
        column.addWidget(self._tags)
        around = QVBoxLayout()
        around.addWidget(self._question)
        self._around = around
        column.addLayout(around)
        self._bar.done.connect(lambda deed: self._do(deed, choosing.ids()))
        self._bar.left.connect(self._choose_none)
        self._work.stopped.connect(self._stop)
        self._tags.added.connect(lambda tag: self.tagged.emit(self._tagging, tag))
        self._tags.removed.connect(lambda tag: self.untagged.emit(self._tagging, tag))
        self._tags.left.connect(self._end_tagging)
        self._question.agreed.connect(self._purge)
        self._question.refused.connect(self._keep)

    def follow(self, before: QWidget) -> None:
        """Stand behind `before` in the order of Tab; it is to be in the same window."""
        bars = (*self._work.stops(), *self._bar.stops())
        for stop in (*bars, *self._tags.stops(), *self._question.stops()):
            QWidget.setTabOrder(before, stop)
            before = stop

    def look_again(self) -> None:
        """The rows, or what is chosen among them, are others."""
        self._tagging = self._there(self._tagging)
        if self._tagging:
            self._tags.show_tags(self._rows(self._tagging))
        self._going = self._there(self._going)
        self._show()

    def show_work(self, said: str) -> None:
        """Say how far something is that is being done to many chats; empty when it is over."""
        self._work.say(said)

    def stop(self) -> bool:
        """End what is being done to many chats; whether there is such a thing."""
        if self._work.isHidden():
            return False
        self._stop()
        return True

    def delete(self, ids: _Ids) -> None:
        """Move chats to the trash; those that are in it, ask about."""
        self._do("purge" if place_of(self._rows(ids)) == "trash" else "trash", ids)

    def empty_trash(self) -> None:
        """Ask about all chats that are shown."""
        self._do("purge", self._model.ids_at(range(self._model.rowCount())))

    def edit_tags(self, ids: Sequence[str], known: Iterable[str]) -> None:
        """Show the tags of these chats, to be changed."""
        self._tagging = self._there(tuple(ids))
        if self._tagging:
            self._tags.show_tags(self._rows(self._tagging), known)
            self._going = ()
            self._show()
            self._tags.begin()

    def show_menu(self, chat: str, place: QPoint) -> None:
        """Show what can be done to this chat, or to all that are chosen with it."""
        chosen = self._choosing.ids()
        ids = chosen if chat in chosen else self._there((chat,))
        if ids:
            rows = self._rows(ids)
            menu = chats_menu(self, self._theme, rows, lambda deed: self._do(deed, ids))
            menu.popup(place)

    def _do(self, deed: str, ids: _Ids) -> None:
        if not ids:
            return
        if deed == "rename":
            self.renamed.emit(ids[0])
        elif deed in ("pin", "unpin"):
            self.pin_toggled.emit(ids[0], deed == "pin")
        elif deed == "duplicate":
            self.duplicated.emit(ids[0])
        elif deed == "export":
            self.exported.emit(ids)
        elif deed == "tags":
            self.tags_asked.emit(ids)
        elif deed in ("archive", "unarchive"):
            self.archived.emit(ids, deed == "archive")
        elif deed == "trash":
            self.trashed.emit(ids)
        elif deed == "restore":
            self.put_back.emit(ids)
        elif deed == "purge":
            self._going, self._tagging = ids, ()
            self._show()
            self._question.ask(self._rows(ids))

    def _stop(self) -> None:
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.stop_asked.emit()

    def _purge(self) -> None:
        going, self._going = self._going, ()
        self._show()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.purged.emit(going)

    def _keep(self) -> None:
        self._going = ()
        self._show()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_tagging(self) -> None:
        self._tagging = ()
        self._show()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_none(self) -> None:
        self._choosing.nothing()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        self._question.setVisible(bool(self._going))
        edge = SIZES.s2 if self._going else 0
        self._around.setContentsMargins(edge, 0, edge, edge)
        self._tags.setVisible(bool(self._tagging) and not self._going)
        free = not self._going and not self._tagging
        self._bar.show_chosen(self._rows(self._choosing.ids()) if free else ())

    def _there(self, ids: _Ids) -> _Ids:
        return tuple(id for id in ids if self._model.index_of(id).isValid())

    def _rows(self, ids: Iterable[str]) -> list[ChatRow]:
        found = (self._model.row_at(self._model.index_of(id)) for id in ids)
        return [row for row in found if row is not None]
