"""What arrives where a selection is pasted: in a text field, a mail, another chat."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication, QKeySequence

from scout_desktop.chat.markdown.flatten import pieces_of
from scout_desktop.ui.transcript.selection.clipboard import Promise, keep_promises
from scout_desktop.ui.transcript.selection.copying import portions
from scout_desktop.ui.transcript.selection.ground import Spot

KEY = QKeySequence.StandardKey
REPLY = """\
The **first** paragraph is [here](https://example.com).

1. one item
2. another `item`

```python
def f(x):
    return x + 1
```

| Name | Size |
|------|-----:|
| left | right |
| top | bottom |

So $x^2$ it ends."""


def _html() -> str:
    html = QGuiApplication.clipboard().mimeData().html()
    return html.partition(">")[2]


def test_ctrl_c_puts_words_and_styles_on_the_clipboard(open_chat) -> None:
    desk = open_chat("Hello", REPLY, height=900)
    desk.drag(desk.point("first"), desk.point("another"))

    assert desk.key(KEY.Copy)

    assert desk.clipboard == "first paragraph is here.\n\n1. one item"
    assert _html() == (
        "<p><strong>first</strong> paragraph is "
        '<a href="https://example.com">here</a>.</p>\n<ol>\n<li>one item</li>\n</ol>'
    )
    assert "utf-8" in QGuiApplication.clipboard().mimeData().html()


def test_words_within_a_paragraph_are_pasted_into_another(open_chat) -> None:
    desk = open_chat("Hello", REPLY)
    desk.drag(desk.point("first"), desk.point(" is"))

    desk.selection.copy()

    assert desk.clipboard == "first paragraph"
    assert _html() == "<strong>first</strong> paragraph"


def test_a_whole_message_copied_as_markdown_is_its_source(open_chat) -> None:
    desk = open_chat("Hello", REPLY, height=900)
    desk.drag(desk.point("The"), desk.point("ends.") + desk.viewport.rect().bottomRight())

    desk.selection.copy("markdown")

    assert desk.clipboard == REPLY
    assert not QGuiApplication.clipboard().mimeData().hasHtml()


def test_a_part_copied_as_markdown_reads_the_same(open_chat) -> None:
    desk = open_chat("Hello", REPLY, height=900)
    desk.drag(desk.point("paragraph"), desk.point("bottom"))

    desk.selection.copy("markdown")

    assert desk.clipboard == (
        "paragraph is [here](https://example.com).\n\n1. one item\n2. another `item`\n\n"
        "```python\ndef f(x):\n    return x + 1\n```\n\n"
        "| Name | Size |\n| --- | ---: |\n| left | right |\n| top |  |"
    )


def test_only_words_if_that_is_wanted(open_chat) -> None:
    desk = open_chat("Hello", REPLY)
    desk.drag(desk.point("first"), desk.point("another"))

    desk.selection.copy("plain")

    assert desk.clipboard == "first paragraph is here.\n\n1. one item"
    assert not QGuiApplication.clipboard().mimeData().hasHtml()


def test_whole_messages_say_whose_they_are(open_chat) -> None:
    desk = open_chat("What is *it*?\n  So?", "It is **this**.", "Thanks")
    desk.key(KEY.SelectAll)

    desk.selection.copy()
    assert desk.clipboard == ("You:\nWhat is *it*?\n  So?\n\nReply:\nIt is this.\n\nYou:\nThanks")
    assert _html() == (
        '<p><strong>You:</strong></p>\n<p style="white-space: pre-wrap">What is *it*?<br>\n'
        "  So?</p>\n<p><strong>Reply:</strong></p>\n<p>It is <strong>this</strong>.</p>\n"
        '<p><strong>You:</strong></p>\n<p style="white-space: pre-wrap">Thanks</p>'
    )
    desk.selection.copy("markdown")
    assert desk.clipboard == (
        "### You\n\nWhat is *it*?\n  So?\n\n### Reply\n\nIt is **this**.\n\n### You\n\nThanks"
    )


def test_parts_of_two_messages_are_words_without_names(open_chat) -> None:
    desk = open_chat("What is it?", "It is this.")
    desk.drag(desk.point("is it?"), desk.point(" this."))

    desk.selection.copy()

    assert desk.clipboard == "is it?\n\nIt is"


def test_what_a_person_wrote_is_copied_as_it_was_written(open_chat) -> None:
    desk = open_chat("# not *Markdown*\n\n  - indented\nlast", "Yes")
    desk.drag(desk.point("not"), desk.point("st", 0))
    desk.selection.copy("markdown")
    assert desk.clipboard == "not *Markdown*\n\n  - indented\nla"


def test_code_leaves_without_what_nobody_can_see(open_chat) -> None:
    source = "Run `a\u200bb`:\n\n```\nif x:\u202e #\u2066 y\n```\n\nمی\u200cخواهم stays"
    desk = open_chat("Hello", source, "Thanks")
    desk.key(KEY.SelectAll)

    desk.selection.copy()
    assert "Run ab:\n\nif x: # y\n\nمی\u200cخواهم stays" in desk.clipboard
    assert "if x: # y" in _html()
    desk.selection.copy("markdown")
    assert "Run `ab`:\n\n```\nif x: # y\n```\n\nمی\u200cخواهم stays" in desk.clipboard
    desk.drag(desk.point("if x"), desk.point("y"))
    desk.selection.copy()
    assert desk.clipboard == "if x: # "


def test_a_selection_that_ends_where_a_message_begins_does_not_have_it(open_chat) -> None:
    desk = open_chat("One", "Two", "Three")
    nodes = desk.ground.nodes

    chosen = portions(desk.ground, Spot(0, 0, 0), Spot(1, 0, 0))
    assert [portion.node for portion in chosen] == [nodes[0]]
    assert chosen[0].whole
    assert portions(desk.ground, Spot(0, 0, 3), Spot(1, 0, 3))[0].node == nodes[1]


def test_a_reply_that_still_arrives_is_copied_as_far_as_it_is_there(open_chat, make) -> None:
    desk = open_chat("Hello", "Earlier", "More?")
    area = desk.area
    nodes = [*desk.ground.nodes, make.answered("00009", "", "00002", state="streaming")]
    area.begin_reply(make.chat(*nodes), "00009", 0.0)
    area.grow("00009", 0, "A **bold** sta")
    area.grow("00009", 14, "rt\n\n```py\nx = 1\ny = ")
    desk.wait(lambda: len(desk.ground.pieces(3)) == 2)
    desk.key(KEY.SelectAll)

    desk.selection.copy("markdown")
    assert desk.clipboard.endswith("### Reply\n\nA **bold** start\n\n```py\nx = 1\ny = \n```")
    desk.selection.copy()
    assert desk.clipboard.endswith("Reply:\nA bold start\n\nx = 1\ny =")
    desk.drag(desk.point("old"), desk.point("y ="))
    assert desk.selected == "old start\n\nx = 1\n"


def test_a_selection_survives_a_text_that_grew_otherwise(open_chat, make) -> None:
    desk = open_chat("Hello")
    area = desk.area
    nodes = [*desk.ground.nodes, make.answered("00009", "", "00000", state="streaming")]
    area.begin_reply(make.chat(*nodes), "00009", 0.0)
    area.grow("00009", 0, "one two *three")
    desk.wait(lambda: desk.ground.pieces(1))
    desk.drag(desk.point("two"), desk.point("ree"))
    desk.key(KEY.SelectEndOfDocument)
    assert desk.selected == "two *three"

    area.grow("00009", 14, "*")
    desk.wait(lambda: len(desk.ground.pieces(1)[0].inlines) == 2)

    assert desk.selected == "two three"
    assert desk.selection.span_in(1, 0) == (4, 13)
    desk.keys(KEY.SelectPreviousChar, 1)
    assert desk.selected == "two thre"


def test_a_big_copy_is_a_promise_that_is_kept(open_chat) -> None:
    reply = "Some **bold** words and `code` in a list:\n\n- one\n- two\n" * 4
    desk = open_chat(*(reply for _ in range(300)))
    desk.key(KEY.SelectAll)

    desk.selection.copy()

    promise = QGuiApplication.clipboard().mimeData()
    assert isinstance(promise, Promise)
    assert not promise.is_ready
    # Another program pastes before it is written.
    text = desk.clipboard
    assert text.count("Reply:\nSome bold words and code in a list:\n\n• one\n• two") == 150
    assert promise.html().count("<strong>bold</strong>") == 150 * 4


def test_a_big_copy_is_written_when_there_is_time(open_chat) -> None:
    reply = "Some **bold** words and `code` in a list:\n\n- one\n- two\n" * 4
    desk = open_chat(*(reply for _ in range(200)))
    desk.key(KEY.SelectAll)
    desk.selection.copy()
    promise = QGuiApplication.clipboard().mimeData()

    desk.wait(lambda: promise.is_ready)

    assert promise.text().count("• one") == 100 * 4


def test_a_promise_is_kept_when_the_program_ends(open_chat) -> None:
    reply = "Some **bold** words and `code` in a list:\n\n- one\n- two\n" * 4
    desk = open_chat(*(reply for _ in range(200)))
    desk.key(KEY.SelectAll)
    desk.selection.copy()

    keep_promises()

    mime = QGuiApplication.clipboard().mimeData()
    assert not isinstance(mime, Promise)
    assert mime.text().count("Some bold words") == 100 * 4
    assert mime.html().count("<strong>bold</strong>") == 100 * 4
    assert QCoreApplication.instance().property("scout keeps promises")


def test_what_is_copied_is_the_chat_as_it_was(open_chat, make) -> None:
    reply = "Some **bold** words and `code` in a list:\n\n- one\n- two\n" * 4
    desk = open_chat(*(reply for _ in range(200)))
    desk.key(KEY.SelectAll)
    desk.selection.copy()

    desk.area.show_chat(make.chat(make.said("1", "Another chat"), id="c2"))

    assert desk.clipboard.count("Some bold words") == 100 * 4


def test_the_pieces_of_a_copy_can_be_read_again(open_chat) -> None:
    desk = open_chat("Hello", REPLY, "Thanks", height=900)
    desk.drag(desk.point("The"), desk.point("Thanks"))

    desk.selection.copy("markdown")

    assert pieces_of(desk.clipboard) == pieces_of(REPLY)
