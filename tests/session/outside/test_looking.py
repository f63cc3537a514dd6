"""What another program or device wrote comes into the open chats, and nothing of ours is lost."""

from __future__ import annotations

import asyncio

from scout_desktop.chat.draft import Draft
from scout_desktop.chat.message import user_node
from scout_desktop.practice import Reply
from tests.session.conftest import drain, turn


async def _two(opened, served, *replies):
    server = await served(*replies)
    return await opened(server), await opened(server)


async def test_a_message_from_another_program_appears_on_the_branch_that_is_shown(
    opened, served
) -> None:
    here, there = await _two(opened, served, Reply(text="One."), Reply(text="Two."))
    await turn(here, "First")
    (chat,) = here.chats.all_open()
    await turn(there, "Second", chat)
    before = here.chats.current(chat)
    assert len(before.branch) == 2

    changes = await here.outside.look()

    (news,) = changes.news
    shown = here.chats.current(chat)
    assert news.conversation is shown
    assert [node.text for node in shown.branch] == ["First", "One.", "Second", "Two."]
    assert news.here == tuple(node.id for node in shown.branch[2:])
    assert not news.elsewhere
    assert news.same_device
    # (Whether the look finds it or our own fold has put it in by then, which comes a moment later.)
    await here.outside.look_at_list()
    (row,) = (await here.finding.look("")).rows
    assert row.messages == 4


async def test_a_second_look_finds_nothing_and_neither_does_one_after_our_own_turn(
    opened, served
) -> None:
    here, there = await _two(
        opened, served, Reply(text="One."), Reply(text="Two."), Reply(text="Three.")
    )
    await turn(here, "First")
    (chat,) = here.chats.all_open()
    await turn(there, "Second", chat)
    await here.outside.look()
    again = await here.outside.look()
    assert (again.news, again.problem) == ((), None)
    await here.outside.look_at_list()
    assert not (await here.outside.look_at_list()).listed

    await turn(here, "Third", chat)
    assert (await here.outside.look()).news == ()
    assert len(here.chats.current(chat).branch) == 6


async def test_a_branch_from_elsewhere_is_told_and_does_not_take_the_page_away(
    opened, served
) -> None:
    here, there = await _two(opened, served, *[Reply(text=t) for t in ("One.", "Mine.", "Theirs.")])
    await turn(here, "First")
    (chat,) = here.chats.all_open()
    await there.chats.open(chat)
    await turn(here, "From here", chat)
    # It has not looked since, as a device that was offline.
    await drain(there.turns.ask(chat, Draft("From there")))

    (news,) = (await here.outside.look()).news

    shown = here.chats.current(chat)
    assert [node.text for node in shown.branch] == ["First", "One.", "From here", "Mine."]
    assert news.here == ()
    assert [shown.nodes[id].text for id in news.elsewhere] == ["From there", "Theirs."]
    theirs = await here.chats.show_branch(chat, news.elsewhere[0])
    assert [node.text for node in theirs.branch][-2:] == ["From there", "Theirs."]
    # And so says the disk: our choice is later than their head.
    fresh = await opened()
    assert (await fresh.chats.open(chat)).head == theirs.head


async def test_a_reply_that_streams_here_goes_on_while_another_program_writes_there(
    opened, served
) -> None:
    long = " ".join(f"word{n}" for n in range(60))
    here, there = await _two(
        opened, served, Reply(text="One."), Reply(text=long, rate=60), Reply(text="Theirs.")
    )
    await turn(here, "First")
    (chat,) = here.chats.all_open()
    await there.chats.open(chat)
    begun = asyncio.Event()

    async def stream() -> None:
        async for event in here.turns.ask(chat, Draft("Tell me much")):
            if type(event).__name__ == "ReplyGrew":
                begun.set()

    streaming = asyncio.create_task(stream())
    await begun.wait()
    await turn(there, "From there", chat)
    looks = 0
    while not streaming.done():
        changes = await here.outside.look()
        looks += bool(changes.news)
        await asyncio.sleep(0.03)
    await streaming
    await here.outside.look()

    shown = here.chats.current(chat)
    assert looks >= 1
    assert shown.branch[-1].text == long
    assert shown.branch[-1].state == "complete"
    assert {node.text for node in shown.nodes.values()} >= {"From there", "Theirs.", "First"}
    fresh = await opened()
    assert (await fresh.chats.open(chat)).nodes[shown.head].text == long


async def test_a_title_and_a_parameter_from_elsewhere_arrive(opened, served) -> None:
    here, there = await _two(opened, served, Reply(text="One."))
    await turn(here, "First")
    (chat,) = here.chats.all_open()
    await there.chats.rename(chat, "Named there")
    await there.chats.set_registers(chat, {"parameter.seed": 7})

    (news,) = (await here.outside.look()).news

    assert news.retitled
    assert news.changed == {"parameter.seed"}
    assert here.chats.current(chat).title == "Named there"
    assert here.chats.current(chat).parameters == {"seed": 7}


async def test_what_is_being_added_here_while_it_is_looked_is_kept(opened, served) -> None:
    here, there = await _two(opened, served, Reply(text="One."))
    await turn(here, "First")
    (chat,) = here.chats.all_open()
    clock_id = here.chats.current(chat).head
    for n in range(5):
        await there.chats.set_registers(chat, {f"parameter.x{n}": n})
        mine = user_node(f"01a205fc-04d8-7abc-8def-33445566000{n}", clock_id, "2026", f"mine {n}")
        await asyncio.gather(
            here.outside.look(), here.chats.add(chat, [mine], {}), here.outside.look(),
            here.chats.rename(chat, f"title {n}"),
        )  # fmt: skip
    await here.outside.look()
    shown = here.chats.current(chat)
    assert shown.parameters == {f"x{n}": n for n in range(5)}
    assert {f"mine {n}" for n in range(5)} <= {node.text for node in shown.nodes.values()}
    assert shown.title == "title 4"
    await here.close()
    assert (await (await opened()).chats.open(chat)).nodes.keys() == shown.nodes.keys()


