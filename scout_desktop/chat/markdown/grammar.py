"""The one file that knows markdown-it-py; imported by `parse` when the first text is parsed.

CommonMark with tables and strikethrough. What is different from the package's defaults, and why:
HTML is text; addresses are neither checked nor rewritten (they are data here, and the gate that
opens them is elsewhere); blocks nested deeper than `DEEPEST` are text, where the package would drop
them without a word; a paragraph longer than anybody writes, or a text made of brackets, is text in
its inner parts, because searching those costs seconds and finds nothing.
"""

from __future__ import annotations

from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, getLine, table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

DEEPEST: Final = 24
"""Levels of quotes and lists; a list costs two levels of the parser, a quote one."""
LONGEST_INLINE: Final = 100_000
"""Characters of one paragraph that are searched for emphasis and links."""
MOST_BRACKETS: Final = 3_000
"""Opening brackets of one text that are tried as links: each costs up to 0.2 ms."""


class _Grammar(MarkdownIt):
    """The parser with addresses left as they were written."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the package's name
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802  # the package's name
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802  # the package's name
        return link


def tokens(text: str, definitions: dict[str, Any]) -> list[Token]:
    """Return the block tokens of `text`, each `inline` one with its children.

    `definitions` carries link definitions from what stood before, and takes the new ones.
    """
    grammar = _GRAMMAR if text.count("[") <= MOST_BRACKETS else _WITHOUT_LINKS
    return grammar.parse(text, definitions)


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take everything down here as text."""
    if state.level < DEEPEST:
        return False
    if not silent:
        token = state.push("deep_text", "", 0)
        token.content = state.getLines(start, end, state.blkIndent, keepLastLF=False)
        token.map = [start, end]
        state.line = end
    return True


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table and keep what stands behind its last column, which the package drops."""
    seen = len(state.tokens)
    found = table(state, start, end, silent)
    if not found or silent:
        return found
    columns = sum(token.type == "th_open" for token in state.tokens[seen:])
    cells: list[str] = []
    last: Token | None = None
    for token in state.tokens[seen:]:
        if token.type == "tr_open" and token.map is not None:
            cells = [cell.strip() for cell in escapedSplit(getLine(state, token.map[0]).strip())]
            cells = cells[cells[:1] == [""] : len(cells) - (cells[-1:] == [""])]
        elif token.type == "inline":
            last = token
        elif token.type == "tr_close" and last is not None and len(cells) > columns:
            last.content = " | ".join((last.content, *cells[columns:]))
    return found


def _inline(state: StateCore) -> None:
    """Parse the inside of paragraphs, headings and cells, but not of an endless one."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if len(token.content) > LONGEST_INLINE:
            token.children.append(Token("text", "", 0, content=token.content))
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _make(*, links: bool) -> _Grammar:
    made = _Grammar("commonmark", {"html": False, "maxNesting": 4 * DEEPEST})
    made.enable(["table", "strikethrough"])
    if not links:
        made.disable(["link", "image"])
    made.block.ruler.before("table", "too_deep", _too_deep, {"alt": []})
    made.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    made.core.ruler.at("inline", _inline)
    return made


_GRAMMAR: Final = _make(links=True)
_WITHOUT_LINKS: Final = _make(links=False)
