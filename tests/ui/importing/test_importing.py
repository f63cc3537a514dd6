"""The sheet shows what would come before anything is written, and then brings what was chosen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QPushButton, QWidget

from scout_desktop.assembly import Options, build
from scout_desktop.session.core import Core
from scout_desktop.session.importing.plan import Plan, PlannedChat
from scout_desktop.ui import loop
from scout_desktop.ui.controls.segmented import Segmented
from scout_desktop.ui.importing.presenter import ImportPresenter
from scout_desktop.ui.importing.sheet import ImportSheet
from scout_desktop.ui.tasks import Tasks
from scout_desktop.ui.theme.theme import Theme
from tests.storage.imports.chatgpt_export import (
    START,
    chat,
    mapping,
    message,
    receipts,
    write_zip,
)


class Desk:
    """One start of the program, as far as importing goes."""

    def __init__(self, theme: Theme, core: Core) -> None:
        self.core, self.tasks, self.window = core, Tasks(), QWidget()
        self.room = ImportPresenter(self.window, core.imports, self.tasks, theme)
        self.came: list[str] = []
        self.room.chats_wanted.connect(self.came.extend)
        self.changes: list[bool] = []
        self.room.imported.connect(lambda: self.changes.append(True))

    @property
    def sheet(self) -> ImportSheet:
        sheet = self.room.sheet
        assert sheet is not None
        return sheet

    def press(self, name: str) -> None:
        (button,) = (
            each
            for each in self.sheet.findChildren(QPushButton)
            if each.text() == name and each.isVisible()
        )
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def said(self) -> str:
        """All that is to be read on the page."""
        return "\n".join(
            each.text()
            for kind in (QLabel, QCheckBox, QPushButton)
            for each in self.sheet.findChildren(kind)
            if each.isVisible()
        )

    async def until(self, words: str) -> None:
        async with asyncio.timeout(20):
            while words not in self.said():  # noqa: ASYNC110 -- what a window shows sets no event
                await asyncio.sleep(0.005)


@pytest.fixture
def desk(theme: Theme, tmp_path: Path) -> Callable[[Callable[[Desk], Awaitable[None]]], None]:
    """Tell a story at a desk with a fresh data folder."""

    async def tell(story: Callable[[Desk], Awaitable[None]]) -> int:
        core = await build(Options(data_dir=tmp_path / "d"))
        place = Desk(theme, core)
        try:
            await story(place)
        finally:
            await place.tasks.close()
            await core.close()
            place.window.deleteLater()
        return 0

    def run(story: Callable[[Desk], Awaitable[None]]) -> None:
        assert loop.run(lambda: tell(story)) == 0

    return run


def many(count: int) -> list[Any]:
    return [
        chat(f"c-{number}", f"Chat {number}",
             mapping((f"q-{number}", None, message(f"q-{number}", "user", "?", START + number))),
             f"q-{number}")
        for number in range(count)
    ]  # fmt: skip


def test_an_export_is_looked_at_then_imported_then_shown(desk: Any, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "export.zip", [receipts(), {"title": "Gone", "id": "c-gone"}])

    async def story(place: Desk) -> None:
        place.room.look(path)
        await place.until("Import 1 chat")
        assert "ChatGPT export\nexport.zip" in place.said()
        assert "1 new chat. 1 chat cannot be imported." in place.said()
        assert "7 messages, 2 branches, 1 picture, 1 picture not in the export" in place.said()
        assert "Left out: 1 custom instructions." in place.said()
        assert await place.core.chats.rows() == ()

        place.press("Import 1 chat")
        await place.until("1 chat imported.")
        assert place.changes == [True]
        place.press("Show the chats")
        (row,) = await place.core.chats.rows()
        assert place.came == [row.id]

    desk(story)


def test_why_a_chat_stays_out_is_said(desk: Any, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "export.zip", [receipts(), {"title": "Gone", "id": "c-gone"}])

    async def story(place: Desk) -> None:
        place.room.look(path)
        await place.until("Import 1 chat")
        page = place.sheet.plan
        page.findChildren(Segmented)[0].stops()[1].click()
        model = page.model
        rows = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
                for row in range(model.rowCount())]  # fmt: skip
        assert rows == ["Gone, The export holds no messages of it."]
        model.toggle(model.index(0))
        assert len(model.chosen()) == 1

    desk(story)


def test_chats_can_be_left_out(desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps(many(4)))

    async def story(place: Desk) -> None:
        place.room.look(path)
        await place.until("Import 4 chats")
        chats = place.sheet.plan.list
        box = chats.visualRect(chats.model().index(1, 0))
        QTest.mouseClick(chats.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
        assert "3 of 4 chats chosen" in place.said()
        chats.setCurrentIndex(chats.model().index(3, 0))
        QTest.keyClick(chats, Qt.Key.Key_Space)
        assert "2 of 4 chats chosen" in place.said()
        (every,) = place.sheet.findChildren(QCheckBox)
        assert every.checkState() == Qt.CheckState.PartiallyChecked

        place.press("Import 2 chats")
        await place.until("2 chats imported.")
        assert {row.title for row in await place.core.chats.rows()} == {"Chat 3", "Chat 1"}

    desk(story)


def test_none_and_all_are_one_click(desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps(many(3)))

    async def story(place: Desk) -> None:
        place.room.look(path)
        await place.until("Import 3 chats")
        (every,) = place.sheet.findChildren(QCheckBox)
        every.click()
        assert "0 of 3 chats chosen" in place.said()
        every.click()
        assert "3 of 3 chats chosen" in place.said()

    desk(story)


def test_what_cannot_be_imported_is_said_and_something_else_can(desk: Any, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("dear diary")

    async def story(place: Desk) -> None:
        place.room.look(tmp_path / "notes.txt")
        await place.until("“notes.txt” holds no chats that are known here.")
        assert "ChatGPT export" in place.said()
        assert place.changes == []
        place.press("Import something else…")
        await place.until("Choose a file…")

    desk(story)


def test_stopping_keeps_what_came_and_says_how_to_go_on(desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps(many(300)))

    async def story(place: Desk) -> None:
        place.room.look(path)
        await place.until("Import 300 chats")
        place.press("Import 300 chats")
        await place.until("Stop")
        while "\n0 of" in place.said():  # noqa: ASYNC110 -- what a window shows sets no event
            await asyncio.sleep(0.001)
        QTest.keyClick(place.sheet, Qt.Key.Key_Escape)
        await place.until("import the same again to go on.")
        some = len(await place.core.chats.rows())
        assert 0 < some < 300

        place.press("Import something else…")
        place.room.look(path)
        await place.until(f"Import {300 - some} chat")

    desk(story)


def test_a_file_is_chosen_in_the_systems_dialog(desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps(many(1)))

    async def story(place: Desk) -> None:
        place.room.ask()
        for button, mode in (
            ("Choose a folder…", QFileDialog.FileMode.Directory),
            ("Choose a file…", QFileDialog.FileMode.ExistingFile),
        ):
            place.press(button)
            (dialog,) = (d for d in place.sheet.findChildren(QFileDialog) if d.isVisible())
            assert dialog.fileMode() == mode
            if mode == QFileDialog.FileMode.ExistingFile:
                dialog.fileSelected.emit(str(path))
            dialog.reject()
        await place.until("Import 1 chat")

    desk(story)


def test_an_export_can_be_dropped_on_the_sheet(desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps(many(1)))

    async def story(place: Desk) -> None:
        place.room.ask()
        dragged = QMimeData()
        dragged.setUrls([QUrl.fromLocalFile(str(path))])
        about = (Qt.DropAction.CopyAction, dragged, Qt.MouseButton.LeftButton,
                 Qt.KeyboardModifier.NoModifier)  # fmt: skip
        enter = QDragEnterEvent(QPoint(9, 9), *about)
        place.sheet.dragEnterEvent(enter)
        assert enter.isAccepted()
        place.sheet.dropEvent(QDropEvent(QPointF(9, 9), *about))
        await place.until("Import 1 chat")

    desk(story)


def test_a_second_request_raises_the_sheet_that_is_open(desk: Any) -> None:
    async def story(place: Desk) -> None:
        place.room.ask()
        first = place.sheet
        place.room.ask()
        assert place.sheet is first

    desk(story)


@pytest.mark.parametrize("title", ["<b>bold</b>", "a\u2028b\nc", "", "ก" * 4000, "\u202eevil"])
def test_foreign_titles_are_plain_lines(theme: Theme, title: str) -> None:
    window = QWidget()
    sheet = ImportSheet(theme, window, ["ChatGPT export"])
    planned = PlannedChat("1", title, "new", updated="2026-01-02T03:04:05.000Z", messages=1)
    sheet.show_plan(Plan(Path("<i>x</i>.zip"), "ChatGPT export", (planned,), {}))
    index = sheet.plan.model.index(0)
    assert "\n" not in index.data()
    assert "<b>" not in index.data(Qt.ItemDataRole.ToolTipRole)
    sheet.grab()
    window.deleteLater()


def test_what_is_stopped_before_it_began_leaves_nobody_waiting(desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps(many(2)))

    async def story(place: Desk) -> None:
        place.room.look(path)
        QTest.keyClick(place.sheet, Qt.Key.Key_Escape)
        await place.until("Choose a file…")

    desk(story)
