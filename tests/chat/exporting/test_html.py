"""A chat as a page: beautiful is for the eye, this is for the rest. Nothing in it runs or loads."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.exporting.html.contents import Entry, contents
from scout_desktop.chat.exporting.html.look import DARK, LIGHT, style
from scout_desktop.chat.exporting.html.page import html
from scout_desktop.chat.exporting.placed import Placed, as_data
from scout_desktop.chat.growing import mend
from scout_desktop.chat.message import ImagePart
from tests.chat.exporting import chats

PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
MAY = {
    "html": {"lang"}, "head": set(), "meta": {"charset", "http-equiv", "content", "name"},
    "title": set(), "style": set(), "body": set(), "header": {"class"}, "main": set(),
    "footer": {"class"}, "article": {"class"}, "div": {"class", "dir", "lang"},
    "details": {"class", "open"}, "summary": set(), "b": set(), "bdi": {"class", "dir"},
    "span": {"class"}, "time": {"datetime"}, "figure": set(), "figcaption": set(),
    "img": {"src", "alt", "width", "height"}, "a": {"href", "rel", "dir"},
    "h1": {"dir"}, "p": {"class", "dir"}, "pre": {"dir"}, "code": {"class"},
    "dl": set(), "dt": set(), "dd": set(), "ul": {"class"}, "ol": {"start"}, "li": {"dir"},
    "table": {"dir"}, "thead": set(), "tbody": set(), "tr": set(), "th": {"style"},
    "td": {"style"}, "blockquote": set(), "em": set(), "strong": set(), "s": set(), "br": set(),
    "hr": set(), "sup": set(), **{f"h{n}": {"dir"} for n in range(2, 7)},
}  # fmt: skip
EMPTY = {"meta", "img", "br", "hr"}


class Page(HTMLParser):
    """Reads a page as a browser does, and objects to what ours never has."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.said: list[str] = []
        self.links: list[dict[str, str | None]] = []
        self.pictures: list[str] = []
        self.details = 0
        self._div: list[str] | None = None
        self.whole: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == [], self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in MAY, tag
        assert {name for name, _ in attrs} <= MAY[tag], (tag, attrs)
        values = dict(attrs)
        if tag == "a":
            assert values["rel"] == "noopener noreferrer", values
            assert re.match(r"(https?://|mailto:)", values["href"] or ""), values
            self.links.append(values)
        if tag == "img":
            assert re.fullmatch(r"data:image/(png|jpeg|gif|webp);base64,[\w+/=]+", values["src"])
            self.pictures.append(values["src"])
        if "style" in values:
            assert re.fullmatch(r"text-align: (left|right|center)", values["style"] or "")
        self.details += tag == "details"
        if tag == "div" and values.get("class") == "said":
            self._div = []
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "div" and self._div is not None:
            self.said.append("".join(self._div))
            self._div = None

    def handle_data(self, text: str) -> None:
        self.whole.append(text)
        if self._div is not None:
            self._div.append(text)

    def handle_comment(self, text: str) -> None:
        raise AssertionError(f"a comment: {text}")

    def handle_decl(self, text: str) -> None:
        assert text == "DOCTYPE html"

    def handle_pi(self, text: str) -> None:
        raise AssertionError(f"an instruction: {text}")


def _seen(text: str) -> str:
    """Return what of a text a page can hold: NUL and controls are U+FFFD, lines end in feeds."""
    lines = mend(text).replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]", "\ufffd", lines)


def _shown(words: str) -> str:
    return re.sub(r"\s+", "", words)


def test_hostile_words_stay_words_in_every_place_they_can_come_from() -> None:
    page = Page("".join(html(chats.hostile(), "all", lambda _: as_data(PNG))))

    typed = ["\n".join(chats.PAYLOADS), *chats.PAYLOADS]
    assert [_shown(text) for text in page.said] == [_shown(_seen(text)) for text in typed]
    assert len(page.pictures) == len(chats.PAYLOADS)
    addresses = {link["href"] for link in page.links}
    assert {address for address in addresses if "evil" in (address or "")} <= {
        "https://evil.example/t.png", "https://evil.example",
    }  # fmt: skip
    assert not any("bank.example" in (address or "") for address in addresses)
    for link in addresses:
        assert link in "".join(page.whole), "where it leads can be read"


@given(st.text(st.characters(exclude_categories=[]), max_size=200))
def test_any_text_at_all_leaves_the_page_whole(text: str) -> None:
    chat = chats.chat_of(
        chats.asked(1, None, text), chats.replied(2, 1, text), title=text, system=text
    )
    page = Page("".join(html(chat, "all")))

    assert [_shown(said) for said in page.said] == [
        _shown(_seen(each)) for each in ([text, text] if text else [])
    ]


def test_the_page_lets_nothing_in_and_names_no_address_of_its_own() -> None:
    text = "".join(html(chats.branched(), "all"))

    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
    assert "://" not in text
    assert "url(" not in text
    assert "@import" not in text
    assert "<link" not in text


def test_every_branch_is_there_once_and_other_versions_are_folded_away() -> None:
    whole, shown = "".join(html(chats.branched(), "all")), "".join(html(chats.branched()))

    assert Page(whole).details == 2
    assert Page(shown).details == 0
    for words in ("What is this?", "A cat.", "A dog."):
        assert whole.count(words) == 1
    assert whole.index("Version 1 of 2") < whole.index("A <em>long</em> receipt.")
    assert "A dog." not in shown
    assert "version 2 of 2" in shown, "that there is another one is said"


