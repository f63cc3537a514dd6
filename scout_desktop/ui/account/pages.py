"""The pages of the settings, each a form over some fields of `Settings`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.fields import NumberField
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.controls.segmented import Segmented
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from pathlib import Path

    from scout_desktop.session.preferences import Settings
    from scout_desktop.ui.theme.theme import Theme

_SIZES: Final = {"0.85": "Small", "1.0": "Usual", "1.15": "Large", "1.3": "Larger"}
_WAITS: Final = (
    ("connect", "Connecting"),
    ("first_byte", "First answer"),
    ("idle_bytes", "Silence on the line"),
    ("idle_data", "Silence of the model"),
)
_HOUR: Final = 3600


class Page(QWidget):
    """Labels on the left, controls on the right, a caption under what needs one."""

    changed = Signal(str, object)
    """(field of `Settings`, new value)"""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = theme
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(SIZES.s4)
        self._form.setVerticalSpacing(SIZES.s3)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s2, SIZES.s4, SIZES.s2, SIZES.s2)
        column.addLayout(self._form)
        column.addStretch(1)

    def add_row(self, name: str, control: QWidget) -> None:
        """Add a control with its name."""
        self._form.addRow(PlainLabel(name, tone="second"), control)

    def add_caption(self, text: str) -> PlainLabel:
        """Add a sentence under the control above it."""
        made = PlainLabel(text, kind="caption", wrap=True)
        self._form.addRow(PlainLabel(""), made)
        return made

    def add_switch(self, field: str, text: str) -> QCheckBox:
        """Add a choice of yes or no."""
        made = QCheckBox(text, self)
        made.clicked.connect(lambda on: self.changed.emit(field, on))
        self._form.addRow(PlainLabel(""), made)
        return made

    def add_text(self, field: str, name: str) -> QLineEdit:
        """Add a line of text, taken when it is left."""
        made = QLineEdit(self)
        made.setAccessibleName(name)
        made.editingFinished.connect(lambda: self.changed.emit(field, made.text().strip()))
        self.add_row(name, made)
        return made


class GeneralPage(Page):
    """How the window looks and which key sends."""

    practice_wanted = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._themes = Segmented("Theme", {"system": "System", "light": "Light", "dark": "Dark"})
        self._themes.chosen.connect(lambda key: self.changed.emit("theme", key))
        self.add_row("Theme", self._themes)
        self._sizes = Segmented("Text size", _SIZES)
        self._sizes.chosen.connect(lambda key: self.changed.emit("text_size", float(key)))
        self.add_row("Text size", self._sizes)
        keys = {"enter": "Enter", "ctrl": "Ctrl+Enter"}
        self._keys = Segmented("Send with", keys)
        self._keys.chosen.connect(lambda key: self.changed.emit("enter_sends", key == "enter"))
        self.add_row("Send with", self._keys)
        self.add_caption("The other one breaks the line, and Shift+Enter always does.")
        self._practice = QCheckBox("Practice mode", self)
        self._practice.clicked.connect(self.practice_wanted)
        self._form.addRow(PlainLabel(""), self._practice)
        self.add_caption("A stand-in on this computer answers: no model, no key, no charge.")
        self._smooth = self.add_switch("smooth", "Show replies 60 times a second")
        self.add_caption("Smoother to look at, for twice the work; 30 is the usual.")

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now."""
        self._themes.choose(settings.theme if settings.theme in ("light", "dark") else "system")
        nearest = min(_SIZES, key=lambda key: abs(float(key) - settings.text_size))
        self._sizes.choose(nearest)
        self._keys.choose("enter" if settings.enter_sends else "ctrl")
        self._smooth.setChecked(settings.smooth)

    def show_practice(self, *, on: bool) -> None:
        """Say whether the stand-in answers."""
        self._practice.setChecked(on)


