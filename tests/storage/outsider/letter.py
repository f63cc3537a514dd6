"""The letter of format.md: what ids, times and money look like, and how a record is written."""

from __future__ import annotations

import json
import re
from typing import Any

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")
WRITER = re.compile(r"d[0-9a-f]+-\d+\Z")
MONEY = re.compile(r"\d+(\.\d+)?\Z")
STATES = ("streaming", "interrupted", "failed", "stopped", "complete")
SOURCES = ("unknown", "estimate", "usage", "generation", "reported")

wrong: list[str] = []


def rule(holds: object, words: str) -> None:
    if not holds:
        wrong.append(words)


def parse(data: bytes, where: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        rule(len(dict(pairs)) == len(pairs), f"{where}: a key twice")
        return dict(pairs)

    def never(name: str) -> None:
        rule(False, f"{where}: {name}")

    return json.loads(data.decode("utf-8"), object_pairs_hook=once, parse_constant=never)


def written(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def check_money(what: str, source: str, usd: str | None) -> None:
    rule(source in SOURCES, f"{what}: source {source}")
    # What was copied from a chat whose cost nobody knows is reported as not known.
    nothing = {"unknown"} if usd is not None else {"usage", "generation", "estimate"}
    rule(source not in nothing, f"{what}: {source} is {usd}")
    rule(usd is None or MONEY.match(usd), f"{what}: money {usd!r}")
