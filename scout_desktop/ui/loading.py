"""Loads Qt in the quickest way that leaves Python as it was. Called once, before the window.

Two things would make every start a third longer, and neither serves a program of this size:

- PySide6 puts a function of its own in the place of Python's `import`, which reads the whole
  source of each module that is loaded from then on, to see whether it might want
  `from __feature__ import snake_case`. Nobody here does; 300 modules are 17 ms of CPU before the
  first paint, as much after it, and their sources stay in memory. So `import` is put back. (Then
  `from PySide6.QtGui import *` finds nothing; name what is wanted.)
- Python's cycle collector runs ten times over objects that all stay: 20 ms. It is switched off
  here; `sweeping` takes it over as soon as the loop runs.
"""

from __future__ import annotations

import builtins
import gc


def load_qt() -> None:
    """Import PySide6 and keep `import` and the collector out of the way."""
    gc.disable()
    pythons_own = builtins.__import__
    import PySide6.QtWidgets  # noqa: F401 - this is what the function is for

    builtins.__import__ = pythons_own
