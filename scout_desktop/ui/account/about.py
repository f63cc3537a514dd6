"""About: versions, licences, and whose work this is and is not."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Final

import PySide6
from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout

import scout_desktop
from scout_desktop.ui.account.fitting import fit_height
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.links import open_url
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme

LINKS: Final = (
    ("Llama 4 licence", "https://www.llama.com/llama4/license/"),
    ("Llama 4 use policy", "https://www.llama.com/llama4/use-policy/"),
    ("Licence of Qt for Python (LGPL)", "https://www.gnu.org/licenses/lgpl-3.0.html"),
)


class About(QDialog):
    """Says what runs here."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("About Scout Desktop")
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s8, SIZES.s8, SIZES.s8, SIZES.s4)
        column.setSpacing(SIZES.s3)
        column.addWidget(PlainLabel("Scout Desktop", kind="heading_1"))
        versions = PlainLabel(versions_words(), tone="second", wrap=True)
        flags = Qt.TextInteractionFlag
        versions.setTextInteractionFlags(
            flags.TextSelectableByMouse | flags.TextSelectableByKeyboard
        )
        column.addWidget(versions)
        column.addWidget(PlainLabel("Built with Llama", kind="strong"))
        column.addWidget(
            PlainLabel(
                "Llama 4 is licensed under the Llama 4 Community License, Copyright © Meta "
                "Platforms, Inc. All Rights Reserved. Scout Desktop is an independent program "
                "under the MIT licence; it is not affiliated with, endorsed by or sponsored by "
                "Meta or OpenRouter.",
                wrap=True,
            )
        )
        for name, address in LINKS:
            link = QPushButton(name, self)
            dress(link, role="link")
            link.setAutoDefault(False)
            link.setAccessibleDescription(address)
            link.clicked.connect(lambda _=False, address=address: open_url(self, address))
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(
            PlainLabel(
                "It stands on Qt and PySide6 (LGPL), qasync and httpx (BSD), keyring, "
                "markdown-it-py, ziamath, jsonschema, platformdirs and h11 (MIT), Pillow "
                "(MIT-CMU), Pygments and msgspec (BSD). Formulas are set in STIX Two (OFL).",
                kind="caption",
                wrap=True,
            )
        )
        # By its name alone: a standard button brings the desktop's own icon along.
        box = QDialogButtonBox(self)
        close = box.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        box.rejected.connect(self.reject)
        column.addWidget(box)
        fit_height(self, theme.px(460))
        close.setFocus()


def versions_words() -> str:
    """Return the versions of the program and of what carries it."""
    return (
        f"Version {scout_desktop.__version__}\n"
        f"Python {platform.python_version()}, Qt {qVersion()}, PySide6 {PySide6.__version__}"
    )
