"""Our own chats from another folder, a backup or an export come home under their own ids."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from scout_desktop.assembly import Options, build
from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import BadInput
from scout_desktop.chat.message import Node, user_node
from scout_desktop.session.core import Core
from scout_desktop.session.importing.plan import Plan, Result
from scout_desktop.storage import document, journal
from tests.storage.imports.chatgpt_export import png

NODE = "019b7000-0000-7000-8000-00000000000{}"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Core]:
    core = await build(Options(data_dir=tmp_path / "here"))
    yield core
    await core.close()


async def written(folder: Path, words: str = "What is this?", picture: bool = True) -> Conversation:
    """A data folder elsewhere with one chat, closed again."""
    core = await build(Options(data_dir=folder))
    image = await core.pictures.take(png(40, 30), "seen.png") if picture else None
    made = core.chats.new()
    node = user_node(
        NODE.format(1), None, "2026-01-02T03:04:05.000Z", words, [image] if image else []
    )
    chat = await core.chats.add(made.id, [node], {})
    await core.close()
    return chat


async def brought(core: Core, path: Path) -> tuple[Plan, Result]:
    plan = await core.imports.look(path)
    return plan, await core.imports.carry_out(plan, [chat.id for chat in plan.chats])


def answer(chat: Conversation, number: int, text: str) -> Conversation:
    """The chat with one more message at its end."""
    at = f"2026-01-0{number + 2}T00:00:00.000Z"
    return chat.with_nodes([user_node(NODE.format(number), chat.head, at, text)])


async def test_another_data_folder_comes_with_pictures_and_without_its_bill(
    here: Core, tmp_path: Path
) -> None:
    chat = await written(tmp_path / "there")
    ledger = tmp_path / "there" / "ledger" / "d0000-0-2026-01.jsonl"
    ledger.write_bytes(b'{"format":"scout-desktop/ledger","version":1,"min_reader":1}\n')

    plan, result = await brought(here, tmp_path / "there")

    assert result.added == [chat.id]
    assert plan.left_out == {"months of the bill": 1}
    found = await here.chats.open(chat.id)
    assert document.dump(replace(found, notices=())) == document.dump(chat)
    image = found.branch[0].images[0]
    assert (await here.pictures.pixels(image.sha256, 50)).width == 40
    assert image.original is not None
    assert await here.pictures.bytes_of(image.original.sha256) == png(40, 30)
    assert (await here.bill.totals(None)).all_time.attempts == 0


async def test_a_backup_an_export_and_a_single_chat_come_alike(here: Core, tmp_path: Path) -> None:
    chat = await written(tmp_path / "there")
    packed = tmp_path / "20260102-000000.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((tmp_path / "there").rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(tmp_path / "there"))
    (single,) = (tmp_path / "there" / "chats").iterdir()
    there = await build(Options(data_dir=tmp_path / "there"))
    await there.exports.write([chat.id], "json", tmp_path / "handed out", into_folder=True)
    await there.close()

    for number, path in enumerate((packed, tmp_path / "handed out", single)):
        core = await build(Options(data_dir=tmp_path / f"home {number}"))
        _, result = await brought(core, path)
        again = await core.imports.look(path)
        assert (result.added, result.missing) == ([chat.id], 2 if path == single else 0)
        assert again.count("same") == 1
        await core.close()


async def test_a_chat_that_is_here_too_is_merged_with(here: Core, tmp_path: Path) -> None:
    chat = await written(tmp_path / "there")
    await brought(here, tmp_path / "there")
    (path,) = (tmp_path / "there" / "chats").iterdir()
    path.write_bytes(document.dump(answer(chat, 2, "Said there.")))
    await here.chats.add(chat.id, [answer(chat, 3, "Said here.").nodes[NODE.format(3)]], {})

    plan, result = await brought(here, tmp_path / "there")

    assert (plan.chats[0].standing, plan.chats[0].new_messages) == ("more", 1)
    assert result.grown == [chat.id]
    found = document.load((await here.chats.path(chat.id)).read_bytes())
    assert {node.text for node in found.nodes.values()} == {
        "What is this?", "Said there.", "Said here.",
    }  # fmt: skip


async def test_what_is_only_in_a_journal_comes_too(here: Core, tmp_path: Path) -> None:
    chat = await written(tmp_path / "there", picture=False)
    reply = Node({
        "id": NODE.format(2), "parent": NODE.format(1), "role": "assistant", "state": "streaming",
        "created": "2026-01-02T03:05:00.000Z", "parts": [{"type": "text", "text": ""}],
    })  # fmt: skip
    lines = journal.first_line(chat.id, "d0000-0") + journal.lines([reply])
    lines += journal.growth(reply.id, 0, "Half a rep")
    (tmp_path / "there" / "journal" / f"{chat.id}.d0000-0.jsonl").write_bytes(lines)

    await brought(here, tmp_path / "there")

    found = (await here.chats.open(chat.id)).nodes[reply.id]
    assert (found.text, found.state) == ("Half a rep", "interrupted")


async def test_nothing_is_deleted_by_an_import(here: Core, tmp_path: Path) -> None:
    chat = await written(tmp_path / "there", picture=False)
    chat = answer(chat, 2, "And this?")
    (path,) = (tmp_path / "there" / "chats").iterdir()
    path.write_bytes(document.dump(chat))
    await brought(here, tmp_path / "there")

    at = "2026-02-01T00:00:00.000Z"
    emptied = chat.with_nodes([chat.deletion(NODE.format(2), at, "d0000-0")])
    path.write_bytes(document.dump(emptied))
    plan, _ = await brought(here, tmp_path / "there")
    assert plan.count("same") == 1
    path.write_bytes(document.dump(chat.with_registers({"deleted": True}, at, "d0000-0")))
    plan, result = await brought(here, tmp_path / "there")

    assert (plan.chats[0].standing, plan.chats[0].sentence) == (
        "trash", "It lies in the trash there.",
    )  # fmt: skip
    assert result.trash == 1
    assert len((await here.chats.open(chat.id)).branch) == 2
    assert len(await here.chats.rows()) == 1


async def test_a_picture_that_was_lost_here_comes_back(here: Core, tmp_path: Path) -> None:
    chat = await written(tmp_path / "there")
    await brought(here, tmp_path / "there")
    shutil.rmtree(tmp_path / "here" / "media")

    plan, result = await brought(here, tmp_path / "there")

    assert (plan.chats[0].standing, result.pictures) == ("more", 2)
    image = (await here.chats.open(chat.id)).branch[0].images[0]
    assert (await here.pictures.pixels(image.sha256, 50)).width == 40


async def test_a_picture_that_is_not_what_its_name_says_stays_out(
    here: Core, tmp_path: Path
) -> None:
    await written(tmp_path / "there")
    for path in (tmp_path / "there" / "media").rglob("*.*"):
        path.write_bytes(b"something else")

    _, result = await brought(here, tmp_path / "there")

    assert (len(result.added), result.pictures, result.missing) == (1, 0, 2)
    assert not [path for path in (tmp_path / "here" / "media").rglob("*") if path.is_file()]


async def test_a_chat_of_a_newer_program_is_refused_alone(here: Core, tmp_path: Path) -> None:
    chat = await written(tmp_path / "there", picture=False)
    another = chat.id[:-1] + ("e" if chat.id.endswith("f") else "f")
    newer = document.dump(replace(chat, id=another, min_reader=2))
    (tmp_path / "there" / "chats" / "newer.json").write_bytes(newer)

    plan, result = await brought(here, tmp_path / "there")

    assert [each.standing for each in plan.chats] == ["new", "refused"]
    assert "newer version" in plan.chats[1].sentence
    assert result.added == [chat.id]


async def test_unknown_keys_come_along(here: Core, tmp_path: Path) -> None:
    chat = await written(tmp_path / "there", picture=False)
    whole = json.loads(document.dump(chat))
    whole["future"] = {"a": 1}
    whole["nodes"][0]["marks"] = ["star"]
    (path,) = (tmp_path / "there" / "chats").iterdir()
    path.write_text(json.dumps(whole, indent=2))

    await brought(here, path)

    found = json.loads((await here.chats.path(chat.id)).read_bytes())
    assert (found["future"], found["nodes"][0]["marks"]) == ({"a": 1}, ["star"])


async def test_a_damaged_chat_gives_what_can_be_read(here: Core, tmp_path: Path) -> None:
    chat = answer(await written(tmp_path / "there", picture=False), 2, "And this?")
    (path,) = (tmp_path / "there" / "chats").iterdir()
    path.write_bytes(document.dump(chat)[:-60])

    _, result = await brought(here, tmp_path / "there")

    assert result.added == [chat.id]
    assert [node.text for node in (await here.chats.open(chat.id)).branch] == ["What is this?"]


async def test_an_empty_folder_is_no_folder_of_ours(here: Core, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="no chats that are known"):
        await here.imports.look(tmp_path / "empty")
