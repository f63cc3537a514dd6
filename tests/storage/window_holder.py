"""A program that is the window of a folder, in a process of its own.

    python -m tests.storage.window_holder FOLDER answer|silent
Prints "HOLDS" or "CAME FORWARD" first; then, if it is to answer, a line for each summons.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from scout_desktop.storage.instance import Instance
from scout_desktop.storage.places import Places

if __name__ == "__main__":
    instance = Instance.begin(Places.beside(Path(sys.argv[1])))
    print("CAME FORWARD" if instance is None else "HOLDS", flush=True)
    while instance is not None:
        for asked in instance.summons() if sys.argv[2] == "answer" else ():
            print(json.dumps([dict(asked.tokens), list(asked.paths)]), flush=True)
        time.sleep(0.01)
