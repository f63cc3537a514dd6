"""A batch that outlives its window, and the program: closed over, quit in the middle, taken up."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from scout_desktop.practice import FOREVER, Reply
from tests.ui.batch.conftest import PLAIN, a_folder, cells, named, press, shows, way

SLOW = Reply(text="A receipt of a bakery.", delay=0.08)


def test_closing_the_window_stops_nothing_and_it_can_be_opened_again(tell):
    async def story(office) -> None:
        window = await office.started(5, replace(PLAIN, parallel=1))
        moved: list = []
        office.room.moved.connect(lambda id, totals: moved.append((id, totals.done)))
        progress: list = []
        office.room.progressed.connect(lambda id, words: progress.append(words))
        changed: list = []
        office.room.chats_changed.connect(lambda: changed.append(True))

        window.close()

        (live,) = office.room.running
        await office.until(lambda: not office.room.running)
        assert moved[-1] == (live.batch.id, 5)
        assert any("of 5 done" in words for words in progress)
        assert progress[-1] == ""
        assert changed
        office.room.open_one(live.batch.id)
        await office.until(lambda: office.room._windows)
        (again,) = office.room._windows
        assert again is not window
        assert cells(again, "State") == ["Done"] * 5

    tell(story, default=SLOW)


def test_quitting_pauses_it_and_the_next_start_goes_on_only_when_told(tell):
    batch: list[str] = []

    async def first(office) -> None:
        await office.started(6, replace(PLAIN, parallel=1))
        await office.until(lambda: office.asked == 2)
        (live,) = office.room.running
        batch.append(live.batch.id)

    async def second(office) -> None:
        office.room.open_one(batch[0])
        await office.until(lambda: office.room._windows)
        (window,) = office.room._windows
        await asyncio.sleep(0.2)
        assert office.asked == 0, "nothing starts by itself"
        assert shows(window, "It stopped here, with ")
        done = cells(window, "State").count("Done")
        assert 1 <= done < 6

        press(named(window, "Go on"))

        await office.until(lambda: shows(window, "Finished"))
        assert cells(window, "State") == ["Done"] * 6
        assert office.asked == 6 - done

    tell(first, default=SLOW)
    tell(second)


def test_a_reply_that_never_comes_does_not_keep_the_program_from_quitting(tell):
    async def story(office) -> None:
        await office.started(2)
        await office.until(lambda: office.asked == 2)

    tell(story, default=Reply(text="A receipt.", stall_after=1, stall=FOREVER))


def test_windows_closed_in_the_middle_of_anything_leave_no_trouble_behind(tell):
    async def story(office) -> None:
        window = office.room.open_batch([a_folder(office.folder, 4)], PLAIN)
        await asyncio.sleep(0)
        window.close()
        window = await office.set_up(4)
        press(named(window, "Start"))
        await asyncio.sleep(0)
        window.close()
        await office.until(lambda: office.asked == 4)
        window = await office.set_up(4)
        press(named(window, "Start"))
        await office.until(lambda: shows(window, "Ask anew"))
        press(way(window, "Ask anew"))
        await office.until(lambda: window.runs)
        window.close()
        office.room.open_batches()
        await asyncio.sleep(0)
        office.room._past[0].close()

        await office.until(lambda: not office.room.running)
        await asyncio.sleep(0.1)

        assert not office.failures

    tell(story)
