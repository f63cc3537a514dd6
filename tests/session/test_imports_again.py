"""Importing again adds only what is new, and never goes against what was decided here."""

from __future__ import annotations

from pathlib import Path

import pytest

from scout_desktop.assembly import Options, build
from scout_desktop.chat.conversation import Conversation
from scout_desktop.session.core import Core
from scout_desktop.session.importing.plan import Result
from scout_desktop.storage import document
from tests.session.conftest import Opener
from tests.storage.imports.chatgpt_export import (
    START,
    message,
    png,
    receipts,
    write_zip,
)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its way, with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


async def brought(core: Core, path: Path) -> Result:
    return await core.imports.carry_out(await core.imports.look(path))


async def only(core: Core) -> Conversation:
    (row,) = await core.chats.rows(every=True)
    return await core.chats.open(row.id)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_zip(tmp_path / "export.zip", [receipts(), {"title": "Gone", "id": "c-gone"}])


async def test_importing_twice_changes_not_one_byte(
    opened: Opener, tmp_path: Path, export: Path
) -> None:
    core = await opened()
    await brought(core, export)
    await core.close()
    before = snapshot(tmp_path / "d")

    again = await opened()
    plan = await again.imports.look(export)
    result = await again.imports.carry_out(plan, [each.id for each in plan.chats])
    await again.close()

    assert [each.standing for each in plan.chats] == ["same", "refused"]
    assert (result.added, result.grown, result.same) == ([], [], 1)
    assert snapshot(tmp_path / "d") == before


async def test_two_computers_import_the_same_bytes(tmp_path: Path, export: Path) -> None:
    found = []
    for name in ("one", "two"):
        core = await build(Options(data_dir=tmp_path / name))
        await brought(core, export)
        await core.close()
        found.append(snapshot(tmp_path / name))
    assert found[0] == found[1]


async def test_what_was_changed_here_since_wins(opened: Opener, export: Path) -> None:
    core = await opened()
    await brought(core, export)
    found = await only(core)
    await core.chats.rename(found.id, "My receipts")
    await core.chats.pin(found.id, False)
    gone = found.branch[1].id
    await core.chats.delete_node(found.id, gone)

    later = receipts() | {"title": "Renamed there", "update_time": 4_000_000_000}
    plan = await core.imports.look(write_zip(export, [later]))
    await core.imports.carry_out(plan)

    after = await core.disk.run(document.load, (await core.chats.path(found.id)).read_bytes())
    assert after.title == "My receipts"
    assert after.value("pinned") is False
    assert after.nodes[gone].deleted


@pytest.mark.parametrize("how", ["trash", "gone for good"])
async def test_what_was_thrown_away_here_is_not_brought_back(
    opened: Opener, export: Path, how: str
) -> None:
    core = await opened()
    await brought(core, export)
    found = await only(core)
    await core.chats.delete(found.id)
    if how != "trash":
        await core.chats.purge([found.id])

    longer = receipts()
    longer["mapping"]["q9"] = {
        "id": "q9", "parent": "a3", "children": [],
        "message": message("q9", "user", "And later?", 4_000_000_000),
    }  # fmt: skip
    plan = await core.imports.look(write_zip(export, [longer]))
    result = await core.imports.carry_out(plan)

    assert (plan.count("trash"), plan.coming, result.trash) == (1, (), 1)
    assert await core.chats.rows(every=True) == ()


async def test_an_export_made_later_adds_only_what_is_new(
    opened: Opener, tmp_path: Path, export: Path
) -> None:
    core = await opened()
    await brought(core, export)
    before = (await only(core)).nodes

    longer = receipts()
    longer["mapping"]["q9"] = {
        "id": "q9", "parent": "a3", "children": [],
        "message": message("q9", "user", "And later?", START + 900),
    }  # fmt: skip
    longer |= {"current_node": "q9", "update_time": START + 900}
    files = {"file-Ab3dEf-IMG_2041.png": png(), "file_00000000aa11.png": png(30, 20)}
    plan = await core.imports.look(write_zip(export, [longer], files))
    result = await core.imports.carry_out(plan)

    (planned,) = plan.coming
    assert (planned.standing, planned.new_messages, planned.pictures) == ("more", 2, 1)
    assert (len(result.grown), result.messages, result.pictures) == (1, 2, 1)
    await core.close()
    after = await only(await opened())
    assert after.branch[-1].text == "And later?"
    assert len(after.branch[0].images) == 2
    assert {id for id in after.nodes if after.nodes[id] != before.get(id)} == {
        after.branch[0].id, after.branch[-1].id,
    }  # fmt: skip
