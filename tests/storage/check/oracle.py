"""Lists what can still be read of a damaged folder, knowing format.md and nothing of ours."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

_LINE = re.compile(rb'\s*\{\s*"h"\s*:\s*"([0-9a-f]{8})"\s*,\s*"o"\s*:\s*(\{.*\})\s*\}\s*\Z', re.S)
_RANK = {"streaming": 0, "interrupted": 1, "failed": 2, "stopped": 3, "complete": 4}


def readable(data: Path) -> list[str]:
    """Return the texts of all messages that read somewhere and are not deleted."""
    copies: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(data.glob("chats/*.json")):
        for node in nodes_in(path.read_bytes()):
            copies.setdefault(node["id"], []).append(node)
    for path in sorted(data.glob("journal/*.jsonl*")):
        for node in journalled(path.read_bytes()):
            copies.setdefault(node["id"], []).append(node)
    found = []
    for every in copies.values():
        if any("deleted" in node for node in every):
            continue
        best = max(every, key=_standing)
        if text := words(best).strip():
            found.append(text)
    return found


def _standing(node: dict[str, Any]) -> tuple[int, int, int, bytes]:
    rev, state = node.get("rev", 0), node.get("state")
    rev = rev if isinstance(rev, int) and not isinstance(rev, bool) else 0
    # A copy with holes must lose to every whole one.
    holes = "\ufffd" in json.dumps(node, ensure_ascii=False)
    rank = 4 if state is None or state == "" else _RANK.get(str(state), -1)
    written = json.dumps(node, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return rev - holes, rank, len(words(node)), written.encode("utf-8", "replace")


def words(node: dict[str, Any]) -> str:
    """Return what a node says."""
    parts = node.get("parts")
    texts = [
        part["text"]
        for part in (parts if isinstance(parts, list) else ())
        if isinstance(part, dict)
        if part.get("type") == "text" and isinstance(part.get("text"), str)
    ]
    return "\n\n".join(texts)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("twice")
    return dict(pairs)


def nodes_in(data: bytes) -> list[dict[str, Any]]:
    """Return every object in a text that is a message by its looks, wherever it stands."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    scan = json.JSONDecoder(object_pairs_hook=_once).raw_decode
    found, at = [], text.find("{")
    while at >= 0:
        try:
            value, end = scan(text, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            if isinstance(value.get("nodes"), list):
                found += [node for node in value["nodes"] if _is_message(node)]
            elif _is_message(value):
                found.append(value)
            elif not {"role", "parts", "id"} & value.keys():
                end = at + 1  # perhaps one of its members is
        at = text.find("{", end)
    return [node for node in found if not _has_other_holes(node)]


def _is_message(node: Any) -> bool:
    return (
        isinstance(node, dict)
        and isinstance(node.get("id"), str)
        and bool(node["id"])
        and ("role" in node or "deleted" in node)
    )


def _has_other_holes(node: dict[str, Any]) -> bool:
    said = json.dumps({**node, "parts": None}, ensure_ascii=False)
    parts = node.get("parts")
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, dict):
            said += json.dumps({**part, "text": ""}, ensure_ascii=False)
    return "\ufffd" in said


def journalled(data: bytes) -> list[dict[str, Any]]:
    """Return the messages of a journal, grown as far as its lines prove themselves."""
    found: dict[str, dict[str, Any]] = {}
    for line in data.split(b"\n"):
        match = _LINE.match(line)
        if match is None or hashlib.sha256(match[2]).hexdigest()[:8].encode() != match[1]:
            continue
        record = json.loads(match[2])
        if "node" in record:
            node, old = record["node"], found.get(record["node"]["id"])
            gone = old is not None and "deleted" in old
            if old is None or "deleted" in node or (not gone and _standing(node) >= _standing(old)):
                found[node["id"]] = node
        elif {"id", "at", "text"} <= record.keys():
            node = found.get(record["id"])
            if node is not None and node.get("state") == "streaming":
                text = node["parts"][0]["text"]
                if len(text) == record["at"]:
                    part = {**node["parts"][0], "text": text + record["text"]}
                    found[node["id"]] = {**node, "parts": [part, *node["parts"][1:]]}
    return list(found.values())
