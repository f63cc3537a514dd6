"""Replies that would have the program open a file, reach a host or show something untrue.

Every name of a file in them holds `MARK`, every host is `HOST` or the given port of this machine,
so that a trace of the program shows at once whether anything was touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MARK = "scout-trap-4711"
HOST = f"{MARK}.invalid"
KINDS = ("png", "svg", "css", "html", "js", "tex", "pdf", "ttf")
"""Files that are really there, so that opening one would not fail early."""

TURNERS = "\u202e", "\u2066", "\u2067", "\u2068", "\u202a", "\u202b", "\u061c", "\u200f"


def set_traps(folder: Path, picture: bytes) -> None:
    """Put the files that the replies name into `folder`, readable and in place."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        (folder / f"{MARK}.{kind}").write_bytes(picture if kind == "png" else b"<svg/>")


def hostile_replies(folder: Path, port: int) -> dict[str, str]:
    """Return replies by what they try; `folder` holds the traps, `port` of 127.0.0.1 counts."""
    file = f"{folder}/{MARK}"
    local = f"http://127.0.0.1:{port}/{MARK}"
    return {
        **_pictures(file, local),
        **_links(file, local),
        **_html(file, local),
        **_formulas(file),
        **_code(file),
        **_letters(file, local),
        **_big(file),
    }


def hostile_names(folder: Path) -> list[str]:
    """Return names for chats and pictures: titles, tooltips and labels show them."""
    file = f"{folder}/{MARK}"
    return [
        f"<img src='{file}.png'>", f'<b>bold</b> <a href="file://{file}.html">title</a>',
        f"<link rel=stylesheet href='file://{file}.css'><h1>Big",
        f"![x](file://{file}.png) **not bold**", f"<html><body background='{file}.png'>",
        "\u202egnp.exe.\u202c <qt>rich</qt>", f"../../{MARK}.png", "&lt;b&gt;&amp;lt;",
        f"<table><tr><td background={file}.png>cell", "<!--#include file='x'--> <pre>" + "x" * 300,
    ]  # fmt: skip


def _pictures(file: str, local: str) -> dict[str, str]:
    sources = {
        "absolute": f"{file}.png", "file url": f"file://{file}.png",
        "file with one slash": f"file:{file}.png", "file with a host": f"file://{HOST}{file}.png",
        "relative": f"{MARK}.png", "relative with dots": f"../../{MARK}.png",
        "home": f"~/{MARK}.png", "unc": f"\\\\\\\\{HOST}\\\\share\\\\{MARK}.png",
        "unc with slashes": f"//{HOST}/share/{MARK}.png", "http": f"{local}.png",
        "https": f"https://{HOST}/{MARK}.png", "no scheme": f"//127.0.0.1/{MARK}.png",
        "ftp": f"ftp://{HOST}/{MARK}.png", "data svg":
        f"data:image/svg+xml;utf8,%3Csvg%3E%3Cimage%20href='{file}.png'/%3E%3C/svg%3E",
        "data png": "data:image/png;base64,iVBORw0KGgo=", "resource": f"qrc:/{MARK}.png",
        "colon": f":/{MARK}.png", "javascript": "javascript:alert(1)", "in angles": f"<{file}.png>",
        "percent": f"file://%2Ftmp%2F{MARK}.png",
        "with a title": f'{file}.png "<img src={file}.png>"',
        "device": f"/dev/../{file}.png", "image handler": f"image://theme/{MARK}",
    }  # fmt: skip
    made = {f"picture: {name}": f"Look: ![alt <b>x</b>]({at})" for name, at in sources.items()}
    made["picture: by reference"] = f'![one][r]\n\n[r]: file://{file}.png "title"'
    made["picture: in a link"] = f"[![in]({file}.png)](file://{file}.html)"
    made["picture: in a table"] = f"| a |\n|---|\n| ![x]({file}.png) |"
    made["picture: in a list and a quote"] = f"> - ![x](file://{file}.png)\n> - ![y]({local})"
    made["picture: in a heading"] = f"# ![x]({file}.svg) heading"
    made["picture: in a note"] = f"See[^1].\n\n[^1]: ![x]({file}.png) and {local}.png"
    made["picture: alt is html"] = f"![<img src='{file}.png'>](x)"
    made["picture: a hundred"] = f"![x](file://{file}.png) " * 100
    return made


