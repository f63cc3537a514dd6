"""Every process writes under a name of its own, and a kill gives the name back."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scout_desktop.storage import device
from scout_desktop.storage.device import Writer
from scout_desktop.storage.places import Places

_HOLD = (
    "import sys, time; from pathlib import Path;"
    "from scout_desktop.storage.device import Writer;"
    "from scout_desktop.storage.places import Places;"
    "print(Writer.open(Places.beside(Path(sys.argv[1]))).name, flush=True); time.sleep(60)"
)


def test_two_programs_have_two_names_and_a_kill_frees_one(root: Path, places: Places) -> None:
    first = Writer.open(places)
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(places.data)],
        cwd=root, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        name = other.stdout.readline().strip()
        assert (first.name, name) == (f"{first.device}-0", f"{first.device}-1")
        assert first.claim(name) is None
        third = Writer.open(places)
        assert third.slot == 2
        other.send_signal(signal.SIGKILL)
        other.wait()
    claimed = first.claim(name)
    assert claimed is not None
    claimed.release()
    assert Writer.open(places).slot == 1
    third.close()
    first.close()


def test_another_machine_is_another_device(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    with_close = Writer.open(places)
    here = with_close.device
    with_close.close()
    again = Writer.open(places)
    assert again.device == here
    again.close()
    stored = json.loads(places.device.read_bytes())
    assert set(stored) == {"device", "machine"}
    monkeypatch.setattr(device, "machine", lambda: "somewhere else")
    there = Writer.open(places)
    assert there.device != here
    there.close()


def test_nobody_elses_name_can_be_claimed(places: Places) -> None:
    writer = Writer.open(places)
    for name in ("d0-0", f"{writer.device}-x", f"{writer.device}-", "", f"{writer.device}-99999",
                 f"{writer.device}-²", writer.name):  # fmt: skip
        assert writer.claim(name) is None
    writer.close()


def test_all_four_folders_are_beside_the_one_that_was_named(tmp_path: Path) -> None:
    places = Places.beside(tmp_path / "D")
    assert [path.name for path in (places.data, places.config, places.state, places.cache)] == [
        "D", "D.config", "D.state", "D.cache"]  # fmt: skip
    usual = Places.standard()
    assert len({usual.data, usual.config, usual.state, usual.cache}) == 4
