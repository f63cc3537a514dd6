"""Formulas are drawn beside the window, told of when they are ready, kept, and leave no trace."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from scout_desktop.ui.transcript.blocks.formulas.formulas import Formulas
from scout_desktop.ui.transcript.blocks.formulas.picture import Look

BLACK = Look(14, "#1D1C1A", 1.0)


class Reader:
    """Somebody who waits for a formula."""

    def __init__(self) -> None:
        self.told = 0

    def tell(self) -> None:
        self.told += 1
        assert threading.current_thread() is threading.main_thread()


@pytest.fixture
def formulas(qapp) -> Formulas:
    return Formulas(qapp)


def ready(qtbot: QtBot, formulas: Formulas, *sources: str) -> None:
    for source in sources:
        formulas.want(source, True)
    qtbot.waitUntil(lambda: not formulas.is_drawing, timeout=20_000)


def colours(image: QImage) -> set[str]:
    found = set()
    for y in range(image.height()):
        for x in range(image.width()):
            if image.pixelColor(x, y).alpha() == 255:
                found.add(image.pixelColor(x, y).name().upper())
    return found


def test_a_formula_comes_when_it_is_ready_and_who_waits_is_told(
    formulas: Formulas, qtbot: QtBot
) -> None:
    reader = Reader()
    assert formulas.picture("x^2", True, BLACK) is None
    formulas.want("x^2", True, reader.tell)
    assert formulas.picture("x^2", True, BLACK) is None
    with qtbot.waitSignal(formulas.drawn, timeout=20_000):
        pass
    assert reader.told == 1
    picture = formulas.picture("x^2", True, BLACK)
    assert picture is not None
    assert 10 < picture.width < 24
    assert 10 < picture.ascent <= picture.height < 18


def test_what_cannot_be_drawn_is_told_as_well_and_not_tried_again(
    formulas: Formulas, qtbot: QtBot
) -> None:
    reader = Reader()
    formulas.want(r"\left( x", True, reader.tell)
    qtbot.waitUntil(lambda: not formulas.is_drawing, timeout=20_000)
    assert reader.told == 1
    assert formulas.is_known(r"\left( x", True)
    assert formulas.picture(r"\left( x", True, BLACK) is None
    formulas.want(r"\left( x", True, reader.tell)
    assert not formulas.is_drawing


def test_many_wait_for_the_same_formula(formulas: Formulas, qtbot: QtBot) -> None:
    readers = [Reader() for _ in range(5)]
    for reader in readers:
        formulas.want("y^3", False, reader.tell)
    qtbot.waitUntil(lambda: not formulas.is_drawing, timeout=20_000)
    assert [reader.told for reader in readers] == [1] * 5


def test_who_asks_again_and_again_is_told_once(formulas: Formulas, qtbot: QtBot) -> None:
    reader = Reader()
    for _ in range(9):
        formulas.want("w^5", False, reader.tell)
    qtbot.waitUntil(lambda: not formulas.is_drawing, timeout=20_000)
    assert reader.told == 1


def test_a_formula_that_nobody_waits_for_any_more_is_not_drawn(
    formulas: Formulas, qtbot: QtBot
) -> None:
    gone, here = Reader(), Reader()
    formulas.want(r"\alpha", True, gone.tell)
    formulas.want(r"\beta", True, here.tell)
    del gone
    qtbot.waitUntil(lambda: not formulas.is_drawing, timeout=20_000)
    assert formulas.is_known(r"\beta", True)
    assert not formulas.is_known(r"\alpha", True)


def test_pictures_are_sharp_at_every_scale_and_in_every_colour(
    formulas: Formulas, qtbot: QtBot
) -> None:
    ready(qtbot, formulas, r"\frac{a}{b}")
    small = formulas.picture(r"\frac{a}{b}", True, BLACK)
    sharp = formulas.picture(r"\frac{a}{b}", True, Look(14, "#1D1C1A", 2.0))
    light = formulas.picture(r"\frac{a}{b}", True, Look(14, "#ECEAE4", 2.0))
    assert small is not None
    assert sharp is not None
    assert light is not None
    assert sharp.image.width() in range(2 * small.image.width() - 1, 2 * small.image.width() + 1)
    assert abs(sharp.width - small.width) <= 1
    assert colours(sharp.image) == {"#1D1C1A"}
    assert colours(light.image) == {"#ECEAE4"}


def test_colours_that_a_formula_names_are_kept(formulas: Formulas, qtbot: QtBot) -> None:
    source = r"\textcolor{red}{\rule{1em}{1em}\frac{a}{b}} + \frac{c}{d}"
    ready(qtbot, formulas, source)
    picture = formulas.picture(source, True, Look(40, "#1D1C1A", 1.0))
    assert picture is not None
    assert {QColor("red").name().upper(), "#1D1C1A"} <= colours(picture.image)


def test_a_picture_is_painted_once(formulas: Formulas, qtbot: QtBot) -> None:
    ready(qtbot, formulas, "z")
    assert formulas.picture("z", True, BLACK) is formulas.picture("z", True, BLACK)


def test_pictures_do_not_pile_up(formulas: Formulas, qtbot: QtBot) -> None:
    ready(qtbot, formulas, r"\frac{a}{b}")
    for size in range(100, 400):
        assert formulas.picture(r"\frac{a}{b}", True, Look(size, "#1D1C1A", 1.0)) is not None
    assert formulas._pixels <= 4_000_000
    assert formulas._pixels == sum(picture.pixels for picture in formulas._pictures.values())


def test_nothing_is_left_running_when_all_is_drawn(formulas: Formulas, qtbot: QtBot) -> None:
    ready(qtbot, formulas, *(f"a_{{{n}}}" for n in range(9)))
    qtbot.waitUntil(lambda: "formulas" not in {t.name for t in threading.enumerate()})
    assert all(formulas.is_known(f"a_{{{n}}}", True) for n in range(9))


PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from scout_desktop.ui.transcript.blocks.formulas.formulas import Formulas
app = QApplication(sys.argv)
formulas = Formulas(app)
assert not {"ziamath", "latex2mathml", "PySide6.QtSvg"} & sys.modules.keys()
for number in range(60):
    formulas.want(r"\\\\sum_{i=%d}^n \\\\frac{i}{2}" % number, True)
QTimer.singleShot(int(sys.argv[1]), app.quit)
app.exec()
assert formulas.is_drawing
print("ended")
"""


@pytest.mark.parametrize("after", [20, 120, 450])
def test_the_program_ends_in_the_middle_of_a_formula(after: int, root: Path) -> None:
    # While the packages are loaded, and while a formula is laid out.
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("\\\\\\\\", "\\\\"), str(after)],
        cwd=root, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "ended\n", "")
