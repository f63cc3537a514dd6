"""A topic of an older backup: a list of messages in which answers name their question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from scout_desktop.storage.imports.fields import moment, records, text, texts
from scout_desktop.storage.imports.found import Found, FoundMessage
from scout_desktop.storage.imports.trees import sound

from .assistants import About
from .messages import Files, found_message


def found_topic(
    topic: Mapping[str, Any],
    about: About,
    block: Callable[[str], Mapping[str, Any]],
    files: Files,
) -> Found:
    """Return a topic as a chat; `block` gives a block by its id."""
    left_out: Counter[str] = Counter()
    listed = [message for message in records(topic.get("messages")) if text(message.get("id"))]
    messages = []
    for message in listed:
        held = [block(own) for own in texts(message.get("blocks"))]
        gone = sum(not one for one in held)
        left_out.update({"parts that are missing in the file": gone} if gone else {})
        messages.append(found_message(message, [one for one in held if one], files, left_out))
    tree, head = _tree(listed, messages)
    times = [message.created for message in tree if message.created]
    return Found(
        key=text(topic.get("id")),
        title=about.name or text(topic.get("name")),
        messages=tree,
        created=moment(about.created) or min(times, default=""),
        updated=moment(about.updated) or max(times, default=""),
        head=head,
        model=about.model,
        system=about.system,
        parameters=about.parameters,
        pinned=about.pinned,
        tags=(about.assistant,) if about.assistant else (),
        left_out=dict(left_out),
    )


def _tree(
    listed: Iterable[Mapping[str, Any]], messages: Iterable[FoundMessage]
) -> tuple[tuple[FoundMessage, ...], str | None]:
    """Return the messages with their parents, and the one shown last.

    Answers to one question stand side by side; what comes after hangs below the chosen one, or
    the last where none is.
    """
    found: list[FoundMessage] = []
    questions: set[str] = set()
    chosen: set[str] = set()
    last: str | None = None
    for said, message in zip(listed, messages, strict=True):
        asked = text(said.get("askId"))
        if message.role == "assistant" and asked in questions:
            found.append(replace(message, parent=asked))
            picked = said.get("useful") is True or said.get("foldSelected") is True
            if picked or asked not in chosen:
                last = message.key
            chosen.update({asked} if picked else set())
            continue
        found.append(replace(message, parent=last))
        questions.update({message.key} if message.role == "user" else set())
        last = message.key
    return sound(found), last
