"""Takes the key out of a reply: a server that echoes it must not put it on disk or screen."""

from __future__ import annotations

from dataclasses import replace

from scout_desktop.chat.secret import Secret
from scout_desktop.chat.turn import Chunk, Opened, WireEvent

REMOVED = "[API key removed]"
_SHORTEST = 12
"""Characters; a shorter key is a word that replies may well contain (`none`, `local`)."""


class Masking:
    """Reads the events of one reply; the key is found although it is split over many of them."""

    def __init__(self, secret: Secret | None) -> None:
        key = "" if secret is None else secret.reveal()
        self._key = key if len(key) >= _SHORTEST else ""
        self._held: dict[str, str] = {}

    def masked(self, event: WireEvent) -> WireEvent:
        """Return the event without the key; what may be its beginning waits for the next one."""
        if not self._key:
            return event
        if isinstance(event, Opened):
            return replace(event, generation_id=self._plain(event.generation_id))
        if not isinstance(event, Chunk):
            return event
        last = event.finish_reason is not None
        return replace(
            event,
            text=self._grown("text", event.text, last=last),
            reasoning=self._grown("reasoning", event.reasoning, last=last),
            refusal=self._grown("refusal", event.refusal, last=last),
            generation_id=self._plain(event.generation_id),
        )

    def rest(self) -> Chunk | None:
        """Return what is still held when the reply has ended without a finish reason."""
        held, self._held = self._held, {}
        if not any(held.values()):
            return None
        return Chunk(
            text=held.get("text", ""),
            reasoning=held.get("reasoning", ""),
            refusal=held.get("refusal", ""),
        )

    def _grown(self, kind: str, piece: str, *, last: bool) -> str:
        held = self._held.get(kind, "")
        if not piece and not (held and last):
            return ""
        text = (held + piece).replace(self._key, REMOVED)
        keep = 0 if last else self._overlap(text)
        self._held[kind] = text[len(text) - keep :]
        return text[: len(text) - keep]

    def _overlap(self, text: str) -> int:
        """Return how many characters at the end may be the beginning of the key."""
        longest = min(len(self._key) - 1, len(text))
        for length in range(longest, 0, -1):
            if text.endswith(self._key[:length]):
                return length
        return 0

    def _plain(self, text: str | None) -> str | None:
        return None if text is None else text.replace(self._key, REMOVED)
