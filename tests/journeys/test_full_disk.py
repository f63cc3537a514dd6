"""The disk runs full: nothing is lost, the window says so, and saves when there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scout_desktop.practice import Reply
from tests.journeys import contract
from tests.journeys.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.desktop import Desktop
    from tests.journeys.stand_in import StandIn


class SmallDisk:
    """A disk of one megabyte, in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filling = folder / "filling"

    def fill(self) -> None:
        """Leave no room at all."""
        with self._filling.open("ab", buffering=0) as filling:
            while shutil.disk_usage(self.folder).free:
                filling.write(bytes(4096))

    def empty(self) -> None:
        """Make room again."""
        self._filling.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield SmallDisk(folder)
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_loses_nothing_and_saving_goes_on_when_there_is_room(
    desktop: Desktop, stand_in: StandIn, disk: SmallDisk
) -> None:
    person = Person(desktop, disk.folder / "data", "--base-url", stand_in.url)
    stand_in.queue(Reply(text="It is a heron."))
    person.send("Which bird is grey?")
    person.reads("It is a heron.")

    # The reply is on its way when the disk runs full: all of it is read, and it can be saved later.
    # (A long one: a file's last page has room for a few words on any disk.)
    rest = "and so on " * 2000 + "to the end."
    stand_in.queue(Reply(deltas=("one ", "two ", rest), stall_after=2, stall=3))
    person.send("Count for me")
    person.reads("one two")
    disk.fill()
    person.reads("to the end.")
    person.window.find("label", prefix="The disk is full")
    person.shot("full")

    # What is asked now is not sent, and stays in the box.
    asked = len(stand_in.bodies)
    person.send("And which is white?")
    person.message.wait_until(lambda seen: seen["text"] == "And which is white?")
    person.window.find("label", prefix="The disk is full")
    assert len(stand_in.bodies) == asked, "nothing leaves that could not be kept"
    person.shot("given back")

    disk.empty()
    desktop.hands.click(person.window.find("button", "Try again"))
    person.until(
        lambda: not person.window.find_all("label", prefix="The disk is full"),
        otherwise=lambda: "the banner stays although there is room",
    )
    stand_in.queue(Reply(text="An egret."))
    person.click("Message", "text")
    person.send()
    person.reads("An egret.")
    person.leave()

    contract.check_folder(person.data)
    (chat,) = contract.chats(person.data)
    said = [node["parts"][0]["text"] for node in chat["nodes"]]
    assert said == [
        "Which bird is grey?", "It is a heron.",
        "Count for me", f"one two {rest}",
        "And which is white?", "An egret.",
    ]  # fmt: skip
    assert contract.billed(person.data) == stand_in.billed
