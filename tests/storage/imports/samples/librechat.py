"""Exports of LibreChat: as a tree that nests, as a flat list, of one branch, and old ones."""

from __future__ import annotations

from typing import Any

NO_PARENT = "00000000-0000-0000-0000-000000000000"


def message(own: str, parent: str | None, text: str, minute: int, **more: Any) -> dict[str, Any]:
    ours = more.pop("ours", False)
    return {
        "messageId": own,
        "parentMessageId": parent or NO_PARENT,
        "conversationId": "conv-1",
        "text": text,
        "sender": "Llama" if ours else "User",
        "isCreatedByUser": not ours,
        "model": "meta-llama/llama-4-scout" if ours else None,
        "endpoint": "OpenRouter",
        "createdAt": f"2025-05-01T12:{minute:02d}:00.250Z",
        "updatedAt": f"2025-05-01T12:{minute:02d}:01.000Z",
        "error": False,
        "unfinished": False,
        "tokenCount": 10 + minute,
        **more,
    }


def messages() -> list[dict[str, Any]]:
    return [
        message(
            "q1",
            None,
            "Name a fruit.",
            0,
            files=[
                {
                    "file_id": "f1",
                    "filename": "bowl.png",
                    "filepath": "/images/u/bowl.png",
                    "type": "image/png",
                    "width": 640,
                    "height": 480,
                    "bytes": 5120,
                },
                {
                    "file_id": "f2",
                    "filename": "list.pdf",
                    "filepath": "/uploads/list.pdf",
                    "type": "application/pdf",
                },
            ],
        ),
        message("r1", "q1", "Pear.", 1, ours=True, finish_reason="stop"),
        message(
            "r2",
            "q1",
            "",
            2,
            ours=True,
            content=[
                {"type": "think", "think": "A common one."},
                {"type": "text", "text": {"value": "Apple."}},
                {
                    "type": "tool_call",
                    "tool_call": {"id": "t1", "name": "fruits", "args": "{}", "output": "apple"},
                },
                {
                    "type": "image_file",
                    "image_file": {
                        "filepath": "/images/apple.png",
                        "filename": "apple.png",
                        "width": 8,
                        "height": 8,
                    },
                },
                {"type": "mystery", "value": 1},
            ],
        ),
        message("q2", "r2", "Another.", 3),
        message("r3", "q2", "Quota exceeded", 4, ours=True, error=True),
        message("r4", "q2", "Ban", 5, ours=True, unfinished=True),
    ]


def export(*, recursive: bool, branches: bool = True, options: bool = True) -> dict[str, Any]:
    """An export as the program's dialogue makes it with these boxes ticked."""
    listed = messages()
    if not branches:
        listed = [each for each in listed if each["messageId"] not in {"r1", "r3"}]
    found: dict[str, Any] = {
        "conversationId": "conv-1",
        "endpoint": "OpenRouter",
        "title": "Fruit",
        "exportAt": "13:00:00 GMT+0000",
        "branches": branches,
        "recursive": recursive,
    }
    if options:
        found["options"] = {
            "model": "meta-llama/llama-4-scout",
            "temperature": 0.3,
            "topP": 0.8,
            "topK": 40,
            "maxOutputTokens": 300,
            "promptPrefix": "Be brief.",
            "resendFiles": True,
            "imageDetail": "auto",
            "presence_penalty": 0,
            "iconURL": None,
            "tags": ["food"],
        }
    found["messages"] = _tree(listed) if recursive else listed
    return found


def older() -> dict[str, Any]:
    """An old export: the name of the tree differs, and flat messages said no parents."""
    return {
        "conversationId": "conv-old",
        "title": "Old",
        "exportAt": "x",
        "branches": False,
        "recursive": False,
        "options": {"model": "gpt-4"},
        "messages": [
            {"messageId": "a", "sender": "User", "text": "Hello", "isCreatedByUser": True},
            {"messageId": "b", "sender": "GPT-4", "text": "Hi", "isCreatedByUser": False},
            {"messageId": "c", "sender": "User", "text": "Bye", "isCreatedByUser": True},
        ],
    }


def deep(turns: int) -> dict[str, Any]:
    """A straight chat that nests as deep as it is long."""
    below: list[dict[str, Any]] = []
    for place in reversed(range(turns)):
        parent = f"m{place - 1}" if place else None
        each = message(f"m{place}", parent, f"turn {place}", place % 60, ours=place % 2 == 1)
        below = [{**each, "children": below}]
    return {"conversationId": "deep", "title": "Deep", "recursive": True, "messagesTree": below}


def history() -> dict[str, Any]:
    """What chatbot-ui 1 saves."""
    return {
        "version": 4,
        "history": [
            {
                "id": "c-1",
                "name": "Rhymes",
                "prompt": "You are a poet.",
                "temperature": 0.7,
                "folderId": "f-1",
                "model": {"id": "gpt-3.5-turbo", "name": "GPT-3.5"},
                "messages": [
                    {"role": "user", "content": "Rhyme with night."},
                    {"role": "assistant", "content": "Light."},
                ],
            },
            {
                "id": "c-2",
                "name": "Empty",
                "messages": [],
                "model": {"id": "gpt-4"},
                "folderId": None,
            },
        ],
        "folders": [{"id": "f-1", "name": "Poems", "type": "chat"}],
        "prompts": [],
    }


def _tree(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_id = {each["messageId"]: {**each, "children": []} for each in listed}
    roots = []
    for each in by_id.values():
        above = by_id.get(each["parentMessageId"])
        (above["children"] if above else roots).append(each)
    return roots
