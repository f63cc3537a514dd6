"""Exports of Open WebUI: all chats, one with what stands around it, the inner one alone."""

from __future__ import annotations

from typing import Any

from tests.storage.imports.samples.pictures import data_address

FOLDED = (
    '<details type="reasoning" done="true" duration="3">\n'
    "<summary>Thought for 3 seconds</summary>\n"
    "&gt; First &lt;look&gt;\n&gt; then leap.\n</details>\n\n"
    "It is a cat.\n\n"
    '<details type="tool_calls" done="true" id="call_1" name="zoo" '
    'arguments="{&quot;name&quot;:&quot;cat&quot;}" result="&quot;found&quot;">\n'
    "<summary>Tool Executed</summary>\n</details>\n\n"
    "<details><summary>Mine</summary>stays</details>"
)


def inner() -> dict[str, Any]:
    messages = {
        "m1": {
            "id": "m1",
            "parentId": None,
            "childrenIds": ["m2", "m3"],
            "role": "user",
            "content": "What is this?",
            "timestamp": 1748779200,
            "models": ["llama-4-scout"],
            "files": [
                {"type": "image", "url": data_address(), "name": "cat.png"},
                {"type": "image", "url": "/api/v1/files/77/content", "name": "far.png", "size": 99},
                {"type": "file", "name": "notes.txt", "url": "/api/v1/files/78"},
            ],
        },
        "m2": {
            "id": "m2",
            "parentId": "m1",
            "childrenIds": [],
            "role": "assistant",
            "content": "",
            "error": {"content": "No such model."},
            "timestamp": 1748779205,
            "model": "other",
            "modelName": "Other",
            "done": True,
        },
        "m3": {
            "id": "m3",
            "parentId": "m1",
            "childrenIds": ["m4"],
            "role": "assistant",
            "content": FOLDED,
            "timestamp": 1748779210,
            "model": "meta-llama/llama-4-scout",
            "modelName": "Scout",
            "done": True,
            "annotation": {"rating": 1},
            "usage": {
                "prompt_tokens": 812,
                "completion_tokens": 9,
                "total_tokens": 821,
                "cost": 0.00006826,
            },
        },
        "m4": {
            "id": "m4",
            "parentId": "m3",
            "childrenIds": ["m5"],
            "role": "user",
            "content": "Sure?",
            "timestamp": 1748779300,
            "models": ["llama-4-scout"],
        },
        "m5": {
            "id": "m5",
            "parentId": "m4",
            "childrenIds": [],
            "role": "assistant",
            "content": "<details>shown twice</details>Yes",
            "timestamp": 1748779305,
            "model": "llama3.2",
            "done": False,
            "info": {"prompt_eval_count": 30, "eval_count": 2, "total_duration": 9},
            "output": [
                {
                    "type": "reasoning",
                    "summary": [{"type": "summary_text", "text": "I looked again."}],
                },
                {"type": "function_call", "call_id": "c", "name": "look", "arguments": "{}"},
                {
                    "type": "function_call_output",
                    "call_id": "c",
                    "output": [{"type": "input_text", "text": "cat"}],
                },
                {
                    "type": "message",
                    "role": "assistant",
                    "content": [{"type": "output_text", "text": "Yes."}],
                },
            ],
        },
    }
    return {
        "id": "",
        "title": "Cat",
        "models": ["meta-llama/llama-4-scout"],
        "params": {
            "temperature": 0.4,
            "num_predict": 128,
            "system": "You know animals.",
            "stop": "END",
            "mirostat": 1,
        },
        "history": {"currentId": "m5", "messages": messages},
        "messages": [messages["m1"], messages["m3"], messages["m4"], messages["m5"]],
        "tags": ["pets"],
        "timestamp": 1748779199500,
        "files": [],
    }


def outer(own: str = "chat-1") -> dict[str, Any]:
    return {
        "id": own,
        "user_id": "u",
        "title": "Cat",
        "chat": inner(),
        "created_at": 1748779198,
        "updated_at": 1748779400,
        "archived": True,
        "pinned": True,
        "share_id": None,
        "meta": {"tags": ["pets", "zoo"]},
        "folder_id": "folder-9",
    }


def flat() -> dict[str, Any]:
    """A chat of the first versions: a list without a tree."""
    return {
        "id": "old",
        "title": "Old",
        "created_at": 1700000000,
        "updated_at": 1700000100,
        "chat": {
            "title": "Old",
            "models": ["llama2"],
            "messages": [
                {"role": "user", "content": "Hi"},
                {"role": "assistant", "content": "Hello."},
            ],
        },
    }


def everything() -> list[dict[str, Any]]:
    return [outer(), flat()]
