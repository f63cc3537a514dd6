"""`list`, `show` and `cost` read what lies on the disk; no key, no network."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from tests.journeys import contract

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Scout

CHAT = "01a205fc-04d8-7abc-8def-334455667788"
AT = "2026-11-23T01:18:52.120Z"
MODEL = "meta-llama/llama-4-scout"


def node(place: int, parent: int | None, role: str, text: str, **more: Any) -> dict[str, Any]:
    id = f"01a205fc-04d8-7abc-8def-{place:012d}"
    above = None if parent is None else f"01a205fc-04d8-7abc-8def-{parent:012d}"
    parts = [{"text": text, "type": "text"}]
    made = {"created": AT, "id": id, "parent": above, "parts": parts, "role": role, **more}
    if role == "assistant":
        made |= {
            "cost": {"source": "usage", "usd": "0.00015416"}, "finish_reason": "stop", "rev": 1,
            "state": "complete", "x-foreign": {"kept": [1, 2]},
        }  # fmt: skip
    return made


NODES = [
    node(1, None, "user", "What is this?"),
    node(2, 1, "assistant", "A receipt."),
    node(3, 1, "assistant", "A *long* receipt."),
    node(4, None, "user", "What is that?"),
    node(5, 4, "assistant", "A cat."),
]


def put_chat(data: Path) -> bytes:
    """Write a chat with three branches as another program would."""
    meta = {
        "head": {"at": AT, "by": "d1f0-0", "value": NODES[2]["id"]},
        "model": {"at": AT, "by": "d1f0-0", "value": MODEL},
        "title": {"at": AT, "by": "d1f0-0", "value": "Receipts"},
    }
    head = f'{{"format":"scout-desktop/chat","version":1,"min_reader":1,"id":"{CHAT}",'
    registers = ",\n".join(f"{contract.dump(n)}:{contract.dump(meta[n])}" for n in meta)
    rows = ",\n".join(map(contract.dump, NODES))
    text = f'{head}\n"meta":{{\n{registers}\n}},\n"nodes":[\n{rows}\n]}}\n'
    (data / "chats").mkdir(parents=True)
    (data / "chats" / "20261123-011852-334455667788.json").write_text(text)
    return text.encode()


def test_a_chat_of_another_program_is_listed_and_shown_by_branch(scout: Scout) -> None:
    written = put_chat(scout.data)
    scout.url = ""
    rows, plain, branch, every, document = scout.at_once(
        ("list", "--json"), ("list",), ("show", CHAT[:8]), ("show", "--all", CHAT),
        ("show", CHAT, "--json"),
    )  # fmt: skip
    assert {d.status for d in (rows, plain, branch, every, document)} == {0}
    (row,) = json.loads(rows.out)
    assert row["id"] == CHAT
    assert row["title"] == "Receipts"
    # Its replies cost something that no ledger here knows of: that is not nothing.
    assert row["usd"] is None
    assert CHAT in plain.out
    assert "Receipts" in plain.out
    assert " unknown " in plain.out

    assert "A *long* receipt." in branch.out
    assert "A receipt." not in branch.out
    assert "A cat." not in branch.out
    assert all(text in every.out for text in ("A *long* receipt.", "A receipt.", "A cat."))
    assert document.out.encode() == written
    # Reading changed nothing.
    (file,) = (scout.data / "chats").iterdir()
    assert file.read_bytes() == written


def test_an_unknown_or_ambiguous_id_and_a_damaged_folder_exit_with_three(scout: Scout) -> None:
    put_chat(scout.data)
    twin = "01a205fc-04d8-7abc-8def-334455667799"
    (file,) = (scout.data / "chats").iterdir()
    other = file.read_text().replace(CHAT, twin)
    (scout.data / "chats" / "20261123-011852-334455667799.json").write_text(other)
    blocked = scout.data.parent / "a file"
    blocked.write_text("in the way")
    unknown, ambiguous, asked, nowhere = scout.at_once(
        ("show", "ffff"), ("show", CHAT[:10]), ("ask", "--chat", "ffff", "Hello?"),
        ("--data-dir", str(blocked), "list"),
    )  # fmt: skip
    assert [d.status for d in (unknown, ambiguous, asked, nowhere)] == [3, 3, 3, 3]
    for done in (unknown, ambiguous, asked, nowhere):
        assert done.out == ""
        assert done.err.startswith("scout-desktop: ")
    assert "ffff" in unknown.err
    assert CHAT[:10] in ambiguous.err
    assert blocked.read_text() == "in the way"


def test_a_chat_from_a_newer_program_is_read_and_never_written(scout: Scout) -> None:
    put_chat(scout.data)
    (file,) = (scout.data / "chats").iterdir()
    newer = file.read_text().replace('"min_reader":1', '"min_reader":9')
    file.write_text(newer)
    show, ask = scout.at_once(("show", CHAT), ("ask", "--chat", CHAT, "Hello?"))
    assert show.status == 0
    assert "A *long* receipt." in show.out
    assert ask.status == 3
    assert "newer" in ask.err
    assert file.read_text() == newer
    assert not [*(scout.data / "journal").glob("*.jsonl")]


def test_an_empty_folder_says_so(scout: Scout) -> None:
    listed, rows, cost = scout.at_once(("list",), ("list", "--json"), ("cost",))
    assert listed.out == "There are no chats yet.\n"
    assert json.loads(rows.out) == []
    assert cost.out.splitlines()[-1].split() == ["All", "time", "0", "USD,", "0", "requests"]


def test_pictures_that_are_gone_or_damaged_are_shown_as_that(scout: Scout) -> None:
    put_chat(scout.data)
    (file,) = (scout.data / "chats").iterdir()
    media = scout.data / "media"
    parts, gone = [], {"good": "a", "wrong": "b", "gone": "c"}
    for name, letter in gone.items():
        sha256 = hashlib.sha256(letter.encode()).hexdigest()
        parts.append({
            "bytes": 1, "height": 30, "mime": "image/png", "name": f"{name}.png", "sha256": sha256,
            "type": "image", "width": 40,
        })  # fmt: skip
        if name != "gone":
            (media / sha256[:2]).mkdir(parents=True, exist_ok=True)
            written = letter if name == "good" else "something else"
            (media / sha256[:2] / f"{sha256}.png").write_text(written)
    chat = json.loads(file.read_text())
    chat["nodes"][0]["parts"] += parts
    file.write_text(json.dumps(chat))
    done = scout("show", CHAT)
    assert done.status == 0
    assert "[picture good.png, 40 × 30]" in done.out
    assert "[picture wrong.png, 40 × 30: This picture's file is damaged" in done.out
    assert "[picture gone.png, 40 × 30: This picture is not in the data folder.]" in done.out
    assert "2 pictures are missing or damaged." in done.err
