"""Which pictures of earlier messages go along with the next question, and in what form. Pure.

The choices are one register of the chat (`pictures`, format.md). The pictures of the message that
is being answered always go as they are; the diet is about those before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

How: TypeAlias = Literal["keep", "tile", "caption", "drop"]
"""As it was sent, as one tile, as words in its place, or not at all."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user decided about one picture; `caption` is what stands in its place."""

    how: How = "keep"
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Diet:
    """The chat's setting. Nothing set means that everything is sent again, as always."""

    last: int | None = None
    """Pictures of the last so many messages of the user go along (the new one counts as the first);
    those further back are dropped unless something else was chosen for them. None: of all."""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    """By `place_of(node id, place among the pictures of that message)`."""


def place_of(node_id: str, place: int) -> str:
    """Return the key of a picture: the same picture sent twice may be treated differently."""
    return f"{node_id}/{place}"
