"""The dialog for choosing picture files: the system's own, or Qt's with a preview beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHeaderView, QSplitter, QToolButton, QTreeView

from scout_desktop.ui.composer.intake.names import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.composer.intake.preview import Preview
    from scout_desktop.ui.theme.theme import Theme

_WIDTH, _HEIGHT = 920, 540
_ICONS = {
    "backButton": "chevron-left",
    "forwardButton": "chevron-right",
    "toParentButton": "chevron-up",
}


def pick_pictures(
    parent: QWidget,
    folder: Path | None,
    chosen: Callable[[tuple[Path, ...]], None],
    *,
    theme: Theme | None = None,
    preview: Preview | None = None,
) -> QFileDialog:
    """Open the dialog in `folder` (None: the user's pictures).

    `chosen` gets the files, at least one, if any were chosen. `preview` decodes a file for the
    pane beside Qt's own dialog; the dialogs of desktops have one themselves. Returns at once. Never
    `exec`: the program's tasks run on this very loop.
    """
    dialog = QFileDialog(parent, "Attach images", str(folder or _usual_folder()))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    endings = " ".join(f"*{suffix}" for suffix in SUFFIXES)
    dialog.setNameFilters([f"All pictures and PDF ({endings})", "All files (*)"])
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, "Attach")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def accept(names: list[str]) -> None:
        if names:
            chosen(tuple(Path(name) for name in names))

    dialog.filesSelected.connect(accept)
    # Only Qt's own dialog has widgets: the desktop's is drawn elsewhere, and has a preview itself.
    middle = dialog.findChild(QSplitter, "splitter") if dialog.layout() is not None else None
    if middle is not None and theme is not None:
        _mend(dialog, theme)
        if preview is not None:
            _add_preview(dialog, middle, theme, preview)
    dialog.open()
    return dialog


def _add_preview(dialog: QFileDialog, middle: QSplitter, theme: Theme, preview: Preview) -> None:
    from scout_desktop.ui.composer.intake.preview import PreviewPane

    pane = PreviewPane(theme, preview, middle)
    middle.addWidget(pane)
    middle.setSizes([theme.px(width) for width in (140, 520, 250)])
    dialog.currentChanged.connect(lambda name: pane.look_at(Path(name) if name else None))
    dialog.directoryEntered.connect(lambda _folder: pane.look_at(None))
    dialog.finished.connect(lambda _result: pane.look_at(None))


def _mend(dialog: QFileDialog, theme: Theme) -> None:
    """Make Qt's dialog look as the rest does: its own arrows are black on a dark ground."""
    for name, icon in _ICONS.items():
        if (button := dialog.findChild(QToolButton, name)) is not None:
            button.setIcon(theme.icon(icon))
    for name in ("newFolderButton", "listModeButton", "detailModeButton"):
        if (button := dialog.findChild(QToolButton, name)) is not None:
            button.hide()  # nothing is saved here, and a list without dates is of less use
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    if (table := dialog.findChild(QTreeView, "treeView")) is not None:
        table.header().setStretchLastSection(False)
        table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.header().setSectionResizeMode(3, QHeaderView.ResizeMode.ResizeToContents)
        table.setColumnHidden(2, True)  # the type, which the name tells and the preview knows
    dialog.resize(theme.px(_WIDTH), theme.px(_HEIGHT))


def _usual_folder() -> Path:
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    # A folder that is not there would stand in the dialog as the name of a file.
    return Path(pictures) if Path(pictures).is_dir() else Path.home()
