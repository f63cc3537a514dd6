"""A table on the screen: its columns, its places, how it is moved and copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from scout_desktop.chat.markdown.inlines import Text
from scout_desktop.chat.markdown.pieces import Mark, Place, TablePiece
from scout_desktop.chat.markdown.plain import piece_text
from scout_desktop.ui.transcript.blocks.block import Marks
from scout_desktop.ui.transcript.blocks.table.table import TableBlock
from scout_desktop.ui.transcript.blocks.workshop import Workshop
from tests.ui.transcript.blocks.painting import WIDTH, painted, pixels
from tests.ui.transcript.blocks.table.tables import LONG, ROW, left_of, piece, row, shown


def right_of(block: TableBlock, word: str) -> int:
    return block.caret(block.text.index(word) + len(word)).left()


MODELS = piece("Name|Price|Note", "Scout|0.08|fast", "Behemoth|1,200.00|", aligns=("", "right", ""))


def test_its_text_is_that_of_the_piece(workshop: Workshop) -> None:
    assert shown(workshop, MODELS).text == piece_text(MODELS)


def test_every_place_can_be_pointed_at(workshop: Workshop) -> None:
    table = piece("😀 Name|Preis", "Scout 🎉 x|", f"|{LONG}", "中文|ü")
    block = shown(workshop, table, 300)
    for place in range(len(block.text) + 1):
        caret = block.caret(place)
        found = block.place_at(caret.left(), caret.center().y())
        # Where a line was broken, its end and the next one's beginning are the same place.
        assert found == place or block.caret(found).topLeft() == caret.topLeft()
        start, end = block.line_at(place)
        assert start <= place <= end
        assert "\t" not in block.text[start:end]
        assert "\n" not in block.text[start:end]


def test_above_is_the_beginning_and_below_the_end(workshop: Workshop) -> None:
    block = shown(workshop, MODELS)
    assert block.place_at(300, -5) == 0
    assert block.place_at(0, block.height + 5) == len(block.text)
    assert block.place_at(WIDTH, 10) == len("Name\tPrice\tNote")


def test_short_rows_are_as_tall_as_in_any_script(workshop: Workshop) -> None:
    assert shown(workshop, MODELS).height == 3 * ROW
    assert shown(workshop, piece("नाम|ชื่อ", "名字|이름", "😀|الاسم")).height == 3 * ROW


def test_columns_stand_as_they_were_aligned(workshop: Workshop) -> None:
    block = shown(workshop, MODELS)
    assert right_of(block, "Price") == right_of(block, "0.08") == right_of(block, "1,200.00")
    assert left_of(block, "Name") == left_of(block, "Scout") == left_of(block, "Behemoth")
    middle = shown(workshop, piece("Behemoth", "ab", aligns=("center",)))
    centre = left_of(middle, "Behemoth") + right_of(middle, "Behemoth")
    assert abs(left_of(middle, "ab") + right_of(middle, "ab") - centre) <= 2


def test_a_table_that_begins_in_arabic_begins_on_the_right(workshop: Workshop) -> None:
    block = shown(workshop, piece("الاسم|السعر|abc", "سكاوت|12|def", aligns=("", "right", "")))
    assert left_of(block, "الاسم") > left_of(block, "السعر") > left_of(block, "abc")
    assert left_of(block, "الاسم") > WIDTH - 30
    assert right_of(block, "abc") == right_of(block, "def")


def test_columns_share_the_room_and_break_long_words_of_theirs(workshop: Workshop) -> None:
    block = shown(workshop, piece("Name|A|B", f"x|{LONG}|{LONG}"))
    assert block.height > 3 * ROW
    assert not block.scroll_sideways(10)
    assert left_of(block, "A") + 150 < left_of(block, "B") < WIDTH - 150


def test_with_room_a_column_is_as_wide_as_it_likes(workshop: Workshop) -> None:
    assert shown(workshop, piece("Name|B", f"x|{LONG}"), 2_000).height == 2 * ROW


def test_a_table_with_many_columns_is_moved_sideways(workshop: Workshop) -> None:
    block = shown(workshop, piece("|".join(f"column {n}" for n in range(20))))
    assert block.height == ROW + 10
    assert left_of(block, "column 19") > WIDTH
    first = left_of(block, "column 0")
    assert block.scroll_sideways(50)
    assert left_of(block, "column 0") == first - 50
    assert block.reveal(len(block.text))
    assert 0 < left_of(block, "column 19") < WIDTH
    assert block.press(5, block.height - 5)
    assert left_of(block, "column 0") == first
    assert block.drag(100)
    assert left_of(block, "column 0") < first


def test_from_right_to_left_it_begins_at_its_right_end(workshop: Workshop) -> None:
    block = shown(workshop, piece("|".join(f"عمود {n}" for n in range(20))))
    assert 0 < left_of(block, "عمود 0") < WIDTH
    assert left_of(block, "عمود 19") < 0
    assert block.scroll_sideways(-100_000)
    assert 0 < left_of(block, "عمود 19") < WIDTH


def test_selection_and_what_was_found_are_seen_in_their_cells(workshop: Workshop) -> None:
    block = shown(workshop, MODELS)
    color, text = workshop.theme.color, block.text
    price, scout = text.index("Price"), text.index("Scout")
    marks = Marks((price, scout + 3), [(0, 4), (scout, scout + 5)], (scout, scout + 5))
    image, plain = painted(block, marks), painted(block)
    for token in ("selection", "hit", "hit_now"):
        assert pixels(plain, color(token)) == 0
        assert pixels(image, color(token)) > 50
    name = QRect(0, 0, right_of(block, "Name"), ROW)
    assert pixels(painted(block, marks, name), color("selection")) == 0


def test_a_link_in_a_cell_is_one(workshop: Workshop) -> None:
    linked = TablePiece(("", ""), ((row("a")[0], (Text("go", href="https://x.org/a"),)),))
    block = shown(workshop, linked)
    caret = block.caret(2)
    zone = block.zone_at(caret.left() + 3, caret.center().y())
    assert zone is not None
    assert (zone.kind, zone.address) == ("link", "https://x.org/a")
    assert block.zone_at(block.caret(0).left() + 3, caret.center().y()) is None


def test_the_pointer_brings_a_button_that_copies_for_both_kinds_of_programs(
    workshop: Workshop,
) -> None:
    block = shown(workshop, MODELS)
    over = Marks(pointer=(30, 50))
    assert painted(block, over) != painted(block)
    button = next(
        (x, y)
        for y in range(0, ROW, 4)
        for x in range(0, WIDTH, 4)
        if (zone := block.zone_at(x, y)) is not None and zone.kind == "button"
    )
    assert block.press(*button)
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text() == "Name\tPrice\tNote\nScout\t0.08\tfast\nBehemoth\t1,200.00\t"
    assert copied.html().count("<tr>") == 3
    zone = block.zone_at(*button)
    assert zone is not None
    assert zone.tip == "Copied"
    assert not block.press(30, 50)


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_button_of_a_wide_table_stays_on_the_page(workshop: Workshop, mirrored: bool) -> None:
    word = "عمود" if mirrored else "column"
    block = shown(workshop, piece("|".join(f"{word} {n}" for n in range(20))))
    found = [
        x for x in range(WIDTH)
        if (zone := block.zone_at(x, 15)) is not None and zone.kind == "button"
    ]  # fmt: skip
    assert len(found) == 24
    assert (max(found) < 40) is mirrored
    assert (min(found) > WIDTH - 40) is not mirrored


def test_it_is_set_in_as_its_place_says(workshop: Workshop) -> None:
    plain = left_of(shown(workshop, MODELS), "Name")
    listed = piece("Name|B", place=Place(depth=1, mark=Mark(12)))
    block = shown(workshop, listed)
    assert left_of(block, "Name") > plain + 20
    window = workshop.theme.color("window")
    sign = QRect(0, 0, plain + 10, ROW)
    assert pixels(painted(block, clip=sign), window) < sign.width() * sign.height()


def test_a_header_alone_is_a_table(workshop: Workshop) -> None:
    assert shown(workshop, piece("a|b")).height == ROW
    empty = shown(workshop, TablePiece(("", ""), ()))
    assert empty.text == "\t"
    assert empty.place_at(5, 5) in (0, 1)
    painted(empty)


def test_other_columns_make_it_another_table(workshop: Workshop) -> None:
    block = shown(workshop, piece("a|b"))
    block.show(piece("a|b|c", "1|2|3"))
    block.fit(WIDTH)
    assert block.text == "a\tb\tc\n1\t2\t3"
    assert painted(block) == painted(shown(workshop, piece("a|b|c", "1|2|3")))
