"""Has the real window show every hostile reply under strace, and says what it touched.

    python -m tests.bench.hostile

Each reply of tests/ui/transcript/hostile.py is shown from disk and streamed by a stand-in in
another process, pointed at, selected, copied and read over AT-SPI. Ends with 1 if the program asked
for a file or an address that a reply named.
"""

from __future__ import annotations

import socket
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from tests.journeys.desktop import Desktop, missing  # noqa: E402  the path comes first
from tests.journeys.stand_in import StandIn  # noqa: E402
from tests.journeys.test_hostile_replies import HostileRun, why_not  # noqa: E402

_STREAMED = 100_000
"""Letters of the longest reply that is streamed in small pieces; longer ones come from disk."""


def main() -> int:
    """Show everything and say what came of it."""
    if reason := missing() or why_not():
        print(reason)
        return 1
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        Desktop(Path(folder) / "d") as desktop,
        StandIn() as stand_in,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        run = HostileRun(desktop, stand_in, Path(folder), server.getsockname()[1])
        run.show_from_disk(pages=40)
        streamed = [text for text in run.replies.values() if len(text) <= _STREAMED]
        for text in streamed:
            run.stream(text, rate=3_000, all_read=False)
        wrong = run.end()
    took = time.monotonic() - begun
    print(f"{len(run.replies)} from disk, {len(streamed)} streamed, in {took:.0f} s")
    print(f"{len(wrong)} files or addresses of theirs were touched")
    print("\n".join(wrong[:50]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
