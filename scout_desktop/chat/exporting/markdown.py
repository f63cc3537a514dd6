"""A chat as Markdown that any editor shows: readable as it stands, its outline that of the chat.

`# title`, then with several branches `## Branch 2 of 3`, and `### You` or `### Reply` for each
message; what a message says keeps below that (`outline`).
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import ImagePart

from . import facts
from .order import Branches, Run, Step, runs
from .outline import inside, words
from .placed import Place, by_address, left_out


def markdown(
    chat: Conversation, branches: Branches = "shown", place: Place = left_out
) -> Iterator[str]:
    """Yield the document in pieces, a message at a time. `place` gives relative addresses."""
    found = runs(chat, branches)
    count = sum(len(run.steps) for run in found)
    yield f"# {words(facts.title_of(chat))}\n\n*{words(facts.summary(chat, count))}*\n"
    for notice in chat.notices:
        yield f"\n> {words(facts.one_line(notice, 500))}\n"
    if chat.system:
        yield f"\n**System prompt**\n\n{inside(chat.system, typed=True).strip(chr(10))}\n"
    if changed := facts.parameters(chat):
        listed = " · ".join(f"{words(name)} {words(value)}" for name, value in changed)
        yield f"\n*Parameters: {listed}*\n"
    for run in found:
        if len(found) > 1:
            yield f"\n{_fork(run, len(found))}\n"
        for step in run.steps:
            yield _message(step, place)


def _fork(run: Run, count: int) -> str:
    first, title = run.steps[0], f"## Branch {run.number} of {count}"
    if run.number == 1:
        return f"{title} (shown)"
    if not run.off:
        return f"{title}\n\n*Messages whose beginning is missing.*"
    where = "at the very beginning" if first.number == 1 else f"after message {first.number - 1}"
    return (
        f"{title}\n\n*Leaves branch {run.off} {where}: version {first.version} of "
        f"{first.versions} of message {first.number}.*"
    )


def _message(step: Step, place: Place) -> str:
    node = step.node
    lines = [f"\n### {words(facts.speaker(step))}\n"]
    if when := facts.moment(node.created):
        lines.append(f"*Message {step.number}, {when}*\n")
    lines += [f"{_picture(image, place)}\n" for image in node.images]
    if text := inside(node.text, typed=node.role == "user").strip("\n"):
        lines.append(f"{text}\n")
    if count := facts.foreign_parts(node):
        lines.append(f"*{facts.counted(count, 'part')} of a kind that cannot be shown.*\n")
    if problem := facts.problem_of(node):
        lines.append(f"> {words(problem)}\n")
    if footer := facts.footer(node):
        lines.append(f"*{words(footer)}*\n")
    return "\n".join(lines)


def _picture(image: ImagePart, place: Place) -> str:
    said = words(facts.picture_words(image))
    placed = by_address(image) or place(image)
    if placed.problem:
        return f"\\[picture: {said}, {words(facts.one_line(placed.problem, 2000))}\\]"
    if not placed.address:
        return f"\\[picture: {said}\\]"
    return f"![{said}]({quote(placed.address, safe='/')})"
