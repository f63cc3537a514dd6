"""What a test does with mouse, keyboard and clipboard: real events through the X server."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.journeys.eyes import Thing

Point = tuple[int, int]


class Hands:
    """Mouse and keyboard of one display."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._env = dict(environment)

    def xdotool(self, *words: object) -> str:
        """Run one xdotool command; give what it prints."""
        done = subprocess.run(
            ["xdotool", *map(str, words)],
            env=self._env, capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        return done.stdout.strip()

    def click(self, where: Thing | Point, *, button: int = 1, times: int = 1) -> None:
        """Click in the middle of a thing once it keeps still, or at a point."""
        x, y = where if isinstance(where, tuple) else _at_rest(where)
        self.xdotool("mousemove", x, y, "click", "--repeat", times, button)

    def move(self, where: Thing | Point) -> None:
        """Move the pointer there, as for hovering."""
        x, y = where if isinstance(where, tuple) else where.centre
        self.xdotool("mousemove", x, y)

    def type(self, text: str) -> None:
        """Type Latin text where the keyboard is; other scripts come by the clipboard."""
        self.xdotool("type", "--delay", 15, text)

    def key(self, *keys: str) -> None:
        """Press keys such as "ctrl+v" or "Return", one after another."""
        self.xdotool("key", "--delay", 30, *keys)

    def copy(self, content: bytes | str, kind: str = "UTF8_STRING") -> None:
        """Put *content* on the clipboard, as another program would; *kind* such as image/png."""
        data = content.encode() if isinstance(content, str) else content
        subprocess.run(
            ["xclip", "-selection", "clipboard", "-t", kind, "-i"],
            input=data, env=self._env, timeout=20, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def clipboard(self, kind: str = "UTF8_STRING") -> bytes:
        """What is on the clipboard, as *kind*."""
        return subprocess.run(
            ["xclip", "-selection", "clipboard", "-t", kind, "-o"],
            env=self._env, capture_output=True, timeout=20, check=True,
        ).stdout  # fmt: skip

    def place(self, title: str, left: int, top: int, width: int, height: int) -> None:
        """Move and size the window whose title matches *title*, and raise it."""
        found = self._windows(title)
        self.xdotool("windowsize", "--sync", found[0], width, height)
        self.xdotool("windowmove", found[0], left, top)
        self.xdotool("windowactivate", "--sync", found[0])

    def _windows(self, title: str, patience: float = 20.0) -> list[str]:
        """Wait for windows whose title matches; the tool's own waiting ends when one goes away."""
        deadline = time.monotonic() + patience
        while True:
            try:
                return self.xdotool("search", "--onlyvisible", "--name", title).split()
            except subprocess.CalledProcessError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def close(self, title: str) -> None:
        """Close the window whose title matches *title*, as the window manager's button does."""
        found = self.xdotool("search", "--onlyvisible", "--name", title).split()
        self.xdotool("windowactivate", "--sync", found[0], "key", "--clearmodifiers", "alt+F4")

    def drag(self, start: Point, end: Point) -> None:
        """Press at *start*, move to *end* as a hand does, let go there."""
        (x0, y0), (x1, y1) = start, end
        self.xdotool("mousemove", x0, y0)
        time.sleep(0.2)
        self.xdotool("mousedown", 1)
        time.sleep(0.2)
        for step in (4, 8, 16, 32):  # small steps first, or the source does not start a drag
            self.xdotool("mousemove", x0 + step, y0 + step // 2)
            time.sleep(0.06)
        for part in range(1, 13):
            x, y = x0 + (x1 - x0) * part // 12, y0 + (y1 - y0) * part // 12
            self.xdotool("mousemove", x, y)
            time.sleep(0.04)
        self.xdotool("mousemove", x1 + 1, y1)
        time.sleep(0.3)
        self.xdotool("mouseup", 1)

    def spot(self, corner: Point, size: Point, patience: float = 20.0) -> tuple[int, int, int, int]:
        """Wait for something on plain ground below *corner* that keeps still; give its box."""
        cut = f"{size[0]}x{size[1]}+{corner[0]}+{corner[1]}"
        deadline = time.monotonic() + patience
        before = None
        while True:
            shot = ["import", "-window", "root", "-crop", cut, "png:-"]
            trim = ["convert", "png:-", "+repage", "-trim", "-format", "%w %h %X %Y", "info:"]
            picture = subprocess.run(shot, env=self._env, capture_output=True, check=True).stdout
            told = subprocess.run(trim, input=picture, capture_output=True, check=False).stdout
            words = told.decode().split()
            seen = tuple(int(word) for word in words) if len(words) == 4 else (0, 0, 0, 0)
            width, height, left, top = seen
            if seen == before and 8 < width < size[0] and 8 < height < size[1] and left >= 0:
                return corner[0] + left, corner[1] + top, width, height
            before = seen
            assert time.monotonic() < deadline, f"nothing to be seen at {corner}"
            time.sleep(0.1)

    def screenshot(self, path: Path) -> Path:
        """Keep a picture of the whole screen as *path* (PNG)."""
        subprocess.run(
            ["import", "-window", "root", str(path)], env=self._env, timeout=30, check=True
        )
        return path


def _at_rest(thing: Thing) -> Point:
    """Where a thing is once two looks agree: what arrives late above it pushes it down."""
    before = thing.centre
    for _ in range(40):
        time.sleep(0.05)
        now = thing.centre
        if now == before:
            break
        before = now
    return before
