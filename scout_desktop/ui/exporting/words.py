"""What the sheet says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from scout_desktop.session.exports import ExportResult

Choice: TypeAlias = Literal["md", "html", "json", "txt", "pdf"]
NAMES: Final[dict[str, str]] = {
    "md": "Markdown", "html": "Web page", "json": "JSON", "txt": "Text", "pdf": "PDF",
}  # fmt: skip
KINDS: Final[dict[str, str]] = {
    "md": "Markdown", "html": "Web page", "json": "Scout Desktop chat", "txt": "Plain text",
}  # fmt: skip
_SENTENCES: Final[dict[str, str]] = {
    "md": "For editors and notes: text with its formatting signs, pictures in a folder beside it.",
    "html": "For any browser: one file with everything in it. It loads nothing and runs nothing.",
    "json": "The chat exactly as it is stored, with every branch. Pictures are not in the file.",
    "txt": "For reading anywhere: words only, pictures by their names.",
    "pdf": "For paper: the branch shown, page by page.",
}
_SENTENCES_MANY: Final[dict[str, str]] = {
    "md": "A Markdown file for each chat, with its pictures in a folder beside it.",
    "html": "A page for each chat, and one that leads to them. They load nothing and run nothing.",
    "json": "A data folder of its own, with every branch: Import takes it back here or elsewhere.",
    "txt": "A text file for each chat: words only, pictures by their names.",
}


def sentence(choice: str, count: int) -> str:
    """Return what a format is good for."""
    return (_SENTENCES if count == 1 else _SENTENCES_MANY)[choice]


def heading(count: int) -> str:
    """Return what is about to happen."""
    return "Export this chat" if count == 1 else f"Export {count:,} chats"


def progress_words(done: int, count: int) -> str:
    """Return how far it is."""
    return "Writing…" if count == 1 else f"{done:,} of {count:,} chats"


def result_words(result: ExportResult, place: str) -> str:
    """Return what was written, where, and what could not be."""
    chats = "The chat is" if result.chats == 1 else f"{result.chats:,} chats are"
    said = [f"{chats} in “{place}”, {size_words(result.bytes)}."]
    if result.missing:
        what = "One picture is" if result.missing == 1 else f"{result.missing:,} pictures are"
        said.append(f"{what} missing or damaged in the data folder; the export says where.")
    if len(result.problems) == 1:
        said.append(result.problems[0])
    elif result.problems:
        said.append(f"{len(result.problems):,} chats could not be read, or not in every place.")
    return " ".join(said)


def size_words(count: int) -> str:
    """Return a size of files: 812 bytes, 14 KB, 3.2 MB."""
    if count < 1000:
        return "1 byte" if count == 1 else f"{count} bytes"
    if count < 1_000_000:
        return f"{count / 1000:,.0f} KB"
    return f"{count / 1_000_000:,.1f} MB" if count < 1_000_000_000 else f"{count / 1e9:,.1f} GB"
