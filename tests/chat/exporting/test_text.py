"""A chat as plain text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.exporting import facts
from scout_desktop.chat.exporting.text import text, written
from tests.chat.exporting import chats

FACTS = (
    "2026-11-23 01:18 UTC · meta-llama/llama-4-scout-17b · 4 messages · 3 more on other branches · "
    "0.000617 USD"
)


def test_it_reads_from_top_to_bottom() -> None:
    assert "".join(text(chats.branched())).splitlines() == [
        "Receipts", "========",
        FACTS,
        "", "-- You · 2026-11-23 01:18 UTC", "", "What is this?",
        "", "-- Reply (version 2 of 2) · 2026-11-23 01:18 UTC", "", "A *long* receipt.", "",
        "(meta-llama/llama-4-scout-17b by DeepInfra · 1,912 tokens in, 4 out · 0.000154 USD)",
        "", "-- You (version 1 of 2) · 2026-11-23 01:18 UTC", "", "And that?",
        "", "-- Reply · 2026-11-23 01:18 UTC", "", "A cat.", "",
        "(meta-llama/llama-4-scout-17b by DeepInfra · 1,912 tokens in, 4 out · 0.000154 USD)",
    ]  # fmt: skip


def test_every_branch_says_what_it_leaves() -> None:
    whole = "".join(text(chats.branched(), "all"))

    assert "Branch 3 of 3, leaves branch 1 after message 2" in whole
    assert [whole.count(words) for words in ("What is this?", "A cat.", "A dog.")] == [1, 1, 1]


@given(st.text(st.characters(exclude_categories=[]), max_size=100))
def test_words_are_as_they_were_but_for_what_steers_a_terminal(words: str) -> None:
    made = written(words)

    made.encode()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", made)
    if words.isprintable():
        assert made == words


def test_hostile_words_steer_nothing() -> None:
    whole = "".join(text(chats.hostile(), "all"))

    assert "\x1b" not in whole
    assert "\x00" not in whole
    assert whole.encode().decode() == whole


def test_its_head_names_the_models_that_answered_and_no_other() -> None:
    nodes = [chats.asked(1, None, "q")]
    for number, model in enumerate(["gpt-4o", "gpt-4o", "o1", None], 2):
        nodes.append(chats.replied(number, number - 1, "a", reply={"model": model}))
    imported = chats.chat_of(*nodes, head=5, model="meta-llama/llama-4-scout")

    assert facts.models_of(imported, imported.nodes.values()) == "gpt-4o, o1"
    silent = chats.chat_of(*nodes[:1], head=1, model="meta-llama/llama-4-scout")
    assert facts.models_of(silent, silent.nodes.values()) == "meta-llama/llama-4-scout"
