"""Speaks for an area: puts its tree in Qt's place, tells what moved, announces replies.

Nothing is made and nothing told unless assistive technology runs (`QAccessible.isActive()`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

from scout_desktop.ui.transcript.voice.names import Names
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
        self._tree: MessageTree | None = None
        self._ids: tuple[str, ...] = ()
        self._nodes: Sequence[Node] = ()
        self._leaving: list[MessageItem] = []
        _install()
        _voices[id(area)] = self
        self._replace_what_qt_made()
        key = id(area)
        area.destroyed.connect(lambda: _end(key))
        area.moved.connect(self._look)
        self._focus = QTimer(self)
        self._focus.setSingleShot(True)
        self._focus.timeout.connect(self._tell_focus)
        area.focus_moved.connect(lambda _: self._focus.start(0))

    @property
    def tree(self) -> MessageTree:
        """The area's interface, made when it is first asked for."""
        QAccessible.queryAccessibleInterface(self._area)
        assert self._tree is not None  # made by `interface`, which Qt has called by now
        return self._tree

    @property
    def is_silent(self) -> bool:
        """Whether nobody has listened yet, so that nothing was made."""
        return self._tree is None

    def interface(self) -> MessageTree:
        """Make the area's interface, which Qt then keeps."""
        if self._tree is None:
            self._tree = MessageTree(self._area, self.names)
            self._nodes = self._area.chat.nodes
            self._ids = tuple(node.id for node in self._nodes)
        return self._tree

    def begin_reply(self) -> None:
        """Announce that a reply was begun; call it once a reply."""
        self._announce("Reply started")

    def end_reply(self, node_id: str) -> None:
        """Announce how a reply ended: its first words, or the sentence of what went wrong."""
        place = self._area.chat.index_of(node_id)
        if place is None or not QAccessible.isActive():
            return
        ending = self.names.ending(place)
        words = self.names.name(place).removeprefix("Reply:").split(maxsplit=_FIRST_WORDS)
        first = " ".join(words[:_FIRST_WORDS]) + (" …" if len(words) > _FIRST_WORDS else "")
        self._announce(ending or f"Reply finished: {first}")
        self._tell(self.tree.item(place), QAccessible.Event.NameChanged)

    def _announce(self, message: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._area, message))

    def _look(self) -> None:
        """Tell which messages came and went since the last look."""
        tree, nodes = self._tree, self._area.chat.nodes
        if tree is None or nodes is self._nodes:
            return
        self._nodes = nodes
        before, self._ids = self._ids, tuple(node.id for node in nodes)
        if before == self._ids:
            return
        old, now = set(before), set(self._ids)
        for item in tree.made:
            if item.node_id not in now:
                self._leaving.append(item)
        if self._leaving:
            QTimer.singleShot(0, self, self._end_some)
        fresh = [place for place, id in enumerate(self._ids) if id not in old]
        for place in fresh[-_TOLD:]:
            self._tell(tree.item(place), QAccessible.Event.ObjectCreated)

    def _end_some(self) -> None:
        """End items whose messages are not shown any more, some at a time."""
        tree = self._tree
        if tree is None:
            return
        for _ in range(min(_AT_ONCE, len(self._leaving))):
            item = self._leaving.pop()
            if item.place() is None:
                self._tell(item, QAccessible.Event.ObjectDestroyed)
                tree.let_go(item)
        if self._leaving:
            QTimer.singleShot(0, self, self._end_some)

    def _tell_focus(self) -> None:
        """Tell which message has the focus, after Qt has said that the list has it."""
        tree = None if self._tree is None and not QAccessible.isActive() else self.tree
        place = None if tree is None else tree.focused_place()
        if tree is not None and place is not None:
            self._tell(tree.item(place), QAccessible.Event.Focus)

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
        """The area is gone, and Qt has ended its interface with it: end the items."""
        tree, self._tree = self._tree, None
        if tree is not None:
            tree.is_alive = False
            for item in tree.made:
                tree.let_go(item)


def _install() -> None:
    global _is_installed
    if not _is_installed:
        QAccessible.installFactory(_interface_of)
        _is_installed = True


_is_installed = False


def _interface_of(_class_name: str, of: QObject) -> QAccessibleInterface | None:
    voice = _voices.get(id(of))
    return None if voice is None else voice.interface()


def _end(key: int) -> None:
    voice = _voices.pop(key, None)
    if voice is not None:
        voice.end()
