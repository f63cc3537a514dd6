"""Speaks for an area: puts its tree in Qt's place, tells what moved, announces replies.

Nothing is made and nothing told unless assistive technology runs (`QAccessible.isActive()`).
"""

from __future__ import annotations

import atexit
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from shiboken6 import Shiboken

from scout_desktop.ui.transcript.voice.messages import Messages
from scout_desktop.ui.transcript.voice.names import Names
from scout_desktop.ui.transcript.voice.reading import ReadingView
from scout_desktop.ui.transcript.voice.tree import MessageTree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAccessibleInterface

    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.area.area import MessageArea
    from scout_desktop.ui.transcript.voice.item import MessageItem

_FIRST_WORDS = 12
_AT_ONCE = 50
"""Items that are ended in one go, so that a long chat that was read ends in slices."""
_TOLD = 200
"""New messages that are told one by one; of a longer chat only its last ones."""

_voices: dict[int, Voice] = {}
"""The voices there are, by the address of the area's Python object."""


class Voice(QObject):
    """The voice of one area; made with it, before anything asks what the area is."""

    def __init__(self, area: MessageArea) -> None:
        super().__init__(area)
        self._area = area
        self.names = Names(area.chat)
        """What its messages are called."""
        self._messages = Messages(area, self.names)
        self._trees: list[MessageTree] = []
        self._ids: tuple[str, ...] = ()
        self._nodes: Sequence[Node] = ()
        self._leaving: list[MessageItem] = []
        self._begun = ""
        _install()
        _voices[id(area)] = self
        self._replace_what_qt_made()
        key = id(area)
        area.destroyed.connect(lambda: _end(key))
        area.moved.connect(self._look)
        area.reading_wanted.connect(self.open_text)
        self._focus = QTimer(self)
        self._focus.setSingleShot(True)
        self._focus.timeout.connect(self._tell_focus)
        area.focus_moved.connect(lambda _: self._focus.start(0))

    @property
    def messages(self) -> Messages:
        """The messages that somebody asked about."""
        return self._messages

    @property
    def is_silent(self) -> bool:
        """Whether nobody has listened yet, so that nothing was made."""
        return not self._trees

    def interface(self) -> MessageTree:
        """Make an interface of the area. Qt keeps it and ends it: each must be another one.

        (It asks again when the area's meta-object has changed, as happens to classes of Python.)
        """
        self._trees.append(MessageTree(self._area, self._messages))
        if len(self._trees) == 1:
            self._nodes = self._area.chat.nodes
            self._ids = tuple(node.id for node in self._nodes)
        return self._trees[-1]

    def begin_reply(self, reply_id: str) -> None:
        """A reply is on its way; announced once, however often its chat is shown again."""
        if reply_id != self._begun:
            self._begun = reply_id
            self._announce("Reply started")

    def end_reply(self) -> None:
        """The reply that was begun has ended, and the area shows how.

        Announced are its first words, or the sentence of what went wrong.
        """
        begun, self._begun = self._begun, ""
        place = self._area.chat.index_of(begun)
        if place is None or not QAccessible.isActive():
            return
        words = self.names.name(place).removeprefix("Reply:").split(maxsplit=_FIRST_WORDS)
        first = " ".join(words[:_FIRST_WORDS]) + (" …" if len(words) > _FIRST_WORDS else "")
        self._announce(self.names.ending(place) or f"Reply finished: {first}")
        self._tell(self._messages.item(place), QAccessible.Event.NameChanged)

    def open_text(self, node_id: str) -> ReadingView | None:
        """Open a message as one text; closing it gives the focus back to the message."""
        area, names = self._area, self.names
        place = area.chat.index_of(node_id)
        if place is None:
            return None
        what = "Message" if area.chat.nodes[place].role == "user" else "Reply"
        so_far = " so far" if names.is_growing(place) else ""
        parts = (names.text(place), names.ending(place))
        text = "\n\n".join(part for part in parts if part)
        view = ReadingView(f"{what}{so_far} as text", text, area.window())
        view.finished.connect(lambda: area.focus_message(node_id))
        view.open()
        return view

    def _announce(self, message: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._area, message))

    def _look(self) -> None:
        """Tell which messages came and went since the last look."""
        nodes = self._area.chat.nodes
        if self.is_silent or nodes is self._nodes:
            return
        self._nodes = nodes
        before, self._ids = self._ids, tuple(node.id for node in nodes)
        if before == self._ids:
            return
        old, now = {id: place for place, id in enumerate(before)}, set(self._ids)
        for item in self._messages.made:
            if item.node_id not in now and item.left_from is None:
                item.left_from = old.get(item.node_id, 0)
                self._leaving.append(item)
        if self._leaving:
            QTimer.singleShot(0, self, self._end_some)
        fresh = [place for place, id in enumerate(self._ids) if id not in old]
        for place in fresh[-_TOLD:]:
            self._tell(self._messages.item(place), QAccessible.Event.ObjectCreated)

    def _end_some(self) -> None:
        """End items whose messages are not shown any more, some at a time."""
        for _ in range(min(_AT_ONCE, len(self._leaving))):
            item = self._leaving.pop()
            if item.place() is not None:
                item.left_from = None  # it came back
            else:
                self._tell(item, QAccessible.Event.ObjectDestroyed)
                self._messages.let_go(item)
        if self._leaving:
            QTimer.singleShot(0, self, self._end_some)

    def _tell_focus(self) -> None:
        """Tell which message has the focus, after Qt has said that the list has it."""
        place = self._messages.focused_place()
        if QAccessible.isActive() and place is not None:
            self._tell(self._messages.item(place), QAccessible.Event.Focus)

    def _tell(self, item: QAccessibleInterface, event: QAccessible.Event) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(item, event))

    def _replace_what_qt_made(self) -> None:
        """Take back the interface that Qt made if somebody asked before this voice was there."""
        if QAccessible.isActive():
            known = QAccessible.queryAccessibleInterface(self._area)
            if known is not None and not isinstance(known, MessageTree):
                QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))

    def end(self) -> None:
        """End everything that was made, in Qt's books first: it knows only addresses.

        Called when the area goes, and before Python ends.
        """
        self._messages.is_alive = False
        for item in (*self._messages.made, *self._leaving):
            self._messages.let_go(item)
        for tree in self._trees:
            if Shiboken.isValid(tree):
                QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(tree))
        self._leaving.clear()
        self._trees.clear()


def _install() -> None:
    global _is_installed
    if not _is_installed:
        QAccessible.installFactory(_interface_of)
        # Qt ends what it holds when Python is no longer there to be asked: it must hold nothing.
        atexit.register(_end_all)
        _is_installed = True


_is_installed = False


def _interface_of(_class_name: str, of: QObject) -> QAccessibleInterface | None:
    voice = _voices.get(id(of))
    return None if voice is None else voice.interface()


def _end(key: int) -> None:
    voice = _voices.pop(key, None)
    if voice is not None:
        voice.end()


def _end_all() -> None:
    QAccessible.setActive(False)
    for key in list(_voices):
        _end(key)
