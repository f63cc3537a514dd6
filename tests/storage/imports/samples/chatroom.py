"""Chats of the chat room as it saves them, in each of its three versions."""

from __future__ import annotations

from typing import Any

from tests.storage.imports.samples.pictures import data_address

SCOUT = "char-1700000000-scout"
MAVERICK = "char-1700000001-maverick"


def character(own: str, model: str, **more: Any) -> dict[str, Any]:
    return {
        "id": own,
        "model": model,
        "description": "",
        "chatMemory": 8,
        "maxTokens": 0,
        "modelInfo": {"slug": model, "endpoint": {"pricing": {"prompt": "0.00000008"}}},
        "samplingParameters": {},
        "isRemoved": False,
        **more,
    }


def first() -> dict[str, Any]:
    """Version 1: two models answered each prompt; no title, no parents, two times the same."""
    return {
        "version": "orpg.1.0",
        "characters": {
            SCOUT: character(
                SCOUT,
                "meta-llama/llama-4-scout",
                description="Answer in one line.",
                maxTokens=256,
                samplingParameters={"temperature": 0.2, "topP": 0.9, "top_a": 0.1},
            ),
            MAVERICK: character(MAVERICK, "meta-llama/llama-4-maverick"),
        },
        "messages": {
            "m-1": {
                "id": "m-1",
                "characterId": "USER",
                "content": "Which is larger?",
                "attachments": [{"type": "image", "url": data_address(), "name": "two.png"}],
                "metadata": {},
                "updatedAt": "2024-11-05T10:00:00.000Z",
            },
            "m-2": {
                "id": "m-2",
                "characterId": SCOUT,
                "content": "The left one.",
                "attachments": [],
                "metadata": {
                    "tokensCount": 5,
                    "tokensPerSecond": 81.25,
                    "latencyDuration": 310,
                    "generateDuration": 62,
                },
                "updatedAt": "2024-11-05T10:00:02.000Z",
            },
            "m-3": {
                "id": "m-3",
                "characterId": MAVERICK,
                "content": "The right one.",
                "attachments": [],
                "metadata": {"tokensCount": 6},
                "updatedAt": "2024-11-05T10:00:02.000Z",
            },
            "m-4": {
                "id": "m-4",
                "characterId": "USER",
                "content": "Are you sure?",
                "attachments": [],
                "updatedAt": "2024-11-05T10:01:00.000Z",
            },
            "m-5": {
                "id": "m-5",
                "characterId": SCOUT,
                "content": "Yes.",
                "attachments": [],
                "metadata": {"tokensCount": 2},
                "updatedAt": "2024-11-05T10:01:01.500Z",
            },
        },
    }


def second() -> dict[str, Any]:
    """Version 2: as the first, with reasoning and a time of its own for when it was said."""
    chat = first()
    chat["version"] = "orpg.2.0"
    for message in chat["messages"].values():
        message["createdAt"] = message["updatedAt"]
        message["updatedAt"] = "2025-03-01T00:00:00.000Z"
        message["type"] = "user" if message["characterId"] == "USER" else "assistant"
    chat["messages"]["m-5"]["reasoning"] = "I looked twice."
    return chat


