"""Many chats at once over a real data folder: one Undo, and nobody is forgotten."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from scout_desktop.chat.errors import DiskError
from scout_desktop.ui.controls.chip import Chip
from scout_desktop.ui.conversations.many.work import WorkBar
from tests.ui.conversations.left import Left

Offers = list[tuple[str, Callable[[], None]]]


async def listed(left: Left, *texts: str) -> tuple[list[str], Offers]:
    ids = [await left.ask(text) for text in texts]
    offers: Offers = []
    left.presenter.undo_offered.connect(lambda said, undo: offers.append((said, undo)))
    left.presenter.refresh()
    await left.until(lambda: len(left.titles()) == len(texts))
    return ids, offers


def test_many_go_to_the_trash_and_one_undo_brings_them_back(story):
    async def what(left: Left) -> None:
        ids, offers = await listed(left, "one", "two", "three")
        gone: list[tuple[str, ...]] = []
        left.presenter.trashed.connect(gone.append)
        left.list.setFocus()
        QTest.keyClick(left.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(left.list, Qt.Key.Key_Delete)
        await left.until(lambda: left.titles() == [])
        await left.until(lambda: bool(gone))
        assert [set(ids) for ids in gone] == [set(ids)]
        ((said, undo),) = offers
        assert said == "3 chats were moved to the trash."
        undo()
        await left.until(lambda: len(left.titles()) == 3)

    story(what)


def test_very_many_leave_the_list_at_once_and_it_says_how_far_they_are(story):
    async def what(left: Left) -> None:
        ids, offers = await listed(left, *(f"chat {place}" for place in range(60)))
        left.pane.trashed.emit(tuple(ids))
        await left.until(lambda: left.titles() == [])
        assert offers == [], "it has hardly begun"
        labels = [label.text() for label in left.pane.findChildren(QLabel) if label.isVisible()]
        assert "They are on their way. Esc stops it." in labels
        told: set[str] = set()
        await left.until(lambda: bool(told.add(work_of(left))) or bool(offers))
        assert told >= {"Moving to trash: 20 of 60", "Moving to trash: 40 of 60"}
        assert [said for said, _ in offers] == ["60 chats were moved to the trash."]
        assert work_of(left) == ""
        offers[0][1]()
        await left.until(lambda: len(left.titles()) == 60)

    story(what)


@pytest.mark.parametrize("how", ["button", "key"])
def test_what_was_begun_by_mistake_is_stopped_and_undone(story, how):
    async def what(left: Left) -> None:
        ids, offers = await listed(left, *(f"chat {place}" for place in range(60)))
        left.pane.trashed.emit(tuple(ids))
        await left.until(lambda: work_of(left) == "Moving to trash: 20 of 60")
        if how == "button":
            stop = next(b for b in left.pane.findChildren(QPushButton) if b.text() == "Stop")
            QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(left.list, Qt.Key.Key_Escape)
        await left.until(lambda: bool(offers))
        assert offers[0][0] == "40 chats were moved to the trash."
        await left.until(lambda: len(left.titles()) == 20)
        offers[0][1]()
        await left.until(lambda: len(left.titles()) == 60)

    story(what)


def work_of(left: Left) -> str:
    bars = left.pane.findChildren(WorkBar)
    return next((bar.accessibleName() for bar in bars if bar.isVisible()), "")


def test_archived_chats_leave_the_list_and_are_found_in_the_archive(story):
    async def what(left: Left) -> None:
        ids, offers = await listed(left, "keep", "put away")
        left.pane.archived.emit((ids[1],), True)
        await left.until(lambda: left.titles() == ["keep"])
        await left.until(lambda: bool(offers))
        assert offers[0][0] == "“put away” was moved to the archive."
        left.pane.show_view("archive")
        await left.until(lambda: left.titles() == ["put away"])
        offers[0][1]()
        await left.until(lambda: left.titles() == [])
        left.pane.show_view("chats")
        await left.until(lambda: sorted(left.titles()) == ["keep", "put away"])

    story(what)


def test_undo_leaves_alone_what_was_archived_before(story):
    async def what(left: Left) -> None:
        ids, offers = await listed(left, "one", "two")
        await left.core.chats.archive(ids[:1], True)
        left.pane.archived.emit(tuple(ids), True)
        await left.until(lambda: left.titles() == [])
        await left.until(lambda: bool(offers))
        offers[-1][1]()
        await left.until(lambda: left.titles() == ["two"])

    story(what)


def test_gone_for_good_from_the_trash_and_told_to_whoever_shows_it(story):
    async def what(left: Left) -> None:
        ids, _ = await listed(left, "one", "two")
        told: list[tuple[str, ...]] = []
        left.presenter.purged.connect(told.append)
        left.pane.trashed.emit(tuple(ids))
        await left.until(lambda: left.titles() == [])
        left.pane.show_view("trash")
        await left.until(lambda: len(left.titles()) == 2)
        left.pane.purged.emit((ids[0],))
        await left.until(lambda: left.titles() == ["two"])
        await left.until(lambda: told == [(ids[0],)])
        left.pane.put_back.emit((ids[1],))
        await left.until(lambda: left.titles() == [])
        left.pane.show_view("chats")
        await left.until(lambda: left.titles() == ["two"])

    story(what)


def test_tags_reach_the_disk_and_the_chips_follow(story, qtbot):
    async def what(left: Left) -> None:
        ids, _ = await listed(left, "one", "two")
        await left.core.chats.tag(ids[:1], ["work"])
        left.pane.tags_asked.emit(tuple(ids))
        await left.until(lambda: bool(left.pane.findChildren(Chip)))
        left.pane.tagged.emit(tuple(ids), "home")
        names: list[str] = []

        def there() -> bool:
            shown = [chip for chip in left.pane.findChildren(Chip) if chip.isVisible()]
            names[:] = [chip.accessibleName() for chip in shown]
            return "home" in names

        await left.until(there)
        assert sorted(names) == ["home", "work · 1 of 2"]
        qtbot.keyClicks(left.field, "tag:home tag:work")
        await left.until(lambda: left.titles() == ["one"])

    story(what)


def test_what_could_not_be_done_is_said_and_the_rest_is_done(story):
    async def what(left: Left) -> None:
        ids, offers = await listed(left, "mine", "of a newer program")
        await left.core.chats.close()
        (path,) = left.core.places.chats.glob(f"*{ids[1][-12:]}.json")
        path.write_bytes(path.read_bytes().replace(b'"min_reader":1', b'"min_reader":9'))
        left.core.chats._open.clear()  # as a window that has just been opened
        left.pane.trashed.emit(tuple(ids))
        await left.until(lambda: bool(left.failures))
        error = left.failures[0][1]
        assert isinstance(error, DiskError)
        assert "1 chat stayed as before, “of a newer program” for one:" in error.sentence
        assert offers[0][0] == "“mine” was moved to the trash."
        await left.until(lambda: left.titles() == ["of a newer program"])

    story(what)


def test_only_the_answer_to_the_last_key_is_shown(story, qtbot):
    async def what(left: Left) -> None:
        await listed(left, "harbour wall", "harbour dues", "an invoice")
        seen: list[tuple[str, list[str]]] = []
        left.list.model().modelReset.connect(
            lambda: seen.append((left.pane.search_text(), left.titles()))
        )
        qtbot.keyClicks(left.field, "harbour")
        qtbot.keyClicks(left.field, " wall")
        await left.until(lambda: left.titles() == ["harbour wall"])
        assert all(titles == ["harbour wall"] for text, titles in seen if text == "harbour wall")

    story(what)


def test_a_hit_says_in_which_message_and_the_row_shows_it(story, qtbot):
    async def what(left: Left) -> None:
        (id,), _ = await listed(left, "Where is the harbour?")
        opened: list[tuple[str, str, str]] = []
        left.presenter.hit_opened.connect(lambda *said: opened.append(said))
        left.field.setFocus()
        qtbot.keyClicks(left.field, "harb")
        qtbot.keyClick(left.field, Qt.Key.Key_Return)
        await left.until(lambda: bool(opened))
        (node,) = left.core.chats.current(id).nodes
        assert opened == [(id, node, opened[0][2])]
        assert opened[0][2].lower().startswith("harb")

    story(what)
