"""Whatever is behind standard output, a reply that is paid for is read to its end and kept."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scout_desktop.practice import Reply
from tests.journeys import contract

if TYPE_CHECKING:
    from tests.cli.conftest import Scout
    from tests.journeys.stand_in import StandIn

SLOW = Reply(text="Word by word it comes. " * 8, rate=400)


def run_through_shell(scout: Scout, shell: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a shell would with its redirections; `"$@"` stands for the command."""
    return subprocess.run(
        ["bash", "-c", shell, "-", *scout.command(*words)],
        env=scout.environment, cwd=scout.data.parent, capture_output=True, timeout=60, check=False,
    )  # fmt: skip


def the_reply(scout: Scout) -> dict[str, object]:
    (chat,) = contract.chats(scout.data)
    return chat["nodes"][-1]


@pytest.mark.parametrize(
    ("shell", "status", "said"),
    [
        ('"$@" > /dev/full', 1, b"could not be written: no space left on device"),
        ('"$@" | true; exit ${PIPESTATUS[0]}', 0, b"tokens out"),
    ],
    ids=["full disk", "reader gone"],
)
def test_lost_output_costs_no_reply(
    scout: Scout, stand_in: StandIn, shell: str, status: int, said: bytes
) -> None:
    stand_in.queue(SLOW)
    done = run_through_shell(scout, shell, "ask", "tell")
    assert done.returncode == status
    assert said in done.stderr
    assert b"Traceback" not in done.stderr
    reply = the_reply(scout)
    assert reply["state"] == "complete"
    assert reply["parts"][0]["text"] == SLOW.text


def test_a_terminal_that_lacks_a_letter_shows_a_question_mark(
    scout: Scout, stand_in: StandIn
) -> None:
    stand_in.queue(Reply(text="naïve – 漢字"))
    scout.env["PYTHONIOENCODING"] = "ascii"
    done = run_through_shell(scout, '"$@"', "ask", "tell")
    assert (done.returncode, done.stdout) == (0, b"na?ve ? ??\n")
    assert the_reply(scout)["parts"][0]["text"] == "naïve – 漢字"


def test_closed_streams_are_no_disaster(scout: Scout, stand_in: StandIn) -> None:
    closed = run_through_shell(scout, '"$@" <&-', "ask", "-")
    assert closed.returncode == 2
    assert b"Standard input is closed" in closed.stderr
    stand_in.queue(Reply(text="Fine."))
    silent = run_through_shell(scout, '"$@" 2>&-', "ask", "tell")
    assert (silent.returncode, silent.stdout) == (0, b"Fine.\n")


def test_bytes_that_are_no_text_are_kept_as_they_are_sent(scout: Scout, stand_in: StandIn) -> None:
    stand_in.queue(Reply(text="Yes."))
    done = run_through_shell(scout, 'printf "caf\\351" | "$@"', "ask", "-")
    assert b"no text" in done.stderr
    (body,) = stand_in.bodies
    (chat,) = contract.chats(scout.data)
    assert body["messages"][0]["content"] == chat["nodes"][0]["parts"][0]["text"] == "caf\ufffd"


def test_an_empty_folder_name_is_bad_usage(scout: Scout) -> None:
    done = scout("--data-dir", "", "list")
    assert done.status == 2
    assert not list(Path(scout.data.parent).glob("chats"))
