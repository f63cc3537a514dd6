"""The batches of before: opened, gone on with, forgotten, and taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.ui.batch.conftest import cells, named, press, shows


def listed(window) -> list[list[str]]:
    model = window.model
    return [
        [model.index(at, column).data() for column in range(model.columnCount())]
        for at in range(model.rowCount())
    ]


async def the_list(office):
    office.room.open_batches()
    window, _ = office.room._past
    await office.until(lambda: listed(window) and all(line[3] != "…" for line in listed(window)))
    return window


def test_they_are_listed_with_how_they_ended_and_open_with_enter(tell):
    async def first(office) -> None:
        await office.finished(3)

    async def second(office) -> None:
        window = await the_list(office)
        ((name, begun, pictures, done, failed, cost),) = listed(window)
        assert (name, pictures, done, failed) == ("Receipts 2026", "3", "2", "1")
        assert "202" in begun
        spent = (await office.core.bill.totals(None)).all_time.usd
        assert str(spent.normalize()) in cost

        QTest.keyClick(named(window, "Batches"), Qt.Key.Key_Return)

        await office.until(lambda: office.room._windows)
        (batch,) = office.room._windows
        assert cells(batch, "State").count("Done") == 2
        assert office.asked == 0

    from scout_desktop.practice import Reply

    tell(first, Reply(text="1"), Reply.failure(400, "No."))
    tell(second)


def test_one_is_forgotten_only_when_its_undo_has_passed_and_its_chats_stay(tell):
    async def story(office) -> None:
        await office.finished(2)
        window = await the_list(office)
        QTest.keyClick(named(window, "Batches"), Qt.Key.Key_Delete)
        assert listed(window) == []
        assert shows(window, "“Receipts 2026” was forgotten; its chats stay.")
        assert len(await office.core.batches.all()) == 1

        press(next(b for b in window.findChildren(QPushButton) if b.text() == "Undo"))
        assert [line[0] for line in listed(window)] == ["Receipts 2026"]

        press(next(b for b in window.findChildren(QPushButton) if b.text() == "Forget"))
        window.close()
        await office.until(lambda: not office.tasks._alive)
        assert await office.core.batches.all() == ()
        rows = await office.core.chats.rows()
        assert sum(row.messages for row in rows) == 4

    tell(story)


def test_one_that_runs_is_not_forgotten(tell):
    from scout_desktop.practice import Reply

    async def story(office) -> None:
        await office.started(4)
        window = await the_list(office)
        assert listed(window)[0][0] == "Receipts 2026 (running)"

        QTest.keyClick(named(window, "Batches"), Qt.Key.Key_Delete)

        assert len(listed(window)) == 1
        assert shows(window, "It is running. Pause it first")
        await office.until(lambda: not office.room.running)
        await office.until(lambda: listed(window)[0][3] == "4")
        assert listed(window)[0][0] == "Receipts 2026"

    tell(story, default=Reply(text="A receipt.", delay=0.3))


def test_without_any_the_first_step_is_said(tell):
    async def story(office) -> None:
        office.room.open_batches()
        window, _ = office.room._past

        await office.until(lambda: shows(window, "No batches yet"))

    tell(story)
