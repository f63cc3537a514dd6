"""Writes a data folder of many chats, as years of work would have left it (format.md, format 1).

    python tests/bench/big_library.py FOLDER [--chats 10000] [--messages 1000000] [--seed 5]

Text in seven languages, one chat of 10,000 messages (or a tenth of all), branches, pictures, some
chats pinned, archived, tagged or in the trash, and a ledger with two lines for every reply, over
two years and two writers. The same arguments write the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import struct
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from scout_desktop.chat.ids import timestamp  # noqa: E402  the path comes first
from scout_desktop.storage.ground.framing import header  # noqa: E402
from scout_desktop.storage.ground.strict import encode  # noqa: E402
from scout_desktop.storage.places import Places  # noqa: E402
from scout_desktop.storage.shelf.known import prepare  # noqa: E402
from scout_desktop.storage.shelf.listing import file_name  # noqa: E402
from tests.bench.big_words import SHARES, sentences  # noqa: E402

LARGEST = 10_000
"""Messages of the largest chat."""
UNTIL = 1_795_430_000_000
"""Milliseconds: the last chat began before 2026-11-23."""
_YEARS_MS = 2 * 365 * 24 * 3_600_000
_WRITERS = ("d1f00a01-0", "d2e00b02-0")
_MODELS = (
    "meta-llama/llama-4-scout", "meta-llama/llama-4-scout", "meta-llama/llama-4-maverick",
    "local/llama-4-scout-q4",
)  # fmt: skip
_PROVIDERS = ("DeepInfra", "Groq", "Together", "Novita")
_TAGS = ("work", "home", "receipts", "travel", "später", "عمل")
_PICTURES = 12


@dataclass(slots=True)
class _Made:
    """What is on the way to the disk, and the dice."""

    places: Places
    chance: random.Random
    said: dict[str, list[str]]
    pictures: list[str]
    """The part of a message that shows it, as JSON."""
    ledger: dict[str, IO[bytes]] = field(default_factory=dict)
    days: dict[int, str] = field(default_factory=dict)

    def at(self, milliseconds: int) -> str:
        """A stored time; a million of them by way of the calendar would take seconds."""
        day, rest = divmod(milliseconds, 86_400_000)
        if (date := self.days.get(day)) is None:
            date = self.days[day] = timestamp(day * 86_400_000)[:11]
        seconds, rest = divmod(rest, 1000)
        return (
            f"{date}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}Z"
        )

    def id(self, milliseconds: int) -> str:
        """A UUIDv7."""
        bits = self.chance.getrandbits
        time = f"{milliseconds:012x}"
        return f"{time[:8]}-{time[8:]}-7{bits(12):03x}-{0x8000 | bits(14):04x}-{bits(48):012x}"

    def note(self, writer: str, at: str, record: str) -> None:
        """Write a line of the ledger."""
        name = f"{writer}-{at[:7]}.jsonl"
        if (file := self.ledger.get(name)) is None:
            file = self.ledger[name] = (self.places.ledger / name).open("wb")
            file.write(header("ledger", writer=writer))
        data = record.encode()
        file.write(b'{"h":"%s","o":%s}\n' % (hashlib.sha256(data).hexdigest()[:8].encode(), data))


@dataclass(frozen=True, slots=True)
class _Chat:
    """What is the same all through a chat."""

    id: str
    said: list[str]
    model: str
    writer: str


def make(folder: Path, chats: int, messages: int, seed: int = 5) -> None:
    """Write a data folder; whatever stands there already is left and not looked at."""
    usual = os.umask(0o077)
    try:
        _make(Places.beside(folder), chats, messages, seed)
    finally:
        os.umask(usual)


def _make(places: Places, chats: int, messages: int, seed: int) -> None:
    prepare(places, "bench")
    chance = random.Random(seed)
    made = _Made(places, chance, sentences(seed), list(_paint(places, seed)))
    for place, size in enumerate(_sizes(chats, messages, chance)):
        begun = UNTIL - _YEARS_MS + _YEARS_MS * place // chats + chance.randrange(1000)
        _write_chat(made, size, begun)
    for file in made.ledger.values():
        file.close()


def _sizes(chats: int, messages: int, chance: random.Random) -> list[int]:
    """Return how many messages each chat has: few mostly, many now and then, one the most."""
    largest = min(LARGEST, messages // 10)
    drawn = [chance.lognormvariate(0, 1) for _ in range(chats - 1)]
    left = messages - largest
    each = left / sum(drawn) if drawn else 0
    sizes = [max(1, min(largest, round(share * each))) for share in drawn]
    over, place = sum(sizes) - left, 0
    while over and sizes:
        step = -1 if over > 0 else 1
        if sizes[place] + step >= 1:
            sizes[place] += step
            over += step
        place = (place + 1) % len(sizes)
    sizes.insert(chats // 2, largest)
    return sizes


def _write_chat(made: _Made, size: int, begun: int) -> None:
    chance = made.chance
    language = chance.choices(list(SHARES), list(SHARES.values()))[0]
    said = made.said[language]
    chat = _Chat(made.id(begun), said, chance.choice(_MODELS), chance.choice(_WRITERS))
    title = chance.choice(said).strip(".。")[:60].strip()
    nodes: list[str] = []
    head, now = "null", begun
    while len(nodes) < size:
        now += chance.randrange(2_000, 400_000)
        question = made.id(now)
        nodes.append(_question(made, question, head, made.at(now), said))
        head = f'"{question}"'
        # One reply in thirty was asked for anew.
        for _ in range(2 if chance.random() < 0.03 else 1):
            if len(nodes) >= size:
                break
            now += chance.randrange(1_500, 20_000)
            reply = made.id(now)
            nodes.append(_reply(made, chat, reply, f'"{question}"', now))
            head = f'"{reply}"'
    at = made.at(now)
    meta = {"head": head, "model": f'"{chat.model}"', "title": encode(title), **_marks(made)}
    registers = ",\n".join(
        f'"{name}":{{"at":"{at}","by":"{chat.writer}","value":{meta[name]}}}'
        for name in sorted(meta)
    )
    text = (
        f'{{"format":"scout-desktop/chat","version":1,"min_reader":1,"id":"{chat.id}",\n"meta":{{\n'
        f'{registers}\n}},\n"nodes":[\n' + ",\n".join(nodes) + "\n]}\n"
    )
    path = made.places.chats / file_name(chat.id, at)
    path.write_bytes(text.encode())


def _marks(made: _Made) -> dict[str, str]:
    """Return registers that some chats have."""
    chance = made.chance
    found = {}
    for name, share in (("pinned", 0.002), ("archived", 0.06), ("deleted", 0.03)):
        if chance.random() < share:
            found[name] = "true"
    if chance.random() < 0.2:
        found["tags"] = encode(sorted(set(chance.choices(_TAGS, k=chance.randint(1, 3)))))
    if chance.random() < 0.2:
        found["parameter.temperature"] = "0.2"
    return found


def _question(made: _Made, id: str, parent: str, at: str, said: list[str]) -> str:
    chance = made.chance
    if chance.random() < 0.002:
        return f'{{"deleted":{{"at":"{at}","by":"{_WRITERS[0]}"}},"id":"{id}","parent":{parent}}}'
    picture = f",{chance.choice(made.pictures)}" if chance.random() < 0.02 else ""
    text = " ".join(chance.choices(said, k=chance.randint(1, 3)))
    if chance.random() < 0.1:
        # What stands in few places: a number of its own.
        text += f" INV-{chance.randrange(10**6):06d}"
    return (
        f'{{"created":"{at}","id":"{id}","parent":{parent},"parts":[{{"text":"{text}",'
        f'"type":"text"}}{picture}],"role":"user"}}'
    )


def _reply(made: _Made, chat: _Chat, id: str, parent: str, now: int) -> str:
    chance, at = made.chance, made.at(now)
    said, model = chat.said, chat.model
    text = " ".join(chance.choices(said, k=chance.randint(1, 5)))
    if chance.random() < 0.2:
        text += "\\n\\n- " + "\\n- ".join(chance.choices(said, k=3))
    drawn, known = chance.random(), chance.random() < 0.97
    state = "complete" if drawn < 0.96 else "stopped" if drawn < 0.98 else "interrupted"
    asked, given = chance.randrange(40, 6000), len(text) // 4 + 1
    local = model.startswith("local")
    usd = "0" if local else f"0.{asked * 8 + given * 30:08d}".rstrip("0")
    source, said_usd = ("usage", f'"{usd}"') if known else ("unknown", "null")
    generation = f"gen-{now}-{id[-12:]}"
    provider = "null" if local else f'"{chance.choice(_PROVIDERS)}"'
    host = "localhost" if local else "openrouter.ai"
    total = 400 + given * 12
    attempt = made.id(now)
    shared = f'"host":"{host}","id":"{attempt}","model":"{model}","node":"{id}"'
    made.note(
        chat.writer,
        at,
        f'{{"at":"{at}","chat":"{chat.id}","completion_tokens":null,"generation_id":null,{shared},'
        '"prompt_tokens":null,"provider":null,"purpose":"reply","source":"unknown",'
        '"state":"asked","usd":null}',
    )
    over, counted = made.at(now + total), (asked, given) if known else ("null", "null")
    made.note(
        chat.writer,
        over,
        f'{{"at":"{over}","chat":"{chat.id}","completion_tokens":{counted[1]},"generation_id":'
        f'"{generation}",{shared},"prompt_tokens":{counted[0]},"provider":{provider},'
        f'"purpose":"reply","source":"{source}","state":"{state}","usd":{said_usd}}}',
    )
    finish = '"stop"' if state == "complete" else "null"
    usage = (
        f',"usage":{{"completion_tokens":{given},"prompt_tokens":{asked},'
        f'"total_tokens":{asked + given}}}' if known else ""
    )  # fmt: skip
    return (
        f'{{"cost":{{"source":"{source}","usd":{said_usd}}},"created":"{at}","finish_reason":{finish},'
        f'"id":"{id}","native_finish_reason":{finish},"parent":{parent},"parts":[{{"text":"{text}",'
        f'"type":"text"}}],"reply":{{"generation_id":"{generation}","model":"{model}","provider":'
        f'{provider}}},"request":{{"host":"{host}","model":"{model}","parameters":{{}},'
        f'"provider":null,"system":""}},"rev":1,"role":"assistant","state":"{state}","timing":'
        f'{{"first_token_ms":400,"total_ms":{total}}}{usage}}}'
    )


def _paint(places: Places, seed: int) -> Iterator[str]:
    """Write small pictures and yield them as parts of messages."""
    for number in range(_PICTURES):
        data = _png(96, 64, random.Random(f"{seed} {number}"))
        sha256 = hashlib.sha256(data).hexdigest()
        folder = places.media / sha256[:2]
        folder.mkdir(exist_ok=True)
        (folder / f"{sha256}.png").write_bytes(data)
        yield (
            f'{{"bytes":{len(data)},"fit":"tiles","height":64,"mime":"image/png","name":'
            f'"IMG_{number:04d}.png","sha256":"{sha256}","type":"image","width":96}}'
        )


def _png(width: int, height: int, chance: random.Random) -> bytes:
    """Return a picture of one colour over another."""
    low, high = (bytes(chance.choices(range(256), k=3)) for _ in range(2))
    rows = b"".join(b"\0" + (low if y < height // 2 else high) * width for y in range(height))

    def piece(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", zlib.compress(rows))
        + piece(b"IEND", b"")
    )  # fmt: skip


def main() -> None:
    """Write one and say how long it took."""
    parser = argparse.ArgumentParser(description="Writes a data folder of many chats.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--chats", type=int, default=10_000)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    begun = time.monotonic()
    make(asked.folder, asked.chats, asked.messages, asked.seed)
    print(f"{asked.chats:,} chats, {asked.messages:,} messages in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
