"""A keyring backend that would write keys into a plain file; never to be used by the program."""

from __future__ import annotations

from keyring.backend import KeyringBackend


class Keyring(KeyringBackend):
    """Any use of it fails the test."""

    priority = 20  # type: ignore[assignment]  # keyring computes it by a class property

    def get_password(self, service: str, username: str) -> str | None:
        raise AssertionError("was asked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("was given a key")

    def delete_password(self, service: str, username: str) -> None:
        raise AssertionError("was asked to delete")
