"""What must be true of a transcript after anything that can happen to it."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    Qt,
    QTimer,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QWidget

from scout_desktop.ui.transcript.area.area import MessageArea
from scout_desktop.ui.transcript.area.layout.stack import Slot
from scout_desktop.ui.transcript.area.part import Part
from scout_desktop.ui.transcript.area.parts import OutcomePart, PicturesPart
from scout_desktop.ui.transcript.parts.waiting import WaitingLine
from scout_desktop.ui.transcript.view import TranscriptView

_REST_S = 6.0
"""Of the clock, until everything that was put off must be done."""


class Place(NamedTuple):
    """A slot by its message's id, and where its top stands in the view."""

    id: str
    slot: int
    y: int


@contextmanager
def listening() -> Iterator[list[str]]:
    """Hear what Qt warns of and what Python raises where nobody catches it."""
    heard: list[str] = []

    def hook(kind: type, error: BaseException, trace: object) -> None:
        heard.append("".join(traceback.format_exception(error)))

    excepthook, unraisable = sys.excepthook, sys.unraisablehook
    sys.excepthook = hook
    sys.unraisablehook = lambda what: heard.append(f"unraisable: {what.exc_value!r}")

    def listen(_kind: object, _where: object, text: str) -> None:
        if "plugin does not support" not in text:  # the offscreen platform has no window system
            heard.append(f"Qt: {text}\n{''.join(traceback.format_stack())}")

    before = qInstallMessageHandler(listen)
    try:
        yield heard
    finally:
        sys.excepthook, sys.unraisablehook = excepthook, unraisable
        qInstallMessageHandler(before)


def pump(times: int = 3) -> None:
    """Let everything that is due happen, destroying included."""
    for _ in range(times):
        QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def ticking(view: QWidget) -> list[QTimer]:
    """Timers of a view that will go off."""
    return [timer for timer in view.findChildren(QTimer) if timer.isActive()]


def rest(view: QWidget) -> None:
    """Wait until nothing is put off; what waits for a reply's first word may tick on."""
    end = time.monotonic() + _REST_S
    pump()
    while time.monotonic() < end:
        busy = [t for t in ticking(view) if not isinstance(t.parent(), WaitingLine)]
        if not busy:
            return
        time.sleep(0.002)
        pump(1)
    raise AssertionError(f"the quiet view ticks: {[(t, t.parent()) for t in busy]}")


def anchor(area: MessageArea) -> Place | None:
    """What stands at the top of the view."""
    (message, slot), y = area.chat.settling.place
    nodes = area.chat.nodes
    return Place(nodes[message].id, slot, y) if message < len(nodes) else None


def y_of(area: MessageArea, place: Place) -> int | None:
    """Where a slot stands now, None if its message is not there."""
    index = area.chat.index_of(place.id)
    if index is None or place.slot >= len(area.chat.stack.sheet(index)):
        return None
    return area.chat.settling.y_of(Slot(index, place.slot))


def check(view: TranscriptView, area: MessageArea) -> None:
    """Everything that must hold at every moment."""
    chat, bar, height = area.chat, area.verticalScrollBar(), area.viewport().height()
    settling, stack = chat.settling, chat.stack
    assert sum(1 for _ in stack.sheets) <= max(120, len(settling.shown) + 2)
    assert bar.value() <= bar.maximum()
    if not chat.nodes:
        assert settling.shown == ()
        return
    assert settling.shown or height <= 0, "nothing is in view"
    if settling.following:
        last = len(chat.nodes) - 1
        assert settling.shown[-1].message == last or height <= 0
        if height > 0:
            bottom = settling.message_y(last) + stack.sheet(last).height
            assert bottom <= height, f"the end is {bottom - height} pixels below the view"
        assert bar.value() == bar.maximum()
    tops = [y for _message, y in settling.shown]
    assert tops == sorted(tops)
    for (one, y), (two, below) in zip(settling.shown, settling.shown[1:], strict=False):
        assert two == one + 1
        assert below - y == stack.message_top(two) - stack.message_top(one)
    if settling.shown and settling.shown[0].message == 0:
        assert settling.shown[0].y <= area._theme.px(24)
    _check_widgets(area)
    assert len(chat._siblings) <= 600 + sum(1 for _ in stack.sheets)


def _check_widgets(area: MessageArea) -> None:
    """Each widget in the viewport belongs to a part and is where that part is."""
    chat = area.chat
    owned: set[QWidget] = set()
    for index, sheet in chat.stack.sheets:
        y = chat.settling.message_y(index)
        for slot in range(len(sheet)):
            piece = slot - sheet.first
            if 0 <= piece < len(sheet.pieces):
                continue
            part = sheet.block_at(slot)
            assert isinstance(part, Part)
            there = part.thumbnails if isinstance(part, PicturesPart) else [part.widget]
            widgets = [widget for widget in there if widget is not None]
            owned.update(widgets)
            shown = [widget for widget in widgets if not widget.isHidden()]
            if not shown:
                continue
            assert part in area.furniture._there, f"{part} is on the screen and nobody knows"
            box = sheet.box(slot).translated(area.left, y)
            for widget in shown:
                room = box.adjusted(-40, 0, 40, 0)
                assert room.contains(widget.geometry()), (
                    f"{widget} at {widget.geometry()} and not in {box}"
                )
            if isinstance(part, OutcomePart):
                assert part.widget is not None
                inner = part.widget.childrenRect()
                assert part.widget.height() == part.height
                assert inner.bottom() <= part.height, "the sentence is cut"
                words = part.widget._sentence.geometry()
                assert words.left() > 0, "nobody laid the sentence out"
    for child in _children(area):
        assert child in owned or child.isHidden() or child.isWindow(), f"{child} was left behind"


def _children(area: MessageArea) -> list[QWidget]:
    only = Qt.FindChildOption.FindDirectChildrenOnly
    return area.viewport().findChildren(QWidget, "", only)


def check_leaks(area: MessageArea) -> None:
    """At rest there are as many widgets as parts want, and no more."""
    owned = set()
    for _index, sheet in area.chat.stack.sheets:
        for part in (*sheet.head, *sheet.tail):
            owned.update(part.thumbnails if isinstance(part, PicturesPart) else [part.widget])
    children = _children(area)
    lost = [child for child in children if child not in owned and not child.isWindow()]
    assert not lost, f"left in the viewport: {lost}"
