"""Connections that are being closed; light, so that quitting need not load the HTTP library."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

_closing: set[asyncio.Task[None]] = set()
"""Closings under way; kept here because a loop holds its tasks only weakly."""


async def to_the_end(closing: Coroutine[Any, Any, None]) -> None:
    """Run a closing to its end, however often whoever waits for it is cancelled."""
    task = asyncio.ensure_future(closing)
    _closing.add(task)
    task.add_done_callback(_closing.discard)
    await asyncio.shield(task)


async def all_closed() -> None:
    """Wait until every closing under way on this loop has ended; call it before the loop ends."""
    loop = asyncio.get_running_loop()
    while here := [task for task in _closing if task.get_loop() is loop]:
        await asyncio.wait(here)
