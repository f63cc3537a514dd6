"""The inside of a paragraph as Markdown: what is read back from it has the same words and styles.

Delimiters follow CommonMark: where a letter would keep one from opening or closing, that letter is
written as a number. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from scout_desktop.chat.markdown.inlines import Break, Math, NoteRef, Picture, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.chat.markdown.inlines import Inline, Inlines

_Style: TypeAlias = str | tuple[str, str]
"""`**`, `*`, `~~`, or a link's address and title."""

_SPECIAL: Final = re.compile(
    r"""[`*\[]                      # code, emphasis, links
      | \\(?=[!-/:-@\[-`{-~]|$)     # would escape what follows
      | (?<![^\W_])_ | _(?![^\W_])  # emphasis, but not inside a word
      | <(?=[A-Za-z/!?])            # HTML and addresses
      | &(?=\#?\w{1,40};)           # entities
      | ~(?=~|$) | (?<=~)~ | ^~     # strikethrough
    """,
    re.VERBOSE,
)
_BEGINNING: Final = re.compile(
    r"(?P<sign>[>#=:|+-])(?:(?<=>)|(?<=\#)(?=\#{0,5}(?:\s|$))|(?<==)(?==*\s*$)"
    r"|(?<=[:|-])(?=[\s:|-]*$)|(?<=[+-])(?=\s|$))|(?P<number>\d{1,9})(?=[.)](?:\s|$))"
)
_DOLLAR: Final = re.compile(r"\$(?=\S)")
_SAFE_ADDRESS: Final = re.compile(r"https?://[\w.:/?=&%#+-]*[\w/]", re.ASCII | re.IGNORECASE)
_ANGLED: Final = re.compile(r"https?://[^\s<>\x00-\x20]+", re.IGNORECASE)
_TICKS: Final = re.compile("`+")
_CLOSING: Final = "&#93;"
"""A bracket that does not end a label. Not with a backslash: that would end a formula."""
_PUNCTUATION: Final = re.compile(r"[^\w\s]|_")


def written_inlines(inlines: Inlines, *, one_line: bool = False) -> str:
    """Return one paragraph's Markdown; with `one_line` every break of a line is a space."""
    return _Writer(inlines, one_line=one_line).write()


@dataclass(slots=True, eq=False, repr=False)
class _Writer:
    """Opens and closes styles around runs, so that each lasts as long as it can."""

    inlines: Inlines
    one_line: bool
    _out: list[str] = field(default_factory=list)
    _marks: dict[int, bool] = field(default_factory=dict)
    """Which of `_out` are delimiters, and whether they open."""
    _open: list[_Style] = field(default_factory=list)

    def write(self) -> str:
        inlines = _without_breaks_at_the_end(self.inlines)
        dollars = sum(_dollars(each) for each in inlines) > 1
        for at, inline in enumerate(inlines):
            if isinstance(inline, Break):
                behind = _behind_breaks(inlines, at)
                self._close_all_but(self._kept(_styles(inlines, behind), inlines, behind))
                self._out.append(self._break(inline))
                continue
            styles = _styles(inlines, at)
            self._close_all_but(self._kept(styles, inlines, at))
            words = _words(inline, dollars=dollars, in_link=_link(styles) is not None)
            if isinstance(inline, Math) and _begins_with_digit(inlines[at + 1 :]):
                words = f"\\({inline.source}\\)"
            lead = len(words) - len(words.lstrip(" "))
            self._out.append(words[:lead])
            self._open_up(styles, inlines, at)
            self._out.append(words[lead:])
        self._close_all_but(())
        lines = "".join(self._flanked()).split("\n")
        return "\n".join(_beginning(line.strip(" \t")) for line in lines)

    def _break(self, inline: Break) -> str:
        if self.one_line:
            return " "
        return "\\\n" if inline.hard else "\n"

    def _kept(self, styles: Sequence[_Style], inlines: Inlines, at: int) -> Sequence[_Style]:
        """Return the styles that may stay open: none that would end within a link."""
        link = _link(styles)
        if link is None or link in self._open:
            return styles
        enough = _lasts(link, inlines, at)
        return [style for style in styles if _lasts(style, inlines, at) >= enough]

    def _close_all_but(self, styles: Sequence[_Style]) -> None:
        keep = 0
        while keep < len(self._open) and self._open[keep] in styles:
            keep += 1
        if keep == len(self._open):
            return
        # A space before a closing delimiter would keep it from closing.
        words = self._out.pop() if self._out and len(self._out) - 1 not in self._marks else ""
        self._out.append(words.rstrip(" "))
        for style in reversed(self._open[keep:]):
            if isinstance(style, str):
                self._marks[len(self._out)] = False
                self._out.append(style)
            else:
                self._out.append(f"]({_address(style[0])}{_title(style[1])})")
        self._out.append(words[len(words.rstrip(" ")) :])
        del self._open[keep:]

    def _open_up(self, styles: Sequence[_Style], inlines: Inlines, at: int) -> None:
        missing = [style for style in styles if style not in self._open]
        missing.sort(key=lambda style: -_lasts(style, inlines, at))
        for style in missing:
            if isinstance(style, str):
                self._marks[len(self._out)] = True
                self._out.append(style)
            else:
                before = next((n for n in range(len(self._out) - 1, -1, -1) if self._out[n]), None)
                if before is not None and self._out[before].endswith("!"):
                    # Or it would be a picture.
                    self._out[before] = self._out[before][:-1] + "\\!"
                self._out.append("[")
        self._open += missing

    def _flanked(self) -> list[str]:
        """Write a letter as a number where it would make a delimiter mere text."""
        out = self._out
        for at, opens in self._marks.items():
            before, after = self._beside(at, -1), self._beside(at, 1)
            if before is None or after is None:
                continue
            left, right = out[before][-1], out[after][0]
            if opens and left.isalnum() and _PUNCTUATION.match(right):
                out[before] = f"{out[before][:-1]}&#{ord(left)};"
            elif not opens and right.isalnum() and _PUNCTUATION.match(left):
                out[after] = f"&#{ord(right)};{out[after][1:]}"
        return out

    def _beside(self, at: int, step: int) -> int | None:
        """Return which of `_out` holds what stands beside a delimiter and those next to it."""
        sign, at = self._out[at][0], at + step
        while 0 <= at < len(self._out) and (
            not self._out[at] or (at in self._marks and self._out[at][0] == sign)
        ):
            at += step
        return at if 0 <= at < len(self._out) else None


