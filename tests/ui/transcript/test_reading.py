"""Following, staying put, long chats, growing replies: what the reader's place does."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from tests.ui.transcript.replies import EVERYTHING


def test_it_follows_at_the_bottom_and_stays_put_when_reading_above(
    view, reader, make, qtbot
) -> None:
    chat = make.long_chat(30)
    growing = make.answered("99999", "", "00029", state="streaming")
    chat = make.chat(*chat.nodes.values(), growing)
    view.begin_reply(chat, "99999")
    bar = reader.bar
    view.grow("99999", 0, "word " * 2000)
    qtbot.waitUntil(lambda: "word" in reader.texts()[-1])
    assert bar.value() == bar.maximum()

    reader.scroll(bar.value() - 900)
    place, top = reader.area.chat.settling.place, bar.maximum()
    view.grow("99999", 10_000, "more " * 2000)
    qtbot.waitUntil(lambda: "more" in reader.texts()[-1])
    assert bar.maximum() > top
    assert reader.area.chat.settling.place == place

    reader.press("Jump to latest")
    assert bar.value() == bar.maximum()
    view.grow("99999", 20_000, "last " * 2000)
    qtbot.waitUntil(lambda: "last" in reader.texts()[-1])
    assert bar.value() == bar.maximum()


def test_the_last_word_stays_in_sight_when_the_message_below_grows(view, reader, make) -> None:
    view.show_chat(make.long_chat(30))
    bar = reader.bar
    before = bar.maximum()
    view.resize(view.width(), view.height() - 150)

    assert bar.maximum() > before
    assert bar.value() == bar.maximum()
    assert reader.messages()[-1].id == "00029"


def test_what_is_read_does_not_move_when_the_reply_ends_or_the_window_narrows(
    view, reader, make, qtbot
) -> None:
    view.show_chat(make.long_chat(30))
    bar = reader.bar
    reader.scroll(bar.maximum() // 2)

    at, y = reader.area.chat.settling.place
    view.resize(860, 700)
    QApplication.processEvents()

    assert reader.area.chat.settling.place[0] == at
    assert abs(reader.area.chat.settling.place[1] - y) <= 1


def test_a_thousand_messages_open_with_the_last_ones(view, reader, make) -> None:
    view.show_chat(make.long_chat(1000))

    assert reader.messages()[-1].id == "00999"
    assert len(list(reader.area.chat.stack.sheets)) <= 20
    bar = reader.bar
    assert bar.value() == bar.maximum()


def test_any_message_is_gone_to(view, reader, make) -> None:
    view.show_chat(make.long_chat(1000))
    view.focus_message("00401")
    QApplication.processEvents()

    assert reader.area.focused == "00401"
    place = [message.id for message in reader.messages()].index("00401")
    assert reader.texts()[place].startswith("Answer 401.")


def test_streaming_ends_as_the_whole_looks(view, reader, make, qtbot) -> None:
    question = make.said("1", "Go")
    view.begin_reply(make.chat(question, make.answered("2", "", "1", "streaming")), "2")
    for at in range(0, len(EVERYTHING), 7):
        view.grow("2", at, EVERYTHING[at : at + 7])
        if at % 70 == 0:
            qtbot.wait(40)
    qtbot.waitUntil(lambda: "The end." in reader.texts()[1])
    grown = reader.texts()[1]
    view.end_reply(make.chat(question, make.answered("2", EVERYTHING, "1")))
    ended = reader.texts()[1]
    height = reader.area.chat.stack.sheet(1).height
    view.show_chat(make.chat(id="other"))
    view.show_chat(make.chat(question, make.answered("2", EVERYTHING, "1")))

    assert grown == ended == reader.texts()[1]
    assert reader.area.chat.stack.sheet(1).height == height


def test_a_repeated_piece_is_shown_once(view, reader, make, qtbot) -> None:
    chat = make.chat(make.said("1", "Go"), make.answered("2", "", "1", "streaming"))
    view.begin_reply(chat, "2")
    view.grow("2", 0, "one ")
    view.grow("2", 0, "one ")
    view.grow("2", 4, "two")
    view.grow("2", 2, "e two three")
    qtbot.waitUntil(lambda: "three" in reader.texts()[1])

    assert reader.texts()[1] == "one two three"


def test_a_row_that_arrives_is_appended_to_its_table(view, reader, make, qtbot) -> None:
    view.begin_reply(make.chat(make.said("1", "T"), make.answered("2", "", "1", "streaming")), "2")
    view.grow("2", 0, "|a|b|\n|-|-|\n|1|2|\n")
    qtbot.waitUntil(lambda: "2" in reader.texts()[1])
    (table,) = reader.blocks(1)
    view.grow("2", 20, "|3|4|\n")
    view.grow("2", 26, "|5|6|\n")
    qtbot.waitUntil(lambda: "5" in reader.texts()[1])

    assert reader.blocks(1)[0] is table
    assert reader.texts()[1].split() == ["a", "b", "1", "2", "3", "4", "5", "6"]


def test_replies_are_shown_twice_as_often_if_that_is_wanted(view, reader, make) -> None:
    chat = make.chat(make.said("1", "Go"), make.answered("2", "", "1", "streaming"))
    view.begin_reply(chat, "2")
    usual = reader.area.chat.growth.frame
    view.be_smooth(smooth=True)
    view.begin_reply(chat, "2")

    assert reader.area.chat.growth.frame == usual / 2
