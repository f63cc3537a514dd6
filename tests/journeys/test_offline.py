"""On a plane: months of chats are opened, searched, read and exported where there is no network.

Nothing is asked of the keyring and nothing of the internet: strace writes down every address, and
every file of the package that would know the keyring.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scout_desktop.practice import Reply
from tests.journeys.person import Person

if TYPE_CHECKING:
    from tests.journeys.desktop import Desktop
    from tests.journeys.stand_in import StandIn


def _reason() -> str:
    lacking = [tool for tool in ("strace", "unshare") if shutil.which(tool) is None]
    if lacking:
        return f"needs {', '.join(lacking)}"
    tried = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False)
    return "needs network namespaces (unshare -rn)" if tried.returncode else ""


@pytest.mark.skipif(bool(_reason()), reason=_reason() or "runs here")
def test_chats_are_searched_read_and_exported_without_network_and_without_the_keyring(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    data, log = tmp_path / "data", tmp_path / "calls.txt"
    for question, answer in (
        ("Which bird is grey?", "A **heron** stands in the shallows."),
        ("And which is white?", "An egret."),
    ):
        stand_in.queue(Reply(text=answer))
        asked = [sys.executable, "-m", "scout_desktop", "--data-dir", str(data)]
        asked += ["--base-url", stand_in.url, "ask", question]
        subprocess.run(asked, env=desktop.env, check=True, capture_output=True)

    tracer = Path(__file__).with_name("traced.py")
    person = Person(desktop, data, program=[str(tracer), "--offline", str(log)])
    # Without a key this is the address that would be used, and the first start would ask for one.
    person.window.find("list item", prefix="Which bird is grey?")
    person.click("Search conversations", "text")
    desktop.hands.type("heron role:assistant")
    person.until(lambda: len(person.window.find_all("list item", prefix="And which")) == 0)
    row = person.window.find("list item", prefix="Which bird is grey?")
    person.until(lambda: "heron stands" in row.look()["name"].replace("**", ""))
    person.shot("found")
    desktop.hands.key("Return")
    person.reads("A heron stands in the shallows.")
    find = person.window.find("text", "Find in chat")
    person.until(lambda: find.text == "heron")

    target = tmp_path / "heron.html"
    desktop.hands.click(person.message)
    desktop.hands.key("ctrl+e")
    sheet = person.app.find("window", prefix="Export")
    desktop.hands.click(sheet.find(None, prefix="Format: Web page"))
    person.shot("export")
    desktop.hands.click(sheet.find("button", "Save as…"))
    desktop.hands.click(person.app.find("text", "File name:"))
    desktop.hands.key("ctrl+a")
    desktop.hands.type(str(target))
    desktop.hands.key("Return")
    person.until(target.exists)
    desktop.hands.click(sheet.find("button", "Done"))
    person.leave()
    page = target.read_text()
    assert "<strong>heron</strong>" in page
    assert "default-src 'none'" in page

    said = log.read_text()
    assert "chats/" in said, "the tracer saw nothing"
    assert re.findall(r"sa_family=AF_INET6?.*", said) == []
    assert re.findall(r"site-packages/keyring/\S+", said) == []
    # The same from the command line.
    (hit,) = json.loads(_offline(desktop, data, "search", "heron", "--json"))
    assert hit["title"] == "Which bird is grey?"
    assert "**heron**" in _offline(desktop, data, "export", hit["id"])
    assert "order" in _offline(desktop, data, "check")


def _offline(desktop: Desktop, data: Path, *words: str) -> str:
    """What the command line says where there is no network."""
    command = ["unshare", "-rn", sys.executable, "-m", "scout_desktop", "--data-dir", str(data)]
    done = subprocess.run(
        [*command, *words], env=desktop.env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
