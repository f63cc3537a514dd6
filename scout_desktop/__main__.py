"""The front door: with a verb the command line, without one the window."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit status (cli/run.py lists them)."""
    from scout_desktop.cli.arguments import parser

    arguments = parser().parse_args(argv)
    logging.basicConfig(
        level=arguments.log_level.upper(), format="%(levelname)s %(name)s: %(message)s"
    )
    # These print whole URLs and headers at DEBUG; ours say what is needed.
    for noisy in ("httpx", "httpcore", "keyring", "PIL", "markdown_it"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    if arguments.verb is not None:
        from scout_desktop.cli.run import run

        return run(arguments)
    from scout_desktop.app import open_window, report

    return open_window(
        data_dir=arguments.data_dir,
        base_url=arguments.base_url,
        practice=arguments.practice,
        errand=report if arguments.selftest else None,
    )


if __name__ == "__main__":
    sys.exit(main())
