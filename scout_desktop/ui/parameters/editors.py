"""Which editor fits which parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.ui.parameters.bias import BiasEditor
from scout_desktop.ui.parameters.format import FormatEditor
from scout_desktop.ui.parameters.number import NumberEditor
from scout_desktop.ui.parameters.stops import StopsEditor
from scout_desktop.ui.parameters.switch import SwitchEditor

if TYPE_CHECKING:
    from scout_desktop.chat.parameters import ParameterSpec
    from scout_desktop.ui.parameters.editor import Editor
    from scout_desktop.ui.theme.theme import Theme


def editor_for(theme: Theme, spec: ParameterSpec) -> Editor:
    """Make the editor of a parameter, by its kind."""
    match spec.kind:
        case "integer" | "float":
            return NumberEditor(theme, spec)
        case "boolean":
            return SwitchEditor(spec)
        case "strings":
            return StopsEditor(theme, spec)
        case "bias":
            return BiasEditor(theme, spec)
        case "format":
            return FormatEditor(theme, spec)
