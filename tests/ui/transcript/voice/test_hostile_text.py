"""Replies that would have Qt open files or show rich text: painted, pointed at, read out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel

from scout_desktop.ui.transcript.pictures.thumbnail import Thumbnail
from tests.ui.transcript.hostile import hostile_names, hostile_replies

_TRAPS = Path("/nowhere")
_REPLIES = hostile_replies(_TRAPS, 9)
_GROUPS = [list(_REPLIES)[first::6] for first in range(6)]
_TAGS = re.compile(r"^<p( style='[a-z:-]*')?>|<br>|</p>$")


def _tips(area) -> set[str]:
    """What the tooltips say, with the pointer all over the view."""
    found = set[str]()
    for y in range(0, area.viewport().height(), 12):
        for x in range(area.left, area.left + area.chat.stack.width, 40):
            area.pointer.move(QPoint(x, y))
            found.add(area.viewport().toolTip())
    area.pointer.leave()
    return found


def _shown(tip: str) -> str:
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


@pytest.mark.parametrize("names", _GROUPS, ids=["1", "2", "3", "4", "5", "6"])
def test_hostile_replies_are_painted_and_pointed_at_and_stay_text(listener, names):
    area = listener.area
    pointed = set[str]()
    for name in names:
        question = listener.said("1", name)
        reply = listener.answered("2", _REPLIES[name], "1")
        area.show_chat(listener.chat(question, reply, id=name))
        listener.wait()
        area.verticalScrollBar().setValue(0)
        area.grab()
        pointed |= _tips(area)
        assert listener.names()[1].startswith("Reply:")
    # Words of the model, escaped: nothing in a tooltip is a tag but the paragraph around it.
    assert [tip for tip in pointed if tip.startswith("<p")]
    assert not [tip for tip in pointed if "<" in _TAGS.sub("", tip)]
    assert not [label for label in area.findChildren(QLabel) if not _is_plain(label)]


def _is_plain(label: QLabel) -> bool:
    return label.textFormat() == Qt.TextFormat.PlainText or not label.text()


def test_a_pictures_name_is_shown_letter_by_letter(listener):
    area = listener.area
    for number, name in enumerate(hostile_names(_TRAPS)):
        picture = {
            "type": "image", "sha256": "a" * 64, "mime": "image/png", "width": 320, "height": 200,
            "bytes": 1234, "name": name,
        }  # fmt: skip
        area.show_chat(listener.chat(listener.said("1", "Look", None, picture), id=f"c{number}"))
        listener.wait()
        seen = "".join(c if c.isprintable() else " " for c in name)[:60].split()
        tips = [shown.toolTip() for shown in area.findChildren(Thumbnail)]
        assert any(_shown(tip).split()[: len(seen) - 1] == seen[:-1] for tip in tips), tips
        assert seen[0] in listener.names()[0]
