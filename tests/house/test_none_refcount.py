"""Qt calls that return nothing must not use up references to None.

PySide6 6.12.0 on Python 3.11 drops one per call, and the interpreter dies after a few thousand.
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor, QTextDocument

CALLS = 300


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="None is immortal since Python 3.12: nothing to count"
)
def test_calls_that_return_nothing_leave_the_references_to_none_alone(qapp: object) -> None:
    thing, document = QObject(), QTextDocument()
    cursor = QTextCursor(document)
    thing.setObjectName("warm")
    before = sys.getrefcount(None)

    for _ in range(CALLS):
        thing.setObjectName("name")
        cursor.insertText("x")
        document.setTextWidth(100)

    drift = sys.getrefcount(None) - before
    assert abs(drift) < CALLS / 3, f"{drift} references to None after {3 * CALLS} calls"
