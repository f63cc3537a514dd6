"""The request: the branch shown and the changed parameters, nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scout_desktop.chat.diet import Planned
from scout_desktop.chat.errors import ParameterInvalid, RequestInvalid
from scout_desktop.chat.estimate import LISTED, estimate, text_tokens
from scout_desktop.chat.message import ImagePart, Node, user_node
from scout_desktop.chat.request import build_request, is_openrouter

PICTURE = ImagePart("ab" * 32, "image/jpeg", 1344, 1008, 9, "a.jpg")
SCHEMA = {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "object"}}}


def reply(text: str, state: str = "complete") -> Node:
    parts = [{"type": "text", "text": text}]
    return Node({"id": "b", "parent": "a", "role": "assistant", "state": state, "parts": parts})


def build(*branch: Node, host: str = "openrouter.ai", **more: object):  # type: ignore[no-untyped-def]
    return build_request(branch, model="m", host=host, **more)


def test_messages_follow_the_branch_with_the_system_prompt_first() -> None:
    request = build(user_node("a", None, "", "q", [PICTURE]), reply("r"), system="Be brief.")
    assert [(m.role, m.text) for m in request.messages] == [
        ("system", "Be brief."), ("user", "q"), ("assistant", "r"),
    ]  # fmt: skip
    assert request.images == (PICTURE,)


def test_failed_replies_without_text_are_left_out_and_stopped_ones_kept() -> None:
    request = build(user_node("a", None, "", "q"), reply("", "failed"), reply("half", "stopped"))
    assert [m.text for m in request.messages] == ["q", "half"]


def test_a_parameter_at_provider_default_is_not_sent() -> None:
    request = build(user_node("a", None, "", "q"), parameters={"seed": None, "temperature": 1})
    assert request.parameters == {"temperature": 1}


def test_structured_outputs_needs_a_schema_and_insists_on_it() -> None:
    with pytest.raises(ParameterInvalid, match="JSON schema"):
        build(user_node("a", None, "", "q"), parameters={"structured_outputs": True})
    wanted = {"structured_outputs": True, "response_format": SCHEMA}
    ours = build(user_node("a", None, "", "q"), parameters=wanted, routing={"sort": "price"})
    assert ours.parameters == wanted
    assert ours.provider == {"sort": "price", "require_parameters": True}
    other = build(user_node("a", None, "", "q"), parameters=wanted, host="127.0.0.1")
    assert other.parameters == {"response_format": SCHEMA}
    assert other.provider == {"require_parameters": True}


def test_the_chat_id_pins_the_provider_at_openrouter_only() -> None:
    node = user_node("a", None, "", "q")
    assert build(node, session_id="c").session_id == "c"
    assert build(node, session_id="c", host="localhost").session_id is None
    assert is_openrouter("OpenRouter.ai.")
    assert not is_openrouter("openrouter.ai.evil.example")
    assert not is_openrouter("notopenrouter.ai")


def test_nothing_to_answer_and_invalid_parameters_are_refused_with_a_sentence() -> None:
    with pytest.raises(RequestInvalid, match="nothing to send"):
        build()
    with pytest.raises(ParameterInvalid, match="0 to 2"):
        build(user_node("a", None, "", "q"), parameters={"temperature": 3})


def test_a_partial_reply_to_continue_goes_last() -> None:
    request = build(user_node("a", None, "", "q"), prefill="Once upon")
    assert (request.messages[-1].role, request.messages[-1].text) == ("assistant", "Once upon")


def test_the_estimate_counts_pictures_by_tiles_and_says_listed_prices() -> None:
    request = build(user_node("a", None, "", "", [PICTURE]), parameters={"max_tokens": 1000})
    found = estimate(request)
    assert found.image_tokens == 1887
    assert found.prompt_tokens == 1887 + 5 + 1
    assert found.prompt_usd == Decimal("0.08") * 1893 / 1_000_000
    assert found.reply_usd == Decimal("0.0003")
    assert found.prices is LISTED
    assert found.prices.listed


def test_dense_scripts_count_more_than_latin() -> None:
    assert text_tokens("") == 0
    assert text_tokens("abcd") == 1
    assert text_tokens("漢字仮名") > text_tokens("हिन्दी") // 2 > 0


def test_pictures_go_in_the_form_that_was_planned_and_in_their_order() -> None:
    tile = ImagePart("cd" * 32, "image/jpeg", 336, 252, 9, "a.jpg", fit="1x1")
    other = ImagePart("ef" * 32, "image/jpeg", 640, 480, 9, "b.jpg")
    node = user_node("a", None, "", "q", [PICTURE, other, PICTURE, other])
    plan = [
        Planned("a", 0, PICTURE, "tile", "chosen"),
        Planned("a", 1, other, "caption", "chosen", "A cat."),
        Planned("a", 2, PICTURE, "keep", "usual"),
        Planned("a", 3, other, "drop", "beyond"),
    ]
    request = build(node, plan=plan, tiles={PICTURE.sha256: tile})
    (message,) = request.messages
    words = "[Picture b.jpg, not sent again: A cat.]"
    assert message.pictures == (tile, words, PICTURE)
    assert message.words == f"q\n\n{words}"
    assert request.images == (tile, PICTURE)
    assert request.record("h")["pictures"] == [
        {"node": "a", "place": 0, "sha256": PICTURE.sha256, "how": "tile", "sent": tile.sha256},
        {"node": "a", "place": 1, "sha256": other.sha256, "how": "caption", "caption": "A cat."},
        {"node": "a", "place": 3, "sha256": other.sha256, "how": "drop"},
    ]
    assert estimate(request).image_tokens == 147 + 1887


def test_a_message_that_would_be_empty_says_so_and_stays_a_message() -> None:
    node = user_node("a", None, "", "", [PICTURE])
    request = build(node, reply("r"), plan=[Planned("a", 0, PICTURE, "drop", "chosen")])
    assert [m.text for m in request.messages] == ["[picture not sent again]", "r"]


def test_without_a_tile_at_hand_the_picture_goes_whole_and_the_record_does_not_lie() -> None:
    node = user_node("a", None, "", "q", [PICTURE])
    request = build(node, plan=[Planned("a", 0, PICTURE, "tile", "chosen")])
    assert request.images == (PICTURE,)
    assert "pictures" not in request.record("h")


def test_pictures_by_address_are_not_guessed() -> None:
    there = ImagePart("", "", 0, 0, 0, "a.png", url="https://example.com/a.png")
    found = estimate(build(user_node("a", None, "", "q", [there, PICTURE])))
    assert (found.image_tokens, found.unknown_pictures) == (1887, 1)
