"""What practice mode says: that no model is involved, what arrived, and how to ask for trouble.

The reply is well-formed Markdown whatever arrived. A line "practice: ..." in the newest message is
an order to the stand-in, so that a person can see every state of the window without a script.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any, Final

from scout_desktop.practice import content
from scout_desktop.practice.arrived import Arrived, ArrivedPicture
from scout_desktop.practice.reply import Reply

PACE: Final = 60.0
"""Deltas a second in practice mode: quick, and still seen to stream."""

_ORDER: Final = re.compile(r"^\s*practice:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
_BACKTICKS: Final = re.compile(r"`+")

_TROUBLE: Final[dict[str, dict[str, Any]]] = {
    "slow": {"rate": 4.0},
    "fast": {"rate": 0.0},
    "queue": {"comments": 10, "comment_interval": 1.0},
    "stall": {"stall_after": 8},
    "cut": {"cut": "fin", "cut_after": 8},
    "reset": {"cut": "rst", "cut_after": 8},
    "truncate": {"cut": "eof", "cut_after": 8},
    "break": {"in_band": "top-level", "error_after": 8},
    "blank": {"in_band": "network-error", "text": ""},
    "length": {"finish": "length"},
    "no usage": {"usage": "none"},
    "no cost": {"cost": False},
}

_OPENING: Final = (
    "**Practice mode.** No model is involved and nothing left this computer: a stand-in inside the"
    " program is answering, so I cannot see your pictures or understand your words. This is what"
    " arrived:"
)
_SAMPLE: Final = (
    "About the sample picture: I know only the numbers above. With a key, Llama 4 Scout would look"
    " at it and tell you what it shows."
)

HELP: Final = (
    "**Practice mode.** No model is involved; I am a stand-in inside the program.\n\n"
    "Write one of these on a line of its own:\n\n"
    "| Line | What happens |\n|:-----|:-------------|\n"
    "| `practice: table` | a sample of that kind: "
    + ", ".join(f"`{kind}`" for kind in content.KINDS if kind != "empty")
    + " |\n"
    "| `practice: long 3000` | 3,000 tokens of prose |\n"
    "| `practice: slow` | four tokens a second; `fast` sends all at once |\n"
    "| `practice: queue` | ten seconds of waiting first |\n"
    "| `practice: stall` | stops after a few words and stays silent |\n"
    "| `practice: cut` | the connection drops; also `reset`, `truncate` |\n"
    "| `practice: error 429` | refused with that status: 400, 401, 402, 403, 404, 413, 429, 5xx |\n"
    "| `practice: break` | an error in the middle of the reply |\n"
    "| `practice: blank` | a reply that looks finished and says nothing |\n"
    "| `practice: length` | ends as if the length limit was reached |\n"
    "| `practice: no usage` | no token counts at the end; also `no cost` |\n"
)


def ordered(reply: Reply, message: str) -> Reply:
    """The reply, changed by the order in the message, if there is one."""
    found = _ORDER.search(message)
    if found is None:
        return reply
    order = found[1].lower().rstrip(".")
    word, _, number = order.partition(" ")
    amount = int(number) if number.isdigit() else None
    if order in _TROUBLE:
        return replace(reply, **_TROUBLE[order])
    if word == "error" and amount is not None and 400 <= amount <= 599:
        return Reply.rate_limited(20) if amount == 429 else Reply.failure(amount)
    if word in content.KINDS and (not number or amount is not None):
        tokens = None if amount is None else min(amount, 200_000)
        return replace(reply, kind=word, tokens=tokens)
    if order == "help":
        return replace(reply, text=HELP)
    return replace(reply, text=f"I do not know the order {_code(order)}.\n\n{HELP}")


def describe(arrived: Arrived) -> str:
    """The practice reply, in Markdown."""
    if _wants_json(arrived):
        return json.dumps(_as_data(arrived), indent=2, ensure_ascii=False) + "\n"
    lines = [
        _OPENING,
        "",
        *_text_lines(arrived),
        *_picture_lines(arrived),
        *_parameter_lines(arrived),
        "",
        f"That is {arrived.prompt_tokens:,} tokens in, by the rule used here. Nothing is charged.",
    ]
    if "sample" in arrived.last.lower() and arrived.pictures:
        lines += [
            "",
            _SAMPLE,
        ]
    lines += ["", "For more, write `practice: help`.", ""]
    return "\n".join(lines)


def _text_lines(arrived: Arrived) -> list[str]:
    earlier = len(arrived.texts) - 1
    found = [f"- **Text:** {_many(len(arrived.last), 'character')} in your newest message"]
    system = sum(len(text) for role, text in arrived.texts if role == "system")
    if system:
        found.append(f"- **System prompt:** {_many(system, 'character')}")
        earlier -= 1
    if earlier > 0:
        found.append(f"- **Earlier messages:** {earlier:,}, sent again as the model would need")
    if arrived.others:
        found.append(f"- **Other parts:** {', '.join(_code(kind) for kind in arrived.others[:8])}")
    return found


def _picture_lines(arrived: Arrived) -> list[str]:
    if not arrived.pictures:
        return ["- **Pictures:** none"]
    newest = max(picture.turn for picture in arrived.pictures)
    found = [f"- **Pictures:** {len(arrived.pictures)}"]
    for number, picture in enumerate(arrived.pictures, 1):
        again = "" if picture.turn == newest else ", sent again from an earlier message"
        found.append(f"  {number}. {_picture(picture)}{again}")
    return found


def _picture(picture: ArrivedPicture) -> str:
    if not picture.width:
        return f"not a picture I know ({picture.note}), {_many(picture.size, 'byte')}"
    name = picture.mime.removeprefix("image/").upper()
    grid = f"{picture.columns} by {picture.rows} tiles"
    cells = picture.columns * picture.rows
    grid = "1 tile" if cells == 1 else f"{grid} and a global one"
    note = f" ({picture.note})" if picture.note else ""
    return (
        f"{name}{note}, {picture.width:,} by {picture.height:,} pixels, {grid},"
        f" {_many(picture.tokens, 'token')}, {_many(picture.size, 'byte')}"
    )


def _parameter_lines(arrived: Arrived) -> list[str]:
    if not arrived.parameters:
        return ["- **Parameters:** none changed"]
    found = ["- **Parameters:**"]
    for name, value in list(arrived.parameters.items())[:24]:
        shown = json.dumps(value, ensure_ascii=False)
        shown = shown if len(shown) <= 80 else shown[:79] + "…"
        found.append(f"  - {_code(name[:64])}: {_code(shown)}")
    return found


def _wants_json(arrived: Arrived) -> bool:
    wanted = arrived.parameters.get("response_format")
    return isinstance(wanted, dict) and wanted.get("type") in {"json_object", "json_schema"}


def _as_data(arrived: Arrived) -> dict[str, Any]:
    return {
        "practice": "No model is involved; this describes what arrived.",
        "characters": len(arrived.last),
        "pictures": [
            {"format": p.mime, "width": p.width, "height": p.height, "tokens": p.tokens}
            for p in arrived.pictures
        ],
        "parameters": sorted(arrived.parameters),
        "prompt_tokens": arrived.prompt_tokens,
    }


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def _code(text: str) -> str:
    """A code span that no content can break out of."""
    flat = " ".join(text.split()) or " "
    longest = max((len(run) for run in _BACKTICKS.findall(flat)), default=0)
    if not longest:
        return f"`{flat}`"
    fence = "`" * (longest + 1)
    return f"{fence} {flat} {fence}"
