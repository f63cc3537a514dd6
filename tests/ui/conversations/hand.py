"""The user's hand and eye on the left pane."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from scout_desktop.chat.rows import ChatRow
from scout_desktop.ui.conversations.list_view import ConversationList
from scout_desktop.ui.conversations.pane import ConversationsPane

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


def chat(place: int, title: str = "", hours: float | None = None, **more: object) -> ChatRow:
    then = NOW - timedelta(hours=place if hours is None else hours)
    return ChatRow(
        id=f"id{place:05}",
        title=title or f"Chat {place}",
        created="",
        updated=f"{then:%Y-%m-%dT%H:%M:%S}.000Z",
        last_line="the last line",
        usd=Decimal("0.0003"),
        **more,  # type: ignore[arg-type]
    )


class Sky:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


def the_list(pane: ConversationsPane) -> ConversationList:
    found = pane.findChild(ConversationList)
    assert found is not None
    return found


def the_search(pane: ConversationsPane) -> QLineEdit:
    return next(
        field
        for field in pane.findChildren(QLineEdit)
        if field.accessibleName() == "Search conversations"
    )


def shown(pane: ConversationsPane) -> list[str]:
    model = the_list(pane).model()
    return [model.index(place, 0).data() for place in range(model.rowCount())]


def middle(pane: ConversationsPane, chat_id: str) -> QPoint:
    view = the_list(pane)
    model = view.model()
    places = range(model.rowCount())
    spot = next(i for i in (model.index(p, 0) for p in places) if _id(model, i) == chat_id)
    return view.visualRect(spot).center()


def _id(model, index) -> str | None:
    row = model.row_at(index)
    return None if row is None else row.id


def editor(pane: ConversationsPane) -> QLineEdit:
    return next(
        field
        for field in the_list(pane).findChildren(QLineEdit)
        if field.accessibleName() == "Title of the conversation"
    )


def menu_of(pane: ConversationsPane, qtbot, chat_id: str) -> QMenu:
    view = the_list(pane)
    spot = middle(pane, chat_id)
    place = view.viewport().mapToGlobal(spot)
    QApplication.sendEvent(
        view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, place)
    )
    menu = pane.findChild(QMenu)
    assert menu is not None
    return menu
