"""Backups of Chatbox, with the keys that stand in them."""

from __future__ import annotations

from typing import Any

from canary import CANARY_KEY

BEGAN = 1750000000000


def said(own: str, role: str, text: str, second: int, **more: Any) -> dict[str, Any]:
    return {
        "id": own,
        "role": role,
        "contentParts": [{"type": "text", "text": text}],
        "timestamp": BEGAN + 1000 * second,
        **more,
    }


def session(own: str = "s-1") -> dict[str, Any]:
    return {
        "id": own,
        "type": "chat",
        "name": "Trip",
        "starred": True,
        "copilotId": "cp-1",
        "settings": {
            "provider": "openrouter",
            "modelId": "meta-llama/llama-4-scout",
            "temperature": 0.6,
            "topP": 0.95,
            "maxTokens": 900,
            "stream": True,
            "maxContextMessageCount": 20,
        },
        "threadName": "Now",
        "messages": [
            said("sys", "system", "You plan trips.", 0),
            {
                "id": "q1",
                "role": "user",
                "timestamp": BEGAN + 1123,
                "contentParts": [
                    {"type": "text", "text": "Where is this?"},
                    {"type": "image", "storageKey": "picture:s-1:abc", "ocrResult": "Lisboa"},
                ],
                "files": [{"id": "f", "name": "plan.docx", "fileType": "docx"}],
                "links": [{"id": "l", "url": "https://example.org/x", "title": "Map"}],
            },
            said(
                "r1",
                "assistant",
                "Lisbon.",
                5,
                model="OpenRouter API (llama-4-scout)",
                aiProvider="openrouter",
                finishReason="stop",
                firstTokenLatency=430,
                usage={
                    "inputTokens": 1200,
                    "outputTokens": 3,
                    "totalTokens": 1203,
                    "reasoningTokens": 0,
                },
                contentParts=[
                    {"type": "reasoning", "text": "Trams.", "startTime": 1, "duration": 2},
                    {
                        "type": "tool-call",
                        "state": "result",
                        "toolCallId": "t",
                        "toolName": "map",
                        "args": {},
                        "result": "pt",
                    },
                    {"type": "text", "text": "Lisbon."},
                    {"type": "info", "text": "Shortened"},
                    {"type": "app", "appId": "a"},
                ],
            ),
            said("q2", "user", "And the hills?", 9),
            said("r2", "assistant", "Seven.", 12, generating=True),
        ],
        "messageForksHash": {
            "q1": {
                "position": 1,
                "createdAt": BEGAN,
                "lists": [
                    {
                        "id": "fork-1",
                        "messages": [
                            said("r1b", "assistant", "Porto?", 4),
                            said("q2b", "user", "No.", 6),
                        ],
                    },
                    {"id": "fork-2", "messages": []},
                ],
            },
            "q2b": {
                "position": 0,
                "createdAt": BEGAN,
                "lists": [
                    {
                        "id": "f-3",
                        "messages": [
                            said("r3b", "assistant", "", 7, error="Network error", errorCode=10001),
                        ],
                    },
                    {"id": "f-4", "messages": []},
                ],
            },
        },
        "threads": [
            {
                "id": "th-1",
                "name": "Packing",
                "createdAt": BEGAN - 5000,
                "messages": [
                    said("t1", "user", "What to pack?", -4),
                    said("t2", "assistant", "Shoes.", -3),
                ],
            },
        ],
    }


def settings() -> dict[str, Any]:
    """What a backup says of the user's providers; nothing of it is ours to know."""
    return {
        "licenseKey": CANARY_KEY,
        "openaiKey": CANARY_KEY,
        "providers": {"openrouter": {"apiKey": CANARY_KEY, "apiHost": "https://openrouter.ai"}},
    }


def backup() -> dict[str, Any]:
    return {
        "__exported_items": ["setting", "conversations"],
        "__exported_at": "2025-06-15T00:00:00Z",
        "configVersion": 12,
        "settings": settings(),
        "configs": {"uuid": CANARY_KEY},
        "myCopilots": [{"id": "cp-1", "name": "Guide", "prompt": "x"}],
        "chat-sessions-list": [
            {"id": "s-1", "name": "Trip", "starred": True, "type": "chat"},
            "s-2",
        ],
        "session:s-1": session(),
        "session:s-2": {
            "id": "s-2",
            "name": "Sunset",
            "type": "picture",
            "messages": [
                said("p1", "user", "A sunset", 20),
                {
                    "id": "p2",
                    "role": "assistant",
                    "content": "",
                    "timestamp": BEGAN + 21000,
                    "contentParts": [{"type": "image", "storageKey": "picture:s-2:1"}],
                },
            ],
        },
    }


def legacy() -> dict[str, Any]:
    """A backup from before sessions had keys of their own."""
    return {
        "settings": settings(),
        "chat-sessions": [
            {
                "id": "old-1",
                "name": "Old",
                "messages": [
                    {"id": "o1", "role": "system", "content": "Be kind."},
                    {"id": "o2", "role": "user", "content": "Hi", "timestamp": 1680000000000},
                    {
                        "id": "o3",
                        "role": "assistant",
                        "content": "Hello.",
                        "model": "gpt-3.5-turbo",
                        "tokenCount": 4,
                        "tokensUsed": 40,
                        "timestamp": 1680000001500,
                        "reasoningContent": "Short.",
                    },
                ],
            },
        ],
    }
