"""Beside the search field: the other places to look at, and what can be searched for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from scout_desktop.ui.conversations.head.words import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.conversations.head.words import View
    from scout_desktop.ui.theme.theme import Theme

EXAMPLES = (
    ('"two words"', "side by side"),
    ("-not", "leave out"),
    ("role:user", "what you wrote"),
    ("after:2026-01-31", "later than a day, month or year"),
    ("before:2026-11", "earlier"),
    ("has:image", "with pictures"),
    ("model:scout", "who answered"),
    ("cost:>0.01", "in USD, also < and ="),
    ("state:failed", "or stopped, interrupted"),
    ("tag:work", "has this tag"),
    ("is:pinned", "or archived, trash"),
)
"""(what to write, what it finds)"""


_ICONS: dict[View, str] = {"chats": "chat", "archive": "archive", "trash": "trash"}


def places_menu(
    parent: QWidget, theme: Theme, shown: View, chosen: Callable[[View], None]
) -> QMenu:
    """Make the menu of the places; `chosen` gets the one. It forgets itself."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for view, name in NAMES.items():
        action = menu.addAction(theme.icon(_ICONS[view]), name)
        action.setEnabled(view != shown)
        action.triggered.connect(lambda _=False, view=view: chosen(view))
    return menu


def search_help(parent: QWidget, taken: Callable[[str], None]) -> QMenu:
    """Make the list of examples; `taken` gets the one that was chosen. It forgets itself."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName("How to search")
    for written, finds in EXAMPLES:
        action = menu.addAction(f"{written}\t{finds}")
        action.triggered.connect(lambda _=False, written=written: taken(written))
    return menu


def value_of(written: str) -> tuple[int, int]:
    """Return (start, length) of what a user replaces in an example by words of their own."""
    if written.startswith('"'):
        return 1, len(written) - 2
    start = written.find(":") + 1 or 1
    start += written[start] == ">"
    return start, len(written) - start
