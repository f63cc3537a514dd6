"""Messages that follow on themselves, as damage can make them, are shown all the same."""

from __future__ import annotations

import pytest

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node
from scout_desktop.chat.written import as_markdown


def chat(*pairs: tuple[str, str | None]) -> Conversation:
    def node(id: str, parent: str | None) -> Node:
        parts = [{"type": "text", "text": f"says {id}"}]
        return Node({"id": id, "parent": parent, "role": "user", "parts": parts})

    return Conversation("c", {}, {id: node(id, parent) for id, parent in pairs})


@pytest.mark.parametrize(
    "pairs",
    [
        (("a", "a"),),
        (("a", "b"), ("b", "a")),
        (("a", "c"), ("b", "a"), ("c", "b"), ("d", "b"), ("e", None)),
        (("a", "b"), ("b", "a"), ("c", "d"), ("d", "c"), ("e", "d"), ("f", "nowhere")),
        (("b", "a"), ("a", None)),
    ],
)
def test_every_message_is_in_some_branch(pairs: tuple[tuple[str, str | None], ...]) -> None:
    found = chat(*pairs)
    written = as_markdown(found, every_branch=True)
    assert all(f"says {id}" in written for id, _ in pairs)
    assert found.branch
    for id, _ in pairs:
        assert id in {node.id for node in found.siblings(id)}


def test_a_message_added_below_a_ring_is_found_too() -> None:
    ring = chat(("a", "b"), ("b", "a"))
    assert len(ring.branch) == 2
    more = ring.with_nodes([Node({"id": "c", "parent": "b", "role": "user", "parts": []})])
    assert [node.id for node in more.children("b")] == ["c"]
    assert [node.id for node in more.branch] == ["a", "b", "c"]
