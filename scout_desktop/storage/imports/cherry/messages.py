"""One message of Cherry Studio, made of blocks; in its first version the words stood inline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from scout_desktop.storage.imports.fields import (
    moment,
    record,
    records,
    stated_usage,
    text,
    texts,
    usd,
)
from scout_desktop.storage.imports.found import FoundMessage, FoundPicture
from scout_desktop.storage.imports.gathered import Gathered
from scout_desktop.storage.imports.pictures import Beside, missing, picture
from scout_desktop.storage.imports.source import Source

_UNFINISHED: Final = ("processing", "pending", "searching", "sending", "streaming")


class Files:
    """The files that lie in a backup, by their own names: what a message calls them is no path."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._names = {name.rpartition("/")[2]: name for name in source.names() if "Files/" in name}

    def picture(self, file: Mapping[str, Any]) -> FoundPicture:
        """Return the picture that a message speaks of; it may be missing."""
        shown = text(file.get("origin_name")) or text(file.get("name"))
        stated = picture("", shown, file)
        for name in (text(file.get("id")) + text(file.get("ext")), text(file.get("name"))):
            if name in self._names:
                return replace(stated, load=Beside(self._source, self._names[name]))
        return stated if stated.load is missing else replace(stated, load=missing)


def found_message(
    message: Mapping[str, Any],
    blocks: Iterable[Mapping[str, Any]],
    files: Files,
    left_out: Counter[str],
) -> FoundMessage:
    """Return a message without its parent; what has no place here is counted in `left_out`."""
    role = text(message.get("role")) or "user"
    ours = role == "assistant"
    found = Gathered()
    error = ""
    for block in blocks:
        error = gather_block(found, block, files) or error
    if found.empty:
        _inline(found, message, files)
    left_out.update(found.left_out)
    error = error or text(record(message.get("error")).get("message"))
    failed = message.get("status") == "error"
    counts = record(message.get("usage"))
    model = record(message.get("model"))
    return FoundMessage(
        key=text(message.get("id")),
        parent=None,
        role=role,
        parts=tuple(found.parts),
        created=moment(message.get("createdAt")),
        model=(text(model.get("id")) or text(message.get("modelId"))) if ours else "",
        provider=text(model.get("provider")) if ours else "",
        state=state_of(message.get("status"), error) if ours else "complete",
        error=(error or ("The reply failed." if failed else "")) if ours else "",
        usage=stated_usage(counts) if ours else {},
        usd=usd(counts.get("cost")) if ours else "",
        # A mark that what stands before it is not sent any more; there is nothing to show.
        link_only=message.get("type") == "clear",
        extra=found.extra,
    )


def state_of(status: object, error: str) -> str:
    """Return the state of a reply by what the program calls it."""
    if status == "error" or error:
        return "failed"
    if status == "paused":
        return "stopped"
    return "interrupted" if status in _UNFINISHED else "complete"


def gather_block(found: Gathered, block: Mapping[str, Any], files: Files) -> str:
    """Take a block, and return the sentence where it is about an error."""
    words = text(block.get("content"))
    match block.get("type"):
        case "main_text" | "compact":
            found.say(words)
        case "code":
            found.say(f"```{text(block.get('language'))}\n{words}\n```")
        case "thinking":
            found.think(words)
        case "image":
            _pictured(found, block, files)
        case "file":
            _filed(found, record(block.get("file")), files)
        case "tool":
            found.keep("tools", block)
        case "citation":
            found.keep("sources", block)
        case "translation":
            found.keep("translations", words)
        case "error":
            said = record(block.get("error"))
            return text(said.get("message")) or words or "The reply failed."
        case "video":
            found.leave("recordings")
        case "unknown" if not words:
            pass
        case _:
            found.leave("parts of unknown kinds", block)
    return ""


def _pictured(found: Gathered, block: Mapping[str, Any], files: Files) -> None:
    if file := record(block.get("file")):
        found.show(files.picture(file))
        return
    made = record(record(block.get("metadata")).get("generateImageResponse"))
    addresses = [text(block.get("url"))] if block.get("url") else texts(made.get("images"))
    for address in addresses or [""]:
        found.show(picture(address))


def _filed(found: Gathered, file: Mapping[str, Any], files: Files) -> None:
    if file.get("type") == "image":
        found.show(files.picture(file))
    else:
        found.leave("files")
        found.keep("files", {"name": text(file.get("origin_name")) or text(file.get("name"))})


def _inline(found: Gathered, message: Mapping[str, Any], files: Files) -> None:
    found.think(text(message.get("reasoning_content")))
    found.say(text(message.get("content")))
    made = record(record(message.get("metadata")).get("generateImage"))
    for address in texts(message.get("images")) + texts(made.get("images")):
        found.show(picture(address))
    for file in records(message.get("files")):
        _filed(found, file, files)
