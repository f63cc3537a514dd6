"""A chat's file says exactly what the chat says, and a damaged one says what is left of it."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatDamaged
from scout_desktop.chat.message import Node
from scout_desktop.storage.document import dump, load, read
from scout_desktop.storage.ground.strict import DEEPEST, NotJson, decode, encode
from scout_desktop.storage.merge import merge
from tests.storage.copies import CHAT, copies
from tests.storage.story import Story

EXAMPLE = """\
{"format":"scout-desktop/chat","version":1,"min_reader":1,"id":"01a205fc-04d8-7abc-8def-334455667788",
"meta":{
"head":{"at":"2026-11-23T01:18:53.001Z","by":"d1f0-0","value":"01a205fc-0849-7abc-8def-000000000001"},
"parameter.temperature":{"at":"2026-11-23T01:18:52.120Z","by":"d1f0-0","value":0.2}
},
"nodes":[
{"created":"2026-11-23T01:18:53.001Z","id":"01a205fc-0849-7abc-8def-000000000001","parent":null,"parts":[{"text":"Was ist das? 収据 😀","type":"text"}],"role":"user","x-new":[1,{"y":null}]},
{"deleted":{"at":"2026-11-23T01:18:54.001Z","by":"d1f0-0"},"id":"01a205fc-0849-7abc-8def-000000000002","parent":null}
]}
"""  # noqa: E501


def test_the_file_is_written_as_the_contract_shows() -> None:
    chat = load(EXAMPLE.encode())
    assert chat.notices == ()
    assert dump(chat).decode() == EXAMPLE
    assert chat.branch[0].text == "Was ist das? 収据 😀"


def test_an_empty_chat_is_valid_json_with_one_record_a_line() -> None:
    written = dump(Conversation(CHAT))
    assert json.loads(written) == {
        "format": "scout-desktop/chat", "version": 1, "min_reader": 1, "id": CHAT,
        "meta": {}, "nodes": [],
    }  # fmt: skip
    assert load(written) == Conversation(CHAT)


@settings(max_examples=80, deadline=None)
@given(copies())
def test_what_is_written_is_read_again_unknown_keys_included(chat: Conversation) -> None:
    again = load(dump(chat))
    assert (again.meta, again.nodes, again.extra, again.min_reader) == (
        chat.meta, chat.nodes, chat.extra, chat.min_reader,
    )  # fmt: skip
    assert dump(again) == dump(chat)


def test_a_file_cut_anywhere_invents_nothing_and_keeps_every_whole_line() -> None:
    data = EXAMPLE.encode()
    whole = load(data)
    for end in range(len(data)):
        found = read(data[:end]).conversation
        for id, node in found.nodes.items():
            assert node == whole.nodes[id]
        for name, register in found.meta.items():
            assert register == whole.meta[name]
        lines = data[:end].count(b"\n")
        assert len(found.nodes) >= max(0, lines - 6)


def test_two_thirds_of_a_long_chat_are_two_thirds_of_its_messages(story: Story) -> None:
    nodes = [story.question(f"question {n}") for n in range(900)]
    data = dump(story.chat().with_nodes(nodes))
    found = read(data[: len(data) * 2 // 3])
    assert found.broken
    assert 590 <= len(found.conversation.nodes) <= 600


@pytest.mark.parametrize("seed", range(30))
def test_random_damage_never_raises(seed: int) -> None:
    dice = random.Random(seed)
    data = bytearray(EXAMPLE.encode())
    for _ in range(dice.randrange(1, 30)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    read(bytes(data))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_at_all_never_raise(data: bytes) -> None:
    read(data)
    read(EXAMPLE.encode()[:150] + data)


def test_one_damaged_line_costs_one_record_and_says_so() -> None:
    chat = load(EXAMPLE.replace('"role":"user"', '"role":"us').encode())
    assert list(chat.nodes) == ["01a205fc-0849-7abc-8def-000000000002"]
    assert len(chat.meta) == 2
    assert "One record of this chat's file could not be read." in chat.notices[0]


def test_a_message_with_bytes_that_are_no_text_is_shown_and_loses_to_every_whole_copy() -> None:
    holed = EXAMPLE.encode().replace("収".encode(), b"\xe5\x8f")
    found = read(holed)
    assert (found.broken, found.lost) == (True, 0)
    assert found.conversation.branch[0].text == "Was ist das? \ufffd据 😀"
    assert "shown with “�”" in found.conversation.notices[0]
    assert len(found.conversation.notices) == 1
    # As another device merges it, also after this one has folded it.
    folded = load(dump(found.conversation))
    assert merge(folded, load(EXAMPLE.encode())).nodes == load(EXAMPLE.encode()).nodes
    laid_out = json.dumps(json.loads(EXAMPLE), indent=2, ensure_ascii=False).encode()
    again = read(laid_out.replace("収".encode(), b"\xe5\x8f"))
    assert again.conversation.nodes == found.conversation.nodes


@pytest.mark.parametrize("hit", ['"role":"us', '"id":"01a205fc-0849', '"par', '"x-ne'])
def test_a_message_whose_bytes_are_hit_outside_its_words_is_not_guessed_at(hit: str) -> None:
    head, line, rest = EXAMPLE.partition('{"created"')
    damaged = (head + line).encode() + rest.encode().replace(
        hit.encode(), hit.encode() + b"\xff", 1
    )
    found = read(damaged)
    assert list(found.conversation.nodes) == ["01a205fc-0849-7abc-8def-000000000002"]
    assert found.lost == 1


def test_a_file_that_another_program_laid_out_and_cut_is_still_read() -> None:
    laid_out = json.dumps(json.loads(EXAMPLE), indent=2, ensure_ascii=False)
    assert load(laid_out.encode()).nodes == load(EXAMPLE.encode()).nodes
    cut = laid_out[: laid_out.index('"deleted"')].encode()
    found = read(cut)
    assert found.id == CHAT
    assert list(found.conversation.nodes) == ["01a205fc-0849-7abc-8def-000000000001"]


def test_a_file_without_a_beginning_has_no_owner() -> None:
    with pytest.raises(ChatDamaged):
        load(EXAMPLE.encode()[200:])
    assert len(read(EXAMPLE.encode()[200:]).conversation.nodes) == 2


def test_a_newer_version_is_read_and_remembered() -> None:
    newer = EXAMPLE.replace('"version":1,"min_reader":1', '"version":7,"min_reader":3')
    chat = load(newer.encode())
    assert chat.read_only
    assert b'"version":7,"min_reader":3' in dump(chat)


@pytest.mark.parametrize(
    "text",
    ['{"a":1,"a":2}', '{"a":NaN}', '{"a":Infinity}', '{"a":1e999}', "[" * 101 + "]" * 101,
     "[" * 5000, '{"a":' * 101 + "1" + "}" * 101, '{"a":' + "9" * 5000 + "}", "nonsense", ""],
)  # fmt: skip
@pytest.mark.parametrize("padding", [0, 60_000])
def test_what_is_not_plain_json_is_refused(text: str, padding: int) -> None:
    # Long inputs take the fast reader first, which must refuse the same.
    with pytest.raises(NotJson):
        decode(text.encode() + b" " * padding)


def test_a_hundred_levels_are_not_too_many() -> None:
    assert decode(("[" * 100 + "]" * 100).encode()) is not None


def test_split_surrogates_are_joined_and_lone_ones_replaced() -> None:
    assert encode(["\ud83d\ude00", "\ud83d"]) == '["😀","\ufffd"]'
    assert decode(rb'["\ud83d\ude00","\ud83dx","\ude00"]') == ["😀", "\ufffdx", "\ufffd"]
    node = Node({"id": "a", "parent": None, "parts": [{"type": "text", "text": "\ud83d"}]})
    assert load(dump(Conversation(CHAT, {}, {"a": node}))).nodes["a"].text == "\ufffd"


@pytest.mark.parametrize("levels", [96, 97, 120, 400])
@pytest.mark.parametrize("place", ["node", "meta", "beside"])
def test_a_large_file_that_nests_too_deep_is_not_taken(levels: int, place: str) -> None:
    """The quick way of reading refuses what the careful one refuses."""
    deep: Any = "x"
    for _ in range(levels):
        deep = [deep]
    nodes = [{"id": f"{number:08}", "parts": [{"text": "y" * 80}]} for number in range(800)]
    whole: dict[str, Any] = {"format": "scout-desktop/chat", "id": "c", "meta": {}}
    if place == "beside":
        whole["a"] = deep
    elif place == "meta":
        whole["meta"] = {"title": {"at": "", "by": "", "value": deep}}
    else:
        nodes[5]["x"] = deep
    data = json.dumps({**whole, "nodes": nodes}, separators=(",", ":")).encode()
    assert len(data) > 50_000
    above = {"node": 3, "meta": 3, "beside": 1}[place]
    if levels + above > DEEPEST:
        with pytest.raises(NotJson):
            decode(data)
    else:
        assert decode(data)["nodes"][5]["id"] == "00000005"


@pytest.mark.parametrize("levels", [1, 96, 97, 98, 120])
def test_a_long_chat_in_our_own_layout_is_read_as_carefully(levels: int) -> None:
    deep: Any = "x"
    for _ in range(levels):
        deep = [deep]
    nodes = {f"{n:08}": Node({"id": f"{n:08}", "text": "y{[" * 30}) for n in range(800)}
    nodes["00000799"] = Node({"id": "00000799", "x": deep})
    data = dump(Conversation("c", {}, nodes))

    if levels + 3 > DEEPEST:
        with pytest.raises(NotJson):
            decode(data)
        return
    assert decode(data) == json.loads(data)
    twice = data.replace(b'"id":"00000400"', b'"id":"00000400","id":"00000400"', 1)
    for broken in (twice, data[:-4], data + b"x", data.replace(b",\n{", b"\n{", 1)):
        with pytest.raises(NotJson):
            decode(broken)
