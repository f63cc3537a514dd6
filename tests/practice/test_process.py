"""Started as a process of its own, the stand-in follows a script file and logs without keys."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from scout_desktop.practice import Reply, Script, reading
from scout_desktop.practice import __main__ as command
from tests.practice.pictures import data_url, png
from tests.practice.raw import SCOUT, Line, ask, chat, request, until

ROOT = Path(__file__).parents[2]


@contextlib.asynccontextmanager
async def started(*arguments: str) -> AsyncIterator[str]:
    """The base URL of a server in another process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "scout_desktop.practice",
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
    try:
        assert line.startswith("READY http://127.0.0.1:")
        yield line.split()[1]
    finally:
        process.send_signal(signal.SIGTERM)
        _, complaints = await asyncio.wait_for(process.communicate(), 20)
    assert complaints == b""
    assert process.returncode == 0


async def test_a_script_file_says_what_happens_and_the_log_what_happened(tmp_path: Path) -> None:
    (tmp_path / "reply.sse").write_bytes(b'data: {"choices":[]}\n\ndata: [DONE]\n\n')
    script = tmp_path / "script.json"
    replies = [
        {"text": "Hello there", "split_every": 3, "headers": {"X-A": "b"}, "bill": "0.000001"},
        {"error": 429, "message": "Slow down", "retry_after": 4, "metadata": {"raw": "x"}},
        {"body_file": "reply.sse"},
        {"json": {"detail": "no"}, "status": 401},
        {"html": "<p>", "status": 502},
        {"redirect": "https://example.com/"},
        {"text": "one two three", "stall_after": 1},
    ]
    plan = {"replies": replies, "default": {"kind": "code"}, "at": {"GET /key": [{"error": 500}]}}
    script.write_text(json.dumps(plan))
    log = tmp_path / "log.jsonl"
    key = "sk-or-v1-in-this-test-only"
    arguments = ("--as-service", "--script", str(script), "--log", str(log), "--require-key", key)
    async with started(*arguments) as url:
        bearer = f"Authorization: Bearer {key}"
        assert (await chat(url)).status == 401
        heard = await chat(url, None, bearer)
        assert (heard.text, heard.headers["x-a"]) == ("Hello there", "b")
        assert f"{heard.usage['cost']:f}" == "0.000001"
        heard = await chat(url, None, bearer)
        assert (heard.status, heard.headers["retry-after"]) == (429, "4")
        assert heard.json["error"]["metadata"] == {"raw": "x"}
        assert (await chat(url, None, bearer)).done
        assert (await chat(url, None, bearer)).json == {"detail": "no"}
        assert (await chat(url, None, bearer)).status == 502
        assert (await chat(url, None, bearer)).headers["location"] == "https://example.com/"
        async with await Line.open(url) as line:
            line.send("POST", "/api/v1/chat/completions", ask(), bearer)
            await line.reader.readuntil(b"data: ")
        await until(lambda: "hung up" in log.read_text())
        picture = {"type": "image_url", "image_url": {"url": data_url(png(9, 9))}}
        body = {"model": SCOUT, "messages": [{"role": "user", "content": [picture]}]}
        assert (
            "```python" in (await chat(url, body, bearer)).json["choices"][0]["message"]["content"]
        )
        assert (await request(url, "GET", "/key", None, bearer)).status == 500
        assert (await request(url, "GET", "/key", None, bearer)).status == 200
    text = log.read_text()
    assert key not in text
    lines = [json.loads(line) for line in text.splitlines()]
    asked = [line for line in lines if line["event"] == "request"]
    assert [line["key"] for line in asked] == ["none"] + ["given"] * 10
    assert asked[0]["body"]["messages"] == [{"role": "user", "content": "Hello"}]
    url_of_picture = asked[8]["body"]["messages"][0]["content"][0]["image_url"]["url"]
    assert url_of_picture.startswith("data:image/png;base64,(")
    assert {line["status"] for line in lines if line["event"] == "answered"} >= {200, 401, 429}


async def test_without_a_script_it_is_practice() -> None:
    async with started() as url:
        heard = await chat(url, ask("practice: fast"))
        assert "No model is involved" in heard.text


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "Expecting property name"),
        ('{"reply": []}', "a script has no field reply"),
        ('[{"txt": "x"}]', "a reply has no field txt"),
        ('[{"kind": "poem"}]', "there is no content kind 'poem'"),
        ('{"replies": 3}', "replies are a list"),
        ("3", "a script is an object"),
        ('[{"usage": "sometimes"}]', "usage cannot be 'sometimes'"),
        ('[{"rate": "fast"}]', "rate cannot be 'fast'"),
    ],
)
def test_a_faulty_script_is_refused_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, complaint: str
) -> None:
    script = tmp_path / "script.json"
    script.write_text(text)
    assert command.main(["--script", str(script)]) == 2
    assert complaint in capsys.readouterr().err


def test_a_list_of_replies_is_a_script() -> None:
    script = Script.from_json('[{"deltas": ["a", "b"], "split_at": [1, 2], "rate": 2.5}]')
    assert script == Script(replies=(Reply(deltas=("a", "b"), split_at=(1, 2), rate=2.5),))


def test_a_script_file_can_say_everything_a_script_can() -> None:
    assert {f.name for f in dataclasses.fields(Script)} == reading.SCRIPT_FIELDS
    plain = {f.name: f.default for f in dataclasses.fields(Reply) if f.name not in _WRITTEN_APART}
    assert Script.from_json(json.dumps([plain])).replies == (Reply(),)


_WRITTEN_APART = {"body", "headers", "error_metadata"}