def third() -> dict[str, Any]:
    """Version 3: items, parents where the program says them, a retry, models side by side."""
    items: dict[str, Any] = {}
    messages: dict[str, Any] = {}

    def say(own: str, who: str, at: str, *held: dict[str, Any], **more: Any) -> None:
        references = []
        for place, data in enumerate(held):
            item = f"item-{own}-{place}"
            items[item] = {"id": item, "messageId": own, "data": data}
            # Stored in any order; the index says which comes first.
            references.insert(0, {"id": item, "type": data["type"], "sequenceIndex": place})
        messages[own] = {
            "id": own,
            "characterId": who,
            "type": "user" if who == "USER" else "assistant",
            "context": "main-chat",
            "contentType": "text",
            "createdAt": at,
            "updatedAt": at,
            "isEdited": False,
            "isRetrying": False,
            "isGenerating": False,
            "isCollapsed": False,
            "items": references,
            **more,
        }

    say(
        "u1",
        "USER",
        "2026-01-10T08:00:00.000Z",
        {
            "type": "message",
            "role": "user",
            "content": [
                {"type": "input_text", "text": "What does this receipt say?"},
                {"type": "input_image", "image_url": data_address()},
                {
                    "type": "input_file",
                    "filename": "terms.pdf",
                    "file_data": "data:application/pdf;base64,AA==",
                },
            ],
        },
    )
    say(
        "a1",
        SCOUT,
        "2026-01-10T08:00:03.120Z",
        {
            "type": "reasoning",
            "content": [{"type": "reasoning_text", "text": "A sum at the foot."}],
        },
        {"type": "web_search_call", "id": "ws-1", "status": "completed", "query": "receipt"},
        {
            "type": "message",
            "role": "assistant",
            "content": [
                {"type": "output_text", "text": "12.40 in "},
                {"type": "output_text", "text": "all."},
            ],
        },
        parentMessageId="u1",
        metadata={
            "variantSlug": "meta-llama/llama-4-scout:free",
            "tokensCount": 11,
            "tokensPerSecond": 90.5,
            "duration": 121,
            "cost": "0.00000154160000",
            "generationId": "gen-1768032003-abc",
            "finishReason": "stop",
            "routerMetadata": {
                "strategy": "price",
                "endpoints": {
                    "available": [
                        {"provider": "Groq", "selected": False},
                        {"provider": "DeepInfra", "selected": True},
                    ]
                },
            },
        },
    )
    say(
        "a2",
        MAVERICK,
        "2026-01-10T08:00:04.000Z",
        {
            "type": "message",
            "role": "assistant",
            "content": [{"type": "output_text", "text": "Twelve forty."}],
        },
        parentMessageId="u1",
        metadata={
            "variantSlug": "meta-llama/llama-4-maverick",
            "tokensCount": 4,
            "cost": 3.2e-06,
            "generationId": "gen-2",
        },
    )
    # No parent is stated: it follows the latest answer.
    say(
        "u2",
        "USER",
        "2026-01-10T08:01:00.000Z",
        {
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": "Draw it."}],
        },
    )
    say(
        "a3",
        SCOUT,
        "2026-01-10T08:01:05.000Z",
        {
            "type": "message",
            "role": "assistant",
            "content": [{"type": "output_text", "text": "No."}],
        },
        parentMessageId="u2",
        metadata={"variantSlug": "meta-llama/llama-4-scout", "cost": 0},
    )
    say(
        "a4",
        SCOUT,
        "2026-01-10T08:01:09.000Z",
        {"type": "image_generation_call", "id": "ig-1", "result": data_address()},
        {"type": "hologram", "depth": 3},
        parentMessageId="u2",
        isEdited=True,
        metadata={"variantSlug": "meta-llama/llama-4-scout"},
    )
    # The message it followed was deleted in the chat room.
    say(
        "a5",
        MAVERICK,
        "2026-01-10T08:02:00.000Z",
        {
            "type": "message",
            "role": "assistant",
            "content": [{"type": "output_text", "text": "Lost."}],
        },
        parentMessageId="gone",
        isGenerating=True,
        metadata={},
    )
    return {
        "version": "orpg.3.0",
        "title": "What does this receipt say? 12",
        "characters": {
            SCOUT: character(
                SCOUT,
                "meta-llama/llama-4-scout",
                description="You read receipts.",
                maxTokens=512,
                samplingParameters={"temperature": 0.5, "top_p": 1, "seed": 7},
            ),
            MAVERICK: character(MAVERICK, "meta-llama/llama-4-maverick", isRemoved=True),
        },
        "messages": messages,
        "items": items,
        "artifacts": {},
        "artifactFiles": {},
        "artifactVersions": {},
        "artifactFileContents": {},
    }
