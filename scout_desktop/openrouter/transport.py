"""Loads httpx, without the command line that it brings along: the only file that imports it."""

from __future__ import annotations

import sys

# httpx tries to load its own command line program, which is there when click, rich and pygments
# happen to be installed: 60 ms of CPU and 5 MB for something nobody here calls. With click out of
# sight for this one import it does without, as it does where click was never installed.
_click = sys.modules.get("click")
sys.modules["click"] = None  # type: ignore[assignment]  # what Python itself reads as "not there"
try:
    import httpx
finally:
    if _click is None:
        del sys.modules["click"]
    else:
        sys.modules["click"] = _click

__all__ = ["httpx"]
