"""The desktop of the journeys works, whatever the program does: shown on a small window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.desktop import Desktop

SAMPLE = Path(__file__).with_name("sample_window.py")


def test_a_window_is_seen_typed_into_pressed_and_dropped_on(
    desktop: Desktop, tmp_path: Path
) -> None:
    app = desktop.start(program=[str(SAMPLE)])
    window = app.window("Sample window")
    draft = window.find("text", "Draft")

    desktop.hands.click(draft)
    desktop.hands.type("Hello, what is this?")
    draft.wait_until(lambda seen: seen["text"] == "Hello, what is this?")
    window.find("button", "Send").press()
    window.find("label", "sent: Hello, what is this?")

    draft.set_text("")
    desktop.hands.copy("नमस्ते 你好")
    desktop.hands.click(draft)
    desktop.hands.key("ctrl+v")
    desktop.hands.click(window.find("button", "Send"))
    window.find("label", "sent: नमस्ते 你好")

    window.find("slider", "Heat").set_value(30)
    window.find("label", "heat 30")

    photos = tmp_path / "photos"
    photos.mkdir()
    picture = desktop.hands.screenshot(photos / "screen.png")
    desktop.drag_file(picture, window)
    window.find("label", f"dropped: {picture}")

    assert app.quit("^Sample window$") == 0
