"""A batch that has a hard life: faults, a kill, a cap that bites; and the books are right.

    PYTHONPATH=. python tests/bench/batch.py [PICTURES]

The stand-in and the command line are processes of their own. 1 in 20 requests fails (busy, told to
wait, cut off, broken off with an error, an answer that does not match, an empty one); the command
is killed with SIGKILL in the middle, goes on under a cap that bites, and ends under a higher one.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

from tests.journeys import contract

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = {
    "type": "object", "required": ["plate", "seen"], "additionalProperties": False,
    "properties": {"plate": {"type": "string"}, "seen": {"type": "integer"}},
}  # fmt: skip
FAULTS: list[dict[str, Any]] = [
    {"error": 503, "message": "Overloaded"},
    {"error": 429, "message": "Slow down", "retry_after": 1},
    {"text": '{"plate": "cut off in the mid', "cut": "rst", "cut_after": 3},
    {"text": "I am not JSON at all."},
    {"text": '{"plate": "then an error"', "in_band": "finish-error", "error_after": 2},
    {"text": '{"plate": 7, "seen": "x"}'},
    {"text": ""},
]
ONE_IN = 20
RESERVE = Decimal("0.000035")
"""About what one attempt here may cost at most by the price list, with 64 tokens of reply."""


@dataclass(frozen=True)
class Figures:
    """What the proof saw."""

    pictures: int
    requests: int
    ledger_lines: int
    faults: int
    without_answer_at_kill: int
    cap: Decimal
    spent_at_cap: Decimal
    spent: Decimal
    unknown: int
    seconds: float


@dataclass
class Scene:
    """A folder of pictures, the stand-in's log, a data folder."""

    folder: Path
    url: str

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.folder / "d"

    @property
    def log(self) -> list[dict[str, Any]]:
        """What the stand-in heard and answered, one complete line each."""
        lines = (self.folder / "log.jsonl").read_text("utf-8").split("\n")[:-1]
        return [line for line in map(json.loads, lines) if line["path"].endswith("/completions")]

    @property
    def asked(self) -> list[dict[str, Any]]:
        """The questions that arrived."""
        return [line for line in self.log if line["event"] == "request"]

    def start(self, *more: str) -> subprocess.Popen[str]:
        """Start the command."""
        command = [
            sys.executable, "-m", "scout_desktop", "--data-dir", "d", "--base-url", self.url,
            "batch", "Plates", "--prompt", "Which plate is it?", "--schema", "schema.json",
            "--set", "max_tokens=64", "--json", *more,
        ]  # fmt: skip
        env = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
        return subprocess.Popen(
            command, env={**env, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"},
            cwd=self.folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def finish(self, *more: str) -> tuple[int, str, str]:
        """Run the command to its end: status, output, complaints."""
        process = self.start(*more)
        out, err = process.communicate(timeout=600)
        assert "Traceback" not in err, err
        return process.returncode, out, err


def make(folder: Path, pictures: int) -> None:
    """Make different pictures, the schema, and what the stand-in says, each reply its own bill."""
    from PIL import Image, ImageDraw

    (folder / "Plates").mkdir()
    for number in range(pictures):
        image = Image.linear_gradient("L").resize((320, 240)).convert("RGB")
        ImageDraw.Draw(image).text((20, 20), f"PLATE {number:04}", fill="red")
        image.save(folder / "Plates" / f"plate {number:04}.jpg", quality=80)
    (folder / "schema.json").write_text(json.dumps(SCHEMA))
    replies: list[dict[str, Any]] = []
    for number in range(pictures * 3):
        if number % ONE_IN == ONE_IN // 2:
            replies.append(FAULTS[number // ONE_IN % len(FAULTS)])
            continue
        text = json.dumps({"plate": f"B-{number}", "seen": number})
        # Sums of these need more digits than the usual 28, and no float holds one.
        bill = f"0.00001{number:04}00000000000000000000000000{number % 10 or 3}"
        replies.append({"text": text, "bill": bill, "rate": 60})
    (folder / "script.json").write_text(json.dumps({"replies": replies}))


@contextmanager
def stand_in(folder: Path) -> Iterator[Scene]:
    """The stand-in as a process, with its log."""
    with subprocess.Popen(
        [
            sys.executable, "-m", "scout_desktop.practice", "--as-service", "--script",
            str(folder / "script.json"), "--log", str(folder / "log.jsonl"), "--until-eof",
        ],
        cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield Scene(folder, process.stdout.readline().split()[1])
        finally:
            process.stdin.close()


def prove(folder: Path, pictures: int) -> Figures:
    """Live through it; AssertionError where the books are wrong."""
    began = time.monotonic()
    make(folder, pictures)
    with stand_in(folder) as scene:
        without = _kill_in_the_middle(scene, pictures)
        at_kill = _spent(scene)
        left = pictures - _done(scene)
        # Room for a third of what is left, for the reserve of one more, and for what was killed.
        unknown = sum(a["usd"] is None for a in contract.attempts(scene.data).values())
        cap = at_kill + Decimal("0.00001") * (left // 3) + RESERVE * (unknown + 1)
        status, out, err = scene.finish("--max-usd", str(cap))
        assert status == 1, err
        assert "cost cap" in err, err
        assert "Going on with the batch" in err, err
        spent_at_cap = _spent(scene)
        assert at_kill < spent_at_cap <= cap, (at_kill, spent_at_cap, cap)
        assert json.loads(out.splitlines()[-1])["done"] < pictures

        sheet = folder / "results.csv"
        status, out, err = scene.finish("--max-usd", "5", "--out", str(sheet))
        assert status == 0, err
        _check_books(scene, pictures, sheet.read_text("utf-8"), json.loads(out))

        before = len(scene.asked)
        status, again, _ = scene.finish("--out", str(folder / "results.jsonl"))
        assert (status, json.loads(again)) == (0, json.loads(out))
        assert len(scene.asked) == before, "what has its answer was asked again"
        contract.check_folder(scene.data)
        return Figures(
            pictures, before, len(contract.attempts(scene.data)), before // ONE_IN, without,
            cap, spent_at_cap, _spent(scene), json.loads(out)["unknown_costs"],
            time.monotonic() - began,
        )  # fmt: skip


def _kill_in_the_middle(scene: Scene, pictures: int) -> int:
    """Kill the command while replies are on their way; return how many pictures lack an answer."""
    with scene.start("--parallel", "8") as process:
        until = time.monotonic() + 120
        while len(scene.log) < pictures // 2 * 2 and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    return pictures - _done(scene)


def _check_books(scene: Scene, pictures: int, sheet: str, totals: dict[str, Any]) -> None:
    chats = contract.chats(scene.data)
    attempts = list(contract.attempts(scene.data).values())
    assert len(chats) == totals["done"] == totals["items"] == pictures

    # Exactly one answer a picture, and no answer that belongs to two.
    answers = [[r for r in contract.nodes(chat, "assistant") if _accepted(r)] for chat in chats]
    assert [len(found) for found in answers] == [1] * pictures
    plates = [json.loads(found[0]["parts"][0]["text"])["plate"] for found in answers]
    assert len(set(plates)) == pictures

    # Every request has its line, picture by picture; a line without one: the kill was quicker.
    lines = Counter(attempt["chat"] for attempt in attempts)
    by_picture = Counter(_digest(line) for line in scene.asked)
    chat_of = {_sent(scene.data, chat): chat["id"] for chat in chats}
    assert by_picture.keys() == chat_of.keys()
    for digest, count in by_picture.items():
        assert count <= lines[chat_of[digest]], chat_of[digest]
    unheard = sum(lines.values()) - sum(by_picture.values())
    assert 0 <= unheard <= 8, f"{unheard} lines without a request: more than were on their way"
    assert {attempt["purpose"] for attempt in attempts} == {"batch"}

    # Table, CSV and ledger, to the last digit.
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert [row["state"] for row in rows] == ["done"] * pictures
    assert {row["plate"] for row in rows} == set(plates)
    for row in rows:
        own = [a for a in attempts if a["chat"] == row["chat"]]
        assert Decimal(row["usd"]) == _exact(a["usd"] for a in own)
        assert int(row["attempts"]) == len(own)
        assert int(row["unknown_costs"]) == sum(a["usd"] is None for a in own)
        for name in ("prompt_tokens", "completion_tokens"):
            assert int(row[name]) == sum(a[name] or 0 for a in own)
    assert Decimal(totals["usd"]) == _spent(scene) == _exact(row["usd"] for row in rows)
    assert totals["unknown_costs"] == sum(a["usd"] is None for a in attempts)
    assert totals["prompt_tokens"] == sum(int(row["prompt_tokens"]) for row in rows)


def _accepted(reply: dict[str, Any]) -> bool:
    try:
        found = json.loads(reply["parts"][0]["text"])
    except ValueError:
        return False
    kinds = {name: type(value) for name, value in found.items()}
    return reply["state"] == "complete" and kinds == {"plate": str, "seen": int}


def _done(scene: Scene) -> int:
    """How many pictures have their answer in the folder as the kill left it, journals included."""
    found = set()
    for path in (scene.data / "chats").glob("*.json"):
        chat = json.loads(path.read_bytes())
        if any(_accepted(node) for node in contract.nodes(chat, "assistant")):
            found.add(chat["id"])
    return len(found)


def _spent(scene: Scene) -> Decimal:
    return _exact(attempt["usd"] for attempt in contract.attempts(scene.data).values())


def _exact(amounts: Iterable[str | None]) -> Decimal:
    with localcontext(prec=100):
        return sum((Decimal(amount) for amount in amounts if amount), Decimal(0))


def _digest(line: dict[str, Any]) -> str:
    """The SHA-256 that the log gives instead of a picture."""
    (picture,) = [
        part["image_url"]["url"]
        for message in line["body"]["messages"]
        for part in message["content"]
        if isinstance(part, dict) and part["type"] == "image_url"
    ]
    return str(picture.rpartition("sha256 ")[2].rstrip(")"))


def _sent(data: Path, chat: dict[str, Any]) -> str:
    """The same of the picture that a chat says was sent."""
    sha256 = contract.nodes(chat, "user")[0]["parts"][1]["sha256"]
    (path,) = (data / "media" / sha256[:2]).glob(f"{sha256}.*")
    return hashlib.sha256(base64.b64encode(path.read_bytes())).hexdigest()


def main(arguments: list[str]) -> int:
    """Print the figures."""
    pictures = int(arguments[0]) if arguments else 200
    with tempfile.TemporaryDirectory(prefix="batch-") as folder:
        found = prove(Path(folder), pictures)
    print(
        f"{found.pictures} pictures, {found.requests} requests, {found.ledger_lines} ledger lines"
    )
    print(f"{found.faults} faults injected, {found.without_answer_at_kill} unanswered at the kill")
    print(f"cap {found.cap} USD: {found.spent_at_cap} USD spent when it bit")
    print(f"{found.spent} USD in the end, {found.unknown} attempts of unknown cost beside it")
    print(f"{found.seconds:.1f} s; one answer a picture; table, CSV and ledger agree")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
