"""The row under a message: actions, versions, facts, and that it is light and in nobody's way."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu
from shiboken6 import delete

from scout_desktop.ui.transcript.parts.caption import BETWEEN, Caption
from scout_desktop.ui.transcript.parts.footer import COPY, EDIT, MORE, REGENERATE, Footer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

FACTS = ("1,912 in, 45 out", "0.000154 USD", "first token 0.4 s", "45 tokens/s", "DeepInfra", "ok")


@pytest.fixture
def make(theme, ground):
    def _make(width: int = 740, *, versions=(), shown="", facts=FACTS, actions=None, **more):
        made = Footer(
            theme,
            actions or (COPY, REGENERATE, MORE),
            versions,
            shown,
            facts,
            parent=ground,
            **more,
        )
        made.fit(width)
        made.show()
        QApplication.processEvents()
        return made

    return _make


def _names(footer) -> list[str]:
    found = [each for each in footer.findChildren(QAbstractButton) if each.isVisible()]
    return [each.accessibleName() for each in sorted(found, key=lambda each: each.x())]


def _press(footer, name: str) -> None:
    (button,) = (b for b in footer.findChildren(QAbstractButton) if b.accessibleName() == name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _caption(footer) -> Caption:
    return footer.findChildren(Caption)[-1]


def test_its_buttons_say_what_was_pressed(make, qtbot) -> None:
    footer = make()
    assert _names(footer) == ["Copy message", "Regenerate reply", "More ways to copy"]
    with qtbot.waitSignal(footer.chosen) as heard:
        _press(footer, "Regenerate reply")

    assert heard.args == ["regenerate"]


def test_versions_are_walked_through_and_end(make, qtbot) -> None:
    footer = make(versions=("a", "b", "c"), shown="b")
    assert "Version 2 of 3" in [label.accessibleName() for label in footer.findChildren(QLabel)]
    for name, wanted in (("Previous version", "a"), ("Next version", "c")):
        with qtbot.waitSignal(footer.branch_chosen) as heard:
            _press(footer, name)
        assert heard.args == [wanted]
    last = make(versions=("a", "b", "c"), shown="c")
    heard = []
    last.branch_chosen.connect(heard.append)
    _press(last, "Next version")
    assert heard == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_keyboard_goes_along_it_and_presses(make, key) -> None:
    footer = make(versions=("a", "b"), shown="a")
    heard = []
    footer.chosen.connect(heard.append)
    footer._buttons["copy"].setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert footer.focused == "regenerate"
    assert QApplication.focusWidget().grab().toImage() != footer._buttons["copy"].grab().toImage()
    QTest.keyClick(QApplication.focusWidget(), key)
    assert heard == ["regenerate"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert footer.focused == "copy"


def test_a_click_leaves_the_focus_with_the_text_being_written(make, ground) -> None:
    footer = make()
    ground.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    ground.setFocus()
    _press(footer, "Copy message")

    assert ground.hasFocus()


def test_where_there_is_no_room_whole_facts_are_left_out_from_the_end(make, theme) -> None:
    footer, metrics = make(), QFontMetrics(theme.font("caption_number"))
    caption, seen = _caption(footer), set()
    for width in range(740, 30, -7):
        assert footer.fit(width) == footer.height() == 28
        shown = caption.shown() if caption.isVisible() else ""
        facts = tuple(shown.split(BETWEEN)) if shown else ()
        assert facts == FACTS[: len(facts)]
        seen.add(len(facts))
        for button in footer.findChildren(QAbstractButton):
            assert not button.isVisible() or button.geometry().right() < width
        if caption.isVisible():
            assert caption.geometry().right() < width
            assert metrics.horizontalAdvance(shown) <= caption.width(), "no number is cut"

    assert seen == set(range(len(FACTS) + 1))
    assert caption.accessibleName() == BETWEEN.join(FACTS), "readers hear all of it"


def test_the_menu_gives_way_to_the_facts_and_versions_do_not(make) -> None:
    footer = make(320, versions=("a", "b"), shown="a")
    caption = _caption(footer)
    widths = {}
    for width in range(400, 120, -1):
        footer.fit(width)
        widths[width] = (MORE[2] in _names(footer), bool(caption.shown()))
        if width > 170:
            assert "Next version" in _names(footer)

    menu_goes = max(width for width, (menu, _) in widths.items() if not menu)
    facts_go = max(width for width, (_, facts) in widths.items() if not facts)
    assert menu_goes > facts_go


def test_on_the_right_it_ends_at_the_edge(make) -> None:
    footer = make(400, facts=(), actions=(COPY, EDIT), on_the_right=True)

    assert max(b.geometry().right() for b in footer.findChildren(QAbstractButton)) == 399


def test_the_tooltip_has_everything_as_plain_text(make) -> None:
    footer = make(300, facts=("12 in", "<b>Provider</b>"), exact="Exactly 0.00015416 USD")
    tip = _caption(footer).toolTip()

    assert "12 in  ·  &lt;b&gt;Provider&lt;/b&gt;" in tip
    assert "Exactly 0.00015416 USD" in tip


def test_ways_to_copy_are_offered_in_a_menu(make, qtbot) -> None:
    footer = make()
    for words, key in (
        ("Copy as Markdown", "copy_markdown"),
        ("Copy as plain text", "copy_plain"),
        ("Copy with formatting", "copy_rich"),
    ):
        assert not footer.held
        _press(footer, "More ways to copy")
        (menu,) = footer.findChildren(QMenu)
        assert footer.held
        (action,) = (each for each in menu.actions() if each.text() == words)
        with qtbot.waitSignal(footer.chosen) as heard:
            QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=_middle(menu, action))
        assert heard.args == [key]
        footer.show_done(key)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not footer.held
        assert footer.findChildren(QMenu) == []


def _middle(menu, action) -> QPoint:
    return menu.actionGeometry(action).center()


def test_done_is_shown_for_a_moment_and_moves_nothing(make, qtbot) -> None:
    footer = make()
    before = [(b.geometry(), b.grab().toImage()) for b in footer.findChildren(QAbstractButton)]
    footer.show_done("copy")
    after = [(b.geometry(), b.grab().toImage()) for b in footer.findChildren(QAbstractButton)]

    assert [place for place, _ in before] == [place for place, _ in after]
    assert [one != other for (_, one), (_, other) in zip(before, after, strict=True)] == [
        True, False, False,
    ]  # fmt: skip
    qtbot.waitUntil(lambda: footer.findChild(QAbstractButton).grab().toImage() == before[0][1])


@pytest.mark.parametrize("how", ["pressed", "focused", "menu"])
def test_it_may_be_thrown_away_at_any_moment(make, ground, how) -> None:
    for _ in range(5):
        footer = make(versions=("a", "b"), shown="a")
        if how == "pressed":
            footer.chosen.connect(lambda _key, footer=footer: delete(footer))
            _press(footer, "Copy message")
        elif how == "focused":
            footer._buttons["next"].setFocus()
            delete(footer)
        else:
            _press(footer, "More ways to copy")
            delete(footer)
        QApplication.processEvents()
        assert ground.findChildren(Footer) == []


def test_it_is_made_in_a_fraction_of_a_frame(theme, ground) -> None:
    def cost() -> float:
        begun = time.process_time()
        made = Footer(theme, (COPY, REGENERATE, MORE), (), "", FACTS, parent=ground)
        made.fit(740)
        made.show()
        took = time.process_time() - begun
        delete(made)
        return took

    # The cheapest of many is what it takes; the rest is what else the machine did.
    assert min(cost() for _ in range(60)) < 0.002
