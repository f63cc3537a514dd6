"""The sentences about what others did."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scout_desktop.session.outside.news import Deletions, Loss

TAKE_OVER, KEEP = "Take over", "Keep them"
RESTORE, COPY = "Restore", "Keep a copy"


def came(count: int, *, same_device: bool, on_branch: bool) -> str:
    """Return that messages came into the chat that is shown."""
    what = "A message" if count == 1 else f"{count:,} messages"
    whence = "another program on this computer" if same_device else "another device"
    return f"{what} came from {whence}{'' if on_branch else ' on another branch'}."


def lost(loss: Loss) -> tuple[str, str]:
    """Return the sentence about a chat that others took away, and the button against it."""
    return {
        "": ("", ""),
        "deleted": ("This chat was moved to the trash on another device.", RESTORE),
        "purged": (
            "This chat was deleted for good on another device. It can be read here until you quit.",
            COPY,
        ),
        "vanished": (
            "This chat's file is not in the data folder any more. What you see is in memory only.",
            RESTORE,
        ),
    }[loss]


def asked(found: Deletions) -> str:
    """Return the question about many deletions at once."""
    several = f"{found.count:,} chats were deleted on another device"
    if not found.purged:
        return f"{several}. They are still here."
    if not found.deleted:
        return f"{several}, for good. What is left of them is still here."
    return f"{several}, {len(found.purged):,} of them for good. What is left is still here."
