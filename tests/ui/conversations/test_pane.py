from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton

from scout_desktop.chat.rows import ChatRow
from scout_desktop.ui.conversations.list_view import ConversationList
from scout_desktop.ui.conversations.pane import ConversationsPane

# A menu grabs the keyboard, which the offscreen platform cannot do and says so.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


def chat(place: int, title: str = "", hours: float | None = None, **more: object) -> ChatRow:
    then = NOW - timedelta(hours=place if hours is None else hours)
    return ChatRow(
        id=f"id{place:05}",
        title=title or f"Chat {place}",
        created="",
        updated=f"{then:%Y-%m-%dT%H:%M:%S}.000Z",
        last_line="the last line",
        usd=Decimal("0.0003"),
        **more,  # type: ignore[arg-type]
    )


class Sky:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def sky() -> Sky:
    return Sky()


@pytest.fixture
def pane(theme, qtbot, sky) -> ConversationsPane:
    made = ConversationsPane(theme, now=sky)
    qtbot.addWidget(made)
    made.resize(272, 600)
    made.show()
    made.activateWindow()
    return made


def the_list(pane: ConversationsPane) -> ConversationList:
    found = pane.findChild(ConversationList)
    assert found is not None
    return found


def the_search(pane: ConversationsPane) -> QLineEdit:
    return next(
        field
        for field in pane.findChildren(QLineEdit)
        if field.accessibleName() == "Search conversations"
    )


def shown(pane: ConversationsPane) -> list[str]:
    model = the_list(pane).model()
    return [model.index(place, 0).data() for place in range(model.rowCount())]


def middle(pane: ConversationsPane, chat_id: str) -> QPoint:
    view = the_list(pane)
    model = view.model()
    places = range(model.rowCount())
    spot = next(i for i in (model.index(p, 0) for p in places) if _id(model, i) == chat_id)
    return view.visualRect(spot).center()


def _id(model, index) -> str | None:
    row = model.row_at(index)
    return None if row is None else row.id


def test_the_names_that_screen_readers_rely_on(pane):
    assert the_list(pane).accessibleName() == "Conversations"
    assert the_search(pane).accessibleName() == "Search conversations"
    assert pane.findChild(QPushButton).accessibleName() == "New chat"


def test_a_reader_finds_a_list_with_every_row(pane):
    pane.show_rows([chat(1, "Harbour"), chat(2, "Invoice")])
    found = QAccessible.queryAccessibleInterface(the_list(pane))
    assert found.role() == QAccessible.Role.List
    rows = [found.child(place) for place in range(found.childCount())]
    names = [row.text(QAccessible.Text.Name) for row in rows]
    assert any(name.startswith("Harbour, the last line") for name in names)
    assert "Today" in names


def test_a_click_opens_and_a_click_on_a_heading_does_nothing(pane, qtbot):
    pane.show_rows([chat(1)])
    view = the_list(pane)
    with qtbot.waitSignal(pane.opened, timeout=1000) as heard:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(pane, "id00001"))
    assert heard.args == ["id00001"]
    with qtbot.assertNotEmitted(pane.opened):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 10))


def test_arrows_pass_over_headings_and_enter_opens(pane, qtbot):
    pane.show_rows([chat(1), chat(30), chat(100)])
    view = the_list(pane)
    pane.select("id00001")
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current() == "id00030"
    with qtbot.waitSignal(pane.opened, timeout=1000) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard.args == ["id00030"]


def test_delete_says_trashed_and_asks_nothing(pane, qtbot):
    pane.show_rows([chat(1)])
    pane.select("id00001")
    with qtbot.waitSignal(pane.trashed, timeout=1000) as heard:
        qtbot.keyClick(the_list(pane), Qt.Key.Key_Delete)
    assert heard.args == ["id00001"]


def editor(pane: ConversationsPane) -> QLineEdit:
    return next(
        field
        for field in the_list(pane).findChildren(QLineEdit)
        if field.accessibleName() == "Title of the conversation"
    )


def test_f2_renames_in_place_and_shows_the_new_title_at_once(pane, qtbot):
    pane.show_rows([chat(1, "Old")])
    pane.select("id00001")
    qtbot.keyClick(the_list(pane), Qt.Key.Key_F2)
    field = editor(pane)
    assert field.text() == "Old"
    field.setText("  A new \n title ")
    with qtbot.waitSignal(pane.renamed, timeout=1000) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args == ["id00001", "A new title"]
    assert "A new title" in shown(pane)


