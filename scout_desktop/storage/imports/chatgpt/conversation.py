"""One conversation of ChatGPT: its tree as it is, what is hidden as links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from scout_desktop.storage.imports.fields import key, moment, record, text, texts
from scout_desktop.storage.imports.found import Found, FoundMessage

from .assets import Assets
from .content import content_of

_FINISH: Final[Mapping[str, str]] = {"max_tokens": "length"}
_STATES: Final[Mapping[str, str]] = {
    "interrupted": "stopped",
    "in_progress": "interrupted",
    "finished_partial_completion": "stopped",
    "error": "failed",
}
_KEPT_OF_METADATA: Final = ("citations", "gizmo_id", "request_id")


def conversation(item: object, assets: Assets) -> Found:
    """Return what a conversation is; one that holds no messages is refused with a sentence."""
    chat = record(item)
    title = text(chat.get("title"))
    id = key(chat.get("conversation_id")) or key(chat.get("id"))
    mapping = chat.get("mapping")
    if not isinstance(mapping, Mapping) or not mapping:
        return Found(id or title, title, refused="The export holds no messages of it.")
    if not id:
        # Never seen; the first message is then the only thing that stays the same.
        id = min(mapping)
    reading = _Reading(text(chat.get("default_model_slug")), assets, _parents(mapping))
    messages = [reading.message(node, record(value)) for node, value in mapping.items()]
    return Found(
        id,
        title,
        tuple(_with_reasoning(messages, reading.reasoning)),
        created=moment(chat.get("create_time")),
        updated=moment(chat.get("update_time")),
        head=key(chat.get("current_node")) or None,
        model=reading.default_model,
        pinned=chat.get("is_starred") is True,
        archived=chat.get("is_archived") is True,
        left_out=dict(reading.left_out),
    )


@dataclass(slots=True)
class _Reading:
    default_model: str
    assets: Assets
    parents: Mapping[str, str]
    reasoning: dict[str, str] = field(default_factory=dict)
    """What the model thought, by the node that says nothing else."""
    left_out: Counter[str] = field(default_factory=Counter)

    def message(self, id: str, node: Mapping[str, Any]) -> FoundMessage:
        parent = key(node.get("parent")) or self.parents.get(id)
        message = record(node.get("message"))
        link = FoundMessage(id, parent, "", link_only=True)
        metadata = record(message.get("metadata"))
        if not message or metadata.get("is_visually_hidden_from_conversation") is True:
            return link
        content = content_of(message, self.assets)
        self.left_out.update(content.left_out)
        if content.reasoning:
            self.reasoning[id] = content.reasoning
        if not content.parts and not content.extra:
            return link
        author = record(message.get("author"))
        role = text(author.get("role")) or "unknown"
        finish = text(record(metadata.get("finish_details")).get("type"))
        return FoundMessage(
            id,
            parent,
            role,
            tuple(content.parts),
            created=moment(message.get("create_time")),
            model="" if role == "user" else self._model(metadata),
            finish_reason=_FINISH.get(finish, finish),
            state=_STATES.get(finish) or _STATES.get(text(message.get("status")), "complete"),
            extra={**_kept(message, author, metadata), **content.extra},
        )

    def _model(self, metadata: Mapping[str, Any]) -> str:
        return text(metadata.get("model_slug")) or self.default_model


def _parents(mapping: Mapping[str, Any]) -> dict[str, str]:
    """Return parents as the lists of children tell them, for nodes that do not say it."""
    return {
        child: id for id, node in mapping.items() for child in texts(record(node).get("children"))
    }


def _kept(
    message: Mapping[str, Any], author: Mapping[str, Any], metadata: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what else tells something about a message."""
    found: dict[str, Any] = {
        name: metadata[name] for name in _KEPT_OF_METADATA if metadata.get(name)
    }
    if name := text(author.get("name")):
        found["name"] = name
    if (recipient := text(message.get("recipient"))) not in ("", "all"):
        found["recipient"] = recipient
    if channel := text(message.get("channel")):
        found["channel"] = channel
    if message.get("weight") == 0:
        found["weight"] = 0
    return found


def _with_reasoning(
    messages: list[FoundMessage], reasoning: Mapping[str, str]
) -> list[FoundMessage]:
    """Give replies what was thought in the nodes right above them that say nothing else."""
    if not reasoning:
        return messages
    links = {each.key: each.parent for each in messages if each.link_only}
    found = []
    for message in messages:
        thoughts: list[str] = []
        at, seen = message.parent, set[str]()
        while message.role == "assistant" and at in links and at not in seen:
            seen.add(at)
            thoughts.append(reasoning.get(at, ""))
            at = links[at]
        words = "\n\n".join(each for each in reversed(thoughts) if each)
        extra = {**message.extra, "reasoning": words} if words else message.extra
        found.append(replace(message, extra=extra) if words else message)
    return found
