"""Chats from elsewhere are looked at first, then come in whole."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import DiskError, ScoutError
from scout_desktop.session.core import Core
from scout_desktop.session.importing.plan import Result
from tests.session.conftest import Opener
from tests.storage.imports.chatgpt_export import (
    START,
    chat,
    mapping,
    message,
    png,
    receipts,
    write_zip,
)

ROOT = Path(__file__).resolve().parents[2]


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its way, with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def questions(count: int, words: str = "Question") -> list[Any]:
    """Chats of one message each."""
    return [
        chat(f"c-{number}", f"{words} {number}",
             mapping((f"q-{number}", None, message(f"q-{number}", "user", words, START + number))),
             f"q-{number}")
        for number in range(count)
    ]  # fmt: skip


async def brought(core: Core, path: Path) -> Result:
    return await core.imports.carry_out(await core.imports.look(path))


async def only(core: Core) -> Conversation:
    (row,) = await core.chats.rows(every=True)
    return await core.chats.open(row.id)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_zip(tmp_path / "export.zip", [receipts(), {"title": "Gone", "id": "c-gone"}])


async def test_a_dry_run_counts_everything_and_writes_nothing(
    opened: Opener, tmp_path: Path, export: Path
) -> None:
    core = await opened()
    before = snapshot(tmp_path)

    plan = await core.imports.look(export)

    assert snapshot(tmp_path) == before
    assert (plan.title, plan.count("new"), plan.count("refused")) == ("ChatGPT export", 1, 1)
    found = plan.chats[0]
    assert (found.title, found.messages, found.branches) == ("Receipts", 7, 2)
    assert (found.pictures, found.missing) == (1, 1)
    assert found.bytes > len(png())
    assert plan.left_out == {"custom instructions": 1}
    assert (plan.chats[1].title, plan.chats[1].sentence) == (
        "Gone", "The export holds no messages of it.",
    )  # fmt: skip


async def test_a_chat_comes_with_its_branches_times_and_pictures(
    opened: Opener, export: Path
) -> None:
    core = await opened()

    result = await brought(core, export)

    assert (len(result.added), result.messages, result.pictures, result.missing) == (1, 7, 1, 1)
    found = await only(core)
    assert found.title == "Receipts"
    assert [node.role for node in found.branch] == [
        "user", "assistant", "user", "assistant", "tool", "assistant",
    ]  # fmt: skip
    first = found.branch[0]
    assert first.created == "2023-11-14T22:13:21.250Z"
    assert [(image.name, image.width, image.height) for image in first.images] == [
        ("IMG_2041.png", 3, 2)
    ]
    assert (await core.pictures.pixels(first.images[0].sha256, 8)).width == 3
    assert "30 × 20 pixels" in first.text
    assert "not in the export" in first.text
    assert len(found.siblings(found.branch[1].id)) == 2
    (row,) = await core.chats.rows()
    assert (row.pinned, row.updated) == (True, "2023-11-14T22:13:28.250Z")


async def test_what_comes_is_written_in_the_published_format(
    opened: Opener, tmp_path: Path, export: Path
) -> None:
    core = await opened()
    await brought(core, export)
    schema = json.loads((ROOT / "resources" / "format" / "chat.schema.json").read_text())
    (path,) = (tmp_path / "d" / "chats").iterdir()
    jsonschema.Draft202012Validator(schema).validate(json.loads(path.read_bytes()))


async def test_what_it_cost_elsewhere_is_not_in_our_bill(
    opened: Opener, tmp_path: Path, export: Path
) -> None:
    core = await opened()
    await brought(core, export)
    assert (await core.bill.totals(None)).all_time.attempts == 0
    assert not any((tmp_path / "d" / "ledger").iterdir())


async def test_only_the_chosen_chats_come(opened: Opener, tmp_path: Path) -> None:
    core = await opened()
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps(questions(5)))
    plan = await core.imports.look(path)
    seen: list[tuple[int, int]] = []

    result = await core.imports.carry_out(
        plan, [each.id for each in plan.chats[1:3]], lambda done, of: seen.append((done, of))
    )

    assert len(result.added) == 2
    assert {row.title for row in await core.chats.rows()} == {"Question 1", "Question 2"}
    assert seen[-1] == (2, 2)


async def test_an_import_that_was_stopped_is_gone_on_with(opened: Opener, tmp_path: Path) -> None:
    core = await opened()
    many = 400  # far more than come in with the step that is on its way, on any disk
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps(questions(many)))
    plan = await core.imports.look(path)
    task: asyncio.Task[Result] | None = None

    def stop(done: int, _of: int) -> None:
        if task is not None and done < many:
            task.cancel()

    task = asyncio.create_task(core.imports.carry_out(plan, progress=stop))
    with pytest.raises(asyncio.CancelledError):
        await task
    some = len(await core.chats.rows())
    assert 0 < some < many

    result = await brought(core, path)

    assert (len(result.added), result.same) == (many - some, some)
    assert len(await core.chats.rows()) == many


async def test_a_file_that_changed_meanwhile_is_read_again(opened: Opener, tmp_path: Path) -> None:
    core = await opened()
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps(questions(2)))
    plan = await core.imports.look(path)

    path.write_text("[" + json.dumps(questions(1)[0]) + ', {"cut": ')
    result = await core.imports.carry_out(plan)

    assert len(result.added) == 1
    assert [title for title, _ in result.refused] == ["The rest"]
    path.unlink()
    with pytest.raises(ScoutError):
        await core.imports.carry_out(plan)


async def test_what_is_cut_is_read_up_to_the_cut(opened: Opener, tmp_path: Path) -> None:
    core = await opened()
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps(questions(3))[:-40])

    plan = await core.imports.look(path)

    assert [each.standing for each in plan.chats] == ["new", "new", "refused"]
    assert "cut short" in plan.chats[2].sentence or "no end" in plan.chats[2].sentence


async def test_a_disk_that_refuses_ends_the_import_with_its_reason(
    opened: Opener, tmp_path: Path
) -> None:
    core = await opened()
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps(questions(200)))
    plan = await core.imports.look(path)
    chats = tmp_path / "d" / "chats"

    def break_the_disk(done: int, _of: int) -> None:
        if done and chats.is_dir():
            chats.rename(tmp_path / "away")
            chats.write_text("a file stands where the folder was")

    result = await core.imports.carry_out(plan, progress=break_the_disk)
    assert isinstance(result.error, DiskError)
    some = len(result.added)
    assert 0 < some < 200

    with pytest.raises(DiskError):
        await core.imports.carry_out(plan)
    chats.unlink()
    (tmp_path / "away").rename(chats)
    assert len((await brought(core, path)).added) == 200 - some


async def test_no_settings_and_no_secrets_come_along(
    opened: Opener, tmp_path: Path, export: Path
) -> None:
    core = await opened()
    settings, address = core.preferences.current, core.account.address
    secret = "sk-proj-" + "Zq7" * 12
    said = message("q", "assistant", {"content_type": "gizmo_call", "parts": [{
        "content_type": "tool_call", "api_key": secret, "base_url": "http://203.0.113.9/v1",
        "headers": {"Authorization": f"Bearer {secret}"}, "note": f"with {secret} inside",
        "command": "curl http://203.0.113.9"}]}, START)  # fmt: skip
    foreign = chat("c", "Tools", mapping(("q", None, said)), "q")
    await brought(core, write_zip(export, [foreign | {"base_url": "http://203.0.113.9/v1"}]))

    assert (core.preferences.current, core.account.address) == (settings, address)
    found = await only(core)
    kept = json.dumps(dict(found.branch[0].section("import")))
    assert "curl http://203.0.113.9" in kept
    await core.close()
    everything = b"".join(snapshot(tmp_path / "d").values())
    assert secret.encode() not in everything
    assert b"curl" in everything


async def test_a_chat_without_a_title_is_called_by_words_not_by_a_picture_that_is_missing(
    opened: Opener, tmp_path: Path
) -> None:
    core = await opened()
    path = write_zip(tmp_path / "export.zip", [{**receipts(), "title": None}])

    plan = await core.imports.look(path)
    await core.imports.carry_out(plan)

    assert plan.chats[0].title == "What did I pay?"
    assert (await only(core)).title == "What did I pay?"
