"""Estimates against a server that counts in its own way: learned, kept, and said honestly."""

from __future__ import annotations

import asyncio
import json
import stat
import sys
from typing import Any

import pytest

from scout_desktop.chat.calibration import error_words
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.estimate import Estimate
from scout_desktop.practice import Reply
from scout_desktop.session.events import Finished

from .conftest import photo, turn

TEXT = "How many words does it take until an estimate is worth anything? " * 12


def by_fifth(core: Any, text: str, chat: Any = None, images: tuple[Any, ...] = ()) -> Reply:
    """Make a reply of a provider that counts 1.2 times what is predicted without correction."""
    if chat is None:
        chat = core.chats.new()
    weight = core.bill._estimates.weighing.coming(chat, Draft(text, images))
    return Reply(text="ok", prompt_tokens=round(1.2 * (weight.words + weight.pictures)))


def estimated(core: Any, text: str, chat: Any = None) -> Estimate:
    if chat is None:
        chat = core.chats.new()
    found: Estimate = core.bill.estimate(chat, Draft(text))
    return found


async def replies_by_fifth(opened: Any, served: Any, count: int) -> Any:
    """Return a core that saw so many replies of that provider, in a chat each, and its server."""
    first = await opened()
    texts = [TEXT * (n + 1) for n in range(count)]
    replies = [by_fifth(first, text) for text in texts]
    await first.close()
    server = await served(*replies)
    core = await opened(server)
    for text in texts:
        assert isinstance((await turn(core, text))[-1], Finished)
    return core, server


async def test_after_three_replies_the_estimate_counts_as_the_provider_does(opened, served):
    core, _ = await replies_by_fifth(opened, served, 3)
    plain = core.bill._estimates.weighing.coming(core.chats.new(), Draft(TEXT * 7)).words
    found = estimated(core, TEXT * 7)
    assert abs(found.prompt_tokens - 1.2 * plain) <= 1
    assert found.prompt_usd == found.prices.prompt * found.prompt_tokens
    assert error_words(found) == "± less than 1 %, from 3 replies"


async def test_two_replies_change_nothing_and_the_estimate_says_so(opened, served):
    core, _ = await replies_by_fifth(opened, served, 2)
    plain = core.bill._estimates.weighing.coming(core.chats.new(), Draft(TEXT)).words
    found = estimated(core, TEXT)
    assert found.prompt_tokens == plain
    assert error_words(found) == "not yet compared with this provider's counts"


async def test_what_was_learned_is_there_after_a_restart_in_a_private_file(opened, served):
    core, server = await replies_by_fifth(opened, served, 3)
    before = estimated(core, TEXT)
    path = core.places.state / "calibration.json"
    await core.close()
    assert len(json.loads(path.read_bytes())["pairs"][0]["seen"]) == 3
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = await opened(server)
    assert estimated(again, TEXT).known_from == 0
    await again.bill.load_prices()
    assert estimated(again, TEXT) == before


