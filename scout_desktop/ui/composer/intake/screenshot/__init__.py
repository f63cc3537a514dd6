"""A picture of a part of the screen, where the desktop lets programs take one."""

from scout_desktop.ui.composer.intake.screenshot.taking import take_screenshot

__all__ = ["take_screenshot"]