def _links(file: str, local: str) -> dict[str, str]:
    addresses = {
        "javascript": "javascript:alert(1)", "javascript in capitals": "JaVaScRiPt:alert(1)",
        "javascript with a tab": "java&#9;script:alert(1)", "vbscript": "vbscript:msgbox",
        "data": "data:text/html,<script>alert(1)</script>", "file": f"file://{file}.html",
        "file upper": f"FILE://{file}.html", "smb": f"smb://{HOST}/{MARK}",
        "unc": f"\\\\\\\\{HOST}\\\\{MARK}", "command": f"ms-msdt:/id {MARK}",
        "user": f"https://a@{HOST}",
        "blob": "blob:x", "view-source": f"view-source:file://{file}.html",
        "ssh": f"ssh://-oX@{HOST}",
        "bidi": "https://example.com/\u202egnp.exe", "port": f"{local}",
    }  # fmt: skip
    made = {f"link: {name}": f"[press me](<{at}>)" for name, at in addresses.items()}
    made["link: title is html"] = f"[x](https://{HOST} \"<img src='{file}.png'>\")"
    made["link: title is markdown"] = f'[x](https://{HOST} "![y]({file}.png) **bold**")'
    made["link: by reference"] = f"[x][1] and [1]\n\n[1]: file://{file}.html '<b>t</b>'"
    made["link: in angles"] = f"<file://{file}.html> <{local}> <javascript:x> <a@{HOST}>"
    made["link: bare"] = f"{local} https://{HOST}/{MARK} www.{HOST} file://{file}.html"
    made["link: says another host"] = f"[https://example.com](https://{HOST}/)"
    made["link: endless"] = f"[x](https://{HOST}/{'a' * 20_000})"
    made["link: in code in a table"] = f"|a|b|\n|-|-|\n|`{file}.png`|[x](file://{file}.html)|"
    return made


def _html(file: str, local: str) -> dict[str, str]:
    tags = {
        "img": f'<img src="{file}.png">', "img file": f"<img src='file://{file}.png' onerror=x>",
        "img http": f"<img src={local}.png>", "img set": f"<img srcset='{file}.png 2x'>",
        "iframe": f'<iframe src="file://{file}.html"></iframe>',
        "object": f'<object data="{file}.svg">',
        "embed": f'<embed src="{file}.pdf">',
        "stylesheet": f'<link rel="stylesheet" href="{file}.css">',
        "import":
        f"<style>@import url('file://{file}.css'); body {{ background: url({file}.png) }}</style>",
        "font": f"<style>@font-face {{ src: url('{file}.ttf') }}</style>",
        "base": f'<base href="file://{file}">',
        "script": f'<script src="{file}.js"></script><script>fetch("{local}")</script>',
        "svg": f'<svg><image href="{file}.png"/><use href="{file}.svg#a"/></svg>',
        "body": f'<body background="{file}.png">',
        "table": f'<table background="{file}.png"><tr><td>x',
        "meta": f'<meta http-equiv=refresh content="0; url=file://{file}.html">',
        "video": f'<video src="{file}.png" poster="{local}"></video>',
        "form": f"<form action={local}><input autofocus>",
        "comment": f"<!-- <img src='{file}.png'> -->",
        "cdata": f"<![CDATA[<img src='{file}.png'>]]>",
        "instruction": f"<?xml-stylesheet href='{file}.css'?>",
        "doctype": f"<!DOCTYPE x SYSTEM 'file://{file}.html'>",
        "entity": f"<!DOCTYPE x [<!ENTITY a SYSTEM 'file://{file}.html'>]><x>&a;</x>",
        "qt": "<qt><h1>rich</h1></qt>",
    }  # fmt: skip
    made = {f"html: {name}": f"Before {tag} after\n\n{tag}\n\nend" for name, tag in tags.items()}
    made["html: entities"] = (
        f"&lt;img src=&quot;{file}.png&quot;&gt; &#60;b&#62; &amp;lt; &#0; &#xD800;"
    )
    made["html: in a table"] = f"| <img src='{file}.png'> | <b>x</b> |\n|---|---|\n| <br> | a |"
    made["html: in a heading"] = f"## <img src='{file}.png'> <h1>x</h1>"
    made["html: unfinished"] = f"<img src='{file}.png"
    return made