async def test_pictures_are_learned_apart_from_words(opened, served):
    first = await opened()
    image = await first.pictures.take(photo(1344, 1008), "a.jpg")
    tokens = 1887
    words = [first.bill._estimates.weighing.coming(first.chats.new(), Draft(text)).words
             for text in (TEXT, TEXT * 2, TEXT * 3)]  # fmt: skip
    await first.close()
    server = await served(
        *(Reply(text="ok", prompt_tokens=count) for count in words),
        *(Reply(text="ok", prompt_tokens=count + tokens // 2) for count in words),
    )
    core = await opened(server)
    for images in ((), (image,)):
        for n in range(3):
            await turn(core, TEXT * (n + 1), images=images)
    found = core.bill.estimate(core.chats.new(), Draft(TEXT, (image,)))
    assert found.image_tokens == pytest.approx(tokens / 2, rel=0.01)
    assert found.prompt_tokens - found.image_tokens == words[0]
    assert found.known_from == 6
    chat = (await turn(core, "picture", images=(image,)))[-1].conversation
    # The diet's figures are by the same counts.
    assert (await core.diets.cost(chat.id)).tokens == found.image_tokens


async def test_each_provider_is_believed_in_its_own_chats(opened, served):
    first = await opened()
    counts = [by_fifth(first, TEXT).prompt_tokens] * 3
    await first.close()
    plain = [round(count / 1.2) for count in counts]
    server = await served(
        *(Reply(text="a", provider="Dear", prompt_tokens=count) for count in counts),
        *(Reply(text="b", provider="Fair", prompt_tokens=count) for count in plain * 2),
    )
    core = await opened(server)
    dear = [(await turn(core, TEXT))[-1].conversation for _ in range(3)]
    fair = [(await turn(core, TEXT))[-1].conversation for _ in range(6)]
    draft = Draft(TEXT)
    weigh = core.bill._estimates.weighing.coming
    in_dear = core.bill.estimate(dear[0], draft)
    assert in_dear.prompt_tokens == pytest.approx(weigh(dear[0], draft).words * 1.2, rel=0.01)
    assert in_dear.known_from == 3
    in_fair = core.bill.estimate(fair[0], draft)
    assert in_fair.prompt_tokens == pytest.approx(weigh(fair[0], draft).words, rel=0.01)
    # In a new chat the one that answered most often is expected.
    assert estimated(core, TEXT).known_from == 6


async def test_practice_teaches_nothing_and_is_not_corrected(opened):
    core = await opened(practice=True)
    await asyncio.gather(*(turn(core, TEXT) for _ in range(4)))
    assert estimated(core, TEXT).known_from == 0
    await core.close()
    assert not (core.places.state / "calibration.json").exists()


async def test_replies_without_counts_or_with_pictures_by_address_teach_nothing(opened, served):
    from scout_desktop.chat.message import ImagePart

    server = await served(*[Reply(text="x", usage="none")] * 3)
    core = await opened(server)
    for _ in range(3):
        await turn(core, TEXT)
    there = ImagePart("", "", 0, 0, 0, "a.png", url="https://example.com/a.png")
    for _ in range(3):
        await turn(core, TEXT, images=(there,))
    await core.close()
    assert not (core.places.state / "calibration.json").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b'{"pairs":7}', b'{"pairs":[7,{"model":1}]}',
        b'{"pairs":[{"model":"m","provider":"p","seen":[[1],["",1,2],["",-1,0,3],["",1,0,1e9]]}]}',
    ],
)  # fmt: skip
async def test_a_broken_file_is_none_and_is_written_anew(opened, served, content):
    server = await served()
    core = await opened(server)
    path = core.places.state / "calibration.json"
    await core.close()
    path.write_bytes(content)
    again = await opened(server)
    await again.bill.load_prices()
    assert estimated(again, TEXT).known_from == 0
    await turn(again, TEXT)
    await again.close()
    assert len(json.loads(path.read_bytes())["pairs"][-1]["seen"]) == 1


async def test_two_programs_learn_side_by_side(opened, served):
    core, server = await replies_by_fifth(opened, served, 2)
    other = await opened(server)
    await turn(other, TEXT)
    await turn(core, TEXT)
    await other.close()
    await core.close()
    found = json.loads((core.places.state / "calibration.json").read_bytes())
    assert sum(len(pair["seen"]) for pair in found["pairs"]) == 4


async def test_a_file_that_cannot_be_read_stops_neither_estimates_nor_replies(
    opened, served, caplog
):
    server = await served()
    core = await opened(server)
    (core.places.state / "calibration.json").mkdir()
    caplog.set_level("INFO", "scout_desktop.session.diet")
    await core.bill.load_prices()
    assert estimated(core, TEXT).prompt_tokens > 0
    for _ in range(3):
        assert isinstance((await turn(core, TEXT))[-1], Finished)
    # It is known at least until the program ends.
    assert estimated(core, TEXT).known_from == 3
    await core.close()
    assert "what providers counted could not be read" in caplog.text


async def test_a_schema_that_the_provider_writes_into_the_prompt_teaches_nothing(opened, served):
    schema = {"type": "object", "properties": {f"field {n}": {} for n in range(200)}}
    asked = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    server = await served(*[Reply(text="{}", prompt_tokens=3_000)] * 3)
    core = await opened(server)
    before = estimated(core, TEXT)
    for _ in range(3):
        chat = core.chats.new()
        await core.chats.set_registers(chat.id, {"parameter.response_format": asked})
        assert isinstance((await turn(core, TEXT, chat.id))[-1], Finished)
    assert estimated(core, TEXT) == before