def _styles(inlines: Inlines, at: int) -> tuple[_Style, ...]:
    inline, found = inlines[at], list[_Style]()
    if isinstance(inline, Text):
        found += ["~~"] * inline.strike + ["**"] * inline.strong + ["*"] * inline.emphasis
        if inline.href is not None and not _writes_itself(inlines, at):
            found.append((inline.href, inline.title))
    elif isinstance(inline, Picture) and inline.href is not None:
        found.append((inline.href, ""))
    return tuple(found)


def _behind_breaks(inlines: Inlines, at: int) -> int:
    """Return where the first words behind a break are; no break is the last."""
    while isinstance(inlines[at], Break):
        at += 1
    return at


def _begins_with_digit(inlines: Inlines) -> bool:
    """Whether a number follows, before which a dollar sign closes no formula."""
    return bool(inlines) and isinstance(inlines[0], Text) and inlines[0].text[:1].isdigit()


def _dollars(inline: Inline) -> int:
    """Return how many dollar signs an inline brings into its paragraph."""
    if isinstance(inline, Math):
        return 2
    return inline.text.count("$") if isinstance(inline, Text) else 0


def _link(styles: Sequence[_Style]) -> _Style | None:
    return next((style for style in styles if isinstance(style, tuple)), None)


def _lasts(style: _Style, inlines: Inlines, at: int) -> int:
    """Return how many of the inlines from `at` on have a style."""
    end = at
    while end < len(inlines) and (
        isinstance(inlines[end], Break) or style in _styles(inlines, end)
    ):
        end += 1
    return end - at


def _writes_itself(inlines: Inlines, at: int) -> bool:
    """Whether a link shows its own address, which Markdown needs no brackets for."""
    inline = inlines[at]
    return (
        isinstance(inline, Text)
        and inline.text == inline.href
        and not inline.title
        and not inline.code
        and _ANGLED.fullmatch(inline.text) is not None
    )


def _words(inline: Inline, *, dollars: bool, in_link: bool) -> str:
    match inline:
        case Text() if inline.code:
            return _code(inline.text)
        case Text() if inline.href == inline.text and not in_link:
            bare = _SAFE_ADDRESS.fullmatch(inline.text) and "_" not in inline.text
            return inline.text if bare else f"<{inline.text}>"
        case Text():
            words = _SPECIAL.sub(r"\\\g<0>", inline.text)
            words = _DOLLAR.sub(r"\\$", words) if dollars else words
            return words.replace("]", _CLOSING) if in_link else words
        case Picture():
            alt = _SPECIAL.sub(r"\\\g<0>", inline.alt).replace("]", _CLOSING)
            return f"![{alt}]({_address(inline.src)}{_title(inline.title)})"
        case Math():
            return _formula(inline)
        case NoteRef():
            return f"[^{inline.label}]"
        case Break():
            raise AssertionError("breaks are no words")


def _code(text: str) -> str:
    fence = "`"
    while fence in _TICKS.findall(text):
        fence += "`"
    text = text.replace("\n", " ")
    # One space on each side is taken off again.
    padded = text.startswith("`") or text.endswith("`")
    padded = padded or (text != text.strip(" ") and bool(text.strip(" ")))
    return f"{fence} {text} {fence}" if padded or not text else f"{fence}{text}{fence}"


def _formula(one: Math) -> str:
    if one.display:
        return f"$${one.source}$$"
    safe = one.source.strip() == one.source and one.source and "$" not in one.source
    return f"${one.source}$" if safe else f"\\({one.source}\\)"


def _address(href: str) -> str:
    plain = href and re.fullmatch(r"[^\s<>()\\\x00-\x20]+", href)
    written = re.sub(r"\\(?=[!-/:-@\[-`{-~])|&(?=#?\w{1,40};)", r"\\\g<0>", href)
    if plain:
        return written
    return "<" + re.sub(r"(?<!\\)[<>]", r"\\\g<0>", written.replace("\n", "%0A")) + ">"


def _title(title: str) -> str:
    escaped = re.sub(r'["\\]|&(?=#?\w{1,40};)', r"\\\g<0>", title)
    return f' "{escaped}"' if title else ""


def _beginning(line: str) -> str:
    """Escape what would make another block of a line of words."""
    found = _BEGINNING.match(line)
    if found is None:
        return line
    return f"{found['number']}\\{line[found.end() :]}" if found["number"] else f"\\{line}"


def _without_breaks_at_the_end(inlines: Inlines) -> Inlines:
    end = len(inlines)
    while end and isinstance(inlines[end - 1], Break):
        end -= 1
    return inlines[:end]
