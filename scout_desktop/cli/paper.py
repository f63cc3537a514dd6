"""What the command line writes on: standard output for results, standard error for the rest.

A reader who goes away, a full disk behind `>` or a terminal that lacks a letter must never cost a
reply that is being paid for: writing fails quietly, is remembered, and is told at the end.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TextIO


class Paper:
    """Both streams; either may be closed, full, or of an old encoding."""

    def __init__(self) -> None:
        self.lost: OSError | None = None
        """Why standard output takes nothing any more."""
        for stream in (sys.stdout, sys.stderr):
            # A letter that the terminal's encoding lacks is shown as ?, not as a crash.
            if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
                reconfigure(errors="replace")

    def write(self, text: str) -> None:
        """Put text on standard output as it is, at once."""
        if self.lost is None and sys.stdout is not None:
            self.lost = _put(sys.stdout, text)

    def line(self, text: str = "") -> None:
        """Put a line on standard output."""
        self.write(text + "\n")

    def note(self, text: str) -> None:
        """Put a line on standard error, if there is one."""
        if sys.stderr is not None:
            _put(sys.stderr, text + "\n")

    def close(self) -> int:
        """Return the status that lost output means; a reader who went away had enough."""
        if self.lost is None:
            return 0
        with contextlib.suppress(OSError, ValueError):
            # Or Python tries to write what is left when it ends, and complains in its own words.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(self.lost, BrokenPipeError):
            return 0
        reason = self.lost.strerror or "unknown error"
        self.note(f"scout-desktop: The output could not be written: {reason.lower()}.")
        return 1


def _put(stream: TextIO, text: str) -> OSError | None:
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        return error
    return None
