"""Pages of a PDF: the right pixels at the size wanted; nothing run, nothing fetched, no hanging."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from scout_desktop.chat.errors import (
    PictureError,
    PictureRefused,
    PictureTooLarge,
    PictureUnreadable,
)
from scout_desktop.chat.recipe import Crop
from scout_desktop.imaging import Abandoned, decode, document_pages, look, prepare, render_page
from scout_desktop.imaging.caps import MAX_BYTES
from tests.imaging.corpus import CORNERS, MARKER, alike, painted, pdf, plain, saved
from tests.imaging.shown import quarters

WHITE = (255, 255, 255)


def test_pages_are_measured_at_200_dots_an_inch_and_drawn_as_they_look():
    data = pdf(painted(), b"")
    assert document_pages(data) == ((178, 111), (178, 111))
    info = look(data, page=1)
    assert (info.kind, info.width, info.height, info.mime) == ("PDF", 178, 111, "application/pdf")
    page = decode(data, info, (178, 111), page=1)
    assert (page.mode, page.size, page.info) == ("RGB", (178, 111), {})
    assert alike(quarters(page), CORNERS, 1)
    assert quarters(render_page(data, 2, (178, 111))) == [WHITE] * 4


@pytest.mark.parametrize("size", [(1, 1), (7, 300), (64, 40), (1001, 333)])
def test_a_page_has_exactly_the_size_wanted(size):
    assert render_page(pdf(painted()), 1, size).size == size


def test_a_part_is_drawn_and_not_enlarged():
    data = pdf(painted() + b"\n0 g 0.02 w 40 35 m 60 35.5 l S")
    # 20 of 178 pixels, drawn ten times as large: an edge between two colours is still an edge.
    part = render_page(data, 1, (200, 100), Crop(79, 40, 20, 10))
    colours = {part.getpixel((x, 50)) for x in range(200)}
    assert len(colours) <= 4
    assert alike([part.getpixel((5, 50)), part.getpixel((190, 50))], CORNERS[:2], 1)
    for crop, corner in ((Crop(0, 0, 89, 55), 0), (Crop(89, 56, 500, 500), 3)):
        assert alike(quarters(render_page(data, 1, (40, 40), crop))[:1], [CORNERS[corner]], 1)


@pytest.mark.parametrize(("turn", "expected"), [(90, (2, 0, 3, 1)), (180, (3, 2, 1, 0))])
def test_the_turn_of_a_page_is_honoured(turn, expected):
    data = pdf(painted(), page=f"/Rotate {turn}")
    (size,) = document_pages(data)
    assert size == ((111, 178) if turn == 90 else (178, 111))
    assert alike(quarters(render_page(data, 1, size)), [CORNERS[n] for n in expected], 1)


def test_a_poster_is_said_and_drawn_smaller():
    ((width, height),) = document_pages(pdf(b"", box="0 0 2384 3370"))  # A0: 62 million at 200 dpi
    assert 39_900_000 < width * height <= 40_000_000
    assert abs(width / height - 2384 / 3370) < 0.001
    ((width, height),) = document_pages(pdf(b"", box="0 0 14400 1"))
    assert (width, height) == (40_000, 3)
    with pytest.raises(ValueError, match="not drawn"):
        render_page(pdf(b""), 1, (40_000, 40_000))


@pytest.mark.parametrize(
    "box", ["0 0 0 0", "10 10 10 10", "nothing", "0 0 1e39 5", "-9 -9 -50 -80"]
)
def test_a_page_of_an_odd_size_is_drawn_or_refused(box):
    try:
        ((width, height),) = document_pages(pdf(painted(), box=box))
        assert 1 <= width * height <= 40_000_000
        assert render_page(pdf(painted(), box=box), 1, (20, 20)).size == (20, 20)
    except PictureError as refusal:
        assert refusal.advice  # noqa: PT017 - either outcome is right


def test_notes_and_filled_fields_are_drawn_as_a_viewer_does():
    look_of_it = b"0 0 1 rg 0 0 20 10 re f"
    stream = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 20 10] /Length %d >>\nstream\n%s\nendstream"
    )
    objects = (
        b"<< /Fields [12 0 R] >>",
        b"<< /Type /Annot /Subtype /Square /Rect [2 2 22 12] /F 4 /AP << /N 13 0 R >> >>",
        (
            b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (x) /F 4 /Rect [40 25 60 35]"
            b" /AP << /N 13 0 R >> >>"
        ),
        stream % (len(look_of_it), look_of_it),
    )
    data = pdf(b"", objects=objects, page="/Annots [11 0 R 12 0 R]")
    page = render_page(data, 1, (640, 400))
    assert page.getpixel((100, 330)) == (0, 0, 255)
    assert page.getpixel((500, 100))[2] > 200  # PDFium tints fields lightly
    assert page.getpixel((500, 100)) != WHITE
    assert page.getpixel((320, 200)) == WHITE


def rc4(key: bytes, content: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for value in content:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(value ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def locked(password: bytes) -> bytes:
    """By the standard of 1994 (PDF 1.1), which every reader knows."""
    padded = (password + PADDING)[:32]
    owner = rc4(hashlib.md5(padded).digest()[:5], padded)
    seed = padded + owner + (0xFFFFFFFC).to_bytes(4, "little") + b"0123456789abcdef"
    user = rc4(hashlib.md5(seed).digest()[:5], PADDING)
    return pdf(
        b"",
        trailer=f"/ID [<{b'0123456789abcdef'.hex()}> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 "
        f"/O <{owner.hex()}> /U <{user.hex()}> /P -4 >>",
    )


def test_a_locked_document_says_so_and_one_locked_with_nothing_opens():
    with pytest.raises(PictureRefused, match="locked with a password") as refusal:
        document_pages(locked(b"secret"))
    assert "print it" in refusal.value.advice
    assert len(document_pages(locked(b""))) == 1


def test_no_pages_too_many_and_one_that_is_not_there():
    with pytest.raises(PictureUnreadable, match=r"no pages|damaged"):
        document_pages(pdf())
    with pytest.raises(PictureRefused, match=r"has 2001 pages.*up to 2000"):
        document_pages(pdf(*[b""] * 2001))
    assert len(document_pages(pdf(*[b""] * 2000))) == 2000
    with pytest.raises(PictureUnreadable, match="no page 3") as refusal:
        render_page(pdf(b"", b""), 3, (5, 5))
    assert "from 1 to 2" in refusal.value.advice
    with pytest.raises(PictureUnreadable, match="not a PDF"):
        document_pages(plain("PNG"))
    with pytest.raises(PictureTooLarge, match=r"25\.1 MB"):
        document_pages(pdf(b"") + bytes(MAX_BYTES))


def test_cut_and_changed_documents_give_a_page_or_a_sentence():
    whole = pdf(painted())
    dice = random.Random(4)
    files = [whole[: len(whole) * part // 12] for part in range(1, 12)]
    for _ in range(12):
        changed = bytearray(whole)
        for _ in range(5):
            changed[dice.randrange(9, len(changed))] = dice.randrange(256)
        files.append(bytes(changed))

    def opened(data: bytes) -> bool:
        try:
            return render_page(data, 1, (20, 20)).size == (20, 20)
        except PictureError as refusal:
            return not (refusal.headline and refusal.advice)

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(opened, files))
    assert True in results
    assert False in results


FORM = b"<< /Type /XObject /Subtype /Form /BBox [0 0 64 40] %s /Length %d >>\nstream\n%s\nendstream"


def endless() -> bytes:
    """Forty forms, each drawing the next one twice: a million million squares."""
    forms = []
    for number in range(40):
        next_one = b"/Resources << /XObject << /N %d 0 R >> >>" % (12 + number)
        body = b"/N Do /N Do" if number < 39 else b"0 0 1 1 re f"
        forms.append(FORM % (next_one, len(body), body))
    return pdf(
        b"/N Do",
        objects=(b"<< /Fields [] >>", *forms),
        page="/Resources << /XObject << /N 11 0 R >> >>",
    )


def swollen() -> bytes:
    """A megabyte that unpacks to 400."""
    packed = zlib.compress(b"q 1 0 0 1 0 0 cm Q " * 20_000_000, 1)
    empty = b"<< /Length 0 >>\nstream\n\nendstream"
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    data = pdf(b"")
    assert empty in data
    return data.replace(empty, stream % (len(packed), packed))


@pytest.mark.parametrize("make", [endless, swollen])
def test_a_document_that_never_ends_or_swells_up_is_ended(make):
    data = make()
    assert len(data) < 4_000_000
    with pytest.raises(PictureTooLarge, match=r"340 MB of memory or 30 seconds") as refusal:
        render_page(data, 1, (64, 40))
    assert refusal.value.advice
    assert alike(quarters(render_page(pdf(painted()), 1, (64, 40))), CORNERS, 1)


def test_a_page_nobody_wants_any_more_is_given_up_while_it_is_drawn():
    slow = pdf(b"0 0 m 64 40 l S\n" * 200_000)
    here, asked = threading.get_ident(), []
    begun = time.process_time()

    def after_a_while() -> bool:
        asked.append(threading.get_ident())
        return len(asked) > 4

    with pytest.raises(Abandoned):
        render_page(slow, 1, (3000, 2000), cancelled=after_a_while)
    assert set(asked) == {here}
    assert time.process_time() - begun < 2  # CPU of ours; the drawing takes more than ten
    with pytest.raises(Abandoned):
        render_page(pdf(b""), 1, (5, 5), cancelled=lambda: True)


def test_ctrl_c_in_a_terminal_is_not_the_fault_of_the_document(tmp_path):
    (tmp_path / "slow.pdf").write_bytes(pdf(b"0 0 m 64 40 l S\n" * 4_000))
    program = """
