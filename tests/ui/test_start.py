"""How a start goes: what is loaded before the first paint, and who is listened to meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from scout_desktop import app

ROOT = Path(__file__).resolve().parents[2]

_AT_FIRST_PAINT = """
import sys
seen = []
class Hook:
    def find_spec(self, name, path=None, target=None):
        if name == "scout_desktop.app":
            sys.meta_path.remove(self)
            from scout_desktop.ui.composer.text import MessageText
            usual = MessageText.paintEvent
            def paint(box, event):
                usual(box, event)
                if not seen:
                    seen.extend(sys.modules)
                    seen.extend(vars(sys.modules["PySide6.QtCore"]))
                    first_paint(box)
            MessageText.paintEvent = paint
sys.meta_path.insert(0, Hook())
"""
_LATER = (
    "httpx",
    "keyring",
    "PIL",
    "jsonschema",
    "markdown_it",
    "pygments",
    "sqlite3",
    "asyncio",
    "qasync",
    "h11",
    "msgspec",
    "decimal",
    "scout_desktop.session",
    "scout_desktop.openrouter",
    "scout_desktop.chat.estimate",
    "PySide6.QtSvg",
    "matplotlib",
    "pyqtgraph",
    "PySide6.QtCharts",
)


def child(code: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Run `code` as a program of its own, with the folder `D` to keep chats in."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    code = f"D = {str(tmp_path / 'data')!r}\n{code}"
    return subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60
    )


def test_the_first_frame_waits_for_nothing_that_it_does_not_show(tmp_path: Path) -> None:
    done = child(
        _AT_FIRST_PAINT
        + "def first_paint(box): print(*seen, flush=True)\n"
        + "from scout_desktop.__main__ import main\n"
        + "sys.exit(main(['--selftest', '--data-dir', D]))\n",
        tmp_path,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.splitlines()[0].split())
    assert "scout_desktop.ui.composer.composer" in loaded
    assert not loaded & set(_LATER)
    # All its enumerations, 14 ms, which PySide loads when the first of them is named.
    assert "Qt" not in loaded


def test_what_is_typed_while_the_program_starts_stays_and_is_kept(tmp_path: Path) -> None:
    done = child(
        _AT_FIRST_PAINT
        + """
from scout_desktop.ui.loading import load_qt
load_qt()
from scout_desktop.app import open_window
from pathlib import Path
def first_paint(box):
    from PySide6.QtCore import QTimer
    from PySide6.QtTest import QTest
    QTimer.singleShot(0, lambda: QTest.keyClicks(box, "typed early"))
async def errand(views, shell, core):
    print(views.composer.draft().text)
    await shell.keep()
    print((await core.desk.draft(shell.transcript.shown)).text)
    return 0
sys.exit(open_window(data_dir=Path(D), errand=errand))
""",
        tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["typed early", "typed early"]


def test_a_window_that_is_closed_while_it_starts_ends_well(tmp_path: Path) -> None:
    done = child(
        _AT_FIRST_PAINT
        + """
def first_paint(box):
    from PySide6.QtCore import QTimer
    QTimer.singleShot(0, box.window().close)
from scout_desktop.__main__ import main
sys.exit(main(["--data-dir", D]))
""",
        tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "name", ["logging", "PySide6.QtWidgets", "scout_desktop.app", "scout_desktop.ui.theme.qrc"]
)
def test_control_c_before_there_is_a_window_ends_the_program_at_once(
    tmp_path: Path, name: str
) -> None:
    done = child(
        f"""
import os, signal, sys
class Hook:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Hook())
from scout_desktop.__main__ import main
sys.exit(main(["--data-dir", D]))
""",
        tmp_path,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
@pytest.mark.parametrize("module", ["scout_desktop.ui.transcript.view", "qasync"])
def test_a_signal_while_the_rest_loads_closes_the_window_well(
    tmp_path: Path, name: str, module: str
) -> None:
    done = child(
        f"""
import os, signal, sys
class Hook:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.{name})
sys.meta_path.insert(0, Hook())
from scout_desktop.__main__ import main
sys.exit(main(["--data-dir", D]))
""",
        tmp_path,
    )
    assert (done.returncode, done.stderr) == (130 if name == "SIGINT" else 0, "")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_window_that_could_not_open_its_folder_still_ends_well(tmp_path: Path, name: str) -> None:
    (tmp_path / "data").write_text("in the way of the folder")
    command = [sys.executable, "-m", "scout_desktop", "--data-dir", str(tmp_path / "data")]
    env = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        assert running.stderr.readline().startswith("scout-desktop: ")
        running.send_signal(getattr(signal, name))
        try:
            assert running.wait(30) == 3
        finally:
            running.kill()
        assert running.stderr.read() == ""


def without_display(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Start the program as a login without a desktop does."""
    display = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    env = {name: value for name, value in os.environ.items() if name not in display}
    command = [sys.executable, "-m", "scout_desktop", "--data-dir", str(tmp_path / "data"), *words]
    return subprocess.run(
        command, env=env | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60
    )


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_without_a_display_the_program_says_what_works_instead(tmp_path: Path) -> None:
    done = without_display(tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no display." in done.stderr
    assert "scout-desktop ask" in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_the_self_test_needs_no_display(tmp_path: Path) -> None:
    done = without_display(tmp_path, "--selftest")
    assert (done.returncode, done.stderr) == (0, "")
    assert "platform offscreen" in done.stdout


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_quiet_window_hears_that_it_shall_end(name: str) -> None:
    # No timer runs here: only the signal itself can wake the loop.
    code = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from scout_desktop.ui.signals import told_to_end
app = QCoreApplication([])
with told_to_end(app.quit):
    QTimer.singleShot(0, lambda: print("quiet", flush=True))
    app.exec()
"""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"quiet\n"
        running.send_signal(getattr(signal, name))
        try:
            assert running.wait(30) == 0
        finally:
            running.kill()


def test_every_portion_of_the_start_names_a_module_that_there_is() -> None:
    named = (*app._LOADED_BEFORE_VIEWS, *app._LOADED_BEFORE_LOOP)
    assert [name for name in named if find_spec(name) is None] == []
