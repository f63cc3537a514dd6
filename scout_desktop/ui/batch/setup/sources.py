"""The pictures of a batch that is set up: a list to drop more on and to take some out of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from scout_desktop.ui.batch.words import several
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.empty_state import EmptyState
from scout_desktop.ui.controls.flow import FlowLayout
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import ElidedLabel, plain_tip
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from scout_desktop.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class SourceModel(QAbstractListModel):
    """Files by their path, each once, in the order in which they came."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.files: list[Path] = []

    def show(self, files: Iterable[Path]) -> None:
        """Show these files."""
        self.beginResetModel()
        self.files = list(dict.fromkeys(files))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.files)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        path = self.files[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(path.name.split()) or str(path)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(str(path))
        if role == Qt.ItemDataRole.DecorationRole:
            return self._theme.icon("image", "text_3")
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, self._theme.px(SIZES.control))
        return None


class SourceList(QListView):
    """Delete takes the chosen files out."""

    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class Sources(QWidget):
    """Names what is in the batch. Folders are looked into by whoever hears `offered`."""

    offered = Signal(list)
    """`Path`s of files and folders that were dropped or chosen; answered by `add`."""

    changed = Signal()
    """The files are others now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("sources")
        dress(self, ground="card")
        self._model = SourceModel(theme, self)
        self._count = ElidedLabel(kind="strong")
        self._from = ElidedLabel(kind="caption")
        self._list = SourceList()
        self._list.setAccessibleName("Pictures of the batch")
        self._list.setModel(self._model)
        self._list.setUniformItemSizes(True)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.removed.connect(self._remove)
        self._empty = EmptyState(
            theme, "folder", "No pictures yet", "Drop files or a folder here.", parent=self._list
        )
        self._add_files = QPushButton("Add files…")
        self._add_files.clicked.connect(lambda: self._choose(folder=False))
        self._add_folder = QPushButton("Add folder…")
        self._add_folder.clicked.connect(lambda: self._choose(folder=True))
        self._take_out = IconButton(theme, "trash", "Remove the chosen pictures", hint="Del")
        self._take_out.clicked.connect(self._remove)
        for button in (self._add_files, self._add_folder):
            dress(button, role="link")
        self.setFocusProxy(self._add_files)
        self._lay_out()
        self._list.selectionModel().selectionChanged.connect(self._see_choice)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._say()

    @property
    def files(self) -> tuple[Path, ...]:
        """What is in the batch."""
        return tuple(self._model.files)

    def show_files(self, files: Iterable[Path]) -> None:
        """Begin with these."""
        self._model.show(files)
        self._say()

    def add(self, files: Iterable[Path]) -> None:
        """Put more behind them; one that is there already stays where it is."""
        before = len(self._model.files)
        self._model.show([*self._model.files, *files])
        self._say()
        if len(self._model.files) != before:
            self.changed.emit()

    def show_target(self, *, on: bool) -> None:
        """Show that what is being dragged would land here."""
        dress(self, ground="tint" if on else "card")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._empty.setGeometry(self._list.rect())

    def _choose(self, *, folder: bool) -> None:
        dialog = QFileDialog(self, "Add a folder" if folder else "Add pictures")
        modes = QFileDialog.FileMode
        dialog.setFileMode(modes.Directory if folder else modes.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.offered.emit([Path(n) for n in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _remove(self) -> None:
        gone = {index.row() for index in self._list.selectionModel().selectedRows()}
        if not gone:
            return
        first = min(gone)
        self._model.show(f for at, f in enumerate(self._model.files) if at not in gone)
        if self._model.files:
            place = min(first, len(self._model.files) - 1)
            self._list.setCurrentIndex(self._model.index(place, 0))
        self._say()
        self.changed.emit()

    def _see_choice(self) -> None:
        self._take_out.setEnabled(self._list.selectionModel().hasSelection())

    def _say(self) -> None:
        files = self._model.files
        folders = list(dict.fromkeys(path.parent.name for path in files))
        self._count.show_text(several(len(files), "file") if files else "Pictures")
        if len(folders) == 1:
            self._from.show_text(f"from {folders[0]}")
        else:
            self._from.show_text(f"from {len(folders):,} folders" if folders else "")
        self._empty.setVisible(not files)
        self._empty.setGeometry(self._list.rect())
        self._see_choice()

    def _restyle(self) -> None:
        side = self._theme.px(SIZES.icon)
        self._list.setIconSize(QSize(side, side))
        self._model.layoutChanged.emit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s3, SIZES.s3, SIZES.s3, SIZES.s2)
        column.setSpacing(SIZES.s1)
        column.addWidget(self._count)
        column.addWidget(self._from)
        column.addWidget(self._list, 1)
        row = QHBoxLayout()
        row.setSpacing(SIZES.s1)
        adding = FlowLayout(gap=SIZES.s1)
        adding.addWidget(self._add_files)
        adding.addWidget(self._add_folder)
        row.addLayout(adding, 1)
        row.addWidget(self._take_out, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
