"""Pictures of earlier messages: what is sent again, what the chat says was sent, what it costs."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from scout_desktop.chat.captions import NOT_SENT
from scout_desktop.chat.diet import Choice
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import PictureUnreadable
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.picture import inspect
from scout_desktop.chat.recipe import ONE_TILE, Crop, Mark, Recipe
from scout_desktop.practice import Reply
from scout_desktop.session.events import Asked, Failed, Finished

from .conftest import drain, on_disk, photo, turn

CAPTIONED = "A till receipt for 9.75."
ADDRESS = "https://example.com/a.png"


def sent_parts(request: Any, message: int) -> list[tuple[str, str]]:
    """Return (what, sha256 or words) of each part of a message as the server got it."""
    content = request.json["messages"][message]["content"]
    if isinstance(content, str):
        return [("text", content)]
    found = []
    for part in content:
        if part["type"] == "text":
            found.append(("text", part["text"]))
        elif (url := part["image_url"]["url"]).startswith("data:"):
            data = base64.b64decode(url.partition(",")[2])
            found.append(("image", hashlib.sha256(data).hexdigest()))
        else:
            found.append(("address", url))
    return found


def said_sent(core: Any, chat_id: str, reply: int) -> Any:
    """Return what a stored reply says of pictures that went otherwise; None where it says nothing.

    `reply` counts the assistant's nodes of the file.
    """
    nodes = [n for n in on_disk(core, chat_id)["nodes"] if n["role"] == "assistant"]
    return nodes[reply]["request"].get("pictures")


async def asked_about(core: Any, count: int = 1, text: str = "What is this?") -> Any:
    """Ask about `count` photos at once and return the chat."""
    images = [
        await core.pictures.take(photo(1400 + 8 * n, 1000), f"IMG_{2041 + n}.HEIC")
        for n in range(count)
    ]
    return (await turn(core, text, images=tuple(images)))[-1].conversation


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


async def test_a_tile_is_the_same_after_a_restart_and_the_beginning_of_the_chat_stays(
    opened, served
):
    server = await served()
    core = await opened(server)
    chat = await asked_about(core)
    await core.diets.choose(chat.id, chat.branch[0].id, 0, Choice("tile"))
    await turn(core, "two", chat.id)
    await core.close()
    again = await opened(server)
    await turn(again, "three", chat.id)
    await turn(again, "four", chat.id)
    bodies = [json.dumps(request.json["messages"]).encode()[:-1] for request in server.requests]
    assert bodies[2].startswith(bodies[1])
    assert bodies[3].startswith(bodies[2])


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


async def test_stop_while_a_tile_is_made_keeps_the_question_and_sends_nothing(opened, served):
    server = await served()
    core = await opened(server)
    chat = await asked_about(core)
    await core.diets.choose(chat.id, chat.branch[0].id, 0, Choice("tile"))
    begun = asyncio.Event()

    async def follow() -> None:
        async for event in core.turns.ask(chat.id, Draft("and now?")):
            assert isinstance(event, Asked)
            begun.set()

    async with core.pictures._decoding:  # somebody else's large picture is being decoded
        task = asyncio.create_task(follow())
        await asyncio.wait_for(begun.wait(), 10)
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert [n.state for n in core.chats.current(chat.id).branch][-1] == "stopped"
    assert len(server.requests) == 1
    assert isinstance((await turn(core, "and now?", chat.id))[-1], Finished)
    assert len(server.requests) == 2


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


async def test_what_is_sent_is_on_the_disk_before_it_is_sent(opened, served, tmp_path):
    written: list[str] = []

    def heard(_request: Any) -> None:
        journals = (tmp_path / "d" / "journal").glob("*.jsonl")
        written.append("".join(path.read_text() for path in journals))

    server = await served(heard=heard)
    core = await opened(server)
    chat = await asked_about(core)
    await core.diets.choose(chat.id, chat.branch[0].id, 0, Choice("tile"))
    await turn(core, "smaller", chat.id)
    (what, tile) = sent_parts(server.requests[1], 0)[1]
    assert what == "image"
    assert f'"sent":"{tile}"' in written[1]


async def test_marks_are_drawn_anew_on_the_tile_and_a_crop_is_not_cut_twice(opened, served):
    server = await served()
    core = await opened(server)
    plain = await core.pictures.take(photo(1600, 1200), "a.jpg")
    cropped = await core.pictures.again(plain, Recipe(crop=Crop(0, 0, 1600, 400), turn=90))
    marked = await core.pictures.again(
        plain, Recipe(crop=Crop(400, 0, 800, 800), marks=(Mark("box", 500, 100, 900, 600, 2),))
    )
    events = await turn(core, "What is in box 2?", images=(cropped, marked))
    chat = events[-1].conversation
    for place in range(2):
        await core.diets.choose(chat.id, chat.branch[0].id, place, Choice("tile"))
    await turn(core, "and now?", chat.id)
    _, (_, first), (_, second) = sent_parts(server.requests[1], 0)
    tall = inspect(await core.pictures.bytes_of(first))
    assert (tall.width, tall.height) == (84, 336)
    drawn = await core.pictures.trial(marked, replace(marked.recipe, fit=ONE_TILE))
    assert await core.pictures.bytes_of(second) == drawn.data
