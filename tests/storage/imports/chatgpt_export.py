"""Exports of ChatGPT as tests need them, written from the shapes and from nobody's chats."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

START = 1_700_000_000.25


def png(width: int = 3, height: int = 2, shade: int = 120) -> bytes:
    """A small picture whose bytes depend on its size and shade."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    rows = (b"\0" + bytes([shade]) * width * 3) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def message(id: str, role: str, content: Any, at: float | None = None, **more: Any) -> Any:
    """A message of a node; a text stands for plain text content."""
    if isinstance(content, str):
        content = {"content_type": "text", "parts": [content]}
    metadata = more.pop("metadata", {})
    found = {
        "id": id,
        "author": {"role": role, "name": more.pop("name", None), "metadata": {}},
        "create_time": at,
        "update_time": None,
        "content": content,
        "status": "finished_successfully",
        "end_turn": role == "assistant",
        "weight": 1.0,
        "metadata": metadata,
        "recipient": "all",
        "channel": None,
    }
    return found | more


def picture(pointer: str, width: int = 3, height: int = 2, size: int = 75, **more: Any) -> Any:
    """A picture in a message."""
    return {
        "content_type": "image_asset_pointer",
        "asset_pointer": pointer,
        "size_bytes": size,
        "width": width,
        "height": height,
        "fovea": None,
        "metadata": more or None,
    }


def mapping(*nodes: tuple[str, str | None, Any]) -> dict[str, Any]:
    """The tree of a chat from (id, parent, message or None)."""
    found = {
        id: {"id": id, "message": said, "parent": parent, "children": []}
        for id, parent, said in nodes
    }
    for id, parent, _ in nodes:
        if parent in found:
            found[parent]["children"].append(id)
    return found


def chat(id: str, title: str, tree: Mapping[str, Any], head: str | None, **more: Any) -> Any:
    """A conversation."""
    return {
        "title": title,
        "create_time": START,
        "update_time": START + 600,
        "mapping": dict(tree),
        "moderation_results": [],
        "current_node": head,
        "plugin_ids": None,
        "conversation_id": id,
        "id": id,
        "gizmo_id": None,
        "is_archived": False,
        "is_starred": None,
        "safe_urls": [],
        "blocked_urls": [],
        "default_model_slug": "gpt-4o",
        "voice": None,
        "memory_scope": "global_enabled",
    } | more


def receipts() -> Any:
    """A chat with two branches, pictures of both pointers, thoughts, code and a hidden prompt."""
    seen = {
        "content_type": "multimodal_text",
        "parts": [
            picture("file-service://file-Ab3dEf"),
            picture("sediment://file_00000000aa11", 30, 20, 6_800),
            "What did I pay?",
        ],
    }
    attached = [{"id": "file-Ab3dEf", "name": "IMG_2041.png", "size": 75, "mime_type": "image/png"}]
    tree = mapping(
        ("client-created-root", None, None),
        ("sys", "client-created-root", message(
            "sys", "system", "", metadata={"is_visually_hidden_from_conversation": True})),
        ("who", "sys", message("who", "user", {
            "content_type": "user_editable_context", "user_profile": "I am a payer.",
            "user_instructions": "Be short."})),
        ("q1", "who", message("q1", "user", seen, START + 1, metadata={"attachments": attached})),
        ("t1", "q1", message("t1", "assistant", {
            "content_type": "thoughts",
            "thoughts": [{"summary": "Reading", "content": "The sum is at the foot."}]},
            START + 2)),
        ("t2", "t1", message("t2", "assistant", {
            "content_type": "reasoning_recap", "content": "Thought for 3 seconds"}, START + 3)),
        ("a1", "t2", message("a1", "assistant", "You paid 12.40.", START + 4, metadata={
            "model_slug": "o3", "finish_details": {"type": "stop"}})),
        ("a2", "t2", message("a2", "assistant", "About twelve.", START + 5, metadata={
            "finish_details": {"type": "interrupted"}})),
        ("q2", "a1", message("q2", "user", "Add ten percent.", START + 6)),
        ("c1", "q2", message("c1", "assistant", {
            "content_type": "code", "language": "python", "text": "print(12.4 * 1.1)"},
            START + 7, recipient="python")),
        ("c2", "c1", message("c2", "tool", {
            "content_type": "execution_output", "text": "13.64\n"}, START + 8, name="python")),
        ("a3", "c2", message("a3", "assistant", "13.64", None)),
    )  # fmt: skip
    return chat("c-receipts", "Receipts", tree, "a3", is_starred=True)


def write_zip(path: Path, chats: Iterable[Any], files: Mapping[str, bytes] | None = None) -> Path:
    """Write an export as it is downloaded."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("user.json", json.dumps({"id": "user-1", "email": "a@example.org"}))
        archive.writestr("message_feedback.json", "[]")
        archive.writestr("chat.html", "<html></html>")
        archive.writestr("conversations.json", json.dumps(list(chats)))
        for name, data in (files or {"file-Ab3dEf-IMG_2041.png": png()}).items():
            archive.writestr(name, data)
    return path
