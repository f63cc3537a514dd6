"""The list being searched, put in order and exported, and the folder looked over: for pictures."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView
from scenes import arabic, talk

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.practice import PracticeServer
    from scout_desktop.session.core import Core
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.views import Views

_TITLES = (
    ("Minutes of the harbour meeting", ("work",)),
    ("A very long title about the renovation of the old quay and its cranes", ("work", "2026")),
    ("เมนูอาหารของร้านริมน้ำ", ("travel",)),
    ("Rechnung für die Bäckerei", ("work", "tax", "2026", "archive me")),
    ("Which birds live in the harbour?", ()),
)


async def shelf(core: Core, server: PracticeServer) -> str:
    """Chats with tags, one of them archived, two in the trash."""
    shown = await talk(core, server)
    await arabic(core, server)
    for title, tags in _TITLES:
        made = await core.chats.duplicate(shown)
        await core.chats.rename(made.id, title)
        await core.chats.tag([made.id], tags)
    rows = await core.chats.rows()
    await core.chats.archive([row.id for row in rows if row.title.startswith("A very")], True)
    gone = [row.id for row in rows if row.title.startswith(("Which", "Minutes"))]
    await core.chats.delete_many(gone[:2])
    await core.chats.pin(shown, True)
    return shown


async def search(views: Views, shell: Shell, core: Core) -> QWidget:
    """Words are being searched, and the first hit is open."""
    del shell, core
    field = next(
        each
        for each in views.conversations.findChildren(QLineEdit)
        if each.accessibleName() == "Search conversations"
    )
    QTest.keyClicks(field, "total -milk")
    await asyncio.sleep(1)
    QTest.keyClick(field, Qt.Key.Key_Return)
    return views.window


async def several(views: Views, shell: Shell, core: Core) -> QWidget:
    """Several chats are chosen."""
    del shell, core
    rows = views.conversations.findChild(QListView)
    assert rows is not None
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    return views.window


async def trash(views: Views, shell: Shell, core: Core) -> QWidget:
    """The trash is shown."""
    del shell, core
    views.conversations.show_view("trash")
    return views.window


async def check(views: Views, shell: Shell, core: Core) -> QWidget:
    """A folder that others have harmed was looked over."""
    del shell
    chats = sorted(core.places.chats.glob("*.json"))
    chats[-1].write_bytes(chats[-1].read_bytes()[:-900])
    (core.places.media / "ab").mkdir(exist_ok=True)
    (core.places.media / "ab" / "notes.txt").write_text("not ours")
    _press(views, "Check data…")
    await asyncio.sleep(2)
    return _beside(views)


async def export(views: Views, shell: Shell, core: Core) -> QWidget:
    """How a chat is to be exported."""
    del shell, core
    _press(views, "Export…")
    await asyncio.sleep(1)
    return _beside(views)


async def bring(views: Views, shell: Shell, core: Core) -> QWidget:
    """What an export of another program would bring."""
    del shell
    folder = core.places.data.parent / "ChatGPT export"
    folder.mkdir()
    told = [_foreign(n) for n in range(40)]
    (folder / "conversations.json").write_text(json.dumps(told))
    _press(views, "Import chats…")
    await asyncio.sleep(0.5)
    sheet = _beside(views)
    from scout_desktop.ui.importing.presenter import ImportPresenter

    presenter = views.window.findChild(ImportPresenter)
    assert presenter is not None
    presenter.look(folder)
    await asyncio.sleep(1.5)
    return sheet


def _foreign(number: int) -> dict[str, object]:
    """A chat as ChatGPT exports it, with a picture that is not in the export."""
    picture = {
        "content_type": "image_asset_pointer",
        "asset_pointer": f"file-service://file-{number}", "size_bytes": 84_000,
        "width": 640, "height": 480,
    }  # fmt: skip
    asked = {"content_type": "multimodal_text", "parts": [picture, "What is this?"]}
    said = {"content_type": "text", "parts": ["A quay with two cranes."]}
    messages: dict[str, tuple[str | None, str, object]] = {
        "q": (None, "user", asked),
        "a": ("q", "assistant", said),
    }
    mapping: dict[str, object] = {
        key: {
            "id": key, "parent": parent, "children": [],
            "message": {
                "id": key, "author": {"role": role}, "content": content,
                "create_time": 1_760_000_000 + number * 86_400,
            },
        }
        for key, (parent, role, content) in messages.items()
    }  # fmt: skip
    title = _TITLES[number % len(_TITLES)][0]
    return {
        "id": f"c{number}", "conversation_id": f"c{number}", "title": title,
        "create_time": 1_760_000_000 + number * 86_400, "current_node": "a", "mapping": mapping,
    }  # fmt: skip


def _press(views: Views, text: str) -> None:
    actions = (each for each in views.window.actions() if isinstance(each, QAction))
    next(action for action in actions if action.text() == text).trigger()


def _beside(views: Views) -> QWidget:
    (found,) = (
        each
        for each in QApplication.topLevelWidgets()
        if each.isVisible() and each is not views.window
    )
    return found
