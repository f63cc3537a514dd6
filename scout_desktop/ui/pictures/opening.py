"""The way in: one call opens the window for a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.ui.pictures.presenter import StudioPresenter
from scout_desktop.ui.pictures.studio import StudioView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.estimate import Prices
    from scout_desktop.chat.message import ImagePart
    from scout_desktop.session.pictures.pictures import Pictures
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.theme.theme import Theme


def open_studio(
    theme: Theme,
    parent: QWidget,
    image: ImagePart,
    *,
    pictures: Pictures,
    tasks: Tasks,
    prices: Prices,
    sent: bool = False,
) -> StudioPresenter:
    """Open the window over `parent` and return its presenter, whose `made` brings the new part.

    `sent` is for a picture of an earlier message: it is then attached anew. The window deletes
    itself, and its presenter with it. Of a picture that only the service fetches (`image.url`) it
    says so: nothing of ours loads that.
    """
    view = StudioView(theme, parent, sent=sent)
    presenter = StudioPresenter(view, image, pictures, tasks, prices)
    view.show()
    presenter.begin()
    return presenter
