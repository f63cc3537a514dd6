"""Whatever a reply names, shows or asks for: the window opens no such file and reaches no host.

The real window runs under strace, over chats from disk and over replies as they stream.
"""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import socket
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from PIL import Image

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.ids import new_id, timestamp
from scout_desktop.chat.message import ImagePart, Node, user_node
from scout_desktop.practice import Reply
from scout_desktop.storage import document
from scout_desktop.storage.shelf.listing import file_name
from tests.journeys.person import Person
from tests.ui.transcript.hostile import HOST, MARK, hostile_names, hostile_replies, set_traps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.journeys.desktop import Desktop
    from tests.journeys.eyes import Thing
    from tests.journeys.stand_in import StandIn

TRACED = Path(__file__).with_name("traced.py")
_MOMENT = 1_795_400_000_000
_ADDRESS = re.compile(
    r"sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )\"([^\"]+)\""
)
_SOCKET = re.compile(r"sun_path=@?\"([^\"]+)\"")
_OURS = re.compile(r"X11-unix|/bus|dbus|at-spi|keyring|nscd|ICE-unix")


@pytest.fixture
def port() -> Iterator[int]:
    """A port of this machine that the replies name; nobody may come."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server.getsockname()[1]
        with pytest.raises(BlockingIOError):
            server.accept()


def test_no_reply_opens_a_file_or_reaches_a_host(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path, port: int
) -> None:
    if reason := why_not():
        pytest.skip(reason)
    run = HostileRun(desktop, stand_in, tmp_path, port)
    assert len(run.replies) >= 80
    run.show_from_disk(pages=10)
    small = {name: text for name, text in run.replies.items() if len(text) < 3_000}
    run.stream("\n\n".join(small.values()), rate=3_000)
    assert not run.end()


@pytest.mark.parametrize(
    ("line", "fine"),
    [
        (f'7 openat(AT_FDCWD, "/tmp/{MARK}.png", O_RDONLY) = -1 ENOENT', False),
        (f'7 newfstatat(AT_FDCWD, "~/{MARK}.css", 0x7, 0) = -1 ENOENT', False),
        ('7 openat(AT_FDCWD, "/etc/fonts/fonts.conf", O_RDONLY) = 5', True),
        ('7 connect(9, {sa_family=AF_UNIX, sun_path=@"/tmp/.X11-unix/X3"}, 20) = 0', True),
        ('7 connect(9, {sa_family=AF_UNIX, sun_path="/run/cups/cups.sock"}, 20) = 0', False),
        (
            (
                "7 connect(9, {sa_family=AF_INET, sin_port=htons(80), "
                'sin_addr=inet_addr("127.0.0.1")}, 16) = 0'
            ),
            True,
        ),
        (
            (
                "7 connect(9, {sa_family=AF_INET, sin_port=htons(80), "
                'sin_addr=inet_addr("10.0.0.1")}, 16 <unfinished ...>'
            ),
            False,
        ),
        (
            (
                "7 connect(9, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), "
                'inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0'
            ),
            False,
        ),
        ("7 socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = 9", False),
        ("7 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 9", True),
    ],
)
def test_what_must_not_be_is_seen_in_a_trace(line: str, fine: bool) -> None:
    assert is_allowed(line, port=80) is fine


def why_not() -> str:
    """Why nothing can be traced here; empty where it can."""
    if not shutil.which("strace"):
        return "the trace of files and connections needs strace"
    probe = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return "strace may not trace here" if probe.returncode else ""


class HostileRun:
    """The window under strace, with chats on disk that hold every hostile reply."""

    def __init__(self, desktop: Desktop, stand_in: StandIn, folder: Path, port: int) -> None:
        self.desktop, self._stand_in = desktop, stand_in
        traps = folder / "traps"
        picture = io.BytesIO()
        Image.linear_gradient("L").resize((40, 30)).save(picture, "PNG")
        set_traps(traps, picture.getvalue())
        for place in (desktop.home, folder):  # what a relative name would find
            set_traps(place, picture.getvalue())
        self.replies = hostile_replies(traps, port)
        self.titles = hostile_names(traps)
        self._data, self._log = folder / "data", folder / "trace.txt"
        self._chats = fill(self._data, self.replies, self.titles, picture.getvalue())
        program = [str(TRACED), str(self._log)]
        self.person = Person(desktop, self._data, "--base-url", stand_in.url, program=program)

    def show_from_disk(self, pages: int) -> None:
        """Open each chat, go through it, point at it, select and copy it, have it read."""
        hands = self.desktop.hands
        self.person.until(lambda: len(self._rows()) == self._chats)
        for row in self._rows():
            hands.click(row)
            messages = self.person.window.find("list", "Messages")
            messages.focus()
            hands.key("Home")
            left, top, width, height = messages.box
            for page in range(pages):
                rest = 0.75 if page % 4 == 1 else 0.02  # a tooltip comes when the pointer rests
                x, words = left + width // 2 - 200 + page * 20, []
                for step in range(6):
                    words += ["mousemove", x, top + 40 + step * (height - 80) // 6]
                hands.xdotool(*words, "sleep", rest, "key", "Next")
            hands.key("ctrl+a", "ctrl+c")
            assert len(messages.find_all("list item", hidden=True)) > 40
        # What a title says stands in the list letter by letter.
        said = [row.name for row in self._rows()]
        assert sum(any(title in name for title in self.titles) for name in said) == self._chats

    def stream(self, text: str, rate: float, *, all_read: bool = True) -> None:
        """Have the stand-in say it in a new chat, and read while it comes, all or the messages."""
        self.desktop.hands.key("ctrl+n")
        self._stand_in.queue(Reply(text=text, rate=rate))
        self.person.send("Say it")
        self.person.until(lambda: self.person.window.find_all("list item", prefix="Reply: "))
        while self.person.window.find_all("button", "Stop"):
            if all_read:
                self._read()
        if all_read:
            self._read()
        else:
            assert self.person.window.find("list", "Messages").find_all("list item", hidden=True)
        assert self.person.app.process.poll() is None, self.person.app.output

    def end(self) -> list[str]:
        """Close the window; return every line of the trace that should not be there."""
        self.person.leave()
        lines = self._log.read_text(errors="replace").splitlines()
        opened = [line for line in lines if str(self._data / "chats") in line and "open" in line]
        assert opened, "the trace says nothing of the chats, so it says nothing at all"
        allowed = urlsplit(self._stand_in.url).port
        assert any(f"htons({allowed})" in line for line in lines), "nor of the stand-in"
        return [line for line in lines if not is_allowed(line, allowed)]

    def _rows(self) -> list[Thing]:
        """The chats in the list, without the days above them."""
        rows = self.person.window.find("list", "Conversations").find_all("list item")
        return [row for row in rows if "with pictures" in row.name]

    def _read(self) -> None:
        told = self.desktop.eyes.ask("read_all", pid=self.person.app.process.pid)
        assert told["read"] > 20
        assert self.person.app.process.poll() is None, self.person.app.output


def is_allowed(line: str, port: int | None) -> bool:
    """Whether a line of a trace is as it should be; `port` is the stand-in's."""
    if MARK in line or ("socket(AF_INET" in line and "SOCK_STREAM" not in line):
        return False
    address, unix = _ADDRESS.search(line), _SOCKET.search(line)
    if address:
        return address[1] == str(port) and address[2] == "127.0.0.1"
    return not unix or bool(_OURS.search(unix[1]))


