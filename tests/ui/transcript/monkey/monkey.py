"""Does to a transcript whatever can be done to it, in any order, from a seed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scout_desktop.chat.markdown.flatten import pieces_of
from scout_desktop.chat.message import Node
from scout_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.monkey import judge, likeness
from tests.ui.transcript.monkey.contents import EXTRAS, Chats
from tests.ui.transcript.monkey.events import bring_picture
from tests.ui.transcript.monkey.hands import Hands

if TYPE_CHECKING:
    from collections.abc import Callable

    from scout_desktop.ui.theme.theme import Theme

_ON_SCREEN = frozenset(
    ("wheel", "sideways", "thumb", "key", "hover", "click", "drag", "focus", "select_all", "copy")
)
"""What can only be done to what is on the screen."""


class Monkey(Hands):
    """`step` does one thing and says what; `log` is everything it did."""

    def __init__(self, theme: Theme, seed: int, folder: str = "") -> None:
        self.chance = random.Random(seed)
        self.folder = folder
        self._theme = theme
        self.log: list[str] = []
        self._chats = Chats(self.chance)
        self._shown = ""
        self._reply: tuple[str, str, str] | None = None
        """(chat, reply, text so far)"""
        self._rest = ""
        self._wanted: list[tuple[str, int]] = []
        self._long: list[tuple[str, str]] = []
        self.view = self._open()
        self._deeds: list[tuple[Callable[[], str], int]] = [
            (self.show_other, 3), (self.show_same, 5), (self.begin, 6), (self.grow, 25),
            (self.end, 4), (self.wheel, 14), (self.thumb, 5), (self.key, 8), (self.resize, 5),
            (self.hide, 2), (self.zoom, 2), (self.turn_theme, 2), (self.focus, 3),
            (self.hover, 8), (self.drag, 5), (self.select_all, 2), (self.find, 4),
            (self.pixels, 4), (self.pieces, 4), (self.idle, 6), (self.destroy, 1),
            (self.click, 4), (self.sideways, 2), (self.copy, 1),
        ]  # fmt: skip

    @property
    def partial(self) -> tuple[str, str] | None:
        """The reply on its way in the chat shown, and what of it has arrived."""
        if self._reply is None or self._reply[0] != self._shown:
            return None
        return self._reply[1:]

    def step(self) -> str:
        """Do something, let everything due happen, and look whether all is well."""
        deeds, weights = zip(*self._deeds, strict=True)
        deed = self.chance.choices(deeds, weights)[0]
        place = judge.anchor(self.area)
        name = deed.__name__
        self.log.append(name)
        if self.area.isVisible() or name not in _ON_SCREEN:
            self.log[-1] = f"{name} {deed()}"
        # (What comes into an empty room may be shorter than the room was, and what grows may be
        # shorter than the line that waited: then the end of the chat stays at the bottom.)
        still = name in ("grow", "pixels", "idle", "hover", "turn_theme")
        was_following = self.area.is_following
        judge.pump(self.chance.choice((0, 1, 1, 3)))
        judge.check(self.view, self.area)
        if still and place is not None and not was_following:
            now = judge.y_of(self.area, place)
            bar = self.area.verticalScrollBar()
            if bar.value() < bar.maximum():
                assert now in (place.y, None), f"{place} is at {now}"
        return self.log[-1]

    def look(self) -> bool:
        """Compare the screen with what should be there; whether a new view was compared too."""
        judge.pump()
        judge.check(self.view, self.area)
        likeness.check_screen(self.area, self.folder)
        judge.rest(self.view)
        judge.check(self.view, self.area)
        judge.check_leaks(self.area)
        likeness.check_screen(self.area, self.folder)
        if self.chance.random() < 0.4:
            return False
        self._sober()
        while self._wanted or self._long:
            self._answer_all()
            judge.rest(self.view)
        likeness.check_screen(self.area, self.folder)
        return likeness.check_against_new(self.view, self.partial, self.folder)

    def end_all(self) -> None:
        """Close the view."""
        self.view.close()
        self.view.deleteLater()
        judge.pump()

    def _sober(self) -> None:
        """Let go of everything that a new view knows nothing of."""
        area = self.area
        area.selection.clear()
        self.view.reader.find_bar.end()
        QTest.mouseRelease(area.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(-5, -5))
        area.leaveEvent(QEvent(QEvent.Type.Leave))
        area.ring = False
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()
        area.clearFocus()
        area.settle()
        judge.rest(self.view)

    def _open(self) -> TranscriptView:
        view = TranscriptView(self._theme)
        view.resize(self.chance.randint(300, 1000), self.chance.randint(200, 800))
        early = self.chance.random() < 0.5
        if early:
            view.show()
        view.pixels_wanted.connect(lambda *what: self._wanted.append(what))
        view.pieces_wanted.connect(lambda *what: self._long.append(what))
        self._wanted.clear()
        self._long.clear()
        self.view = view
        self._reply = None
        self._show(self.chance.choice(("a", "b", "c", "d", "e")))
        if not early:
            view.show()
        judge.pump(1)
        return view

    def _show(self, id: str) -> str:
        self._shown = id
        chat = self._chats.chat(id)
        if self._reply is not None and self._reply[0] == id:
            self.view.begin_reply(chat, self._reply[1])
            self.view.grow(self._reply[1], 0, self._reply[2])
        else:
            self.view.show_chat(chat)
        return id

    def show_other(self) -> str:
        return self._show(self.chance.choice(("a", "b", "c", "d", "e")))

    def show_same(self) -> str:
        """More, fewer or changed messages, another branch."""
        what = self._chats.change(self._shown, None if self.partial is None else self.partial[0])
        self.view.show_chat(self._chats.chat(self._shown))
        return what

    def meanwhile(self) -> None:
        self.log.append(f"(held) {self.grow()} {self.show_same()}")

    def begin(self) -> str:
        if self._reply is not None:
            return "no"
        id = self._shown
        chat = self._chats.chat(id)
        if not chat.branch or chat.branch[-1].role != "user":
            chat = chat.with_nodes([self._chats.node(self._chats.next_id(), chat.head, "user")])
        reply = self._chats.next_id()
        node = Node(
            {
                "id": reply, "parent": chat.head, "role": "assistant", "state": "streaming",
                "created": "2026-11-23T05:00:00.000Z", "parts": [{"type": "text", "text": ""}],
            }
        )  # fmt: skip
        self._chats.all[id] = chat = chat.with_nodes([node])
        self._reply = (id, reply, "")
        say = self._chats.text
        self._rest = "\n\n".join((say("assistant"), self.chance.choice(EXTRAS), say("assistant")))
        self.view.begin_reply(chat, reply)
        return reply

    def grow(self) -> str:
        if self._reply is None:
            return "no"
        id, reply, text = self._reply
        length = self.chance.choice((1, 7, 20, 80, 400))
        more, self._rest = self._rest[:length], self._rest[length:]
        self._reply = (id, reply, text + more)
        if id == self._shown:
            if self.chance.random() < 0.1:
                self.view.show_waiting(self.chance.randrange(4))
            self.view.grow(reply, len(text), more)
            growth = self.area.chat.growth
            if growth is not None and self.chance.random() < 0.5:
                growth.due.emit()
        return str(len(more))

    def end(self) -> str:
        if self._reply is None:
            return "no"
        id, reply, text = self._reply
        how = self.chance.choice(("same", "same", "same", "other", "empty", "failed", "gone"))
        chat, self._reply = self._chats.all[id], None
        node = chat.nodes[reply]
        text = {"other": text + " And more.", "empty": ""}.get(how, text)
        state = "failed" if how == "failed" else "complete"
        parts = [{"type": "text", "text": text}]
        chat = chat.with_nodes([Node({**node.record, "state": state, "parts": parts})])
        if how == "gone":
            chat = chat.with_nodes([chat.deletion(reply, "2026-11-23T05:00:01.000Z", "x")])
        self._chats.all[id] = chat
        if id == self._shown:
            self.view.end_reply(chat)
        return how

    def resize(self) -> str:
        width = self.chance.choice((0, 1, 30, 200, 500, 800, 1200))
        height = self.chance.choice((0, 1, 40, 200, 500, 900))
        if min(width, height) < 2:
            self.view.resize(width, height)
            judge.pump(self.chance.choice((0, 2)))
            self.area.resize(width, height)
            judge.pump(self.chance.choice((0, 2)))
        self.view.resize(max(width, 200), max(height, 150))
        self.view.resize(self.chance.randint(250, 1100), self.chance.randint(150, 900))
        return f"{width}x{height}"

    def hide(self) -> str:
        self.view.hide()
        judge.pump(1)
        if self.chance.random() < 0.5:
            return f"{self.step_hidden()}"
        self.view.show()
        return ""

    def step_hidden(self) -> str:
        """Something else happens before it is shown again."""
        what = self.chance.choice((self.grow, self.show_other, self.resize, self.end, self.zoom))
        done = f"{what.__name__} {what()}"
        judge.pump(1)
        self.view.show()
        return done

    def zoom(self) -> str:
        factor = self.chance.choice((0.75, 1.0, 1.0, 1.25, 2.0))
        self._theme.zoom(factor)
        return str(factor)

    def turn_theme(self) -> str:
        look = self.chance.choice(("light", "dark"))
        self._theme.choose(look)
        return look

    def pixels(self) -> str:
        if not self._wanted:
            return "no"
        sha, size = self._wanted.pop(self.chance.randrange(len(self._wanted)))
        bring_picture(self.view.reader.gallery, sha, size)
        return sha

    def pieces(self) -> str:
        if not self._long:
            return "no"
        id, text = self._long.pop()
        self.view.give_pieces(id, text, pieces_of(text))
        return id

    def _answer_all(self) -> None:
        for sha, size in self._wanted:
            bring_picture(self.view.reader.gallery, sha, size)
        self._wanted.clear()
        for id, text in self._long:
            self.view.give_pieces(id, text, pieces_of(text))
        self._long.clear()

    def idle(self) -> str:
        judge.pump(30)
        return ""

    def destroy(self) -> str:
        if self.chance.random() < 0.5:
            self.view.close()
        self.view.deleteLater()
        judge.pump(1)
        self._open()
        return ""
