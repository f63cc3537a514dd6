"""`ask --image`: photographs of a phone, pages of a PDF, an address, and how they are fitted."""

from __future__ import annotations

import base64
import io
import json
from typing import TYPE_CHECKING, Any

import pillow_heif
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Scout
    from tests.journeys.stand_in import StandIn


def pictures_in(body: dict[str, Any]) -> list[Image.Image | str]:
    """The pictures of the last message as they arrived, or the address in their place."""
    found: list[Image.Image | str] = []
    for part in body["messages"][-1]["content"]:
        if part["type"] == "image_url":
            url = part["image_url"]["url"]
            data = url.partition(";base64,")[2]
            found.append(Image.open(io.BytesIO(base64.b64decode(data))) if data else url)
    return found


def a_photograph_of_a_phone(path: Path) -> Path:
    exif = Image.Exif()
    exif[0x010F] = "Planted Maker"
    picture = Image.linear_gradient("L").resize((1600, 1200)).convert("RGB")
    heif = pillow_heif.from_pillow(picture)
    heif.save(path, quality=80, exif=exif.tobytes())
    return path


def a_document(path: Path, pages: int) -> Path:
    sheets = []
    for number in range(pages):
        sheet = Image.new("RGB", (850, 1100), "white")
        ImageDraw.Draw(sheet).rectangle((100, 100, 750, 400), fill=(40 * number, 90, 120))
        sheets.append(sheet)
    sheets[0].save(path, save_all=True, append_images=sheets[1:], resolution=100)
    return path


def test_a_photograph_of_a_phone_arrives_as_jpeg_without_what_else_it_carries(
    scout: Scout, stand_in: StandIn, tmp_path: Path
) -> None:
    path = a_photograph_of_a_phone(tmp_path / "IMG_2041.HEIC")
    done = scout("ask", "What is this?", "--image", str(path))
    assert done.status == 0, done.err
    (picture,) = pictures_in(stand_in.bodies[0])
    assert picture.format == "JPEG"
    assert picture.size == (1344, 1008)
    assert "1344 x 1008 pixels (made from 1600 x 1200), 13 tiles, 1887 tokens" in done.err
    assert b"Planted" not in stand_in.chats[0].body


def test_pages_of_a_document_go_out_as_pictures(
    scout: Scout, stand_in: StandIn, tmp_path: Path
) -> None:
    path = a_document(tmp_path / "report.pdf", 6)
    asked = scout("ask", "Sum up", "--image", str(path))
    assert asked.status == 2
    assert "report.pdf has 6 pages. Say which to send, as in --pages 1-5." in asked.err
    assert scout("ask", "Sum up", "--image", str(path), "--pages", "7").status == 2
    done = scout(
        "ask", "Sum up", "--image", str(path), "--pages", "2, 4-5", "--fit", "2x2", "--json"
    )
    assert done.status == 0, done.err
    pictures = pictures_in(stand_in.bodies[-1])
    assert [picture.size for picture in pictures] == [(519, 672)] * 3
    blues = [picture.convert("RGB").getpixel((260, 150))[0] for picture in pictures]
    assert all(abs(seen - 40 * (page - 1)) < 8 for seen, page in zip(blues, (2, 4, 5), strict=True))
    assert "report.pdf, page 4: 519 x 672 pixels" in done.err
    chat = json.loads(scout("show", json.loads(scout("list", "--json").out)[0]["id"], "--json").out)
    parts = [part for node in chat["nodes"] for part in node["parts"] if part["type"] == "image"]
    assert [part["original"]["page"] for part in parts] == [2, 4, 5]
    assert {part["original"]["mime"] for part in parts} == {"application/pdf"}


def test_an_address_is_passed_on_and_never_fetched(scout: Scout, stand_in: StandIn) -> None:
    address = "https://pictures.invalid/cat.jpg"
    done = scout("ask", "Which animal?", "--image", address)
    assert done.status == 0, done.err
    assert pictures_in(stand_in.bodies[0]) == [address]
    assert f"{address}: the service fetches it" in done.err
    shown = scout("show", json.loads(scout("list", "--json").out)[0]["id"])
    assert f"[picture by address {address}]" in shown.out


def test_one_tile_and_a_fit_that_is_none(scout: Scout, stand_in: StandIn, tmp_path: Path) -> None:
    path = tmp_path / "wide.png"
    Image.linear_gradient("L").resize((1000, 500)).save(path)
    assert scout("ask", "?", "--image", str(path), "--fit", "one").status == 0
    (picture,) = pictures_in(stand_in.bodies[0])
    assert picture.size == (336, 168)
    refused = scout("ask", "?", "--image", str(path), "--fit", "5x5")
    assert refused.status == 2
    assert "--fit 5x5 is not a way to fit pictures." in refused.err
