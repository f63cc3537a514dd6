"""A program that streams a reply for ever: killed by test_kills.

    python -m tests.storage.streamer FOLDER
Prints "REPLY chat node" and then the length after every growth it has handed over.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from scout_desktop.storage.device import Writer
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from tests.storage.story import Story

if __name__ == "__main__":
    story = Story(time.time_ns() // 1_000_000)
    places = Places.beside(Path(sys.argv[1]))
    writer = Writer.open(places)
    library = Library(places, writer, story.now)
    library.recover()
    ids = library.ids()
    chat = library.open(ids[0]) if ids else library.create(story.chat(by=writer.name))
    question = story.question("Go on", chat.head)
    reply = story.reply(question.id)
    head = {"head": {"at": story.now(), "by": writer.name, "value": reply.id}}
    library.put_nodes(chat.id, [question, reply], head)
    print("REPLY", chat.id, reply.id, flush=True)
    at = 0
    while True:
        library.grow(chat.id, reply.id, at, f"{at:07d}\n", sync=at % 80 == 0)
        at += 8
        print(at, flush=True)
        if at % 400 == 0:
            library.fold(chat.id)
        time.sleep(0.001)
