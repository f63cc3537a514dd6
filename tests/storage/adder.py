"""One of several programs that write one chat at the same time.

    python -m tests.storage.adder FOLDER CHAT ROUNDS
Waits for a line on standard input, so that all are there before one begins.
Prints "KEPT id" for every message and "GONE id" for every deletion that was acknowledged.
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
    places, chat_id, rounds = Places.beside(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
    writer = Writer.open(places)
    # Every program rolls its own dice.
    story = Story(time.time_ns() // 1_000_000 + 1_000_000 * (writer.slot + 1))
    library = Library(places, writer, story.now)
    print("WRITER", writer.name, flush=True)
    sys.stdin.readline()
    mine: list[str] = []
    for turn in range(rounds):
        chat = library.open(chat_id)
        question = story.question(f"{writer.name} {turn}", chat.head)
        reply = story.reply(question.id, "yes", "complete")
        head = {"head": {"at": story.now(), "by": writer.name, "value": reply.id}}
        library.put_nodes(chat_id, [question, reply], head)
        print("KEPT", question.id, reply.id, flush=True)
        mine.append(question.id)
        if turn % 3 == 2:
            gone = mine.pop(0)
            library.put_nodes(chat_id, [chat.deletion(gone, story.now(), writer.name)])
            print("GONE", gone, flush=True)
        if turn % 2:
            library.fold(chat_id)
    library.close()
    writer.close()
