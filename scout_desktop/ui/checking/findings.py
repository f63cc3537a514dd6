"""The findings: groups with an icon, a title and plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from scout_desktop.ui.checking.words import ICONS
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.ui.checking.words import Group
    from scout_desktop.ui.theme.theme import Theme


class FindingsView(QScrollArea):
    """Scrolls when there is much to say; its sentences can be marked and copied."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons: list[tuple[QLabel, str, str]] = []
        self.setAccessibleName("Findings")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.show_groups(())
        theme.changed.connect(self._restyle)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these in place of what was shown."""
        self._icons = []
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, SIZES.s2, 0)
        column.setSpacing(SIZES.s4)
        for group in groups:
            column.addWidget(self._group(group))
        column.addStretch(1)
        self.setWidget(page)
        self._restyle()

    def _group(self, group: Group) -> QWidget:
        box = QWidget()
        icon = QLabel()
        self._icons.append((icon, *ICONS[group.severity]))
        text = QVBoxLayout()
        text.setSpacing(SIZES.s1)
        title = PlainLabel(group.title, kind="strong")
        text.addWidget(title)
        for sentence in group.sentences:
            label = PlainLabel(sentence, tone="second", wrap=True)
            flags = Qt.TextInteractionFlag
            label.setTextInteractionFlags(flags.TextSelectableByMouse)
            text.addWidget(label)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s3)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        return box

    def _restyle(self) -> None:
        for label, icon, token in self._icons:
            label.setPixmap(self._theme.pixmap(icon, token, SIZES.icon_large))
