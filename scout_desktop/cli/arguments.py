"""The command line as it is typed: options before or after the verb, all declared here."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import NoReturn

from scout_desktop import __version__

LOG_LEVELS = ("debug", "info", "warning", "error")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what was wrong in one line; exit 2."""
        self.exit(2, f"scout-desktop: {message}. See scout-desktop --help.\n")


def _address(text: str) -> str:
    # Empty must not mean the usual address: a prompt would go where nobody sent it.
    if not text:
        raise argparse.ArgumentTypeError("the address is empty")
    return text


def _folder(text: str) -> Path:
    # An unset variable of a shell, which would otherwise mean the current folder.
    if not text:
        raise argparse.ArgumentTypeError("the name of the folder is empty")
    return Path(text)


def _global_options(*, again: bool) -> _Parser:
    """Return the options of every verb; `again` for the place behind it, where none is a no-op."""

    def otherwise(value: object) -> object:
        return argparse.SUPPRESS if again else value

    found = _Parser(add_help=False)
    found.add_argument(
        "--data-dir", type=_folder, metavar="D", help="the folder of the chats",
        default=otherwise(os.environ.get("SCOUT_DESKTOP_DATA") or None),
    )  # fmt: skip
    found.add_argument(
        "--base-url", type=_address, metavar="U", help="an OpenAI-compatible address for this run",
        default=otherwise(os.environ.get("SCOUT_DESKTOP_BASE_URL") or None),
    )  # fmt: skip
    found.add_argument(
        "--practice", action="store_true", default=otherwise(False),
        help="a stand-in answers: no network, no key, no charge, no model",
    )  # fmt: skip
    found.add_argument(
        "--log-level", choices=LOG_LEVELS, metavar="L", default=otherwise("warning"),
        help="debug, info, warning or error",
    )  # fmt: skip
    return found


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    root = _Parser(
        prog="scout-desktop",
        description="Talk to Llama 4 Scout; without a verb the window opens.",
        parents=[_global_options(again=False)],
    )
    root.add_argument("--version", action="version", version=f"Scout Desktop {__version__}")
    root.add_argument(
        "--selftest", action="store_true",
        help="build the window, print versions, backends and data folder, and exit",
    )  # fmt: skip
    verbs = root.add_subparsers(dest="verb", metavar="VERB", parser_class=_Parser)
    again = [_global_options(again=True)]

    ask = verbs.add_parser("ask", parents=again, help="ask, and stream the reply")
    ask.add_argument("--model", metavar="M", help="the model to ask")
    ask.add_argument(
        "--image", action="append", default=[], metavar="F",
        help="a picture or PDF to send; an https address is fetched by the service",
    )  # fmt: skip
    ask.add_argument("--pages", metavar="P", help="which pages of a PDF, as in 1-3,7")
    ask.add_argument(
        "--fit", metavar="F", help="tiles (as the model cuts them), original, one, or a grid: 3x2"
    )
    ask.add_argument("--system", metavar="T", help="the system prompt")
    ask.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="set a parameter"
    )
    ask.add_argument("--chat", metavar="ID", help="go on in this chat")
    ask.add_argument("--json", action="store_true", help="print the reply's record at the end")
    ask.add_argument(
        "prompt", nargs="?", metavar="PROMPT", help="what to ask; - reads it from input"
    )

    _add_batch(verbs.add_parser("batch", parents=again, help="ask the same about many pictures"))

    shelf = verbs.add_parser("list", parents=again, help="list the chats, newest first")
    shelf.add_argument("--json", action="store_true", help="as JSON")

    show = verbs.add_parser("show", parents=again, help="print a chat as Markdown")
    show.add_argument("chat", metavar="ID", help="the chat's id or the beginning of it")
    show.add_argument("--all", action="store_true", help="every branch")
    show.add_argument("--json", action="store_true", help="the document as it is stored")

    _add_export(verbs.add_parser("export", parents=again, help="write chats as files"))

    _add_import(verbs.add_parser("import", parents=again, help="bring in chats from elsewhere"))

    _add_check(verbs.add_parser("check", parents=again, help="look the data folder over"))

    _add_search(verbs.add_parser("search", parents=again, help="find chats by what was said"))

    cost = verbs.add_parser("cost", parents=again, help="what it has cost")
    cost.add_argument("--json", action="store_true", help="as JSON")
    cost.add_argument("--utc", action="store_true", help="days and months in UTC")

    # What `packaging/dev.py run` does where there is no display; without help it is not listed.
    verbs.add_parser("practice-demo", parents=again)
    return root


