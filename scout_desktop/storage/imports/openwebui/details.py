"""What Open WebUI folds into the text of a reply: reasoning, calls of tools, code that it ran.

Only its own blocks are taken out; any other markup is a part of the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final

from scout_desktop.storage.imports.gathered import Gathered

# No sign of it can stand in an attribute unescaped, so that nothing is ever read twice.
_EDGE = re.compile(r"<details\b([^<>]*)>|</details>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_SUMMARY = re.compile(r"\s*<summary>[^<]*</summary>")
_QUOTED = re.compile(r"(?m)^> ?")
_OWN: Final = ("reasoning", "tool_calls", "code_interpreter")
_KEPT: Final = ("id", "name", "arguments", "result", "output", "duration")


def gather_reply(found: Gathered, words: str) -> None:
    """Take a reply apart: what is folded is kept beside it, the rest is what it says."""
    said: list[str] = []
    at = 0
    depth = 0
    opened: Mapping[str, str] = {}
    inside = 0
    for edge in _EDGE.finditer(words):
        if depth:
            depth += -1 if edge[1] is None else 1
            if not depth:
                _folded(found, opened, words[inside : edge.start()])
                at = edge.end()
            continue
        attributes = dict(_ATTRIBUTE.findall(edge[1] or ""))
        if attributes.get("type") in _OWN:
            said.append(words[at : edge.start()])
            opened, inside, depth = attributes, edge.end(), 1
    if depth:
        # Cut off while it was still folded: what was thought until then.
        _folded(found, opened, words[inside:])
    else:
        said.append(words[at:])
    if len(said) == 1:
        found.say(said[0])
    else:
        found.say("\n\n".join(piece for text in said if (piece := text.strip())))


def _folded(found: Gathered, attributes: Mapping[str, str], inside: str) -> None:
    inside = _SUMMARY.sub("", inside, count=1).strip()
    if attributes["type"] == "reasoning":
        found.think(_QUOTED.sub("", html.unescape(inside)))
        return
    kept = {name: html.unescape(attributes[name]) for name in _KEPT if attributes.get(name)}
    code = {"code": inside} if inside else {}
    found.keep("tools", {"type": attributes["type"], **kept, **code})
