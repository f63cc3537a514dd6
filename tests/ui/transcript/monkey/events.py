"""What a hand does to a widget, as Qt's events, and pictures to show."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from scout_desktop.ui.transcript.pictures.gallery import Gallery


def bring_picture(gallery: Gallery, sha256: str, size: int) -> None:
    """A picture of one colour comes; one cannot be read, whoever asks."""
    if sha256 == "p0":
        gallery.show_problem(sha256, "It cannot be read.")
        return
    colour = bytes((sum(sha256.encode()) * 40 % 256, 90, 160, 255))
    gallery.show_pixels(sha256, size, 8, 6, colour * 48)


def turn(viewport: QWidget, point: QPoint, angle: QPoint) -> None:
    """A notch of the wheel."""
    where = QPointF(point)
    event = QWheelEvent(
        where, QPointF(viewport.mapToGlobal(point)), QPoint(), angle, Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    post(viewport, event)


def post(viewport: QWidget, event: QEvent) -> None:
    """Hand an event over by Qt's queue: `sendEvent` dies of what Python's C raises in a handler."""
    QApplication.postEvent(viewport, event)
    QApplication.processEvents()


def move(viewport: QWidget, point: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """The pointer goes somewhere."""
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(point), QPointF(viewport.mapToGlobal(point)),
        Qt.MouseButton.NoButton, held, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    post(viewport, event)
