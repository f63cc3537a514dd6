"""Finding words in a chat that changes: a reply arrives, ends, another chat is opened."""

from __future__ import annotations

from scout_desktop.ui.transcript.selection.ground import Spot


def test_the_count_grows_with_a_reply_that_arrives(open_chat, make) -> None:
    desk = open_chat("a needle")
    area = desk.area
    nodes = [*area.ground.nodes, make.answered("00009", "", "00000", state="streaming")]
    area.begin_reply(make.chat(*nodes), "00009", 0.0)
    desk.find("needle")
    assert desk.said == "1 of 1"

    arrived = 0
    for text in ("One **need", "le**\n\nand ", "```\nneedle\n", "a needle"):
        area.grow("00009", arrived, text)
        arrived += len(text)
        desk.wait(lambda: not area.chat.growth._timer.isActive())

    assert desk.said == "1 of 4"
    assert desk.enter("Return") == "2 of 4"
    assert desk.found == "needle"
    assert desk.enter("Return", "Return") == "4 of 4"


def test_the_hit_it_stands_at_stays_while_others_come(open_chat, make) -> None:
    desk = open_chat("a needle", "needle")
    desk.find("needle")
    desk.enter("Return")
    assert desk.said == "2 of 2"
    nodes = [*desk.area.ground.nodes, make.said("00002", "another needle", "00001")]

    desk.area.show_chat(make.chat(*nodes))
    desk.settle()

    assert desk.said == "2 of 3"
    assert desk.enter("Return") == "3 of 3"


def test_a_reply_that_has_ended_is_searched_as_it_is(open_chat, make) -> None:
    desk = open_chat("a needle")
    area = desk.area
    nodes = [*area.ground.nodes, make.answered("00009", "", "00000", state="streaming")]
    area.begin_reply(make.chat(*nodes), "00009", 0.0)
    desk.find("needle")
    area.grow("00009", 0, "a needle and a nee")
    desk.wait(lambda: desk.said == "1 of 2")
    desk.enter("Return")

    whole = make.answered("00009", "a needle and a needle", "00000")
    area.end_reply(make.chat(nodes[0], whole))
    desk.wait(lambda: desk.said == "2 of 3")

    assert desk.spot == Spot(1, 0, 2)
    assert desk.enter("Return") == "3 of 3"
    desk.find("and")
    assert desk.said == "1 of 1"


def test_another_chat_is_searched_for_the_same_words(open_chat, make) -> None:
    desk = open_chat("a needle", "needle")
    desk.find("needle")

    desk.area.show_chat(make.chat(make.said("1", "The only needle"), id="c2"))
    desk.settle()

    assert desk.said == "1"
    assert desk.enter("Return") == "1 of 1"
    desk.area.show_chat(make.chat(id="c3"))
    desk.settle()
    assert desk.said == "No hits"


def test_another_text_size_does_not_stop_a_search(open_chat, theme) -> None:
    desk = open_chat(*(f"message **number** {number}" for number in range(1_500)))
    theme.changed.connect(desk.area.restyle)
    desk.finder.open()
    desk.field.setText("m")
    desk.bar._ask()
    assert desk.said == "Searching…"

    theme.zoom(1.25)
    desk.wait(lambda: desk.said.startswith("1 of "))
    assert desk.search.is_running
    theme.zoom(1.5)
    desk.settle()

    assert desk.said == "1 of 3,000"
    theme.changed.disconnect(desk.area.restyle)
