"""Brings a worker thread's word of its progress to the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_STEPS = 50
"""Of a progress bar; every word of the worker would only keep the window busy."""


def handed_over(show: Callable[[float], None]) -> Callable[[float], None]:
    """Return what any thread may call with 0 to 1: `show` hears it on the running loop.

    What comes after the loop was closed is not heard.
    """
    from asyncio import get_running_loop  # after the first frame, as in ui/tasks.py

    loop = get_running_loop()
    told = -1

    def tell(share: float) -> None:
        nonlocal told
        step = int(share * _STEPS)
        if step != told and not loop.is_closed():
            told = step
            loop.call_soon_threadsafe(show, share)

    return tell