def fill(
    data: Path, replies: Mapping[str, str], names: list[str], picture: bytes, each: int = 36
) -> int:
    """Write chats that hold the replies, `each` a chat; return how many there are."""
    (data / "chats").mkdir(parents=True)
    digest = hashlib.sha256(picture).hexdigest()
    kept = data / "media" / digest[:2] / f"{digest}.png"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(picture)
    number, told = 0, list(replies.items())
    parts = [told[first : first + each] for first in range(0, len(told), each)]
    for place, part in enumerate(parts):
        moment, nodes = _MOMENT - place * 3_600_000, list[Node]()
        chat = Conversation(new_id(moment, place))
        for name, text in part:
            number += 1
            image = ImagePart(digest, "image/png", 40, 30, len(picture), names[number % len(names)])
            nodes.append(
                user_node(
                    new_id(moment, 2 * number), nodes[-1].id if nodes else None,
                    timestamp(moment), name, [image] if number % 4 == 0 else [],
                )
            )  # fmt: skip
            nodes.append(_reply(new_id(moment, 2 * number + 1), nodes[-1].id, moment, text))
        head: dict[str, Any] = {"title": names[place % len(names)], "head": nodes[-1].id}
        chat = chat.with_registers(head, timestamp(moment), "d0-0").with_nodes(nodes)
        (data / "chats" / file_name(chat.id, timestamp(moment))).write_bytes(document.dump(chat))
    return len(parts)


def _reply(id: str, parent: str, moment: int, text: str) -> Node:
    return Node(
        {
            "id": id, "parent": parent, "role": "assistant", "state": "complete",
            "created": timestamp(moment), "parts": [{"type": "text", "text": text}], "rev": 1,
            "reply": {"model": f"<img src='{HOST}'>", "provider": "<b>p</b>", "generation_id": "g"},
            "cost": {"source": "unknown", "usd": None}, "finish_reason": "<i>stop</i>",
        }
    )  # fmt: skip
