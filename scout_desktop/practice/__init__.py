"""Practice: a stand-in for the service on a loopback port. It serves `--practice` and every test.

    async with PracticeServer(Script(replies=(Reply(text="Hello"),)), as_service=True) as server:
        ...  # server.base_url

The room imports `chat`, h11 and the standard library, never Qt, and runs in the caller's loop.
"""

from scout_desktop.practice.reply import FOREVER, Reply
from scout_desktop.practice.script import Script
from scout_desktop.practice.server import PracticeServer, Received

__all__ = ["FOREVER", "PracticeServer", "Received", "Reply", "Script"]
