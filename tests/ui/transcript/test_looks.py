"""Blocks, scripts, sizes and colours on the real widgets."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from scout_desktop.ui.transcript.blocks.code.code import CodeBlock
from scout_desktop.ui.transcript.blocks.rule import RuleBlock
from scout_desktop.ui.transcript.blocks.table.table import TableBlock
from scout_desktop.ui.transcript.blocks.text.text import TextBlock
from tests.ui.transcript.replies import EVERYTHING


def test_a_reply_is_formatted_and_a_question_is_not(view, reader, make) -> None:
    view.show_chat(make.chat(make.said("1", "a *star*"), make.answered("2", "a *star*", "1")))

    assert reader.texts() == ["a *star*", "a star"]


def test_every_kind_of_block_is_on_the_screen(view, reader, make) -> None:
    view.show_chat(make.chat(make.said("1", "Show"), make.answered("2", EVERYTHING, "1")))
    shown = reader.texts()[1]

    for words in ("Title", "strong", "nested", "def f():\n    return 1", "quoted", "The end."):
        assert words in shown
    kinds = [type(block) for block in reader.blocks(1)]
    for kind in (TextBlock, CodeBlock, TableBlock, RuleBlock):
        assert kind in kinds
    assert "|" not in shown
    assert "**" not in shown


def test_the_column_is_centred_and_no_wider_than_its_measure(view, reader, make, theme) -> None:
    view.resize(1600, 700)
    view.show_chat(make.long_chat(4))
    QApplication.processEvents()

    sheet = reader.area.chat.stack.sheet(1)
    assert sheet.width == 760
    right = view.width() - 760 - reader.area.left
    assert abs(reader.area.left - right) < 12


def test_an_empty_chat_says_the_first_step(view, reader, make, qtbot) -> None:
    view.show_chat(make.chat())

    with qtbot.waitSignal(view.sample_requested):
        reader.press("Try it with a sample picture")
    view.show_send_key("Ctrl+Enter")
    assert any("press Ctrl+Enter" in text for text in reader.labels())


def test_arabic_runs_from_the_right_and_code_from_the_left(view, reader, make) -> None:
    text = "مرحبا بالعالم `f(x)`\n\nHello\n\n```\nمرحبا\n```"
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", text, "1")))
    arabic, english, code = reader.blocks(1)

    assert arabic.is_rtl
    assert not english.is_rtl
    # The first letter of each stands where its lines begin to be read.
    assert arabic.caret(0).x() > 700
    assert english.caret(0).x() == 0
    assert code.caret(0).x() < 100


def test_every_line_is_as_tall_as_the_others(view, reader, make, theme) -> None:
    text = "Latin\\\nहिन्दी क्षत्रिय\\\nไทย ปู่ย่า\\\n中文\\\n🙂\\\nمرحبا\\\nend"
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", text, "1")))
    (block,) = reader.blocks(1)
    starts = [0, *(place + 1 for place, letter in enumerate(block.text) if letter == "\n")]
    tops = [block.caret(place).y() for place in starts]

    assert len(tops) == 7
    assert {below - above for above, below in itertools.pairwise(tops)} == {theme.px(21)}


def test_a_narrow_place_scrolls_code_and_tables_sideways(view, reader, make) -> None:
    wide = "| " + " | ".join(f"column {n} with words" for n in range(12)) + " |\n"
    wide += "|" + "---|" * 12 + "\n| " + " | ".join("x" for _ in range(12)) + " |"
    code = "```\n" + "x" * 500 + "\n```"
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", f"{wide}\n\n{code}", "1")))
    QApplication.processEvents()

    for number, block in enumerate(reader.blocks(1)):
        before = block.caret(10).x()
        point = reader.point(1, number, 2)
        turn_wheel(reader.area, point, QPoint(-120, 0))
        assert block.caret(10).x() < before
    assert reader.bar.value() == reader.bar.maximum()


def turn_wheel(area, point: QPoint, by: QPoint) -> None:
    where = QPointF(point)
    event = QWheelEvent(
        where, area.viewport().mapToGlobal(where), by, by, Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(area.viewport(), event)


def test_colours_and_sizes_follow_the_theme_at_once(view, reader, make, theme, qtbot) -> None:
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", "Words", "1")))
    view.begin_reply(
        make.chat(
            make.said("1", "Go"),
            make.answered("2", "Words", "1"),
            make.said("3", "On", "2"),
            make.answered("4", "", "3", "streaming"),
        ),
        "4",
    )
    view.grow("4", 0, "half a reply")
    qtbot.waitUntil(lambda: "half" in reader.texts()[-1])
    theme.choose("dark")
    theme.zoom(1.3)
    qtbot.waitUntil(lambda: "half a reply" in reader.texts()[-1])

    picture = reader.area.grab().toImage()
    assert picture.pixelColor(3, 3) == theme.color("window")
    (block,) = reader.blocks(1)
    assert block.height == theme.px(21)
