"""format.md read as an outsider would: checks a data folder with nothing of the program's own."""

from __future__ import annotations

import hashlib
import json
import re
import stat
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
STATES = {"complete", "stopped", "interrupted", "failed"}
SOURCES = {"usage", "generation", "estimate", "unknown"}
MIME = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}
PRECEDENCE = ["unknown", "estimate", "usage", "generation"]


def dump(value: object) -> str:
    """JSON as the contract writes it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def chats(data: Path) -> list[dict[str, Any]]:
    """All chats of the folder, oldest first."""
    return [json.loads(path.read_bytes()) for path in sorted((data / "chats").glob("*.json"))]


def nodes(chat: dict[str, Any], role: str) -> list[dict[str, Any]]:
    """The chat's messages of one role, in order."""
    return [node for node in chat["nodes"] if node.get("role") == role]


def attempts(data: Path) -> dict[str, dict[str, Any]]:
    """What the ledger says of each attempt in the end."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((data / "ledger").glob("*.jsonl")):
        for line in _framed(path)[1:]:
            old = found.setdefault(line["id"], line)
            if _weight(line) >= _weight(old):
                found[line["id"]] = line
    return found


def billed(data: Path) -> Decimal:
    """The total of the ledger, as anybody would add it up."""
    known = [a for a in attempts(data).values() if a["purpose"] != "practice" and a["usd"]]
    return sum((Decimal(a["usd"]) for a in known), Decimal(0))


def check_folder(data: Path) -> None:
    """Every file of a folder at rest (all programs ended, nothing left to fold) is as promised."""
    _check_modes(data)
    # With the first thing that is put into it; who only looks leaves a folder as it is.
    assert not any(data.iterdir()) or (data / "README.txt").read_text().strip()
    journals = sorted((data / "journal").glob("*.jsonl"))
    for journal in journals:
        assert len(journal.read_bytes().splitlines()) <= 1, f"{journal} was not folded"
    for path in sorted((data / "chats").glob("*")):
        _check_chat(data, path)
    for path in sorted((data / "media").rglob("*.*")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert path.stem == digest, path
        assert path.parent.name == digest[:2], path
    for path in sorted((data / "ledger").glob("*")):
        for line in _framed(path)[1:]:
            _check_attempt(line)


def _check_modes(data: Path) -> None:
    for path in [data, *data.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), f"{path} has mode {mode:o}"


def _check_chat(data: Path, path: Path) -> None:
    text = path.read_bytes().decode()
    chat = json.loads(text)
    moment = chat["nodes"][0]["created"] if chat["nodes"] else ""
    assert re.fullmatch(rf"\d{{8}}-\d{{6}}-{chat['id'][-12:]}\.json", path.name)
    assert not moment or path.name[:8] == moment[:10].replace("-", "")
    # One record a line, each written in the one way there is.
    head = f'{{"format":"scout-desktop/chat","version":1,"min_reader":1,"id":"{chat["id"]}",'
    meta = ",\n".join(f"{dump(name)}:{dump(chat['meta'][name])}" for name in sorted(chat["meta"]))
    rows = ",\n".join(dump(node) for node in chat["nodes"])
    assert text == f'{head}\n"meta":{{\n{meta}\n}},\n"nodes":[\n{rows}\n]}}\n'
    assert UUID7.fullmatch(chat["id"])
    ids = [node["id"] for node in chat["nodes"]]
    assert ids == sorted(set(ids))
    for register in chat["meta"].values():
        assert TIME.fullmatch(register["at"])
        assert re.fullmatch(r"[0-9a-z]+-\d+", register["by"])
    assert chat["meta"]["head"]["value"] in ids
    for node in chat["nodes"]:
        _check_node(data, node, ids)


def _check_node(data: Path, node: dict[str, Any], ids: list[str]) -> None:
    assert UUID7.fullmatch(node["id"])
    assert TIME.fullmatch(node["created"])
    assert node["parent"] is None or node["parent"] in ids
    for part in node["parts"]:
        if part["type"] == "image":
            name = f"{part['sha256']}.{MIME[part['mime']]}"
            kept = data / "media" / part["sha256"][:2] / name
            assert kept.stat().st_size == part["bytes"]
    if node["role"] == "user":
        assert "state" not in node
        return
    assert node["state"] in STATES
    assert {"host", "model", "parameters", "provider", "system"} <= set(node["request"])
    assert isinstance(node["rev"], int)
    assert node["cost"]["source"] in SOURCES
    _check_money(node["cost"]["usd"], node["cost"]["source"])
    assert {"generation_id", "model", "provider"} <= set(node["reply"])
    assert {"first_token_ms", "total_ms"} <= set(node["timing"])
    if node["state"] == "failed":
        assert {"kind", "message"} <= set(node["error"])


def _check_attempt(line: dict[str, Any]) -> None:
    assert UUID7.fullmatch(line["id"])
    assert TIME.fullmatch(line["at"])
    assert line["state"] in {"asked", *STATES}
    assert line["purpose"] in {"reply", "title", "batch", "practice"}
    assert {"chat", "node", "host", "model", "source", "usd"} <= set(line)
    _check_money(line["usd"], line["source"])


def _check_money(usd: object, source: str) -> None:
    assert (usd is None) == (source == "unknown"), (usd, source)
    if usd is not None:
        assert isinstance(usd, str)
        assert re.fullmatch(r"\d+(\.\d+)?", usd), usd


def _weight(line: dict[str, Any]) -> tuple[int, str, str]:
    return PRECEDENCE.index(line["source"]), line["at"], line.get("by", "")


def _framed(path: Path) -> list[dict[str, Any]]:
    """The lines of a journal or a ledger; the first is the header."""
    first, *rest = path.read_text().splitlines()
    found = [json.loads(first)]
    for line in rest:
        mark, told = re.fullmatch(r'\{"h":"([0-9a-f]{8})","o":(.*)\}', line).groups()  # type: ignore[union-attr]  # a line that does not match fails the test as it should
        assert hashlib.sha256(told.encode()).hexdigest()[:8] == mark, line
        found.append(json.loads(told))
    return found