import os, pathlib, signal, sys
from scout_desktop.imaging import render_page
signal.signal(signal.SIGINT, lambda *_: print("told", flush=True))
asked = []
def pressed():
    asked.append(1)
    if len(asked) == 5:
        os.killpg(0, signal.SIGINT)
    return False
data = pathlib.Path(sys.argv[1]).read_bytes()
print(render_page(data, 1, (1500, 1000), cancelled=pressed).size)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "slow.pdf")],
        capture_output=True, text=True, check=False, start_new_session=True,
    )  # fmt: skip
    assert (done.stdout, done.returncode) == ("told\n(1500, 1000)\n", 0), done.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("executable", "/nowhere/python"), ("executable", ""), ("frozen", True)]
)
def test_without_an_interpreter_a_document_is_refused_in_a_sentence(monkeypatch, name, value):
    monkeypatch.setattr(sys, name, value, raising=False)
    with pytest.raises(PictureError, match="PDF documents") as refusal:
        document_pages(pdf(painted() + b"% of this test"))
    assert refusal.value.advice


def test_what_is_said_of_a_document_is_not_in_what_is_sent():
    told = f"/Info << /Title ({MARKER.decode()}) /Author ({MARKER.decode()}) >>"
    data = pdf(painted() + b"\n% " + MARKER, trailer=told)
    made = prepare(data, name="x.pdf", page=1)
    assert MARKER in data
    assert MARKER not in made.data
    assert (made.original.page, made.original.mime) == (1, "application/pdf")
    assert saved(render_page(data, 1, (64, 40)), "PNG").find(MARKER) < 0


def test_an_order_in_a_document_is_not_followed(tmp_path):
    traces = tmp_path / "traces"
    script = f"this.saveAs('{traces}'); app.launchURL('http://127.0.0.1:9/x'); while(true){{}}"
    actions = (
        b"<< /Fields [] /XFA (<xdp/>) >>",
        f"<< /S /JavaScript /JS ({script}) >>".encode(),
        f"<< /S /Launch /F (/bin/touch) /Win << /F (touch) /P ({traces}) >> >>".encode(),
        b"<< /S /URI /URI (http://127.0.0.1:9/x) >>",
    )
    data = pdf(painted(), objects=actions, page="/AA << /O 11 0 R /C 12 0 R >>")
    data = data.replace(b"/AcroForm 10 0 R", b"/AcroForm 10 0 R /OpenAction 11 0 R")
    assert alike(quarters(render_page(data, 1, (64, 40))), CORNERS, 1)
    assert not traces.exists()
