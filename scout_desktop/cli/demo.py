"""What `run` does where there is no display: a practice exchange about a sample picture."""

from __future__ import annotations

import argparse

from scout_desktop.chat.draft import Draft
from scout_desktop.resources import read_bytes
from scout_desktop.session.core import Core

from .asking import follow
from .paper import Paper

SAMPLE = "samples/receipt.png"
QUESTION = "What is on this picture?"


async def demo(core: Core, arguments: argparse.Namespace, paper: Paper) -> int:
    """Ask the stand-in about the sample picture; say where the chat is kept."""
    del arguments
    image = await core.pictures.take(read_bytes(SAMPLE), SAMPLE.rsplit("/", 1)[-1])
    paper.line(f"You: {QUESTION} [{image.name}, {image.width} x {image.height}]\n")
    chat = core.chats.new()
    status = await follow(core, chat.id, core.turns.ask(chat.id, Draft(QUESTION, (image,))), paper)
    path = await core.chats.path(chat.id)
    paper.line(f"\nThe chat is saved as {path}")
    return status
