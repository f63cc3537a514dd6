"""`batch`: a folder in one go without a window; killed, capped, resumed, the books are right."""

from __future__ import annotations

import csv
import json
import signal
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from scout_desktop.practice import FOREVER, Reply
from tests.bench import batch as bench
from tests.journeys import contract

if TYPE_CHECKING:
    from tests.cli.conftest import Scout
    from tests.journeys.stand_in import StandIn


@pytest.fixture
def plates(tmp_path: Path) -> Path:
    folder = tmp_path / "Plates"
    folder.mkdir()
    for number in range(3):
        Image.new("RGB", (60, 40), (number * 80, 0, 0)).save(folder / f"plate {number}.png")
    return folder


def test_faults_a_kill_and_a_cap_and_the_books_are_right(tmp_path: Path) -> None:
    found = bench.prove(tmp_path, 24)
    assert found.without_answer_at_kill > 0
    assert found.faults > 0
    assert found.ledger_lines >= found.requests > 24


def test_results_go_to_output_and_the_same_again_asks_nothing(
    scout: Scout, stand_in: StandIn, plates: Path
) -> None:
    stand_in.queue(*(Reply(text=f"Plate {n}", bill=Decimal("0.1")) for n in range(3)))
    done = scout("batch", str(plates), "--prompt", "Which?", "--parallel", "1")
    assert done.status == 0, done.err
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [(line["file"], line["answer"], line["usd"]) for line in lines] == [
        (f"plate {n}.png", f"Plate {n}", "0.1") for n in range(3)
    ]
    said = done.err.splitlines()
    assert said[0].startswith("3 pictures, about ")
    assert said[2].startswith("2/3 plate 1.png: done, ")
    assert said[-1].startswith("3 of 3 done, 0 failed, ")
    assert said[-1].endswith(" tokens out, 0.3 USD")

    again = scout("batch", "-", str(plates), "--prompt", "-", typed="Which?\n")
    assert again.status == 2, "there is no file called -"
    again = scout("batch", str(plates), "--prompt", "-", typed="Which?\n")
    assert (again.status, again.out) == (0, done.out)
    assert "Going on with the batch “Plates”: 3 of 3" in again.err
    assert len(stand_in.chats) == 3
    anew = scout("batch", str(plates), "--prompt", "Which?", "--again", "--json")
    assert json.loads(anew.out.splitlines()[-1])["done"] == 3
    assert len(stand_in.chats) == 6
    assert len(json.loads(scout("list", "--json").out)) == 6
    contract.check_folder(scout.data)


def test_failures_are_told_counted_and_tried_again_alone(
    scout: Scout, stand_in: StandIn, plates: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    stand_in.queue(Reply(text="one"), Reply.failure(400, "No pictures here"), Reply(text="three"))
    words = ("batch", str(plates), "--prompt", "Which?", "--parallel", "1", "--out", str(out))
    done = scout(*words)
    assert (done.status, done.out) == (1, "")
    assert "2/3 plate 1.png: failed: " in done.err
    assert "2 of 3 done, 1 failed" in done.err
    assert [row["state"] for row in _sheet(out)] == ["done", "failed", "done"]
    assert scout(*words).status == 1
    assert len(stand_in.chats) == 3
    stand_in.queue(Reply(text="two"))
    assert scout(*words, "--retry-failed").status == 0
    assert [row["answer"] for row in _sheet(out)] == ["one", "two", "three"]


def _sheet(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_ctrl_c_keeps_and_hands_over_what_there_is(
    scout: Scout, stand_in: StandIn, plates: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    stand_in.queue(
        Reply(text="one"), Reply(deltas=("half ", "of it"), stall_after=1, stall=FOREVER)
    )
    words = ("batch", str(plates), "--prompt", "Which?", "--parallel", "1", "--out", str(out))
    with scout.start(*words) as process:
        until = time.monotonic() + 30
        while len(stand_in.chats) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "Traceback" not in err, err
    assert "1 of 3 done, 0 failed" in err
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [(row["state"], row["answer"]) for row in rows] == [
        ("done", "one"), ("waiting", "half "), ("waiting", ""),
    ]  # fmt: skip
    assert scout(*words).status == 0
    assert len(stand_in.chats) == 4
    contract.check_folder(scout.data)


def test_what_cannot_work_is_refused_before_anything_is_sent(
    scout: Scout, stand_in: StandIn, plates: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.json").write_text('{\n "type": "banana"\n}')
    for more, said in (
        (("--schema", "bad.json"), "line 2: “type” must be one of"),
        (("--schema", "gone.json"), "cannot be read"),
        (("--out", "results.xlsx"), "End it in .csv or .jsonl"),
        (("--out", "nowhere/results.csv"), "Make its folder first"),
        (("--max-usd", "much"), "not an amount"),
        (("--parallel", "9"), "between 1 and 8"),
        (("--fit", "9x9"), "not a way to fit"),
        (("--set", "temperature=9"), "emperature"),
        (("--retry-failed",), "no batch that asked this"),
        (("gone",), "“gone” is not there"),
    ):
        done = scout("batch", str(plates), *more, "--prompt", "Which?")
        assert (done.status, done.out) == (2, ""), done.err
        assert said in done.err
    assert scout("batch", str(plates)).status == 2
    assert stand_in.chats == []
