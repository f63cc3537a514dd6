"""What the command line writes on: standard output for results, standard error for the rest.

A reader who goes away, a full disk behind `>` or a terminal that lacks a letter must never cost a
reply that is being paid for: writing fails quietly, is remembered, and is told at the end.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterable
from typing import TextIO

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""C0 but tab and line feed, delete, and C1."""

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


class Paper:
    """Both streams; either may be closed, full, or of an old encoding."""

    def __init__(self) -> None:
        self.lost: OSError | None = None
        """Why standard output takes nothing any more."""
        self._is_terminal = sys.stdout is not None and sys.stdout.isatty()
        for stream in (sys.stdout, sys.stderr):
            # A letter that the terminal's encoding lacks is shown as ?, not as a crash.
            if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
                reconfigure(errors="replace")

    def write(self, text: str) -> None:
        """Put text on standard output at once; a terminal gets none of its own commands."""
        if self.lost is None and sys.stdout is not None:
            self.lost = _put(sys.stdout, harmless(text) if self._is_terminal else text)

    def line(self, text: str = "") -> None:
        """Put a line on standard output."""
        self.write(text + "\n")

    def marked(self, text: str, marks: Iterable[tuple[int, int]]) -> None:
        """Put a line on standard output, on a terminal with its parts (start, end) in bold."""
        if not self._is_terminal or self.lost is not None or sys.stdout is None:
            self.line(text)
            return
        found, at = "", 0
        for start, end in marks:
            found += f"{harmless(text[at:start])}{_BOLD}{harmless(text[start:end])}{_PLAIN}"
            at = end
        self.lost = _put(sys.stdout, f"{found}{harmless(text[at:])}\n")

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


def harmless(text: str) -> str:
    """Return text without control characters: a model or a file must not steer the terminal."""
    return _CONTROLS.sub("", text)


def _put(stream: TextIO, text: str) -> OSError | None:
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        return error
    return None
