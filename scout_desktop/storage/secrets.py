"""The key in the operating system's keyring, and nowhere else. The only file that knows `keyring`.

Every call runs in a thread of its own and is given up in time: a keyring may wait for a dialog or
never answer. Backends that would keep the key in plain sight, or lose it, are refused.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from scout_desktop.chat.errors import (
    KeyringAbsent,
    KeyringLocked,
    KeyringProblem,
    KeyringSilent,
    KeyringUntrusted,
)
from scout_desktop.chat.secret import Secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE: Final = "scout-desktop"
PATIENCE: Final = 8.0
"""Seconds that a keyring has to answer."""
INTERACTIVE_PATIENCE: Final = 120.0
"""Seconds that a person has for the keyring's own dialog."""
_MOST_STUCK: Final = 4

_TRUSTED: Final = {
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service (libsecret)",
    "keyring.backends.kwallet": "KWallet",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.Windows": "Windows Credential Locker",
}
_CHAINER: Final = "keyring.backends.chainer"
_ABSENT: Final = "keyring.backends.fail"


class Keyring:
    """One entry an origin. Nothing is touched before the first call."""

    def __init__(
        self, patience: float = PATIENCE, interactive_patience: float = INTERACTIVE_PATIENCE
    ) -> None:
        """Both in seconds."""
        self._patience = patience
        self._interactive_patience = interactive_patience
        self._under_way = 0

    async def get(self, origin: str, *, interactive: bool = False) -> Secret | None:
        """Return the key for an origin, None where none is stored. Raises KeyringProblem.

        `interactive` gives a person time to answer the keyring's dialog.
        """
        text = await self._call(
            lambda: _backend().get_password(SERVICE, origin), interactive=interactive
        )
        return Secret.checked(text) if text else None

    async def put(self, origin: str, secret: Secret, *, interactive: bool = False) -> None:
        """Store the key of an origin and read it back. Raises KeyringProblem; then it is not kept.

        KeyringUntrusted when the keyring took the key and did not give it back.
        """

        def store() -> bool:
            backend = _backend()
            backend.set_password(SERVICE, origin, secret.reveal())
            back = backend.get_password(SERVICE, origin)
            return back is not None and Secret(back) == secret

        if not await self._call(store, interactive=interactive):
            raise KeyringUntrusted(
                "The keyring accepted the key and then did not have it.",
                "Keep the key for this run only, or choose another keyring.",
            )

    async def forget(self, origin: str, *, interactive: bool = False) -> None:
        """Remove the key of an origin; none there is well. Raises KeyringProblem."""

        def delete() -> None:
            from keyring.errors import PasswordDeleteError

            backend = _backend()
            try:
                backend.delete_password(SERVICE, origin)
            except PasswordDeleteError:
                if backend.get_password(SERVICE, origin) is not None:
                    raise

        await self._call(delete, interactive=interactive)

    async def backend_name(self) -> str:
        """Return the name of the keyring in use, for Settings. Raises KeyringProblem."""
        return await self._call(lambda: _name(_backend()), interactive=False)

    async def _call(self, work: Callable[[], T], *, interactive: bool) -> T:
        if self._under_way >= _MOST_STUCK:
            raise KeyringSilent
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()

        def deliver(result: T | None, problem: KeyringProblem | None) -> None:
            self._under_way -= 1
            if answer.done():
                return
            if problem is not None:
                answer.set_exception(problem)
            else:
                answer.set_result(result)  # type: ignore[arg-type]  # None is a T here

        def run() -> None:
            result: T | None = None
            problem: KeyringProblem | None = None
            try:
                result = work()
            except KeyringProblem as known:
                problem = known
            except Exception as error:  # noqa: BLE001 - whatever a backend raises has a sentence
                problem = _translate(error)
            try:
                loop.call_soon_threadsafe(deliver, result, problem)
            except RuntimeError:
                # The program ended while the keyring was thinking; nobody waits any more.
                return

        self._under_way += 1
        # Daemon: a keyring that never answers must not keep the program from ending.
        threading.Thread(target=run, name="keyring", daemon=True).start()
        patience = self._interactive_patience if interactive else self._patience
        try:
            async with asyncio.timeout(patience):
                return await answer
        except TimeoutError:
            raise KeyringSilent from None


def _backend() -> KeyringBackend:
    """Return the backend in use if it can be trusted. Raises KeyringProblem."""
    import keyring

    try:
        found = keyring.get_keyring()
    except Exception as error:  # noqa: BLE001 - a configured backend may fail in any way
        raise KeyringUntrusted(
            "The keyring that is configured on this system cannot be loaded.",
            "Check PYTHON_KEYRING_BACKEND and keyringrc.cfg, or keep the key for this run only.",
            detail=type(error).__name__,
        ) from None
    module = _module(found)
    if module == _ABSENT:
        raise KeyringAbsent
    if module == _CHAINER:
        members: list[KeyringBackend] = list(getattr(found, "backends", ()))
        trusted = [member for member in members if _module(member) in _TRUSTED]
        if not members:
            raise KeyringAbsent
        if len(trusted) == len(members):
            return found
        if trusted:
            # A plain-text member of the chain must get neither the key nor a question about it.
            return trusted[0]
    elif module in _TRUSTED:
        return found
    raise KeyringUntrusted(detail=f"{module}.{type(found).__qualname__}")


def _module(backend: KeyringBackend) -> str:
    name = type(backend).__module__
    # macOS is a package with the class in its __init__ and helpers below it.
    return ".".join(name.split(".")[:3])


def _name(backend: KeyringBackend) -> str:
    module = _module(backend)
    if module == _CHAINER:
        return ", ".join(_TRUSTED[_module(member)] for member in getattr(backend, "backends", ()))
    return _TRUSTED[module]


def _translate(error: Exception) -> KeyringProblem:
    """Return the member of the error family; foreign text stays out, it might quote the key."""
    from keyring import errors

    detail = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, errors.NoKeyringError):
        return KeyringAbsent(detail=detail)
    if isinstance(error, errors.KeyringLocked):
        return KeyringLocked(detail=detail)
    if isinstance(error, errors.InitError):
        return KeyringAbsent(
            "This system's keyring has not been set up, or its dialog was dismissed.",
            "Set up a keyring and try again, or keep the key for this run only.",
            detail=detail,
        )
    return KeyringProblem(
        "The keyring failed.",
        "Try again, or keep the key for this run only.",
        detail=detail,
    )
