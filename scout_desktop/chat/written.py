"""A conversation written out for reading: the branch shown, or every branch, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from .ages import in_order
from .conversation import Conversation
from .message import ImagePart, Node

_NAMES = {"user": "You", "assistant": "Reply", "system": "System"}
_STATES = {
    "streaming": "still arriving",
    "stopped": "stopped",
    "interrupted": "interrupted",
    "failed": "failed",
}
_NOTHING: Mapping[str, str] = MappingProxyType({})


def as_markdown(
    chat: Conversation, *, every_branch: bool = False, lost: Mapping[str, str] = _NOTHING
) -> str:
    """Return the chat as Markdown; with `every_branch` alternatives follow, each with its place.

    `lost` says in a sentence what is wrong with pictures, by sha256.
    """
    lines = [f"# {chat.title}", ""]
    if chat.system:
        lines += ["**System prompt**", "", chat.system, ""]
    if not every_branch:
        lines += _messages(chat, chat.branch, lost)
        return "\n".join(lines).rstrip() + "\n"
    leaves = list(_leaves(chat))
    for place, leaf in enumerate(leaves, 1):
        if len(leaves) > 1:
            mark = " (shown)" if leaf.id == chat.head else ""
            lines += [f"## Branch {place} of {len(leaves)}{mark}", ""]
        lines += _messages(chat, chat.branch_to(leaf.id), lost)
    return "\n".join(lines).rstrip() + "\n"


def _leaves(chat: Conversation) -> Iterator[Node]:
    for id in in_order(chat.nodes, chat.nodes):
        node = chat.nodes[id]
        if not node.deleted and not chat.children(id):
            yield node


def _messages(chat: Conversation, nodes: Iterable[Node], lost: Mapping[str, str]) -> list[str]:
    lines: list[str] = []
    for node in nodes:
        others = chat.siblings(node.id)
        place = f" {[n.id for n in others].index(node.id) + 1}/{len(others)}" if others[1:] else ""
        said = f" ({_STATES[node.state]})" if node.state in _STATES else ""
        lines += [f"### {_NAMES.get(node.role, node.role)}{place}{said}", ""]
        for image in node.images:
            size = f"{image.width} × {image.height}"
            said = f"by address {image.url}" if image.url else f"{_name(image)}, {size}"
            why = f": {lost[image.sha256]}" if image.sha256 in lost else ""
            lines += [f"[picture {said}{why}]", ""]
        if node.text:
            lines += [node.text, ""]
        if (message := node.section("error").get("message")) and isinstance(message, str):
            lines += [f"> {message}", ""]
    return lines


def _name(image: ImagePart) -> str:
    page = image.original.page if image.original is not None else 0
    name = image.name or image.sha256[:12]
    return f"{name}, page {page}" if page else name
