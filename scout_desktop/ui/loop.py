"""asyncio on Qt's own loop: the only file that knows which package does it.

Rules that hold here because breaking them was seen to break the loop: the last window closing must
not end Qt's loop (it would stop in the middle of a task), so a window refuses its close event, sets
an `asyncio.Event`, and `main` cleans up and returns; nobody calls `exec()` inside a coroutine
(`open()` and the `finished` signal instead); Qt is imported before qasync.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from scout_desktop.ui.sweeping import Sweeping

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine


def run(main: Callable[[], Coroutine[None, None, int]]) -> int:
    """Run `main()` to its end on the loop of the existing `QApplication`; return its exit code.

    asyncio and qasync cost 50 ms of CPU to import: call this after the first frame.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("there is no QApplication to run the loop of")
    app.setQuitOnLastWindowClosed(False)

    import asyncio

    import qasync  # type: ignore[import-untyped]  # the package carries no types

    # What is taken apart or drawn beside the window is pure Python: it shall give way in a
    # fifth of the usual 5 ms when the window wants to go on.
    sys.setswitchinterval(0.001)
    sweeping = Sweeping(app)
    sweeping.begin()
    # asyncio.run takes a loop factory from Python 3.12 on only; Runner does from 3.11.
    try:
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
            return runner.run(main())
    finally:
        sweeping.end()
        sweeping.deleteLater()
