"""Reading needs no network, and nothing is connected to but the address that was given."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from scout_desktop.practice import Reply

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Scout
    from tests.journeys.stand_in import StandIn


def _may_unshare() -> bool:
    tool = shutil.which("unshare")
    return (
        tool is not None
        and not subprocess.run([tool, "-rn", "true"], capture_output=True, check=False).returncode
    )


@pytest.mark.skipif(not _may_unshare(), reason="needs network namespaces (unshare -rn)")
def test_chats_are_read_where_there_is_no_network_at_all(scout: Scout, stand_in: StandIn) -> None:
    stand_in.queue(Reply(text="Remembered."))
    assert scout("ask", "keep this").status == 0
    for words in (["list"], ["show", "0"], ["cost"], ["--selftest"]):
        done = subprocess.run(
            ["unshare", "-rn", *scout.command(*words)],
            env={**scout.environment, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert b"Remembered." in subprocess.run(
        ["unshare", "-rn", *scout.command("show", "0")],
        env=scout.environment, capture_output=True, timeout=60, check=True,
    ).stdout  # fmt: skip


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize(
    "words",
    [["ask", "hello"], ["list"], ["search", "hi"], ["check"], ["--selftest"]],
    ids=lambda w: w[0],
)
def test_nothing_is_connected_to_but_the_base_url(
    scout: Scout, stand_in: StandIn, tmp_path: Path, words: list[str]
) -> None:
    stand_in.queue(Reply(text="Hi."))
    assert scout("list").status == 0
    trace = tmp_path / "connects"
    subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=connect", "-o", str(trace), *scout.command(*words)],
        env={**scout.environment, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    reached = set(re.findall(r"sin6?_port=htons\((\d+)\)", trace.read_text()))
    port = scout.url.rsplit(":", 1)[1].split("/")[0]
    assert reached == ({port} if words[0] == "ask" else set())
