"""Takes a screenshot as soon as it runs; prints what came of it and keeps the picture.

    python screen_program.py FILE [shown] [bare] [dark] [again]

Its window is red on the left and green on the right, behind it lies a blue one; "shown" leaves it
in the picture, "bare" has nothing behind it: a black screen. With "again" it takes one more as long
as they are cancelled, and ends after the third.
"""

import os
import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QGuiApplication, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from scout_desktop.ui.composer.intake.screenshot.taking import take_screenshot
from scout_desktop.ui.theme.theme import Theme


class Ground(QWidget):
    def __init__(self, left: str, right: str, title: str) -> None:
        super().__init__()
        self._colours = left, right
        self.setWindowTitle(title)

    def paintEvent(self, _event) -> None:
        painter = QPainter(self)
        half = self.width() // 2
        painter.fillRect(0, 0, half, self.height(), QColor(self._colours[0]))
        painter.fillRect(half, 0, self.width() - half, self.height(), QColor(self._colours[1]))
        painter.end()


def main() -> None:
    app = QApplication([])
    theme = Theme(app, "dark" if "dark" in sys.argv else "light")
    behind = Ground("#0000ff", "#0000ff", "Behind")
    behind.setGeometry(QGuiApplication.primaryScreen().geometry())
    window = Ground("#ff0000", "#00ff00", "Our window")
    window.setGeometry(100, 200, 400, 300)
    for each in [window] if "bare" in sys.argv else [behind, window]:
        each.show()

    done_so_far: list[str] = []

    def done(image, sentence) -> None:
        if image is not None:
            image.save(sys.argv[1])
        size = None if image is None else (image.width(), image.height())
        place = window.pos().toTuple()
        print(f"done {size} {sentence!r} visible={window.isVisible()} {place}", flush=True)
        done_so_far.append(sentence)
        if "again" in sys.argv and image is None and len(done_so_far) < 3:
            QTimer.singleShot(0, begin)
        else:
            # Without the interpreter's end, which is not what this is about.
            QTimer.singleShot(50, lambda: os._exit(0))

    def begin() -> None:
        print(f"at {window.pos().toTuple()}", flush=True)
        take_screenshot(
            window,
            theme,
            done,
            hides="shown" not in sys.argv,
            hides_changed=lambda hides: print(f"hides {hides}", flush=True),
        )

    QTimer.singleShot(200, begin)
    app.exec()


main()
