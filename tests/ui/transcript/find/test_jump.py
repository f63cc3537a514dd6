"""A hit that was found elsewhere, in the list of conversations, is shown in the chat."""

from __future__ import annotations


def test_what_was_found_elsewhere_is_shown_where_it_is(open_chat) -> None:
    desk = open_chat("a needle", "one needle, two needles\n\n" + "more\n\n" * 60, "A NEEDLE", "end")
    desk.button("Match case").setChecked(True)

    desk.finder.open_at(2, "needle")
    desk.settle()

    assert desk.bar.is_open
    assert desk.area.hasFocus(), "the keyboard stays where the person searched"
    assert desk.said == "4 of 4"
    assert desk.spot.message == 2
    assert desk.is_in_sight()
    # From here on it is a search like any other.
    assert desk.enter("Return") == "1 of 4, from the beginning"


def test_what_a_search_marked_leaves_with_the_search_unless_it_was_used_here(open_chat) -> None:
    desk = open_chat("a needle", "one needle, two needles")
    desk.finder.open_at(1, "needle")
    desk.settle()
    desk.finder.leave()
    assert not desk.bar.is_open

    desk.finder.open_at(1, "needle")
    desk.type("s")
    desk.finder.leave()
    assert desk.bar.is_open
