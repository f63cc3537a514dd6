"""What the composer says before providers refuse a request for its pictures."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.limits import (
    MOST_PICTURES,
    MOST_PIXELS,
    SAFE_BASE64,
    SAFE_PICTURES,
    base64_bytes,
    warnings,
)
from scout_desktop.chat.message import ImagePart


def picture(size: int = 200_000, width: int = 1344, height: int = 1008, name: str = "p.jpg"):
    return ImagePart("a" * 64, "image/jpeg", width, height, size, name=name)


LINK = ImagePart("", "", 0, 0, 0, name="cat.jpg", url="https://example.org/cat.jpg")


@pytest.mark.parametrize("count", range(SAFE_PICTURES + 1))
def test_five_pictures_of_usual_size_are_nothing_to_speak_of(count):
    assert warnings([picture()] * count) == ()


def test_a_sixth_picture_is_warned_of_with_the_figures():
    assert warnings([picture()] * 6) == (
        (
            "This request would carry 6 pictures; providers of Llama 4 Scout take 5 to 8. "
            "Drop some, or ask in turns."
        ),
    )


def test_earlier_pictures_count_because_they_are_sent_again():
    (said,) = warnings([picture()], [picture()] * 6)
    assert said == (
        "This request would carry 7 pictures, 6 of them from earlier messages; providers of "
        "Llama 4 Scout take 5 to 8. Drop some or leave earlier ones out."
    )
    assert warnings([picture()] * 2, [picture()] * 3) == ()


def test_a_question_without_a_new_picture_is_left_in_peace():
    assert warnings([], [picture()] * 40) == ()


def test_an_address_counts_as_a_picture_but_not_as_bytes():
    assert base64_bytes(LINK) == 0
    (said,) = warnings([LINK] * 6)
    assert "6 pictures" in said


@pytest.mark.parametrize(
    ("bytes_each", "said"),
    [
        (874_998, None),
        (875_100, "take 3.6 MB on their way, which may be refused"),
        (999_999, "take 4 MB on their way, which may be refused"),
        (1_000_002, "take 4.1 MB on their way, which is likely to be refused"),
    ],
)
def test_what_all_pictures_weigh_on_their_way_is_said_before_4_mb(bytes_each, said):
    # Three pictures: base64 makes 4 bytes of 3.
    found = warnings([picture(bytes_each)] * 3)
    if said is None:
        assert found == ()
    else:
        assert said in found[0]
        assert "takes 4 MB in all" in found[0]


def test_a_picture_sent_with_every_pixel_is_named():
    (said,) = warnings([picture(), picture(width=7000, height=5000, name="wall <b>.png")])
    assert said.startswith("“wall <b>.png” is sent with 35 million pixels")
    assert "takes 33.2 million" in said
    assert warnings([picture(width=MOST_PIXELS, height=1)]) == ()


def test_each_thing_that_is_too_much_is_said_once():
    many = [picture(700_000, 8000, 8000, name=f"{n}.png") for n in range(6)]
    assert len(warnings(many)) == 2 + 6


@given(st.binary(max_size=4000))
def test_the_bytes_of_a_picture_are_counted_as_base64_makes_them(content):
    assert base64_bytes(picture(len(content))) == len(base64.b64encode(content))


@given(
    st.lists(st.integers(1, 2_000_000), max_size=12),
    st.lists(st.integers(1, 2_000_000), max_size=8),
)
def test_it_is_silent_exactly_when_every_known_provider_takes_the_request(new, old):
    images, earlier = [picture(size) for size in new], [picture(size) for size in old]
    total = sum(len(base64.b64encode(bytes(size))) for size in (*new, *old))
    fine = len(new) + len(old) <= min(SAFE_PICTURES, MOST_PICTURES) and total <= SAFE_BASE64
    assert (warnings(images, earlier) == ()) == (fine or not new)
