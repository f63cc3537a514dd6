"""A program that nobody here wrote: reads a data folder by the letter of format.md.

    python -I tests/storage/outsider DATA_FOLDER [--busy]
Standard library only; nothing of the product is imported. Prints a JSON object: `wrong` lists every
rule that the folder breaks, `chats` says what each chat holds, `usd` the bill. `--busy` is for a
folder that a program is using at this moment.
"""

from __future__ import annotations

import hashlib
import json
import stat
import sys
from pathlib import Path

from bill import check_bill, read_bill
from chats import check_node, check_tree, read_chat
from journals import read_journal, union
from letter import rule, wrong

TOP = {"README.txt", "chats", "journal", "media", "ledger", "library.json", "trash", "backups",
       "quarantine"}  # fmt: skip


def look_around(data: Path, *, busy: bool) -> None:
    for path in (data, *data.rglob("*")):
        mode = stat.S_IMODE(path.lstat().st_mode)
        rule(mode == (0o700 if path.is_dir() else 0o600), f"{path.name}: mode {mode:o}")
        rule(busy or not path.name.endswith(".tmp"), f"{path.name}: left behind")
    names = {path.name for path in data.iterdir()}
    rule(names <= TOP, f"not in the contract: {names - TOP}")
    rule("README.txt" in names, "no README.txt")
    for path in data.glob("media/*/*"):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        rule(path.stem == digest, f"{path.name}: its bytes have another hash")
        rule(path.parent.name == digest[:2], f"{path.name}: in the wrong folder")


def main(data: Path, *, busy: bool) -> None:
    look_around(data, busy=busy)
    # Journals first: content moves from them into the chats.
    copies = [read_journal(path) for path in sorted(data.glob("journal/*"))]
    copies += [read_chat(path) for path in sorted(data.glob("chats/*.json"))]
    for node in (node for copy in copies for node in copy["nodes"].values()):
        check_node(node, data)
    chats = union(copies)
    for chat in chats.values():
        check_tree(chat)
    usd, unknown, by_node = read_bill(data)
    if not busy:
        check_bill(chats, by_node)
    print(json.dumps({"wrong": wrong, "chats": chats, "usd": str(usd), "unknown": unknown}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), busy="--busy" in sys.argv)
