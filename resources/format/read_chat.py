"""Prints a chat of Scout Desktop, also a damaged one. Needs nothing but Python 3.8 or later.

python3 read_chat.py chats/20261123-011852-334455667788.json [journal/....jsonl ...] [--all]
"""

import hashlib
import json
import re
import sys
from pathlib import Path

nodes, meta = {}, {}
RANKS = ("streaming", "interrupted", "failed", "stopped", "complete")
FRAME = re.compile(rb'\{"h":"([0-9a-f]{8})","o":(\{.*\})\}$')


def parts(node: dict) -> list:
    """Return what a message is made of: words and pictures."""
    return [part for part in node.get("parts") or [] if isinstance(part, dict)]


def rank(node: dict) -> tuple:
    """Of two copies of a message the greater counts."""
    state, texts = node.get("state", "complete"), [str(p.get("text", "")) for p in parts(node)]
    return node.get("rev", 0), RANKS.index(state) if state in RANKS else -1, len("".join(texts))


def take(found: dict) -> None:
    """Take a whole chat, or one record."""
    for name, new in found.get("meta", {}).items():
        meta[name] = max(meta.get(name, new), new, key=lambda each: (each["at"], each["by"]))
    for node in found.get("nodes") or [found[key] for key in ("node",) if key in found]:
        old = nodes.setdefault(node["id"], node)
        if "deleted" in node or ("deleted" not in old and rank(node) > rank(old)):
            nodes[node["id"]] = node
    if {"id", "at", "text"} <= found.keys():  # more text of a reply that was on its way
        part, state = nodes[found["id"]]["parts"][0], nodes[found["id"]].get("state")
        if state == "streaming" and len(part["text"]) == found["at"]:
            part["text"] += found["text"]


def take_line(line: bytes) -> None:
    """Take a line of a journal, where a hash must match, or of a damaged chat."""
    frame = FRAME.match(line)
    if frame is None:
        whole = line[:1] == b"{"
        take({"nodes": [json.loads(line)]} if whole else {"meta": json.loads(b"{%s}" % line)})
    elif hashlib.sha256(frame[2]).hexdigest().startswith(frame[1].decode()):
        take(json.loads(frame[2]))


for path in (word for word in sys.argv[1:] if word != "--all"):
    data = Path(path).read_bytes()
    try:
        take(json.loads(data.decode("utf-8-sig")))
    except ValueError:
        for line in data.splitlines():
            try:
                take_line(line.strip().rstrip(b","))
            except (ValueError, LookupError, AttributeError, TypeError):
                continue  # this record is lost; the others are not

shown, at = [], meta.get("head", {}).get("value")
at = at if at in nodes else max(nodes, default=None)
while at in nodes and nodes[at] not in shown:
    shown.insert(0, nodes[at])
    at = nodes[at].get("parent")
for node in [nodes[id] for id in sorted(nodes)] if "--all" in sys.argv else shown:
    if "deleted" not in node:
        said = [p.get("text") or f"[{p.get('type')} {p.get('sha256')}]" for p in parts(node)]
        lines = [f"--- {node.get('role')} {node.get('created')}", *said, "", ""]
        sys.stdout.buffer.write("\n".join(lines).encode("utf-8", "replace"))
