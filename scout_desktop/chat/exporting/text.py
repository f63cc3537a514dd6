"""A chat as plain text, for reading anywhere and for programs that know nothing but lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.growing import mend
from scout_desktop.chat.markdown.flatten import plain_lines
from scout_desktop.chat.message import ImagePart

from . import facts
from .order import Branches, Run, Step, runs
from .placed import Place, by_address, left_out

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_WIDTH = 72


def text(
    chat: Conversation, branches: Branches = "shown", place: Place = left_out
) -> Iterator[str]:
    """Yield the text in pieces, a message at a time. `place` says which pictures are missing."""
    found = runs(chat, branches)
    count = sum(len(run.steps) for run in found)
    title = facts.title_of(chat)
    yield f"{title}\n{'=' * min(max(len(title), 3), _WIDTH)}\n{facts.summary(chat, count)}\n"
    for notice in chat.notices:
        yield f"{facts.one_line(notice, 500)}\n"
    if chat.system:
        yield f"\n-- System prompt\n\n{written(chat.system)}\n"
    if changed := facts.parameters(chat):
        listed = "".join(f"{name}: {value}\n" for name, value in changed)
        yield f"\n-- Parameters\n\n{listed}"
    for run in found:
        if len(found) > 1:
            yield f"\n{_fork(run, len(found))}\n"
        for step in run.steps:
            yield _message(step, place)


def written(words: str) -> str:
    """Return words as they are, lines parted by line feeds, without what steers a terminal."""
    return _CONTROLS.sub("\ufffd", plain_lines(mend(words)))


def _fork(run: Run, count: int) -> str:
    first, line = run.steps[0], "=" * _WIDTH
    if run.number == 1:
        return f"{line}\nBranch 1 of {count}, the one shown"
    where = f"leaves branch {run.off} after message {first.number - 1}"
    if not run.off:
        where = "messages whose beginning is missing"
    elif first.number == 1:
        where = f"leaves branch {run.off} at the very beginning"
    return f"{line}\nBranch {run.number} of {count}, {where}"


def _message(step: Step, place: Place) -> str:
    node = step.node
    lines = [
        f"\n-- {' · '.join(filter(None, (facts.speaker(step), facts.moment(node.created))))}\n"
    ]
    lines += [f"{_picture(image, place)}\n" for image in node.images]
    if node.text:
        lines.append(f"{written(node.text)}\n")
    if count := facts.foreign_parts(node):
        lines.append(f"[{facts.counted(count, 'part')} of a kind that cannot be shown]\n")
    if problem := facts.problem_of(node):
        lines.append(f"! {problem}\n")
    if footer := facts.footer(node):
        lines.append(f"({footer})\n")
    return "\n".join(lines)


def _picture(image: ImagePart, place: Place) -> str:
    placed = by_address(image) or place(image)
    beside = f", {facts.one_line(placed.problem, 2000)}" if placed.problem else ""
    return f"[picture: {facts.picture_words(image)}{beside}]"
