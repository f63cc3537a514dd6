"""What can be done to chats, as the menu of a row shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.rows import ChatRow
    from scout_desktop.ui.conversations.head.words import View
    from scout_desktop.ui.theme.theme import Theme

_DEEDS = {
    "rename": ("rename", "Rename", "F2"),
    "pin": ("pin", "Pin", ""),
    "unpin": ("pin", "Unpin", ""),
    "duplicate": ("duplicate", "Duplicate", ""),
    "archive": ("archive", "Archive", ""),
    "unarchive": ("archive", "Back to the chats", ""),
    "tags": ("tag", "Tags…", ""),
    "export": ("export", "Export…", ""),
    "": ("", "", ""),
    "trash": ("trash", "Move to trash", "Del"),
    "restore": ("undo", "Restore", "Ctrl+Backspace"),
    "purge": ("trash", "Delete for good…", "Del"),
}
"""Icon, words and key of each; the empty one is a line between."""


def deeds_for(rows: Sequence[ChatRow]) -> list[str]:
    """Return what can be done to these chats together, as the menu and the bar offer it."""
    where = place_of(rows)
    if where == "trash":
        return ["restore", "", "purge"]
    alone = []
    if len(rows) == 1:
        alone = ["rename", "unpin" if rows[0].pinned else "pin", "duplicate", ""]
    shelf = "unarchive" if where == "archive" else "archive"
    return [*alone, shelf, "tags", "export", "", "trash"]


def place_of(rows: Sequence[ChatRow]) -> View:
    """Return where these chats are; some in the archive and some not are among the chats."""
    if any(row.deleted for row in rows):
        return "trash"
    return "archive" if rows and all(row.archived for row in rows) else "chats"


def said_of(deed: str) -> tuple[str, str, str]:
    """Return (icon, words, key) of what can be done."""
    return _DEEDS[deed]


def chats_menu(
    parent: QWidget, theme: Theme, rows: Sequence[ChatRow], do: Callable[[str], None]
) -> QMenu:
    """Make the menu of these chats; `do` gets what was chosen. It forgets itself."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for deed in deeds_for(rows):
        icon, text, key = said_of(deed)
        if not deed:
            menu.addSeparator()
            continue
        action = menu.addAction(theme.icon(icon), text)
        action.setShortcut(QKeySequence(key))
        action.setShortcutVisibleInContextMenu(True)
        action.triggered.connect(lambda _=False, deed=deed: do(deed))
    return menu
