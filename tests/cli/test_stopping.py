"""Ctrl+C: at any moment of a start, again while a verb cleans up, while it waits for input."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from scout_desktop.practice import Reply
from tests.journeys import contract

if TYPE_CHECKING:
    from tests.cli.conftest import Scout
    from tests.journeys.stand_in import StandIn

_AT_IMPORT = """
import os, signal, sys
class Hook:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Hook())
from scout_desktop.__main__ import main
sys.exit(main({words!r}))
"""


@pytest.mark.parametrize(
    "name", ["logging", "scout_desktop.cli.run", "asyncio", "scout_desktop.session.core"]
)
def test_control_c_while_a_verb_loads_ends_it_at_once(scout: Scout, name: str) -> None:
    words = ["list", "--data-dir", str(scout.data)]
    done = subprocess.run(
        [sys.executable, "-c", _AT_IMPORT.format(name=name, words=words)],
        env=scout.environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_second_control_c_does_not_break_off_the_cleaning_up(
    scout: Scout, stand_in: StandIn
) -> None:
    stand_in.queue(Reply(text="one two three four", stall_after=2))
    with scout.start("ask", "Count") as process:
        assert process.stdout
        assert process.stdout.read(7) == "one two"
        process.send_signal(signal.SIGINT)
        time.sleep(0.005)  # or the system makes one of the two
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in err
    (chat,) = contract.chats(scout.data)
    (reply,) = contract.nodes(chat, "assistant")
    assert (reply["state"], reply["parts"][0]["text"]) == ("stopped", "one two")
    contract.check_folder(scout.data)


def test_control_c_while_the_prompt_is_read_needs_no_second_one(scout: Scout) -> None:
    code = """
import os, signal, sys, threading
from scout_desktop.__main__ import main
from scout_desktop.cli import given
usual = given.leaving_at_once
def waiting():
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
    return usual()
given.leaving_at_once = waiting
sys.exit(main(["ask", "-", "--data-dir", sys.argv[1]]))
"""
    with subprocess.Popen(
        [sys.executable, "-c", code, str(scout.data)], env=scout.environment,
        stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.wait(30) == 130
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
