"""How a batch is asked, and within which bounds: model, fit, cost cap, how many at once."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from scout_desktop.chat.money import dollars
from scout_desktop.chat.recipe import ONE_TILE, ORIGINAL, TILES, fit_of
from scout_desktop.chat.tiles import PRESETS
from scout_desktop.ui.composer.foot.model_name import ModelName
from scout_desktop.ui.controls.fields import Choice, NumberField
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scout_desktop.chat.batch import BatchSpec
    from scout_desktop.ui.theme.theme import Theme

MOST_USD = 100_000.0
_NARROWEST = 48
_PLACES = Decimal("0.0001")


class MoneyField(NumberField):
    """An amount of dollars to four places; its lowest value, zero, reads as `none`."""

    def __init__(self, theme: Theme, name: str, *, none: str) -> None:
        super().__init__(theme, name, 0.0, MOST_USD, step=0.05, decimals=4)
        self.setSpecialValueText(none)
        self.setSuffix(" USD")

    @property
    def usd(self) -> Decimal | None:
        """The amount, exact; None at zero."""
        value = Decimal(self.value()).quantize(_PLACES)
        return Decimal(dollars(value)) if value else None

    def textFromValue(self, value: float) -> str:
        whole, _, cents = dollars(Decimal(value).quantize(_PLACES)).partition(".")
        return f"{whole}{self.locale().decimalPoint()}{cents.ljust(2, '0')}"


class Bounds(QWidget):
    """Two rows of small fields; `apply` reads them into a spec."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ModelName(self)
        self.fit = Choice("Fit")
        self.fit.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.fit.setMinimumContentsLength(12)
        self.fit.addItem("Fitted to tiles (as the model sees it)", TILES)
        self.fit.addItem("One tile (cheapest)", ONE_TILE)
        for grid in PRESETS[1:]:
            self.fit.addItem(f"At most {grid.columns} × {grid.rows} tiles", fit_of(grid))
        self.fit.addItem("Original, every pixel", ORIGINAL)
        self.cap = MoneyField(theme, "Cost cap", none="no cap")
        self.parallel = NumberField(theme, "Parallel", 1, 8, decimals=0)
        self.tries = NumberField(theme, "Tries", 1, 10, decimals=0)
        grid_of_fields = QGridLayout(self)
        grid_of_fields.setContentsMargins(0, 0, 0, 0)
        grid_of_fields.setHorizontalSpacing(SIZES.s3)
        grid_of_fields.setVerticalSpacing(SIZES.s1)
        grid_of_fields.setRowMinimumHeight(2, SIZES.s2)
        places = (
            (0, 0, 3, "Model", self.model),
            (0, 3, 3, "Fit of each picture", self.fit),
            (3, 0, 2, "Cost cap", self.cap),
            (3, 2, 2, "Parallel", self.parallel),
            (3, 4, 2, "Tries for each", self.tries),
        )
        for row, column, span, title, field in places:
            label = PlainLabel(title, kind="caption")
            label.setBuddy(field)
            # Left to itself a field asks for the room of the longest that it could ever hold.
            field.setMinimumWidth(_NARROWEST)
            grid_of_fields.addWidget(label, row, column, 1, span)
            grid_of_fields.addWidget(field, row + 1, column, 1, span)
        for at in range(6):
            grid_of_fields.setColumnStretch(at, 1)
        self.model.textChanged.connect(self.changed)
        self.fit.currentIndexChanged.connect(self.changed)
        for field in (self.cap, self.parallel, self.tries):
            field.valueChanged.connect(self.changed)

    def show_spec(self, spec: BatchSpec) -> None:
        """Begin with these bounds."""
        self.model.setText(spec.model)
        self.model.setCursorPosition(0)
        if self.fit.findData(spec.fit) < 0:
            self.fit.addItem(f"At most {spec.fit.replace('x', ' × ')} tiles", spec.fit)
        self.fit.setCurrentIndex(self.fit.findData(spec.fit))
        self.cap.setValue(float(spec.max_usd or 0))
        self.parallel.setValue(spec.parallel)
        self.tries.setValue(spec.tries)

    def offer_models(self, models: Iterable[str]) -> None:
        """Complete what is typed to these."""
        self.model.offer(tuple(models))

    @property
    def max_usd(self) -> Decimal | None:
        """The cost cap; None for none."""
        return self.cap.usd
