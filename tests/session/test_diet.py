"""Pictures of earlier messages: what is sent again, what the chat says was sent, what it costs."""

from __future__ import annotations

import asyncio

from scout_desktop.chat.captions import NOT_SENT
from scout_desktop.chat.diet import Choice
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import PictureUnreadable
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.picture import inspect
from scout_desktop.practice import Reply
from scout_desktop.session.events import Failed, Finished

from .conftest import drain, on_disk, photo, turn
from .sent import asked_about, said_sent, sent_parts

CAPTIONED = "A till receipt for 9.75."
ADDRESS = "https://example.com/a.png"


async def test_each_picture_goes_as_it_was_chosen_and_the_chat_says_so(opened, served):
    server = await served(Reply(text=CAPTIONED), Reply(text="x"))
    core = await opened(server)
    chat = await asked_about(core, 4)
    first = chat.branch[0]
    kept, tiled, captioned, dropped = first.images
    for place, how in enumerate(("keep", "tile", "caption", "drop")):
        chat = await core.diets.choose(chat.id, first.id, place, Choice(how))
    events = await turn(core, "And the total?", chat.id)
    assert isinstance(events[-1], Finished)

    whole, again = sent_parts(server.requests[0], 0), sent_parts(server.requests[1], 0)
    assert [sha for what, sha in whole if what == "image"] == [i.sha256 for i in first.images]
    tile = again[2][1]
    assert again == [
        ("text", "What is this?"),
        ("image", kept.sha256),
        ("image", tile),
        ("text", f"[Picture IMG_2043.HEIC, not sent again: {CAPTIONED}]"),
    ]
    seen = inspect(await core.pictures.bytes_of(tile))
    assert max(seen.width, seen.height) == 336
    await core.close()
    assert said_sent(core, chat.id, 0) is None
    of_first = {"node": first.id}
    assert said_sent(core, chat.id, 1) == [
        of_first | {"place": 1, "sha256": tiled.sha256, "how": "tile", "sent": tile},
        of_first | {"place": 2, "sha256": captioned.sha256, "how": "caption", "caption": CAPTIONED},
        of_first | {"place": 3, "sha256": dropped.sha256, "how": "drop"},
    ]


async def test_pictures_of_the_last_two_messages_only(opened, served):
    server = await served()
    core = await opened(server)
    chat = await asked_about(core, text="")
    await core.diets.set_last(chat.id, 2)
    second = await core.pictures.take(photo(900, 900), "b.jpg")
    await turn(core, "b", chat.id, images=(second,))
    await turn(core, "c", chat.id)
    one, two, three = server.requests
    assert sent_parts(two, 0) == sent_parts(one, 0)
    assert sent_parts(three, 0) == [("text", NOT_SENT)]
    assert sent_parts(three, 2) == [("text", "b"), ("image", second.sha256)]
    # What is further back may still be wanted.
    kept = chat.branch[0]
    chat = await core.diets.choose(chat.id, kept.id, 0, Choice("keep"))
    await turn(core, "d", chat.id)
    assert sent_parts(server.requests[3], 0) == sent_parts(one, 0)
    assert sent_parts(server.requests[3], 2) == [("text", "b")]


async def test_the_picture_that_is_asked_about_goes_whole_however_often(opened, served):
    server = await served()
    core = await opened(server)
    chat = await asked_about(core)
    await core.diets.choose(chat.id, chat.branch[0].id, 0, Choice("drop"))
    await drain(core.turns.regenerate(chat.id, chat.branch[1].id))
    assert sent_parts(server.requests[1], 0) == sent_parts(server.requests[0], 0)
    assert (await core.diets.plan(chat.id))[0].how == "drop"


async def test_a_lost_picture_blocks_only_while_it_is_to_be_sent(opened, served):
    server = await served()
    core = await opened(server)
    chat = await asked_about(core)
    node = chat.branch[0]
    (image,) = node.images
    for sha256 in (image.sha256, image.original.sha256):
        next(core.places.media.glob(f"*/{sha256}.*")).unlink()
    failed = (await turn(core, "still?", chat.id))[-1]
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, PictureUnreadable)
    assert "IMG_2041.HEIC" in failed.error.headline
    assert "Pictures in this chat" in failed.error.advice
    await core.diets.choose(chat.id, node.id, 0, Choice("tile"))
    failed = (await turn(core, "smaller?", chat.id))[-1]
    assert isinstance(failed.error, PictureUnreadable)
    assert "Pictures in this chat" in failed.error.advice
    assert len(server.requests) == 1
    for how in ("caption", "drop"):
        await core.diets.choose(chat.id, node.id, 0, Choice(how))
        assert isinstance((await turn(core, how, chat.id))[-1], Finished)


