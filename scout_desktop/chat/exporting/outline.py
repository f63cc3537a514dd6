r"""The text of a message inside a longer Markdown document: as it is, but it stays within itself.

- Its own headings go below those of the document (`#` becomes `####`), or are no headings where a
  user typed them, whose text is no Markdown on the screen either.
- A fence left open by a stopped reply is closed.
- A picture it names stays a link (`\![`), so that no reader of the file fetches it; tags that load,
  run or swallow what follows show themselves (`\<script>`), as they do on the screen.

Code is left alone, and nothing else is changed.
"""

from __future__ import annotations

import re

from scout_desktop.chat.growing import mend
from scout_desktop.chat.markdown.flatten import pieces_of, plain_lines
from scout_desktop.chat.markdown.inlines import Text
from scout_desktop.chat.markdown.pieces import Line

_ABOVE = 3
"""Levels that the document takes for itself: title, branch, message."""
_DEEPEST = 6
_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?P<sign>`{3,}|~{3,})(?P<rest>.*)")
_HEADING = re.compile(r"(?P<inset> {0,3})(?P<signs>#{1,6})(?P<rest>[ \t].*)?$")
_UNDERLINE = re.compile(r"(?P<inset> {0,3})(?P<sign>=+|-+)[ \t]*$")
_NO_PARAGRAPH = re.compile(r"\s*$| {4}|\t| {0,3}(?:[>#]|[-*+][ \t]|\d{1,9}[.)][ \t])")
_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_UNWANTED = re.compile(
    r"(?<!\\)!(?=\[)|(?<!\\)<(?=/?(?:script|style|title|textarea|xmp|iframe|frame|frameset|noembed"
    r"|noframes|plaintext|object|embed|applet|link|meta|base|form|img|image|picture|source|svg|math"
    r"|audio|video|track|details|pre|template|body|html|head)\b|!|\?)",
    re.IGNORECASE,
)
_END = Line((Text("x"),), 3)


def inside(text: str, *, typed: bool) -> str:
    """Return the text for a place below a heading of level 3; `typed` by a user, not a model."""
    lines = plain_lines(mend(text)).split("\n")
    made: list[str] = []
    fence = ""
    for line in lines:
        found = _FENCE.match(line)
        if fence:
            made.append(line)
            closes = found and not found["rest"].strip() and found["sign"].startswith(fence)
            fence = "" if closes else fence
        elif found and not (found["sign"][0] == "`" and "`" in found["rest"]):
            fence = found["sign"]
            made.append(line)
        elif line.startswith(("    ", "\t")) and not (made and made[-1].strip()):
            made.append(line)
        else:
            _below(made, _harmless(line), typed=typed)
    return _closed("\n".join(made), fence)


def _below(made: list[str], line: str, *, typed: bool) -> None:
    """Put a line that is no code behind the others, as a lower heading if it is one."""
    if heading := _HEADING.match(line):
        if typed:
            line = f"{heading['inset']}\\{line[len(heading['inset']) :]}"
        else:
            level = min(len(heading["signs"]) + _ABOVE, _DEEPEST)
            line = f"{heading['inset']}{'#' * level}{heading['rest'] or ''}"
    elif (under := _UNDERLINE.match(line)) and made and not _NO_PARAGRAPH.match(made[-1]):
        if typed or (len(made) > 1 and not _NO_PARAGRAPH.match(made[-2])):
            # A heading of several lines cannot be written with signs in front.
            line = f"{under['inset']}\\{under['sign']}"
        else:
            made[-1] = (
                f"{'#' * (_ABOVE + (1 if under['sign'][0] == '=' else 2))} {made[-1].strip()}"
            )
            return
    made.append(line)


def _harmless(line: str) -> str:
    if "<" not in line and "![" not in line:
        return line
    whole, at = [], 0
    for code in _CODE.finditer(line):
        whole += [_UNWANTED.sub(r"\\\g<0>", line[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*whole, _UNWANTED.sub(r"\\\g<0>", line[at:])])


def _closed(text: str, fence: str) -> str:
    """Close what is still code at the end. Our own reader says so: it knows lists and quotes."""
    if "```" not in text and "~~~" not in text:
        return text
    for ending in ("", f"\n{fence}" if fence else "", "\n```", "\n~~~", "\n" + "`" * 12):
        last = pieces_of(f"{text}{ending}\n\n### x")[-1:]
        if last == (_END,):
            return text + ending
    return text


def words(text: str) -> str:
    """Return foreign words of one line (a title, a name) so that no sign in them means anything."""
    return re.sub(r"([\\`*\[\]<>&|~$]|(?<!\w)_|_(?!\w)|^[#+=-])", r"\\\1", text)
