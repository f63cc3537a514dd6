"""What is coloured in code: by the language's name alone, and without changing a character."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.chat.markdown import lexing
from scout_desktop.chat.markdown.languages import CLASSES, NAMED_OTHERWISE
from scout_desktop.chat.markdown.lexing import Coloured, lexer_for, lines_of

CODE = '''import os

def greet(name: str) -> str:
    """Say hello
    to somebody."""
    return f"hi {name}"  # 42
'''


def coloured(language: str, text: str) -> list[tuple[Coloured, ...]]:
    lexer = lexer_for(language)
    assert lexer is not None
    return [spans for spans in lines_of(lexer, text) if spans is not None]


def words(language: str, text: str, kind: str) -> list[str]:
    """What of `text` is coloured as `kind`, line by line."""
    lines = text.split("\n")
    return [
        lines[number][start : start + length]
        for number, spans in enumerate(coloured(language, text))
        for start, length, of in spans
        if of == kind
    ]


@pytest.mark.parametrize(
    "name",
    [
        "python", "Python", "py", " python ", "python title=x", "{.python .numberLines}",
        "language-python", "python:main.py", "python,ignore",
    ],
)  # fmt: skip
def test_a_language_is_known_by_its_name_however_it_is_written(name: str) -> None:
    assert type(lexer_for(name)).__name__ == "PythonLexer"


@pytest.mark.parametrize(
    "name", ["c++", "c#", "js", "jsx", "tsx", "yml", "sh", "json", "jsonc", "rust", "go", "html"]
)
def test_names_that_models_write_are_known(name: str) -> None:
    assert lexer_for(name) is not None


@pytest.mark.parametrize(
    "name", ["", " ", "text", "plaintext", "nosuchlanguage", "x" * 10_000, "{", "../os", "\x00"]
)
def test_any_other_name_means_plain_text(name: str) -> None:
    assert lexer_for(name) is None


def test_words_are_told_apart() -> None:
    assert words("python", CODE, "keyword") == ["import", "def", "return", "f"]
    assert words("python", CODE, "comment") == ["# 42"]
    assert "greet" in words("python", CODE, "name")
    assert words("json", '{"a": [1.5, "b"]}', "number") == ["1.5"]


def test_a_string_over_several_lines_is_one_on_each_of_them() -> None:
    assert words("python", CODE, "string")[:2] == ['"""Say hello', '    to somebody."""']


def test_there_is_an_answer_for_each_line_and_none_behind_the_last() -> None:
    assert len(coloured("python", CODE)) == CODE.count("\n") + 1
    assert coloured("python", "") == [()]
    assert len(coloured("python", "\n\n\n")) == 4


@settings(max_examples=60)
@given(
    st.sampled_from(["python", "html", "bash", "c++", "erb", "markdown", "diff", "json", "sql"]),
    st.text(alphabet="ab1 \n\t\"'`<>{}[]()#/*-$%=\\\r\u2028é😀", max_size=200),
)
def test_whatever_the_code_spans_lie_in_their_lines_in_order(language: str, text: str) -> None:
    lines = text.split("\n")
    found = coloured(language, text)
    assert len(found) == len(lines)
    for line, spans in zip(lines, found, strict=True):
        end = 0
        for start, length, _ in spans:
            assert start >= end
            assert length > 0
            end = start + length
        assert end <= len(line)


def test_a_line_that_only_a_machine_writes_stays_plain_and_the_others_do_not() -> None:
    long = "x = 1; " * lexing.LONGEST_LINE
    found = coloured("python", f"import os\n{long}\nimport sys")
    assert found[0]
    assert not found[1]
    assert found[2]


def test_work_can_be_stopped_after_a_few_tokens() -> None:
    lexer = lexer_for("python")
    assert lexer is not None
    steps = list(lines_of(lexer, "f(1, 2, 3, 4, 5) " * 50))
    assert steps.count(None) > 10


def test_templates_are_looked_at_in_portions() -> None:
    page = "<p class='a'><%= name %></p>\n" * 200
    assert len(coloured("erb", page)) == 201
    assert words("erb", page, "name").count("p") == 400


class _Stumbles:
    """A lexer with a fault, as one of five hundred may have."""

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, tuple[str, ...], str]]:
        yield 0, ("Keyword",), text[:2]
        raise IndexError("pop from empty list")


def test_where_a_lexer_stumbles_the_rest_is_plain() -> None:
    assert [s for s in lines_of(_Stumbles(), "if x\nthen\ny") if s is not None] == [(), (), ()]


def test_code_within_markdown_loads_no_language_that_the_model_names() -> None:
    script = (
        "import sys; from scout_desktop.chat.markdown.lexing import *\n"
        "list(lines_of(lexer_for('markdown'), '```fortran\\nx\\n```\\n'))\n"
        "assert 'pygments.lexers.fortran' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    script = "import sys, scout_desktop.chat.markdown.lexing; assert 'pygments' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_long_code_is_read_in_parts_that_begin_where_something_begins() -> None:
    part = 'def f():\n    """One\n\n    two."""\n    return 1\n\n'
    text = part * 2_000
    found = coloured("python", text)
    assert len(found) == text.count("\n") + 1
    assert all(found[line : line + 6] == found[:6] for line in range(0, len(found) - 1, 6))


def test_every_language_that_is_listed_can_be_loaded() -> None:
    from pygments.lexers import LEXERS

    assert set(LEXERS) >= CLASSES
    assert [name for name in NAMED_OTHERWISE if lexer_for(name) is None] == []


def test_a_rare_language_is_not_loaded_as_its_patterns_may_take_for_ever() -> None:
    assert lexer_for("easytrieve") is None
