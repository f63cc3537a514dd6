"""`check` says in people's words how the folder is; `--repair` mends it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from tests.cli.test_reading import CHAT, NODES
from tests.storage.story import everything_under

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Scout


def a_chat(data: Path) -> Path:
    """Write a chat as format.md says."""
    chats = data / "chats"
    chats.mkdir(parents=True)
    for folder in (data, chats):
        folder.chmod(0o700)
    path = chats / "20261123-011852-334455667788.json"

    def write(value: object) -> str:
        return json.dumps(value, sort_keys=True, separators=(",", ":"))

    lines = ",\n".join(write(node) for node in NODES)
    path.write_text(
        f'{{"format":"scout-desktop/chat","version":1,"min_reader":1,"id":"{CHAT}",\n'
        f'"meta":{{\n}},\n"nodes":[\n{lines}\n]}}\n'
    )
    path.chmod(0o600)
    return path


def test_a_folder_in_order_exits_with_nothing(scout: Scout) -> None:
    a_chat(scout.data)
    done = scout("check")
    assert (done.status, done.err) == (0, "")
    assert "Everything is in order: 1 chat, 0 pictures, " in done.out
    told = json.loads(scout("check", "--json").out)
    assert told["in_order"] is True
    assert told["messages"] == 5


def test_a_look_writes_nothing_at_all(scout: Scout) -> None:
    path = a_chat(scout.data)
    path.write_bytes(path.read_bytes()[:-40])
    before = everything_under(scout.data.parent)
    done = scout("check")
    assert done.status == 3
    assert everything_under(scout.data.parent) == before
    assert list(scout.data.parent.iterdir()) == [scout.data]


def test_damage_is_told_mended_and_shown(scout: Scout) -> None:
    path = a_chat(scout.data)
    shutil.copy(path, path.with_name("chat (1).json"))
    damaged = path.read_bytes().replace(b'"A receipt."', b'"A rec"ipt."')
    path.write_bytes(damaged)
    done = scout("check")
    assert done.status == 3
    assert "is damaged: 1 record is lost" in done.out
    assert "check --repair" in done.out
    mended = scout("check", "--repair")
    assert mended.status == 0, mended.out + mended.err
    assert "1 chat mended." in mended.out
    assert "kept as found" in mended.out
    assert damaged in {each.read_bytes() for each in (scout.data / "quarantine").iterdir()}
    shown = scout("show", CHAT, "--all")
    assert shown.status == 0
    for node in NODES:
        assert node["parts"][0]["text"] in shown.out
    assert scout("check").status == 0
    assert json.loads(scout("check", "--repair", "--json").out)["in_order"] is True


def test_what_cannot_be_mended_is_said(scout: Scout) -> None:
    path = a_chat(scout.data)
    part = {"type": "image", "sha256": "a" * 64, "mime": "image/png", "width": 1, "height": 1}
    path.write_bytes(path.read_bytes().replace(b'"parts":[', b'"parts":[%s,' % json.dumps(
        part, separators=(",", ":"), sort_keys=True).encode(), 1))  # fmt: skip
    done = scout("check", "--repair")
    assert done.status == 3
    assert "names a picture that is not in the folder" in done.out


def test_no_folder_is_no_success(scout: Scout) -> None:
    done = scout("check")
    assert done.status == 3
    assert "There is no folder" in done.err
    assert not scout.data.exists()