async def test_a_chat_that_is_deleted_elsewhere_stays_readable_and_comes_back(
    opened, served
) -> None:
    here, there = await _two(opened, served, Reply(text="One."))
    await turn(here, "First")
    (chat,) = here.chats.all_open()
    await there.chats.delete(chat)

    (news,) = (await here.outside.look()).news
    # As it is another program of this device that did it, it is known and not asked about.
    assert news.loss == "deleted"
    assert [node.text for node in here.chats.current(chat).branch] == ["First", "One."]
    assert (await here.outside.look()).news == ()
    await here.outside.restore(chat)
    assert [row.id for row in await here.chats.rows()] == [chat]
    (news,) = (await there.outside.look()).news
    assert not there.chats.current(chat).value("deleted")


async def test_a_chat_that_is_purged_elsewhere_stays_readable_and_can_be_copied(
    opened, served
) -> None:
    here, there = await _two(opened, served, Reply(text="One."))
    await turn(here, "First")
    (chat,) = here.chats.all_open()
    await there.disk.run(there.chats._library.purge, chat)

    (news,) = (await here.outside.look()).news

    assert news.loss == "purged"
    assert [node.text for node in here.chats.current(chat).branch] == ["First", "One."]
    copy = await here.outside.restore(chat)
    assert copy.id != chat
    assert [node.text for node in copy.branch] == ["First", "One."]
    assert [row.id for row in await here.chats.rows()] == [copy.id]


async def test_a_chat_whose_file_vanished_is_written_again_from_memory(opened, served) -> None:
    here, _ = await _two(opened, served, Reply(text="One."))
    await turn(here, "First")
    (chat,) = here.chats.all_open()
    await asyncio.sleep(0.2)  # the fold at the end of the turn
    await here.disk.run(lambda: None)
    for path in [*here.places.chats.iterdir(), *here.places.journals.iterdir()]:
        path.unlink()

    (news,) = (await here.outside.look()).news
    assert news.loss == "vanished"
    assert [node.text for node in here.chats.current(chat).branch] == ["First", "One."]
    await here.outside.restore(chat)
    assert len(list(here.places.chats.iterdir())) == 1
    fresh = await opened()
    assert [node.text for node in (await fresh.chats.open(chat)).branch] == ["First", "One."]


async def test_an_older_file_that_a_sync_program_puts_back_takes_nothing_away(
    opened, served
) -> None:
    here, _ = await _two(opened, served, Reply(text="One."), Reply(text="Two."))
    await turn(here, "First")
    (chat,) = here.chats.all_open()
    await asyncio.sleep(0.2)
    await here.disk.run(lambda: None)
    (file,) = here.places.chats.iterdir()
    old = file.read_bytes()
    await turn(here, "Second", chat)
    await asyncio.sleep(0.2)
    await here.disk.run(lambda: None)
    for path in here.places.journals.iterdir():
        path.unlink()
    file.write_bytes(old)

    await here.outside.look()

    assert [node.text for node in here.chats.current(chat).branch][-1] == "Two."
    await here.close()
    assert b"Two." in file.read_bytes()


async def test_a_reply_that_another_program_receives_grows_here_too(opened, served) -> None:
    long = " ".join(f"word{n}" for n in range(40))
    here, there = await _two(opened, served, Reply(text="One."), Reply(text=long, rate=40))
    await turn(here, "First")
    (chat,) = here.chats.all_open()
    streaming = asyncio.create_task(turn(there, "Tell me much", chat))
    lengths, told = [], 0
    while not streaming.done():
        for news in (await here.outside.look()).news:
            last = news.conversation.branch[-1]
            lengths.append((last.state, len(last.text)))
            told += len(news.here)
        await asyncio.sleep(0.05)
    await here.outside.look()

    assert told == 2
    assert len({length for state, length in lengths if state == "streaming"}) > 3
    assert lengths == sorted(lengths, key=lambda each: each[1])
    last = here.chats.current(chat).branch[-1]
    assert (last.state, last.text) == ("complete", long)


async def test_copies_of_sync_programs_are_folded_in_when_the_list_is_looked_at(
    opened, served
) -> None:
    here, _ = await _two(opened, served, Reply(text="One."))
    await turn(here, "First")
    await asyncio.sleep(0.2)
    await here.disk.run(lambda: None)
    (file,) = here.places.chats.iterdir()
    data = file.read_bytes()
    copied = file.with_name(f"{file.stem} (Anna's conflicted copy 2026-11-23).json")
    copied.write_bytes(data.replace(b"One.", b"One.!"))
    presets = here.places.data / "library 2.json"
    presets.write_text(
        '{"format":"scout-desktop/library","version":1,"min_reader":1,"meta":{"preset.x":'
        '{"at":"2026-11-23T01:00:00.000Z","by":"d1-0","value":1}}}'
    )
    await here.outside.look_at_list()
    assert [path.name for path in here.places.chats.iterdir()] == [file.name]
    assert not presets.exists()
    assert len(list(here.places.trash.iterdir())) == 2
    assert len(await here.chats.rows()) == 1
    (chat,) = here.chats.all_open()
    await here.outside.look()
    assert here.chats.current(chat).branch[-1].text == "One.!"