def _add_export(export: argparse.ArgumentParser) -> None:
    export.add_argument(
        "ids", nargs="*", metavar="ID", help="chats, or the beginnings of their ids"
    )
    export.add_argument("--all", action="store_true", help="every chat, into a folder")
    export.add_argument(
        "--chats", metavar="WHICH", help="all, archive, or what to search for; into a folder"
    )
    export.add_argument(
        "--format", choices=("md", "html", "json", "txt"), metavar="F",
        help="md, html, json or txt; as --out ends, else md",
    )  # fmt: skip
    export.add_argument(
        "--out", metavar="O", help="a file, a folder, or - for output, where one chat goes"
    )
    export.add_argument("--all-branches", action="store_true", help="not only the one shown")
    export.add_argument("--no-pictures", action="store_true", help="names of pictures only")
    export.add_argument("--force", action="store_true", help="write over files that are there")


def _add_import(brought: argparse.ArgumentParser) -> None:
    brought.add_argument(
        "paths", nargs="+", type=Path, metavar="F",
        help="an export of another program, a data folder, a backup, a chat",
    )  # fmt: skip
    brought.add_argument(
        "--dry-run", action="store_true", help="say what would come, write nothing"
    )
    brought.add_argument("--json", action="store_true", help="as JSON")


def _add_check(check: argparse.ArgumentParser) -> None:
    check.add_argument("--repair", action="store_true", help="mend what can be; originals are kept")
    check.add_argument("--json", action="store_true", help="as JSON")


def _add_search(search: argparse.ArgumentParser) -> None:
    search.add_argument(
        "query", nargs="+", metavar="QUERY",
        help="words, role:user, before:2026-11, has:image, model:scout, tag:work, is:archived, ...",
    )  # fmt: skip
    search.add_argument(
        "--limit", type=int, default=50, metavar="N", help="chats at the most, newest first"
    )
    search.add_argument("--json", action="store_true", help="as JSON")


def _add_batch(batch: argparse.ArgumentParser) -> None:
    batch.add_argument(
        "paths", nargs="+", type=Path, metavar="DIR|FILE", help="folders, pictures, PDFs"
    )
    batch.add_argument(
        "--prompt", required=True, metavar="T", help="what to ask of each; - reads it from input"
    )
    batch.add_argument(
        "--schema", type=Path, metavar="F", help="a JSON Schema that answers must match"
    )
    batch.add_argument("--max-usd", metavar="X", help="spend no more than this")
    batch.add_argument(
        "--out", type=Path, metavar="F", help="results as .csv or .jsonl; else on output"
    )
    batch.add_argument("--model", metavar="M", help="the model to ask")
    batch.add_argument("--system", metavar="T", help="the system prompt")
    batch.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="set a parameter"
    )
    batch.add_argument("--fit", metavar="F", help="as with ask")
    batch.add_argument(
        "--parallel", type=int, default=4, metavar="N", help="requests at once, at most 8"
    )
    batch.add_argument(
        "--tries", type=int, default=3, metavar="N", help="attempts for one picture, at most 10"
    )
    batch.add_argument("--retry-failed", action="store_true", help="only those that failed")
    batch.add_argument("--again", action="store_true", help="begin anew; else it is gone on with")
    batch.add_argument("--json", action="store_true", help="print the totals as JSON at the end")
