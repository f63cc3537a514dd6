"""Asking beside the window: answers come back, and what never answers is not waited for."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject
from PySide6.QtTest import QTest

from scout_desktop.ui.composer.intake.errand import run_aside


def test_what_was_found_comes_back_on_the_window_s_thread(qapp, qtbot):
    answers: list = []
    owner = QObject()
    run_aside(
        owner,
        threading.get_ident,
        lambda worked_on: answers.append((worked_on, threading.get_ident())),
    )
    qtbot.waitUntil(lambda: bool(answers))
    (answer,) = answers
    assert answer[1] == threading.get_ident()
    assert answer[0] != answer[1]


def test_a_disk_that_refuses_is_no_answer(qapp, qtbot):
    answers: list = []

    def refuse() -> bool:
        raise PermissionError("not for you")

    owner = QObject()
    run_aside(owner, refuse, answers.append)
    qtbot.waitUntil(lambda: answers == [None])


def test_a_drive_that_never_answers_is_not_waited_for(qapp, qtbot):
    answers: list = []
    gone = threading.Event()
    owner = QObject()
    run_aside(owner, gone.wait, answers.append, patience_ms=20)
    qtbot.waitUntil(lambda: answers == [None])
    gone.set()
    QTest.qWait(20)
    assert answers == [None]


def test_nothing_is_said_to_a_view_that_is_gone(qapp):
    answers: list = []
    owner = QObject()
    run_aside(owner, lambda: True, answers.append)
    owner.deleteLater()
    QTest.qWait(40)
    assert answers == []
