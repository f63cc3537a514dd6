"""The one gate through which an address leaves the window.

Only https, http and mailto pass, each after the user has read the whole address in plain text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout

from scout_desktop.ui.addresses import (
    checked_address,
    readable_address,
    refusal,
    shown_host,
    visible,
    warning_about,
)
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

__all__ = ["checked_address", "open_folder", "open_url", "readable_address", "warning_about"]


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
        sentence = "Open this address in another program?" if url else refusal(href)
        column.addWidget(PlainLabel(sentence, kind="strong", wrap=True))
        self._address = QPlainTextEdit(readable_address(href), self)
        self._address.setReadOnly(True)
        self._address.setAccessibleName("Address")
        self._address.setTabChangesFocus(True)
        self._address.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._address.setFixedHeight(self.fontMetrics().lineSpacing() * 4)
        column.addWidget(self._address)
        if url is not None and url.host():
            # By itself, because a long address has room for a second name that looks like it.
            column.addWidget(PlainLabel(f"It leads to {shown_host(url)}.", wrap=True))
        warning = warning_about(url) if url else ""
        if warning:
            column.addWidget(PlainLabel(warning, tone="warn", wrap=True))
        column.addWidget(self._buttons())
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)

    def _buttons(self) -> QDialogButtonBox:
        kind = QDialogButtonBox.ButtonRole
        box = QDialogButtonBox(self)
        copy = box.addButton("Copy address", kind.ActionRole)
        copy.clicked.connect(self._copy)
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

    def _copy(self) -> None:
        whole = QUrl.ComponentFormattingOption.FullyEncoded
        text = self._url.toString(whole) if self._url is not None else visible(self._href)
        QGuiApplication.clipboard().setText(text)

    def _open(self) -> None:
        if self._url is not None:
            QDesktopServices.openUrl(self._url)
        self.accept()
