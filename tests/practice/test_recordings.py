"""What the real service once said is said again, byte for byte, however it is cut."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from scout_desktop.practice import PracticeServer, Reply
from tests.practice import openapi
from tests.practice.raw import chat

_FOLDER = openapi.shared_folder()
_RECORDINGS: list[dict[str, Any]] = (
    json.loads((_FOLDER / "recordings" / "index.json").read_bytes())["recordings"]
    if _FOLDER
    else []
)


@pytest.mark.skipif(_FOLDER is None, reason="the recordings are not here: set SCOUT_SHARED")
async def test_every_recording_is_replayed_verbatim(service: PracticeServer) -> None:
    assert _FOLDER is not None
    assert len(_RECORDINGS) >= 46
    for recording in _RECORDINGS:
        body = (_FOLDER / "recordings" / recording["file"]).read_bytes()
        kind = "text/event-stream" if recording["kind"] == "stream" else "application/json"
        every = 1 if len(body) < 3000 else 997
        service.queue(Reply.verbatim(body, kind, recording["status"], split_every=every))
        heard = await chat(service.base_url)
        assert (heard.status, heard.headers["content-type"]) == (recording["status"], kind)
        assert hashlib.sha256(heard.body).hexdigest() == recording["sha256"], recording["file"]
        assert {len(chunk) for chunk in heard.chunks[:-1]} <= {every}
        if recording["kind"] == "stream":
            assert heard.comments == recording["expect"]["comments"]
            assert heard.done == recording["expect"]["done"]
