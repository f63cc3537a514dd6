"""The front door: with a verb the command line, without one the window.

Ctrl+C ends the program with status 130 and without a traceback at any time from here on: before
anything is open at once, later as the verb or the window sees fit.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False  # typing's own costs 5 ms in which Ctrl+C would still show a traceback

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

STOPPED = 130
"""Exit status after Ctrl+C."""
_ASKED_BY_ENVIRONMENT = ("SCOUT_DESKTOP_DATA", "SCOUT_DESKTOP_BASE_URL")
_NO_DISPLAY = (
    "scout-desktop: There is no display. Start it in a desktop session, or ask from here with "
    '`scout-desktop ask "What is in this picture?" --image FILE`.\n'
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit status (cli/run.py lists them)."""
    try:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            # Not an exception: raised in the middle of Qt's import it comes out as something else.
            signal.signal(signal.SIGINT, lambda *_: os._exit(STOPPED))
        return _run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        return STOPPED


def _run(words: Sequence[str]) -> int:
    if not words and not any(os.environ.get(name) for name in _ASKED_BY_ENVIRONMENT):
        # The usual start says nothing, and making the parsers only to learn that takes 7 ms.
        _set_up_log("warning")
        return _window()
    from scout_desktop.cli.arguments import parser
    from scout_desktop.cli.dashes import guarded

    arguments = parser().parse_args(guarded(words))
    _set_up_log(arguments.log_level)
    if arguments.verb is None:
        return _window(arguments)
    from scout_desktop.cli.run import run

    return run(arguments)


def _window(arguments: argparse.Namespace | None = None) -> int:
    if not _has_display():
        if arguments is None or not arguments.selftest:
            sys.stderr.write(_NO_DISPLAY)
            return 1
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from scout_desktop.ui.loading import load_qt

    load_qt()
    from scout_desktop.app import open_window, report

    if arguments is None:
        return open_window()
    return open_window(
        data_dir=arguments.data_dir,
        base_url=arguments.base_url,
        practice=arguments.practice,
        errand=report if arguments.selftest else None,
    )


def _has_display() -> bool:
    """Whether Qt has something to show a window on; where it has not, it aborts the program."""
    if os.name != "posix" or sys.platform == "darwin":
        return True
    return any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")))


def _set_up_log(level: str) -> None:
    import logging

    logging.basicConfig(level=level.upper(), format="%(levelname)s %(name)s: %(message)s")
    # These print whole URLs and headers at DEBUG; ours say what is needed.
    for noisy in ("httpx", "httpcore", "keyring", "PIL", "markdown_it"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main())
