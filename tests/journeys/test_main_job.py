"""The main job, in the real window: a photograph, a question, a reply, Stop, tomorrow, the bill."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from canary import search
from PIL import Image

from scout_desktop.practice import Reply
from tests.journeys import contract
from tests.journeys.person import Person
from tests.journeys.stand_in import StandIn

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.desktop import Desktop

_DESCRIPTION = (
    "The photograph shows a **grey gradient**.\n\n1. It is dark above.\n2. It is light below.\n"
)


def photograph(folder: Path) -> Path:
    """A photograph as a camera leaves it: turned, and with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 0.0)
    folder.mkdir()
    path = folder / "IMG_2041.JPG"
    picture = Image.linear_gradient("L").resize((1600, 1200)).convert("RGB")
    picture.save(path, "JPEG", exif=exif, quality=90)
    return path


def test_a_photograph_is_asked_about_stopped_found_again_and_paid(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    do_the_main_job(person, stand_in, photograph(tmp_path / "photos"))


def test_the_same_with_a_key_that_the_keyring_holds(
    desktop: Desktop, canary_key: str, tmp_path: Path
) -> None:
    with StandIn(keys=[canary_key]) as strict:
        person = Person(desktop, tmp_path / "data", "--base-url", strict.url)
        store_key(person, canary_key)
        person.leave()
        person.come_back()
        do_the_main_job(person, strict, photograph(tmp_path / "photos"))
        given = {request.header("authorization") for request in strict.chats}
    assert given == {f"Bearer {canary_key}"}
    assert search([tmp_path]) == []


def store_key(person: Person, key: str) -> None:
    """Give the key in the settings, before anything was asked."""
    person.desktop.hands.key("ctrl+comma")
    settings = person.app.find("dialog", "Settings")
    person.desktop.hands.click(settings.find("page tab", "Key and server"))
    person.desktop.hands.click(settings.find("button", prefix="Add a key"))
    person.app.find("dialog", "API key").find("label", prefix="It will be kept in: Secret Service")
    person.desktop.hands.type(key)
    person.desktop.hands.key("Return")
    settings.find("label", prefix="For http://127.0.0.1")
    person.shot("key kept")
    person.desktop.hands.click(settings.find("button", "Close"))
    person.until(lambda: not person.app_windows("Settings"))


def do_the_main_job(person: Person, stand_in: StandIn, photo: Path) -> None:
    """Drop, ask, read, stop, ask again, close, come back, and look at everything kept."""
    desktop = person.desktop
    desktop.hands.place("^Scout Desktop", 380, 20, 1200, 900)

    # Dropped on the list of chats: anywhere on the window will do.
    left, top, width, height = person.window.find("list", "Conversations").box
    desktop.drag_file(photo, (left + width // 2, top + height - 30))
    chip = person.window.find(None, prefix="IMG_2041.JPG,")
    assert "tokens" in chip.name
    person.shot("dropped")

    stand_in.queue(Reply(text=_DESCRIPTION, rate=20, bill=Decimal("0.000123456789")))
    person.send("What is on it?")
    person.window.find("button", "Stop")
    person.reads("What is on it?", "grey gradient", "It is light below.")
    person.window.find("button", "Send")
    person.has_paid(Decimal("0.000123456789"))
    person.shot("answered")

    stand_in.queue(Reply(text="Once upon a time there was a picture", rate=30, stall_after=5))
    person.send("Tell me a story")
    person.reads("Once upon a time there")
    person.shot("stalled")
    person.click("Stop")
    stand_in.wait_until(lambda s: s.server.closed_early == 1)
    person.window.find("button", "Send")
    person.reads("Once upon a time there", "topped")

    stand_in.queue(Reply(text="Of course.", bill=Decimal("0.000000000000003")))
    person.send("Was that all?")
    person.reads("Of course.")
    paid = Decimal("0.000123456789003")
    assert stand_in.billed == paid
    person.has_paid(paid)
    assert "1 request of unknown cost" in person.running_cost()
    person.shot("three exchanges")
    person.leave()
    check_what_was_kept(person.data, stand_in, photo)
    (kept,) = [path.read_bytes() for path in (person.data / "chats").iterdir()]

    person.come_back()
    person.has_paid(paid)
    chats = person.window.find("list", "Conversations")
    row = chats.find("list item", prefix="What is on it?")
    assert "0.000123" in row.name
    desktop.hands.click(row)
    person.reads("What is on it?", "grey gradient", "Tell me a story", "Once upon a time there")
    person.reads("topped", "Of course.")
    assert person.running_cost("This chat").startswith(f"{paid} USD")
    person.shot("the next day")
    person.leave()
    # Reading changed nothing.
    assert [path.read_bytes() for path in (person.data / "chats").iterdir()] == [kept]
    check_what_was_kept(person.data, stand_in, photo)
    assert cost(desktop, person.data) == {
        period: (str(paid), 3, 1) for period in ("today", "month", "all")
    }


def check_what_was_kept(data: Path, stand_in: StandIn, photo: Path) -> None:
    """The folder is as the contract says, and tells what happened on the wire."""
    contract.check_folder(data)
    (chat,) = contract.chats(data)
    said = [(n["role"], n["parts"][0]["text"], n.get("state")) for n in chat["nodes"]]
    assert said == [
        ("user", "What is on it?", None),
        ("assistant", _DESCRIPTION, "complete"),
        ("user", "Tell me a story", None),
        ("assistant", "Once upon a time there", "stopped"),
        ("user", "Was that all?", None),
        ("assistant", "Of course.", "complete"),
    ]
    above = [None, *(node["id"] for node in chat["nodes"])]
    assert [node["parent"] for node in chat["nodes"]] == above[:-1]
    assert chat["meta"]["head"]["value"] == above[-1]
    first, stopped, last = contract.nodes(chat, "assistant")
    assert first["cost"] == {"source": "usage", "usd": "0.000123456789"}
    assert stopped["cost"] == {"source": "unknown", "usd": None}
    assert last["cost"] == {"source": "usage", "usd": "0.000000000000003"}
    assert contract.billed(data) == stand_in.billed
    attempts = {a["node"]: a for a in contract.attempts(data).values()}
    assert {id: attempts[id]["state"] for id in attempts} == {
        first["id"]: "complete", stopped["id"]: "stopped", last["id"]: "complete",
    }  # fmt: skip

    picture = chat["nodes"][0]["parts"][1]
    assert (picture["name"], picture["mime"]) == ("IMG_2041.JPG", "image/jpeg")
    assert picture["original"]["sha256"] == hashlib.sha256(photo.read_bytes()).hexdigest()
    assert (picture["original"]["width"], picture["original"]["height"]) == (1200, 1600)
    assert picture["width"] < picture["height"], "the camera was held upright"
    # In every turn the same bytes went out that are kept, without what the camera knew.
    for body in stand_in.bodies:
        sent = picture_in(body["messages"][0])
        assert hashlib.sha256(sent).hexdigest() == picture["sha256"]
        with Image.open(io.BytesIO(sent)) as opened:
            assert opened.size == (picture["width"], picture["height"])
            assert not opened.getexif()
    drafts = data.with_name("data.state") / "drafts"
    assert not [*drafts.glob("*.json")], "what was sent is no draft any more"


def picture_in(message: dict[str, Any]) -> bytes:
    """The bytes of the picture in a message of a request."""
    urls = [p["image_url"]["url"] for p in message["content"] if p["type"] == "image_url"]
    (url,) = urls
    assert url.startswith("data:image/jpeg;base64,")
    return base64.b64decode(url.partition(",")[2], validate=True)


def cost(desktop: Desktop, data: Path) -> dict[str, tuple[str, int, int]]:
    """What the command line says it has cost: amount, requests, unknown ones, by period."""
    words = ["-m", "scout_desktop", "--data-dir", str(data), "cost", "--json"]
    told = subprocess.run(
        [sys.executable, *words], env=desktop.env, capture_output=True, check=True
    )
    said = json.loads(told.stdout)
    return {name: (t["usd"], t["attempts"], t["unknown"]) for name, t in said.items()}
