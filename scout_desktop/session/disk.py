"""The one thread on which the data folder is read and written, in the order asked for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_log = logging.getLogger(__name__)


class Disk:
    """Runs storage calls one after the other, so that storage needs no locks within the program."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="disk")
        self.closed = False

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do one thing and return its result; cancelling the wait does not undo the work."""
        # Shielded: a write that was asked for must happen even when its asker was stopped.
        return await asyncio.shield(asyncio.wrap_future(self._pool.submit(work, *args, **kwargs)))

    def soon(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queue one thing whose result nobody waits for; a failure is logged by name."""
        future = self._pool.submit(work, *args, **kwargs)
        future.add_done_callback(_say_failure)
        return future

    async def close(self) -> None:
        """Finish what is queued and end the thread."""
        self.closed = True
        await asyncio.to_thread(self._pool.shutdown)


def _say_failure(future: Future[T]) -> None:
    if not future.cancelled() and (error := future.exception()) is not None:
        # The class only: a path or a text in the message may be private.
        _log.info("a queued write failed: %s", type(error).__name__)
