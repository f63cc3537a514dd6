"""Many chats into a folder, on a real disk; as JSON it is one that opens and comes back."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from scout_desktop.assembly import Options, build
from scout_desktop.chat.errors import ChatUnknown
from scout_desktop.session.exports import Format
from scout_desktop.storage import document
from tests.session.conftest import Opener
from tests.session.exporting.putting import entries_of, names_in, put_chat

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
    ids = [await put_chat(core, title) for title in NASTY]
    before = entries_of(tmp_path)
    told: list[tuple[int, int]] = []
    out = tmp_path / "out"
    result = await core.exports.write(
        ids, form, out, progress=lambda done, of: told.append((done, of))
    )

    names = names_in(out)
    assert entries_of(tmp_path) - before == {"out"}
    assert len(names) == len(NASTY) + (form == "html")
    assert len({name.casefold() for name in names}) == len(names)
    assert all("/" not in name and name.endswith(f".{form}") for name in names)
    assert {f"Receipts.{form}", f"receipts (2).{form}", f"Receipts (3).{form}"} <= set(names)
    assert {f"_con.{form}", f"etc passwd.{form}"} <= set(names)
    assert told == [(done, len(NASTY)) for done in range(1, len(NASTY) + 1)]
    assert {path.name for path in result.files} == set(names)
    if form == "html":
        leads = re.findall(r'href="([^"]*)"', (out / "index.html").read_text("utf-8"))
        assert len(leads) == len(NASTY)


async def test_many_as_json_are_a_data_folder_that_opens_as_one(
    opened: Opener, tmp_path: Path
) -> None:
    core = await opened()
    ids = [await put_chat(core, title, images=1) for title in ("one", "two")]
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
    assert len(names_in(out)) == 2 + len(media)

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
    core = await opened()
    ids = [await put_chat(core, title, images=1) for title in ("one", "\u0e2a\u0e2d\u0e07")]
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


async def test_a_chat_that_cannot_be_read_does_not_keep_the_others(
    opened: Opener, tmp_path: Path
) -> None:
    core = await opened()
    id = await put_chat(core, "x")
    missing = id[:-4] + "ffff"
    result = await core.exports.write([missing, id], "txt", tmp_path / "out")

    assert (result.chats, names_in(tmp_path / "out")) == (1, ["x.txt"])
    assert len(result.problems) == 1
    with pytest.raises(ChatUnknown):
        await core.exports.write([missing], "txt", tmp_path / "y.txt")
