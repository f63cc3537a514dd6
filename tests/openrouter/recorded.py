"""What the real service once answered, found beside the checkout, and what it must come to.

    for recording in recorded.all(): turn = ...; recorded.compare(recording, turn)

The folder is `$SCOUT_SHARED/openrouter` or `shared/openrouter` beside the checkout or above it.
Recordings that nobody here has seen may lie in it: nothing is assumed but the index's own words.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from scout_desktop.chat.turn import Turn
from tests.practice.openapi import shared_folder

FOLDER = shared_folder()
needed = pytest.mark.skipif(FOLDER is None, reason="the recordings are not here: set SCOUT_SHARED")


@dataclass(frozen=True)
class Recording:
    file: str
    kind: str
    status: int
    headers: dict[str, str]
    body: bytes
    expect: dict[str, Any] | None

    @property
    def content_type(self) -> str:
        usual = "text/event-stream" if self.kind == "stream" else "application/json"
        return self.headers.get("content-type", usual)

    @property
    def is_chat(self) -> bool:
        return b'"choices"' in self.body or b'"error"' in self.body


def everything() -> list[Recording]:
    if FOLDER is None:
        return []
    folder = FOLDER / "recordings"
    index = json.loads((folder / "index.json").read_bytes(), parse_float=Decimal)
    return [
        Recording(
            entry["file"],
            entry["kind"],
            entry["status"],
            {k.lower(): v for k, v in entry.get("response_headers", {}).items()},
            (folder / entry["file"]).read_bytes(),
            entry.get("expect"),
        )
        for entry in index["recordings"]
    ]


STREAMS = [r for r in everything() if r.kind == "stream" and r.status == 200]
SMALL = [r for r in STREAMS if len(r.body) < 4096]
LARGE = [r for r in STREAMS if len(r.body) >= 4096]
OTHERS = [r for r in everything() if r.kind != "stream" or r.status != 200]


def named(recordings: list[Recording]) -> Any:
    """Parametrise a test by recordings."""
    return pytest.mark.parametrize("recording", recordings, ids=lambda r: r.file[:3])


def outcome(turn: Turn) -> dict[str, Any]:
    """What a turn says, in the words of the index."""
    text = str(turn.text)
    usage = turn.usage
    return {
        "comments": turn.comments,
        "data_events": turn.chunks,
        "done": turn.done,
        "content_chars": len(text),
        "content_sha256": hashlib.sha256(text.encode()).hexdigest()[:16],
        "content_head": text[:60],
        "reasoning_chars": len(str(turn.reasoning)),
        "refusal_chars": len(str(turn.refusal)),
        "finish_reason": turn.finish_reason,
        "native_finish_reason": turn.native_finish_reason,
        "tool_calls": [
            {"name": c.name, "args_chars": len(c.arguments), "args_json_valid": _json(c.arguments)}
            for c in turn.tools.values()
        ],
        "usage": None
        if usage is None
        else {
            "prompt_tokens": usage.prompt_tokens,
            "completion_tokens": usage.completion_tokens,
            "cost": usage.cost,
            "is_byok": usage.is_byok,
        },
        "provider": turn.provider,
    }


def compare(recording: Recording, turn: Turn) -> None:
    """Check a turn against everything that the index states about its recording."""
    assert recording.expect is not None
    found = outcome(turn)
    stated = {key: value for key, value in recording.expect.items() if key in found}
    assert {key: found[key] for key in stated} == stated
    if recording.expect["error"] is None:
        assert turn.failure() is None
    else:
        error = turn.failure()
        assert error is not None
        assert error.status == recording.expect["error"]["code"]
        assert recording.expect["error"]["message"] in error.headline


def _json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
