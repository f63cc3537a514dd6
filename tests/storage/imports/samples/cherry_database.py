"""The database of Cherry Studio 2."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from canary import CANARY_KEY

from tests.storage.imports.samples.pictures import data_address


def write_database(path: Path) -> Path:
    """The newer kind: a tree in tables."""
    base = sqlite3.connect(path)
    base.executescript(
        """
        create table assistant (id text primary key, name text, prompt text);
        create table topic (id text primary key, name text, assistant_id text, prompt text,
          active_node_id text, is_pinned integer, created_at integer, updated_at integer,
          deleted_at integer);
        create table message (id text primary key, parent_id text, topic_id text, role text,
          data text, status text, siblings_group_id integer, model_id text, model_snapshot text,
          stats text, created_at integer, deleted_at integer);
        create table user_provider (id text, api_keys text);
        """
    )
    base.execute("insert into user_provider values ('openrouter', ?)", (CANARY_KEY,))
    base.execute("insert into assistant values ('as-1', 'Engineer', 'You build bridges.')")
    base.execute(
        "insert into topic values ('t-1', 'Bridges', 'as-1', null, 'm3', 1, 1760000000000,"
        " 1760000100000, null)"
    )
    base.execute("insert into topic values ('t-2', 'Gone', null, null, null, 0, 1, 1, 5)")
    parts = json.dumps(
        {
            "parts": [
                {"type": "step-start"},
                {"type": "reasoning", "text": "Cables."},
                {"type": "text", "text": "Suspension."},
                {"type": "tool-look", "state": "output-available"},
            ]
        }
    )
    stats = json.dumps(
        {
            "inputTokens": 100,
            "outputTokens": 5,
            "totalTokens": 105,
            "cost": 0.0042,
            "costCurrency": "USD",
        }
    )
    rows = [
        ("root", None, "root", "{}", "success", None, None, None, 1760000000000),
        (
            "m1",
            "root",
            "user",
            json.dumps(
                {
                    "parts": [
                        {"type": "text", "text": "Which?"},
                        {
                            "type": "file",
                            "mediaType": "image/png",
                            "url": data_address(),
                            "filename": "b.png",
                        },
                    ]
                }
            ),
            "success",
            None,
            None,
            None,
            1760000001000,
        ),
        (
            "m2",
            "m1",
            "assistant",
            parts,
            "success",
            "openrouter::meta-llama/llama-4-scout",
            json.dumps({"id": "meta-llama/llama-4-scout", "provider": "openrouter"}),
            stats,
            1760000002000,
        ),
        (
            "m3",
            "m1",
            "assistant",
            json.dumps({"blocks": [{"type": "main_text", "content": "Cable-stayed."}]}),
            "paused",
            "openrouter::meta-llama/llama-4-maverick",
            None,
            None,
            1760000003000,
        ),
    ]
    base.executemany("insert into message values (?, ?, 't-1', ?, ?, ?, 0, ?, ?, ?, ?, null)", rows)
    base.commit()
    base.close()
    return path
