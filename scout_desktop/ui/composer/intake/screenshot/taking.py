"""Takes a screenshot: hides our window, shows the screens, lets a region be dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QGuiApplication

from scout_desktop.ui.composer.intake.screenshot.bar import Bar
from scout_desktop.ui.composer.intake.screenshot.overlay import Overlay
from scout_desktop.ui.composer.intake.screenshot.shots import Shot, cut, everything, take_shots
from scout_desktop.ui.composer.intake.words import NO_SCREENSHOT, SCREENSHOT_FAILED

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme

    Done = Callable[[QImage | None, str], None]

_AFTER_HIDING_MS = 300
"""Until the window is off the screen, its fading out included, and what is below painted anew."""
_AFTER_MENU_MS = 120
_LEAST = 4
"""A region smaller than this was a click."""

_hides = True


def take_screenshot(
    parent: QWidget,
    theme: Theme,
    done: Done,
    *,
    hides: bool | None = None,
    hides_changed: Callable[[bool], None] | None = None,
) -> None:
    """Let the user choose a part of the screens; returns at once.

    `done` gets the picture and ""; None and "" when the user cancelled; None and a sentence where
    the desktop does not allow it. Whether our own window hides first is as the user chose last in
    this run, or as `hides` says; `hides_changed` is told when they choose otherwise.
    """
    global _hides
    if any(isinstance(each, _Taking) and each.is_grabbing for each in parent.children()):
        return  # asked twice
    if hides is not None:
        _hides = hides
    _Taking(parent, theme, done, hides_changed).begin()


class _Taking(QObject):
    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        done: Done,
        hides_changed: Callable[[bool], None] | None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._done, self._hides_changed = theme, done, hides_changed
        self._window = parent.window()
        self._place: QPoint | None = None
        self._shots: tuple[Shot, ...] = ()
        self._overlays: list[Overlay] = []
        self._closed: list[Overlay] = []
        self._bar: Bar | None = None
        self._start: QPoint | None = None
        self.is_grabbing = False

    def begin(self) -> None:
        """Grab the screens, once our window is away if it is to be."""
        if _screens_are_closed():
            self._ask_desktop()
            return
        self.is_grabbing = True
        if _hides:
            self._hide_window()
        QTimer.singleShot(_AFTER_HIDING_MS if _hides else _AFTER_MENU_MS, self, self._grab)

    def _grab(self) -> None:
        try:
            self._shots = take_shots()
        except Exception:
            self._finish(None, SCREENSHOT_FAILED)  # our window must come back in any case
            raise
        if not self._shots:
            self._show_window()
            self._ask_desktop()
            return
        ours = self._window.screen().name()
        for shot in self._shots:
            overlay = Overlay(self._theme, self._shots, shot)
            overlay.began.connect(self._begin_region)
            overlay.moved.connect(self._move_region)
            overlay.ended.connect(self._end_region)
            overlay.cancelled.connect(self._cancel)
            overlay.all_wanted.connect(self._take_all)
            self._overlays.append(overlay)
            overlay.showFullScreen()
            if shot.name == ours or (self._bar is None and shot is self._shots[-1]):
                self._add_bar(overlay)

    def _add_bar(self, overlay: Overlay) -> None:
        self._bar = Bar(self._theme, overlay, hides=_hides)
        self._bar.hiding_changed.connect(self._change_hiding)
        self._bar.all_wanted.connect(self._take_all)
        self._bar.cancelled.connect(self._cancel)
        self._bar.show()
        overlay.raise_()
        overlay.activateWindow()
        overlay.setFocus()

    def _begin_region(self, at: QPoint) -> None:
        self._start = at
        if self._bar is not None:
            self._bar.hide()  # what it lies on may be wanted

    def _move_region(self, at: QPoint) -> None:
        region = self._region(at)
        for overlay in self._overlays:
            overlay.show_region(region)

    def _end_region(self, at: QPoint) -> None:
        region, self._start = self._region(at), None
        if min(region.width(), region.height()) >= _LEAST:
            self._finish(cut(self._shots, region))
            return
        for overlay in self._overlays:
            overlay.show_region(QRect())
        if self._bar is not None:
            self._bar.show()

    def _region(self, at: QPoint) -> QRect:
        if self._start is None:
            return QRect()
        first, last = self._start, at
        # From pixel to pixel, both taken.
        region = QRect(
            QPoint(min(first.x(), last.x()), min(first.y(), last.y())),
            QPoint(max(first.x(), last.x()), max(first.y(), last.y())),
        )
        return region.intersected(everything(self._shots))

    def _take_all(self) -> None:
        self._finish(cut(self._shots, everything(self._shots)))

    def _cancel(self) -> None:
        self._finish(None)

    def _change_hiding(self, hides: bool) -> None:
        global _hides
        _hides = hides
        if self._hides_changed is not None:
            self._hides_changed(hides)
        self._close_overlays()
        self._show_window()
        self.begin()

    def _ask_desktop(self) -> None:
        self.is_grabbing = False  # a desktop that never answers must not be the last to be asked
        platform = QGuiApplication.platformName()
        if platform in ("windows", "cocoa"):
            self._finish(None, NO_SCREENSHOT)
            return
        try:
            from scout_desktop.ui.composer.intake.screenshot.portal import Portal
        except ImportError:  # some systems keep Qt's D-Bus apart
            self._finish(None, NO_SCREENSHOT)
            return
        portal = Portal(self)
        portal.answered.connect(self._finish)
        portal.ask(f"x11:{int(self._window.winId()):x}" if platform == "xcb" else "")

    def _finish(self, image: QImage | None, problem: str = "") -> None:
        self._show_window()
        self._close_overlays()
        self.is_grabbing = False
        self.deleteLater()
        self._done(image, problem)

    def _close_overlays(self) -> None:
        # We may be in the middle of an event of one of them: the last reference would delete it.
        self._closed += self._overlays
        self._overlays, self._bar = [], None
        for overlay in self._closed:
            overlay.hide()

    def _hide_window(self) -> None:
        self._place = self._window.pos()
        self._window.hide()

    def _show_window(self) -> None:
        if self._place is None:
            return
        self._window.show()
        if not self._window.isMaximized() and not self._window.isFullScreen():
            # The desktop would look for a new place for it.
            self._window.move(self._place)
        self._window.activateWindow()
        self._place = None


def _screens_are_closed() -> bool:
    """Whether this platform never lets a program see what others show."""
    return QGuiApplication.platformName().startswith("wayland")
