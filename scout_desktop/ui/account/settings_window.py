"""Settings: four pages; every change holds at once, so there is nothing to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout

from scout_desktop.ui.account.pages import DataPage, GeneralPage, NetworkPage, ServerPage
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from scout_desktop.session.preferences import Settings
    from scout_desktop.ui.theme.theme import Theme


class SettingsWindow(QDialog):
    """Esc or Close closes it."""

    changed = Signal(str, object)
    """(field of `Settings`, new value)"""

    def __init__(self, theme: Theme, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Settings")
        self.general = GeneralPage(theme)
        self.server = ServerPage(theme)
        self.files = DataPage(theme, folder)
        self.network = NetworkPage(theme)
        tabs = QTabWidget(self)
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        pages = {
            "General": self.general,
            "Key and server": self.server,
            "Data": self.files,
            "Network": self.network,
        }
        for name, page in pages.items():
            tabs.addTab(page, name)
            page.changed.connect(self.changed)
        # By its name alone: a standard button brings the desktop's own icon along.
        box = QDialogButtonBox(self)
        close = box.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        box.rejected.connect(self.reject)
        # Enter in a field takes the field; it must not close the window.
        close.setAutoDefault(False)
        close.setDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s4, SIZES.s4, SIZES.s4, SIZES.s4)
        column.setSpacing(SIZES.s3)
        column.addWidget(tabs, 1)
        column.addWidget(box)
        self.resize(theme.px(600), theme.px(460))
        tabs.tabBar().setFocus()

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now on every page."""
        for page in (self.general, self.server, self.files, self.network):
            page.show_settings(settings)
