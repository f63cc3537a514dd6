"""Text of others is text: no file is opened and nothing is connected to because a reply said so."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from scout_desktop.ui.transcript.pictures.thumbnail import Thumbnail

_IN_OPEN = 0x20


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[tuple[Path, Callable[[], list[str]]]]:
    """A folder whose files tell when they are opened, by whatever means."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "inotify_init1"):
        pytest.skip("this system has no inotify to tell who opens a file")
    folder = tmp_path / "canary"
    folder.mkdir()
    # A real picture, so that whoever looks at its first bytes goes on reading.
    pixel = bytes.fromhex("424d3a0000000000000036000000280000000100000001000000010018000000000004")
    for name in ("a.png", "style.css", "page.html", "script.js"):
        (folder / name).write_bytes(pixel.ljust(64, b"\0"))
    watch = libc.inotify_init1(os.O_NONBLOCK)
    assert libc.inotify_add_watch(watch, os.fsencode(folder), _IN_OPEN) >= 0

    def opened() -> list[str]:
        try:
            data = os.read(watch, 65536)
        except BlockingIOError:
            return []
        found = []
        while data:
            length = struct.unpack_from("iIII", data)[3]
            found.append(data[16 : 16 + length].rstrip(b"\0").decode())
            data = data[16 + length :]
        return found

    yield folder, opened
    os.close(watch)


@pytest.fixture
def beacon() -> Iterator[tuple[str, Callable[[], bool]]]:
    """An address on this computer that tells whether anybody came."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)

        def visited() -> bool:
            try:
                server.accept()[0].close()
            except BlockingIOError:
                return False
            return True

        yield f"http://127.0.0.1:{server.getsockname()[1]}/", visited


def payloads(folder: Path, web: str) -> list[str]:
    """Replies, titles, names and errors of the kind that made other clients read files."""
    file, url = folder / "a.png", (folder / "a.png").as_uri()
    return [
        f"![a]({url})",
        f"![a]({file})",
        f"![a]({web}a.png)",
        f"[![a]({url})]({url})",
        f"![a][r]\n\n[r]: {url} 'title'",
        f"[a]({url} \"<img src='{url}'>\")",
        f"[a]({web} \"<img src='{url}'>\")",
        f'<img src="{url}">',
        f'<img src="{file}"><b>bold</b>',
        f'<p style="background:url({url})">x</p>',
        f'<link rel="stylesheet" href="{(folder / "style.css").as_uri()}">',
        f"<style>@import url({url})</style>",
        f'<script src="{(folder / "script.js").as_uri()}"></script>',
        f'<object data="{url}"></object><iframe src="{url}"></iframe>',
        f'<body background="{url}"><table background="{url}"><tr><td>x',
        f"| ![a]({url}) | <img src='{url}'> |\n|---|---|\n| ![a]({file}) | x |",
        f"- ![a]({url})\n> ![a]({url})\n\n# ![a]({url})",
        f"```html\n<img src='{url}'>\n```",
        f"`<img src='{url}'>`",
        f"<{url}> {url} {web}",
        f"&lt;img src='{url}'&gt;",
        f"<html><head><link href='{url}'></head><body>{'x' * 50}",
        f"<?xml version='1.0'?><svg><image href='{url}'/></svg>",
    ]


def touch(widget: QWidget) -> None:
    """Paint everything, point at every link, ask for every tooltip."""
    QApplication.processEvents()
    widget.grab()
    for each in [widget, *widget.findChildren(QWidget)]:
        middle = QPointF(each.rect().center())
        for x in range(2, max(each.width(), 3), 40):
            there = QPointF(x, middle.y())
            move = QMouseEvent(
                QEvent.Type.MouseMove, there, each.mapToGlobal(there), Qt.MouseButton.NoButton,
                Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            )  # fmt: skip
            QApplication.sendEvent(each, move)
        at = QPoint(each.rect().center())
        QApplication.sendEvent(each, QHelpEvent(QEvent.Type.ToolTip, at, each.mapToGlobal(at)))
        QApplication.processEvents()


def test_the_canary_tells_when_qt_reads_a_file(canary, qapp) -> None:
    folder, opened = canary
    document = QTextDocument()
    document.setHtml(f'<img src="{(folder / "a.png").as_uri()}">')
    document.size()

    assert "a.png" in opened()


def test_replies_open_no_file_and_visit_nobody(view, reader, make, canary, beacon) -> None:
    folder, opened = canary
    web, visited = beacon
    for number, text in enumerate(payloads(folder, web)):
        error = {"kind": "failed", "message": text, "detail": text}
        chat = make.chat(
            make.said("1", text),
            make.answered("2", text, "1", reply={"provider": text}, finish_reason=text),
            make.said("3", text, "2"),
            make.answered("4", text, "3", "failed", error=error),
            id=f"c{number}",
            title=text,
            model=text,
        )
        view.show_chat(chat)
        touch(view)
        reader.press("Details")
        touch(view)
        view.findChild(QDialog).reject()
        QTest.keyClick(reader.area, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(reader.area, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert opened() == []
    assert not visited()
    assert number > 20


def test_growing_replies_open_no_file(view, make, canary, beacon, qtbot) -> None:
    folder, opened = canary
    web, visited = beacon
    question = make.said("1", "Go")
    view.begin_reply(make.chat(question, make.answered("2", "", "1", "streaming")), "2")
    text = "\n\n".join(payloads(folder, web))
    for at in range(0, len(text), 100):
        view.grow("2", at, text[at : at + 100])
        if at % 1000 == 0:
            qtbot.wait(40)
    qtbot.wait(100)
    touch(view)

    assert opened() == []
    assert not visited()


def test_pictures_names_and_chat_notices_open_no_file(view, reader, make, canary, beacon) -> None:
    from dataclasses import replace

    folder, opened = canary
    web, visited = beacon
    for number, text in enumerate(payloads(folder, web)):
        picture = {
            "type": "image", "sha256": "ab", "mime": text, "width": 10, "height": 10,
            "bytes": 10, "name": text,
        }  # fmt: skip
        chat = make.chat(make.said("1", text, None, picture), id=f"c{number}")
        view.show_chat(replace(chat, notices=(text,)))
        view.show_picture_problem("ab", text)
        view.findChildren(Thumbnail)[-1].click()
        touch(view)

    assert opened() == []
    assert not visited()
