"""What the service says about a key, in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.chat.money import dollars, show_dollars

if TYPE_CHECKING:
    from scout_desktop.chat.account import KeyInfo


def key_words(info: KeyInfo) -> str:
    """Return label, limit and use of a key, a line each; nothing that was not said."""
    lines = []
    if info.label:
        lines.append(f"Key: {info.label}")
    if info.limit is None:
        lines.append("Limit: none of its own")
    else:
        left = info.limit_remaining
        rest = "" if left is None else f", {dollars(left)} USD left"
        reset = f" (renewed {info.limit_reset})" if info.limit_reset else ""
        lines.append(f"Limit: {dollars(info.limit)} USD{rest}{reset}")
    if info.usage is not None:
        lines.append(f"Used so far: {show_dollars(info.usage)}")
    if info.usage_monthly is not None:
        lines.append(f"This month: {show_dollars(info.usage_monthly)}")
    if info.is_free_tier:
        lines.append("Free tier: no credit was bought yet")
    if info.expires:
        lines.append(f"Expires: {info.expires}")
    return "\n".join(lines)
