"""Other hands on a data folder: each function is one thing that happens to files."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

from scout_desktop.storage.places import Places


def damage(places: Places, dice: random.Random, most: int = 5) -> list[str]:
    """Do up to `most` things to a folder; return their names."""
    done = []
    for _ in range(dice.randrange(1, most + 1)):
        what = dice.choice(_HANDS)
        if what(places, dice):
            done.append(what.__name__)
    return done


def _files(places: Places, *, journals: bool = True) -> list[Path]:
    found = [path for path in places.chats.glob("*") if path.is_file()]
    found += places.journals.glob("*.jsonl*") if journals else []
    return sorted(path for path in found if path.stat().st_size)


def _one(places: Places, dice: random.Random, *, journals: bool = True) -> Path | None:
    found = _files(places, journals=journals)
    return dice.choice(found) if found else None


def _change(
    places: Places, dice: random.Random, change: Callable[[bytes], bytes], *, journals: bool = True
) -> bool:
    path = _one(places, dice, journals=journals)
    if path is None:
        return False
    path.write_bytes(change(path.read_bytes()))
    return True


def cut(places: Places, dice: random.Random) -> bool:
    return _change(places, dice, lambda data: data[: dice.randrange(len(data))])


def cut_beginning(places: Places, dice: random.Random) -> bool:
    return _change(places, dice, lambda data: data[dice.randrange(len(data)) :], journals=False)


def flip(places: Places, dice: random.Random) -> bool:
    def flipped(data: bytes) -> bytes:
        found = bytearray(data)
        for _ in range(dice.randrange(1, 6)):
            found[dice.randrange(len(found))] ^= 1 << dice.randrange(8)
        return bytes(found)

    return _change(places, dice, flipped)


def zeros(places: Places, dice: random.Random) -> bool:
    def zeroed(data: bytes) -> bytes:
        start = dice.randrange(len(data))
        end = min(len(data), start + dice.choice([1, 20, 512, 4096, len(data)]))
        return data[:start] + b"\0" * (end - start) + data[end:]

    return _change(places, dice, zeroed)


def zeros_behind(places: Places, dice: random.Random) -> bool:
    return _change(places, dice, lambda data: data + b"\0" * dice.choice([1, 4096]))


def nothing_left(places: Places, dice: random.Random) -> bool:
    return _change(places, dice, lambda data: dice.choice([b"", b"\0" * len(data), b"\n"]))


def swap(places: Places, dice: random.Random) -> bool:
    found = _files(places, journals=False)
    if len(found) < 2:
        return False
    one, other = dice.sample(found, 2)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    return True


def swap_journals(places: Places, dice: random.Random) -> bool:
    found = sorted(places.journals.glob("*.jsonl"))
    if len(found) < 2:
        return False
    one, other = dice.sample(found, 2)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    return True


def duplicate(places: Places, dice: random.Random) -> bool:
    path = _one(places, dice, journals=False)
    if path is None:
        return False
    name = dice.choice(
        ["{}.sync-conflict-20261123-011852-ABCDEFG.json", "{} (1).json", "{} 2.json",
         "{}-DESKTOP-7.json", "{} (Anna's conflicted copy 2026-11-23).json", "Kopie von {}.json"]
    ).format(path.stem)  # fmt: skip
    (places.chats / name).write_bytes(path.read_bytes())
    return True


def rename(places: Places, dice: random.Random) -> bool:
    path = _one(places, dice, journals=False)
    if path is None:
        return False
    path.rename(places.chats / f"my chat {dice.randrange(1000)}.json")
    return True


def merge_by_hand(places: Places, dice: random.Random) -> bool:
    found = _files(places, journals=False)
    if len(found) < 2:
        return False
    one, other = dice.sample(found, 2)
    between = dice.choice([b"", b"\n", b"<<<<<<< ours\n", b",\n", b"=======\n"])
    one.write_bytes(one.read_bytes() + between + other.read_bytes())
    if dice.random() < 0.5:
        other.unlink()
    return True


def lines_between(places: Places, dice: random.Random) -> bool:
    def mixed(data: bytes) -> bytes:
        lines = data.split(b"\n")
        at = dice.randrange(len(lines))
        what = dice.randrange(4)
        if what == 0:
            return b"\n".join([*lines[:at], *lines[at + 1 :]])
        if what == 1:
            return b"\n".join([*lines[:at], lines[at], *lines[at:]])
        if what == 2:
            return b"\n".join([*lines[:at], b">>>>>>> theirs", *lines[at:]])
        return b"".join([b"\n".join(lines[: at + 1]), *lines[at + 1 : at + 2], b"\n",
                         b"\n".join(lines[at + 2 :])])  # fmt: skip

    return _change(places, dice, mixed, journals=False)


def line_ends(places: Places, dice: random.Random) -> bool:
    end = dice.choice([b"\r\n", b"\r"])
    return _change(places, dice, lambda data: data.replace(b"\n", end), journals=False)


def byte_order_mark(places: Places, dice: random.Random) -> bool:
    return _change(places, dice, lambda data: b"\xef\xbb\xbf" + data, journals=False)


def in_utf_16(places: Places, dice: random.Random) -> bool:
    return _change(
        places, dice, lambda data: data.decode("utf-8", "replace").encode("utf-16"), journals=False
    )


def indent(places: Places, dice: random.Random) -> bool:
    def laid_out(data: bytes) -> bytes:
        try:
            found = json.loads(data)
        except ValueError:
            return data
        ascii_only, how = dice.random() < 0.5, dice.choice([None, 0, 2, 4, "\t"])
        return json.dumps(found, indent=how, ensure_ascii=ascii_only).encode()

    return _change(places, dice, laid_out, journals=False)


def strangers(places: Places, dice: random.Random) -> bool:
    name = dice.choice(["notes.txt", "chats/other.json", "media/x.png", "journal/a.jsonl"])
    (places.data / name).write_bytes(dice.choice([b"{}", b"[1]", b"hello", b""]))
    return True


def modes(places: Places, dice: random.Random) -> bool:
    path = _one(places, dice)
    if path is not None:
        path.chmod(0o644)
    return path is not None


def lose_picture(places: Places, dice: random.Random) -> bool:
    found = sorted(places.media.glob("*/*"))
    if not found:
        return False
    path = dice.choice(found)
    if dice.random() < 0.5:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-3])
    return True


_HANDS: list[Callable[[Places, random.Random], bool]] = [
    cut, cut, cut_beginning, flip, flip, flip, zeros, zeros, zeros_behind, nothing_left, swap,
    swap_journals, duplicate, duplicate, rename, merge_by_hand, lines_between, lines_between,
    line_ends, byte_order_mark, in_utf_16, indent, indent, strangers, modes, lose_picture,
]  # fmt: skip
