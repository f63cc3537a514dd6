"""One session of Chatbox: the messages shown, branches below any of them, and earlier topics."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from typing import Any, Final

from scout_desktop.storage.imports.fields import key, moment, parameters, record, records, text
from scout_desktop.storage.imports.found import Found, FoundMessage
from scout_desktop.storage.imports.trees import chained, sound

from .messages import found_message, words_of

_SET_BY: Final = ("temperature", "topP", "maxTokens")


def found_session(session: Mapping[str, Any]) -> Iterator[Found]:
    """Yield the session as it was shown last, then its earlier topics, newest last."""
    yield _chat(session, session, key(session.get("id")), text(session.get("name")))
    for place, thread in enumerate(records(session.get("threads"))):
        own = f"{key(session.get('id'))}/{key(thread.get('id')) or place}"
        title = text(thread.get("name")) or text(session.get("name"))
        yield _chat(session, thread, own, title)


def _chat(session: Mapping[str, Any], thread: Mapping[str, Any], own: str, title: str) -> Found:
    left_out: Counter[str] = Counter()
    listed = records(thread.get("messages"))
    system = ""
    if listed and text(listed[0].get("role")) == "system":
        system = words_of(listed[0])
    shown = chained(_messages(listed, own, left_out))
    messages = sound([*shown, *_branches(session, shown, left_out)])
    settings = record(session.get("settings"))
    times = [message.created for message in messages if message.created]
    if text(session.get("type")) == "picture":
        left_out["settings for making pictures"] += 1
    return Found(
        key=own,
        title=title,
        messages=messages,
        created=min(times, default=moment(thread.get("createdAt"))),
        updated=max(times, default=""),
        head=shown[-1].key if shown else None,
        model=text(settings.get("modelId")) or text(settings.get("model")),
        system=system,
        parameters=parameters({name: settings.get(name) for name in _SET_BY})[0],
        pinned=session.get("starred") is True,
        left_out=dict(left_out),
    )


def _messages(
    listed: list[Mapping[str, Any]], own: str, left_out: Counter[str], system_at: int = 0
) -> Iterator[FoundMessage]:
    """Yield messages; the system prompt that a session begins with stays as a link."""
    for place, message in enumerate(listed):
        link = place == system_at and text(message.get("role")) == "system"
        yield found_message(
            message, key(message.get("id")) or f"{own}#{place}", left_out, link=link
        )


def _branches(
    session: Mapping[str, Any], shown: tuple[FoundMessage, ...], left_out: Counter[str]
) -> Iterator[FoundMessage]:
    """Yield what hangs below a message beside what is shown, and what hangs below that.

    The list at a fork's `position` is the one that is shown, and empty here.
    """
    forks = record(session.get("messageForksHash"))
    waiting = deque(message.key for message in shown)
    passed: set[str] = set()
    while waiting:
        above = waiting.popleft()
        if above in passed:
            continue
        passed.add(above)
        for place, branch in enumerate(records(record(forks.get(above)).get("lists"))):
            own = f"{above}/{key(branch.get('id')) or place}"
            below = chained(
                _messages(records(branch.get("messages")), own, left_out, system_at=-1), above
            )
            waiting += [message.key for message in below]
            yield from below
