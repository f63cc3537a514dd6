"""The chats' verbs on real files: nothing is asked twice, everything can be taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scout_desktop.chat.draft import Draft, Preset
from scout_desktop.chat.errors import ChatUnknown
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.written import as_markdown
from scout_desktop.practice import Reply

from .conftest import on_disk, photo, turn


async def test_a_new_chat_is_not_worth_a_file_until_something_is_said(opened, served, tmp_path):
    core = await opened(await served())
    chat = core.chats.new()
    await core.chats.set_registers(chat.id, {"parameter.seed": 3})
    assert core.chats.is_unbegun(chat.id)
    assert list((tmp_path / "d").glob("chats/*")) == []
    assert await core.chats.rows() == ()


async def test_rename_pin_and_branch_survive_a_restart(opened, served):
    core = await opened(await served())
    chat = (await turn(core, "q"))[-1].conversation
    await core.chats.rename(chat.id, "  A  name ")
    await core.chats.pin(chat.id, True)
    await core.close()
    again = await opened()
    (row,) = await again.chats.rows()
    assert (row.title, row.pinned, row.messages) == ("A name", True, 2)
    assert on_disk(core, chat.id)["meta"]["title"]["value"] == "A name"


async def test_a_deleted_chat_leaves_the_list_and_undo_brings_it_back(opened, served):
    core = await opened(await served())
    chat = (await turn(core, "q"))[-1].conversation
    before = await core.bill.totals(chat.id)
    await core.chats.delete(chat.id)
    assert await core.chats.rows() == ()
    assert await core.bill.totals(chat.id) == before
    await core.chats.undelete(chat.id)
    assert [row.id for row in await core.chats.rows()] == [chat.id]


async def test_a_copy_has_every_branch_and_is_not_paid_again(opened, served):
    core = await opened(await served(Reply(text="one"), Reply(text="two")))
    chat = (await turn(core, "q"))[-1].conversation
    async for _ in core.turns.regenerate(chat.id, chat.branch[-1].id):
        pass
    spent = (await core.bill.totals(None)).all_time.usd
    copy = await core.chats.duplicate(chat.id)
    assert copy.title == "q (copy)"
    assert [node.text for node in copy.branch] == ["q", "two"]
    assert len(copy.nodes) == 3
    assert not set(copy.nodes) & set(chat.nodes)
    assert {n.section("cost").get("source") for n in copy.nodes.values()} == {None, "reported"}
    assert (await core.bill.totals(None)).all_time.usd == spent
    assert (await core.bill.totals(copy.id)).chat.usd == Decimal(0)


async def test_a_message_can_be_deleted_and_leaves_no_text_behind(opened, served):
    core = await opened(await served())
    chat = (await turn(core, "a secret"))[-1].conversation
    await core.chats.rename(chat.id, "t")
    chat = await core.chats.delete_node(chat.id, chat.branch[0].id)
    assert "a secret" not in await core.chats.document(chat.id)
    await core.close()
    assert "a secret" not in str(on_disk(core, chat.id))


async def test_the_defaults_for_new_chats_and_presets_are_kept(opened, served):
    core = await opened(await served())
    chat = core.chats.new()
    await core.chats.set_registers(chat.id, {"parameter.seed": 7, "system": "Be brief."})
    await core.chats.use_for_new_chats(chat.id)
    await core.desk.save_preset(Preset("Exact", "Be exact.", (("temperature", 0),)))
    await core.close()
    again = await opened()
    fresh = again.chats.new()
    assert (fresh.parameters, fresh.system) == ({"seed": 7}, "Be brief.")
    assert await again.desk.presets() == (Preset("Exact", "Be exact.", (("temperature", 0),)),)
    await again.desk.forget_preset("Exact")
    assert await again.desk.presets() == ()


async def test_a_draft_of_a_chat_not_begun_is_found_again_in_the_next_run(opened, served):
    core = await opened(await served())
    chat = core.chats.new()
    image = await core.pictures.take(photo(), "a.jpg")
    core.desk.keep_draft(chat.id, Draft("half a thought", (image,)))
    await core.close()
    again = await opened(await served())
    fresh = again.chats.new()
    draft = await again.desk.draft(fresh.id)
    assert draft == Draft("half a thought", (image,))
    async for _ in again.turns.ask(fresh.id, draft):
        pass
    again.desk.keep_draft(fresh.id, Draft())
    await again.close()
    last = await opened()
    assert (await last.desk.draft(last.chats.new().id)).is_empty


async def test_ids_are_found_by_their_beginning_only_when_that_is_clear(opened, served):
    core = await opened(await served())
    one = (await turn(core, "q"))[-1].conversation
    two = (await turn(core, "q"))[-1].conversation
    assert await core.chats.resolve(one.id) == one.id
    for prefix in (two.id[:6], "ffff", ""):
        with pytest.raises(ChatUnknown):
            await core.chats.resolve(prefix)


async def test_search_finds_titles_and_text(opened, served):
    core = await opened(await served(Reply(text="A narrow street"), Reply(text="A bakery")))
    one = (await turn(core, "first"))[-1].conversation
    await turn(core, "second")
    assert [row.id for row in await core.chats.rows("narrow")] == [one.id]
    assert [row.id for row in await core.chats.rows("FIRST")] == [one.id]
    assert await core.chats.rows("nothing like it") == ()


async def test_a_chat_is_written_out_with_its_branches(opened, served):
    core = await opened(await served(Reply(text="one"), Reply(text="two")))
    chat = (await turn(core, "q"))[-1].conversation
    async for _ in core.turns.regenerate(chat.id, chat.branch[-1].id):
        pass
    chat = core.chats.current(chat.id)
    shown = as_markdown(chat)
    assert "two" in shown
    assert "one" not in shown
    assert "### Reply 2/2" in shown
    every = as_markdown(chat, every_branch=True)
    assert "## Branch 1 of 2" in every
    assert "## Branch 2 of 2 (shown)" in every


async def test_a_folder_that_lost_its_chats_is_unavailable_and_not_all_deleted(opened, served):
    core = await opened(await served())
    for _ in range(3):
        await turn(core, "q")
    assert await core.chats.folder_problem() is None
    await core.close()
    # Without their journals: as long as one is there, what it holds comes back by itself.
    for path in (*core.places.chats.iterdir(), *core.places.journals.iterdir()):
        path.unlink()
    again = await opened()
    assert "0 of the 3 chats" in await again.chats.folder_problem()
    assert len(await again.chats.rows()) == 3
    await again.chats.take_folder_as_it_is()
    assert await again.chats.folder_problem() is None
    assert await again.chats.rows() == ()


async def test_a_picture_by_address_is_never_the_one_that_the_list_shows(opened, served):
    core = await opened(await served(*[Reply(text="a cat")] * 2))
    own = await core.pictures.take(photo(), "cat.jpg")
    far = ImagePart("", "", 0, 0, 0, name="far", url="https://example.com/far.png")
    await turn(core, "", images=(own, far))
    await turn(core, "", images=(far,))
    assert [row.thumbnail for row in await core.chats.rows()] == [None, own.sha256]
