"""A batch among the conversations: one row with a sign of its own, that only opens."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from scout_desktop.chat.rows import ChatRow
from tests.ui.conversations.hand import NOW, chat, middle, the_list, the_search

BATCH = ChatRow(
    id="batch:b7", title="Receipts · 200 pictures", created="",
    updated=f"{NOW:%Y-%m-%dT%H:%M:%S}.000Z", last_line="A receipt.", usd=Decimal("0.03"),
)  # fmt: skip


def heard(pane) -> tuple[list, list]:
    chats: list = []
    batches: list = []
    pane.opened.connect(chats.append)
    pane.batch_opened.connect(batches.append)
    return chats, batches


def test_a_click_or_enter_opens_the_batch_and_no_chat(pane):
    pane.show_rows([BATCH, chat(1), chat(2)])
    chats, batches = heard(pane)
    view = the_list(pane)

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(pane, BATCH.id))
    QTest.keyClick(view, Qt.Key.Key_Return)

    assert (chats, batches) == ([], ["b7", "b7"])


def test_it_is_neither_renamed_nor_thrown_away_nor_has_it_a_menu(pane):
    pane.show_rows([BATCH, chat(1)])
    trashed: list = []
    pane.trashed.connect(trashed.append)
    view = the_list(pane)
    spot = middle(pane, BATCH.id)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    QTest.keyClick(view, Qt.Key.Key_Delete)
    QTest.keyClick(view, Qt.Key.Key_F2)
    place = view.viewport().mapToGlobal(spot)
    QApplication.sendEvent(
        view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, place)
    )

    assert trashed == []
    assert view.state() == view.State.NoState
    assert pane.findChildren(QMenu) == []


def test_the_next_chat_is_a_chat_and_a_found_batch_opens_with_enter(pane):
    pane.show_rows([chat(1, hours=0.1), BATCH, chat(2)])
    chats, batches = heard(pane)
    pane.select("id00001")

    assert pane.neighbour(1) in ("id00001", "id00002")
    pane.select("id00002")
    assert pane.neighbour(-1) == "id00001"
    pane.show_rows([BATCH])
    QTest.keyClick(the_search(pane), Qt.Key.Key_Return)

    assert (chats, batches) == ([], ["b7"])


def test_a_reader_hears_that_it_is_a_batch(pane):
    pane.show_rows([BATCH])
    index = the_list(pane).model().index_of(BATCH.id)

    said = index.data(Qt.ItemDataRole.AccessibleTextRole)

    assert "batch of pictures" in said


def test_its_row_says_how_far_it_is_while_it_runs(pane):
    pane.show_rows([BATCH, chat(1)])
    model = the_list(pane).model()

    pane.show_progress("b7", "143 of 200 done, 4 failed")
    assert model.last_line(BATCH) == "143 of 200 done, 4 failed"
    assert "143 of 200 done" in model.index_of(BATCH.id).data(Qt.ItemDataRole.AccessibleTextRole)
    pane.show_rows([BATCH, chat(1)])
    assert model.last_line(BATCH) == "143 of 200 done, 4 failed"
    pane.show_progress("b7", "")

    assert model.last_line(BATCH) == "A receipt."
