"""One chat to one file, on a real disk."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scout_desktop.chat.errors import DiskError, DiskRefused
from scout_desktop.storage import document
from tests.session.conftest import Opener
from tests.session.exporting.putting import names_in, put_chat, size_of


async def test_one_chat_becomes_one_file_with_its_pictures_beside(
    opened: Opener, tmp_path: Path
) -> None:
    core = await opened()
    id = await put_chat(core, "Receipts", images=2)
    result = await core.exports.write([id], "md", tmp_path / "out.md")

    assert names_in(tmp_path / "out-pictures") == ["photo 0.jpg", "photo 1.jpg"]
    text = (tmp_path / "out.md").read_text("utf-8")
    for link in re.findall(r"\]\((out-pictures/[^)]*)\)", text):
        assert (tmp_path / link.replace("%20", " ")).read_bytes()[:2] == b"\xff\xd8"
    assert "answer 2" in text
    assert "answer 3" in text
    assert (result.chats, result.pictures, result.missing) == (1, 2, 0)
    assert result.files == (tmp_path / "out.md",)
    assert result.bytes == size_of(tmp_path / "out-pictures") + len(text.encode())


async def test_the_same_again_needs_leave_and_then_changes_nothing_but_the_file(
    opened: Opener, tmp_path: Path
) -> None:
    core = await opened()
    id = await put_chat(core, "Receipts", images=1)
    target = tmp_path / "out.md"
    await core.exports.write([id], "md", target)
    target.write_text("mine")
    with pytest.raises(DiskError, match="something else has its name"):
        await core.exports.write([id], "md", target)
    assert target.read_text() == "mine"

    await core.exports.write([id], "md", target, overwrite=True)

    assert target.read_text("utf-8").startswith("# Receipts")
    assert names_in(tmp_path / "out-pictures") == ["photo 0.jpg"], "the picture there serves again"


async def test_a_page_holds_its_pictures_and_says_which_it_lacks(
    opened: Opener, tmp_path: Path
) -> None:
    core = await opened()
    id = await put_chat(core, "Receipts", images=3)
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


async def test_one_as_json_is_exactly_its_file(opened: Opener, tmp_path: Path) -> None:
    core = await opened()
    id = await put_chat(core, "x", images=1)
    await core.exports.write([id], "json", tmp_path / "x.json")
    text, _ = await core.exports.read(id, "json")

    assert (tmp_path / "x.json").read_bytes() == document.dump(await core.chats.open(id))
    assert text.encode() == (tmp_path / "x.json").read_bytes()
    assert json.loads(text)["format"] == "scout-desktop/chat"


async def test_nothing_goes_into_the_data_folder_or_names_this_machine(
    opened: Opener, tmp_path: Path
) -> None:
    core = await opened()
    id = await put_chat(core, "x", images=1)
    before = names_in(core.places.data)
    for target in (core.places.data / "x.md", core.places.chats, core.places.media / "ab" / "x.md"):
        with pytest.raises(DiskRefused, match="inside the folder of the chats"):
            await core.exports.write([id], "md", target)
    link = tmp_path / "link"
    link.symlink_to(core.places.data, target_is_directory=True)
    with pytest.raises(DiskRefused, match="inside the folder of the chats"):
        await core.exports.write([id], "md", link / "x.md")
    assert names_in(core.places.data) == before
    for form in ("md", "html", "txt", "json"):
        text, _ = await core.exports.read(id, form)
        assert str(tmp_path) not in text
