"""Every action of the window, in one table: its place in the menu, its name, its key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget


@dataclass(frozen=True)
class Entry:
    """One action; `keys` are what it answers to, the first one is shown."""

    name: str
    text: str
    keys: tuple[str, ...] = ()


MENUS: Mapping[str, tuple[Entry | None, ...]] = {
    "Chat": (
        Entry("new", "New chat", ("Ctrl+N",)),
        Entry("rename", "Rename", ("F2",)),
        Entry("duplicate", "Duplicate", ("Ctrl+Shift+D",)),
        Entry("pin", "Pin or unpin", ()),
        Entry("archive", "Archive or unarchive", ()),
        Entry("tags", "Tags…", ("Ctrl+T",)),
        Entry("trash", "Move to trash", ()),
        None,
        Entry("export", "Export…", ("Ctrl+E",)),
        Entry("pdf", "Save as PDF…", ()),
        Entry("print", "Print…", ("Ctrl+P",)),
        None,
        Entry("previous", "Chat above", ("Alt+Up",)),
        Entry("next", "Chat below", ("Alt+Down",)),
        None,
        Entry("quit", "Quit", ("Ctrl+Q",)),
    ),
    "Message": (
        Entry("attach", "Attach images…", ("Ctrl+O",)),
        Entry("paste", "Paste into the message", ("Ctrl+V",)),
        Entry("screenshot", "Attach a part of the screen…", ("Ctrl+Shift+S",)),
        Entry("earlier", "Attach earlier pictures…", ()),
        Entry("diet", "Pictures in this chat…", ()),
        None,
        Entry("send", "Send", ()),
        Entry("stop", "Stop", ()),
        Entry("regenerate", "Regenerate the last reply", ("Ctrl+R",)),
        None,
        Entry("batch", "Ask the same of many pictures…", ("Ctrl+Shift+B",)),
        Entry("batches", "Batches…", ()),
    ),
    "View": (
        Entry("search", "Search conversations", ("Ctrl+K",)),
        Entry("find", "Find in chat", ("Ctrl+F",)),
        Entry("archived", "Archive", ()),
        Entry("trashed", "Trash", ()),
        Entry("draft", "Go to the message", ("Ctrl+L",)),
        None,
        Entry("left", "Conversations", ("Ctrl+B",)),
        Entry("right", "Parameters", ("Ctrl+Shift+P",)),
        None,
        Entry("larger", "Larger text", ("Ctrl++", "Ctrl+=")),
        Entry("smaller", "Smaller text", ("Ctrl+-",)),
        Entry("plain_size", "Usual text size", ("Ctrl+0",)),
    ),
    "Scout Desktop": (
        Entry("settings", "Settings…", ("Ctrl+,",)),
        Entry("key", "API key…", ()),
        Entry("practice", "Practice mode on or off", ()),
        Entry("cost", "Running cost…", ()),
        None,
        Entry("import", "Import chats…", ()),
        Entry("check", "Check data…", ()),
        None,
        Entry("about", "About Scout Desktop", ()),
    ),
}


class Actions:
    """The actions as Qt knows them; shortcuts work in the whole window."""

    def __init__(self, window: QWidget, does: Mapping[str, Callable[[], object]]) -> None:
        """`does` maps an entry's name to what it does; an entry without one raises KeyError."""
        self._window = window
        self._by_name: dict[str, QAction] = {}
        for entries in MENUS.values():
            for entry in entries:
                if entry is not None:
                    self._by_name[entry.name] = self._made(entry, does[entry.name])

    def enable(self, name: str, enabled: bool) -> None:
        """Allow or grey out one action."""
        self._by_name[name].setEnabled(enabled)

    def menu(self) -> QMenu:
        """Return the whole menu, for the button that shows it."""
        whole = QMenu(self._window)
        for title, entries in MENUS.items():
            part = whole.addMenu(title)
            for entry in entries:
                if entry is None:
                    part.addSeparator()
                else:
                    part.addAction(self._by_name[entry.name])
        return whole

    def _made(self, entry: Entry, do: Callable[[], object]) -> QAction:
        action = QAction(entry.text, self._window)
        action.setShortcuts([QKeySequence(key) for key in entry.keys])
        action.triggered.connect(lambda *_: do())
        self._window.addAction(action)
        return action
