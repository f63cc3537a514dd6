"""SIGTERM and SIGINT end the window like its close button does; after SIGINT its status is 130.

Python runs a handler when it next runs any code, and a quiet window runs none until the sweep of
the next second. So the signal writes a byte into a socket that Qt watches: it is heard at once.
"""

from __future__ import annotations

import signal
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QSocketNotifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def told_to_end(end: Callable[[], object]) -> Iterator[set[int]]:
    """Call `end` on the GUI thread when the system or the terminal asks the program to stop.

    The set that is given holds the signals that came.
    """
    heard: set[int] = set()

    def hear(number: int, _frame: object) -> None:
        heard.add(number)
        end()

    hearing, telling = socket.socketpair()
    hearing.setblocking(False)
    telling.setblocking(False)
    before = {name: signal.signal(name, hear) for name in _ENDING}
    woken_before = signal.set_wakeup_fd(telling.fileno(), warn_on_full_buffer=False)
    notifier = QSocketNotifier(hearing.fileno(), QSocketNotifier.Type.Read)
    # Reading is all there is to do: by then the interpreter runs, and with it the handler above.
    notifier.activated.connect(lambda: hearing.recv(64))
    try:
        yield heard
    finally:
        notifier.setEnabled(False)
        notifier.deleteLater()
        signal.set_wakeup_fd(woken_before)
        for name, handler in before.items():
            signal.signal(name, handler)
        hearing.close()
        telling.close()


_ENDING = (signal.SIGINT, signal.SIGTERM)
