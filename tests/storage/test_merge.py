"""Copies of a chat from several devices become one, whatever the order in which they arrive."""

from __future__ import annotations

from hypothesis import given, settings

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node
from scout_desktop.storage.document import dump
from scout_desktop.storage.merge import in_trash, merge, pick, revived, union
from tests.storage.copies import CHAT, copies
from tests.storage.story import Story

_LAWS = settings(max_examples=80, deadline=None)


@_LAWS
@given(copies(), copies())
def test_either_order_gives_the_same_bytes(one: Conversation, other: Conversation) -> None:
    assert dump(merge(one, other)) == dump(merge(other, one))


@_LAWS
@given(copies(), copies(), copies())
def test_any_grouping_gives_the_same_bytes(
    one: Conversation, two: Conversation, three: Conversation
) -> None:
    together = dump(union([one, two, three]))
    assert dump(merge(merge(one, two), three)) == together
    assert dump(merge(one, merge(two, three))) == together


@_LAWS
@given(copies(), copies())
def test_merging_again_changes_nothing(one: Conversation, other: Conversation) -> None:
    merged = merge(one, other)
    assert dump(merge(merged, merged)) == dump(merged)
    assert dump(merge(merged, other)) == dump(merged)


@_LAWS
@given(copies(purging=False), copies(purging=False))
def test_no_id_is_lost(one: Conversation, other: Conversation) -> None:
    merged = merge(one, other)
    assert merged.nodes.keys() == one.nodes.keys() | other.nodes.keys()
    assert merged.meta.keys() == one.meta.keys() | other.meta.keys()
    gone = {id for copy in (one, other) for id, node in copy.nodes.items() if node.deleted}
    assert {id for id, node in merged.nodes.items() if node.deleted} == gone


def _node(**values: object) -> Node:
    return Node({"id": "a", "parent": None, "role": "assistant", **values})


def test_the_later_the_further_the_longer_copy_stays() -> None:
    def text(words: str) -> list[dict[str, str]]:
        return [{"type": "text", "text": words}]

    weakest_first = [
        _node(rev=0, state="streaming", parts=text("long text")),
        _node(rev=0, state="interrupted", parts=text("")),
        _node(rev=0, state="failed", parts=text("")),
        _node(rev=0, state="stopped", parts=text("")),
        _node(rev=0, state="complete", parts=text("")),
        _node(rev=0, state="complete", parts=text("z")),
        _node(rev=0, state="complete", parts=text("aa")),
        _node(rev=1, state="streaming", parts=text("")),
        Node({"id": "a", "parent": None, "deleted": {"at": "1", "by": "a"}}),
        Node({"id": "a", "parent": None, "deleted": {"at": "1", "by": "b"}}),
        Node({"id": "a", "parent": "y", "deleted": {"at": "2", "by": "a"}}),
        Node({"id": "a", "parent": "z", "deleted": {"at": "2", "by": "a"}}),
    ]
    for place, stronger in enumerate(weakest_first):
        for weaker in weakest_first[:place]:
            assert pick(weaker, stronger) is stronger
            assert pick(stronger, weaker) is stronger


def test_a_message_after_the_deletion_brings_a_chat_back(story: Story) -> None:
    question = story.question("Before")
    chat = story.chat().with_nodes([question])
    deleted = chat.with_registers({"deleted": True}, story.now(), "d1-0")
    assert in_trash(deleted)
    undone = deleted.with_registers({"deleted": False}, story.now(), "d1-0")
    assert not in_trash(merge(deleted, undone))
    answered = deleted.with_nodes([story.question("From my phone", question.id)])
    assert revived(answered)
    assert not in_trash(answered)


def test_what_was_purged_stays_away_when_an_old_copy_turns_up(story: Story) -> None:
    chat = story.chat().with_nodes([story.question("Secret"), story.question("plan")])
    purged = Conversation(chat.id, chat.meta).with_registers({"purged": True}, story.now(), "d1-0")
    late = story.question("Written after it")
    merged = merge(chat.with_nodes([late]), purged)
    assert list(merged.nodes) == [late.id]
    assert b"Secret" not in dump(merged)
    assert merged.id != CHAT
