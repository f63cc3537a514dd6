"""A chat's file, its registers and its tree, by the letter of format.md."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from letter import ID, STATES, TIME, WRITER, check_money, parse, rule, written

REGISTER = re.compile(
    r"(head|title|model|system|parameter\.[a-z_]+|pinned|archived|tags|connection|routing|pictures"
    r"|deleted|purged)\Z"
)
EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}
ASKED_USER = {"created", "id", "parent", "parts", "role"}
IMAGE = {"bytes", "fit", "height", "mime", "name", "sha256", "type", "width"}
ORIGINAL = {"bytes", "height", "mime", "sha256", "width"}
REQUEST = {"host", "model", "parameters", "provider", "system"}


def moment(id: str) -> datetime:
    return datetime.fromtimestamp(int(id[:8] + id[9:13], 16) // 1000, UTC)


def read_chat(path: Path) -> dict[str, Any]:
    data, name = path.read_bytes(), path.name
    rule(data.endswith(b"]}\n"), f"{name}: no newline at the end")
    chat = parse(data, name)
    lines = data.decode().split("\n")[:-1]
    head = ["format", "version", "min_reader", "id"]
    rule(list(chat)[:4] == head and list(chat)[-2:] == ["meta", "nodes"], f"{name}: order of keys")
    rule(lines[0] == "{" + ",".join(f"{written(key)}:{written(chat[key])}" for key in chat
         if key not in {"meta", "nodes"}) + ",", f"{name}: first line")  # fmt: skip
    meta = [f"{written(key)}:{written(chat['meta'][key])}" for key in sorted(chat["meta"])]
    nodes = [written(node) for node in sorted(chat["nodes"], key=lambda node: node["id"])]
    expected = [lines[0], '"meta":{', *_listed(meta), "},", '"nodes":[', *_listed(nodes), "]}"]
    rule(lines == expected, f"{name}: not one record a line, in order, as json.dumps writes them")
    rule((chat["format"], chat["version"], chat["min_reader"]) == ("scout-desktop/chat", 1, 1),
         f"{name}: format")  # fmt: skip
    rule(ID.match(chat["id"]), f"{name}: id {chat['id']}")
    rule(name == f"{moment(chat['id']):%Y%m%d-%H%M%S}-{chat['id'][-12:]}.json", f"{name}: its name")
    for key, register in chat["meta"].items():
        check_register(key, register)
    for node in chat["nodes"]:
        rule(node.get("state") != "streaming", f"{name}: a fold wrote a streaming reply")
    return {"id": chat["id"], "meta": chat["meta"], "nodes": {n["id"]: n for n in chat["nodes"]}}


def _listed(records: list[str]) -> list[str]:
    return [record + "," for record in records[:-1]] + records[-1:]


def check_register(name: str, register: dict[str, Any]) -> None:
    rule(REGISTER.match(name), f"register {name}: not a reserved name")
    rule(set(register) == {"at", "by", "value"}, f"register {name}: {sorted(register)}")
    rule(TIME.match(register["at"]) and WRITER.match(register["by"]), f"register {name}: when, who")


def check_tree(chat: dict[str, Any]) -> None:
    nodes = chat["nodes"]
    for node in nodes.values():
        rule(node["parent"] is None or node["parent"] in nodes, f"{node['id']}: no such parent")
        rule(node["parent"] is None or node["parent"] < node["id"], f"{node['id']}: before parent")
    head = chat["meta"].get("head", {}).get("value")
    living = {node["parent"] for node in nodes.values() if "deleted" not in node}
    if head in nodes and "deleted" not in nodes[head]:
        rule(head not in living, "head is not a leaf")
    else:
        rule(head is None or head in nodes, "head names nothing")


def check_node(node: dict[str, Any], data: Path) -> None:
    id = node["id"]
    rule(ID.match(id), f"{id}: not a UUIDv7")
    if "deleted" in node:
        rule(set(node) == {"deleted", "id", "parent"}, f"{id}: content in a tombstone")
        rule(set(node["deleted"]) == {"at", "by"}, f"{id}: tombstone")
        return
    rule(TIME.match(node["created"]), f"{id}: created {node['created']}")
    rule(node["role"] in {"user", "assistant"}, f"{id}: role")
    for part in node["parts"]:
        check_part(id, part, data)
    if node["role"] == "user":
        rule(set(node) == ASKED_USER, f"{id}: keys of a question {sorted(set(node) - ASKED_USER)}")
    else:
        check_reply(node)


def check_part(id: str, part: dict[str, Any], data: Path) -> None:
    if part["type"] == "text":
        rule(set(part) == {"text", "type"}, f"{id}: keys of a text")
        return
    rule(set(part) - {"original"} == IMAGE, f"{id}: keys of a picture {sorted(part)}")
    originals = [part["original"]] if "original" in part else []
    rule(all(set(original) == ORIGINAL for original in originals), f"{id}: keys of an original")
    for kept in (part, *originals):
        sha256, name = kept["sha256"], f"{kept['sha256']}.{EXTENSIONS[kept['mime']]}"
        file = data / "media" / sha256[:2] / name
        rule(file.is_file(), f"{id}: no file for picture {name}")
        if file.is_file():
            content = file.read_bytes()
            rule(len(content) == kept["bytes"], f"{id}: {name} has another length")
            rule(pixels(content) == (kept["width"], kept["height"]), f"{id}: {name} other pixels")


def pixels(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG, by the letter of their formats."""
    if content.startswith(b"\x89PNG"):
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    at = 2
    while at < len(content) - 9:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = content[at + 5 : at + 7], content[at + 7 : at + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        at += 2 + length
    return None


def check_reply(node: dict[str, Any]) -> None:
    id = node["id"]
    rule(node["state"] in STATES, f"{id}: state {node['state']}")
    rule(set(node["request"]) >= REQUEST, f"{id}: request {sorted(node['request'])}")
    if node["state"] == "streaming":
        return
    cost = node.get("cost")
    if cost is not None:
        check_money(id, cost["source"], cost["usd"])
    if node["state"] == "failed":
        rule({"kind", "message"} <= set(node.get("error", ())), f"{id}: failed without a reason")
    if node["state"] == "complete":
        rule(node["finish_reason"], f"{id}: complete without a finish reason")
        rule("error" not in node, f"{id}: complete with an error")
    if node["state"] in {"complete", "stopped", "failed"}:
        rule(set(node["reply"]) == {"generation_id", "model", "provider"}, f"{id}: reply")
        rule(set(node["timing"]) == {"first_token_ms", "total_ms"}, f"{id}: timing")
        rule(isinstance(node["rev"], int) and node["rev"] >= 1, f"{id}: rev")
    usage = node.get("usage", {})
    rule(all(isinstance(count, int) for count in usage.values()), f"{id}: usage {usage}")
