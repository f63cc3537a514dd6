"""One message of an exported page."""

from __future__ import annotations

from scout_desktop.chat.exporting import facts
from scout_desktop.chat.exporting.order import Step
from scout_desktop.chat.exporting.placed import Place, by_address
from scout_desktop.chat.ids import milliseconds_of, timestamp
from scout_desktop.chat.message import ImagePart

from .words import escaped, reply, said


def message(step: Step, place: Place) -> str:
    """Return the message with its pictures, its outcome and what it used."""
    node, is_user = step.node, step.node.role == "user"
    kind = "user" if is_user else "reply"
    inside = [f"<header><h2>{escaped(facts.speaker(step))}</h2>{_time(node.created)}</header>"]
    if node.images:
        shots = "\n".join(_picture(image, place) for image in node.images)
        inside.append(f'<div class="pictures">\n{shots}\n</div>')
    if node.text:
        inside.append(said(node.text) if is_user else reply(node.text))
    if count := facts.foreign_parts(node):
        what = facts.counted(count, "part")
        inside.append(f'<p class="gone">{what} of a kind that cannot be shown.</p>')
    if problem := facts.problem_of(node):
        inside.append(f'<p class="problem">{escaped(problem)}</p>')
    if footer := facts.footer(node):
        inside.append(f"<footer>{escaped(footer)}</footer>")
    return f'<article class="{kind}">\n{chr(10).join(inside)}\n</article>\n'


def _time(stored: str) -> str:
    found = milliseconds_of(stored)
    if found is None:
        return ""
    return f'<time datetime="{timestamp(found)}">{facts.moment(stored)}</time>'


def _picture(image: ImagePart, place: Place) -> str:
    words = escaped(facts.picture_words(image))
    placed = by_address(image) or place(image)
    if not placed.address:
        problem = f", {escaped(facts.one_line(placed.problem, 2000))}" if placed.problem else ""
        return f'<figure><p class="gone">Picture: <bdi>{words}</bdi>{problem}</p></figure>'
    size = f' width="{image.width}" height="{image.height}"' if image.width and image.height else ""
    return (
        f'<figure><img src="{escaped(placed.address)}" alt="{words}"{size}>'
        f"<figcaption><bdi>{words}</bdi></figcaption></figure>"
    )
