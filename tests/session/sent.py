"""What a server got of a chat's pictures, and what the chat says it got."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from .conftest import on_disk, photo, turn


def sent_parts(request: Any, message: int) -> list[tuple[str, str]]:
    """Return (what, sha256 or words) of each part of a message as the server got it."""
    content = request.json["messages"][message]["content"]
    if isinstance(content, str):
        return [("text", content)]
    found = []
    for part in content:
        if part["type"] == "text":
            found.append(("text", part["text"]))
        elif (url := part["image_url"]["url"]).startswith("data:"):
            data = base64.b64decode(url.partition(",")[2])
            found.append(("image", hashlib.sha256(data).hexdigest()))
        else:
            found.append(("address", url))
    return found


def said_sent(core: Any, chat_id: str, reply: int) -> Any:
    """Return what a stored reply says of pictures that went otherwise; None where it says nothing.

    `reply` counts the assistant's nodes of the file.
    """
    nodes = [n for n in on_disk(core, chat_id)["nodes"] if n["role"] == "assistant"]
    return nodes[reply]["request"].get("pictures")


async def asked_about(core: Any, count: int = 1, text: str = "What is this?") -> Any:
    """Ask about `count` photos at once and return the chat."""
    images = [
        await core.pictures.take(photo(1400 + 8 * n, 1000), f"IMG_{2041 + n}.HEIC")
        for n in range(count)
    ]
    return (await turn(core, text, images=tuple(images)))[-1].conversation
