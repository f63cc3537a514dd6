"""The page of a chat: what it was asked with, its messages, other versions folded away, its sums.

Every other version stands in a `<details>` in front of the one that is shown, with all that follows
from it, so that each branch can be read without a script.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.exporting import facts
from scout_desktop.chat.exporting.order import Branches, Run, runs
from scout_desktop.chat.exporting.placed import Place, left_out

from .look import style
from .message import message
from .words import escaped, said

_POLICY: Final = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)
_DEEPEST: Final = 8
"""Versions within versions; what lies deeper follows at the end, since no page nests for ever."""
_SHORT: Final = 600
_FIRST_WORDS: Final = 80


def html(
    chat: Conversation, branches: Branches = "shown", place: Place = left_out
) -> Iterator[str]:
    """Yield the document in pieces, a message at a time. `place` gives `data:` addresses."""
    found = runs(chat, branches)
    count = sum(len(run.steps) for run in found)
    title = escaped(facts.title_of(chat))
    yield beginning(title)
    yield (
        f'<header class="top">\n<h1 dir="auto">{title}</h1>\n'
        f'<p class="facts">{escaped(facts.summary(chat, count))}</p>\n'
    )
    for notice in chat.notices:
        yield f'<p class="notice">{escaped(notice)}</p>\n'
    yield f"{_settings(chat)}</header>\n<main>\n"
    yield from _Body(found, place).whole()
    yield f"</main>\n{_end(chat)}{ending()}"


def beginning(title: str) -> str:
    """Return what stands before the content; `title` is escaped already."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{title}</title>\n'
        f"<style>\n{style()}</style>\n</head>\n<body>\n"
    )


def ending() -> str:
    """Return what stands behind the content."""
    return "</body>\n</html>\n"


class _Body:
    """The runs, each in its place."""

    def __init__(self, found: tuple[Run, ...], place: Place) -> None:
        self._runs, self._place = found, place
        self._beside: dict[tuple[int, int], list[Run]] = defaultdict(list)
        for run in found[1:]:
            self._beside[run.off, run.steps[0].number].append(run)
        self._later: list[Run] = []

    def whole(self) -> Iterator[str]:
        """Yield everything."""
        if not self._runs:
            yield '<p class="facts">There are no messages in this chat.</p>\n'
            return
        yield from self._run(self._runs[0], 0)
        self._later += self._beside.get((0, 1), [])
        while self._later:
            run = self._later.pop(0)
            where = f"after message {run.steps[0].number - 1} of branch {run.off} · "
            yield from self._other(run, 1, where if run.off else "its beginning is missing · ")

    def _run(self, run: Run, depth: int) -> Iterator[str]:
        for step in run.steps:
            for other in self._beside.get((run.number, step.number), ()):
                if depth < _DEEPEST:
                    yield from self._other(other, depth + 1)
                else:
                    self._later.append(other)
            yield message(step, self._place)

    def _other(self, run: Run, depth: int, where: str = "") -> Iterator[str]:
        first = run.steps[0]
        words = facts.one_line(first.node.text, _FIRST_WORDS)
        yield (
            f'<details class="other">\n<summary><b>Version {first.version} of {first.versions}</b>'
            f" of message {first.number} · {where}{facts.counted(len(run.steps), 'message')} · "
            f'<bdi class="first">{escaped(words)}</bdi></summary>\n'
        )
        yield from self._run(run, depth)
        yield "</details>\n"


def _settings(chat: Conversation) -> str:
    changed = facts.parameters(chat)
    if not chat.system and not changed:
        return ""
    names = ["System prompt"] if chat.system else []
    names += [facts.counted(len(changed), "parameter")] if changed else []
    inside = f"<h2>System prompt</h2>\n{said(chat.system)}\n" if chat.system else ""
    if changed:
        rows = "".join(
            f"<dt>{escaped(name)}</dt><dd>{escaped(value)}</dd>\n" for name, value in changed
        )
        inside += f"<dl>\n{rows}</dl>\n"
    is_open = " open" if len(inside) < _SHORT else ""
    return (
        f'<details class="settings"{is_open}>\n<summary>{" and ".join(names)}</summary>\n'
        f"{inside}</details>\n"
    )


def _end(chat: Conversation) -> str:
    living = [node for node in chat.nodes.values() if not node.deleted]
    sums = [facts.tokens_words(living), facts.total_words(living)]
    told = " · ".join(words for words in sums if words)
    total = f"All replies of this chat: {escaped(told)}. " if told else ""
    return f'<footer class="end">{total}Written by Scout Desktop. Times are UTC.</footer>\n'
