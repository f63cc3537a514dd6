"""What is in the composer: text being typed and pictures waiting to be sent."""

from __future__ import annotations

from dataclasses import dataclass

from .message import ImagePart


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsent message; `edits` names the sent message that it is a new version of."""

    text: str = ""
    images: tuple[ImagePart, ...] = ()
    edits: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to send."""
        return not self.text.strip() and not self.images


@dataclass(frozen=True, slots=True)
class Preset:
    """A named system prompt with changed parameters."""

    name: str
    system: str = ""
    parameters: tuple[tuple[str, object], ...] = ()
