"""Backups of Cherry Studio: the older object, its first version, a browser's folders."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

from canary import CANARY_KEY

from tests.storage.imports.samples.pictures import data_address, png

FILE = "0f3c9d1e"


def assistants() -> dict[str, Any]:
    topic = {
        "id": "topic-1",
        "assistantId": "as-1",
        "name": "Bridges",
        "pinned": True,
        "createdAt": "2025-02-01T09:00:00.000Z",
        "updatedAt": "2025-02-01T09:30:00.000Z",
        "messages": [],
    }
    return {
        "defaultAssistant": {"id": "default", "name": "Default", "prompt": "", "topics": []},
        "assistants": [
            {
                "id": "as-1",
                "name": "Engineer",
                "prompt": "You build bridges.",
                "model": {
                    "id": "meta-llama/llama-4-scout",
                    "provider": "openrouter",
                    "name": "Scout",
                },
                "settings": {
                    "temperature": 0.7,
                    "enableTemperature": True,
                    "topP": 0.5,
                    "enableTopP": False,
                    "contextCount": 5,
                    "maxTokens": 4096,
                    "enableMaxTokens": False,
                    "customParameters": [],
                },
                "topics": [topic],
            },
        ],
    }


def local_storage(*, text: bool = True) -> dict[str, Any]:
    """What the program keeps of its state: JSON within JSON within JSON, or objects."""
    slices = {
        "llm": {"providers": [{"id": "openrouter", "apiKey": f"{CANARY_KEY},{CANARY_KEY}"}]},
        "assistants": assistants(),
        "settings": {"webdavPass": CANARY_KEY},
        "_persist": {"version": 100},
    }
    if not text:
        return {"persist:cherry-studio": slices}
    return {
        "persist:cherry-studio": json.dumps(
            {key: json.dumps(kept) for key, kept in slices.items()}
        ),
        "i18nextLng": "en",
    }


def block(own: str, message: str, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "id": own,
        "messageId": message,
        "type": kind,
        "status": "success",
        "createdAt": "2025-02-01T09:00:01.000Z",
        **more,
    }


def message(own: str, role: str, second: int, blocks: list[str], **more: Any) -> dict[str, Any]:
    return {
        "id": own,
        "role": role,
        "assistantId": "as-1",
        "topicId": "topic-1",
        "createdAt": f"2025-02-01T09:00:{second:02d}.500Z",
        "status": "success",
        "blocks": blocks,
        **more,
    }


def topic() -> dict[str, Any]:
    scout = {"id": "meta-llama/llama-4-scout", "provider": "openrouter", "name": "Scout"}
    maverick = {"id": "meta-llama/llama-4-maverick", "provider": "openrouter", "name": "Maverick"}
    return {
        "id": "topic-1",
        "messages": [
            message("q1", "user", 1, ["b1", "b2", "b3"]),
            message(
                "r1",
                "assistant",
                2,
                ["b4", "b5", "b6"],
                askId="q1",
                model=scout,
                siblingsGroupId=1,
                foldSelected=True,
                usage={
                    "prompt_tokens": 900,
                    "completion_tokens": 12,
                    "total_tokens": 912,
                    "cost": 0.0000756,
                },
                metrics={"completion_tokens": 12, "time_completion_millsec": 300},
            ),
            message("r2", "assistant", 3, ["b7"], askId="q1", model=maverick, siblingsGroupId=1),
            message("clear", "user", 4, [], type="clear"),
            message("q2", "user", 5, ["b8"]),
            message("r3", "assistant", 6, ["b9", "b10"], askId="q2", model=scout, status="error"),
            message(
                "r4", "assistant", 7, ["b11", "gone"], askId="q2", model=scout, status="paused"
            ),
        ],
    }


def blocks() -> list[dict[str, Any]]:
    return [
        block("b1", "q1", "main_text", content="Which type is this?"),
        block(
            "b2",
            "q1",
            "image",
            file={
                "id": FILE,
                "name": f"{FILE}.png",
                "origin_name": "bridge.png",
                "ext": ".png",
                "path": "C:\\Users\\me\\Data\\Files\\x.png",
                "size": 70,
                "type": "image",
            },
        ),
        block(
            "b3",
            "q1",
            "file",
            file={"id": "d0c", "origin_name": "plan.pdf", "ext": ".pdf", "type": "document"},
        ),
        block("b4", "r1", "thinking", content="Cables.", thinking_millsec=120),
        block("b5", "r1", "main_text", content="A suspension bridge."),
        block("b6", "r1", "code", content="print(1)", language="python"),
        block("b7", "r2", "main_text", content="A cable-stayed bridge."),
        block("b8", "q2", "main_text", content="Draw it."),
        block("b9", "r3", "error", error={"message": "Out of credit", "name": "E"}),
        block("b10", "r3", "unknown"),
        block("b11", "r4", "image", url=data_address()),
        block("b12", "other", "tool", toolName="x"),
    ]


def data(*, text: bool = True) -> dict[str, Any]:
    return {
        "time": 1738400000000,
        "version": 5,
        "localStorage": local_storage(text=text),
        "indexedDB": {
            "files": [],
            "settings": [{"id": "secret", "value": CANARY_KEY}],
            "topics": [topic()],
            "message_blocks": blocks(),
        },
    }


def first_version() -> dict[str, Any]:
    """The words stood in the messages, and there were no blocks."""
    return {
        "time": 1,
        "version": 1,
        "localStorage": local_storage(),
        "indexedDB": {
            "topics": [
                {
                    "id": "topic-0",
                    "messages": [
                        {
                            "id": "u",
                            "role": "user",
                            "content": "Hello",
                            "createdAt": "2024-08-01T00:00:00.000Z",
                            "status": "success",
                        },
                        {
                            "id": "a",
                            "role": "assistant",
                            "content": "Hi.",
                            "reasoning_content": "Greet.",
                            "createdAt": "2024-08-01T00:00:05.000Z",
                            "status": "success",
                            "askId": "u",
                            "modelId": "gpt-4o",
                            "usage": {
                                "prompt_tokens": 3,
                                "completion_tokens": 2,
                                "total_tokens": 5,
                            },
                            "images": [data_address()],
                        },
                    ],
                }
            ],
        },
    }


def write_zip(path: Path, content: dict[str, Any]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(content))
        archive.writestr(f"Data/Files/{FILE}.png", png())
    return path


def write_bak(path: Path, content: dict[str, Any]) -> Path:
    path.write_bytes(gzip.compress(json.dumps(content).encode()))
    return path


def write_raw(path: Path) -> Path:
    """The kind that copies a browser's folders."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", json.dumps({"version": 6, "timestamp": 1}))
        archive.writestr("IndexedDB/file__0.indexeddb.leveldb/000003.log", b"\0\1\2")
        archive.writestr("Local Storage/leveldb/CURRENT", b"MANIFEST-000001\n")
    return path
