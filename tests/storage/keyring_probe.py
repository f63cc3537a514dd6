"""Uses the keyring as the program does and prints what came of it: run by test_secrets.

    python -m tests.storage.keyring_probe STEP...   < key
A step is one of put, get, ask (get, with time for a person), forget, name, stop, continue, kill,
lossy; prints one line each: the result or the class of the error, its sentence, and how often the
event loop ticked meanwhile.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from typing import Any

from scout_desktop.chat.errors import KeyringProblem
from scout_desktop.chat.secret import Secret
from scout_desktop.storage.secrets import Keyring

ORIGIN = "https://openrouter.ai"


async def main(steps: list[str]) -> None:
    key = sys.stdin.readline().strip()
    ring = Keyring(float(os.environ.get("PATIENCE", "8")), interactive_patience=20)
    assert "keyring" not in sys.modules, "nothing is touched before the first call"
    for step in steps:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.02)
                ticks += 1

        ticking = asyncio.create_task(tick())
        try:
            said = await one(ring, step, key)
        except KeyringProblem as problem:
            said = f"{type(problem).__name__} | {problem.sentence}"
        ticking.cancel()
        assert key not in said
        print(step, "|", said, "|", ticks, flush=True)
    stuck = [t for t in threading.enumerate() if t is not threading.main_thread()]
    assert all(thread.daemon for thread in stuck)


async def one(ring: Keyring, step: str, key: str) -> str:
    match step:
        case "put":
            await ring.put(ORIGIN, Secret.checked(key), interactive=True)
            return "kept"
        case "get":
            found = await ring.get(ORIGIN)
            return "nothing" if found is None else str(found == Secret.checked(key))
        case "ask":
            found = await ring.get(ORIGIN, interactive=True)
            return "nothing" if found is None else str(found == Secret.checked(key))
        case "other":
            return str(await ring.get("https://elsewhere.example"))
        case "forget":
            await ring.forget(ORIGIN)
            return "forgotten"
        case "name":
            return await ring.backend_name()
        case "lossy":
            use_a_lossy_backend()
            return "in use"
        case _:
            signals = {"stop": signal.SIGSTOP, "continue": signal.SIGCONT, "kill": signal.SIGKILL}
            os.kill(int(os.environ["KEYRING_PID"]), signals[step])
            return "sent"


def use_a_lossy_backend() -> None:
    """Put in a backend that takes everything and keeps nothing, under a trusted name."""
    import keyring
    from keyring.backend import KeyringBackend

    class Lossy(KeyringBackend):
        priority: Any = 9

        def get_password(self, service: str, username: str) -> str | None:
            return None

        def set_password(self, service: str, username: str, password: str) -> None:
            return None

        def delete_password(self, service: str, username: str) -> None:
            return None

    Lossy.__module__ = "keyring.backends.SecretService"
    keyring.set_keyring(Lossy())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
