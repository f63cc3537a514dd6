"""Chats handed out: one to a file, many into a folder, on a real disk."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scout_desktop.chat.errors import ChatUnknown, DiskError, DiskFull, DiskRefused
from scout_desktop.chat.message import Node
from scout_desktop.session.core import Core
from scout_desktop.session.exports import Format
from scout_desktop.storage import document

from .conftest import Opener, photo

if TYPE_CHECKING:
    from collections.abc import Iterator

AT = "2026-11-23T01:18:52.120Z"


async def _chat(core: Core, title: str, text: str = "hello", images: int = 0, **more: Any) -> str:
    """Put a chat on the disk: a question, perhaps with pictures, and two answers."""
    from scout_desktop.chat.message import user_node

    chat = core.chats.new()
    parts = [
        await core.pictures.take(photo(40 + at, 30), f"photo {at}.jpg") for at in range(images)
    ]
    base = chat.id[:-4]
    ask = user_node(f"{base}0001", None, AT, text, parts)
    answers = [
        Node(
            {
                "id": f"{base}000{at}", "parent": ask.id, "created": AT, "role": "assistant",
                "state": "complete", "parts": [{"type": "text", "text": f"answer {at}"}],
                "cost": {"source": "usage", "usd": "0.0001"}, **more,
            }
        )
        for at in (2, 3)
    ]  # fmt: skip
    await core.chats.add(chat.id, [ask, *answers], {})
    await core.chats.add(chat.id, (), {"title": title})
    await core.disk.run(core.chats._library.fold, chat.id)
    return chat.id


def _names(folder: Path) -> list[str]:
    return sorted(
        str(path.relative_to(folder)).replace(os.sep, "/")
        for path in folder.rglob("*")
        if path.is_file()
    )


def _size(folder: Path) -> int:
    return sum((folder / name).stat().st_size for name in _names(folder))


def _entries(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_one_chat_becomes_one_file_with_its_pictures_beside(
    opened: Opener, tmp_path: Path
) -> None:
    core = await opened()
    id = await _chat(core, "Receipts", images=2)
    result = await core.exports.write([id], "md", tmp_path / "out.md")

    assert _names(tmp_path / "out-pictures") == ["photo 0.jpg", "photo 1.jpg"]
    text = (tmp_path / "out.md").read_text("utf-8")
    for link in re.findall(r"\]\((out-pictures/[^)]*)\)", text):
        assert (tmp_path / link.replace("%20", " ")).read_bytes()[:2] == b"\xff\xd8"
    assert "answer 2" in text
    assert "answer 3" in text
    assert (result.chats, result.pictures, result.missing) == (1, 2, 0)
    assert result.files == (tmp_path / "out.md",)
    assert result.bytes == _size(tmp_path / "out-pictures") + len(text.encode())


async def test_the_same_again_needs_leave_and_then_changes_nothing_but_the_file(
    opened: Opener, tmp_path: Path
) -> None:
    core = await opened()
    id = await _chat(core, "Receipts", images=1)
    target = tmp_path / "out.md"
    await core.exports.write([id], "md", target)
    target.write_text("mine")
    with pytest.raises(DiskError, match="something else has its name"):
        await core.exports.write([id], "md", target)
    assert target.read_text() == "mine"

    await core.exports.write([id], "md", target, overwrite=True)

    assert target.read_text("utf-8").startswith("# Receipts")
    assert _names(tmp_path / "out-pictures") == ["photo 0.jpg"], "the picture there serves again"


async def test_a_page_holds_its_pictures_and_says_which_it_lacks(
    opened: Opener, tmp_path: Path
) -> None:
    core = await opened()
    id = await _chat(core, "Receipts", images=3)
    images = next(iter((await core.chats.open(id)).branch)).images
    gone, damaged = (core.pictures._media.path(image.sha256) for image in images[:2])
    assert gone is not None
    assert damaged is not None
    gone.unlink()
    damaged.write_bytes(b"\xff\xd8\xff other bytes")

    result = await core.exports.write([id], "html", tmp_path / "x.html")
    text = (tmp_path / "x.html").read_text("utf-8")

    assert (result.pictures, result.missing) == (1, 2)
    assert text.count("data:image/jpeg;base64,") == 1
    assert "photo 0.jpg, 40 × 30</bdi>, this picture is not in the data folder" in text
    assert "photo 1.jpg, 41 × 30</bdi>, this picture's file is damaged" in text


NASTY = [
    "Receipts", "receipts", "Receipts", "con", "NUL.txt", "../../escaped", "/etc/passwd",
    "C:\\Windows\\x", "index", "a\x00b", "\u202egpj.exe", "x" * 400,
    "\u0e44\u0e17\u0e22 \U0001f9fe",
    "\u0641\u0627\u062a\u0648\u0631\u0629", "...", "-rf", "<script>alert(1)</script>",
    "Caf\u00e9", "Cafe\u0301",
]  # fmt: skip


@pytest.mark.parametrize("form", ["md", "html", "txt"])
async def test_many_chats_with_nasty_titles_are_each_a_file_in_the_folder(
    opened: Opener, tmp_path: Path, form: Format
) -> None:
    core = await opened()
    ids = [await _chat(core, title) for title in NASTY]
    before = _entries(tmp_path)
    told: list[tuple[int, int]] = []
    out = tmp_path / "out"
    result = await core.exports.write(
        ids, form, out, progress=lambda done, of: told.append((done, of))
    )

    names = _names(out)
    assert _entries(tmp_path) - before == {"out"}
    assert len(names) == len(NASTY) + (form == "html")
    assert len({name.casefold() for name in names}) == len(names)
    assert all("/" not in name and name.endswith(f".{form}") for name in names)
    assert {f"Receipts.{form}", f"receipts (2).{form}", f"Receipts (3).{form}"} <= set(names)
    assert {f"_con.{form}", f"etc passwd.{form}"} <= set(names)
    assert told == [(done, len(NASTY)) for done in range(1, len(NASTY) + 1)]
    assert {path.name for path in result.files} == set(names)
    if form == "html":
        leads = re.findall(r'href="([^"]*)"', (out / "index (2).html").read_text("utf-8"))
        assert len(leads) == len(NASTY)


async def test_many_as_json_are_a_data_folder_that_opens_as_one(
    opened: Opener, tmp_path: Path
) -> None:
    core = await opened()
    ids = [await _chat(core, title, images=1) for title in ("one", "two")]
    out = tmp_path / "out"
    result = await core.exports.write(ids, "json", out)

    for id in ids:
        (path,) = (out / "chats").glob(f"*{id[-12:]}.json")
        (own,) = core.places.chats.glob(f"*{id[-12:]}.json")
        assert path.read_bytes() == own.read_bytes() == document.dump(await core.chats.open(id))
    media = [path for path in (out / "media").rglob("*") if path.is_file()]
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.stem for path in media)
    assert (result.chats, result.pictures) == (2, 2 * 2), "each as sent, and its original"
    await core.exports.write(ids, "json", out, overwrite=True)
    assert len(_names(out)) == 2 + len(media)

    from scout_desktop.assembly import Options, build

    other = await build(Options(data_dir=out))
    try:
        rows = await other.chats.rows()
        assert {row.title for row in rows} == {"one", "two"}
        image = (await other.chats.open(ids[0])).branch[0].images[0]
        assert await other.pictures.pixels(image.sha256, 20)
    finally:
        await other.close()


async def test_what_was_exported_as_json_comes_back_by_our_own_import(
    opened: Opener, tmp_path: Path
) -> None:
    from scout_desktop.assembly import Options, build

    core = await opened()
    ids = [await _chat(core, title, images=1) for title in ("one", "\u0e2a\u0e2d\u0e07")]
    await core.exports.write(ids, "json", tmp_path / "out")
    other = await build(Options(data_dir=tmp_path / "other"))
    try:
        plan = await other.imports.look(tmp_path / "out")
        assert (plan.count("new"), plan.count("refused")) == (2, 0)
        result = await other.imports.carry_out(plan)
        assert result.error is None
        for id in ids:
            back, sent = await other.chats.open(id), await core.chats.open(id)
            assert back.nodes.keys() == sent.nodes.keys()
            assert (back.title, back.head) == (sent.title, sent.head)
            for node in sent.nodes.values():
                assert back.nodes[node.id].text == node.text
                for image in node.images:
                    assert await other.pictures.pixels(image.sha256, 20)
        again = await other.imports.look(tmp_path / "out")
        assert again.count("same") == 2
    finally:
        await other.close()


async def test_one_as_json_is_exactly_its_file(opened: Opener, tmp_path: Path) -> None:
    core = await opened()
    id = await _chat(core, "x", images=1)
    await core.exports.write([id], "json", tmp_path / "x.json")
    text, _ = await core.exports.read(id, "json")

    assert (tmp_path / "x.json").read_bytes() == document.dump(await core.chats.open(id))
    assert text.encode() == (tmp_path / "x.json").read_bytes()
    assert json.loads(text)["format"] == "scout-desktop/chat"


async def test_nothing_goes_into_the_data_folder_or_names_this_machine(
    opened: Opener, tmp_path: Path
) -> None:
    core = await opened()
    id = await _chat(core, "x", images=1)
    before = _names(core.places.data)
    for target in (core.places.data / "x.md", core.places.chats, core.places.media / "ab" / "x.md"):
        with pytest.raises(DiskRefused, match="inside the folder of the chats"):
            await core.exports.write([id], "md", target)
    link = tmp_path / "link"
    link.symlink_to(core.places.data, target_is_directory=True)
    with pytest.raises(DiskRefused, match="inside the folder of the chats"):
        await core.exports.write([id], "md", link / "x.md")
    assert _names(core.places.data) == before
    for form in ("md", "html", "txt", "json"):
        text, _ = await core.exports.read(id, form)
        assert str(tmp_path) not in text


async def test_a_chat_that_cannot_be_read_does_not_keep_the_others(
    opened: Opener, tmp_path: Path
) -> None:
    core = await opened()
    id = await _chat(core, "x")
    missing = id[:-4] + "ffff"
    result = await core.exports.write([missing, id], "txt", tmp_path / "out")

    assert (result.chats, _names(tmp_path / "out")) == (1, ["x.txt"])
    assert len(result.problems) == 1
    with pytest.raises(ChatUnknown):
        await core.exports.write([missing], "txt", tmp_path / "y.txt")


async def test_who_stops_finds_whole_files_and_no_others(opened: Opener, tmp_path: Path) -> None:
    core = await opened()
    ids = [await _chat(core, f"chat {at}") for at in range(8)]
    out = tmp_path / "out"

    def told(done: int, _of: int) -> None:
        if done == 3:
            work.cancel()

    work = asyncio.ensure_future(core.exports.write(ids, "html", out, progress=told))
    with pytest.raises(asyncio.CancelledError):
        await work

    names = sorted(path.name for path in out.iterdir())
    assert names in ([f"chat {at}.html" for at in range(count)] for count in (3, 4))
    assert all(path.read_text("utf-8").endswith("</html>\n") for path in out.iterdir())


async def test_a_long_chat_stops_in_the_middle_of_its_file(opened: Opener, tmp_path: Path) -> None:
    core = await opened()
    id = await _chat(core, "long", text="word " * 1000)
    chat = await core.chats.open(id)
    nodes, above = [], chat.head
    for at in range(4000):
        node = f"{id[:-8]}{at:08x}"
        nodes.append(Node({**chat.branch[-1].record, "id": node, "parent": above}))
        above = node
    await core.chats.add(id, nodes, {"head": above})
    work = asyncio.ensure_future(core.exports.write([id], "html", tmp_path / "x" / ".." / "y.html"))
    await asyncio.sleep(0.15)
    work.cancel()
    with pytest.raises((asyncio.CancelledError, DiskError)):
        await work

    assert not [name for name in _names(tmp_path) if name.endswith(".tmp")]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KB, which only root can make."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs root and tmpfs for a disk that fills up")
    yield place
    subprocess.run(["umount", str(place)], check=True)


async def test_a_full_disk_keeps_what_is_whole_and_says_how_much(
    opened: Opener, small_disk: Path
) -> None:
    core = await opened()
    ids = [await _chat(core, f"chat {at}", text="word " * 12_000) for at in range(8)]
    with pytest.raises(DiskFull) as full:
        await core.exports.write(ids, "txt", small_disk / "out")

    written = sorted((small_disk / "out").iterdir())
    assert 0 < len(written) < 8
    assert f"{len(written)} of 8 chats are written" in full.value.sentence
    assert all(path.read_text("utf-8").count("answer 3") == 1 for path in written)


async def test_a_chat_of_ten_thousand_messages_is_never_in_memory_as_text(
    opened: Opener, tmp_path: Path
) -> None:
    import tracemalloc

    core = await opened()
    chat = await core.chats.open(await _chat(core, "long"))
    # All say the same long words, so that what is added to them shows.
    part = [{"type": "text", "text": "some words " * 100}]
    nodes, above = {}, None
    for at in range(10_000):
        record = {"id": f"{chat.id[:-8]}{at:08x}", "parent": above, "role": "user", "parts": part}
        nodes[record["id"]] = Node({**record, "created": AT})
        above = record["id"]
    core.chats._open[chat.id] = replace(chat, nodes=nodes)
    tracemalloc.start()
    result = await core.exports.write([chat.id], "txt", tmp_path / "x.txt")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert result.bytes > 11_000_000
    assert peak < 9_000_000, "the order of its messages, and one portion of the text"
