"""The chats that the pictures of the window show, made by the program's own core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.ids import new_id, timestamp
from scout_desktop.chat.message import user_node
from scout_desktop.practice import Reply
from scout_desktop.resources import read_bytes
from scout_desktop.storage import document
from scout_desktop.storage.shelf.listing import file_name

if TYPE_CHECKING:
    from scout_desktop.practice import PracticeServer
    from scout_desktop.session.core import Core

RECEIPT = """This is a receipt from the **Harbour Cafe**, 12 Quay Street, of 21 November 2026:

| Item | Price |
|---|---:|
| 2 Flat white | 8.40 |
| 1 Almond croissant | 3.90 |
| 1 Orange juice | 4.50 |

**Total: 16.80**, of it 1.10 tax. The sum holds:

```python
prices = [8.40, 3.90, 4.50]
print(f"{sum(prices):.2f}")  # 16.80
```
"""
ARABIC = """هذا إيصال من مقهى صغير عند الميناء. المبلغ الإجمالي **16.80** ويشمل:

- فنجانين من القهوة
- قطعة `croissant` باللوز
- عصير برتقال

هل تريد أن أترجم الإيصال كاملاً؟
"""
SCRIPTS = """हिन्दी: यह एक रसीद है, कुल राशि ₹1,680 है।

ไทย: นี่คือใบเสร็จจากร้านกาแฟ ยอดรวม 16.80

Tiếng Việt: Đây là hóa đơn của một quán cà phê.

中文：这是一张咖啡馆的收据，总计 16.80。

Emoji: 🥖☕️🧾 👩🏽‍🍳 🇮🇩
"""


EVERYTHING = r"""## How a picture becomes tokens

A picture is cut into tiles of 336 pixels; each costs 144 tokens[^1]. With $n$ tiles that is

$$
T(n) = \begin{cases} 144 + 3 & n = 1 \\
144\,(n + 1) + \left\lfloor \frac{n}{w} \right\rfloor + 3 & n > 1 \end{cases}
$$

so a photo of $1344 \times 1008$ takes 12 tiles. It costs $0.0002, not $5 and not $10.

1. Measure the picture
   - width and height in pixels
   - whether it is turned
2. Choose the canvas, then:
   - [x] keep the proportions
   - [ ] fill what is left with ~~white~~ black

> Shrink a picture only when you must.
>
> ```python
> def tiles(width: int, height: int, side: int = 336) -> int:
>     # how many tiles a picture takes
>     return -(-width // side) * -(-height // side)  # rounded up
> ```

| canvas | tiles | tokens | when |
|:--|--:|--:|:-:|
| one tile | 1 | 147 | *icons* |
| wide | 8 | 1,302 | `screenshots` |
| tall | 12 | 1,879 | **scans** |

