"""What menus and keys do: each entry of `actions.MENUS` carried to the view that knows how."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint

from scout_desktop.ui.actions import Actions
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.darkroom.darkroom import Darkroom
from scout_desktop.ui.librarian import Librarian
from scout_desktop.ui.paper import Paper

if TYPE_CHECKING:
    from scout_desktop.session.core import Core
    from scout_desktop.ui.account.presenter import AccountPresenter
    from scout_desktop.ui.conversations.head.words import View
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.views import Views

_ZOOM_STEP = 1.1


class Commands(QObject):
    """Owns the actions, and the buttons beside the title that show panes and menu."""

    def __init__(
        self,
        views: Views,
        shell: Shell,
        account: AccountPresenter,
        core: Core,
        tasks: Tasks,
    ) -> None:
        super().__init__(views.window)
        self._views, self._shell, self._account = views, shell, account
        self._preferences, self._tasks = core.preferences, tasks
        self._paper = Paper(views, shell, core, tasks)
        self.darkroom = Darkroom(views, shell, core, tasks)
        self.librarian = Librarian(views, shell, core, tasks, self._paper)
        self.actions = Actions(views.window, self._does())
        self._add_buttons()
        views.window.panes_changed.connect(self._name_buttons)

    def _does(self) -> dict[str, Callable[[], Any]]:
        shell, views, window = self._shell, self._views, self._views.window
        composer, account = views.composer, self._account
        return {
            "new": shell.new_chat,
            "rename": views.transcript.rename,
            "duplicate": shell.duplicate,
            "pin": shell.pin,
            "archive": shell.archive,
            "tags": shell.edit_tags,
            "trash": shell.trash,
            "export": self.librarian.export_meant,
            "pdf": self._paper.save_pdf,
            "print": self._paper.print_chat,
            "previous": lambda: shell.open_neighbour(-1),
            "next": lambda: shell.open_neighbour(1),
            "quit": window.close,
            "attach": composer.choose_files,
            "paste": composer.paste,
            "screenshot": self.darkroom.ways_in.take_screenshot,
            "earlier": self.darkroom.ways_in.show_earlier,
            "diet": self.darkroom.show_diet,
            "batch": self.darkroom.begin_batch,
            "batches": self.darkroom.show_batches,
            "send": composer.submit,
            "stop": shell.stop,
            "regenerate": shell.regenerate,
            "search": self._search,
            "archived": lambda: self._show_view("archive"),
            "trashed": lambda: self._show_view("trash"),
            "find": views.transcript.open_find,
            "draft": composer.focus_text,
            "left": window.toggle_left,
            "right": window.toggle_right,
            "larger": lambda: self._zoom(_ZOOM_STEP),
            "smaller": lambda: self._zoom(1 / _ZOOM_STEP),
            "plain_size": lambda: self._zoom(None),
            "settings": account.show_settings,
            "key": account.show_key,
            "practice": account.toggle_practice,
            "cost": shell.money.show_report,
            "import": self.librarian.import_chats,
            "check": self.librarian.check,
            "about": account.show_about,
        }

    def _search(self) -> None:
        self._open_left()
        self._views.conversations.begin_search()

    def _show_view(self, view: View) -> None:
        self._open_left()
        self._views.conversations.show_view(view)

    def _open_left(self) -> None:
        window = self._views.window
        if not window.left_shown:
            window.toggle_left()

    def _zoom(self, factor: float | None) -> None:
        theme = self._views.theme
        theme.zoom(1.0 if factor is None else theme.factor * factor)
        self._tasks.start("zoom", self._preferences.change(text_size=theme.factor))

    def _add_buttons(self) -> None:
        views, theme, window = self._views, self._views.theme, self._views.window
        self._left = IconButton(theme, "panel-left", "Conversations pane")
        self._left.clicked.connect(window.toggle_left)
        self._right = IconButton(theme, "panel-right", "Parameters pane")
        self._right.clicked.connect(window.toggle_right)
        self._more = IconButton(theme, "more", "Menu")
        self._more.clicked.connect(self._show_menu)
        views.transcript.add_to_header(self._left, at_start=True)
        views.transcript.add_to_header(self._more)
        views.transcript.add_to_header(self._right)
        self._name_buttons()

    def _name_buttons(self) -> None:
        window = self._views.window
        for button, shown, name, key in (
            (self._left, window.left_shown, "conversations", "Ctrl+B"),
            (self._right, window.right_shown, "parameters", "Ctrl+Shift+P"),
        ):
            button.rename(f"Hide {name}" if shown else f"Show {name}", key)

    def _show_menu(self) -> None:
        menu = self.actions.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        corner = self._more.mapToGlobal(QPoint(self._more.width(), self._more.height()))
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))
