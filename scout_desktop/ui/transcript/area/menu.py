"""The menu of a message: ways to copy, what lies under the pointer, and the message as one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from scout_desktop.ui.links import open_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint

    from scout_desktop.ui.transcript.area.area import MessageArea


def message_menu(area: MessageArea, point: QPoint) -> QMenu:
    """Return the menu for a point of the viewport; it goes away by itself."""
    menu = QMenu(area)
    menu.aboutToHide.connect(menu.deleteLater)

    def add(text: str, do: Callable[[], object], *, enabled: bool = True) -> None:
        action = menu.addAction(text)
        action.triggered.connect(lambda _=False: do())
        action.setEnabled(enabled)

    selection = area.selection
    if not selection.is_empty:
        add("Copy\tCtrl+C", selection.copy)
        add("Copy as Markdown", lambda: selection.copy("markdown"))
        add("Copy as plain text", lambda: selection.copy("plain"))
        menu.addSeparator()
    _add_zone(area, point, add, menu)
    node_id = area.message_under(point)
    if node_id is not None:
        add("Copy message", lambda: area.copy_message(node_id))
        add("Copy message as Markdown", lambda: area.copy_message(node_id, "markdown"))
        add("Copy message as plain text", lambda: area.copy_message(node_id, "plain"))
        menu.addSeparator()
        add("Open as text\tF7", lambda: area.reading_wanted.emit(node_id))
    add("Select all\tCtrl+A", selection.select_all, enabled=bool(area.chat.nodes))
    return menu


def _add_zone(area: MessageArea, point: QPoint, add: Callable[..., None], menu: QMenu) -> None:
    zone = area.pointer.zone_at(point)
    if zone is None or not zone.address:
        return
    add("Copy address", lambda: QGuiApplication.clipboard().setText(zone.address))
    add("Open address…", lambda: open_url(area.window(), zone.address))
    menu.addSeparator()
