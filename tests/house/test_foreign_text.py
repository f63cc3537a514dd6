"""Text from a model, a file or the network never reaches Qt's rich text.

Rich text reads local files by name and can be made to look like anything. The rules are read off
the source; each has an example that it must catch.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

RICH_CALLS = {
    "setHtml", "insertHtml", "appendHtml", "setMarkdown", "insertMarkdown", "fromHtml",
    "fromMarkdown", "setOpenExternalLinks", "setDefaultStyleSheet",
}  # fmt: skip
# They guess whether a text is rich; here, say it with our own widgets.
GUESSING_WIDGETS = {
    "QMessageBox", "QErrorMessage", "QInputDialog", "QProgressDialog", "QTextBrowser", "QToolTip",
    "QWhatsThis", "QGraphicsTextItem", "QStaticText", "QSystemTrayIcon", "QSplashScreen",
}  # fmt: skip
PLAIN = "Qt.TextFormat.PlainText"


class _Reader(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found: list[str] = []
        self.labels: set[str] = set()
        self.texts_set_on: list[tuple[str, int]] = []

    def say(self, node: ast.expr | ast.stmt, what: str) -> None:
        self.found.append(f"line {node.lineno}: {what}")

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if any(ast.unparse(base) == "QLabel" for base in node.bases):
            body = ast.unparse(node)
            # By name it costs no import of Qt's enumerations, of which a first frame has none.
            by_name = "self.setProperty('textFormat', 'PlainText')" in body
            if not (by_name or f"self.setTextFormat({PLAIN})" in body):
                self.say(node, f"{node.name} is a QLabel without PlainText")
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        body = ast.unparse(node)
        if "ToolTipRole" in body and "plain_tip(" not in body:
            self.say(node, f"{node.name} gives tooltips without plain_tip")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "QLabel":
            self.labels |= {ast.unparse(target) for target in node.targets}
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        callee = ast.unparse(node.func)
        owner, _, name = callee.rpartition(".")
        if name in RICH_CALLS:
            self.say(node, f"{name} takes rich text")
        if GUESSING_WIDGETS & set(callee.split(".")):
            self.say(node, f"{callee} guesses whether its text is rich")
        if name == "setTextFormat" and ast.unparse(node.args[0]) != PLAIN:
            self.say(node, "a text format other than PlainText")
        given = [ast.unparse(argument) for argument in node.args]
        if name == "setProperty" and given[0] == "'textFormat'" and given[1] != "'PlainText'":
            self.say(node, "a text format other than PlainText")
        if name == "setAcceptRichText" and ast.unparse(node.args[0]) != "False":
            self.say(node, "an input that takes rich text")
        if name in {"setToolTip", "setWhatsThis"} and not _safe_tip(node.args[-1]):
            self.say(node, f"{name} of a text that could be rich; use plain_tip")
        if callee == "QLabel" and any(not _is_parent(argument) for argument in node.args):
            self.say(node, "QLabel with a text; use PlainLabel")
        if name == "setText":
            self.texts_set_on.append((owner, node.lineno))
        self.generic_visit(node)


def _safe_tip(text: ast.expr) -> bool:
    if isinstance(text, ast.IfExp):
        return _safe_tip(text.body) and _safe_tip(text.orelse)
    if isinstance(text, ast.Call):
        return ast.unparse(text.func).split(".")[-1] == "plain_tip"
    return isinstance(text, ast.Constant) and "<" not in str(text.value)


def _is_parent(argument: ast.expr) -> bool:
    return ast.unparse(argument) in {"self", "parent", "None"}


def findings(source: str) -> list[str]:
    reader = _Reader()
    reader.visit(ast.parse(source))
    for owner, line in reader.texts_set_on:
        if owner in reader.labels:
            reader.found.append(f"line {line}: a text on the QLabel {owner}; use PlainLabel")
    if "QTextEdit(" in source and "setAcceptRichText(False)" not in source:
        reader.found.append("a QTextEdit that takes rich text")
    return reader.found


def test_no_text_of_others_becomes_rich_text(root: Path) -> None:
    files = sorted((root / "scout_desktop").rglob("*.py"))

    found = {str(f.relative_to(root)): findings(f.read_text()) for f in files}

    assert len(files) > 40
    assert not {file: lines for file, lines in found.items() if lines}


def test_addresses_are_opened_in_one_place_only(root: Path) -> None:
    openers = [
        str(file.relative_to(root))
        for file in (root / "scout_desktop").rglob("*.py")
        if "QDesktopServices" in file.read_text() or "webbrowser" in file.read_text()
    ]

    assert len(openers) <= 1, openers


@pytest.mark.parametrize(
    "line",
    [
        "view.setHtml(reply)",
        "QTextDocumentFragment.fromHtml(reply)",
        "document.setMarkdown(reply)",
        "label = QLabel(title)",
        "label = QLabel(self)\nlabel.setText(title)",
        "class Title(QLabel):\n    pass",
        "label.setTextFormat(Qt.TextFormat.RichText)",
        "label.setProperty('textFormat', 'RichText')",
        "row.setToolTip(title)",
        "row.setToolTip('' if short else title)",
        "row.setToolTip(f'{title}')",
        "def data(self, role):\n    if role == Qt.ItemDataRole.ToolTipRole:\n        return t",
        "QMessageBox.warning(self, 'Sorry', reason)",
        "QToolTip.showText(here, title)",
        "text = QTextEdit(self)",
        "text.setAcceptRichText(True)",
    ],
)
def test_rich_text_is_noticed(line: str) -> None:
    assert findings(line)


@pytest.mark.parametrize(
    "line",
    [
        "icon = QLabel(self)\nicon.setPixmap(p)\nother.setText(title)",
        "row.setToolTip(plain_tip(title) if long else '')",
        "row.setToolTip('Copy the code')",
        "class P(QLabel):\n    def f(self):\n        self.setTextFormat(Qt.TextFormat.PlainText)",
        "text = QTextEdit(self)\ntext.setAcceptRichText(False)",
    ],
)
def test_plain_text_passes(line: str) -> None:
    assert not findings(line)
