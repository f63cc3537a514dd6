"""Ids of chats as people type them: the beginning is enough where it fits one."""

from __future__ import annotations

from collections.abc import Sequence

from scout_desktop.chat.errors import ChatUnknown


def resolve(ids: Sequence[str], prefix: str) -> str:
    """Return the one id that begins with `prefix`. Raises ChatUnknown with a sentence."""
    prefix = prefix.strip().lower()
    found = [id for id in ids if id.startswith(prefix)] if prefix else []
    if len(found) == 1 or prefix in found:
        return found[0] if len(found) == 1 else prefix
    if not found:
        raise ChatUnknown(
            f"No chat has an id that begins with “{prefix}”.",
            "`scout-desktop list` shows the ids.",
        )
    raise ChatUnknown(
        f"{len(found)} chats have ids that begin with “{prefix}”.", "Type more of the id."
    )
