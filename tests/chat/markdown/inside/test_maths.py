"""Mathematics in running text: only where the dollar rule of Pandoc says so, or in brackets."""

from __future__ import annotations

import pytest

from scout_desktop.chat.markdown.flatten import pieces_of
from scout_desktop.chat.markdown.inlines import Inline, Math, Text
from scout_desktop.chat.markdown.pieces import Line

FORMULAS: dict[str, tuple[str, tuple[Inline, ...]]] = {
    "money": ("It costs $5 and $10.", (Text("It costs $5 and $10."),)),
    "money beside a formula": ("$5 for $x$", (Text("$5 for "), Math("x"))),
    "small": ("a $x+1$.", (Text("a "), Math("x+1"), Text("."))),
    "a digit behind it": ("$x$5", (Text("$x$5"),)),
    "spaces within": ("$ x$ $x $", (Text("$ x$ $x $"),)),
    "written as a dollar": ("\\$x$ y", (Text("$x$ y"),)),
    "a dollar in it": ("$a\\$b$", (Math("a\\$b"),)),
    "round brackets": ("a \\( x \\) b", (Text("a "), Math("x"), Text(" b"))),
    "big, in words": ("a $$ x $$ b \\[y\\]", (
        Text("a "), Math("x", True), Text(" b "), Math("y", True),
    )),
    "over a line end": ("$a\nb$", (Math("a\nb"),)),
    "code wins": ("$a `b$` c", (Text("$a "), Text("b$", code=True), Text(" c"))),
    "open ones": ("$a \\(b \\[c $$d", (Text("$a (b [c $$d"),)),
    "nothing in it": ("$$$$ \\(\\)", (Text("$$$$ ()"),)),
    "stars in it": ("$a*b*c$", (Math("a*b*c"),)),
    "strong": ("**$x$**", (Math("x"),)),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMULAS)
def test_formulas_begin_and_end_as_pandoc_says(name: str) -> None:
    text, inlines = FORMULAS[name]

    assert pieces_of(text) == (Line(inlines),)