def _formulas(file: str) -> dict[str, str]:
    sources = [
        rf"\includegraphics{{{file}.png}}", rf"\input{{{file}.tex}}", rf"\include{{{file}}}",
        rf"\href{{file://{file}.html}}{{x}}", rf"\url{{file://{file}.html}}",
        rf"\write18{{cat {file}.tex}}",
        rf"\immediate\openin5={file}.tex", rf"\usepackage{{{file}}}", r"\def\x{\x\x}\x",
        r"\text{<img src=x>}",
        r"\begin{matrix}" * 40, "{" * 300, r"\left(" * 60, r"\sqrt{" * 80 + "x" + "}" * 80,
        "x^" * 200 + "y",
        r"\char`\^^M \csname end\endcsname", r"\frac{1}{0} \color{red}{<b>}", "\\" * 99, "&lt;",
        r"\unicode{x41}",
    ]  # fmt: skip
    made = {f"formula {n}": f"Say ${s}$ and\n\n$${s}$$\n" for n, s in enumerate(sources)}
    made["formula: svg in it"] = rf"\[ \text{{<svg><image href='{file}.png'/></svg>}} \]"
    return made


def _code(file: str) -> dict[str, str]:
    names = [
        f"../../{MARK}/passwd", f"file://{file}.html", "a" * 10_000, "<img src=x>",
        "python; import os",
        f"{file}.js", "__import__('os')", "..", "\u202enohtyp", "html+jinja+%s%n", "C:\\Windows",
    ]  # fmt: skip
    made = {
        f"code {n}": f"```{name}\nx = 1\n<img src='{file}.png'>\n```"
        for n, name in enumerate(names)
    }
    made["code: html"] = (
        f"```html\n<link rel=stylesheet href='{file}.css'><script src='{file}.js'>\n```"
    )
    made["code: unseen letters"] = "```sh\nrm -rf ~\u202e# safe\u2069\u200b\u0000\x1b[31m\x07\n```"
    made["code: colours for ever"] = "```python\n" + "'''" * 3_000 + "\n```"
    made["code: inline"] = f"`<img src='{file}.png'>` ``{file}``"
    return made


def _letters(file: str, local: str) -> dict[str, str]:
    return {
        "bidi: all marks": "".join(f"{mark}abc {file}.png" for mark in TURNERS),
        "bidi: never closed": "\u2067" * 200 + "text" + "\u202e" * 200,
        "bidi: in a link": f"[safe\u202eelif](file://{file}.html)",
        "letters: zero width": "a\u200b\u200c\u200d\ufeffb\u2060" * 200,
        "letters: combining": "e" + "\u0301" * 3_000,
        "letters: tags": "".join(chr(0xE0000 + ord(c)) for c in f"open {file}.png"),
        "letters: controls": "".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\u2029",
        "letters: object replacement": "\ufffc" * 50 + "\ufffd\ufffe\uffff",
        "letters: private use": "\ue000\uf8ff" * 100 + "\U0010fffd",
        "letters: halves": f"caf\u00e9 \U0001f468\u200d\U0001f469\u200d\U0001f467 {local}",
    }


def _big(file: str) -> dict[str, str]:
    return {
        "big: one line of a million letters": f"<img src='{file}.png'> "
        * (1_000_000 // (len(file) + 17)),
        "big: one word": "x" * 200_000,
        "big: quotes in quotes": ">" * 2_000 + " deep",
        "big: lists in lists": "\n".join(
            "  " * n + f"- [{n}](file://{file}.html)" for n in range(200)
        ),
        "big: emphasis": "*a **b " * 3_000,
        "big: brackets": "[" * 20_000 + f"]({file}.png)",
        "big: table": "|"
        + "a|" * 500
        + "\n|"
        + "-|" * 500
        + "\n"
        + ("|" + f"<img src='{file}.png'>|" * 500 + "\n") * 3,
        "big: notes": "".join(f"x[^{n}] " for n in range(300))
        + "".join(f"\n[^{n}]: {file}" for n in range(300)),
        "big: references": "".join(f"[a{n}]: file://{file}.html\n" for n in range(2_000))
        + "[a1] [a1999]",
        "big: backticks": "".join("`" * n + " " for n in range(1, 300)),
    }
