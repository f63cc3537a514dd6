"""The selection on the clipboard: at once when it is small, when it is asked for when it is big.

To take three megabytes apart takes more than a second. So a big copy is a promise: its text is
written in slices of idle time, and what is missing when another program pastes is written then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QCoreApplication, QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication

from scout_desktop.ui.transcript.selection.copying import Copied, copying, joined, markdown
from scout_desktop.ui.transcript.selection.sources import source_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scout_desktop.ui.transcript.selection.copying import Portion

Kind = Literal["rich", "plain", "markdown"]

_PLAIN, _HTML = "text/plain", "text/html"
_CHARSET = '<meta http-equiv="content-type" content="text/html; charset=utf-8">'
"""Some programs take HTML without it for Latin-1."""
_AT_ONCE = 20_000
"""Characters of Markdown that are taken apart within a frame."""


def put_on_clipboard(
    chosen: Sequence[Portion], kind: Kind, later: Callable[[Iterator[object]], None]
) -> None:
    """Copy; `later` does an iterator's work in slices of idle time."""
    promise = Promise(chosen, kind)
    if not _is_small(chosen):
        _promise(promise, QClipboard.Mode.Clipboard)
        later(promise.steps())
        return
    made, mime = promise.written, QMimeData()
    mime.setText(made.plain)
    if kind == "rich":
        mime.setData(_HTML, (_CHARSET + made.html).encode("utf-8", "replace"))
    QGuiApplication.clipboard().setMimeData(mime)


def put_on_primary(chosen: Sequence[Portion]) -> bool:
    """Offer what is selected to the middle button, where the system has that."""
    clipboard = QGuiApplication.clipboard()
    if not clipboard.supportsSelection():
        return False
    _promise(Promise(chosen, "plain"), QClipboard.Mode.Selection)
    return True


class Promise(QMimeData):
    """A copy whose text is written when it is first asked for."""

    def __init__(self, chosen: Sequence[Portion], kind: Kind) -> None:
        super().__init__()
        self._formats = [_PLAIN, _HTML] if kind == "rich" else [_PLAIN]
        self._work = markdown(chosen) if kind == "markdown" else copying(chosen)
        self._parts: list[Copied] = []
        self._ready = False
        self._made: Copied | None = None

    @property
    def written(self) -> Copied:
        """The text, all of it."""
        if self._made is None:
            self._parts.extend(self._work)
            self._made, self._parts = joined(self._parts), []
        return self._made

    @property
    def is_ready(self) -> bool:
        """Whether nothing has to be taken apart any more."""
        return self._ready or self._made is not None

    def steps(self) -> Iterator[None]:
        """Write it, a message a step."""
        for part in self._work:
            self._parts.append(part)
            yield
        self._ready = True

    def formats(self) -> list[str]:
        return self._formats

    def hasFormat(self, mimetype: str) -> bool:
        return mimetype in self._formats

    def retrieveData(self, mimetype: str, _preferred: Any) -> Any:
        kind = mimetype.partition(";")[0]
        if kind not in self._formats:
            return None
        return self.written.plain if kind == _PLAIN else _CHARSET + self.written.html


def _promise(promise: Promise, mode: QClipboard.Mode) -> None:
    QGuiApplication.clipboard().setMimeData(promise, mode)
    application = QCoreApplication.instance()
    if application is not None and not application.property(_KEPT):
        application.setProperty(_KEPT, True)
        application.aboutToQuit.connect(keep_promises)


_KEPT = "scout keeps promises"


def keep_promises() -> None:
    """Leave nothing on the clipboards that only Python could answer for: it ends before Qt does."""
    clipboard = QGuiApplication.clipboard()
    promise = clipboard.mimeData()
    if isinstance(promise, Promise):
        mime = QMimeData()
        for kind in promise.formats():
            mime.setData(kind, promise.retrieveData(kind, None).encode("utf-8", "replace"))
        clipboard.setMimeData(mime)
    if clipboard.supportsSelection() and isinstance(
        clipboard.mimeData(QClipboard.Mode.Selection), Promise
    ):
        clipboard.clear(QClipboard.Mode.Selection)


def _is_small(chosen: Sequence[Portion]) -> bool:
    left = _AT_ONCE
    for portion in chosen:
        left -= len(source_of(portion.node))
        if left < 0:
            return False
    return True
