"""The dialogs about the key on a system without a keyring, whatever the machine has."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backends import fail


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    """Keep the keyring of the test desk out of it: its absence is part of these stories."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)