class ServerPage(Page):
    """The key and the address it is for."""

    key_wanted = Signal()
    key_removed = Signal()
    address_given = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._key = PlainLabel("", wrap=True)
        self.add_row("API key", self._key)
        self._replace = QPushButton("", self)
        self._replace.clicked.connect(self.key_wanted)
        self._remove = QPushButton("Remove", self)
        dress(self._remove, role="danger")
        self._remove.clicked.connect(self.key_removed)
        buttons = QWidget(self)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s2)
        row.addWidget(self._replace)
        row.addWidget(self._remove)
        row.addStretch(1)
        self._form.addRow(PlainLabel(""), buttons)
        self._address = QLineEdit(self)
        self._address.setAccessibleName("Base URL")
        self._address.editingFinished.connect(self._give_address)
        self.add_row("Base URL", self._address)
        self._problem = self.add_caption("")
        self._address.textEdited.connect(self._problem.hide)
        self._problem.show_tone("bad")
        self._problem.hide()
        self.add_caption(
            "OpenRouter, or any server with an OpenAI-compatible address, also one on this "
            "computer. A key is bound to its address and never goes to another."
        )
        self._shown = ""

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now."""
        self._shown = settings.base_url
        if not self._address.hasFocus():
            self._address.setText(settings.base_url)
        self._problem.hide()

    def show_key(self, sentence: str, *, known: bool, removable: bool) -> None:
        """Say whether there is a key and where it is kept."""
        self._key.setText(sentence)
        self._replace.setText("Replace…" if known else "Add a key…")
        self._remove.setVisible(removable)

    def show_address_problem(self, sentence: str) -> None:
        """Say why the address was not taken; the one before still holds."""
        self._problem.setText(sentence)
        self._problem.show()

    def _give_address(self) -> None:
        text = self._address.text().strip()
        if text != self._shown:
            self.address_given.emit(text)


class DataPage(Page):
    """Where the chats are, and what is kept with them."""

    folder_wanted = Signal()

    def __init__(self, theme: Theme, folder: Path) -> None:
        super().__init__(theme)
        where = PlainLabel(str(folder), wrap=True)
        flags = Qt.TextInteractionFlag
        where.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.add_row("Data folder", where)
        button = QPushButton("Open folder", self)
        button.clicked.connect(self.folder_wanted)
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(button)
        line.addStretch(1)
        self._form.addRow(PlainLabel(""), row)
        self.add_caption(
            "Plain JSON files that only your user account may read. Another folder is chosen "
            "at the start: scout-desktop --data-dir FOLDER"
        )
        self._originals = self.add_switch("keep_originals", "Keep original pictures")
        self.add_caption("They stay on this computer; what is sent is made from them.")

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now."""
        self._originals.setChecked(settings.keep_originals)


class NetworkPage(Page):
    """What the program tells about itself, and how long it waits."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._attribution = self.add_switch("attribution", "Tell OpenRouter the program's name")
        self._referer = self.add_text("referer", "Referer")
        self._title = self.add_text("title", "Title")
        self._proxy = PlainLabel("", wrap=True)
        self.add_row("Proxy", self._proxy)
        self._settings: Settings | None = None
        self._waits: dict[str, NumberField] = {}
        for name, text in _WAITS:
            field = NumberField(theme, f"{text}, seconds", 0, _HOUR, decimals=0, step=5)
            field.setSpecialValueText("usual")
            field.setSuffix(" s")
            field.valueChanged.connect(lambda value, name=name: self._wait(name, value))
            self._waits[name] = field
            self.add_row(text, field)
        self.add_caption("How long to wait before a reply counts as lost; 0 is the usual time.")

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now."""
        self._settings = None
        self._attribution.setChecked(settings.attribution)
        for field, text in ((self._referer, settings.referer), (self._title, settings.title)):
            field.setEnabled(settings.attribution)
            if not field.hasFocus():
                field.setText(text)
        for name, wait in self._waits.items():
            wait.setValue(getattr(settings.patience, name) or 0)
        self._settings = settings

    def show_proxy(self, proxy: str | None) -> None:
        """Say which way requests go."""
        self._proxy.setText(proxy or "None: straight to the server")

    def _wait(self, name: str, seconds: float) -> None:
        if self._settings is not None:
            patience = replace(self._settings.patience, **{name: seconds or None})
            self.changed.emit("patience", patience)
