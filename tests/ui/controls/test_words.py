from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel, plain_tip

SLY = '<img src="file:///etc/passwd"> <b>bold</b> [link](http://x)'


def test_text_from_elsewhere_is_shown_letter_by_letter(theme, qtbot):
    label = PlainLabel(SLY)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == SLY
    assert not label.openExternalLinks()


def test_a_tooltip_cannot_become_rich_text():
    assert "<img" not in plain_tip(SLY)
    assert "<b>" not in plain_tip(SLY)
    assert plain_tip("") == ""


def test_a_long_title_gives_way_but_stays_whole_for_readers_and_in_the_tooltip(theme, qtbot):
    title = "Measurements of the harbour wall, third survey, <draft>"
    label = ElidedLabel(title)
    qtbot.addWidget(label)
    label.resize(120, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.fontMetrics().horizontalAdvance(label.text()) <= 120
    assert label.accessibleName() == title
    assert "&lt;draft&gt;" in label.toolTip()
    label.resize(2000, 20)
    assert label.text() == title
    assert label.toolTip() == ""


def test_a_title_of_several_lines_becomes_one(theme, qtbot):
    label = ElidedLabel("one\n two\t three")
    qtbot.addWidget(label)
    assert label.whole_text() == "one two three"


def test_a_long_title_does_not_widen_what_holds_it(theme, qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    label = ElidedLabel("word " * 400, parent=holder)
    assert label.minimumSizeHint().width() < 100
