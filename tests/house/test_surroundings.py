"""The rules that every test lives under do fail a test that breaks them."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from tests.house.inner_run import run_inner

BREAKING = """
import logging, socket, warnings
import pytest

log = logging.getLogger("room")

def test_keeps_to_the_rules(expected_log, tmp_path):
    expected_log("WARNING room: the disk is full")
    log.info("all is well")
    log.warning("the disk is full")

@pytest.mark.expects_log("half a chat")
def test_announces_by_mark():
    log.error("half a chat")

def test_logs_what_was_not_announced():
    log.warning("something odd")

def test_announces_what_does_not_happen(expected_log):
    expected_log("never seen")

def test_warns():
    warnings.warn("old", DeprecationWarning)

def test_connects_to_another_machine():
    socket.create_connection(("10.1.2.3", 80), 0.2)

def test_makes_qt_complain(qapp):
    from PySide6.QtCore import QTimer, qWarning
    qWarning("no such thing")

async def test_leaves_a_coroutine_unawaited():
    async def forgotten(): pass
    forgotten()

@pytest.mark.xfail(reason="thought to fail")
def test_passes_though_marked_as_failing():
    pass
"""


def test_each_broken_rule_fails_its_test(tmp_path: Path) -> None:
    outcome = run_inner(BREAKING, tmp_path)

    ends = {}
    for kind, name in re.findall(
        r"^(PASSED|FAILED|ERROR) \S+::(\w+)", outcome.output, re.MULTILINE
    ):
        ends[name] = "passes" if kind == "PASSED" and name not in ends else "fails"
    assert ends == {
        "test_keeps_to_the_rules": "passes",
        "test_announces_by_mark": "passes",
        "test_logs_what_was_not_announced": "fails",
        "test_announces_what_does_not_happen": "fails",
        "test_warns": "fails",
        "test_connects_to_another_machine": "fails",
        "test_makes_qt_complain": "fails",
        "test_leaves_a_coroutine_unawaited": "fails",
        "test_passes_though_marked_as_failing": "fails",
    }, outcome.output


def test_the_users_own_folders_are_out_of_reach(tmp_path: Path) -> None:
    # Where the run is one of several workers, each has a home of its own in the run's folder.
    run = Path(os.environ["SCOUT_TEST_ROOT"])

    assert run in tmp_path.parents
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        assert run in Path(os.environ[name]).parents, name
    assert run in Path(tempfile.gettempdir()).parents
    assert not [name for name in os.environ if name.startswith(("SCOUT_DESKTOP_", "OPENROUTER_"))]
