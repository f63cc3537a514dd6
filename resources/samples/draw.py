"""Draws the sample pictures of this folder: a café receipt on a table, and a chart.

Run it to make them anew; nothing in them comes from anywhere else:
    python resources/samples/draw.py
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).resolve().parent
PAPER, INK, TABLE = (252, 250, 243), (48, 46, 52), (122, 88, 62)

ITEMS = [("2 Flat white", 840), ("1 Almond croissant", 390), ("1 Orange juice", 450)]
SALES = {"Mon": 42, "Tue": 35, "Wed": 51, "Thu": 48, "Fri": 66, "Sat": 88, "Sun": 73}


def money(cents: int) -> str:
    """Amount as printed."""
    return f"{cents // 100}.{cents % 100:02}"


def receipt() -> Image.Image:
    """A receipt lying a little crooked on a wooden table, 1008 x 1008 pixels (a 3 x 3 canvas)."""
    table = Image.new("RGB", (1008, 1008), TABLE)
    grain = ImageDraw.Draw(table)
    for line in range(0, 1008, 6):
        shade = (line * 37) % 23 - 11
        grain.rectangle((0, line, 1008, line + 5), fill=tuple(part + shade for part in TABLE))
    for board in (250, 510, 770):
        grain.rectangle((0, board, 1008, board + 3), fill=(74, 52, 36))

    slip = Image.new("RGB", (470, 760), PAPER)
    pen = ImageDraw.Draw(slip)
    large, small = ImageFont.load_default(40), ImageFont.load_default(26)
    pen.text((235, 60), "HARBOUR CAFE", INK, large, anchor="mm")
    pen.text((235, 108), "12 Quay Street", INK, small, anchor="mm")
    pen.text((235, 142), "21 Nov 2026   09:41", INK, small, anchor="mm")
    pen.line((34, 182, 436, 182), INK, 2)
    down = 222
    for name, cents in ITEMS:
        pen.text((34, down), name, INK, small, anchor="lm")
        pen.text((436, down), money(cents), INK, small, anchor="rm")
        down += 50
    pen.line((34, down, 436, down), INK, 2)
    total = sum(cents for _, cents in ITEMS)
    tax = round(total * 7 / 107)
    for name, cents, font in (("Tax 7 % included", tax, small), ("TOTAL", total, large)):
        down += 52
        pen.text((34, down), name, INK, font, anchor="lm")
        pen.text((436, down), money(cents), INK, font, anchor="rm")
    down += 76
    pen.text((235, down), "Paid by card", INK, small, anchor="mm")
    pen.text((235, down + 46), "Thank you!", INK, small, anchor="mm")
    for bar in range(60):
        if (bar * bar * 7 + bar) % 5 < 3:
            pen.rectangle((85 + bar * 5, 640, 87 + bar * 5, 712), fill=INK)

    whole = Image.new("L", slip.size, 255)
    turned = slip.rotate(4, Image.Resampling.BICUBIC, expand=True)
    shape = whole.rotate(4, Image.Resampling.BICUBIC, expand=True)
    left, top = (1008 - turned.width) // 2, (1008 - turned.height) // 2
    shadow = Image.new("L", table.size)
    shadow.paste(shape.point(lambda value: value * 0.55), (left + 14, top + 18))
    table.paste((30, 20, 14), mask=shadow.filter(ImageFilter.GaussianBlur(14)))
    table.paste(turned, (left, top), shape)
    return table


def chart() -> Image.Image:
    """Cups sold a day as bars, 672 x 672 pixels (a 2 x 2 canvas)."""
    image = Image.new("RGB", (672, 672), (255, 255, 255))
    pen = ImageDraw.Draw(image)
    large, small = ImageFont.load_default(34), ImageFont.load_default(22)
    pen.text((40, 56), "Cups sold this week", INK, large, anchor="lm")
    for cups in range(0, 101, 25):
        height = 580 - cups * 4.4
        pen.line((80, height, 640, height), (222, 224, 230), 2)
        pen.text((68, height), str(cups), (110, 112, 122), small, anchor="rm")
    for number, (day, cups) in enumerate(SALES.items()):
        left = 98 + number * 78
        best = cups == max(SALES.values())
        colour = (230, 120, 50) if best else (60, 110, 200)
        pen.rounded_rectangle((left, 580 - cups * 4.4, left + 52, 580), 6, colour)
        pen.text((left + 26, 580 - cups * 4.4 - 18), str(cups), INK, small, anchor="mm")
        pen.text((left + 26, 612), day, INK, small, anchor="mm")
    return image


if __name__ == "__main__":
    receipt().quantize(128).save(HERE / "receipt.png", optimize=True)
    chart().quantize(64).save(HERE / "chart.png", optimize=True)
