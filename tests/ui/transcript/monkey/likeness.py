"""Whether a screen shows what it should: all of it painted anew, and as a new view shows it."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QWidget

from scout_desktop.chat.markdown.flatten import pieces_of
from scout_desktop.ui.transcript.area.area import MessageArea
from scout_desktop.ui.transcript.blocks.block import Block
from scout_desktop.ui.transcript.blocks.formulas.boxes import FormulaBoxes
from scout_desktop.ui.transcript.blocks.table.table import TableBlock
from scout_desktop.ui.transcript.parts.waiting import WaitingLine
from scout_desktop.ui.transcript.pictures.gallery import Gallery
from scout_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.monkey.events import bring_picture
from tests.ui.transcript.monkey.judge import pump, rest


def screen_of(widget: QWidget) -> QImage:
    """What stands on the screen where a widget is."""
    corner = widget.mapTo(widget.window(), QPoint(0, 0))
    screen = QGuiApplication.primaryScreen()
    seen = screen.grabWindow(
        widget.window().winId(), corner.x(), corner.y(), widget.width(), widget.height()
    )
    return seen.toImage().convertToFormat(QImage.Format.Format_RGB32)


def check_screen(area: MessageArea, folder: str = "") -> None:
    """What bit by bit came to the screen is what painting it all at once brings there."""
    viewport = area.viewport()
    if not area.isVisible() or viewport.width() < 2 or viewport.height() < 2:
        return
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
    stands = screen_of(viewport)
    viewport.repaint()
    wanted = screen_of(viewport)
    _same(viewport, stands, wanted, folder)


def _same(viewport: QWidget, stands: QImage, wanted: QImage, folder: str) -> None:
    for image in (stands, wanted):
        if image.isNull():
            return
        painter = QPainter(image)
        for line in viewport.findChildren(WaitingLine):
            painter.fillRect(line.geometry(), Qt.GlobalColor.black)
        painter.end()
    if stands == wanted:
        return
    where = difference(stands, wanted)
    if folder:
        stands.save(f"{folder}/stands.png")
        wanted.save(f"{folder}/wanted.png")
    raise AssertionError(f"the screen is stale: {where}")


def difference(one: QImage, other: QImage) -> QRect:
    """The rectangle outside which two pictures are the same."""
    if one.size() != other.size():
        return QRect()
    wide, tall = one.width(), one.height()
    rows = [y for y in range(tall) if one.copy(0, y, wide, 1) != other.copy(0, y, wide, 1)]
    columns = [x for x in range(wide) if one.copy(x, 0, 1, tall) != other.copy(x, 0, 1, tall)]
    if not rows or not columns:
        return QRect()
    return QRect(QPoint(columns[0], rows[0]), QPoint(columns[-1], rows[-1]))


def check_against_new(
    view: TranscriptView, partial: tuple[str, str] | None, folder: str = ""
) -> bool:
    """A view made this moment shows the same at the same place; False where that cannot be told."""
    area = view.reader.area
    chat = area.chat
    if chat.conversation is None or not chat.nodes or area.viewport().height() < 2:
        return False
    fresh = _made_like(view, partial)
    try:
        for _ in range(2):  # what came in between may have other slots
            _stand_alike(area, fresh)
            rest(fresh)
        if partial is not None:
            # Code that pauses is coloured to its last letter.
            for _ in range(9):
                time.sleep(0.1)
                pump()
            rest(fresh)
        if _is_sideways(area) or _has_guessed_rows(area) or _has_guessed_rows(fresh):
            return False
        mine, theirs = _slots(area), _slots(fresh)
        assert mine == theirs, [
            pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]
        ]
        old, new = area.viewport().grab().toImage(), fresh.viewport().grab().toImage()
        _same(area.viewport(), old, new, folder)
    finally:
        fresh.deleteLater()
    return True


def _stand_alike(area: MessageArea, fresh: MessageArea) -> None:
    settling, at, y = fresh.chat.settling, *area.chat.settling.place
    settling.following = area.is_following
    if not area.is_following:
        settling.stand(at, y)
    fresh.settle()


def _slots(area: MessageArea) -> list[tuple[str, int, QRect, str]]:
    """What is in view, and where."""
    found, view = [], area.viewport().rect()
    for message, y in area.chat.settling.shown:
        sheet = area.chat.stack.sheet(message)
        for slot in range(len(sheet)):
            box = sheet.box(slot).translated(area.left, y)
            if box.intersects(view):
                block = sheet.block_at(slot)
                words = block.text if isinstance(block, Block) else type(block).__name__
                found.append((sheet.node.id, slot, box, words))
    return found


def _made_like(view: TranscriptView, partial: tuple[str, str] | None) -> MessageArea:
    area = view.reader.area
    theme = area._theme
    gallery = Gallery(theme, area)
    fresh = MessageArea(theme, gallery)
    gallery.setParent(fresh)
    gallery.pixels_wanted.connect(lambda sha, size: bring_picture(gallery, sha, size))
    fresh.chat.pieces_wanted.connect(lambda id, text: _answer(fresh, id, text))
    fresh.workshop.boxes = FormulaBoxes(fresh.workshop, view.reader.formulas)
    fresh.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    fresh.resize(area.size())
    fresh.show()
    conversation = area.chat.conversation
    assert conversation is not None
    if partial is not None and area.chat.growth is not None:
        fresh.begin_reply(conversation, partial[0], 0.0)
        fresh.grow(partial[0], 0, partial[1])
    else:
        fresh.show_chat(conversation)
    return fresh


def _answer(area: MessageArea, id: str, text: str) -> None:
    QTimer.singleShot(0, area, lambda: area.give_pieces(id, text, pieces_of(text)))


def _is_sideways(area: MessageArea) -> bool:
    """Whether something in view was moved sideways."""
    for index, _y in area.chat.settling.shown:
        for block in area.chat.stack.sheet(index)._blocks:
            sideways = getattr(block, "_sideways", None)
            if sideways is not None and sideways._moved:
                return True
    return False


def _has_guessed_rows(area: MessageArea) -> bool:
    """Whether a table or so begins above the view: how tall its upper rows are may be a guess."""
    (message, slot), y = area.chat.settling.place
    sheet = area.chat.stack.sheet(message)
    return y < 0 and isinstance(sheet.block_at(slot), TableBlock)
