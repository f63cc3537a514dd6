"""ICC profiles for the colour spaces that AVIF, HEIC and PNG name by number (ITU-T H.273). Pure.

A file that says "primaries 12, curve 13" means Display P3 and brings no profile; this makes one,
so that there is one way from any colours to those of the screen.
"""

from __future__ import annotations

import functools
import math
import struct
from typing import Final, TypeAlias

_SPACES: Final = {
    4: ((0.67, 0.33), (0.21, 0.71), (0.14, 0.08), (0.310, 0.316)),
    5: ((0.64, 0.33), (0.29, 0.60), (0.15, 0.06), (0.3127, 0.3290)),
    6: ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), (0.3127, 0.3290)),
    7: ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), (0.3127, 0.3290)),
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), (0.3127, 0.3290)),
    11: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.314, 0.351)),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.3127, 0.3290)),
}
"""Chromaticities of red, green, blue and white. 1 (sRGB's) and what is unknown need no profile."""
_SRGB: Final = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06), (0.3127, 0.3290))
_STEPS: Final = 4096
_PAPER: Final = 203.0
"""Candelas of a white page in high dynamic range (ITU-R BT.2408)."""

Matrix: TypeAlias = tuple[tuple[float, ...], ...]


@functools.lru_cache(maxsize=8)
def profile_of(primaries: int, transfer: int) -> bytes | None:
    """An ICC profile for these code points; None where they are those of sRGB, or unknown.

    The curves of television (1, 6, 14, 15) count as sRGB's, as browsers show them.
    """
    curve = _curve(transfer)
    if primaries not in _SPACES and curve is None:
        return None
    colorants = _adapted(_SPACES.get(primaries, _SRGB))
    return _icc(colorants, curve or _parametric())


def _parametric() -> bytes:
    # sRGB's: above 0.04045 ((x + 0.055) / 1.055) ^ 2.4, below x / 12.92.
    numbers = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    return b"para" + bytes(4) + struct.pack(">HH5i", 3, 0, *(round(n * 65536) for n in numbers))


def _curve(transfer: int) -> bytes | None:
    gammas = {4: 2.2, 5: 2.8, 8: 1.0}
    if transfer in gammas:
        gamma = round(gammas[transfer] * 65536)
        return b"para" + bytes(4) + struct.pack(">HHi", 0, 0, gamma)
    light = {16: _pq, 18: _hlg}.get(transfer)
    if light is None:
        return None
    steps = [round(65535 * _toned(light(n / (_STEPS - 1)))) for n in range(_STEPS)]
    return b"curv" + bytes(4) + struct.pack(f">I{_STEPS}H", _STEPS, *steps)


def _pq(value: float) -> float:
    """Light of a PQ value (SMPTE ST 2084), in pages of white."""
    root = value ** (1 / 78.84375)
    light = max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)
    return 10_000 * math.pow(light, 1 / 0.1593017578125) / _PAPER


def _hlg(value: float) -> float:
    """Light of an HLG value (ARIB STD-B67) on a screen of 1000 candelas, in pages of white."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = value * value / 3 if value <= 0.5 else (math.exp((value - c) / a) + b) / 12
    return 1000 * math.pow(scene, 1.2) / _PAPER


def _toned(light: float) -> float:
    """What is brighter than paper, drawn together softly: 0 to 1 (Reinhard, white at 1000)."""
    white = 1000 / _PAPER
    return min(light * (1 + light / (white * white)) / (1 + light), 1.0)


def _adapted(space: tuple[tuple[float, float], ...]) -> Matrix:
    """XYZ of red, green and blue (columns), seen under the white of ICC profiles (Bradford)."""
    red, green, blue, white = (_xyz(*point) for point in space)
    unscaled: Matrix = tuple(zip(red, green, blue, strict=True))
    scale = _times(_inverse(unscaled), (white,))
    columns = [
        [value * factor[0] for value in point]
        for point, factor in zip((red, green, blue), scale, strict=True)
    ]
    bradford: Matrix = (
        (0.8951, 0.2664, -0.1614),
        (-0.7502, 1.7135, 0.0367),
        (0.0389, -0.0685, 1.0296),
    )
    given = _times(bradford, (white,))
    wanted = _times(bradford, ((0.9642, 1.0, 0.8249),))
    adapt = _product(
        _inverse(bradford),
        tuple(
            tuple(value * wanted[row][0] / given[row][0] for value in bradford[row])
            for row in range(3)
        ),
    )
    return tuple(tuple(row[0] for row in _times(adapt, (tuple(column),))) for column in columns)


def _xyz(x: float, y: float) -> tuple[float, float, float]:
    return x / y, 1.0, (1 - x - y) / y


def _times(matrix: Matrix, columns: tuple[tuple[float, ...], ...]) -> list[list[float]]:
    return [
        [sum(a * b for a, b in zip(row, column, strict=True)) for column in columns]
        for row in matrix
    ]


def _product(one: Matrix, other: Matrix) -> Matrix:
    columns = tuple(zip(*other, strict=True))
    return tuple(tuple(row) for row in _times(one, columns))


def _inverse(m: Matrix) -> Matrix:
    (a, b, c), (d, e, f), (g, h, i) = m
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    return (
        ((e * i - f * h) / det, (c * h - b * i) / det, (b * f - c * e) / det),
        ((f * g - d * i) / det, (a * i - c * g) / det, (c * d - a * f) / det),
        ((d * h - e * g) / det, (b * g - a * h) / det, (a * e - b * d) / det),
    )


def _icc(colorants: Matrix, curve: bytes) -> bytes:
    """A matrix profile of version 4 for a screen."""

    def fixed(*numbers: float) -> bytes:
        return struct.pack(f">{len(numbers)}i", *(round(n * 65536) for n in numbers))

    text = "made by Scout Desktop".encode("utf-16-be")
    said = b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(text), 28) + text
    white = b"XYZ " + bytes(4) + fixed(0.9642, 1.0, 0.8249)
    tags = [(b"desc", said), (b"cprt", said), (b"wtpt", white)]
    names = (b"rXYZ", b"gXYZ", b"bXYZ")
    tags += [(n, b"XYZ " + bytes(4) + fixed(*c)) for n, c in zip(names, colorants, strict=True)]
    tags += [(name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")]
    table, content = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    for name, tag in tags:
        if tag not in places:
            places[tag] = start + len(content)
            content += tag + bytes(-len(tag) % 4)
        table += struct.pack(">4sII", name, places[tag], len(tag))
    head = struct.pack(
        ">I4sI4s4s4s",
        128 + len(table) + len(content),
        bytes(4),
        0x04300000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
    )
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(28)
    head += fixed(0.9642, 1.0, 0.8249)
    return head.ljust(128, b"\0") + table + content
