"""Threads of Jan in a folder: with branches, without, and with broken lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.storage.imports.samples.pictures import data_address


def line(own: str, role: str, text: str, at: int, **more: Any) -> dict[str, Any]:
    return {
        "id": own,
        "object": "thread.message",
        "thread_id": "th-1",
        "role": role,
        "content": [{"type": "text", "text": {"value": text, "annotations": []}}],
        "status": "ready",
        "created_at": at,
        "completed_at": at,
        **more,
    }


def thread(**more: Any) -> dict[str, Any]:
    return {
        "id": "th-1",
        "object": "thread",
        "title": "Stars",
        "created": 1751000000,
        "updated": 1751000500.5,
        "metadata": {"project": {"id": "p", "name": "Sky"}},
        "assistants": [
            {
                "assistant_id": "jan",
                "assistant_name": "Jan",
                "instructions": "You know stars.",
                "model": {
                    "id": "llama-4-scout",
                    "engine": "openrouter",
                    "settings": {"ctx_len": 4096},
                    "parameters": {"temperature": 0.1, "max_tokens": 64, "stream": True},
                },
            }
        ],
        **more,
    }


def branched() -> list[dict[str, Any]]:
    return [
        line(
            "m1",
            "user",
            "Which star?",
            1751000001000,
            metadata={"activeChildId": "m2"},
            content=[
                {"type": "text", "text": {"value": "Which star?", "annotations": []}},
                {"type": "image_url", "image_url": {"url": data_address(), "detail": "auto"}},
            ],
        ),
        line(
            "m2",
            "assistant",
            "Vega.",
            1751000002000,
            metadata={
                "parentId": "m1",
                "usage": {"prompt_tokens": 50, "completion_tokens": 2},
                "modelId": "scout",
            },
            content=[
                {"type": "reasoning", "text": {"value": "Blue.", "annotations": []}},
                {"type": "text", "text": {"value": "Vega.", "annotations": []}},
                {
                    "type": "tool_call",
                    "tool_call_id": "c",
                    "tool_name": "sky",
                    "input": {},
                    "output": "x",
                },
            ],
        ),
        line(
            "m3",
            "assistant",
            "Sirius.",
            1751000003000,
            status="stopped",
            metadata={"parentId": "m1"},
        ),
    ]


def straight() -> list[dict[str, Any]]:
    """Before branches: seconds, no parents."""
    return [
        line("s1", "user", "Hello", 1700000000),
        line("s2", "assistant", "", 1700000005, status="error", error_code="insufficient_quota"),
    ]


def detached() -> list[dict[str, Any]]:
    """A reply lost its parent, and the next prompt went below the prompt before it."""
    return [
        line("d1", "user", "One", 1751000001000, metadata={"parentId": None}),
        line("d2", "assistant", "First", 1751000002000, metadata={"parentId": None}),
        line("d3", "user", "Two", 1751000003000, metadata={"parentId": "d1"}),
        line("d4", "assistant", "Second", 1751000004000),
    ]


def write(
    folder: Path, about: dict[str, Any], lines: list[dict[str, Any]], extra: bytes = b""
) -> Path:
    folder.mkdir(parents=True)
    (folder / "thread.json").write_text(json.dumps(about))
    body = b"".join(json.dumps(each).encode() + b"\n" for each in lines)
    (folder / "messages.jsonl").write_bytes(body + extra)
    return folder


def write_all(folder: Path) -> Path:
    write(folder / "threads" / "th-1", thread(), branched(), b'{"id": "torn", "cont')
    write(folder / "threads" / "th-2", thread(id="th-2", title="Old", assistants=[]), straight())
    return folder
