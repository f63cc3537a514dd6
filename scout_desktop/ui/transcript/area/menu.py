"""The menu of a message: ways to copy, what lies under the pointer, and the message as one text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from scout_desktop.ui.links import open_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.transcript.blocks.block import Zone
    from scout_desktop.ui.transcript.selection.clipboard import Kind
    from scout_desktop.ui.transcript.selection.selection import Selection


class Under(NamedTuple):
    """What a menu is about."""

    selection: Selection
    zone: Zone | None
    message: str | None
    """The id of the message."""
    copy: Callable[[str, Kind], None]
    """(id, kind): put a message on the clipboard."""
    read: Callable[[str], None]
    """(id): open a message as one text."""


def message_menu(parent: QWidget, under: Under) -> QMenu:
    """Return the menu; it goes away by itself."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)

    def add(text: str, do: Callable[[], object]) -> None:
        menu.addAction(text).triggered.connect(lambda _=False: do())

    selection, zone, message = under.selection, under.zone, under.message
    if not selection.is_empty:
        add("Copy\tCtrl+C", selection.copy)
        add("Copy as Markdown", lambda: selection.copy("markdown"))
        add("Copy as plain text", lambda: selection.copy("plain"))
        menu.addSeparator()
    if zone is not None and zone.kind in ("link", "picture") and zone.address:
        add("Copy address", lambda: QGuiApplication.clipboard().setText(zone.address))
        add("Open address…", lambda: open_url(parent.window(), zone.address))
        menu.addSeparator()
    if message is not None:
        add("Copy message", lambda: under.copy(message, "rich"))
        add("Copy message as Markdown", lambda: under.copy(message, "markdown"))
        add("Copy message as plain text", lambda: under.copy(message, "plain"))
        menu.addSeparator()
        add("Open as text\tF7", lambda: under.read(message))
    add("Select all\tCtrl+A", selection.select_all)
    return menu
