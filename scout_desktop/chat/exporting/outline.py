r"""The text of a message inside a longer Markdown document: as it is, but it stays within itself.

- Its own headings go below those of the document (`#` becomes `####`), or are no headings where a
  user typed them, whose text is no Markdown on the screen either.
- A fence left open by a stopped reply is closed.
- A picture it names stays a link (`\![`), so that no reader of the file fetches it; tags that load,
  run or swallow what follows show themselves (`\<script>`), as they do on the screen, and so do
  links to anything but the web and mail.

Code is left alone, and nothing else is changed.
"""

from __future__ import annotations

import re

from scout_desktop.chat.growing import mend
from scout_desktop.chat.markdown.flatten import plain_lines
from scout_desktop.chat.markdown.inside.definitions import Definitions
from scout_desktop.chat.markdown.lines.leaves import CodeLeaf, Paragraph
from scout_desktop.chat.markdown.lines.raw import RawLine
from scout_desktop.chat.markdown.lines.structure import Structure

_ABOVE = 3
"""Levels that the document takes for itself: title, branch, message."""
_DEEPEST = 6
_HEADING = re.compile(r"(?P<inset> {0,3})(?P<signs>#{1,6})(?P<rest>[ \t].*)?$")
_NOTEWORTHY = re.compile(
    r" {0,3}#|[ \t]*[=-]+[ \t]*$|.*(?:<|!\[|\]\(|\]:)|[ \t]*(?:[>*+-][ \t]*|\d{1,9}[.)]){2}"
)
"""Nothing is done to other lines."""
_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_UNWANTED = re.compile(
    r"(?<!\\)!(?=\[)|(?<!\\)<(?=/?(?:script|style|title|textarea|xmp|iframe|frame|frameset|noembed"
    r"|noframes|plaintext|object|embed|applet|link|meta|base|form|img|image|picture|source|svg|math"
    r"|audio|video|track|details|pre|template|body|html|head)\b|!|\?)"
    # Links that lead neither to the web nor to mail nor to a file beside: as they are written, with
    # letters by number, begun on the next line, by a name that is explained elsewhere.
    r"|(?<!\\)\](?=\(\s*(?:$|<?(?!https?://|mailto:)[^\s()/?#]*[:&\\]))"
    r"|(?<!\\)\[(?!\^)(?=[^\]]+\]:\s*(?:$|<?(?!https?://|mailto:)[^\s/?#]*[:&\\]))"
    r"|(?<!\\)<(?!https?:|mailto:)(?=[a-z][a-z0-9+.-]{1,31}:)",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"(?P<before>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)<(?=/?[a-z][a-z0-9-]*(?:[\s/>]|$))",
    re.IGNORECASE,
)
"""A tag at the beginning of a line makes the lines behind it HTML."""
_DEEP = re.compile(r"(?P<inset>[ \t]*)(?=(?:>[ \t]*|(?:[-*+]|\d{1,9}[.)])[ \t]+){9,}[^\s*+-])")
"""Many readers give up a whole document at so many boxes within each other."""


def inside(text: str, *, typed: bool) -> str:
    """Return the text for a place below a heading of level 3; `typed` by a user, not a model."""
    # The reader of the window says what is code and what is a heading: it knows lists and quotes.
    structure = Structure(Definitions())
    made: list[str] = []
    for line in plain_lines(mend(text)).split("\n"):
        tamed = _tamed(structure, made, line, typed=typed) if _NOTEWORTHY.match(line) else line
        structure.feed(tamed)
        structure.take_out()
        made.append(tamed)
    leaf = structure.leaf
    if isinstance(leaf, CodeLeaf) and not (leaf.place.depth or leaf.place.quotes):
        # In a list or a quote it ends with that.
        made += [leaf.fence] if leaf.fence else []
    return "\n".join(made)


def _tamed(structure: Structure, made: list[str], line: str, *, typed: bool) -> str:
    """Return the line as it may stand; of a heading underlined, the words leave the lines made."""
    look = structure.fork(Definitions())
    look.feed(line)
    if isinstance(look.leaf, CodeLeaf):
        return line
    line = _harmless(line)
    if not _ends_in_heading(look):
        return line
    heading, leaf = _HEADING.match(line), structure.leaf
    if not typed and heading is not None:
        level = min(len(heading["signs"]) + _ABOVE, _DEEPEST)
        return f"{heading['inset']}{'#' * level}{heading['rest'] or ''}"
    if not typed and isinstance(leaf, Paragraph) and len(leaf.lines) == 1:
        structure.leaf = None
        return f"{'#' * (_ABOVE + (1 if '=' in line else 2))} {made.pop().strip()}"
    # A heading of several lines cannot be written with signs in front.
    inset = len(line) - len(line.lstrip())
    return f"{line[:inset]}\\{line[inset:]}"


def _ends_in_heading(look: Structure) -> bool:
    """Whether the last line made a heading of the document, not one within a list or a quote."""
    last = look.out[-1] if look.out and look.leaf is None else None
    if not isinstance(last, RawLine) or not last.level:
        return False
    return not (last.place.depth or last.place.quotes)


def _harmless(line: str) -> str:
    if deep := _DEEP.match(line):
        line = f"{deep['inset']}\\{line[len(deep['inset']) :]}"
    line = _BLOCK.sub(r"\g<before>\\<", line, count=1) if _BLOCK.match(line) else line
    whole, at = [], 0
    for code in _CODE.finditer(line):
        whole += [_UNWANTED.sub(r"\\\g<0>", line[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*whole, _UNWANTED.sub(r"\\\g<0>", line[at:])])


def words(text: str) -> str:
    """Return foreign words of one line (a title, a name) so that no sign in them means anything."""
    return re.sub(r"([\\`*\[\]<>&|~$]|(?<!\w)_|_(?!\w)|^[#+=-])", r"\\\1", text)
