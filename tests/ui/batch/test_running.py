"""A batch on its way: watched, paused, held by its cap, closed over, taken up again."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu

from scout_desktop.chat.money import dollars
from scout_desktop.practice import Reply
from tests.ui.batch.conftest import (
    PLAIN,
    can_press,
    cells,
    named,
    press,
    results,
    said,
    shows,
)

SLOW = Reply(text="A receipt of a bakery.", delay=0.08)


def test_every_picture_gets_its_answer_and_the_sums_are_those_of_the_ledger(tell):
    async def story(office) -> None:
        window = await office.finished(4)

        assert window.windowTitle() == "Batch – Receipts 2026"
        assert cells(window, "State") == ["Done"] * 4
        assert cells(window, "Answer") == ["A receipt."] * 4
        assert shows(window, "4 of 4 done")
        assert shows(window, "Finished: every one of 4 pictures has its answer.")
        spent = (await office.core.bill.totals(None)).all_time
        assert shows(window, f"{dollars(spent.usd)} USD")
        shown = [Decimal(cost) for cost in cells(window, "Cost, USD")]
        assert sum(shown) == spent.usd > 0
        assert office.asked == 4

    tell(story)


def test_answers_that_match_the_schema_stand_in_columns(tell):
    schema = {
        "type": "object",
        "properties": {"vendor": {"type": "string"}, "total": {"type": "number"}},
        "required": ["vendor", "total"],
        "additionalProperties": False,
    }
    good = Reply(text='{"vendor": "مخبز <b>النور</b>", "total": 4.5}')

    async def story(office) -> None:
        window = await office.finished(2, replace(PLAIN, schema=schema, parallel=1))

        assert cells(window, "vendor") == ["مخبز <b>النور</b>", ""]
        assert cells(window, "total") == ["4.5", ""]
        assert cells(window, "State") == ["Done", "Failed"]

    tell(story, good, Reply(text="It is a receipt."))


def test_the_row_under_the_cursor_is_shown_in_full(tell):
    long = "The first line.\n\n" + "And many more words. " * 60

    async def story(office) -> None:
        window = await office.finished(2)
        table = results(window)
        table.setFocus()

        QTest.keyClick(table, Qt.Key.Key_Down)
        QTest.keyClick(table, Qt.Key.Key_Up)

        whole = named(window, "Whole answer")
        assert whole.toPlainText() == long
        assert shows(window, "1 attempt")
        picture = named(window, "Look at the picture")
        await office.until(picture.isEnabled)
        chat = table.current_chat()
        press(next(b for b in window.run.detail.findChildren(type(named(window, "Export")))
                   if b.text() == "Open its chat"))  # fmt: skip
        QTest.keyClick(table, Qt.Key.Key_Return)
        assert office.opened == [chat, chat]
        assert (await office.core.chats.open(chat)).branch[-1].text == long

    tell(story, default=Reply(text=long))


def test_a_picture_is_looked_at_in_the_viewer_of_the_chats(tell):
    async def story(office) -> None:
        from scout_desktop.ui.transcript.pictures.viewer import PictureViewer

        window = await office.finished(1)
        results(window).setFocus()
        QTest.keyClick(results(window), Qt.Key.Key_Home)
        picture = named(window, "Look at the picture")
        await office.until(picture.isEnabled)

        press(picture)

        await office.until(lambda: window.findChildren(PictureViewer))
        viewer = window.findChildren(PictureViewer)[0]
        assert viewer.image.name == "IMG_1.jpg"
        await office.until(lambda: viewer.canvas.levels.best(0) is not None)
        viewer.close()

    tell(story)


def test_what_failed_is_asked_again_and_nothing_else(tell):
    async def story(office) -> None:
        window = await office.finished(3, replace(PLAIN, parallel=1))
        assert cells(window, "State") == ["Done", "Failed", "Done"]
        assert shows(window, "2 of 3 done, 1 failed")
        press(named(window, "Show: Failed"))
        assert cells(window, "Name") == ["IMG_2.jpg"]
        assert said(window, "Retry failed") == "Retry failed (1)"

        press(named(window, "Retry failed"))

        await office.until(lambda: office.room.running)
        await office.until(lambda: not office.room.running)
        assert cells(window, "Name") == []
        press(named(window, "Show: All"))
        assert cells(window, "State") == ["Done"] * 3
        assert office.asked == 4

    tell(story, Reply(text="One."), Reply.failure(400, "Not like this."), Reply(text="Three."))


def test_pause_lets_come_what_is_on_its_way_and_go_on_asks_for_the_rest(tell):
    async def story(office) -> None:
        window = await office.started(6, replace(PLAIN, parallel=1))
        await office.until(lambda: office.asked == 2)

        press(named(window, "Pause"))

        await office.until(lambda: not office.room.running)
        asked = office.asked
        assert asked < 6
        assert shows(window, "Paused.")
        assert not can_press(window, "Pause")
        press(named(window, "Go on"))
        await office.until(lambda: "6 of 6 done" in window.run.head._counts.whole_text())
        assert office.asked == 6

    tell(story, default=SLOW)


def test_the_cap_holds_it_and_a_higher_one_lets_it_go_on(tell):
    async def story(office) -> None:
        spec = replace(PLAIN, parallel=1, max_usd=Decimal("0.0021"))
        window = await office.started(3, spec)
        await office.until(lambda: shows(window, "cap of 0.0021"))
        await office.until(lambda: not office.room.running)
        before = office.asked
        assert before < 3
        assert not can_press(window, "Go on")
        cap = named(window, "New cost cap")

        cap.selectAll()
        QTest.keyClicks(cap, "0.5")
        QTest.keyClick(cap, Qt.Key.Key_Return)

        await office.until(lambda: shows(window, "Finished"))
        assert shows(window, "of 0.50 USD")
        assert office.asked == 3

    tell(story, default=Reply(text="Dear.", bill=Decimal("0.0009")))


def test_a_refused_key_is_asked_for_and_nothing_is_lost(tell):
    async def story(office) -> None:
        window = await office.started(3)
        await office.until(lambda: not office.room.running)

        way_out = next(
            b for b in window.run.head.findChildren(type(named(window, "Go on")))
            if b.text() == "Set the key…"
        )  # fmt: skip
        press(way_out)

        assert office.keys == [True]
        press(named(window, "Go on"))
        await office.until(lambda: shows(window, "Finished"))
        assert cells(window, "State") == ["Done"] * 3

    refused = Reply.failure(401, "No auth credentials found")
    tell(story, refused, refused)


def test_a_pause_that_the_service_asks_for_is_counted_down(tell):
    async def story(office) -> None:
        window = await office.started(2, replace(PLAIN, tries=2, parallel=1))

        await office.until(lambda: shows(window, "It goes on by itself in 0:0"))
        await office.until(lambda: shows(window, "Finished"))

        assert not shows(window, "goes on by itself")
        assert cells(window, "State") == ["Done", "Done"]

    tell(story, Reply.failure(429, "Slow down", headers=(("Retry-After", "2"),)))


def test_the_table_is_exported_as_it_stands(tell, tmp_path):
    async def story(office) -> None:
        window = await office.finished(2)
        (live,) = office.room._live.values()
        menu = named(window, "Export").menu()
        assert isinstance(menu, QMenu)
        assert [action.text() for action in menu.actions()] == ["CSV…", "JSON Lines…", "Chats…"]

        for action, name in zip(menu.actions(), ("t.csv", "t.jsonl", "chats"), strict=True):
            target = tmp_path / name
            action.trigger()
            dialog = window.findChild(QFileDialog)
            if name == "chats":
                target.mkdir()
            dialog.fileSelected.emit(str(target))
            dialog.close()
            dialog.setParent(None)
            await office.until(lambda name=name: shows(window, f"to “{name}”"))

        text = (tmp_path / "t.csv").read_text("utf-8")
        assert len(list(csv.reader(io.StringIO(text)))) == 3
        assert text.replace("\r\n", "\n") == live.batch.csv().replace("\r\n", "\n")
        assert len((tmp_path / "t.jsonl").read_text("utf-8").splitlines()) == 2
        assert len(list((tmp_path / "chats").iterdir())) >= 2

    tell(story)
