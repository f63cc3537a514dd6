"""Chats of seven other programs come in whole, once, and bring none of the keys beside them."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from canary import CANARY_KEY, search

from scout_desktop.session.core import Core
from scout_desktop.session.importing.plan import Result
from scout_desktop.storage.imports.source import Source
from tests.session.conftest import Opener
from tests.storage.imports.samples import chatbox, chatroom, cherry, cherry_database
from tests.storage.imports.samples.every import NAMES, write


@pytest.fixture
def exports(tmp_path: Path) -> Iterator[Path]:
    """A folder that goes with the test: keys stand in some exports."""
    folder = tmp_path / "exports"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


async def brought(core: Core, path: Path) -> Result:
    return await core.imports.carry_out(await core.imports.look(path))


@pytest.mark.parametrize("name", NAMES)
async def test_importing_twice_adds_nothing(name: str, opened: Opener, exports: Path) -> None:
    core = await opened()
    importer, path = write(name, exports)

    plan = await core.imports.look(path)
    first = await core.imports.carry_out(plan)
    files = {each.name: each.read_bytes() for each in core.places.chats.iterdir()}
    again = await core.imports.look(path)
    second = await core.imports.carry_out(again)

    assert plan.title == importer.TITLE
    assert first.added
    assert len(first.added) == plan.count("new")
    assert (again.count("new"), again.count("more")) == (0, 0)
    assert (second.added, second.messages, second.pictures) == ([], 0, 0)
    assert {each.name: each.read_bytes() for each in core.places.chats.iterdir()} == files


@pytest.mark.parametrize("name", NAMES)
async def test_reading_twice_finds_equal_values(name: str, exports: Path) -> None:
    importer, path = write(name, exports)

    with Source.open(path) as source:
        assert list(importer.read(source)) == list(importer.read(source))


async def test_what_was_said_since_comes_with_the_next_import(
    opened: Opener, exports: Path
) -> None:
    core = await opened()
    path = exports / "chat.json"
    chat = chatroom.third()
    late = {**chat["messages"]["a4"], "id": "a6", "createdAt": "2026-01-11T00:00:00.000Z"}
    path.write_text(json.dumps(chat))
    await brought(core, path)

    chat["messages"]["a6"] = late
    path.write_text(json.dumps(chat))
    plan = await core.imports.look(path)

    assert [(each.standing, each.new_messages) for each in plan.chats] == [("more", 1)]
    await core.imports.carry_out(plan)
    (row,) = await core.chats.rows(every=True)
    assert len((await core.chats.open(row.id)).nodes) == 8


async def test_what_a_reply_cost_elsewhere_is_not_added_to_our_bill(
    opened: Opener, exports: Path
) -> None:
    core = await opened()
    path = exports / "chat.json"
    path.write_text(json.dumps(chatroom.third()))

    await brought(core, path)

    (row,) = await core.chats.rows(every=True)
    chat = await core.chats.open(row.id)
    costs = [dict(node.section("cost")) for node in chat.nodes.values()]
    assert {"source": "reported", "usd": "0.0000015416"} in costs
    assert all(cost.get("source") in {None, "reported", "unknown"} for cost in costs)
    assert not list(core.places.data.glob("ledger/*"))


@pytest.mark.parametrize("name", ["chatbox", "chatbox legacy", "cherry text", "cherry objects"])
async def test_keys_in_a_backup_are_nowhere_afterwards(
    name: str, opened: Opener, exports: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    core = await opened()
    _, path = write(name, exports)
    assert search([path])

    with caplog.at_level(logging.DEBUG):
        plan = await core.imports.look(path)
        result = await core.imports.carry_out(plan)

    assert result.added
    assert CANARY_KEY[9:-8] not in repr((plan, result)) + caplog.text
    shutil.move(path, exports / "away")
    assert search([tmp_path / each for each in ("d", "d.config", "d.state", "d.cache")]) == []


@pytest.mark.parametrize(
    "content",
    [
        # The sessions come first, then what holds the keys, and there it ends.
        dict(reversed(chatbox.backup().items())),
        cherry.data(),
        cherry.data(text=False),
    ],
)
async def test_a_backup_cut_among_its_keys_does_not_tell_them(
    content: dict[str, object], opened: Opener, exports: Path
) -> None:
    core = await opened()
    whole = json.dumps(content)
    middle = whole.index(CANARY_KEY) + len(CANARY_KEY) // 2
    path = exports / "cut.json"
    path.write_text(whole[:middle])

    try:
        told = repr(await core.imports.look(path))
    except Exception as error:  # noqa: BLE001 - whatever comes of it, it must not tell the key
        told = ""
        at: BaseException | None = error
        while at is not None:
            told += f"{at!r} {at} {vars(at)}"
            at = at.__cause__ or at.__context__

    assert told
    assert CANARY_KEY[9:30] not in told


async def test_keys_in_a_database_are_not_asked_for(opened: Opener, exports: Path) -> None:
    core = await opened()
    path = cherry_database.write_database(exports / "c.sqlite")
    assert search([path])

    result = await brought(core, path)

    assert len(result.added) == 1
    assert search([core.places.data, core.places.cache, core.places.state]) == []


@pytest.mark.parametrize("name", NAMES)
async def test_an_import_sets_nothing(
    name: str, opened: Opener, exports: Path, tmp_path: Path
) -> None:
    core = await opened()
    _, path = write(name, exports)
    before = {each: each.read_bytes() for each in (tmp_path / "d.config").rglob("*.json")}

    await brought(core, path)

    after = {each: each.read_bytes() for each in (tmp_path / "d.config").rglob("*.json")}
    assert after == before
    assert not (core.places.data / "library.json").exists()
