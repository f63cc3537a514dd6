"""Brings a worker thread's word of its progress to the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_QUIET_S = 0.25
"""What is ready by then never had a bar: it would only flicker, and painting it is not free."""
_STEPS = 50
"""Of a progress bar; every word of the worker would only keep the window busy."""


def handed_over(show: Callable[[float], None]) -> Callable[[float], None]:
    """Return what any thread may call with 0 to 1: `show` hears it on the running loop.

    But nothing in the first quarter of a second, and nothing after the loop was closed.
    """
    from asyncio import get_running_loop  # after the first frame, as in ui/tasks.py

    loop = get_running_loop()
    told = -1
    since: float | None = None
    latest = 0.0

    def hear(share: float) -> None:
        nonlocal since, latest
        latest = share
        if since is None:
            since = loop.time()
            loop.call_later(_QUIET_S, catch_up)
        elif loop.time() - since >= _QUIET_S:
            show(share)

    def catch_up() -> None:
        if latest < 1:
            show(latest)

    def tell(share: float) -> None:
        nonlocal told
        step = int(share * _STEPS)
        if step != told and not loop.is_closed():
            told = step
            loop.call_soon_threadsafe(hear, share)

    return tell
