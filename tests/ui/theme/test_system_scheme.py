"""The system's own choice of light or dark, which only a real platform has."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

STORY = """
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from scout_desktop.ui.theme.theme import Theme

app = QApplication([])
theme, hints = Theme(app, "system"), app.styleHints()
heard = []
theme.changed.connect(lambda: heard.append("dark" if theme.tokens.dark else "light"))
hints.setColorScheme(Qt.ColorScheme.Dark)  # as when the user turns the system's switch
app.processEvents()
print(app.palette().window().color().name())
theme.choose("light")
app.processEvents()
print(app.palette().window().color().name(), hints.colorScheme().name)
theme.choose("system")
hints.setColorScheme(Qt.ColorScheme.Dark)
app.processEvents()
print(app.palette().window().color().name(), heard)
"""


@pytest.mark.skipif("DISPLAY" not in os.environ, reason="needs a display, as packaging/dev.py has")
def test_the_window_follows_the_system_while_it_runs_unless_the_user_chose():
    environment = os.environ | {"QT_QPA_PLATFORM": "xcb", "XDG_CURRENT_DESKTOP": "GNOME"}
    done = subprocess.run(
        [sys.executable, "-c", STORY],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "#171716",
        "#fafaf8 Light",
        "#171716 ['dark', 'light', 'dark']",
    ]