![A diagram of the tiles](https://example.org/tiles.png) and
[the paper](https://example.org/paper).

[^1]: After the pixel shuffle; before it there are 576.
"""
LANGUAGES = """العربية: أهلاً، هذا `code()` في سطر من اليمين إلى اليسار.

Deutsch: Größe, Maße und Straßenbahnhaltestelle.

English: The quick brown fox jumps over the lazy dog.

Español: ¿Cuánto cuesta el pingüino?

Français : « Où est passé l’été ? », dit‑elle.

हिन्दी: क्षत्रिय, ज्ञान और श्रद्धा — सब एक पंक्ति में।

Bahasa Indonesia: Gambar ini memperlihatkan sebuah jalan sempit.

Italiano: Perché no? Così è più semplice.

Português: Não há razão para a função não começar já.

Tagalog: Ipinapakita ng larawan ang isang makitid na daan.

ภาษาไทย: ปู่ย่าตายายอยู่ที่นี่ กี่วันแล้วก็ไม่รู้

Tiếng Việt: Bức ảnh này cho thấy một con đường hẹp.

中文：这张照片显示了一条狭窄的街道。

日本語：この写真には狭い通りが写っています。

한국어: 이 사진은 좁은 거리입니다.

🥖☕️🧾 👩🏽‍🍳 👨‍👩‍👧‍👦 🇮🇩 ✅ and words behind them.
"""


async def nothing(core: Core, server: PracticeServer) -> None:
    """Leave the data folder empty."""
    del core, server


async def _ask(core: Core, text: str, images: tuple[str, ...] = (), chat: str | None = None) -> str:
    id = chat or core.chats.new().id
    taken = [await core.pictures.take(read_bytes(f"samples/{name}"), name) for name in images]
    async for _ in core.turns.ask(id, Draft(text, tuple(taken))):
        pass
    return id


async def talk(core: Core, server: PracticeServer) -> str:
    """A few chats, one of them about a picture."""
    server.queue(
        Reply(kind="list", prompt_tokens=412), Reply(text=SCRIPTS), Reply(kind="prose"),
        Reply(text=RECEIPT, prompt_tokens=1922, delay=0.4, rate=80),
    )  # fmt: skip
    await _ask(core, "Three ideas for a small library's reading corner")
    await _ask(core, "The same sentence in five scripts, please")
    pinned = await _ask(core, "House style for captions")
    await core.chats.pin(pinned, True)
    shown = await _ask(core, "What was bought, and what did it cost?", ("receipt.png",))
    await core.chats.set_registers(
        shown, {"parameter.temperature": 0.2, "parameter.seed": 7, "system": "Be exact and brief."}
    )
    return shown


async def arabic(core: Core, server: PracticeServer) -> str:
    """A chat in a script that runs from the right."""
    server.queue(Reply(text=ARABIC), Reply(text=SCRIPTS))
    shown = await _ask(core, "ما الذي اشتريته بحسب هذا الإيصال؟", ("receipt.png",))
    return await _ask(core, "وبلغات أخرى؟", chat=shown)


async def everything(core: Core, server: PracticeServer) -> str:
    """A reply with all that Markdown has."""
    server.queue(Reply(text=EVERYTHING))
    return await _ask(core, "How many tokens does a picture cost?")


async def languages(core: Core, server: PracticeServer) -> str:
    """A paragraph in each of twelve languages and some more."""
    server.queue(Reply(text=LANGUAGES))
    return await _ask(core, "Say something in every language you know.")


async def pictures(core: Core, server: PracticeServer) -> str:
    """A chat full of pictures."""
    server.queue(Reply(text="Two charts and two receipts."), Reply(text="The upper left one."))
    shown = await _ask(
        core, "What do these four show?", ("chart.png", "receipt.png", "receipt.png", "chart.png")
    )
    return await _ask(core, "Which one has the highest bar?", ("chart.png",), chat=shown)


async def failed(core: Core, server: PracticeServer) -> str:
    """A reply that broke off, and one that was refused."""
    server.queue(
        Reply(text="The picture shows a week of cups sold, from", cut="eof", cut_after=8),
        Reply.failure(402, "This request requires more credits, or fewer max_tokens. "
                      "You requested up to 16384 tokens, but can only afford 402."),
    )  # fmt: skip
    shown = await _ask(core, "Describe the chart", ("chart.png",))
    return await _ask(core, "Then tell me about the bar on the left", chat=shown)


async def long_title(core: Core, server: PracticeServer) -> str:
    """A title longer than any pane."""
    server.queue(Reply(kind="table"))
    shown = await _ask(core, "Make a table")
    await core.chats.rename(shown, "The yearly comparison of bakery receipts, " * 6)
    return shown


async def wide(core: Core, server: PracticeServer) -> str:
    """A reply with a line of code and a table that are wider than any window."""
    many = range(1, 15)
    line = "total = " + " + ".join(f"a_rather_long_name_{n}" for n in many)
    rows = "".join(
        "| " + " | ".join(f"cell {row}.{n}" for n in many) + " |\n" for row in range(1, 25)
    )
    head = "| " + " | ".join(f"Column {n}" for n in many) + " |\n|" + "---|" * len(many) + "\n"
    address = "https://example.org/" + "long/" * 30
    said = f"Here is all of it:\n\n```python\n{line}\n```\n\n{head}{rows}\n{address}\n"
    server.queue(Reply(text=said))
    return await _ask(core, "All of it in one table, please")


async def ten_thousand(core: Core, server: PracticeServer) -> str:
    """A long shelf."""
    del server
    words = ("Receipts", "Maps", "Menus", "Labels", "Graphs", "Letters", "Posters", "Plans")
    base = 1_795_400_000_000
    folder = core.places.chats
    folder.mkdir(parents=True, exist_ok=True)

    def fill() -> None:
        # Written at once: ten thousand synced writes would take minutes.
        for n in range(10_000):
            moment = base - n * 3_600_000
            id = new_id(moment, n)
            title = f"{words[n % 8]} of batch {n}"
            node = user_node(new_id(moment, n + 1), None, timestamp(moment), f"{title}, please")
            registers = {"title": title, "head": node.id}
            chat = Conversation(id).with_registers(registers, timestamp(moment), "d0-0")
            data = document.dump(chat.with_nodes([node]))
            (folder / file_name(id, timestamp(moment))).write_bytes(data)

    await core.disk.run(fill)
    rows = await core.chats.rows()
    return rows[0].id
