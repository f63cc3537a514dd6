"""The inside of a paragraph: nested inline tokens become flat runs, each with its whole style."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scout_desktop.chat.markdown.inlines import Break, Inline, Inlines, Math, NoteRef, Picture, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

_BARE_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]{1,2000}", re.ASCII | re.IGNORECASE)
_BEFORE_ADDRESS: Final = re.compile(r"[\w/@.:+-]")
_TRAILING: Final = "?!.,:*_~'\";"


@dataclass(slots=True, eq=False, repr=False)
class _Style:
    """How many openings of each kind are in force, and which link."""

    strong: int = 0
    emphasis: int = 0
    strike: int = 0
    href: str | None = None
    title: str = ""

    def run(self, text: str, *, code: bool = False) -> Text:
        return Text(
            text, self.strong > 0, self.emphasis > 0, self.strike > 0, code, self.href, self.title
        )


def inlines_of(tokens: list[Token]) -> Inlines:
    """Return the runs of one paragraph, neighbours of the same style joined."""
    style, found = _Style(), list[Inline]()
    for token in tokens:
        for inline in _runs(token, style):
            last = found[-1] if found else None
            if isinstance(inline, Text) and isinstance(last, Text) and alike(inline, last):
                found[-1] = replace(last, text=last.text + inline.text)
            else:
                found.append(inline)
    return tuple([piece for inline in found for piece in with_bare_addresses(inline)])


def joined(one: Inlines, other: Inlines) -> Inlines:
    """Return two halves of a paragraph as one, the runs at the seam joined if they are alike."""
    last, first = one[-1:], other[:1]
    if last and first:
        (left,), (right,) = last, first
        if isinstance(left, Text) and isinstance(right, Text) and alike(left, right):
            return (*one[:-1], replace(left, text=left.text + right.text), *other[1:])
    return one + other


def alike(one: Text, other: Text) -> bool:
    """Whether two runs that stand side by side are one."""
    return (
        not one.code
        and not other.code
        and one.strong == other.strong
        and one.emphasis == other.emphasis
        and one.strike == other.strike
        and one.href == other.href
        and one.title == other.title
    )


def _runs(token: Token, style: _Style) -> Iterator[Inline]:
    match token.type:
        case "strong_open" | "strong_close":
            style.strong += token.nesting
        case "em_open" | "em_close":
            style.emphasis += token.nesting
        case "s_open" | "s_close":
            style.strike += token.nesting
        case "link_open":
            style.href = str(token.attrGet("href") or "")
            style.title = str(token.attrGet("title") or "")
        case "link_close":
            style.href, style.title = None, ""
        case "code_inline":
            yield style.run(token.content, code=True)
        case "softbreak" | "hardbreak":
            yield Break(hard=token.type == "hardbreak")
        case "maths":
            yield Math(token.content, not token.hidden)
        case "note_ref":
            yield NoteRef(token.content, int(token.meta["number"]))
        case "image":
            src, title = str(token.attrGet("src") or ""), str(token.attrGet("title") or "")
            yield Picture(_alt(token), src, title, style.href)
        case _:
            if token.content:
                yield style.run(token.content)


def _alt(token: Token) -> str:
    """The words of a picture's label, pictures inside it included."""
    pieces: list[str] = []
    pending = list(reversed(token.children or []))
    while pending:
        child = pending.pop()
        if child.children:
            pending.extend(reversed(child.children))
        elif child.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
        else:
            pieces.append(child.content)
    return "".join(pieces)


def with_bare_addresses(inline: Inline) -> Iterable[Inline]:
    """Make links of http and https addresses that stand in plain text, as GitHub does."""
    if not isinstance(inline, Text) or "://" not in inline.text:
        return (inline,)
    return (inline,) if inline.code or inline.href is not None else _addresses(inline)


def _addresses(inline: Text) -> Iterator[Inline]:
    text, done = inline.text, 0
    for match in _BARE_ADDRESS.finditer(text):
        start = match.start()
        if start and _BEFORE_ADDRESS.match(text[start - 1]):
            continue
        address = _trimmed(match.group())
        if len(address) <= len("https://"):
            continue
        if start > done:
            yield replace(inline, text=text[done:start])
        yield replace(inline, text=address, href=address)
        done = start + len(address)
    if done < len(text):
        yield replace(inline, text=text[done:])


def _trimmed(address: str) -> str:
    """Leave punctuation behind an address, and a bracket it does not open, to the sentence."""
    surplus = address.count(")") - address.count("(")
    end = len(address)
    while end:
        last = address[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return address[:end]
