"""No attribute of a widget hides one of Qt's own methods.

`self.size = 3` in a widget makes every later `widget.size()` fail, far from here.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path

from PySide6.QtCore import QObject

import scout_desktop.ui


def hidden_names(source: str, classes: dict[str, type]) -> list[str]:
    """Names that the classes of one module set on themselves although Qt has a method so named."""
    hidden = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and issubclass(classes.get(node.name, type), QObject):
            qt = [base for base in classes[node.name].__mro__ if "PySide6" in base.__module__]
            taken = {name for base in qt for name in dir(base) if callable(getattr(base, name))}
            hidden += [f"{node.name}.{name}" for name in _set_names(node) if name in taken]
    return hidden


def _set_names(definition: ast.ClassDef) -> set[str]:
    names = set()
    for node in ast.walk(definition):
        stored = isinstance(getattr(node, "ctx", None), ast.Store)
        if isinstance(node, ast.Attribute) and stored and ast.unparse(node.value) == "self":
            names.add(node.attr)
    for statement in definition.body:
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
        names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def test_no_attribute_hides_a_method_of_qt() -> None:
    hidden = []
    seen = 0
    for found in pkgutil.walk_packages(scout_desktop.ui.__path__, "scout_desktop.ui."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        classes = {n: c for n, c in vars(module).items() if isinstance(c, type)}
        seen += sum(issubclass(c, QObject) for c in classes.values())
        assert module.__file__
        hidden += hidden_names(Path(module.__file__).read_text(), classes)
    assert seen > 20
    assert not hidden


def test_a_hidden_method_is_noticed() -> None:
    source = (
        "class Row(QObject):\n"
        "    parent = None\n"
        "    def __init__(self):\n"
        "        self.children, self.title = [], ''\n"
    )
    row = type("Row", (QObject,), {})

    assert sorted(hidden_names(source, {"Row": row})) == ["Row.children", "Row.parent"]
