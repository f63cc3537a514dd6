"""Chats to export: ordinary ones, and ones that mean harm."""

from __future__ import annotations

from typing import Any

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import ImagePart, Node, user_node

AT = "2026-11-23T01:18:52.120Z"
CHAT = "01a205fc-04d8-7abc-8def-334455667788"

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</title></style></head><body onload=alert(1)>",
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    "<!-- and nothing after it",
    "<details open ontoggle=alert(1)>",
    "<iframe src='https://evil.example'></iframe>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "[click](javascript:alert(1)) [again](JaVaScRiPt:alert(1)) [data](data:text/html,<script>)",
    "[file](file:///etc/passwd) [unc](\\\\host\\share) [vb](vbscript:x)",
    "![track](https://evil.example/t.png) ![local](file:///etc/passwd) ![x][y]\n\n[y]: https://e.x",
    "<https://ok.example/?a=1&b=2> and [named \"x\"](https://ok.example/a\"b)",
    "[user](https://bank.example@evil.example/) <mailto:a@b.example>",
    "```html\n<script>alert(1)</script>\n```",
    "```\"onclick=alert(1)\nx\n```",
    "`<b onclick=x>` **<i>** ~~<u>~~ | a |\n|---|\n| <td onclick=x> |",
    "$<script>x</script>$\n\n$$</code><script>y</script>$$",
    "a\x00b\x1b[2Jc\x07 \x9b31m \x85 \u2028 \u2029 \ufeff",
    "a\ud800b \udfff \ud83e\uddfe",
    "\u202egnp.exe\u202c \u2066isolated\u2069 \u200bzero \u200d\u200c",
    "[^1] and\n\n[^1]: <script>note</script>",
    "> " * 200 + "deep",
    "- " * 200 + "deep",
    "&lt;script&gt; &amp; &#60;script&#62; &nbsp;",
    "<a href=https://evil.example>\u062f\u0639\u0648\u0629</a> \u0e44\u0e17\u0e22 \U0001f469",
    "\r\nold\rends\r\n",
]  # fmt: skip


def id_of(number: int) -> str:
    return f"01a205fc-04d8-7abc-8def-{number:012d}"


def asked(number: int, above: int | None, text: str, images: tuple[ImagePart, ...] = ()) -> Node:
    parent = None if above is None else id_of(above)
    node = user_node(id_of(number), parent, AT, "", images)
    return Node({**node.record, "parts": [{"type": "text", "text": text}, *_images(images)]})


def _images(images: tuple[ImagePart, ...]) -> list[dict[str, Any]]:
    return [image.record() for image in images]


def replied(number: int, above: int | None, text: str, **more: Any) -> Node:
    return Node(
        {
            "id": id_of(number), "parent": None if above is None else id_of(above), "created": AT,
            "role": "assistant", "state": "complete", "finish_reason": "stop",
            "parts": [{"type": "text", "text": text}],
            "reply": {"model": "meta-llama/llama-4-scout-17b", "provider": "DeepInfra"},
            "usage": {"prompt_tokens": 1912, "completion_tokens": 4},
            "cost": {"source": "usage", "usd": "0.00015416"}, **more,
        }
    )  # fmt: skip


def chat_of(*nodes: Node, head: int | None = None, **values: Any) -> Conversation:
    if head is not None:
        values["head"] = id_of(head)
    meta = {name: {"at": AT, "by": "d", "value": value} for name, value in values.items()}
    return Conversation(CHAT, meta, {node.id: node for node in nodes})


def branched() -> Conversation:
    """Return a chat of three branches, of which the one that was answered anew is shown."""
    return chat_of(
        asked(1, None, "What is this?"),
        replied(2, 1, "A receipt."),
        replied(3, 1, "A *long* receipt."),
        asked(4, 3, "And that?"),
        replied(5, 4, "A cat."),
        asked(6, 3, "And this one?"),
        replied(7, 6, "A dog."),
        head=5,
        title="Receipts",
    )


def hostile() -> Conversation:
    """Return a chat in which everything that comes from elsewhere means harm."""
    nodes, above = [], None
    for at, payload in enumerate(PAYLOADS):
        image = ImagePart("ab" * 32, "text/html", 4, 4, 9, name=payload)
        nodes.append(asked(2 * at + 1, above, payload, (image,)))
        nodes.append(
            replied(
                2 * at + 2, 2 * at + 1, payload,
                reply={"model": payload, "provider": payload}, finish_reason=payload,
                error={"kind": "x", "message": payload}, state="failed",
            )
        )  # fmt: skip
        above = 2 * at + 2
    # Another version of the second message, said by nobody we know.
    odd = {**replied(9_000, 1, PAYLOADS[0]).record, "role": PAYLOADS[3], "created": PAYLOADS[0]}
    odd["parts"] = [*odd["parts"], {"type": PAYLOADS[0]}]
    values: dict[str, Any] = {
        "title": " ".join(PAYLOADS[:6]), "system": "\n".join(PAYLOADS), "model": PAYLOADS[1],
        "parameter.stop": PAYLOADS, f"parameter.{PAYLOADS[0]}": PAYLOADS[1],
    }  # fmt: skip
    return chat_of(*nodes, Node(odd), head=2 * len(PAYLOADS), **values)
