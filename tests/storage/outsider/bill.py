"""The ledger by the letter of format.md, and whether chats and ledger tell the same."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from journals import frames
from letter import ID, SOURCES, STATES, TIME, check_money, rule

LEDGER = {
    "at", "chat", "completion_tokens", "generation_id", "host", "id", "model", "node",
    "prompt_tokens", "provider", "purpose", "source", "state", "usd",
}  # fmt: skip


def read_bill(data: Path) -> tuple[Decimal, int, dict[str, dict[str, Any]]]:
    attempts: dict[str, dict[str, Any]] = {}
    for path in sorted(data.glob("ledger/*")):
        writer, month = path.name.removesuffix(".jsonl")[:-8], path.name[-13:-6]
        header = {"format": "scout-desktop/ledger", "version": 1, "min_reader": 1, "writer": writer}
        for line in frames(path, header):
            id = line["id"]
            rule(set(line) - {"is_byok", "upstream_usd"} == LEDGER, f"ledger: keys {sorted(line)}")
            rule(ID.match(id) and ID.match(line["chat"]) and ID.match(line["node"]), f"{id}: ids")
            rule(TIME.match(line["at"]) and line["at"][:7] == month, f"{path.name}: {line['at']}")
            rule(line["purpose"] in {"reply", "title", "batch", "practice"}, f"{id}: purpose")
            check_money(id, line["source"], line["usd"])
            if id not in attempts:
                rule((line["state"], line["source"]) == ("asked", "unknown"), f"{id}: first line")
                attempts[id] = line
            else:
                rule(line["state"] in STATES[1:], f"{id}: state {line['state']}")
                attempts[id] = max(attempts[id], line, key=_belief)
    counted = [a for a in attempts.values() if a["purpose"] != "practice"]
    usd = sum((Decimal(a["usd"]) for a in counted if a["usd"] is not None), Decimal(0))
    return usd, sum(a["usd"] is None for a in counted), {a["node"]: a for a in attempts.values()}


def _belief(line: dict[str, Any]) -> tuple[int, str]:
    source = line["source"]
    return SOURCES.index(source) if source in SOURCES else -1, line["at"]


def check_bill(chats: dict[str, Any], by_node: dict[str, dict[str, Any]]) -> None:
    for chat in chats.values():
        for node in chat["nodes"].values():
            cost = node.get("cost")
            line = by_node.get(node["id"])
            if cost is None or cost["source"] == "reported":
                continue
            if line is None:
                rule(cost["usd"] == "0", f"{node['id']}: paid, and not in the ledger")
                continue
            here = (chat["id"], cost["source"], cost["usd"], node["state"])
            # A run that died could not say how its attempt ended; the chat says it later.
            died = line["state"] == "asked" and node["state"] == "interrupted"
            state = node["state"] if died else line["state"]
            there = (line["chat"], line["source"], line["usd"], state)
            rule(here == there, f"{node['id']}: the chat says {here}, the ledger {there}")
