"""Which message is read after which, whatever shape the tree has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.exporting.order import runs
from scout_desktop.chat.message import Node
from tests.chat.exporting import chats


def _numbers(chat: Conversation, branches: str = "all") -> list[list[int]]:
    return [[int(step.node.id[-12:]) for step in run.steps] for run in runs(chat, branches)]


def test_the_branch_shown_comes_first_and_each_other_from_where_it_forks() -> None:
    found = runs(chats.branched(), "all")

    assert _numbers(chats.branched()) == [[1, 3, 4, 5], [2], [6, 7]]
    assert _numbers(chats.branched(), "shown") == [[1, 3, 4, 5]]
    assert [(run.number, run.off, run.steps[0].number) for run in found] == [
        (1, 0, 1), (2, 1, 2), (3, 1, 3),
    ]  # fmt: skip
    versions = [(step.version, step.versions) for step in found[0].steps]
    assert versions == [(1, 1), (2, 2), (1, 2), (1, 1)]


def test_what_follows_a_deleted_message_is_not_lost() -> None:
    gone = Node({"deleted": {"at": chats.AT, "by": "d"}, "id": chats.id_of(2), "parent": None})
    gone = Node({**gone.record, "parent": chats.id_of(1)})
    chat = chats.chat_of(
        chats.asked(1, None, "a"), gone, chats.asked(3, 2, "b"), chats.replied(4, 1, "c"), head=4
    )

    assert _numbers(chat) == [[1, 4], [3]]


def test_a_chat_without_messages_has_nothing_to_read() -> None:
    assert runs(chats.chat_of(), "all") == ()


@given(
    st.lists(st.tuples(st.none() | st.integers(0, 24), st.booleans()), max_size=24),
    st.none() | st.integers(0, 24),
)
def test_every_living_message_is_read_exactly_once(
    shape: list[tuple[int | None, bool]], head: int | None
) -> None:
    """Parents may be missing, deleted, later, the message itself, or go round in a ring."""
    nodes = []
    for at, (above, deleted) in enumerate(shape):
        node = chats.asked(at, above, f"m{at}")
        if deleted:
            node = Node({"deleted": {}, "id": node.id, "parent": node.parent})
        nodes.append(node)
    chat = chats.chat_of(*nodes, head=head)
    read = [number for run in _numbers(chat) for number in run]

    assert sorted(read) == [at for at, (_, deleted) in enumerate(shape) if not deleted]
    assert len(read) == len(set(read))
    for run in runs(chat, "all")[1:]:
        assert run.off < run.number
