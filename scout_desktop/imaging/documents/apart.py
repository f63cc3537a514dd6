"""Has a document read by a process of its own, which may be ended at any time.

The process gets no environment of ours but what a program needs to start, 340 MB and 30 seconds of
work, and is killed when its picture is no longer wanted.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from scout_desktop.chat.errors import PictureError, PictureTooLarge
from scout_desktop.imaging.abandoned import Abandoned

if TYPE_CHECKING:
    from collections.abc import Callable

MEMORY: Final = 340_000_000
"""Bytes that the process may have for data. A page of 40 million pixels takes 120 million."""
SECONDS: Final = 30
_LONGEST: Final = 90.0
"""Seconds on the clock, for systems that do not count the work, or have too much of it."""
_PATIENCE: Final = 0.04
"""Seconds between questions whether the picture is still wanted."""
_SEATS: Final = threading.BoundedSemaphore(2)
"""Two documents at a time: more would only take more memory."""
_NEEDED: Final = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL")


def ask(
    document: bytes, order: dict[str, Any], cancelled: Callable[[], bool] | None
) -> tuple[dict[str, Any], bytes]:
    """Return what the process answers, and the pixels with that behind them.

    PictureTooLarge where it comes to no end within its bounds, Abandoned once `cancelled` says so.
    """
    while not _SEATS.acquire(timeout=_PATIENCE):
        _check(cancelled)
    try:
        _check(cancelled)
        said = _converse(document, order, cancelled)
    finally:
        _SEATS.release()
    answer: dict[str, Any] = json.loads(said[said.rindex(b"\n") :])
    return answer, said


def _converse(
    document: bytes, order: dict[str, Any], cancelled: Callable[[], bool] | None
) -> bytes:
    process = _started(_command(order))
    # By a thread: a `communicate` that was broken off by the clock forgets what it has to give.
    feeder = threading.Thread(target=_feed, args=(process.stdin, document), daemon=True)
    process.stdin = None
    feeder.start()
    end = time.monotonic() + _LONGEST
    try:
        while True:
            try:
                said, _ = process.communicate(timeout=_PATIENCE)
                break
            except subprocess.TimeoutExpired:
                _check(cancelled)
                if time.monotonic() > end:
                    raise _beyond("no end on the clock") from None
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
        feeder.join()
    if process.returncode != 0 or b"\n" not in said:
        raise _beyond(f"the process ended with {process.returncode}")
    return said


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _NEEDED if name in os.environ},
            # Ctrl+C in the terminal is for us; it would look as if the document asked too much.
            process_group=0,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as refusal:
        raise PictureError(
            "The part of Scout Desktop that opens PDF documents could not be started.",
            "Close other programs and try again, or start Scout Desktop anew.",
            detail=str(refusal),
        ) from refusal


def _feed(pipe: IO[bytes], document: bytes) -> None:
    # A process that ended early wants no more of it, which its exit status says.
    with contextlib.suppress(BrokenPipeError), pipe:
        pipe.write(document)


def _command(order: dict[str, Any]) -> list[str]:
    library = importlib.util.find_spec("pypdfium2")
    # Built into one program, the interpreter is that program: it would open a second window.
    built_in = not sys.executable or getattr(sys, "frozen", False)
    if built_in or library is None or library.origin is None:
        raise PictureError(
            "PDF documents cannot be opened here: a part of Scout Desktop is missing.",
            "Install it again.",
        )
    bounds = {
        "memory": MEMORY,
        "seconds": SECONDS,
        "library": str(Path(library.origin).parent.parent),
    }
    script = str(Path(__file__).with_name("drawing.py"))
    return [sys.executable, "-I", "-S", "-B", script, json.dumps(order | bounds)]


def _check(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Abandoned


def _beyond(detail: str) -> PictureTooLarge:
    return PictureTooLarge(
        f"This PDF document asks for more than the {MEMORY // 1_000_000} MB of memory or "
        f"{SECONDS} seconds of work that Scout Desktop grants.",
        "Open it in a PDF viewer, print the page to a new PDF or an image, and add that.",
        detail=detail,
    )