@pytest.mark.parametrize("typed", ["", "   ", "Old"])
def test_an_empty_or_unchanged_title_changes_nothing(pane, qtbot, typed):
    pane.show_rows([chat(1, "Old")])
    pane.rename("id00001")
    field = editor(pane)
    field.setText(typed)
    with qtbot.assertNotEmitted(pane.renamed):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "Old" in shown(pane)


def test_escape_leaves_the_title_as_it_was(pane, qtbot):
    pane.show_rows([chat(1, "Old")])
    pane.rename("id00001")
    field = editor(pane)
    field.setText("New")
    with qtbot.assertNotEmitted(pane.renamed):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert "Old" in shown(pane)


def test_rows_that_come_while_a_title_is_typed_wait_for_it(pane, qtbot):
    pane.show_rows([chat(2, "Old"), chat(1)])
    pane.rename("id00002")
    field = editor(pane)
    field.setText("New")
    pane.show_rows([chat(2, "Old", hours=0), chat(1), chat(3)])
    assert field.isVisible()
    with qtbot.waitSignal(pane.renamed, timeout=1000):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "Chat 3" in shown(pane)


def test_a_screenful_stays_where_it_was_when_a_chat_below_moves_up(pane, qtbot):
    rows = [chat(place) for place in range(300)]
    pane.show_rows(rows)
    view = the_list(pane)
    pane.select("id00150")
    bar = view.verticalScrollBar()
    before = bar.value()
    assert before > 0
    pane.show_rows([*rows[:250], replace(rows[250], updated=rows[0].updated), *rows[251:]])
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


def test_search_speaks_once_typing_pauses_and_escape_clears_it(pane, qtbot):
    field = the_search(pane)
    heard: list[str] = []
    pane.searched.connect(heard.append)
    with qtbot.waitSignal(pane.searched, timeout=2000):
        qtbot.keyClicks(field, "harbour ")
    assert heard == ["harbour"]
    with qtbot.waitSignal(pane.searched, timeout=2000):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert heard == ["harbour", ""]


def test_down_goes_from_the_search_into_the_list_and_enter_opens_the_first(pane, qtbot):
    pane.show_rows([chat(1), chat(2)])
    pane.begin_search()
    field = the_search(pane)
    qtbot.waitUntil(field.hasFocus)
    with qtbot.waitSignal(pane.opened, timeout=1000) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args == ["id00001"]
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert the_list(pane).hasFocus()
    assert the_list(pane).current() == "id00001"


def test_an_empty_list_says_the_first_step_and_a_search_without_hits_says_so(pane, qtbot):
    pane.show_rows([])
    words = [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]
    assert "No chats yet" in words
    assert the_list(pane).isVisible(), "readers find the list even when it is empty"
    the_search(pane).setText("xyz")
    pane.show_rows([])
    words = [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]
    assert "Nothing found" in words
    pane.show_rows([chat(1)])
    assert not the_list(pane).empty.isVisible()


def menu_of(pane: ConversationsPane, qtbot, chat_id: str) -> QMenu:
    view = the_list(pane)
    spot = middle(pane, chat_id)
    place = view.viewport().mapToGlobal(spot)
    QApplication.sendEvent(
        view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, place)
    )
    menu = pane.findChild(QMenu)
    assert menu is not None
    return menu


@pytest.mark.parametrize(
    ("text", "signal", "said"),
    [
        ("Pin", "pin_toggled", ["id00001", True]),
        ("Duplicate", "duplicated", ["id00001"]),
        ("Move to trash", "trashed", ["id00001"]),
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


def test_a_pinned_chat_offers_unpin_and_export_waits_until_it_is_there(pane, qtbot):
    pane.show_rows([chat(1, pinned=True)])
    menu = menu_of(pane, qtbot, "id00001")
    texts = {action.text(): action.isEnabled() for action in menu.actions()}
    assert texts["Unpin"]
    assert not texts["Export…"]
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


def test_at_midnight_today_becomes_yesterday_without_new_rows(pane, sky):
    pane.show_rows([chat(1)])
    assert shown(pane)[0] == "Today"
    sky.time = NOW + timedelta(hours=10)
    pane._midnight.timeout.emit()
    assert shown(pane)[0] == "Yesterday"


def test_alt_up_and_down_find_the_neighbours_across_headings(pane):
    pane.show_rows([chat(1), chat(30), chat(100)])
    pane.select("id00030")
    assert pane.neighbour(-1) == "id00001"
    assert pane.neighbour(1) == "id00100"
    pane.select("id00100")
    assert pane.neighbour(1) is None
    pane.select("")
    assert pane.neighbour(1) == "id00001"


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
