"""The style of an exported page: the window's colours and sizes, light, dark and on paper.

The values are those of the window's tokens; this room may not know the window, so a test compares.
"""

from __future__ import annotations

from typing import Final

LIGHT: Final = {
    "window": "#FAFAF8", "surface": "#FFFFFF", "rail": "#F3F2EE", "bubble": "#EFEDE6",
    "line": "#E2E0D9", "edge": "#8B887F", "text": "#1D1C1A", "text_2": "#55534D",
    "text_3": "#68655E", "accent": "#0F766E", "tint": "#E0F0EE", "warn": "#925300",
    "bad": "#B3261E", "warn_tint": "#FBF0DD", "bad_tint": "#FBE9E7", "selection": "#B9E0DB",
    "code_keyword": "#8A3B8F", "code_string": "#2B7530", "code_number": "#9A4D00",
    "code_comment": "#6B6860", "code_name": "#1F5FA8", "code_meta": "#0F766E",
}  # fmt: skip
DARK: Final = {
    "window": "#171716", "surface": "#1F1F1D", "rail": "#1B1B19", "bubble": "#2A2A27",
    "line": "#32322E", "edge": "#7A776F", "text": "#ECEAE4", "text_2": "#B3B0A8",
    "text_3": "#9C998F", "accent": "#2BB5A8", "tint": "#163431", "warn": "#E0A458",
    "bad": "#F08A80", "warn_tint": "#33281A", "bad_tint": "#3A2220", "selection": "#1F544E",
    "code_keyword": "#D79AD9", "code_string": "#8CCB8F", "code_number": "#E0A458",
    "code_comment": "#9C998F", "code_name": "#86B7EA", "code_meta": "#2BB5A8",
}  # fmt: skip

_RULES: Final = """
*{box-sizing:border-box}
html{background:var(--window);color:var(--text);-webkit-text-size-adjust:100%;
font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Cantarell,sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
body{max-width:792px;margin:0 auto;padding:32px 16px 64px}
::selection{background:var(--selection)}
a{color:var(--accent);text-underline-offset:2px}
a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px;
border-radius:6px}
h1,h2,h3,h4,h5,h6,p,ul,ol,pre,blockquote,figure,table{margin:0}
.top{padding-bottom:16px;border-bottom:1px solid var(--line);margin-bottom:8px}
.top h1{font-size:20px;line-height:1.3;font-weight:600;unicode-bidi:plaintext}
.facts,.end,figcaption,time,article>footer,.address{color:var(--text-3);font-size:12px}
.facts{margin-top:4px}
.notice,.problem{margin-top:12px;padding:8px 12px;border-radius:10px;background:var(--warn-tint);
color:var(--warn)}
.problem{background:var(--bad-tint);color:var(--bad)}
details{margin:16px 0}
summary{cursor:pointer;color:var(--text-2);padding:4px 8px;border-radius:6px;unicode-bidi:plaintext}
summary:hover{background:var(--rail)}
.settings{background:var(--rail);border-radius:10px;padding:4px 8px 8px;margin-top:16px}
.settings>*:not(summary){margin:8px}
.settings h2{font-size:12px;color:var(--text-3);font-weight:600}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:0}
dt{color:var(--text-2)}
dd{margin:0;unicode-bidi:plaintext}
.other{border-inline-start:2px solid var(--line);padding-inline-start:12px}
.other[open]{border-color:var(--accent)}
.other>summary .first{color:var(--text-3)}
.other>summary b{font-weight:600;color:var(--accent)}
article{margin-top:24px}
article>header{display:flex;gap:8px;align-items:baseline;margin-bottom:8px}
article>header h2{font-size:12px;font-weight:600;color:var(--text-2)}
article>footer{margin-top:8px}
.user{display:flex;flex-direction:column;align-items:flex-end}
.user .said{background:var(--bubble);border-radius:10px;padding:8px 12px;max-width:80%}
.said{white-space:pre-wrap;unicode-bidi:plaintext;text-align:start}
.pictures{display:flex;flex-wrap:wrap;gap:8px;margin-bottom:8px}
.user .pictures{justify-content:flex-end}
figure img{display:block;max-width:100%;max-height:420px;width:auto;height:auto;
border-radius:10px;border:1px solid var(--line);background:var(--surface)}
figure{max-width:100%}
figcaption{margin-top:4px}
.user figcaption{text-align:end}
.gone{border:1px dashed var(--edge);border-radius:10px;padding:12px;color:var(--text-2);
max-width:100%}
.words>*+*{margin-top:12px}
sup{line-height:0}
.words h3,.words h4,.words h5,.words h6{line-height:1.3;font-weight:600}
.words h3{font-size:20px}.words h4{font-size:17px}.words h5,.words h6{font-size:15px}
.words>*+h3,.words>*+h4,.words>*+h5,.words>*+h6{margin-top:24px}
.words ul,.words ol{padding-inline-start:24px}
.words ul:has(>li[dir=rtl]),.words ol:has(>li[dir=rtl]){direction:rtl}
.words li+li{margin-top:4px}
.words li>*{margin-top:8px}
.words blockquote{border-inline-start:3px solid var(--line);padding-inline-start:12px;
color:var(--text-2)}
.words blockquote>*+*{margin-top:8px}
.words hr{border:0;border-top:1px solid var(--line);margin:24px 0}
code{font:13px/1.5 ui-monospace,"SF Mono","Cascadia Mono",Consolas,"Noto Sans Mono",
"DejaVu Sans Mono",monospace}
:not(pre)>code{background:var(--bubble);border-radius:4px;padding:1px 4px}
pre{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:12px;
overflow-x:auto;overflow-wrap:normal;unicode-bidi:isolate;tab-size:4}
.k{color:var(--code-keyword)}.s{color:var(--code-string)}.n{color:var(--code-number)}
.c{color:var(--code-comment)}.f{color:var(--code-name)}.m{color:var(--code-meta)}
.unseen{unicode-bidi:isolate}
.unseen::before{content:"\\25AF";color:var(--bad)}
table{border-collapse:collapse;display:block;max-width:100%;width:max-content;overflow-x:auto;
overflow-wrap:normal}
th,td{border-bottom:1px solid var(--line);padding:6px 12px;text-align:start;vertical-align:top}
th{color:var(--text-2);font-weight:600;border-bottom-color:var(--edge)}
.end{margin-top:32px;padding-top:12px;border-top:1px solid var(--line)}
.list{list-style:none;padding:0;margin-top:16px}
.list li{border-bottom:1px solid var(--line);padding:12px 0}
.list a{font-weight:600;text-decoration:none;unicode-bidi:plaintext}
.list a:hover{text-decoration:underline}
.list p{color:var(--text-3);font-size:12px}
@page{margin:16mm}
@media print{body{max-width:none;padding:0}pre{white-space:pre-wrap;overflow-wrap:anywhere}
pre,table{overflow:visible}.user .said,.settings{border:1px solid var(--line)}
article>header,h1,h2,h3,h4{break-after:avoid}figure,tr{break-inside:avoid}
summary{list-style:none}details::details-content{content-visibility:visible;block-size:auto}}
"""


def style() -> str:
    """Return the style sheet; it names no address."""
    light, dark = _colours(LIGHT), _colours(DARK)
    return (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        f"@media print{{:root{{color-scheme:light;{light}--window:{LIGHT['surface']};}}}}{_RULES}"
    )


def _colours(colours: dict[str, str]) -> str:
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in colours.items())
