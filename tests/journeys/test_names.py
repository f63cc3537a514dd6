"""The names that outside programs rely on, and the main job by them alone, as a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.practice import Reply
from tests.journeys.person import Person

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.desktop import Desktop
    from tests.journeys.stand_in import StandIn

NAMES = {
    "Conversations": {"list"},
    "Search conversations": {"text", "entry"},
    "New chat": {"push button", "button"},
    "Message": {"text", "entry"},
    "Send": {"push button", "button"},
    "Attach images": {"push button", "button"},
    "Model": {"push button", "button", "combo box"},
    "Running cost": {"push button", "button"},
    "Connection": {"push button", "button"},
    "System prompt": {"text", "entry"},
    "Transcript": set(),
    "Parameters": set(),
    "Temperature": {"spin button"},
    "Top P": {"spin button"},
    "Max tokens": {"spin button"},
    "Stop sequences": {"text", "entry"},
    "Frequency penalty": {"spin button"},
    "Presence penalty": {"spin button"},
    "Repetition penalty": {"spin button"},
    "Top K": {"spin button"},
    "Seed": {"spin button"},
    "Min P": {"spin button"},
    "Response format": {"filler", "panel"},
    "Logit bias": {"filler", "panel"},
    "Structured outputs": {"filler", "panel"},
}


def test_every_name_is_there_from_the_start_on_something_that_works(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    assert person.window.name.startswith("Scout Desktop")
    assert person.window.role == "frame"
    seen = person.window.find_all()
    # Below the edge of the panel of parameters as well: one scrolls there.
    panel = person.window.find(None, "Parameters").find_all(hidden=True)
    for name, roles in NAMES.items():
        found = {thing.role for thing in [*seen, *panel] if thing.name == name}
        assert found, f"nothing is called {name}"
        assert not roles or found & roles, f"{name} is only {found}"
    buttons = [t for t in person.window.find_all("button") if not t.name]
    assert not [t.look()["box"] for t in buttons], "a button without a name"


def test_the_main_job_by_the_names_alone(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    person.message.set_text("What is a tile?")
    stand_in.queue(Reply(text="A square of 336 pixels.", rate=40))
    person.window.find("button", "Send").wait_until(lambda seen: "enabled" in seen["states"])
    person.window.find("button", "Send").press()
    person.reads("What is a tile?", "A square of 336 pixels.")
    assert person.message.text == ""

    stand_in.queue(Reply(text="one two three four", rate=40, stall_after=2))
    person.message.set_text("Count")
    person.window.find("button", "Send").press()
    person.reads("one two")
    person.window.find("button", "Stop").press()
    stand_in.wait_until(lambda s: s.server.closed_early == 1)
    person.reads("Stopped.")

    person.window.find("spin button", "Temperature").set_value(0.5)
    person.window.find("button", "New chat").press()
    person.until(lambda: person.window.look()["name"] == "Scout Desktop")
    person.window.find("list item", prefix="What is a tile?")
    person.message.set_text("In a new chat")
    person.window.find("button", "Send").press()
    person.reads("In a new chat", "Fine.")
    assert "temperature" not in stand_in.bodies[-1]
    person.leave()
