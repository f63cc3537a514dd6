"""A folder with one chat in it, as several stories begin."""

from __future__ import annotations

from pathlib import Path

from scout_desktop.chat.conversation import Conversation
from scout_desktop.storage.library import Library
from tests.storage.story import Story


def the_file(library: Library) -> Path:
    (path,) = library.places.chats.iterdir()
    return path


def answered(library: Library, story: Story) -> Conversation:
    chat = library.create(story.chat(by=library.writer.name))
    question = story.question("What is this?")
    reply = story.reply(question.id, "A receipt.", "complete")
    head = {"head": {"at": story.now(), "by": library.writer.name, "value": reply.id}}
    library.put_nodes(chat.id, [question, reply], head)
    return library.open(chat.id)
