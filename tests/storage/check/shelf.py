"""A folder with chats of every kind in it, for hands that damage it."""

from __future__ import annotations

import hashlib
import random

from scout_desktop.chat.message import Node
from scout_desktop.storage.device import Writer
from scout_desktop.storage.library import Library
from scout_desktop.storage.media import Media
from scout_desktop.storage.places import Places
from tests.storage.story import Story

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


def fill(places: Places, dice: random.Random, chats: int) -> Story:
    """Fill a folder: trees, tombstones, deleted chats, unknown keys, pictures, open journals."""
    writer, story = Writer.open(places, lambda: "aaaa0000"), Story()
    library = Library(places, writer, story.now)
    library.recover()
    media = Media(places, writer.name)
    for number in range(chats):
        chat = library.create(story.chat(f"Chat {number}", writer.name))
        made: list[Node] = []
        for step in range(dice.randrange(1, 9)):
            parent = dice.choice([None, *(node.id for node in made)]) if made else None
            mark = hashlib.sha256(f"{number} {step} {dice.random()}".encode()).hexdigest()[:12]
            words = dice.choice(_WORDS).replace("§", mark)
            if dice.random() < 0.5:
                node = story.question(words, parent)
            else:
                node = story.reply(parent, words, dice.choice(["complete", "stopped", "failed"]))
            if dice.random() < 0.2:
                data = PIXEL + mark.encode()
                sha256 = media.keep(data, "image/png")
                part = {"type": "image", "sha256": sha256, "mime": "image/png", "width": 1,
                        "height": 1, "bytes": len(data), "name": "a.png"}  # fmt: skip
                node = Node({**node.record, "parts": [*node.record["parts"], part]})
            if dice.random() < 0.2:
                node = Node({**node.record, "x-unknown": {"a": [1, {"b": None}]}})
            made.append(node)
            library.put_nodes(chat.id, [node])
        if dice.random() < 0.3:
            gone = dice.choice(made)
            library.put_nodes(
                chat.id, [chat.with_nodes(made).deletion(gone.id, story.now(), "d-0")]
            )
        if dice.random() < 0.2:
            at = {"at": story.now(), "by": writer.name, "value": True}
            library.put_nodes(chat.id, [], {"deleted": at})
        if dice.random() < 0.8:
            # Mostly without the journal kept beside it, or damage to the file would cost nothing.
            (library.fold if dice.random() < 0.2 else library.put_away)(chat.id)
        if dice.random() < 0.3:
            library.put_nodes(chat.id, [story.question(f"later {number} {dice.random()}")])
        if dice.random() < 0.2:
            reply = story.reply(made[-1].id)
            library.put_nodes(chat.id, [reply])
            for at in range(0, 12, 4):
                library.grow(chat.id, reply.id, at, f"{number:02d}g ")
    writer.close()
    return story


_WORDS = (
    "What is § here?",
    "A receipt § of 2 lines\nand a tab\tin it",
    'code § {"id": "not a node", "role": "user"} {{{ [[ "',
    "收据 § 😀 𝄞 größe \u2028 next",
    "هذا إيصال § من مقهى",
    "long § " + "word " * 200,
    "“quoted” § \\ back\\slash </script> \u0001 end",
)
