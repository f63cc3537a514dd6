"""What a person does with Scout Desktop, in their words: type, send, read, stop, come back."""

from __future__ import annotations

import os
import re
import time
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.journeys.desktop import App, Desktop
    from tests.journeys.eyes import Thing

T = TypeVar("T")


class Person:
    """Somebody at the desktop with the program open on a data folder."""

    def __init__(
        self,
        desktop: Desktop,
        data: Path,
        *arguments: str,
        program: Sequence[str] = (),
        **environment: str,
    ) -> None:
        """`program` is what to run in the place of the window itself, such as a tracer of it."""
        self.desktop, self.data, self._program = desktop, data, program
        self._arguments, self._environment = arguments, environment
        self.app: App
        self.window: Thing
        self._shots = 0
        self.come_back()

    def come_back(self, *arguments: str) -> None:
        """Start the program (again)."""
        words = ("--data-dir", str(self.data), *(arguments or self._arguments))
        self.app = self.desktop.start(*words, program=self._program, **self._environment)
        self.window = self.app.window()
        # Alive, not only painted: the foot is filled when the core has opened.
        self.window.find("button", "Running cost").wait_until(lambda seen: seen["description"])

    def leave(self) -> None:
        """Close the window with the button of its frame."""
        assert self.app.quit() == 0, self.app.output
        assert "Traceback" not in self.app.output, self.app.output

    def app_windows(self, title: str) -> list[Thing]:
        """The windows of the program with this title."""
        return self.desktop.eyes.find_all("window", title, pid=self.app.process.pid)

    @property
    def message(self) -> Thing:
        """The draft."""
        return self.window.find("text", "Message")

    def write(self, text: str) -> None:
        """Click into the message and type; other scripts than Latin come by the clipboard."""
        message = self.message
        self.desktop.hands.click(message)
        if text.isascii():
            self.desktop.hands.type(text)
        else:
            self.desktop.hands.copy(text)
            self.desktop.hands.key("ctrl+v")
        message.wait_until(lambda seen: seen["text"].endswith(text))

    def send(self, text: str = "") -> None:
        """Type a message and press Enter."""
        if text:
            self.write(text)
        self.desktop.hands.key("Return")

    def click(self, name: str, role: str = "button") -> None:
        """Click something with the mouse, wherever in the window it is."""
        self.desktop.hands.click(self.window.find(role, name))

    @property
    def transcript(self) -> str:
        """All messages of the chat, in view or not, and what stands between them in words."""
        whole = self.window.find(None, "Transcript")
        messages = [item.name for item in whole.find_all("list item", hidden=True)]
        return "\n".join([*messages, *(label.text for label in whole.find_all("label"))])

    def reads(self, *texts: str, patience: float = 20.0) -> None:
        """Wait until all *texts* stand in the transcript."""
        self.until(lambda: all(text in self.transcript for text in texts), patience, self._seen)

    def _seen(self) -> str:
        return f"the transcript says:\n{self.transcript}"

    def hover(self, prefix: str) -> None:
        """Point at a message, which brings its quiet row out."""
        whole = self.window.find(None, "Transcript")
        self.desktop.hands.move(whole.find(None, prefix=prefix))

    def running_cost(self, period: str = "All time") -> str:
        """What the running cost says of a period, exactly."""
        said = self.window.find("button", "Running cost").look()["description"]
        found = re.search(rf"^{period}: (.*)$", said, re.MULTILINE)
        assert found, said
        return found[1]

    def has_paid(self, usd: Decimal, patience: float = 20.0) -> None:
        """Wait until the running cost of all time begins with this amount."""
        wanted = f"{format(usd, 'f').rstrip('0')} USD"
        self.until(
            lambda: self.running_cost().startswith(wanted), patience,
            lambda: f"{self.running_cost()} instead of {wanted}",
        )  # fmt: skip

    def connection(self) -> str:
        """What the connection says."""
        return str(self.window.find("button", "Connection").look()["description"])

    def until(
        self,
        condition: Callable[[], T],
        patience: float = 20.0,
        otherwise: Callable[[], str] = lambda: "",
    ) -> T:
        """Wait until *condition* holds; give what it gave."""
        deadline = time.monotonic() + patience
        while not (found := self._tried(condition)):
            if time.monotonic() > deadline:
                raise AssertionError(f"{otherwise()}\npicture: {self.shot('failed')}")
            time.sleep(0.05)
        return found

    @staticmethod
    def _tried(condition: Callable[[], T]) -> T | None:
        try:
            return condition()
        except LookupError:
            # A thing went away between finding it and reading it.
            return None

    def shot(self, name: str) -> Path:
        """Keep a picture of the screen; of a step only if asked to (it takes half a second)."""
        self._shots += 1
        path = self.desktop.folder / f"{self._shots:02d} {name}.png"
        if name != "failed" and not os.environ.get("JOURNEY_PICTURES"):
            return path
        return self.desktop.hands.screenshot(path)
