"""The reader's place: nothing but the reader's own scrolling moves what is in view."""

from __future__ import annotations

import random

import pytest
from PySide6.QtWidgets import QApplication

from tests.bench import corpus


def turn(area, pixels: int) -> None:
    area.verticalScrollBar().setValue(area.verticalScrollBar().value() + pixels)
    QApplication.processEvents()


def place(area) -> tuple:
    return area.chat.settling.place


def test_what_is_in_view_moves_by_exactly_what_was_scrolled(view, reader, qtbot) -> None:
    view.show_chat(corpus.chat(400, "c1"))
    bar = reader.bar
    bar.setValue(bar.maximum() // 2)
    QApplication.processEvents()
    chance = random.Random(5)
    for _ in range(150):
        pixels = chance.choice((-500, -120, -50, -1, 1, 50, 120, 400))
        at, y = place(reader.area)
        turn(reader.area, pixels)
        assert reader.area.chat.settling.y_of(at) == y - pixels


def test_what_is_around_settles_without_moving_the_place(view, reader, qtbot) -> None:
    view.show_chat(corpus.chat(400, "c1"))
    reader.bar.setValue(reader.bar.maximum() // 3)
    QApplication.processEvents()
    at, y = place(reader.area)
    height = reader.area.chat.settling.height
    qtbot.waitUntil(lambda: not reader.area.workshop.has_work)

    assert reader.area.chat.settling.height != height
    assert place(reader.area) == (at, y)


@pytest.mark.parametrize("kind", ["prose", "list", "table", "code", "mixed"])
def test_a_growing_reply_moves_nothing_while_somebody_reads_above(view, reader, kind) -> None:
    chat, reply_id = corpus.growing(60)
    view.begin_reply(chat, reply_id)
    text = corpus.reply(kind, 6_000)
    view.grow(reply_id, 0, text[:1_000])
    look(reader.area)
    turn(reader.area, -700)
    before = place(reader.area)
    for at in range(1_000, 6_000, 50):
        view.grow(reply_id, at, text[at : at + 50])
        look(reader.area)
        assert place(reader.area) == before
    assert not reader.area.is_following


def test_reading_within_the_growing_reply_nothing_moves_either(view, reader) -> None:
    chat, reply_id = corpus.growing(10)
    view.begin_reply(chat, reply_id)
    text = corpus.reply("mixed", 12_000)
    view.grow(reply_id, 0, text[:8_000])
    look(reader.area)
    turn(reader.area, -900)
    (message, slot), y = place(reader.area)
    assert reader.area.chat.nodes[message].id == reply_id
    assert slot > 3
    for at in range(8_000, 12_000, 37):
        view.grow(reply_id, at, text[at : at + 37])
        look(reader.area)
        assert place(reader.area) == ((message, slot), y)


def test_another_width_keeps_what_is_at_the_top(view, reader, qtbot) -> None:
    view.show_chat(corpus.chat(200, "c1"))
    reader.bar.setValue(reader.bar.maximum() // 2)
    QApplication.processEvents()
    (at, _y) = place(reader.area)
    for width in (760, 600, 900, 1200, 640):
        view.resize(width, 700)
        QApplication.processEvents()
        assert place(reader.area)[0] == at
    qtbot.waitUntil(lambda: not reader.area.workshop.has_work)
    assert place(reader.area)[0] == at


def test_a_picture_that_arrives_moves_nothing(view, reader, make, qtbot) -> None:
    chat = corpus.chat(40, "c1")
    picture = {
        "type": "image", "sha256": "ab", "mime": "image/png", "width": 1200, "height": 900,
        "bytes": 1234, "name": "cat.png",
    }  # fmt: skip
    more = make.said("99999998", "Look", max(chat.nodes), picture)
    last = make.answered("99999999", "I see.", "99999998")
    view.show_chat(chat.with_nodes([more, last]))
    QApplication.processEvents()
    before = place(reader.area)
    view.show_pixels("ab", 427, 427, 320, bytes(427 * 320 * 4))
    QApplication.processEvents()

    assert place(reader.area) == before


def test_scrolling_up_ends_following_and_the_end_brings_it_back(view, reader) -> None:
    view.show_chat(corpus.chat(60, "c1"))
    area = reader.area
    assert area.is_following
    turn(area, -3)
    assert not area.is_following
    turn(area, 10_000)
    assert area.is_following
    turn(area, -300)
    assert view._jump.isVisible()
    reader.press("Jump to latest")
    assert area.is_following
    assert not view._jump.isVisible()


def test_another_size_of_text_keeps_the_place_in_a_growing_reply(view, reader, theme) -> None:
    chat, reply_id = corpus.growing(10)
    view.begin_reply(chat, reply_id)
    text = corpus.reply("mixed", 9_000)
    view.grow(reply_id, 0, text[:6_000])
    look(reader.area)
    turn(reader.area, -900)
    at, y = place(reader.area)
    theme.zoom(1.2)
    QApplication.processEvents()
    assert place(reader.area) == (at, y)
    view.grow(reply_id, 6_000, text[6_000:])
    look(reader.area)
    assert place(reader.area) == (at, y)

    view.end_reply(
        chat.with_nodes([corpus.node(reply_id, chat.nodes[reply_id].parent, "assistant", text)])
    )
    grown = [block.text for block in reader.blocks(len(reader.messages()) - 1)]
    view.show_chat(corpus.chat(2, "other"))
    again = corpus.node(reply_id, chat.nodes[reply_id].parent, "assistant", text)
    view.show_chat(chat.with_nodes([again]))
    assert [block.text for block in reader.blocks(len(reader.messages()) - 1)] == grown


def test_following_shows_the_end_of_what_grows(view, reader) -> None:
    chat, reply_id = corpus.growing(30)
    view.begin_reply(chat, reply_id)
    text = corpus.reply("mixed", 5_000)
    for at in range(0, 5_000, 41):
        view.grow(reply_id, at, text[at : at + 41])
        look(reader.area)
        assert reader.bar.value() == reader.bar.maximum()
        message, y = reader.area.chat.settling.shown[-1]
        sheet = reader.area.chat.stack.sheet(message)
        assert y + sheet.height <= reader.area.viewport().height()


def test_the_first_message_ends_the_way_up(view, reader) -> None:
    view.show_chat(corpus.chat(80, "c1"))
    for _ in range(200):
        turn(reader.area, -900)
    message, y = reader.area.chat.settling.shown[0]

    assert message == 0
    assert y > 0
    assert reader.bar.value() == 0


def look(area) -> None:
    area.chat.growth.due.emit()
    QApplication.processEvents()


def test_rows_of_a_long_table_that_find_their_height_move_nothing(view, reader, make) -> None:
    rows = "".join(f"| {n} | {'long words ' * (n % 30)} |\n" for n in range(400))
    table = f"| a | b |\n|---|---|\n{rows}"
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", table, "1")))
    QApplication.processEvents()
    (block,) = [reader.area.ground.block(1, 0)]
    for _ in range(60):
        top = reader.area.chat.settling.message_y(1)
        before = {row: top + y for row, y in enumerate(block.tops) if 0 <= top + y < 600}
        turn(reader.area, -350)
        top = reader.area.chat.settling.message_y(1)
        after = {row: top + y for row, y in enumerate(block.tops)}
        still_there = [row for row in before if after[row] < 600]
        if reader.bar.value():
            assert {after[row] - before[row] for row in still_there} <= {350}


def test_a_long_text_leaves_its_room_empty_until_it_is_taken_apart(view, reader, make) -> None:
    from scout_desktop.chat.markdown.flatten import pieces_of

    text = corpus.reply("mixed", 60_000)
    wanted: list[tuple[str, str]] = []
    view.pieces_wanted.connect(lambda *what: wanted.append(what))
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", text, "1", state="stopped")))
    QApplication.processEvents()

    assert wanted == [("2", text)]
    assert not any("Stopped" in label for label in reader.labels())
    assert reader.bar.maximum() > 5_000
    view.give_pieces("2", text, pieces_of(text))
    QApplication.processEvents()
    assert any("Stopped" in label for label in reader.labels())
    assert reader.bar.value() == reader.bar.maximum()


def test_a_block_asked_for_above_the_view_moves_nothing_in_it(view, reader, make) -> None:
    text = corpus.reply("mixed", 20_000)
    view.show_chat(make.chat(make.said("1", "Go"), make.answered("2", text, "1")))
    QApplication.processEvents()
    area = reader.area
    (at, y), before = place(area), area.chat.stack.sheet(1).height
    assert at.message == 1
    for number in range(min(at.slot - 1, 60)):
        area.ground.block(1, number)
    ((message, top),) = area.chat.settling.shown

    assert area.chat.stack.sheet(1).height != before
    assert top + area.chat.stack.sheet(message).top(at.slot) == y
