"""What a running batch tells whoever follows it: rows as they change, and one end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from scout_desktop.chat.batch import BatchRow

PauseReason: TypeAlias = Literal["asked", "cap", "key", "network", "other"]


@dataclass(frozen=True, slots=True)
class RowChanged:
    """A row is another one now; `number` counts from 0. At most ten a second for each row."""

    number: int
    row: BatchRow


@dataclass(frozen=True, slots=True)
class Paused:
    """Nothing more is sent, and why, in a sentence; replies on their way still arrive.

    Empty when `pause` was called.
    """

    sentence: str = ""
    reason: PauseReason = "asked"
    """What the window offers a way out of: `cap`, `key` (none, or refused), `network`, `other`."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The last event of a run: nothing is on its way any more."""


BatchEvent: TypeAlias = RowChanged | Paused | Ended
