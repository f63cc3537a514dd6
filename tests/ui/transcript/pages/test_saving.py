"""Saving asks where to, shows that it goes on, can be cancelled, and leaves no half file behind."""

from __future__ import annotations

import asyncio
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QFileDialog, QLineEdit, QProgressBar, QPushButton

from scout_desktop.chat.errors import DiskFull, DiskRefused
from scout_desktop.ui.transcript.pages.progress import Progress
from scout_desktop.ui.transcript.pages.saving import suggested_name
from tests.ui.transcript.pages.paper_reader import Pdf

LONG = "## Heading\n\nWords and *more* words. " + "And on it goes. " * 40
LONG_CHAT = ["Question?", LONG + "\n\n" + LONG] * 60


async def until(true) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 -- what a window shows sets no event
            await asyncio.sleep(0.005)


def test_the_chat_is_saved_where_the_user_says(desk, talk) -> None:
    chat, saved = talk("Hello.", "Good evening."), []
    desk.printing.saved.connect(saved.append)

    async def story() -> None:
        desk.printing.save_pdf(chat)
        dialog = desk.window.findChild(QFileDialog)
        assert dialog is not None
        assert dialog.selectedFiles()[0].endswith("A chat about paper.pdf")
        dialog.setDirectory(str(desk.folder))
        dialog.selectFile("Mine.pdf")
        dialog.accept()
        await until(lambda: saved)

    desk.run(story)
    assert saved == [str(desk.folder / "Mine.pdf")]
    assert "Good evening." in Pdf(desk.folder / "Mine.pdf").words()[0]


def test_the_window_lives_while_a_long_chat_is_laid_out(desk, talk) -> None:
    chat, rests, told = talk(*LONG_CHAT), [], []

    async def story() -> None:
        async def live() -> None:
            while True:
                before = time.thread_time()
                await asyncio.sleep(0)
                rests.append(time.thread_time() - before)

        alive = asyncio.create_task(live())
        path = desk.folder / "long.pdf"
        await desk.printing.export_pdf(chat, path, lambda *done: told.append(done))
        alive.cancel()

    desk.run(story)
    assert told == [(done, 120) for done in range(1, 121)]
    # The window had its turn again and again: nothing was done in one go.
    assert len(rests) > 100
    assert sorted(rests)[-3] < 0.1


def test_cancel_leaves_nothing_behind(desk, talk) -> None:
    chat, path = talk(*LONG_CHAT), desk.folder / "kept.pdf"
    path.write_bytes(b"what was there before")
    ended = []
    desk.printing.saved.connect(ended.append)
    desk.printing.failed.connect(ended.append)

    async def story() -> None:
        desk.printing._save(chat, path)
        await until(lambda: desk.window.findChild(Progress))
        progress = desk.window.findChild(Progress)
        bar = progress.findChild(QProgressBar)
        await until(lambda: bar.value() > 2)
        assert bar.maximum() == 120
        assert bar.accessibleName() == "Saving the chat as PDF…"
        progress.findChild(QPushButton).click()
        await until(lambda: not desk.tasks.is_running("print"))

    desk.run(story)
    assert path.read_bytes() == b"what was there before"
    assert [each.name for each in desk.folder.iterdir()] == ["kept.pdf"]
    assert ended == []


def test_a_folder_that_may_not_be_written_to_is_named(desk, talk) -> None:
    failures = []
    desk.printing.failed.connect(failures.append)

    async def story() -> None:
        desk.printing._save(talk("Hello.", "Hi."), desk.folder / "no such folder" / "Mine.pdf")
        await until(lambda: failures)

    desk.run(story)
    assert isinstance(failures[0], DiskRefused)
    assert failures[0].headline == "The PDF “Mine.pdf” could not be saved."
    assert "another place" in failures[0].advice


def test_a_file_that_does_not_arrive_whole_does_not_take_the_place(desk, talk) -> None:
    path = desk.folder / "kept.pdf"
    path.write_bytes(b"what was there before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    failures = []

    async def story() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, hard))
        try:
            await desk.printing.export_pdf(talk("Hello.", LONG), path)
        except DiskRefused as error:
            failures.append(error)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    desk.run(story)
    assert len(failures) == 1
    assert path.read_bytes() == b"what was there before"
    assert [each.name for each in desk.folder.iterdir()] == ["kept.pdf"]


FULL = """
import asyncio, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from scout_desktop.chat.errors import DiskFull
from scout_desktop.ui.transcript.pages.saving import check, commit, opened, take_back
app = QApplication(sys.argv)
path = Path(sys.argv[1]) / "Mine.pdf"
file = opened(path)
try:
    while file.write(bytes(10_000)) > 0:
        file.flush()
        check(file, path)
except DiskFull as error:
    print(error.sentence)
take_back(file)
print(list(Path(sys.argv[1]).iterdir()))
"""


def test_a_full_disk_is_called_one(root: Path, tmp_path: Path) -> None:
    """A disk of 64 KB, in a name space of its own."""
    mount = 'mount -t tmpfs -o size=64k none "$0" && exec "$@"'
    wall = ["unshare", "-rm", "sh", "-c", mount, str(tmp_path)]
    if shutil.which("unshare") is None or subprocess.run([*wall, "true"], check=False).returncode:
        pytest.skip("this system lets nobody mount a small disk")
    done = subprocess.run(
        [*wall, sys.executable, "-c", FULL, str(tmp_path)],
        cwd=root, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert not done.stderr
    said, left = done.stdout.splitlines()
    assert said == (
        "The PDF “Mine.pdf” could not be saved: the disk is full. "
        "Free some space, or save it in another place."
    )
    assert left == "[]"
    assert DiskFull.kind == "disk_full"


def test_a_printer_gets_what_the_pdf_has(desk, talk) -> None:
    chat, printed = talk("Hello.", LONG), []
    desk.printing.printed.connect(lambda: printed.append(True))
    path = desk.folder / "printed.pdf"

    async def story() -> None:
        desk.printing.print_chat(chat)
        dialog = desk.window.findChild(QPrintDialog)
        assert dialog is not None
        assert dialog.printer().docName() == "A chat about paper"
        # Where there is no printer, the system's dialog offers a file.
        dialog.findChild(QLineEdit, "filename").setText(str(path))
        dialog.accept()
        await until(lambda: printed)

    desk.run(story)
    assert "And on it goes." in Pdf(path).words()[0]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Plan for Monday", "Plan for Monday.pdf"),
        ("a/b\\c: d?", "a b c d.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ("  \n ", "Chat.pdf"),
        ("x" * 300, "x" * 80 + ".pdf"),
        ("fdp.\u202egnp", "fdp. gnp.pdf"),
        ("Größe 中文", "Größe 中文.pdf"),
    ],
)
def test_the_name_offered_fits_every_system(title: str, name: str) -> None:
    assert suggested_name(title) == name
