"""Pictures in the real window: dragged in, pasted, looked at, left out again, by the folder."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pillow_heif
from PIL import Image, ImageDraw

from scout_desktop.practice import Reply
from tests.journeys import contract
from tests.journeys.person import Person
from tests.journeys.stand_in import StandIn

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.desktop import Desktop
    from tests.journeys.eyes import Thing


def photograph_of_a_phone(folder: Path) -> Path:
    """As a phone leaves it: HEIC, with its maker and the place in it; a red square at the right."""
    picture = Image.linear_gradient("L").resize((1600, 1200)).convert("RGB")
    ImageDraw.Draw(picture).rectangle((1100, 400, 1400, 700), fill=(220, 20, 20))
    exif = Image.Exif()
    exif[0x010F] = "Planted Maker"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 0.0)
    folder.mkdir()
    path = folder / "IMG_2041.HEIC"
    pillow_heif.from_pillow(picture).save(path, quality=85, exif=exif.tobytes())
    return path


def pictures_in(body: dict[str, Any], place: int = -1) -> list[Image.Image]:
    """The pictures of a message of a request, opened."""
    content = body["messages"][place]["content"]
    parts = [] if isinstance(content, str) else content
    urls = [part["image_url"]["url"] for part in parts if part["type"] == "image_url"]
    return [Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))) for url in urls]


def drop(person: Person, path: Path) -> None:
    """Drag a file, or a folder, alone where it lies, out of the file manager into the window."""
    person.desktop.hands.place("^Scout Desktop", 380, 20, 1200, 900)
    left, top, width, height = person.window.find("list", "Conversations").box
    person.desktop.drag_file(path, (left + width // 2, top + height - 30))


def window_of(person: Person, title: str) -> Thing:
    return person.app.find("window", prefix=title)


def test_a_photograph_of_a_phone_is_dropped_looked_at_and_cut_out(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    photo = photograph_of_a_phone(tmp_path / "photos")
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    drop(person, photo)
    chip = person.window.find(None, prefix="IMG_2041.HEIC,")
    assert "1600×1200 → 1344×1008 pixels sent" in chip.name
    assert "1,887 tokens" in chip.name
    person.shot("dropped")

    desktop.hands.click(chip, times=2)
    studio = window_of(person, "What the model sees")
    original = studio.find(None, "Original picture")
    studio.find(None, prefix="Tokens: 1,887")
    person.shot("what the model sees")
    # The photograph fills its side from one edge to the other: drag around the red square.
    left, top, width, height = original.box
    scale = min(width / 1600, height / 1200)
    x0, y0 = left + (width - 1600 * scale) / 2, top + (height - 1200 * scale) / 2
    start, end = ((1050, 350), (1450, 750))
    desktop.hands.click(studio.find(None, "Crop"))
    desktop.hands.drag(
        (round(x0 + start[0] * scale), round(y0 + start[1] * scale)),
        (round(x0 + end[0] * scale), round(y0 + end[1] * scale)),
    )
    person.until(lambda: not studio.find_all(None, prefix="Tokens: 1,887"))
    person.shot("cut out")
    desktop.hands.click(studio.find("button", "Use this"))
    person.until(lambda: not person.app_windows("What the model sees: IMG_2041.HEIC"))
    person.until(lambda: "cropped" in person.window.find(None, prefix="IMG_2041.HEIC,").name)

    stand_in.queue(Reply(text="A red square."))
    person.send("What is this?")
    person.reads("A red square.")
    (sent,) = pictures_in(stand_in.bodies[0])
    # The drag begins some pixels after the button went down, as every drag does.
    assert all(abs(side - 400) <= 60 for side in sent.size), sent.size
    red = sent.convert("RGB").getpixel((sent.width // 2, sent.height // 2))
    assert red[0] > 180
    assert red[1] < 60
    assert sent.convert("RGB").getpixel((5, 5))[1] > 60, "what is around it is grey"
    assert b"Planted" not in stand_in.chats[0].body
    person.leave()
    contract.check_folder(tmp_path / "data")
    (chat,) = contract.chats(tmp_path / "data")
    part = chat["nodes"][0]["parts"][1]
    assert part["original"]["sha256"] == hashlib.sha256(photo.read_bytes()).hexdigest()
    assert part["original"]["mime"] == "image/heic"
    assert (part["crop"]["width"], part["crop"]["height"]) == sent.size


def test_what_another_program_copied_is_pasted(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    hands = desktop.hands
    picture = Image.linear_gradient("L").resize((500, 400)).convert("RGB")
    forms = {}
    for kind in ("PNG", "AVIF", "BMP"):
        file = io.BytesIO()
        picture.save(file, kind)
        forms[kind] = file.getvalue()
    # With the keyboard in the list of chats: anywhere in the window will do.
    hands.click(person.window.find("list", "Conversations"))
    for place, kind in enumerate(forms, 1):
        hands.copy(forms[kind], f"image/{kind.lower()}")
        hands.key("ctrl+v")
        person.until(lambda n=place: len(person.window.find_all(None, prefix="pasted")) == n)
    file = tmp_path / "on the disk.png"
    file.write_bytes(forms["PNG"])
    hands.copy(f'"{file}"')
    hands.key("ctrl+v")
    person.window.find(None, prefix="on the disk.png,")
    person.window.find(None, prefix="Attached on the disk.png from the pasted path")
    person.shot("pasted")
    data = base64.b64encode(forms["PNG"]).decode()
    hands.copy(f"data:image/png;base64,{data}")
    hands.key("ctrl+v")
    person.until(lambda: len(person.window.find_all(None, prefix="pasted")) == 4)
    person.send()
    person.reads("Fine.")
    assert [sent.size for sent in pictures_in(stand_in.bodies[0])] == [(500, 400)] * 5

    # An address is text until the user says that it is a picture; then the service fetches it.
    address = "https://pictures.invalid/cat.jpg"
    hands.copy(address)
    hands.key("ctrl+v")
    person.click("Send as picture")
    person.until(lambda: person.message.text.strip() == "")
    person.send("Which animal?")
    person.until(lambda: len(stand_in.bodies) == 2)
    content = stand_in.bodies[1]["messages"][-1]["content"]
    assert content[-1] == {"type": "image_url", "image_url": {"url": address}}
    assert content[0] == {"type": "text", "text": "Which animal?"}
    person.leave()


def test_an_earlier_picture_is_left_out_from_here_on(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    drop(person, photograph_of_a_phone(tmp_path / "photos"))
    person.window.find(None, prefix="IMG_2041.HEIC,")
    person.send("What is it?")
    person.reads("Fine.")
    person.window.find("button", "Send")
    person.write("And its colour?")
    link = person.window.find("button", prefix="1 earlier picture: 1,887 tokens")
    desktop.hands.click(link)
    dialog = window_of(person, "Pictures in this chat")
    person.shot("pictures in this chat")
    desktop.hands.click(dialog.find("check box", "IMG_2041.HEIC: Drop"))
    dialog.find(None, prefix="Saves 1,887 tokens")
    desktop.hands.click(dialog.find("button", "Close"))
    person.desktop.hands.click(person.message)
    person.send()
    person.until(lambda: len(stand_in.bodies) == 2)
    first, second = stand_in.bodies
    assert len(pictures_in(first, 0)) == 1
    assert not pictures_in(second, 0)
    person.window.find("button", "Send")
    person.leave()
    contract.check_folder(tmp_path / "data")
    (chat,) = contract.chats(tmp_path / "data")
    picture = chat["nodes"][0]["parts"][1]
    told = chat["nodes"][3]["request"]["pictures"]
    assert [(each["sha256"], each["how"]) for each in told] == [(picture["sha256"], "drop")]
    assert "pictures" not in chat["nodes"][1]["request"]


def test_a_folder_is_asked_about_in_one_go(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    folder = tmp_path / "drawer" / "Receipts"
    folder.mkdir(parents=True)
    for place in range(7):
        Image.new("RGB", (300 + place, 200), (30 * place, 90, 90)).save(folder / f"{place}.png")
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    drop(person, folder)
    # The last chip pushes what stands below it down.
    person.window.find(None, prefix="6.png,")
    desktop.hands.click(person.window.find("button", prefix="Ask the same of each"))
    batch = window_of(person, "Batch")
    stand_in.queue(*[Reply(text=f"Number {n}.", bill=Decimal("0.000001")) for n in range(7)])
    desktop.hands.click(batch.find("text", "Prompt"))
    desktop.hands.type("Which colour?")
    batch.find(None, prefix="Forecast:")
    person.shot("batch")
    desktop.hands.key("ctrl+Return")
    batch.find("label", prefix="7 of 7 done")
    person.shot("batch done")
    assert len(stand_in.bodies) == 7
    sizes = {pictures_in(body)[0].width for body in stand_in.bodies}
    assert sizes == {300 + place for place in range(7)}
    person.has_paid(Decimal("0.000007"))
    # One row for all of them in the list of conversations.
    row = person.window.find("list item", prefix="Receipts")
    assert "7 pictures" in row.name
    person.leave()
    contract.check_folder(tmp_path / "data")
    chats = contract.chats(tmp_path / "data")
    assert len(chats) == 7
    assert contract.billed(tmp_path / "data") == stand_in.billed == Decimal("0.000007")
    assert {json.dumps(a["purpose"]) for a in contract.attempts(tmp_path / "data").values()} == {
        '"batch"'
    }


def test_a_part_of_the_screen_is_attached(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    shown = desktop.start(program=["-c", _GREEN_WINDOW])
    desktop.hands.place("^Green", 10, 10, 560, 500)
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    # Over the other window: ours steps aside while a part of the screen is chosen.
    desktop.hands.place("^Scout Desktop", 100, 20, 1200, 900)
    desktop.hands.click(person.message)
    desktop.hands.key("ctrl+shift+s")
    person.app.find(None, "Choose a part of the screen")
    person.shot("overlay")
    desktop.hands.drag((110, 150), (430, 390))
    chip = person.window.find(None, prefix="screenshot.png,")
    person.shot("attached")
    person.send("What was there?")
    person.reads("Fine.")
    (sent,) = pictures_in(stand_in.bodies[0])
    assert f"{sent.width}×{sent.height}" in chip.name
    assert all(abs(side - whole) < 30 for side, whole in zip(sent.size, (320, 240), strict=True))
    assert sent.convert("RGB").getcolors() == [(sent.width * sent.height, (0, 160, 0))]
    person.leave()
    shown.kill()


_GREEN_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication(sys.argv)
window = QWidget()
window.setWindowTitle("Green")
window.setStyleSheet("background: rgb(0, 160, 0)")
window.show()
application.exec()
"""
