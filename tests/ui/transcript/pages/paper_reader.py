"""Reads back what a PDF of Qt's says: words as a reader would select them, pictures, colours."""

from __future__ import annotations

import re
import zlib
from pathlib import Path


class Pdf:
    """The pages of a file; every answer is a list with one entry a page."""

    def __init__(self, path: Path) -> None:
        self.bytes = path.read_bytes()
        found = re.finditer(rb"(\d+) 0 obj\n(.*?)\nendobj", self.bytes, re.DOTALL)
        self._objects = {int(each[1]): each[2] for each in found}
        self._letters: dict[int, dict[int, str]] = {}
        pages = [each for each in self._objects.values() if re.search(rb"/Type /Page\n", each)]
        contents = [int(re.findall(rb"/Contents (\d+)", page)[0]) for page in pages]
        self.sizes = [re.findall(rb"/MediaBox \[([^]]*)\]", page)[0].split() for page in pages]
        self.drawn = [self._stream(number).decode("latin-1") for number in contents]

    def words(self) -> list[str]:
        """The text of each page, in the order it was painted, every run of blanks one space."""
        return [" ".join(self._words(page).split()) for page in self.drawn]

    def pictures(self) -> list[tuple[int, int]]:
        """Pixels of all pictures, those of emoji and signs as well."""
        found = [each for each in self._objects.values() if b"/Subtype /Image" in each]
        return [
            (
                int(re.findall(rb"/Width (\d+)", each)[0]),
                int(re.findall(rb"/Height (\d+)", each)[0]),
            )
            for each in found
        ]

    def title(self) -> str:
        """What the file says it is called."""
        written = re.findall(rb"/Title \((.*?)\)\n", self.bytes, re.DOTALL)[0]
        return re.sub(rb"\\(.)", rb"\1", written).decode("utf-16")

    def _words(self, page: str) -> str:
        said, font = [], 0
        for found in re.finditer(r"/F(\d+) [\d.]+ Tf|<([0-9A-F]+)> Tj|\b(ET)\b", page):
            if found[1]:
                font = int(found[1])
            elif found[2]:
                said.append(self._of(font).get(int(found[2], 16), "?"))
            else:
                said.append(" ")
        return "".join(said)

    def _of(self, font: int) -> dict[int, str]:
        if font not in self._letters:
            number = int(re.findall(rb"/ToUnicode (\d+)", self._objects[font])[0])
            self._letters[font] = _meanings(self._stream(number).decode("latin-1"))
        return self._letters[font]

    def _stream(self, number: int) -> bytes:
        written = self._objects[number]
        found = re.search(rb"stream\n(.*?)\nendstream", written, re.DOTALL)
        assert found is not None
        return zlib.decompress(found[1]) if b"/FlateDecode" in written else found[1]


def _meanings(cmap: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for start, _, many in re.findall(r"<(\w+)> <(\w+)> \[([^]]*)\]", cmap):
        for step, code in enumerate(re.findall(r"<(\w+)>", many)):
            found[int(start, 16) + step] = bytes.fromhex(code).decode("utf-16-be")
    return found
