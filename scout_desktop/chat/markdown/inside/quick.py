"""What most paragraphs are made of, read in one pass: words, `code`, **strong**, *stressed*, links.

Only what the whole grammar, in `grammar`, would read the same way, whatever stands around it; a
paragraph with anything else in it is left to that. It takes a third of the time.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scout_desktop.chat.markdown.inlines import Break, Text

from .runs import alike, with_bare_addresses

if TYPE_CHECKING:
    from scout_desktop.chat.markdown.inlines import Inline, Inlines

    from .definitions import Definitions

_WORDS: Final = r"[^\\`*_~\[<&$\n!]"
_LETTER: Final = r"[^\W_]"
# A sign beside a letter opens or closes, whatever stands on its other side; behind a full stop it
# closes only in front of a space.
_STRESSED: Final = rf"(?={_LETTER}){_WORDS}*(?:(?<={_LETTER})STAR|(?<=[:.,;?)])STAR(?=\s|$))"
_STRONG: Final = _STRESSED.replace("STAR", r"\*\*(?!\*)")
_EMPHASIS: Final = _STRESSED.replace("STAR", r"\*(?!\*)")
_PART: Final = re.compile(
    rf"""
    (?P<plain>{_WORDS}+
        | !(?!\[)
        | \$
        | (?<={_LETTER})_+(?={_LETTER})
        | (?<!~)~(?!~)
        | (?<!\S)\*(?=\s)
        | <(?![^<>\s]*[:@])
        | &(?![#A-Za-z]))
    | (?<!`)`(?P<code>[^`\n]+)`(?!`)
    | (?<!\*)\*\*(?P<strong>{_STRONG})
    | (?<!\*)\*(?P<emphasis>{_EMPHASIS})
    | \[(?P<label>[^\\`*_~\[\]<&$\n!]+)\]\((?P<href>[^\s()<>\[\]\\&`\x00-\x20\x7f]+)\)
    | \[(?P<name>(?!\^)[^\\`*_~\[\]<&$\n!]+)\](?![\[(])
    | (?P<end>\n[ \t]*)
    """,
    re.VERBOSE,
)


def quick_inlines(words: str, definitions: Definitions) -> Inlines | None:
    """Return the runs of a paragraph, or None if there is more to it than this module knows."""
    if words.count("$") > 1 or "![" in words:
        return None
    found: list[Inline] = []
    pending = ""
    at, end = 0, len(words)
    while at < end:
        part = _PART.match(words, at)
        if part is None:
            return None
        at = part.end()
        kind = part.lastgroup
        link = None
        if kind == "name":
            from markdown_it.common.utils import normalizeReference

            link = definitions.get(normalizeReference(part["name"]))
        if kind == "plain" or (kind == "name" and link is None):
            pending += part.group()
            continue
        if kind == "end":
            text = pending.rstrip(" ")
            if text:
                _add(found, Text(text))
            found.append(Break(hard=len(pending) - len(text) > 1))
            pending = ""
            continue
        if pending:
            _add(found, Text(pending))
            pending = ""
        if link is None:
            _add(found, _run(part, kind))
        else:
            _add(found, Text(part["name"], href=link["href"], title=link["title"]))
    if pending:
        _add(found, Text(pending))
    if "://" not in words:
        return tuple(found)
    return tuple([piece for inline in found for piece in with_bare_addresses(inline)])


def _run(part: re.Match[str], kind: str | None) -> Text:
    match kind:
        case "code":
            return Text(_code(part["code"]), code=True)
        case "strong":
            return Text(part["strong"][:-2], strong=True)
        case "emphasis":
            return Text(part["emphasis"][:-1], emphasis=True)
        case _:
            return Text(part["label"], href=part["href"])


def _code(text: str) -> str:
    """Take one space off both ends, unless there are only spaces."""
    spaced = text[0] == text[-1] == " " and text.strip(" ")
    return text[1:-1] if spaced else text


def _add(found: list[Inline], text: Text) -> None:
    last = found[-1] if found else None
    if isinstance(last, Text) and alike(last, text):
        found[-1] = replace(last, text=last.text + text.text)
    else:
        found.append(text)
