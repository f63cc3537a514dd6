"""A queue of replies, in order of the requests; also from a JSON file (form: `reading.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scout_desktop.practice.reading import read_fields
from scout_desktop.practice.reply import Reply


@dataclass(frozen=True, kw_only=True)
class Script:
    """How requests go: each chat request takes the next of `replies`, then `default`."""

    replies: tuple[Reply, ...] = ()
    default: Reply = field(default_factory=Reply)
    at: Mapping[str, tuple[Reply, ...]] = field(default_factory=dict)
    """Answers elsewhere, by "GET /models" (path below the base); when used up, the real one."""
    generation_misses: int = 0
    """How many times `/generation` answers 404 for each id before it knows the record."""
    stop_saves: bool = True
    """Whether a hang-up ends billing (DeepInfra) or the whole reply is billed (Groq)."""

    @classmethod
    def from_json(cls, text: str | bytes, folder: str = ".") -> Script:
        """Read a script file; `body_file` is relative to `folder`. `ValueError` says what fails."""
        return cls(**read_fields(text, folder))
