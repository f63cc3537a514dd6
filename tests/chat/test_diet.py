"""Which pictures of a chat go along with the next question: laws of the plan, and reading it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.captions import LONGEST, caption_from, caption_words
from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.diet import (
    HOWS,
    Choice,
    Diet,
    Planned,
    diet_of,
    place_of,
    plan,
    with_choice,
)
from scout_desktop.chat.diet_cost import diet_cost
from scout_desktop.chat.estimate import LISTED
from scout_desktop.chat.message import ImagePart, Node, user_node
from scout_desktop.chat.request import build_request

PHOTO = ImagePart("ab" * 32, "image/jpeg", 1344, 1008, 9, "IMG_2041.HEIC")
TINY = ImagePart("cd" * 32, "image/png", 300, 200, 9, "tiny.png")
THERE = ImagePart("", "", 0, 0, 0, "map.png", url="https://example.com/map.png")
SMALL = ImagePart("ef" * 32, "image/jpeg", 336, 252, 9, "IMG_2041.HEIC", fit="1x1")


def said(number: int, *images: ImagePart, text: str = "q") -> Node:
    return user_node(f"u{number}", f"a{number - 1}", "", text, images)


def answered(number: int, text: str = "A receipt.") -> Node:
    parts = [{"type": "text", "text": text}]
    return Node({"id": f"a{number}", "parent": f"u{number}", "role": "assistant", "parts": parts})


def talk(*questions: tuple[ImagePart, ...]) -> tuple[Node, ...]:
    """A chat of these questions, each with its pictures and answered."""
    nodes = ((said(n, *images), answered(n)) for n, images in enumerate(questions))
    return tuple(node for pair in nodes for node in pair)


def chat_with(value: Any) -> Conversation:
    return Conversation("c", {"pictures": {"at": "", "by": "", "value": value}})


pictures = st.lists(st.sampled_from([PHOTO, TINY, THERE]), max_size=3).map(tuple)
talks = st.lists(pictures, min_size=1, max_size=8).map(lambda questions: talk(*questions))
choices = st.builds(Choice, st.sampled_from(HOWS), st.text(max_size=20))
diets = st.builds(
    Diet,
    st.none() | st.integers(1, 9),
    st.dictionaries(
        st.builds(place_of, st.integers(0, 7).map("u{}".format), st.integers(0, 2)), choices
    ),
)


@given(talks, diets, st.booleans())
def test_every_picture_is_planned_once_in_order_and_the_answered_ones_go_whole(
    branch: tuple[Node, ...], diet: Diet, coming: bool
) -> None:
    found = plan(branch, diet, coming=coming)
    every = [(node.id, at, image) for node in branch for at, image in enumerate(node.images)]
    assert [(each.node, each.place, each.image) for each in found] == every
    last = [node.id for node in branch if node.role == "user"][-1]
    for each in found:
        assert each.how != "tile" or not each.image.url
        if each.node == last and not coming:
            assert (each.how, each.why) == ("keep", "answered")
        elif place_of(each.node, each.place) in diet.choices:
            assert each.why == "chosen"


@given(talks, st.integers(1, 9))
def test_of_the_last_messages_all_go_and_of_those_before_none(
    branch: tuple[Node, ...], last: int
) -> None:
    users = [node.id for node in branch if node.role == "user"]
    # The new message is the first of them.
    near = users[-(last - 1) :] if last > 1 else []
    for each in plan(branch, Diet(last), coming=True):
        assert (each.how, each.why) == (
            ("keep", "usual") if each.node in near else ("drop", "beyond")
        )


@given(diets)
def test_a_diet_comes_back_from_its_record_as_it_was(diet: Diet) -> None:
    record = json.loads(json.dumps(diet.record()))
    assert diet_of(chat_with(record)) == diet


@pytest.mark.parametrize(
    "odd",
    [
        None, 7, [], "x", {"last": 0}, {"last": -3}, {"last": True}, {"last": 2.5},
        {"choices": 3}, {"choices": []}, {"choices": {}}, {"last": 10**30},
    ],
)  # fmt: skip
def test_what_makes_no_sense_in_the_register_counts_as_not_there(odd: object) -> None:
    found = diet_of(chat_with(odd))
    assert (found.last, found.choices) == (None, {})


def test_choices_of_a_newer_program_are_passed_over_and_kept() -> None:
    value = {
        "last": 2,
        "mood": ["x"],
        "choices": {"u0/0": {"how": "blur"}, "u0/1": {"how": "drop", "caption": 5}, "u0/2": []},
    }
    found = diet_of(chat_with(value))
    assert found.choices == {"u0/1": Choice("drop")}
    kept = found.record()
    assert kept == value | {"choices": value["choices"] | {"u0/1": {"how": "drop"}}}


@given(talks, diets, choices, st.integers(0, 7), st.integers(0, 2))
def test_a_choice_holds_for_its_picture_and_for_no_other(
    branch: tuple[Node, ...], diet: Diet, choice: Choice, message: int, place: int
) -> None:
    node = f"u{message}"
    before = {(p.node, p.place): p for p in plan(branch, diet, coming=True)}
    made = with_choice(diet, branch, node, place, choice)
    after = {(p.node, p.place): p for p in plan(branch, made, coming=True)}
    for key, each in after.items():
        if key != (node, place):
            assert each == before[key]
        elif not each.image.url or choice.how != "tile":
            assert each.how == choice.how
    assert with_choice(made, branch, node, place, choice) == made


def test_what_would_happen_anyway_needs_no_choice() -> None:
    branch = talk((PHOTO,), ())
    dropped = with_choice(Diet(), branch, "u0", 0, Choice("drop"))
    assert dropped.choices == {"u0/0": Choice("drop")}
    assert with_choice(dropped, branch, "u0", 0, Choice("keep")) == Diet()
    far = Diet(last=1)
    kept = with_choice(far, branch, "u0", 0, Choice("keep"))
    assert kept.choices == {"u0/0": Choice("keep")}
    assert with_choice(kept, branch, "u0", 0, Choice("drop")) == far


def test_a_caption_is_made_of_the_reply_that_followed_this_message() -> None:
    branch = (
        said(0, PHOTO), answered(0, "First.\n\nA *till* receipt."),
        said(1, TINY), answered(1, ""),
        said(2, TINY), answered(2, "Third."), answered(3, "Another device's."),
    )  # fmt: skip
    found = plan(branch, Diet(choices={"u2/0": Choice("caption", "mine")}), coming=True)
    assert [each.caption for each in found] == ["First. A till receipt.", "", "mine"]
    assert found[2].reply == "Third."


def test_captions_are_whole_sentences_of_plain_text_and_never_long() -> None:
    table = "# Receipt\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n**Total** is [9.75](https://x.y). End."
    assert caption_from(table) == "Receipt Total is 9.75. End."
    sentence = "This is a sentence of words. "
    cut = caption_from(sentence * 30)
    assert cut == (sentence * (LONGEST // len(sentence) + 1)).strip()[: len(cut)]
    assert cut.endswith("words.")
    assert LONGEST - len(sentence) <= len(cut) <= LONGEST
    arabic = "هذا إيصال من المخبز؟ " * 40
    assert caption_from(arabic).endswith("؟")
    assert len(caption_from("字" * 900)) <= LONGEST
    assert caption_from("one " * 200).endswith("one…")


@given(st.text(max_size=600))
def test_any_reply_gives_one_short_line(reply: str) -> None:
    found = caption_from(reply)
    assert len(found) <= LONGEST
    assert found == " ".join(found.split())


def test_what_stands_in_a_picture_s_place_is_one_line_whatever_it_is_called() -> None:
    assert caption_words("IMG_2041.HEIC", "A receipt.") == (
        "[Picture IMG_2041.HEIC, not sent again: A receipt.]"
    )
    assert caption_words("a\nb\u202e", " x\n\ny ") == "[Picture a b, not sent again: x y]"
    assert caption_words("", "") == "[Picture, not sent again]"
    assert len(caption_words("n" * 500, "")) < 120


@given(talks, diets)
def test_the_prefix_of_a_growing_chat_stays_as_it_was_while_nobody_chooses_otherwise(
    branch: tuple[Node, ...], diet: Diet
) -> None:
    tiles = {PHOTO.sha256: SMALL}
    settled = Diet(None, diet.choices)

    def messages(upto: tuple[Node, ...]) -> tuple[Any, ...]:
        planned = plan(upto, settled)
        return build_request(upto, model="m", host="h", plan=planned, tiles=tiles).messages

    longer = (*branch, said(90, PHOTO), answered(90), said(91))
    last = next(at for at in reversed(range(len(branch))) if branch[at].role == "user")
    assert messages(longer)[:last] == messages(branch)[:last]


def test_no_diet_changes_nothing_at_all() -> None:
    branch = (*talk((PHOTO, TINY), ()), said(5, THERE))
    plain = build_request(branch, model="m", host="h")
    assert build_request(branch, model="m", host="h", plan=plan(branch, Diet())) == plain
    assert "pictures" not in plain.record("h")


def test_costs_follow_the_form_and_the_saving_is_the_rest() -> None:
    hows = ("keep", "tile", "drop", "caption")
    planned = [Planned("u0", n, PHOTO, how, "chosen", "A cat.") for n, how in enumerate(hows)]
    planned += [Planned("u1", 0, TINY, "tile", "chosen"), Planned("u1", 1, THERE, "keep", "usual")]
    found = diet_cost(planned, LISTED)
    keep, tile, drop, caption, tiny, there = found.pictures
    assert (keep.tokens, tile.tokens, drop.tokens, tiny.tokens) == (1887, 147, 0, 147)
    assert caption.tokens is not None
    assert 0 < caption.tokens < 20
    assert (there.tokens, there.usd) == (None, None)
    assert [each.can_tile for each in found.pictures] == [True] * 4 + [False] * 2
    assert (found.count, found.sent, found.unknown) == (6, 4, 1)
    assert found.tokens == 1887 + 147 + caption.tokens + 147
    assert found.saved_tokens == 4 * 1887 + 147 - found.tokens
    assert found.usd == Decimal("0.08") * found.tokens / 1_000_000
    dearer = diet_cost(planned, LISTED, 2.0)
    assert (dearer.pictures[0].tokens, dearer.pictures[3].tokens) == (3774, caption.tokens)
