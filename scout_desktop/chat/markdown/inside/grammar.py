"""The inside of a paragraph by markdown-it-py, with formulas and footnotes; imported on first use.

What differs from the package's defaults: HTML is text, addresses are neither checked nor rewritten,
and the parser says whether something that was opened may still be closed by more text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from markdown_it import MarkdownIt, rules_inline
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference
from markdown_it.rules_inline import StateInline, strikethrough
from markdown_it.rules_inline import emphasis as emphasized

from .maths import Closings

if TYPE_CHECKING:
    from markdown_it.token import Token

    from .definitions import Definitions

_Rule: TypeAlias = Callable[[StateInline, bool], bool]

DEEPEST_INSIDE: Final = 96
_NOTE: Final = re.compile(r"\[\^([^\]\[\s\\]{1,999})\]")
_STOPS: Final = re.compile(r"[\n$&*<\[\\\]_`~]|!(?=\[)")
"""Where a rule may begin; the package stops at twice as many characters."""


class _Inside(StateInline):
    """One paragraph while it is read."""

    closings: Closings | None = None
    open = False
    """A formula was opened that more text may close."""
    has_pairs = False
    """Signs stand in it that belong together in pairs."""


class _Parser(ParserInline):
    """The package's parser of inner text, which tries at each sign only the rules for it."""

    def __init__(self, rules: dict[str, tuple[_Rule, ...]]) -> None:
        super().__init__()
        self._rules = rules
        # The package makes its list of rules on first use, which two threads must not do at once.
        self._pairs = self.ruler2.getRules("")

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = _Inside(src, md, env, tokens)
        self.tokenize(state)
        if state.has_pairs:
            for rule in self._pairs:
                rule(state)
        # One parser serves all threads: what belongs to one reading stays with it.
        env["inside"] = state
        return state.tokens

    def tokenize(self, state: StateInline) -> None:
        src, end, rules = state.src, state.posMax, self._rules
        while state.pos < end:
            found = _STOPS.search(src, state.pos, end)
            if found is None or state.level >= DEEPEST_INSIDE:
                state.append_pending(src[state.pos : end])
                state.pos = end
                break
            at = found.start()
            if at > state.pos:
                state.append_pending(src[state.pos : at])
                state.pos = at
            for rule in rules[src[at]]:
                if rule(state, False):
                    break
            else:
                state.append_pending(src[at])
                state.pos = at + 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802  # the package's name
        at = state.pos
        if at in state.cache:
            state.pos = state.cache[at]
            return
        found = _STOPS.search(state.src, at, state.posMax)
        if found is None or state.level >= DEEPEST_INSIDE:
            state.pos = state.posMax
        elif found.start() > at:
            state.pos = found.start()
        else:
            state.level += 1
            if not any(rule(state, True) for rule in self._rules[state.src[at]]):
                state.pos = at + 1
            state.level -= 1
        state.cache[at] = state.pos


class _Grammar(MarkdownIt):
    """The parser with addresses left as they were written."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the package's name
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802  # the package's name
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802  # the package's name
        return link


def inside_tokens(text: str, definitions: Definitions, *, links: bool) -> tuple[list[Token], bool]:
    """Return the tokens of one paragraph, and whether nothing in it waits for an end.

    Brackets apart: one that is left in the text may be the beginning of a link.
    """
    grammar = _GRAMMAR if links else _WITHOUT_LINKS
    env: dict[str, Any] = {"references": definitions}
    tokens = grammar.inline.parse(text, grammar, env, [])
    state: _Inside = env["inside"]
    waiting = any(each.open and each.end < 0 for each in state.delimiters)
    return tokens, not state.open and not waiting


def link_definitions(text: str) -> tuple[dict[str, Any], str]:
    """Return the links that a paragraph defines at its beginning, and the rest of it."""
    env: dict[str, Any] = {}
    state = StateBlock(text, _GRAMMAR, env, [])
    line = 0
    while line < state.lineMax and reference(state, line, state.lineMax, silent=False):
        line = state.line
    rest = state.getLines(line, state.lineMax, 0, keepLastLF=False).strip(" \t\n")
    return env.get("references", {}), rest


def _maths(state: StateInline, silent: bool) -> bool:
    sign = state.src[state.pos]
    if sign not in "$\\" or not isinstance(state, _Inside):
        return False
    if sign == "\\" and state.src[state.pos + 1 : state.pos + 2] not in ("(", "["):
        return False
    if state.closings is None:
        state.closings = Closings(state.src)
    found = state.closings.find(state.pos, state.posMax)
    if found.source:
        if not silent:
            token = state.push("maths", "", 0)
            token.content, token.hidden = found.source, not found.display
        state.pos = found.end
        return True
    state.open = state.open or found.open
    if state.src.startswith("$$", state.pos):
        if not silent:
            state.append_pending("$$")
        state.pos += 2
        return True
    return False


def _note(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[^", state.pos):
        return False
    found = _NOTE.match(state.src, state.pos)
    if found is None or found.end() > state.posMax:
        return False
    definitions: Definitions = state.env["references"]
    number = definitions.note(found.group(1))
    if number is None:
        return False
    if not silent:
        token = state.push("note_ref", "", 0)
        token.content, token.meta = found.group(1), {"number": number}
    state.pos = found.end()
    return True


def _paired(rule: _Rule) -> _Rule:
    def noted(state: StateInline, silent: bool) -> bool:
        found = rule(state, silent)
        if found and isinstance(state, _Inside):
            state.has_pairs = True
        return found

    return noted


def _make(*, links: bool) -> _Grammar:
    made = _Grammar("commonmark", {"html": False})
    strike, emphasis = _paired(strikethrough.tokenize), _paired(emphasized.tokenize)
    made.inline = _Parser(
        {
            "\n": (rules_inline.newline,),
            "$": (_maths,),
            "\\": (_maths, rules_inline.escape),
            "`": (rules_inline.backtick,),
            "~": (strike,),
            "*": (emphasis,),
            "_": (emphasis,),
            "[": (_note, rules_inline.link) if links else (_note,),
            "]": (),
            "!": (rules_inline.image,) if links else (),
            "<": (rules_inline.autolink,),
            "&": (rules_inline.entity,),
        }
    )
    return made


_GRAMMAR: Final = _make(links=True)
_WITHOUT_LINKS: Final = _make(links=False)
