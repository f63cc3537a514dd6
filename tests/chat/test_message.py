"""What a message says is read with care, whoever wrote it, and its record never changes."""

from __future__ import annotations

from typing import Any

import pytest

from scout_desktop.chat.message import ForeignPart, Node

PICTURE = {"type": "image", "sha256": "ab", "mime": "image/png"}


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ({"parts": "said"}, "said"),
        ({"parts": ["one", "two"]}, "one\n\ntwo"),
        ({"parts": [{"text": "said"}]}, "said"),
        ({"parts": {"type": "text", "text": "said"}}, "said"),
        ({"parts": [{"type": "text", "text": ["one", "two"]}]}, "one\ntwo"),
        ({"parts": [{"type": "text", "content": "said"}]}, "said"),
        ({"parts": [None, 7, {"type": "text", "text": "said"}]}, "said"),
        ({"parts": [{"type": "text", "text": None}, "said"]}, "said"),
        ({"parts": [{"type": "output_text", "text": "said"}]}, "said"),
        ({"content": "said"}, "said"),
        ({"content": [{"type": "text", "text": "said"}]}, "said"),
        ({"parts": None, "content": "said"}, "said"),
        ({"parts": [], "content": "something else"}, ""),
        ({"parts": [{"type": "text", "text": "said"}], "content": "something else"}, "said"),
        ({"parts": [{"type": ["text"], "text": 7}, 1.5, [["deep"]]]}, ""),
        ({"parts": 7}, ""),
        ({"parts": True, "content": "something else"}, ""),
        ({}, ""),
    ],
)
def test_a_text_is_read_in_whatever_form_another_program_wrote_it(
    record: dict[str, Any], text: str
) -> None:
    assert Node({"id": "n", **record}).text == text


def test_parts_of_kinds_that_are_not_known_are_told_beside_the_others() -> None:
    parts = [{"type": "hologram", "text": "x"}, "said", PICTURE, {"data": 7}]
    node = Node({"id": "n", "parts": parts})
    assert [type(part).__name__ for part in node.parts] == [
        "ForeignPart", "TextPart", "ImagePart", "ForeignPart",
    ]  # fmt: skip
    assert node.parts[0] == ForeignPart({"type": "hologram", "text": "x"})
