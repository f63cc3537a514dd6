"""What is said when a file of another program cannot be read; and the caps that all reading has."""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from scout_desktop.chat.errors import BadInput

MEGABYTE: Final = 1024 * 1024
LARGEST_ITEM: Final = 64 * MEGABYTE
"""Bytes of one file that is read whole, and of one item of a file that is read item by item."""
LARGEST_DOCUMENT: Final = 128 * MEGABYTE
"""Bytes of a JSON document that is read whole."""
LARGEST_MEMBER: Final = 4096 * MEGABYTE
LARGEST_TOTAL: Final = 32_768 * MEGABYTE
MOST_MEMBERS: Final = 100_000
HIGHEST_RATIO: Final = 100
TINY: Final = 256 * 1024
"""Bytes; a smaller member may be packed as tightly as it likes."""


def refusal(headline: str, advice: str = "Nothing was imported.") -> BadInput:
    """Return the error for a file that is not taken, with a sentence that says why."""
    return BadInput(headline, advice)


@contextlib.contextmanager
def failures(name: str) -> Iterator[None]:
    """Turn what the archive and the operating system may raise into a sentence about `name`."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as broken:
        raise refusal(f"“{shown(name)}” is damaged or cut short and cannot be read.") from broken
    except (ValueError, OverflowError) as broken:
        raise refusal(f"“{shown(name)}” does not hold together and cannot be read.") from broken
    except FileNotFoundError as gone:
        raise refusal(f"“{shown(_last(name))}” is not there.") from gone
    except OSError as error:
        reason = (error.strerror or "the disk refused").lower()
        raise refusal(f"“{shown(_last(name))}” cannot be read: {reason}.") from error


def _last(name: str) -> str:
    return name.rpartition("/")[2] or name


def shown(name: str, longest: int = 80) -> str:
    """Return a foreign name as it may stand in a sentence: one line, printable, not long."""
    plain = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name)
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"
