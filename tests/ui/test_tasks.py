from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from scout_desktop.ui import loop
from scout_desktop.ui.sweeping import Sweeping
from scout_desktop.ui.tasks import Tasks


@pytest.fixture
def run(qapp: QApplication) -> Callable[[Callable[[], Coroutine[Any, Any, object]]], None]:
    def go(story: Callable[[], Coroutine[Any, Any, object]]) -> None:
        async def main() -> int:
            await story()
            return 7

        assert loop.run(main) == 7

    return go


def test_starting_a_name_cancels_what_held_it(run):
    seen: list[str] = []

    async def search(word: str) -> None:
        try:
            await asyncio.sleep(0.02)
            seen.append(f"found {word}")
        except asyncio.CancelledError:
            seen.append(f"dropped {word}")
            raise

    async def story() -> None:
        tasks = Tasks()
        tasks.start("search", search("ll"))
        await asyncio.sleep(0)
        tasks.start("search", search("llama"))
        assert tasks.is_running("search")
        await asyncio.sleep(0.1)
        assert not tasks.is_running("search")

    run(story)
    assert seen == ["dropped ll", "found llama"]


def test_a_failure_arrives_in_the_one_place_and_a_cancelled_task_says_nothing(run):
    failures: list[tuple[str, str]] = []
    ended: list[str] = []

    async def break_down() -> None:
        raise OSError("disk full")

    async def story() -> None:
        tasks = Tasks()
        tasks.failed.connect(lambda name, error: failures.append((name, str(error))))
        tasks.finished.connect(ended.append)
        tasks.start("save", break_down())
        tasks.start("wait", asyncio.sleep(60))
        await asyncio.sleep(0.01)
        tasks.cancel("wait")
        tasks.cancel("never started")
        await asyncio.sleep(0.01)

    run(story)
    assert failures == [("save", "disk full")]
    assert ended == ["save", "wait"]


def test_a_failure_that_nobody_listens_to_is_still_reported(run):
    reports: list[str] = []

    async def break_down() -> None:
        raise OSError("disk full")

    async def story() -> None:
        running = asyncio.get_running_loop()
        running.set_exception_handler(lambda _, context: reports.append(context["message"]))
        Tasks().start("save", break_down())
        await asyncio.sleep(0.01)

    run(story)
    assert reports == ["task save failed"]


def test_close_waits_for_every_clean_up_even_one_that_starts_another_wait(run):
    seen: list[str] = []

    async def stream() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.02)
            seen.append("partial reply saved")

    async def story() -> None:
        tasks = Tasks()
        tasks.start("turn", stream())
        await asyncio.sleep(0)
        await tasks.close()
        seen.append("closed")
        tasks.start("turn", stream())
        assert not tasks.is_running("turn")

    run(story)
    assert seen == ["partial reply saved", "closed"]


def test_a_name_freed_by_its_end_can_be_taken_again_at_once(run):
    order: list[str] = []

    async def note(word: str) -> None:
        order.append(word)

    async def story() -> None:
        tasks = Tasks()
        tasks.finished.connect(
            lambda name: tasks.start("next", note("second")) if name == "first" else None
        )
        tasks.start("first", note("first"))
        await asyncio.sleep(0.01)
        await tasks.close()

    run(story)
    assert order == ["first", "second"]


def test_closing_the_last_window_does_not_end_the_loop(run):
    async def story() -> None:
        window = QWidget()
        window.show()
        await asyncio.sleep(0.01)
        window.close()
        await asyncio.sleep(0.01)

    run(story)


class Knot(QObject):
    """A timer in a cycle, as forgotten widgets leave them."""

    def __init__(self, where: list[int]) -> None:
        super().__init__()
        self.timer = QTimer(self)
        self.timer.start(60_000)
        self.itself = self
        weakref.finalize(self, lambda: where.append(threading.get_ident()))


def test_what_is_forgotten_in_cycles_is_never_destroyed_by_a_worker_thread(run):
    where: list[int] = []

    def allocate() -> None:
        keep = [[] for _ in range(50_000)]  # many times what wakes the collector
        assert keep

    async def story() -> None:
        for _ in range(50):
            Knot(where)
        await asyncio.to_thread(allocate)
        assert where == []
        assert not gc.isenabled()
        gc.collect()

    run(story)
    assert set(where) == {threading.get_ident()}
    assert gc.isenabled()


def test_the_sweep_collects_once_enough_has_gathered(qapp):
    sweeping = Sweeping()
    where: list[int] = []
    sweeping.begin()
    try:
        Knot(where)
        keep = [[] for _ in range(2_000)]
        sweeping.sweep()
        assert len(where) == 1
        assert keep
    finally:
        sweeping.end()
