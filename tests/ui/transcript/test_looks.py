"""Blocks, scripts, sizes and colours on the real widgets."""

from __future__ import annotations

import itertools

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from scout_desktop.chat.markdown.parse import parse
from scout_desktop.ui.transcript.blocks.code_view import CodeView
from scout_desktop.ui.transcript.blocks.pieces import pieces_of
from scout_desktop.ui.transcript.blocks.table_view import TableView

EVERYTHING = """# Title

Words with **strong**, `code()` and a [link](https://example.org/a).

1. one
2. two
   - nested

```python
def f():
    return 1
```

> quoted

| a | b |
|---|--:|
| 1 | 2 |

---

The end.
"""


def test_a_reply_is_formatted_and_a_question_is_not(view, reader, make) -> None:
    view.show_chat(make.chat(make.said("1", "a *star*"), make.answered("2", "a *star*", "1")))

    assert reader.texts() == ["a *star*", "a star"]


def test_every_kind_of_block_is_on_the_screen(view, reader, make) -> None:
    view.show_chat(make.chat(make.said("1", "Show"), make.answered("2", EVERYTHING, "1")))
    shown = reader.texts()[1]

    for words in ("Title", "strong", "nested", "def f():\n    return 1", "quoted", "The end."):
        assert words in shown
    assert view.findChild(CodeView) is not None
    assert view.findChild(TableView) is not None
    assert "|" not in shown
    assert "**" not in shown


def test_a_large_table_is_laid_out_once_and_not_for_each_cell(view, reader, make) -> None:
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", "|a|\n|-|\n|1|", "1")))
    table = view.findChild(TableView)
    told: list[tuple[int, int, int]] = []
    table.document().contentsChange.connect(lambda *change: told.append(change))
    cells = "|" + "x|" * 10 + "\n"
    (piece,) = pieces_of(parse(cells + "|" + "-|" * 10 + "\n" + cells * 20))
    table.show_piece(piece)

    assert table.toPlainText().count("x") == 210
    assert len(told) < 10


def test_the_column_is_centred_and_no_wider_than_its_measure(view, reader, make, theme) -> None:
    view.resize(1600, 700)
    view.show_chat(make.long_chat(4))
    QApplication.processEvents()

    message = reader.messages()[1]
    assert message.width() == 760
    left = message.mapTo(view, message.rect().topLeft()).x()
    assert abs(left - (view.width() - 760) / 2) < 12


def test_an_empty_chat_says_the_first_step(view, reader, make, qtbot) -> None:
    view.show_chat(make.chat())

    with qtbot.waitSignal(view.sample_requested):
        reader.press("Try it with a sample picture")
    view.show_send_key("Ctrl+Enter")
    assert any("press Ctrl+Enter" in text for text in reader.labels())


def test_arabic_runs_from_the_right_and_code_from_the_left(view, reader, make) -> None:
    text = "مرحبا بالعالم `f(x)`\n\nHello\n\n```\nمرحبا\n```"
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", text, "1")))
    prose, code = reader.messages()[1].text_views()
    blocks = prose.document()

    assert blocks.firstBlock().textDirection() == Qt.LayoutDirection.RightToLeft
    assert blocks.lastBlock().textDirection() == Qt.LayoutDirection.LeftToRight
    assert "\u2068f(x)\u2069" in blocks.firstBlock().text()
    assert code.document().firstBlock().textDirection() == Qt.LayoutDirection.LeftToRight


def test_every_line_is_as_tall_as_the_others(view, reader, make, theme) -> None:
    text = "Latin\\\nहिन्दी क्षत्रिय\\\nไทย ปู่ย่า\\\n中文\\\n🙂\\\nمرحبا\\\nend"
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", text, "1")))
    lines = reader.messages()[1].text_views()[0].document().firstBlock().layout()
    each = [lines.lineAt(number) for number in range(lines.lineCount())]
    letters_stand_at = [line.position().y() + line.ascent() for line in each]
    heights = {round(below - above) for above, below in itertools.pairwise(letters_stand_at)}

    assert len(each) == 7
    assert heights == {theme.px(21)}


def test_a_narrow_place_scrolls_code_and_tables_sideways(view, reader, make) -> None:
    wide = "| " + " | ".join(f"column {n} with words" for n in range(12)) + " |\n"
    wide += "|" + "---|" * 12 + "\n| " + " | ".join("x" for _ in range(12)) + " |"
    code = "```\n" + "x" * 500 + "\n```"
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", f"{wide}\n\n{code}", "1")))
    QApplication.processEvents()
    table, text = reader.messages()[1].text_views()

    assert table.horizontalScrollBar().maximum() > 0
    assert text.horizontalScrollBar().maximum() > 0
    assert text.horizontalScrollBar().value() == 0
    for each in (table, text):
        assert each.verticalScrollBar().maximum() == 0
        assert each.width() <= 760


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

    prose = reader.messages()[1].text_views()[0]
    shape = prose.document().firstBlock().begin().fragment().charFormat()
    assert shape.foreground().color() == theme.color("text")
    assert shape.font().pixelSize() == theme.px(14)
