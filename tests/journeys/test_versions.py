"""Versions beside each other, other scripts, pasted pictures, and a small window."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

from PIL import Image

from scout_desktop.practice import Reply
from tests.journeys import contract
from tests.journeys.person import Person

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.desktop import Desktop
    from tests.journeys.stand_in import StandIn

ARABIC = "ما الذي تراه في الصورة؟"


def test_editing_and_regenerating_keep_every_version(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    for text in ("The first answer.", "The second answer.", "About the edited one."):
        stand_in.queue(Reply(text=text))
    person.send("A question")
    person.reads("The first answer.")
    person.hover("Reply: The first answer.")
    person.click("Regenerate reply")
    person.reads("The second answer.")
    person.hover("Reply: The second answer.")
    person.window.find("label", "Version 2 of 2")
    person.shot("two versions")
    person.click("Previous version")
    person.reads("The first answer.")
    assert "The second answer." not in person.transcript

    person.hover("You: A question")
    person.click("Edit message")
    person.message.wait_until(lambda seen: seen["text"] == "A question")
    person.shot("editing")
    desktop.hands.click(person.message)
    desktop.hands.key("ctrl+a")
    desktop.hands.type("A better question")
    person.send()
    person.reads("A better question", "About the edited one.")
    assert "The first answer." not in person.transcript
    person.hover("You: A better question")
    person.window.find("label", "Version 2 of 2")
    person.leave()

    contract.check_folder(person.data)
    (chat,) = contract.chats(person.data)
    texts = {node["id"]: node["parts"][0]["text"] for node in chat["nodes"]}
    tree = sorted((texts.get(n["parent"], ""), texts[n["id"]]) for n in chat["nodes"])
    assert tree == [
        ("", "A better question"), ("", "A question"),
        ("A better question", "About the edited one."),
        ("A question", "The first answer."), ("A question", "The second answer."),
    ]  # fmt: skip


def test_arabic_and_a_picture_from_the_clipboard_in_a_small_window(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    desktop.hands.place("^Scout Desktop", 100, 50, 900, 600)
    person.window.wait_until(lambda seen: seen["box"][2:] == [900, 600])
    picture = io.BytesIO()
    Image.linear_gradient("L").resize((320, 200)).save(picture, "PNG")
    person.write(ARABIC)
    desktop.hands.copy(picture.getvalue(), "image/png")
    desktop.hands.key("ctrl+v")
    chip = person.window.find(None, "Attached pictures")
    person.until(lambda: any("tokens" in thing.name for thing in chip.find_all()))
    # The estimate counts the picture, whichever came first.
    person.until(lambda: person.window.find_all("label", prefix="about 162 tokens in"))
    stand_in.queue(Reply(kind="arabic"))
    person.shot("before sending")
    person.send()
    (body,) = stand_in.wait_until(lambda s: s.bodies)
    text, image = body["messages"][0]["content"]
    assert text["text"] == ARABIC
    sent = base64.b64decode(image["image_url"]["url"].partition(",")[2])
    with Image.open(io.BytesIO(sent)) as opened:
        assert opened.size == (320, 200)
    person.reads(ARABIC, "دراجة حمراء")
    person.shot("answered")

    # What there is no room for is one press away.
    for name in ("Send", "Attach images", "Model"):
        inside(person, person.window.find("button", name).box)
    inside(person, person.message.box)
    inside(person, person.window.find("list", "Conversations").box)
    assert not person.window.find_all(None, "Temperature")
    person.click("Show parameters")
    inside(person, person.window.find("spin button", "Temperature").box)
    person.shot("with parameters")
    person.leave()
    contract.check_folder(person.data)


def inside(person: Person, box: tuple[int, int, int, int]) -> None:
    """The box lies in the window, whole."""
    left, top, width, height = person.window.box
    assert left <= box[0] < box[0] + box[2] <= left + width
    assert top <= box[1] < box[1] + box[3] <= top + height
