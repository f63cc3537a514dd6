"""Asks the desktop for a screenshot, where a program may not take one itself (Wayland, sandboxes).

By the portal org.freedesktop.portal.Screenshot: the desktop shows its own dialog.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import SLOT, QBuffer, QByteArray, QIODevice, QObject, QUrl, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
from PySide6.QtGui import QImage, QImageReader

from scout_desktop.ui.composer.intake.errand import run_aside
from scout_desktop.ui.composer.intake.words import NO_SCREENSHOT, SCREENSHOT_FAILED
from scout_desktop.ui.composer.intake.written import is_file

if TYPE_CHECKING:
    from typing import Any

_SERVICE = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_ANSWER = SLOT("_answered(uint,QVariantMap)")
_MOST_BYTES = 200_000_000
_PATIENCE_MS = 30_000


class Portal(QObject):
    """One request; keep it until `answered`."""

    answered = Signal(object, str)
    """(`QImage`, ""), (None, "") when the user changed their mind, (None, why) when it failed."""

    def ask(self, window: str = "") -> None:
        """Let the desktop's dialog come up, over this window (`x11:` and its number)."""
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            self.answered.emit(None, NO_SCREENSHOT)
            return
        token = f"scout_{secrets.token_hex(8)}"
        name = bus.baseService().removeprefix(":").replace(".", "_")
        # Listened for before it is asked: a quick desktop answers at once.
        self._listen(bus, f"{_PATH}/request/{name}/{token}")
        call = QDBusMessage.createMethodCall(
            _SERVICE, _PATH, "org.freedesktop.portal.Screenshot", "Screenshot"
        )
        options = {"handle_token": token, "interactive": True, "modal": True}
        call.setArguments([window, options])
        self._call = QDBusPendingCallWatcher(bus.asyncCall(call), self)
        self._call.finished.connect(self._asked)

    def _listen(self, bus: QDBusConnection, path: str) -> None:
        self._request = path
        interface, name = "org.freedesktop.portal.Request", "Response"
        bus.connect(_SERVICE, path, interface, name, self, _ANSWER)  # type: ignore[call-overload]  # bytes by the stubs, str in truth

    def _asked(self, call: QDBusPendingCallWatcher) -> None:
        if call.isError():
            self.answered.emit(None, NO_SCREENSHOT)
            return
        path = call.reply().arguments()[0].path()
        if path != self._request:  # portals before 0.9 name it themselves
            self._listen(QDBusConnection.sessionBus(), path)

    @Slot("uint", "QVariantMap")
    def _answered(self, code: int, results: dict[str, Any]) -> None:
        url = QUrl(str(results.get("uri", "")))
        if code == 1:
            self.answered.emit(None, "")
        elif code or not url.isLocalFile():
            self.answered.emit(None, SCREENSHOT_FAILED)
        else:
            path = Path(url.toLocalFile())
            run_aside(self, lambda: _taken(path), self._read, _PATIENCE_MS)

    def _read(self, image: QImage | None) -> None:
        whole = image is not None and not image.isNull()
        self.answered.emit(image if whole else None, "" if whole else SCREENSHOT_FAILED)


def _taken(path: Path) -> QImage | None:
    """Read the file that the desktop made for us, and remove it."""
    if not is_file(path):
        return None
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES)
    finally:
        path.unlink(missing_ok=True)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"png"))
    reader.setAutoDetectImageFormat(False)  # whatever else it may be, it is not opened
    return reader.read()
