"""Finds the chats in a file, a folder or an archive of them, and puts each together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from scout_desktop.chat.errors import ScoutError
from scout_desktop.storage.imports.documents import document_key, documents, refused
from scout_desktop.storage.imports.fields import parameters, record, text
from scout_desktop.storage.imports.found import Found, FoundMessage
from scout_desktop.storage.imports.source import Source
from scout_desktop.storage.imports.trees import earliest, largest_root, newest_leaf, sound

from .lines import Line, lines
from .messages import found_message

SOURCE = "openrouter-chatroom"
TITLE = "OpenRouter chat room"

_KNOWN = ("orpg.1.", "orpg.2.", "orpg.3.")
_BESIDE = ("artifacts", "artifactFiles", "artifactVersions", "artifactFileContents")


def recognises(source: Source) -> bool:
    """Whether there is a chat of the chat room among the JSON files."""
    return any(_is_one(source, name) for name in documents(source, b"{"))


def read(source: Source) -> Iterator[Found]:
    """Yield one chat a file. Files that cannot be read are told, and do not keep the others."""
    for name in documents(source, b"{"):
        if not _is_one(source, name):
            continue
        try:
            found = found_chat(record(source.json(name)))
        except ScoutError as error:
            found = refused(name, error)
        yield found if found.key else replace(found, key=name)


def found_chat(chat: Mapping[str, Any]) -> Found:
    """Return what a file holds."""
    version = text(chat.get("version"))
    if not version.startswith(_KNOWN):
        return Found(
            key="", refused=f"This chat has the version {version[:20]}, which is not known."
        )
    left_out: Counter[str] = Counter()
    people = record(chat.get("characters"))
    items = record(chat.get("items"))
    ordered = lines(record(chat.get("messages")))
    messages = sound(found_message(line, people, items, left_out) for line in ordered)
    if not messages:
        return Found(key="", refused="There is no message in this chat.")
    for name in _BESIDE:
        if held := chat.get(name):
            left_out["artifacts"] += len(held) if isinstance(held, dict | list) else 1
    head = _head(messages, ordered)
    person = _person(people, ordered, head)
    set_here, unknown = _parameters(person)
    system, others = _systems(person, people, ordered)
    left_out.update({"settings that are not known here": unknown} if unknown else {})
    left_out.update({"system prompts of other models": others} if others else {})
    return Found(
        key=earliest({message.key: message.created for message in messages}),
        title=text(chat.get("title")),
        messages=messages,
        created=min((m.created for m in messages if m.created), default=""),
        updated=max((line.changed for line in ordered), default=""),
        head=head,
        model=text(person.get("model")),
        system=system,
        parameters=set_here,
        left_out=dict(left_out),
    )


def _is_one(source: Source, name: str) -> bool:
    return text(document_key(source, name, "version")).startswith("orpg.")


def _head(messages: tuple[FoundMessage, ...], ordered: list[Line]) -> str | None:
    """The newest leaf of the largest tree: what followed a deleted message stands alone.

    Of models that answered at once the first was asked first: it is shown.
    """
    head = newest_leaf(messages, largest_root(messages))
    by_key = {message.key: message for message in messages}
    last = by_key.get(head or "")
    if last is None or last.role != "assistant":
        return head
    parents = {message.parent for message in messages}
    beside = [
        message
        for message in messages
        if message.parent == last.parent and message.role == "assistant"
        and message.key not in parents
    ]  # fmt: skip
    who = {line.key: line.who for line in ordered}
    first = who.get(beside[0].key)
    return [message for message in beside if who.get(message.key) == first][-1].key


def _person(people: Mapping[str, Any], ordered: list[Line], head: str | None) -> Mapping[str, Any]:
    """The character that spoke last, or the first one that is still in the room."""
    who = {line.key: line.who for line in ordered}.get(head or "", "")
    if found := record(people.get(who)):
        return found
    for line in reversed(ordered):
        if found := record(people.get(line.who)):
            return found
    there = [record(person) for person in people.values()]
    return next((person for person in there if person.get("isRemoved") is not True), {})


def _systems(
    person: Mapping[str, Any], people: Mapping[str, Any], ordered: list[Line]
) -> tuple[str, int]:
    """The system prompt of a character, or the first there is, and how many others there are."""
    spoke = dict.fromkeys(line.who for line in ordered)
    said = dict.fromkeys(_system(one) for one in [person, *(record(people.get(w)) for w in spoke)])
    there = [system for system in said if system]
    return (there[0] if there else ""), max(0, len(there) - 1)


def _system(person: Mapping[str, Any]) -> str:
    return next(
        (said for name in ("systemPrompt", "system_prompt", "description")
         if (said := text(person.get(name)))),
        "",
    )  # fmt: skip


def _parameters(person: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    length = {"max_tokens": person.get("maxTokens")}
    return parameters(length, record(person.get("samplingParameters")))
