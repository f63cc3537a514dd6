"""A table for other programs: complete, and nothing in it but words."""

from __future__ import annotations

from scout_desktop.chat.markdown.inlines import Break, Inlines, Picture, Text
from scout_desktop.chat.markdown.pieces import TablePiece
from scout_desktop.chat.markdown.writing.tables import is_mirrored, table_html, table_tsv


def cell(text: str, **styles: object) -> Inlines:
    return (Text(text, **styles),)  # type: ignore[arg-type]  # styles are named by the test


TABLE = TablePiece(
    ("", "right"),
    ((cell("Name"), cell("Price")), (cell("Scout <b>"), cell("0.08")), (cell(""), cell("a & b"))),
)


def test_a_spreadsheet_gets_cells_parted_by_tabs() -> None:
    assert table_tsv(TABLE) == "Name\tPrice\nScout <b>\t0.08\n\ta & b"


def test_a_tab_or_line_in_a_cell_makes_no_cell_of_its_own() -> None:
    torn = TablePiece(("", ""), (((Text("a\tb"), Break(hard=True), Text("c")), cell("d")),))
    assert table_tsv(torn) == "a b c\td"


def test_a_text_processor_gets_a_table_with_a_header_and_sides() -> None:
    assert table_html(TABLE) == (
        "<table><thead><tr><th>Name</th>"
        '<th style="text-align:right">Price</th></tr></thead>'
        '<tbody><tr><td>Scout &lt;b&gt;</td><td style="text-align:right">0.08</td></tr>'
        '<tr><td></td><td style="text-align:right">a &amp; b</td></tr></tbody></table>'
    )


def test_words_keep_their_styles() -> None:
    row = cell("x", strong=True, emphasis=True), cell("y", code=True), cell("z", strike=True)
    made = table_html(TablePiece(("", "", ""), (row,)))
    assert "<th><strong><em>x</em></strong></th><th><code>y</code></th><th><s>z</s></th>" in made


def test_only_addresses_of_the_web_become_links() -> None:
    good = cell("go", href='https://x.org/?a="b"&c')
    bad = [
        cell("go", href=href) for href in ("javascript:alert(1)", "file:///etc/passwd", "\\\\x\\y")
    ]
    made = table_html(TablePiece(("",) * 4, ((good, *bad),)))
    assert '<a href="https://x.org/?a=&quot;b&quot;&amp;c">go</a>' in made
    assert made.count("<a ") == 1
    assert "javascript" not in made


def test_a_picture_is_named_and_not_loaded() -> None:
    row = ((Picture('a "cat"', "file:///cat.png"),),)
    made = table_html(TablePiece(("",), (row,)))
    assert "[picture: a &quot;cat&quot;]" in made
    assert "<img" not in made
    assert "file:" not in made


def test_a_table_that_begins_in_arabic_runs_from_right_to_left() -> None:
    arabic = TablePiece(("", ""), ((cell("الاسم"), cell("price")),))
    assert is_mirrored(arabic)
    assert table_html(arabic).startswith('<table dir="rtl">')
    assert not is_mirrored(TABLE)
    assert is_mirrored(TablePiece(("", ""), ((cell("id", code=True), cell("الاسم")),)))
    assert not is_mirrored(TablePiece(("", ""), ((cell("الاسم", code=True), cell("id")),)))
