"""Finds the threads in a folder or an archive, and puts each together. Broken lines are counted."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from scout_desktop.chat.errors import ScoutError
from scout_desktop.storage.ground.strict import NotJson, decode
from scout_desktop.storage.imports.documents import refused
from scout_desktop.storage.imports.fields import key, moment, parameters, record, records, text
from scout_desktop.storage.imports.found import Found, FoundMessage
from scout_desktop.storage.imports.source import Source
from scout_desktop.storage.imports.trees import carried, chained, sound

from .messages import found_message

SOURCE = "jan"
TITLE = "Jan"

_THREAD: Final = "thread.json"
_MESSAGES: Final = "messages.jsonl"
_MOST: Final = 1_000_000
"""Lines of one thread."""


def recognises(source: Source) -> bool:
    """Whether there is a thread with the shape that Jan gives it."""
    return any(_is_thread(source, name) for name in _threads(source))


def read(source: Source) -> Iterator[Found]:
    """Yield one thread at a time. Those that cannot be read do not keep the others."""
    for name in _threads(source):
        try:
            if _is_thread(source, name):
                yield _thread(source, name)
        except ScoutError as error:
            yield refused(name, error)


def found_thread(thread: Mapping[str, Any], lines: list[Mapping[str, Any]], own: str) -> Found:
    """Return a thread as a chat; `lines` are its messages, `own` its key without an id."""
    left_out: Counter[str] = Counter()
    assistant = next(iter(records(thread.get("assistants"))), {})
    model = record(assistant.get("model")) or record(thread.get("model"))
    named = text(model.get("id"))
    messages = [
        found_message(line, key(line.get("id")) or f"{own}#{place}", named, left_out)
        for place, line in enumerate(lines)
    ]
    if all(message.created for message in messages):
        messages.sort(key=lambda message: message.created)
    # Until the first branch there are no parents at all, and the order is all there is.
    forked = any(
        {"parentId", "activeChildId"} & record(line.get("metadata")).keys() for line in lines
    )
    tree = carried(sound(attached(messages) if forked else chained(messages)))
    times = [message.created for message in tree if message.created]
    noted = record(thread.get("metadata"))
    if record(noted.get("project")) or noted.get("projectId"):
        left_out["names of projects"] += not _project(noted)
    return Found(
        key=key(thread.get("id")) or own,
        title=text(thread.get("title")) or text(thread.get("summary")) or text(noted.get("title")),
        messages=tree,
        created=moment(thread.get("created")) or min(times, default=""),
        updated=moment(thread.get("updated")) or max(times, default=""),
        head=_head(tree, lines),
        model=named,
        system=text(assistant.get("instructions")),
        parameters=parameters(_set(model), _set(assistant))[0],
        pinned=noted.get("isFavorite") is True or thread.get("isFavorite") is True,
        tags=(_project(noted),) if _project(noted) else (),
        left_out={kind: count for kind, count in left_out.items() if count},
    )


def attached(messages: list[FoundMessage]) -> list[FoundMessage]:
    """Hang replies that lost their parent below the prompt before them, and what follows below.

    Some versions of Jan wrote replies in threads with branches without one, and the next prompt
    then below the prompt before.
    """
    found = list(messages)
    below: dict[str | None, deque[int]] = {}
    for at, message in enumerate(found):
        if message.role == "user":
            below.setdefault(message.parent, deque()).append(at)
    prompt: str | None = None
    for at, message in enumerate(found):
        if message.role == "user":
            prompt = message.key
        elif message.parent is None and prompt is not None:
            found[at] = replace(message, parent=prompt)
            later = below.get(prompt, deque())
            while later and later[0] < at:
                later.popleft()
            if later:
                displaced = later.popleft()
                found[displaced] = replace(found[displaced], parent=message.key)
    return found


def _threads(source: Source) -> Iterator[str]:
    for name in source.names():
        folder, _, last = name.rpartition("/")
        if last == _THREAD and f"{folder}/{_MESSAGES}".lstrip("/") in source:
            yield name


def _is_thread(source: Source, name: str) -> bool:
    keys = source.keys(name)
    return "id" in keys and bool(keys & {"assistants", "object", "created", "metadata"})


def _thread(source: Source, name: str) -> Found:
    thread = record(source.json(name))
    folder = name.removesuffix(_THREAD)
    lines, broken = _lines(source.read(folder + _MESSAGES))
    found = found_thread(thread, lines, folder.rstrip("/") or source.path.name)
    if broken:
        left_out = {**found.left_out, "lines that cannot be read": broken}
        return replace(found, left_out=left_out)
    return found


def _lines(data: bytes) -> tuple[list[Mapping[str, Any]], int]:
    """Return the lines that are messages, the last of each id, and how many cannot be read."""
    found: dict[str, Mapping[str, Any]] = {}
    broken = 0
    for place, line in enumerate(data.split(b"\n")[:_MOST]):
        if not line.strip():
            continue
        try:
            message = record(decode(line))
        except NotJson:
            message = {}
        if message:
            found[key(message.get("id")) or f"#{place}"] = message
        else:
            broken += 1
    return list(found.values()), broken


def _head(messages: tuple[FoundMessage, ...], lines: list[Mapping[str, Any]]) -> str | None:
    """Follow the chosen answers from the first message; where none is chosen, the newest."""
    below: dict[str | None, list[FoundMessage]] = {}
    for message in messages:
        below.setdefault(message.parent, []).append(message)
    chosen = {
        key(line.get("id")): text(record(line.get("metadata")).get("activeChildId"))
        for line in lines
    }
    at: str | None = None
    while options := below.get(at):
        wanted = chosen.get(at or "", "")
        picked = [option for option in options if option.key == wanted]
        order = {option.key: place for place, option in enumerate(options)}
        at = (picked or [max(options, key=lambda one: (one.created, order[one.key]))])[0].key
    return at


def _set(holder: Mapping[str, Any]) -> Mapping[str, Any]:
    wanted = (
        "temperature", "top_p", "top_k", "min_p", "max_tokens", "stop", "frequency_penalty",
        "presence_penalty", "repeat_penalty", "seed",
    )  # fmt: skip
    given = {**record(holder.get("settings")), **record(holder.get("parameters"))}
    return {name: given.get(name) for name in wanted}


def _project(noted: Mapping[str, Any]) -> str:
    return text(record(noted.get("project")).get("name"))
