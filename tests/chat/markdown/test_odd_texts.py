"""Texts that nobody would write by hand: none raises, none takes long, none loses its words."""

from __future__ import annotations

import sys
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.chat.markdown.flatten import pieces_of
from scout_desktop.chat.markdown.pieces import Piece
from scout_desktop.chat.markdown.plain import plain_pieces
from tests.chat.markdown.reply import texts

SIGNS = (
    "$", "$a", "$$\n", "\\(", "\\[\n", "[^", "[^a]: ", "|", "| a ", "|a\n|-\n", "`", "*", "*a ",
    "_a ", "~~a", "> ", "- ", "- a\n", "[", "[a](b ", "![", "<", "<a", "&amp;", "```\n", "# ",
    "\t- ", "=\n", "\\", "]", "word ", "a\n", "[" * 90 + "]" * 90 + "\n\n",
    ">" * 90 + "\n", "  - a\n" * 30 + "\n",
)  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
def test_twenty_times_the_text_costs_about_twenty_times_the_work(sign: str) -> None:
    """Counted in calls; sixty times at most. Brackets are searched up to a limit only."""

    def calls(size: int) -> int:
        made = 0

        def count(_frame: object, event: str, _argument: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        text = (sign * (size // len(sign) + 1))[:size]
        sys.setprofile(count)
        try:
            pieces_of(text)
        finally:
            sys.setprofile(None)
        return made

    pieces_of("[a](b) *c*\n\n- d")  # the package is imported by now

    assert calls(20_000) < 60 * max(calls(1_000), 300)


def test_what_is_nested_absurdly_deep_keeps_its_words() -> None:
    for text in (
        ">" * 5_000 + " deepest words",
        "- " * 3_000 + "deepest words",
        "".join("  " * n + "- x\n" for n in range(400)) + "- deepest words",
        "[" * 20_000 + "deepest words" + "]" * 20_000,
        "![" * 5_000 + "deepest words",
        "*a **b " * 5_000 + "deepest words",
        "".join("e" + "`" * n for n in range(200)) + "deepest words",
        "<" * 30_000 + "deepest words",
        "https://x.y/" + ")" * 1_900 + " deepest words",
        "\x00\ud83d deepest words",
    ):
        assert "deepest words" in plain_pieces(pieces_of(text))


@settings(max_examples=150, deadline=None)
@given(st.one_of(texts, st.text(max_size=200)))
def test_no_text_raises_and_no_word_is_lost(text: str) -> None:
    pieces = pieces_of(text)

    shown = plain_pieces(pieces) + repr(pieces)
    for word in ("Birne", "猫", "قلم", "🙂"):
        assert word not in text or word in shown or "]: " in text or "```" in text or "~~~" in text


def test_messages_may_be_read_in_several_threads_at_once() -> None:
    text = "a [b](c) *d* $e$ ![f *g*](h) `i`\n\n" * 40
    wanted, found = pieces_of(text), list[tuple[Piece, ...]]()
    threads = [threading.Thread(target=lambda: found.append(pieces_of(text))) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [wanted] * 4
