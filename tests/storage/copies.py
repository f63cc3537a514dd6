"""Random copies of one chat, as devices with odd clocks and odd programs would make them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.ids import timestamp
from scout_desktop.chat.message import Node

CHAT = "01a205fc-04d8-7abc-8def-334455667788"
_START = 1_795_400_000_000
_IDS = [f"01a205fc-04d{n}-7abc-8def-33445566000{n}" for n in range(6)]
_CREATED = {id: timestamp(_START + n) for n, id in enumerate(_IDS)}

times = st.integers(0, 9).map(lambda n: timestamp(_START + 10 + n))
writers = st.sampled_from(["d1-0", "d1-1", "d2-0"])
texts = st.sampled_from(["", "a", "b", "é", "𝄞\u2028", '"]}', "two\nlines", "\ufffd"])
values: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, False, 0, 1, -3, 0.0, -0.0, 1.0, 0.2, "", "a", "𝄞\u2028", [], [1, {"a": None}], {}]
)
unknown = st.dictionaries(st.sampled_from(["x-new", "y"]), values, max_size=2)


@st.composite
def tombstones(draw: st.DrawFn, id: str) -> Node:
    deleted = {"at": draw(times), "by": draw(writers)}
    parent = draw(st.sampled_from([None, *_IDS]))
    return Node({**draw(unknown), "id": id, "parent": parent, "deleted": deleted})


@st.composite
def messages(draw: st.DrawFn, id: str) -> Node:
    return Node(
        {
            **draw(unknown),
            "id": id,
            "parent": draw(st.sampled_from([None, *_IDS])),
            "created": _CREATED[id],
            "role": draw(st.sampled_from(["user", "assistant"])),
            "rev": draw(st.integers(0, 2)),
            "state": draw(st.sampled_from(["interrupted", "failed", "stopped", "complete", "odd"])),
            "parts": [{"type": "text", "text": draw(texts)}],
        }
    )


registers = st.builds(
    lambda at, by, value, more: {**more, "at": at, "by": by, "value": value},
    times, writers, values, unknown,
)  # fmt: skip
purges = st.builds(
    lambda at, by, value: {"at": at, "by": by, "value": value}, times, writers, st.booleans()
)


@st.composite
def copies(draw: st.DrawFn, *, purging: bool = True) -> Conversation:
    """One copy of the chat."""
    ids = draw(st.lists(st.sampled_from(_IDS), unique=True, max_size=5))
    nodes = {id: draw(st.one_of(messages(id), messages(id), tombstones(id))) for id in ids}
    names = st.sampled_from(["title", "head", "parameter.seed", "deleted"])
    meta = draw(st.dictionaries(names, registers, max_size=4))
    if purging and draw(st.integers(0, 3)) == 0:
        meta["purged"] = draw(purges)
    extra = draw(unknown)
    if draw(st.booleans()):
        extra["version"] = draw(st.integers(2, 4))
    return Conversation(CHAT, meta, nodes, extra, draw(st.sampled_from([1, 1, 2])))
