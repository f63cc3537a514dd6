"""The same question about the same pictures a second time: nothing is paid twice by accident."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scout_desktop.practice import Reply
from tests.ui.batch.conftest import PLAIN, a_folder, cells, named, photo, press, shows, way


def test_start_says_that_the_same_was_asked_and_goes_on_where_it_stopped(tell):
    async def story(office) -> None:
        first = await office.finished(3)
        asked = office.asked
        first.close()
        (office.folder / "IMG_4.jpg").write_bytes(photo(4))

        window = await office.set_up(3)
        press(named(window, "Start"))
        await office.until(lambda: shows(window, "The same was asked of 3 of these pictures on "))

        assert shows(window, "; 3 of 3 have their answer.")
        assert office.asked == asked, "nothing is sent before the user has chosen"
        assert QApplication.focusWidget() is way(window, "Go on with it")

        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)

        await office.until(lambda: window.runs and not office.room.running)
        assert cells(window, "State") == ["Done"] * 4
        assert office.asked == asked + 1
        assert len(await office.core.batches.all()) == 1

    tell(story)


def test_asking_anew_pays_again_only_when_told(tell):
    async def story(office) -> None:
        (await office.finished(2)).close()
        window = await office.set_up(2)
        QTest.keyClick(
            named(window, "Prompt"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
        await office.until(lambda: shows(window, "The same was asked of these pictures on "))

        press(way(window, "Ask anew"))

        await office.until(lambda: window.runs and not office.room.running)
        assert office.asked == 4
        assert len(await office.core.batches.all()) == 2

    tell(story)


def test_another_question_takes_the_notice_away_and_starts_at_once(tell):
    async def story(office) -> None:
        (await office.finished(2)).close()
        window = await office.set_up(2)
        press(named(window, "Start"))
        await office.until(lambda: shows(window, "The same was asked"))

        QTest.keyClicks(named(window, "Prompt"), " In one word.")

        assert not shows(window, "The same was asked")
        press(named(window, "Start"))
        await office.until(lambda: window.runs and not office.room.running)
        assert office.asked == 4

    tell(story)


def test_pictures_that_were_not_chosen_now_are_asked_about_only_when_told(tell):
    async def story(office) -> None:
        whole = await office.started(5, replace(PLAIN, parallel=1))
        await office.until(lambda: office.asked == 1)
        press(named(whole, "Pause"))
        await office.until(lambda: not office.room.running)
        assert office.asked == 1
        whole.close()
        window = office.room.open_batch([office.folder / "IMG_5.jpg"], PLAIN)
        await office.until(lambda: window.setup.sources.files)
        press(named(window, "Start"))
        await office.until(lambda: shows(window, "it has no answer yet."))
        assert shows(window, "In that batch 3 other pictures wait, too.")

        press(way(window, "Go on with it"))

        await office.until(lambda: window.runs)
        assert office.asked == 1
        press(named(window, "Go on"))
        await office.until(lambda: not office.room.running)
        assert office.asked == 5

    tell(story, default=Reply(text="A receipt.", delay=0.08))


def test_one_that_runs_is_shown_as_it_is(tell):
    async def story(office) -> None:
        await office.started(6, replace(PLAIN, parallel=1))
        window = await office.set_up(6)
        press(named(window, "Start"))
        await office.until(lambda: shows(window, "The same was asked"))

        press(way(window, "Go on with it"))

        await office.until(lambda: window.runs and not office.room.running)
        assert office.asked == 6

    tell(story, default=Reply(text="A receipt.", delay=0.08))


def test_a_window_closed_before_its_question_comes_back_with_everything_set_up(tell):
    async def story(office) -> None:
        (await office.finished(2)).close()
        window = await office.set_up(2)
        press(named(window, "Start"))
        window.close()

        await office.until(lambda: office.room._windows)
        (again,) = office.room._windows
        await office.until(lambda: len(again.setup.sources.files) == 2)

        assert again.setup.spec.prompt == PLAIN.prompt
        assert office.asked == 2

    tell(story)


def test_pictures_that_came_meanwhile_are_not_lost_on_a_window_that_shows_the_batch(tell):
    async def story(office) -> None:
        before = await office.finished(2)
        a_folder(office.folder, 3)
        window = await office.set_up(3)
        press(named(window, "Start"))
        await office.until(lambda: shows(window, "The same was asked of 2 of these pictures"))

        press(way(window, "Go on with it"))

        await office.until(lambda: window.runs and not office.room.running)
        assert cells(window, "State") == ["Done"] * 3
        assert list(office.room._windows) == [window]
        assert before is not window

    tell(story)
