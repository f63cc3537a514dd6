"""Ctrl+C while a verb runs: it stops the verb, and never what keeps the reply.

The first one stops the verb, which then hangs up and puts what has arrived on the disk. A second
one says that this is being done, a third one leaves at once: the journal has all but the last
moment by then.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

STOPPED: Final = 130


class Stopped(Exception):
    """The verb was stopped by Ctrl+C and has cleaned up."""


def run_until_stopped(work: Coroutine[Any, Any, int], say: Callable[[str], None]) -> int:
    """Run `work` to its end and return its status; raises Stopped after Ctrl+C."""
    presses = 0

    async def main() -> int:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None

        def stop(_signal: int, _frame: FrameType | None) -> None:
            nonlocal presses
            presses += 1
            if presses == 1:
                # Wakes the loop too, which Python's handler alone would not.
                loop.call_soon_threadsafe(task.cancel)
            elif presses == 2:
                say("\nscout-desktop: Keeping what has arrived. Ctrl+C again leaves at once.")
            else:
                os._exit(STOPPED)

        with _answering(stop):
            try:
                return await work
            except asyncio.CancelledError:
                if presses:
                    raise Stopped from None
                raise

    status = asyncio.run(main())
    if presses:
        raise Stopped
    return status


@contextmanager
def leaving_at_once() -> Iterator[None]:
    """Let Ctrl+C end the program without more ado: while it waits for input and has nothing yet."""
    with _answering(lambda _signal, _frame: os._exit(STOPPED)):
        yield


@contextmanager
def _answering(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    ignored = before is signal.SIG_IGN  # as behind nohup
    if ignored or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
