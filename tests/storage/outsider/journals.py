"""Journals and other files of frames, and the union of all that is said of a chat."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from chats import check_register
from letter import STATES, WRITER, parse, rule, written


def frames(path: Path, header: dict[str, Any]) -> list[dict[str, Any]]:
    """Every record of a file of frames; its first line must say `header`."""
    name, lines = path.name, path.read_bytes().split(b"\n")
    rule(not lines.pop(), f"{name}: a last line without an end")
    expected = json.dumps({**header}, separators=(",", ":")).encode()
    rule(lines[0] == expected, f"{name}: first line {lines[0]!r}")
    records = []
    for line in lines[1:]:
        outer = parse(line, name)
        inner = line[line.index(b'"o":') + 4 : -1]
        rule(list(outer) == ["h", "o"], f"{name}: keys of a frame")
        rule(outer["h"] == hashlib.sha256(inner).hexdigest()[:8], f"{name}: hash of {line[:60]!r}")
        rule(inner.decode() == written(outer["o"]), f"{name}: not as json.dumps writes it")
        records.append(outer["o"])
    return records


def read_journal(path: Path) -> dict[str, Any]:
    id, writer = path.name.removesuffix(".prev").removesuffix(".jsonl").split(".")
    rule(WRITER.match(writer), f"{path.name}: writer")
    found: dict[str, Any] = {"id": id, "meta": {}, "nodes": {}}
    header = {"format": "scout-desktop/journal", "version": 1, "min_reader": 1, "chat": id,
              "writer": writer}  # fmt: skip
    for record in frames(path, header):
        if set(record) == {"node"}:
            node = record["node"]
            found["nodes"][node["id"]] = stronger(found["nodes"].get(node["id"]), node)
        elif set(record) == {"meta"}:
            for name, register in record["meta"].items():
                check_register(name, register)
                found["meta"][name] = later(found["meta"].get(name), register)
        elif set(record) == {"at", "id", "text"}:
            grow(path.name, found["nodes"], record)
        else:
            rule(False, f"{path.name}: an unknown record {sorted(record)}")
    return found


def grow(name: str, nodes: dict[str, Any], record: dict[str, Any]) -> None:
    node = nodes.get(record["id"])
    rule(node is not None and node["state"] == "streaming", f"{name}: growth of what is no reply")
    if node is None or node["state"] != "streaming":
        return
    text = node["parts"][0]["text"]
    rule(record["at"] == len(text), f"{name}: growth at {record['at']}, not at {len(text)}")
    if record["at"] == len(text):
        node["parts"][0]["text"] = text + record["text"]


def stronger(one: dict[str, Any] | None, other: dict[str, Any]) -> dict[str, Any]:
    if one is None:
        return other
    return max(one, other, key=_strength)


def _strength(node: dict[str, Any]) -> tuple[Any, ...]:
    if "deleted" in node:
        return 1, node["deleted"]["at"], node["deleted"]["by"], written(node).encode()
    text = "\n\n".join(part["text"] for part in node["parts"] if part["type"] == "text")
    rank = STATES.index(node.get("state", "complete"))
    return 0, node.get("rev", 0), rank, len(text), written(node).encode()


def later(one: dict[str, Any] | None, other: dict[str, Any]) -> dict[str, Any]:
    if one is None:
        return other
    return max(one, other, key=lambda r: (r["at"], r["by"], written(r["value"]).encode()))


def union(copies: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    chats: dict[str, dict[str, Any]] = {}
    for copy in copies:
        chat = chats.setdefault(copy["id"], {"id": copy["id"], "meta": {}, "nodes": {}})
        for name, register in copy["meta"].items():
            chat["meta"][name] = later(chat["meta"].get(name), register)
        for id, node in copy["nodes"].items():
            chat["nodes"][id] = stronger(chat["nodes"].get(id), node)
    return chats
