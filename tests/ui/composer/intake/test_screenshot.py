"""Taking a picture of the screen: a real one, with a window manager, a mouse and a D-Bus."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.desktop import App, Desktop, missing

HERE = Path(__file__).parent
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


@pytest.fixture(scope="module")
def desktop(tmp_path_factory) -> Iterator[Desktop]:
    if reason := missing():
        pytest.skip(reason)
    with Desktop(tmp_path_factory.mktemp("screen") / "desktop", keyring=False) as desktop:
        yield desktop


@pytest.fixture
def screen(desktop, tmp_path) -> Iterator[Screen]:
    made = Screen(desktop, tmp_path)
    yield made
    for app in made.apps:
        app.kill()


class Screen:
    """A desktop with our program on it, which takes one screenshot."""

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        self.desktop, self.folder = desktop, folder
        self.apps: list[App] = []

    def start(self, *words: str, **environment: str) -> App:
        program = [str(HERE / "screen_program.py"), str(self.folder / "shot.png"), *words]
        self.apps.append(self.desktop.start(program=program, **environment))
        return self.apps[-1]

    def wait_for_overlay(self) -> None:
        self.until(self.overlay_is_there)
        self.until(lambda: self.looks() not in (RED, GREEN, BLUE))
        self.until(self.overlay_has_the_keys)

    def overlay_is_there(self) -> bool:
        try:
            # Not told to wait by itself: a window that goes while it looks makes it give up.
            self.desktop.hands.xdotool("search", "--onlyvisible", "--name", "^Choose a part")
        except subprocess.CalledProcessError:
            return False
        return True

    def overlay_has_the_keys(self) -> bool:
        try:
            name = self.desktop.hands.xdotool("getactivewindow", "getwindowname")
        except subprocess.CalledProcessError:
            return False  # no window has them yet
        return name.startswith("Choose a part")

    def looks(self, left: int = 1500, top: int = 900) -> tuple[int, ...]:
        """The colour of a point of the screen."""
        file = self.desktop.hands.screenshot(self.folder / "now.png")
        with Image.open(file) as opened:
            return opened.convert("RGB").getpixel((left, top))

    def until(self, true: Callable[[], object]) -> None:
        deadline = time.monotonic() + 20
        while not true():
            assert time.monotonic() < deadline, "it did not happen"
            time.sleep(0.05)

    def drag(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        between = (first[0] + 20, first[1] + 20)
        words = ["mousemove", *first, "mousedown", 1, "mousemove", *between, "mousemove", *last]
        self.desktop.hands.xdotool(*words, "sleep", 0.1, "mouseup", 1)

    def shot(self) -> Image.Image:
        with Image.open(self.folder / "shot.png") as opened:
            return opened.convert("RGB")


def test_a_region_is_dragged_and_our_window_is_out_of_the_way_and_back_where_it_was(screen):
    app = screen.start()
    screen.wait_for_overlay()
    screen.drag((200, 300), (699, 599))
    assert app.wait() == 0
    assert "done (500, 300) ''" in app.output
    assert screen.shot().getcolors() == [(500 * 300, BLUE)]
    place = re.search(r"at (\(.*\))", app.output)
    assert place is not None
    assert f"visible=True {place[1]}" in app.output


def test_at_twice_the_scale_every_pixel_is_there(screen):
    app = screen.start("shown", "dark", QT_SCALE_FACTOR="2")
    screen.wait_for_overlay()
    # The middle of our window in device pixels: red on its left, green on its right.
    screen.drag((500, 620), (699, 701))
    assert app.wait() == 0
    shot = screen.shot()
    assert shot.size == (200, 82)
    left = {shot.getpixel((x, 40)) for x in range(60)}
    right = {shot.getpixel((x, 40)) for x in range(140, 200)}
    assert (left, right) == ({RED}, {GREEN})


def test_a_click_is_no_region_and_enter_takes_everything(screen):
    app = screen.start("shown")
    screen.wait_for_overlay()
    screen.drag((900, 300), (901, 301))
    screen.desktop.hands.key("Return")
    assert app.wait() == 0
    assert "done (1600, 1000) ''" in app.output
    colours = {colour for _count, colour in screen.shot().getcolors(1 << 20)}
    assert {RED, GREEN, BLUE} <= colours


def test_escape_the_other_button_and_the_window_manager_cancel(screen):
    app = screen.start("again")
    cancels = (
        lambda: screen.desktop.hands.key("Escape"),
        lambda: screen.desktop.hands.click((800, 600), button=3),
        lambda: screen.desktop.hands.key("alt+F4"),
    )
    for times, cancel in enumerate(cancels, 1):
        screen.wait_for_overlay()
        cancel()
        screen.until(lambda: app.output.count("done None '' visible=True") == times)  # noqa: B023 -- called at once
    assert app.wait() == 0


def test_the_choice_to_leave_our_window_in_the_picture_can_be_made_on_the_screen(screen):
    app = screen.start()
    screen.wait_for_overlay()
    assert screen.looks(150, 400)[0] < 50, "our window is hidden"
    screen.desktop.hands.key("Tab", "space")  # the tick is the first stop
    screen.until(lambda: "hides False" in app.output)
    screen.until(lambda: 100 < screen.looks(150, 400)[0] < 250)  # there, and dimmed
    screen.desktop.hands.key("Return")
    assert app.wait() == 0
    assert RED in {colour for _count, colour in screen.shot().getcolors(1 << 20)}


def test_where_screens_are_black_the_desktop_is_asked(screen):
    given = screen.folder / "of the desktop.png"
    Image.new("RGB", (120, 90), GREEN).save(given)
    file = str(given).replace(" ", "%20")
    service = screen.desktop.start(program=[str(HERE / "portal_service.py"), file, "1", "2", "0"])
    screen.apps.append(service)
    screen.until(lambda: "ready" in service.output)
    app = screen.start("bare", "again")
    assert app.wait() == 0
    assert "asked for x11 ('b', True)" in service.output
    cancelled, failed, taken = re.findall(r"done .*", app.output)
    assert cancelled.startswith("done None '' visible=True")
    assert failed.startswith('done None "The desktop could not take the screenshot.')
    assert taken.startswith("done (120, 90) '' visible=True")
    assert screen.shot().getpixel((5, 5)) == GREEN
    assert not given.exists(), "it was made for us: nothing is left behind"


def test_where_nobody_can_it_says_so(screen):
    app = screen.start("bare")
    assert app.wait() == 0
    assert 'done None "This desktop does not let programs take a screenshot.' in app.output
    app = screen.start("bare", DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")
    assert app.wait() == 0
    assert 'done None "This desktop does not let programs take a screenshot.' in app.output
