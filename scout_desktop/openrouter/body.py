"""The bytes of a request, made from its value and the pictures' bytes.

Pure and deterministic: the same request gives the same bytes, so a provider's prompt cache works.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from scout_desktop.chat.errors import PictureUnreadable
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.request import ChatRequest, RequestMessage, is_openrouter


def request_body(
    request: ChatRequest, pictures: Mapping[str, bytes], host: str = "openrouter.ai"
) -> bytes:
    """Return the JSON body; `pictures` maps the sha256 of every picture of the request to bytes.

    Pictures by address go as their address, which only the service fetches.
    Only what the user changed is sent. `host` decides what only some servers know: OpenRouter
    always sends usage and has deprecated asking for it; others (llama.cpp, vLLM) want to be asked.
    Raises PictureUnreadable when a picture's bytes are missing.
    """
    body: dict[str, Any] = {
        "model": request.model,
        "messages": [_message(message, pictures) for message in request.messages],
        **request.parameters,
    }
    if request.provider is not None:
        body["provider"] = dict(request.provider)
    if request.session_id is not None:
        body["session_id"] = request.session_id
    body["stream"] = request.stream
    if request.stream and not is_openrouter(host):
        body["stream_options"] = {"include_usage": True}
    said = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # A lone surrogate half, pasted or loaded from a foreign file, has no UTF-8 form.
    return said.encode("utf-8", "replace")


def _message(message: RequestMessage, pictures: Mapping[str, bytes]) -> dict[str, Any]:
    if not message.images:
        return {"role": message.role, "content": message.words}
    # Text first, then pictures, as the service advises.
    parts: list[dict[str, Any]] = []
    if message.text:
        parts.append({"type": "text", "text": message.text})
    for picture in message.pictures:
        if isinstance(picture, str):
            parts.append({"type": "text", "text": picture})
        else:
            address = picture.url or _data_url(picture, pictures)
            parts.append({"type": "image_url", "image_url": {"url": address}})
    return {"role": message.role, "content": parts}


def _data_url(image: ImagePart, pictures: Mapping[str, bytes]) -> str:
    data = pictures.get(image.sha256)
    if data is None:
        shown = f"The picture {image.name}" if image.name else "A picture of this chat"
        raise PictureUnreadable(
            f"{shown} is no longer on the disk, so the message was not sent.",
            "Remove the picture from the message, or edit the message and add it again.",
        )
    return f"data:{image.mime};base64,{b64encode(data).decode('ascii')}"
