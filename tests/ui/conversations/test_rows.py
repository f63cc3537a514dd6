from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.conversations.hand import (
    chat,
    menu_of,
    middle,
    the_list,
)

# A menu grabs the keyboard, which the offscreen platform cannot do and says so.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


def test_a_screenful_stays_where_it_was_when_a_chat_below_moves_up(pane, qtbot):
    rows = [chat(place) for place in range(300)]
    pane.show_rows(rows)
    view = the_list(pane)
    pane.select("id00150")
    bar = view.verticalScrollBar()
    before = bar.value()
    assert before > 0
    pane.show_rows([*rows[:250], rows[250]._replace(updated=rows[0].updated), *rows[251:]])
    assert bar.value() == before
    assert view.current() == "id00150"


def test_the_last_of_10000_can_be_selected_before_the_list_is_laid_out(pane, qtbot):
    pane.show_rows([chat(place) for place in range(10_000)])
    pane.select("id09999")
    view = the_list(pane)
    box = view.visualRect(view.currentIndex())
    assert box.height() == 52
    assert view.viewport().rect().contains(box)


def test_only_what_is_on_the_screen_is_painted(pane, qtbot, monkeypatch):
    painted = []
    view = the_list(pane)
    paint = type(view.itemDelegate())._row
    monkeypatch.setattr(
        type(view.itemDelegate()),
        "_row",
        lambda self, painter, box, row, **more: (
            painted.append(row.id),
            paint(self, painter, box, row, **more),
        ),
    )
    pane.show_rows([chat(place) for place in range(10_000)])
    view.viewport().grab()
    assert 5 < len(set(painted)) < 40


@pytest.mark.parametrize(
    ("text", "signal", "said"),
    [
        ("Pin", "pin_toggled", ["id00001", True]),
        ("Duplicate", "duplicated", ["id00001"]),
        ("Archive", "archived", [("id00001",), True]),
        ("Tags…", "tags_asked", [("id00001",)]),
        ("Move to trash", "trashed", [("id00001",)]),
    ],
)
def test_the_menu_of_a_row_does_what_it_says(pane, qtbot, text, signal, said):
    pane.show_rows([chat(1)])
    menu = menu_of(pane, qtbot, "id00001")
    action = next(action for action in menu.actions() if action.text() == text)
    with qtbot.waitSignal(getattr(pane, signal), timeout=1000) as heard:
        action.trigger()
    assert heard.args == said
    menu.close()


def test_a_pinned_chat_offers_unpin(pane, qtbot):
    pane.show_rows([chat(1, pinned=True)])
    menu = menu_of(pane, qtbot, "id00001")
    texts = {action.text(): action.isEnabled() for action in menu.actions()}
    assert texts["Unpin"]
    assert texts["Export…"]
    assert "Pin" not in texts
    menu.close()


def test_the_three_dots_of_a_row_open_its_menu_and_not_the_chat(pane, qtbot):
    pane.show_rows([chat(1)])
    view = the_list(pane)
    row = view.model().row_at(view.indexAt(middle(pane, "id00001")))
    area = view.itemDelegate().more_area(
        view.visualRect(view.indexAt(middle(pane, "id00001"))), row
    )
    with qtbot.assertNotEmitted(pane.opened), qtbot.waitSignal(view.menu_asked, timeout=1000):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    pane.findChild(QMenu).close()


def test_a_picture_is_asked_for_once_and_only_when_it_would_be_seen(pane, qtbot):
    wanted: list[str] = []
    pane.thumbnail_missed.connect(lambda sha, side: wanted.append(sha))
    rows = [chat(place, thumbnail=f"sha{place}") for place in range(200)]
    with qtbot.waitSignal(pane.thumbnail_missed, timeout=2000):
        pane.show_rows(rows)
        the_list(pane).viewport().repaint()
    assert "sha1" in wanted
    assert "sha199" not in wanted
    count = len(wanted)
    picture = QImage(200, 100, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    pane.show_thumbnail("sha1", picture)
    the_list(pane).viewport().repaint()
    QApplication.processEvents()
    assert len(wanted) == count
    view = the_list(pane)
    box = view.visualRect(view.indexAt(middle(pane, "id00001")))
    spot = QPoint(box.right() - 30, box.center().y())
    assert view.viewport().grab().toImage().pixelColor(spot).name() == "#ff0000"


def test_a_hovered_row_keeps_its_title_in_place(pane, qtbot):
    pane.show_rows([chat(1, "Harbour")])
    view = the_list(pane)
    spot = middle(pane, "id00001")
    box = view.visualRect(view.indexAt(spot))
    title = box.adjusted(12, 7, -90, -30)
    title.translate(view.viewport().mapTo(pane, QPoint()))
    before = pane.grab(title).toImage()
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(spot),
        view.viewport().mapToGlobal(QPointF(spot)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)
    after = pane.grab(title).toImage()
    assert before != after, "the row shows that the pointer is on it"

    def ink(image: QImage) -> list[tuple[int, int]]:
        return [
            (x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).lightness() < 50
        ]

    assert ink(before)
    assert ink(before) == ink(after)
