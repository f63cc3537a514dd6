"""The 13 parameters by their names, by keyboard and by mouse; only changed ones are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.journeys.person import Person

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.desktop import Desktop
    from tests.journeys.stand_in import StandIn

LABELS = [
    "Temperature", "Top P", "Max tokens", "Stop sequences", "Frequency penalty",
    "Presence penalty", "Repetition penalty", "Top K", "Seed", "Min P", "Response format",
    "Logit bias", "Structured outputs",
]  # fmt: skip
OWN = {"model", "messages", "stream", "stream_options"}


def test_only_what_was_changed_is_sent_and_a_reset_takes_it_back(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    panel = person.window.find(None, "Parameters")
    names = {thing.name for thing in panel.find_all()}
    assert set(LABELS) <= names

    person.send("With nothing changed")
    person.reads("Fine.")
    assert set(stand_in.bodies[-1]) == OWN

    desktop.hands.click(panel.find("spin button", "Temperature"))
    desktop.hands.key("ctrl+a")
    desktop.hands.type("0.2")
    desktop.hands.key("Tab")
    desktop.hands.click(panel.find("text", "Stop sequences"))
    desktop.hands.type("END")
    desktop.hands.key("Return")
    panel.find(None, prefix="2 ")
    desktop.hands.click(panel.find("text", "System prompt"))
    desktop.hands.type("Be brief.")
    person.shot("changed")
    person.send("With two changed")
    sent = stand_in.wait_until(lambda s: s.bodies[1:])[-1]
    assert {name: sent[name] for name in set(sent) - OWN} == {"temperature": 0.2, "stop": ["END"]}
    assert sent["messages"][0] == {"role": "system", "content": "Be brief."}
    person.until(lambda: person.transcript.count("Reply: Fine.") == 2)

    panel.find("button", "Reset Temperature").press()
    panel.find("button", "Reset Stop sequences").press()
    panel.find("label", prefix="All at the provider's defaults")
    person.send("Again with none")
    sent = stand_in.wait_until(lambda s: s.bodies[2:])[-1]
    assert set(sent) == OWN
    person.until(lambda: person.transcript.count("Reply: Fine.") == 3)

    # A value that cannot be sent is marked with a sentence, and nothing goes out.
    desktop.hands.click(panel.find("spin button", "Temperature"))
    desktop.hands.key("ctrl+a")
    desktop.hands.type("9")
    desktop.hands.key("Tab")
    panel.find("label", "Temperature must be 0 to 2.")
    person.shot("out of range")
    person.write("Too hot")
    person.send()
    person.leave()
    assert len(stand_in.bodies) == 3
