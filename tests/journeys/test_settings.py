"""Settings take hold at once and are there tomorrow; About says what the model asks for."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from scout_desktop.practice import Reply
from tests.journeys import contract
from tests.journeys.person import Person

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.desktop import Desktop
    from tests.journeys.stand_in import StandIn


def test_dark_and_control_enter_are_chosen_and_kept(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    assert brightness(person) > 200
    desktop.hands.key("ctrl+comma")
    settings = person.app.find("dialog", "Settings")
    desktop.hands.click(settings.find("check box", "Theme: Dark"))
    person.until(lambda: brightness(person) < 60)
    desktop.hands.click(settings.find("check box", "Send with: Ctrl+Enter"))
    person.shot("settings in the dark")
    desktop.hands.click(settings.find("button", "Close"))
    person.until(lambda: not person.app_windows("Settings"))
    person.leave()

    person.come_back()
    assert brightness(person) < 60
    person.write("One line")
    desktop.hands.key("Return")
    desktop.hands.type("and another")
    person.message.wait_until(lambda seen: seen["text"] == "One line\nand another")
    assert stand_in.chats == []
    stand_in.queue(Reply(text="one two three four", rate=30, stall_after=2))
    desktop.hands.key("ctrl+Return")
    person.reads("One line", "and another", "one two")
    person.shot("answered in the dark")

    # Quit in the middle of a reply, as from the menu.
    desktop.hands.key("ctrl+q")
    assert person.app.wait() == 0
    contract.check_folder(person.data)
    (chat,) = contract.chats(person.data)
    (reply,) = contract.nodes(chat, "assistant")
    assert (reply["state"], reply["parts"][0]["text"]) == ("stopped", "one two")


def test_about_says_built_with_llama(desktop: Desktop, stand_in: StandIn, tmp_path: Path) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    person.click("Menu")
    desktop.hands.key("Up", "Right", "Up", "Return")
    about = person.app.find("dialog", prefix="About")
    texts = "\n".join(thing.text for thing in about.find_all())
    assert "Built with Llama" in texts
    person.shot("about")
    desktop.hands.key("Escape")
    person.leave()


def brightness(person: Person) -> float:
    """How bright the window is on the whole, from 0 to 255."""
    left, top, width, height = person.window.box
    cut = f"{width}x{height}+{left}+{top}"
    shot = ["import", "-window", "root", "-crop", cut, "-resize", "1x1!", "-depth", "8", "gray:-"]
    done = subprocess.run(shot, env=person.desktop.env, capture_output=True, check=True)
    return float(done.stdout[0])
