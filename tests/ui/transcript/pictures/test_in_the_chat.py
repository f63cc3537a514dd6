"""Pictures stand in their messages, wherever the chat is scrolled to."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from scout_desktop.ui.transcript.pictures.thumbnail import Thumbnail


def _picture(number: int, width: int, height: int) -> dict:
    return {
        "type": "image", "sha256": f"{number:064x}", "mime": "image/png", "width": width,
        "height": height, "bytes": 1, "name": f"{number}.png",
    }  # fmt: skip


def test_pictures_scroll_with_their_messages(view, reader, make) -> None:
    nodes = []
    for number in range(12):
        before = nodes[-1].id if nodes else None
        sizes = ((1600, 1200), (300, 900), (4000, 200))[: number % 4]
        images = [_picture(number * 10 + at, *size) for at, size in enumerate(sizes)]
        nodes.append(make.said(f"u{number}", "What?", before, *images))
        nodes.append(make.answered(f"a{number}", "That.\n\n" * 5, f"u{number}"))
    view.show_chat(make.chat(*nodes))
    QApplication.processEvents()
    area = reader.area
    ends = (0, area.verticalScrollBar().maximum())
    seen = set()
    for value in (*range(*ends, 137), *range(*ends[::-1], -211), 5, 900, 20):
        reader.scroll(value)
        # By the heights of the chat, where each message begins.
        stack, shown = area.chat.stack, area.chat.settling.shown
        wanted = {}
        for message, y in shown:
            sheet = stack.sheet(message)
            for image in sheet.node.images:
                wanted[image.name] = (y, y + sheet.height)
        there = [each for each in view.findChildren(Thumbnail) if each.isVisible()]
        for each in there:
            top, bottom = wanted[each.image.name]
            assert top <= each.y()
            assert each.geometry().bottom() <= bottom
            seen.add(each.image.name)

    assert len(seen) == sum(number % 4 for number in range(12))
