"""A chat saved as PDF says what the chat says, once, in order, as text, on whole pages."""

from __future__ import annotations

import re

from PySide6.QtCore import QLocale
from PySide6.QtGui import QPageSize

from scout_desktop.ui.theme.tokens import DARK, LIGHT
from scout_desktop.ui.transcript.pages.paper import page_layout

FORMULA = r"$$\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}$$"
TABLE = "| Name | Value |\n|---|--:|\n" + "".join(f"| row{n} | {n} |\n" for n in range(150))


def everything(words: list[str]) -> str:
    return " ".join(words)


def colours(page: str) -> set[str]:
    """Everything that is filled on a page, as #RRGGBB."""
    found = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) scn", page)
    return {"#" + "".join(f"{round(float(part) * 255):02X}" for part in each) for each in found}


def test_who_said_what_is_there_as_text(desk, talk) -> None:
    chat = talk(
        "What is a **page**?", "# A page\n\nOne *side* of a sheet.",
        model="meta/llama", system="Be brief.",
    )  # fmt: skip
    pdf = desk.pdf(chat)
    words = everything(pdf.words())
    order = [
        "A chat about paper", "meta/llama", "2 messages", "System prompt", "Be brief.", "You",
        "What is a **page**?", "Reply", "A page", "One side of a sheet.",
    ]  # fmt: skip
    places = [words.index(each, 20) for each in order]
    assert places == sorted(places)
    assert pdf.title() == "A chat about paper"


def test_every_line_is_on_paper_once(desk, talk) -> None:
    reply = "\n\n".join(
        f"Paragraph number {n} " + "goes on for a while " * (n % 23) for n in range(120)
    )
    pdf = desk.pdf(talk("Tell me.", reply))
    words = everything(pdf.words())
    assert len(pdf.drawn) > 5
    assert re.findall(r"number (\d+) ", words) == [str(n) for n in range(120)]
    assert words.count("goes on for a while") == sum(n % 23 for n in range(120))


def test_every_page_has_the_title_and_its_number(desk, talk) -> None:
    pages = desk.pdf(talk("Tell me.", "A line.\n\n" * 200)).words()
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert page.startswith(f"A chat about paper {number} ")


def test_a_heading_stays_with_its_text(desk, talk) -> None:
    reply = "\n\n".join(
        f"## Heading {n}\n\nText {n} " + "and more " * (n * 7 % 60) for n in range(60)
    )
    for page in desk.pdf(talk("Tell me.", reply)).words():
        last = re.findall(r"(Heading|Text) (\d+)", page)[-1]
        assert last[0] == "Text"


def test_long_code_wraps_and_goes_on_over_pages(desk, talk) -> None:
    lines = [
        f"value_{n} = " + " + ".join(f"item_{n}_{k}" for k in range(n % 30)) for n in range(200)
    ]
    pdf = desk.pdf(talk("Code, please.", "```python\n" + "\n".join(lines) + "\n```"))
    words = everything(pdf.words())
    assert len(pdf.drawn) > 4
    assert re.findall(r"value_(\d+)", words) == [str(n) for n in range(200)]
    assert len(re.findall(r"item_\d+_\d+", words)) == sum(n % 30 for n in range(200))
    assert words.count("python") == 1


def test_a_table_repeats_its_header_on_every_page(desk, talk) -> None:
    pages = desk.pdf(talk("A table.", TABLE)).words()
    with_rows = [page for page in pages if "row" in page]
    assert len(with_rows) > 2
    assert all(page.count("Name Value") == 1 for page in with_rows)
    assert re.findall(r"row(\d+)", everything(pages)) == [str(n) for n in range(150)]


def test_a_table_wider_than_the_page_is_made_smaller(desk, talk) -> None:
    head = " | ".join(f"column {n}" for n in range(14))
    row = " | ".join(f"cell number {n} with words" for n in range(14))
    pdf = desk.pdf(talk("Wide.", f"{head}\n{'|'.join(['---'] * 14)}\n{row}\n"))
    words = everything(pdf.words())
    assert all(f"cell number {n}" in words or f"number {n}" in words for n in range(14))


def test_formulas_are_shapes_and_not_pixels(desk, talk) -> None:
    plain, with_formula = (desk.pdf(talk("Formula.", text)) for text in ("Nothing.", FORMULA))
    assert with_formula.pictures() == plain.pictures()
    curves = [len(re.findall(r" c\n", everything(pdf.drawn))) for pdf in (plain, with_formula)]
    assert curves[1] > curves[0] + 50
    assert "infty" not in everything(with_formula.words())


def test_a_formula_within_a_line_leaves_no_letter_of_ours_in_the_text(desk, talk) -> None:
    words = everything(desk.pdf(talk("Formula.", "Before $x^2$ after $y$.")).words())
    assert re.search(r"Before +after +\.", words)


def test_a_formula_that_cannot_be_drawn_is_there_as_written(desk, talk) -> None:
    words = everything(desk.pdf(talk("Formula.", r"$$\left( x$$")).words())
    assert r"\left( x" in words


def test_pictures_keep_their_proportions(desk, talk) -> None:
    image = {
        "type": "image", "sha256": "a", "mime": "image/png", "width": 1200, "height": 800,
        "bytes": 3, "name": "photo.png", "fit": "tiles",
    }  # fmt: skip
    pdf = desk.pdf(talk("Look.", "I see.", images=[image, {**image, "sha256": "gone"}]))
    assert (600, 400) in pdf.pictures()
    size = r"([\d.]+) 0 0 ([\d.]+) 0 0 cm\n600 0 0 -400 0 400 cm /Im\d+  Do"
    wide, tall = (float(share) for share in re.findall(size, pdf.drawn[0])[0])
    assert abs(wide / tall - 1) < 0.01
    assert "The picture is not there any more." in pdf.words()[0]


def test_paper_is_light_and_the_window_stays_dark(desk, talk, theme, qapp) -> None:
    theme.choose("dark")
    theme.zoom(1.5)
    before = qapp.palette(), qapp.font(), qapp.styleSheet()
    pdf = desk.pdf(talk("Hello.", "Good evening."))
    assert LIGHT.text in colours(pdf.drawn[0])
    assert DARK.text not in colours(pdf.drawn[0])
    assert (qapp.palette(), qapp.font(), qapp.styleSheet()) == before
    assert theme.tokens.dark


def test_the_size_of_the_windows_text_does_not_matter_on_paper(desk, talk, theme) -> None:
    chat = talk("Hello.", "Good evening. " * 200)
    usual = desk.pdf(chat)
    theme.zoom(2.0)
    assert desk.pdf(chat).drawn == usual.drawn


def test_scripts_of_the_world_are_text_too(desk, talk) -> None:
    said = "Grüße 中文文本 русский ελληνικά"
    assert said in everything(desk.pdf(talk(said, "Yes.")).words())


def test_markup_in_a_title_stays_what_it_is(desk, talk) -> None:
    pdf = desk.pdf(talk("Hi.", "Ho.", title="<b>Not bold</b> & <img src=x>"))
    assert "<b>Not bold</b> & <img src=x>" in pdf.words()[0]
    assert pdf.title() == "<b>Not bold</b> & <img src=x>"


def test_paper_is_letter_in_america_and_a4_elsewhere() -> None:
    def size(name: str) -> QPageSize.PageSizeId:
        return page_layout(QLocale(name)).pageSize().id()

    assert size("en_US") == size("es_MX") == size("fr_CA") == QPageSize.PageSizeId.Letter
    assert size("en_GB") == size("hi_IN") == size("de_DE") == QPageSize.PageSizeId.A4
