"""Nothing on disk but the picture and parts of the program is read, and nobody is called."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.imaging.corpus import avif, cornered, heic, painted, pdf, plain, saved, tiff
from tests.imaging.corpus import with_planted_metadata as planted

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")

CALLS = "open,openat,openat2,creat,connect,sendto,execve,unlink,unlinkat,rename,mkdir,symlink"
FONTS = ("/usr/share/fonts", "/usr/share/X11/fonts", "/usr/local/share/fonts")


def hostile(bait: Path) -> dict[str, bytes]:
    """Files that would like another one to be read."""
    told = f"file://{bait}"
    svg = f"<svg xmlns:x='http://www.w3.org/1999/xlink'><image x:href='{told}'/></svg>".encode()
    external = (
        f"<< /Type /XObject /Subtype /Image /Width 9 /Height 9 /BitsPerComponent 8 /ColorSpace "
        f"/DeviceRGB /F << /Type /Filespec /F ({bait}) >> /Length 0 >>\nstream\n\nendstream"
    ).encode()
    form = (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /F << /Type /Filespec /FS /URL /F "
        f"(http://127.0.0.1:9/form) >> /Ref << /F ({bait}) /Page 0 >> /Length 0 >>"
        "\nstream\n\nendstream"
    ).encode()
    action = f"<< /S /GoToR /F ({bait}) /D [0 /Fit] /NewWindow true >>".encode()
    resources = "/Resources << /XObject << /I 11 0 R /F 12 0 R >> /Font << /T 14 0 R >> >>"
    font = (
        b"<< /Type /Font /Subtype /TrueType /BaseFont /NotoSansCJK-NotThere /Encoding /Identity >>"
    )
    return {
        "svg": svg,
        "svg as png": b"\x89PNG\r\n\x1a\n" + svg,
        "svg in xmp": heic(cornered(), xmp=svg),
        "eps": f"%!PS-Adobe-3.0 EPSF-3.0\n({bait}) run".encode(),
        "cut": plain("JPEG")[:300],
        "tiff": tiff(
            {256: ("H", (8,)), 257: ("H", (8,)), 258: ("H", (8,)), 262: ("H", (1,))}, bytes(64)
        ),
        "tiff that names a file": saved(cornered(), "TIFF", tiffinfo={269: str(bait)}),
        "avif": avif(cornered(), xmp=svg),
        "document": pdf(
            painted() + b" q /I Do /F Do Q BT /T 12 Tf (hello) Tj ET",
            objects=(b"<< /Fields [] >>", external, form, action, font),
            page=f"{resources} /AA << /O 13 0 R >>",
        ),
    }


@pytest.fixture
def watched(tmp_path):
    """What system calls a process makes that looks at every file of a folder, the second time."""
    bait, folder, trace = tmp_path / "bait.png", tmp_path / "pictures", tmp_path / "trace"
    bait.write_bytes(plain("PNG"))
    folder.mkdir()
    for name, data in (planted() | hostile(bait)).items():
        (folder / name).write_bytes(data)
    code = """
        import os, pathlib, sys
        from scout_desktop.chat.errors import PictureError
        from scout_desktop.imaging import prepare, read_picture_file, thumbnail
        drawn = 0
        for mark in ("warm", "begin"):  # the first round loads the codecs, the second is watched
            os.access("/" + mark, os.F_OK)
            for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
                page = int(path.name == "document")
                for job in (
                    lambda data: prepare(data, name="x", page=page),
                    lambda data: thumbnail(data, 32, page=page),
                ):
                    try:
                        job(read_picture_file(path))
                        drawn += 1
                    except PictureError:
                        pass
        os.access("/end", os.F_OK)
        print(drawn)
    """
    command = ["strace", "-f", "-v", "-s", "9999", "-e", f"trace=access,{CALLS}", "-o", trace]
    run = subprocess.run(
        [*command, sys.executable, "-B", "-c", textwrap.dedent(code), folder],
        capture_output=True,
        text=True,
        env={**os.environ, "OPENROUTER_API_KEY": "sk-or-v1-in-the-environment"},
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) == 2 * 2 * (len(planted()) + 5)
    assert run.stderr == ""
    lines = trace.read_text(errors="replace").splitlines()
    marks = [
        next(n for n, line in enumerate(lines) if mark in line) for mark in ('"/begin"', '"/end"')
    ]
    assert any("OPENROUTER_API_KEY" in line for line in lines[: marks[0]])  # the trace sees it
    return [
        line for line in lines[marks[0] + 1 : marks[1]] if re.search(CALLS.replace(",", "|"), line)
    ], tmp_path


def test_each_file_is_read_and_no_other_and_nobody_is_called(watched):
    lines, tmp_path = watched
    drawing = {line.split()[0] for line in lines if "execve(" in line}
    ours = [line for line in lines if line.split()[0] not in drawing and "openat" in line]
    opened = {re.search(r'"(.*?)"', line).group(1) for line in ours}
    files = {str(path) for path in (tmp_path / "pictures").iterdir()}
    # A process that is started for a document has its errors go nowhere.
    assert opened - {"/dev/null", str(tmp_path / "pictures")} == files
    assert not [line for line in lines if re.search(r"\b(connect|sendto)\(", line)]
    assert not [line for line in lines if "bait" in line]


def test_a_document_is_read_by_a_process_that_sees_the_program_and_fonts_only(watched):
    lines, _ = watched
    started = [line for line in lines if "execve(" in line and line.rstrip().endswith("= 0")]
    assert len(started) == 2  # drawn, for the picture and for its thumbnail; measured before
    assert not [line for line in started if "OPENROUTER" in line or "sk-or" in line]
    drawing = {line.split()[0] for line in started}
    program = (sys.prefix, sys.base_prefix, "/lib", "/usr/lib", "/etc/ld.so", "/usr/share/locale")
    others, fonts = set(), set()
    for line in lines:
        if line.split()[0] not in drawing or "openat(" not in line or "ENOENT" in line:
            continue
        path = os.path.normpath(re.search(r'"(.*?)"', line).group(1))
        if path.startswith(FONTS):
            fonts.add(path)
        elif not path.startswith((*program, str(Path(__file__).parents[2] / "scout_desktop"))):
            others.add(path)
    assert others <= {"/dev/null", "/etc/localtime"}, others
    # It does look for the font that the document names and does not bring.
    assert fonts or not any(Path(folder).is_dir() for folder in FONTS)
    writing = [
        line for line in lines if "O_WRONLY" in line or "O_RDWR" in line or "O_CREAT" in line
    ]
    assert {re.search(r'"(.*?)"', line).group(1) for line in writing} <= {"/dev/null"}
    assert not [line for line in lines if re.search(r"\b(unlink|unlinkat|rename|mkdir)\(", line)]