async def test_the_saving_is_what_the_next_request_does_without(opened, served):
    server = await served(Reply(text=CAPTIONED))
    core = await opened(server)
    chat = await asked_about(core, 2)
    node = chat.branch[0]
    before = core.bill.estimate(chat, Draft("next"))
    cost = await core.diets.cost(chat.id)
    assert (cost.count, cost.sent, cost.saved_tokens) == (2, 2, 0)
    assert cost.tokens == before.image_tokens > 0
    await core.diets.choose(chat.id, node.id, 0, Choice("tile"))
    chat = await core.diets.choose(chat.id, node.id, 1, Choice("caption", "two receipts"))
    after = core.bill.estimate(chat, Draft("next"))
    cost = await core.diets.cost(chat.id)
    assert cost.saved_tokens == before.prompt_tokens - after.prompt_tokens
    assert cost.saved_usd == before.prompt_usd - after.prompt_usd
    assert cost.sent == 1
    events = await turn(core, "next", chat.id)
    # The stand-in counts words by a rule of its own, and pictures as Llama 4 does.
    assert abs(events[-1].reply.section("usage")["prompt_tokens"] - after.prompt_tokens) < 20


async def test_a_picture_by_address_goes_as_its_address_and_nothing_is_fetched(opened, served):
    server = await served()
    core = await opened(server)
    there = ImagePart("", "", 0, 0, 0, name="a.png", url=ADDRESS)
    chat = (await turn(core, "What is there?", images=(there,)))[-1].conversation
    assert sent_parts(server.requests[0], 0)[1] == ("address", ADDRESS)
    found = core.bill.estimate(chat, Draft("and?"))
    assert (found.unknown_pictures, found.image_tokens) == (1, 0)
    cost = await core.diets.cost(chat.id)
    assert (cost.unknown, cost.tokens, cost.pictures[0].tokens) == (1, 0, None)
    await core.diets.choose(chat.id, chat.branch[0].id, 0, Choice("tile"))
    assert (await core.diets.plan(chat.id))[0].how == "keep"
    await core.diets.choose(chat.id, chat.branch[0].id, 0, Choice("drop"))
    await turn(core, "and?", chat.id)
    await core.close()
    assert said_sent(core, chat.id, 1) == [
        {"node": chat.branch[0].id, "place": 0, "url": ADDRESS, "how": "drop"}
    ]


async def test_two_choices_at_once_are_both_kept_and_what_others_wrote_stays(opened, served):
    core = await opened(await served())
    chat = await asked_about(core, 3)
    node = chat.branch[0]
    foreign = {"colour": "grey", "choices": {"x/0": {"how": "frame"}}}
    await core.chats.set_registers(chat.id, {"pictures": foreign})
    await asyncio.gather(
        *(core.diets.choose(chat.id, node.id, place, Choice("drop")) for place in range(3)),
        core.diets.set_last(chat.id, 4),
    )
    await core.diets.choose(chat.id, node.id, 1, Choice("keep"))
    await core.close()
    assert on_disk(core, chat.id)["meta"]["pictures"]["value"] == {
        "colour": "grey",
        "last": 4,
        "choices": {
            "x/0": {"how": "frame"},
            f"{node.id}/0": {"how": "drop"},
            f"{node.id}/2": {"how": "drop"},
        },
    }


async def test_a_copy_of_a_chat_treats_its_pictures_as_the_chat_does(opened, served):
    server = await served()
    core = await opened(server)
    chat = await asked_about(core, 2)
    node = chat.branch[0]
    await core.diets.choose(chat.id, node.id, 0, Choice("tile"))
    await core.diets.choose(chat.id, node.id, 1, Choice("drop"))
    await turn(core, "one", chat.id)
    copy = await core.chats.duplicate(chat.id)
    assert [each.how for each in await core.diets.plan(copy.id)] == ["tile", "drop"]
    await turn(core, "one", copy.id)
    assert sent_parts(server.requests[2], 0) == sent_parts(server.requests[1], 0)
    await core.close()
    first = copy.branch[0].id
    assert [each["node"] for each in said_sent(core, copy.id, 1)] == [first, first]


async def test_all_pictures_go_otherwise_at_once_and_written_captions_stay(opened, served):
    core = await opened(await served(Reply(text="Street.")))
    chat = await asked_about(core, 3)
    node = chat.branch[0]
    await core.diets.choose(chat.id, node.id, 1, Choice("caption", "mine"))
    await core.diets.choose_all(chat.id, "tile")
    assert [each.how for each in await core.diets.plan(chat.id)] == ["tile"] * 3
    chat = await core.diets.choose_all(chat.id, "caption")
    planned = await core.diets.plan(chat.id)
    assert [each.caption for each in planned] == ["Street.", "mine", "Street."]
    chat = await core.diets.choose_all(chat.id, "keep")
    assert [each.how for each in await core.diets.plan(chat.id)] == ["keep"] * 3
    assert list(chat.value("pictures")["choices"]) == [f"{node.id}/1"]
