"""Names for saved pictures, and the words for what was sent."""

from __future__ import annotations

import pytest

from scout_desktop.chat.message import ImagePart, Original
from scout_desktop.ui.controls.picture.sent import bytes_words, name_of, sent_words
from scout_desktop.ui.transcript.pictures.saving import suggested_name


@pytest.mark.parametrize(
    ("name", "mime", "suggested"),
    [
        ("cat.png", "image/png", "cat.png"),
        ("cat.heic", "image/jpeg", "cat.jpg"),
        ("cat.JPEG", "image/jpeg", "cat.jpg"),
        ("my.holiday.2024.tiff", "image/webp", "my.holiday.2024.webp"),
        ("no extension", "image/gif", "no extension.gif"),
        ("", "image/png", "picture.png"),
        ("...", "image/png", "picture.png"),
        ("../../etc/passwd", "image/png", "etc passwd.png"),
        ("C:\\Windows\\x.exe", "image/png", "C Windows x.png"),
        ("a\u202egnp.exe", "image/png", "a gnp.png"),
        ("a\nb\x00c.png", "image/png", "a b c.png"),
        ('what? "this" <is>|it*.png', "image/png", "what this is it.png"),
        ("CON.png", "image/png", "picture CON.png"),
        ("lpt1", "image/png", "picture lpt1.png"),
        ("con.tar.png", "image/png", "picture con.tar.png"),
        (" . .png", "image/png", "png.png"),
        ("猫の写真.jpg", "image/jpeg", "猫の写真.jpg"),
        ("x" * 500 + ".png", "image/png", "x" * 180 + ".png"),
        ("猫" * 200, "image/png", "猫" * 60 + ".png"),
        ("trailing dot. .png", "image/png", "trailing dot.png"),
        ("cat.png", "application/x-unknown", "cat.bin"),
    ],
)
def test_a_file_name_is_suggested_that_every_system_takes(name, mime, suggested) -> None:
    assert suggested_name(ImagePart("ab", mime, 1, 1, 1, name)) == suggested


def test_what_was_sent_is_said_in_full() -> None:
    original = Original("other", "image/heic", 4032, 3024, 2_499_999, animated=True)
    image = ImagePart("ab", "image/jpeg", 1600, 1200, 456_789, "cat.jpg", original=original)

    assert sent_words(image) == (
        "1600 × 1200 pixels  ·  13 tiles  ·  1,887 tokens  ·  457 kB  ·  "
        "made from 4032 × 3024, 2.5 MB  ·  first frame only"
    )


def test_a_picture_that_was_sent_as_it_is_was_made_from_nothing_else() -> None:
    original = Original("ab", "image/png", 10, 10, 90)
    image = ImagePart("ab", "image/png", 10, 10, 90, "cat.png", original=original)

    assert "made from" not in sent_words(image)


def test_what_is_not_known_is_not_said() -> None:
    assert sent_words(ImagePart("ab", "", 0, 0, 0)) == ""
    assert name_of(ImagePart("ab", "", 0, 0, 0)) == "picture"
    assert len(name_of(ImagePart("ab", "", 0, 0, 0, "x" * 1000))) == 80


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"),
     (25_000_000, "25.0 MB")],
)  # fmt: skip
def test_bytes_are_said_as_a_person_does(count, words) -> None:
    assert bytes_words(count) == words
