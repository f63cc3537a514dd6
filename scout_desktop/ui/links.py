"""The one gate through which an address leaves the window.

Only https, http and mailto pass, each after the user has read the whole address in plain text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

_SCHEME: Final = re.compile(r"(https?://(?=[^/\\?#\s])|mailto:(?=[^/\s]))", re.IGNORECASE)
_HIDDEN: Final = re.compile(
    r"[\x00-\x20\x7f-\xa0\\\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]"
)
_DISGUISE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
_LONGEST: Final = 2_000


def checked_address(href: str) -> QUrl | None:
    """Return the address if it may be offered for opening, None for everything else.

    Refused: other schemes, no host, user names (they disguise the host), spaces, backslashes,
    control and bidi characters, more than 2,000 characters.
    """
    text = href.strip(" ")
    if len(text) > _LONGEST or _HIDDEN.search(text) or not _SCHEME.match(text):
        return None
    url = QUrl(text, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.userInfo() or url.scheme() not in ("https", "http", "mailto"):
        return None
    if url.scheme() != "mailto" and not url.host():
        return None
    # Decoded, as it is shown, it must not turn its own letters around either.
    return url if _DISGUISE.search(url.toString()) is None else None


def readable_address(href: str) -> str:
    """Return an address for a person to read: decoded where that hides nothing, never cut."""
    url = checked_address(href)
    if url is None:
        return href
    return url.toString(QUrl.ComponentFormattingOption.PrettyDecoded)


def warning_about(url: QUrl) -> str:
    """Return a sentence when the host's name may not be what it looks like, or nothing."""
    plain = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    if "xn--" in plain:
        return f"The host's name uses letters that can look like others. Its plain form: {plain}"
    if url.scheme() == "http":
        return "This address is not encrypted (http)."
    return ""


def open_url(parent: QWidget, href: str) -> QDialog:
    """Ask in plain text whether to open `href`, and open it on yes; returns the open dialog."""
    dialog = _Question(parent, href, checked_address(href))
    dialog.open()
    return dialog


def open_folder(folder: Path) -> None:
    """Show a folder of our own in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class _Question(QDialog):
    """Shows the whole address and offers to open or copy it."""

    def __init__(self, parent: QWidget, href: str, url: QUrl | None) -> None:
        super().__init__(parent)
        self._href, self._url = href, url
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Open an address" if url else "This address is not opened")
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s6, SIZES.s6, SIZES.s6, SIZES.s4)
        column.setSpacing(SIZES.s3)
        sentence = (
            "Open this address in another program?"
            if url
            else "Only web and mail addresses are opened from a chat. This one is something else:"
        )
        column.addWidget(PlainLabel(sentence, kind="strong", wrap=True))
        self._address = QPlainTextEdit(readable_address(href), self)
        self._address.setReadOnly(True)
        self._address.setAccessibleName("Address")
        self._address.setTabChangesFocus(True)
        self._address.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._address.setFixedHeight(self.fontMetrics().lineSpacing() * 4)
        column.addWidget(self._address)
        warning = warning_about(url) if url else ""
        if warning:
            column.addWidget(PlainLabel(warning, tone="warn", wrap=True))
        column.addWidget(self._buttons())
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)

    def _buttons(self) -> QDialogButtonBox:
        kind = QDialogButtonBox.ButtonRole
        box = QDialogButtonBox(self)
        copy = box.addButton("Copy address", kind.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._href))
        cancel = box.addButton("Cancel" if self._url else "Close", kind.RejectRole)
        if self._url is not None:
            yes = box.addButton("Open", kind.AcceptRole)
            dress(yes, role="primary")
            yes.clicked.connect(self._open)
            yes.setFocus()
        else:
            cancel.setFocus()
        box.rejected.connect(self.reject)
        return box

    def _open(self) -> None:
        if self._url is not None:
            QDesktopServices.openUrl(self._url)
        self.accept()
