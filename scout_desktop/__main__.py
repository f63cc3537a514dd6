"""The front door: with a verb the command line, without one the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

_ASKED_BY_ENVIRONMENT = ("SCOUT_DESKTOP_DATA", "SCOUT_DESKTOP_BASE_URL")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit status (cli/run.py lists them)."""
    words = sys.argv[1:] if argv is None else argv
    if not words and not any(os.environ.get(name) for name in _ASKED_BY_ENVIRONMENT):
        # The usual start says nothing, and making the parsers only to learn that takes 7 ms.
        _set_up_log("warning")
        return _window()
    from scout_desktop.cli.arguments import parser

    arguments = parser().parse_args(words)
    _set_up_log(arguments.log_level)
    if arguments.verb is None:
        return _window(arguments)
    from scout_desktop.cli.run import run

    return run(arguments)


def _window(arguments: argparse.Namespace | None = None) -> int:
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


def _set_up_log(level: str) -> None:
    import logging

    logging.basicConfig(level=level.upper(), format="%(levelname)s %(name)s: %(message)s")
    # These print whole URLs and headers at DEBUG; ours say what is needed.
    for noisy in ("httpx", "httpcore", "keyring", "PIL", "markdown_it"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main())
