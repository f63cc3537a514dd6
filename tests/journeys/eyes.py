"""What a test sees of the screen: things of the accessibility tree, by role and name."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SYSTEM_PYTHON = "/usr/bin/python3"
PATIENCE = 20.0
# Names of roles have changed between releases of the accessibility library.
ROLES = {
    "button": ["push button", "button"],
    "text": ["text", "entry"],
    "label": ["label", "static"],
    "window": ["frame", "window", "dialog"],
}


class NotSeen(AssertionError):
    """The thing did not appear in time; says what was there instead."""


class Eyes:
    """A reader process on the desktop's accessibility bus."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._reader = subprocess.Popen(
            [SYSTEM_PYTHON, Path(__file__).with_name("reader.py")],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._answer()

    def close(self) -> None:
        """End the reader."""
        self._reader.kill()
        self._reader.communicate()

    def ask(self, verb: str, **details: Any) -> Any:
        """Have the reader do something; raises LookupError when it cannot."""
        assert self._reader.stdin
        self._reader.stdin.write(json.dumps({"do": verb, **details}) + "\n")
        self._reader.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._reader.stdout
        line = self._reader.stdout.readline()
        if not line:
            raise LookupError("the reader of the accessibility tree has ended")
        answer = json.loads(line)
        if "error" in answer:
            raise LookupError(answer["error"])
        return answer["ok"]

    def find_all(
        self, role: str | None = None, name: str | None = None, **more: Any
    ) -> list[Thing]:
        """All things of *role* called *name* that are there now (see find in reader.py)."""
        roles = ROLES.get(role, [role]) if role else None
        seen = self.ask("find", role=roles, name=name, every=True, **more)
        return [Thing(self, s["id"], s["role"], s["name"]) for s in seen]

    def find(
        self,
        role: str | None = None,
        name: str | None = None,
        *,
        patience: float = PATIENCE,
        **more: Any,
    ) -> Thing:
        """Wait for a thing of *role* called *name* (or with a name that starts with *prefix*).

        More: within (a number), pid, prefix, hidden=True. Raises NotSeen after *patience* seconds.
        """
        roles = ROLES.get(role, [role]) if role else None
        deadline = time.monotonic() + patience
        while True:
            seen = self.ask("find", role=roles, name=name, **more)
            if seen:
                return Thing(self, seen[0]["id"], seen[0]["role"], seen[0]["name"])
            if time.monotonic() > deadline:
                raise NotSeen(
                    f"no {role} {name or more} in {patience:.0f} s, but:\n{self.tree(**more)}"
                )
            time.sleep(0.05)

    def tree(self, **more: Any) -> str:
        """What is on the screen, one thing a line."""
        where = {key: value for key, value in more.items() if key in {"pid", "within"}}
        seen = self.ask("find", every=True, **where)
        return "\n".join(f"  {thing['role']}: {thing['name']}" for thing in seen)


@dataclass(frozen=True)
class Thing:
    """One thing on the screen. What can change is read anew each time."""

    eyes: Eyes
    id: int
    role: str
    name: str

    def look(self) -> dict[str, Any]:
        """Role, name, description, states, and box, text, value, actions where it has them."""
        return self.eyes.ask("look", id=self.id)

    def find(self, role: str | None = None, name: str | None = None, **more: Any) -> Thing:
        """Wait for a thing inside this one."""
        return self.eyes.find(role, name, within=self.id, **more)

    def find_all(
        self, role: str | None = None, name: str | None = None, **more: Any
    ) -> list[Thing]:
        """All such things inside this one, now."""
        return self.eyes.find_all(role, name, within=self.id, **more)

    def children(self) -> list[Thing]:
        """The things directly inside this one."""
        seen = self.eyes.ask("children", id=self.id)
        return [Thing(self.eyes, s["id"], s["role"], s["name"]) for s in seen]

    @property
    def text(self) -> str:
        """The text in it, or its name where it has no text of its own."""
        seen = self.look()
        return str(seen.get("text", seen["name"]))

    @property
    def value(self) -> float:
        """The number a slider or spin box shows."""
        return float(self.look()["value"])

    @property
    def states(self) -> list[str]:
        """Such as "enabled", "focused", "checked", "selected", "showing"."""
        return list(self.look()["states"])

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, width, height in pixels of the screen."""
        left, top, width, height = self.look()["box"]
        return left, top, width, height

    @property
    def centre(self) -> tuple[int, int]:
        """The pixel in its middle."""
        left, top, width, height = self.box
        return left + width // 2, top + height // 2

    def press(self) -> None:
        """Press it as a screen reader would."""
        actions = self.look().get("actions", [])
        action = next(a for a in ("Press", "Toggle", "ShowMenu", *actions) if a in actions)
        assert self.eyes.ask("act", id=self.id, action=action), f"{self.name} cannot be pressed"

    def set_text(self, text: str) -> None:
        """Put *text* in place of what is in it."""
        assert self.eyes.ask("set_text", id=self.id, text=text), f"{self.name} takes no text"

    def set_value(self, value: float) -> None:
        """Move it to *value*."""
        assert self.eyes.ask("set_value", id=self.id, value=value), f"{self.name} takes no number"

    def focus(self) -> None:
        """Give it the keyboard."""
        self.eyes.ask("focus", id=self.id)

    def wait_until(
        self, condition: Callable[[dict[str, Any]], bool], patience: float = PATIENCE
    ) -> dict[str, Any]:
        """Wait until *condition* holds for what look() gives; give that."""
        deadline = time.monotonic() + patience
        while not condition(seen := self.look()):
            if time.monotonic() > deadline:
                raise NotSeen(f"{self.role} {self.name} stayed {seen}")
            time.sleep(0.05)
        return seen
