"""Owns every running coroutine of the window: each has a name, an owner and an end.

asyncio is imported on first use: its 40 ms of CPU belong after the first frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMetaMethod, QObject, Signal

if TYPE_CHECKING:
    from asyncio import Task
    from collections.abc import Coroutine


class Tasks(QObject):
    """Starts, replaces, cancels and finally awaits them all."""

    failed = Signal(str, object)
    """(name, exception) of a task that raised; cancelled ones say nothing. If nobody is connected
    the loop's own handler reports it, so that no failure is passed over."""

    finished = Signal(str)
    """A task of this name has ended in whatever way, and no newer one holds the name."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._holders: dict[str, Task[Any]] = {}
        self._alive: set[Task[Any]] = set()
        self._closed = False

    def start(self, name: str, coro: Coroutine[Any, Any, object]) -> None:
        """Run `coro` under `name`, cancelling the one that holds the name.

        The one before may still be cleaning up while the new one starts. Needs the running loop.
        After `close` nothing starts any more: the coroutine is dropped.
        """
        if self._closed:
            coro.close()
            return
        import asyncio

        self.cancel(name)
        task = asyncio.get_running_loop().create_task(coro, name=name)
        self._holders[name] = task
        self._alive.add(task)
        task.add_done_callback(self._ended)

    def cancel(self, name: str) -> None:
        """Cancel what runs under `name`; nothing happens if nothing does."""
        holder = self._holders.get(name)
        if holder is not None:
            holder.cancel()

    def is_running(self, name: str) -> bool:
        """Whether something started under `name` has not ended yet."""
        return name in self._holders

    async def close(self) -> None:
        """Cancel everything and wait until all have ended, failures reported as always."""
        self._closed = True
        import asyncio

        while self._alive:
            for task in self._alive:
                task.cancel()
            await asyncio.wait(tuple(self._alive))
            # `wait` returns before the done callbacks of the last task have run.
            await asyncio.sleep(0)

    def _ended(self, task: Task[Any]) -> None:
        name = task.get_name()
        self._alive.discard(task)
        last = self._holders.get(name) is task
        if last:
            del self._holders[name]
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._report(name, task, error)
        if last:
            self.finished.emit(name)

    def _report(self, name: str, task: Task[Any], error: BaseException) -> None:
        if self.isSignalConnected(QMetaMethod.fromSignal(self.failed)):
            self.failed.emit(name, error)
            return
        context = {"message": f"task {name} failed", "exception": error, "task": task}
        task.get_loop().call_exception_handler(context)
