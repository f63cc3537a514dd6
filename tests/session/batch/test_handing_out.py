"""What leaves the program: CSV for spreadsheets, JSON Lines for programs, the chats themselves."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

from scout_desktop.practice import Reply
from scout_desktop.storage import document

from .conftest import follow, picture, question

SCHEMA = {
    "type": "object",
    "properties": {"zone": {"type": "string"}, "state": {"type": "array"}, "n": {"type": "number"}},
}
BILL = Decimal("0.0000123456789012345678901234567890123")


async def _done(opened, served, album):
    said = [
        {"zone": '=HYPERLINK("http://x")', "state": ["a", "ü"], "n": -5},
        {"zone": 'two\nlines, and "quotes"', "n": 1e9, "extra": None},
        {"zone": "", "n": 0},
    ]
    server = await served(*[Reply(text=json.dumps(each), bill=BILL) for each in said])
    core = await opened(server)
    folder = album(2)
    picture(folder / "=1+1.png", 3)
    batch = await core.batches.plan([folder], question(schema=SCHEMA, parallel=1))
    await follow(batch)
    return core, batch, said


async def test_the_sheet_has_a_line_a_picture_and_runs_no_formula(opened, served, album, tmp_path):
    _, batch, said = await _done(opened, served, album)
    await batch.save(tmp_path / "out.csv", batch.csv())
    text = (tmp_path / "out.csv").read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0])[:7] == ["file", "page", "state", "zone", "answer.state", "n", "extra"]
    assert [row["file"] for row in rows] == ["'=1+1.png", "plate 000.png", "plate 001.png"]
    assert rows[0]["zone"] == "'" + said[0]["zone"]
    assert (rows[0]["answer.state"], rows[0]["n"]) == ('["a", "ü"]', "-5")
    assert (rows[1]["zone"], rows[1]["extra"]) == (said[1]["zone"], "")
    assert [row["state"] for row in rows] == ["done"] * 3
    assert [Decimal(row["usd"]) for row in rows] == [BILL] * 3
    assert batch.totals.usd == Decimal("0.0000370370367037037036703703703670369")


async def test_json_lines_say_everything_unaltered(opened, served, album):
    _, batch, said = await _done(opened, served, album)
    lines = [json.loads(line) for line in batch.json_lines().splitlines()]
    assert [line["fields"] for line in lines] == said
    assert [json.loads(line["answer"]) for line in lines] == said
    assert [line["usd"] for line in lines] == [format(BILL, "f")] * 3
    assert [line["chat"] for line in lines] == [row.item.chat for row in batch.rows]
    assert lines[0]["file"] == "=1+1.png"


async def test_the_chats_are_handed_out_as_documents_and_for_reading(
    opened, served, album, tmp_path
):
    core, batch, _ = await _done(opened, served, album)
    out = tmp_path / "chats"
    assert await batch.save_chats(out) == 3
    names = sorted(path.name for path in out.iterdir())
    assert names == [
        "0001 =1+1.json", "0001 =1+1.md", "0002 plate 000.json", "0002 plate 000.md",
        "0003 plate 001.json", "0003 plate 001.md",
    ]  # fmt: skip
    kept = document.read((out / names[2]).read_bytes()).conversation
    assert kept.nodes == (await core.chats.open(batch.rows[1].item.chat)).nodes
    read = (out / names[3]).read_text("utf-8")
    assert "Which plate is it?" in read
    assert "two\\nlines" in read
    assert await batch.save_chats(out) == 3, "a second time replaces them"


async def test_a_line_stays_a_line_for_every_reader(opened, served, album):
    odd = "one\u2028two\x85three\u2029four"
    core = await opened(await served(Reply(text=odd)))
    batch = await core.batches.plan([album(1)], question())
    await follow(batch)
    (line,) = batch.json_lines().splitlines()
    assert json.loads(line)["answer"] == odd
