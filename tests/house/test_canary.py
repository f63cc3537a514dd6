"""The search for the key at the end of a run finds what it must find."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
from canary import search

from tests.house.inner_run import run_inner

LEAKING_TEST = """
def test_that_leaks(tmp_path, canary_key):
    (tmp_path / "settings.json").write_text('{"key": "%s"}' % canary_key)
"""


@pytest.mark.parametrize(
    "disguise",
    [
        lambda key: b"Authorization: Bearer " + key,
        lambda key: key[:-3],
        lambda key: key.decode().upper().encode(),
        lambda key: key.decode().encode("utf-16"),
        lambda key: key.hex().encode(),
        *(lambda key, n=n: base64.b64encode(b"x" * n + key + b"tail") for n in range(4)),
    ],
)
def test_the_key_is_found_in_every_disguise(tmp_path: Path, disguise) -> None:
    secret = "made-of-0123456789-only-for-this"
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "log").write_bytes(b"before\n" + disguise(secret.encode()) + b"\nafter")

    assert len(search([tmp_path], secret[4:-5])) == 1


def test_a_file_named_after_the_key_is_found_and_innocent_files_are_not(tmp_path: Path) -> None:
    (tmp_path / "chat-abcdefghij").touch()
    (tmp_path / "innocent").write_text("abcdefghi j")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")

    assert [line.split(":")[0] for line in search([tmp_path], "abcdefghij")] == [
        str(tmp_path / "chat-abcdefghij")
    ]


def test_a_run_that_leaves_the_key_behind_fails_although_its_tests_pass(tmp_path: Path) -> None:
    outcome = run_inner(LEAKING_TEST, tmp_path)
    for leak in outcome.left.rglob("settings.json"):
        leak.unlink()

    assert "1 passed" in outcome.output, outcome.output
    assert "settings.json: the key is at byte" in outcome.output
    assert outcome.code == 1