def test_versions_within_versions_do_not_nest_for_ever() -> None:
    nodes, above = [chats.asked(1, None, "begin")], 1
    for at in range(2, 120, 2):
        # The older of two answers is never shown, and it is the one that goes on.
        nodes += [chats.replied(at, above, f"left {at}."), chats.replied(at + 1, above, "end")]
        above = at
    chat = chats.chat_of(*nodes, head=3)
    text = "".join(html(chat, "all"))

    assert all(text.count(f"left {at}.</p>") == 1 for at in range(2, 120, 2))
    depth = deepest = 0
    for tag in re.findall(r"</?details", text):
        depth += 1 if tag == "<details" else -1
        deepest = max(deepest, depth)
    assert deepest <= 8


def test_what_a_reply_used_and_was_asked_with_is_told() -> None:
    chat = chats.chat_of(
        chats.asked(1, None, "?"), chats.replied(2, 1, "!"),
        chats.replied(3, 1, "", cost={"source": "unknown", "usd": None}),
        system="Be brief.", **{"parameter.temperature": 0.2, "parameter.top_p": 0.9},
    )  # fmt: skip
    words = "".join(Page("".join(html(chat, "all"))).whole)

    assert "meta-llama/llama-4-scout-17b by DeepInfra · 1,912 tokens in, 4 out" in words
    assert "0.000154 USD" in words
    assert "cost unknown" in words
    assert "3,824 tokens in, 8 out · 0.000154 USD (1 of unknown cost)" in words
    assert "Be brief." in words
    assert "Temperature0.2" in _shown(words)


def test_code_is_coloured_and_shows_what_would_turn_it_round() -> None:
    code = "```python\ndef f():\n    return 1  # \u202e ok\n```"
    text = "".join(html(chats.chat_of(chats.asked(1, None, "x"), chats.replied(2, 1, code))))

    assert '<span class="k">def</span>' in text
    assert '<span class="unseen">\u202e</span>' in text
    assert "def f():\n    return 1  # \u202e ok" in "".join(Page(text).whole)


def test_right_to_left_words_are_marked_and_emoji_and_thai_stay() -> None:
    arabic, thai = (
        "\u0645\u0631\u062d\u0628\u0627",
        "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 \U0001f9fe",
    )
    chat = chats.chat_of(chats.asked(1, None, thai), chats.replied(2, 1, f"{arabic}\n\n- {arabic}"))
    text = "".join(html(chat))

    assert f'<p dir="rtl">{arabic}</p>' in text
    assert f'<li dir="rtl">{arabic}</li>' in text
    assert f">{thai}</div>" in text


@pytest.mark.parametrize(
    ("data", "address"),
    [
        (PNG, "data:image/png;base64,"),
        (b"\xff\xd8\xff\xe0" + bytes(30), "data:image/jpeg;base64,"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", ""),
        (b"<html><script>alert(1)</script>", ""),
        (b"%PDF-1.7", ""),
        (b"", ""),
    ],
)
def test_a_picture_is_what_its_bytes_say_whatever_the_chat_says(data: bytes, address: str) -> None:
    placed = as_data(data)

    assert placed.address.startswith(address)
    assert bool(placed.problem) == (not address)


def test_where_a_refused_link_or_a_picture_would_lead_can_be_read_and_not_followed() -> None:
    said = (
        "Do [click **here**](javascript:alert(1)) ![cat](https://evil.example/t.png) "
        "on [ok](https://ok.example/)"
    )
    page = Page("".join(html(chats.chat_of(chats.asked(1, None, "?"), chats.replied(2, 1, said)))))
    words = "".join(page.whole)

    assert [link["href"] for link in page.links] == ["https://ok.example/"]
    assert "click here (javascript:alert(1)) [picture: cat] (https://evil.example/t.png)" in words
    assert "on ok (https://ok.example/)" in words


def test_a_picture_that_is_not_there_is_said_in_its_place() -> None:
    image = ImagePart("ab" * 32, "image/jpeg", 4, 3, 9, name="cat \u202egpj.exe")
    chat = chats.chat_of(chats.asked(1, None, "?", (image,)))
    words = "".join(Page("".join(html(chat, place=lambda _: Placed(problem="it is gone")))).whole)

    assert "Picture: cat gpj.exe, 4 × 3, it is gone" in words


def test_the_page_of_contents_leads_to_files_beside_it_and_nowhere_else() -> None:
    entries = [
        Entry(name, name, "facts") for name in ("a b.html", "javascript:alert(1).html", "c#?")
    ]
    hrefs = re.findall(r'href="([^"]*)"', contents(entries))

    assert hrefs == ["a%20b.html", "javascript%3Aalert%281%29.html", "c%23%3F"]


def test_the_colours_are_those_of_the_window() -> None:
    from scout_desktop.ui.theme import tokens

    assert {name: getattr(tokens.LIGHT, name) for name in LIGHT} == LIGHT
    assert {name: getattr(tokens.DARK, name) for name in DARK} == DARK
    assert set(re.findall(r"var\(--([\w-]+)\)", style())) <= {
        name.replace("_", "-") for name in LIGHT
    }  # fmt: skip
