"""What the messages of a big library say: words as often as words are, in several languages.

A sentence is made once and said many times; only ASCII letters, spaces and letters of other scripts
stand in it, so that it is its own form in JSON.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Callable
from itertools import accumulate

WORDS = {
    "en": (
        "the of and to a in is it you that he was for on are with as his they be at one have this "
        "from or had by hot but some what there we can out other were all your when up use word "
        "how said an each she which do their time if will way about many then them would write "
        "like so these her long make thing see him two has look more day could go come did my "
        "sound no most number who over know water than call first people may down side been now "
        "find any new work part take get place made live where after back little only round man "
        "year came show every good me give our under name very through just form much great think "
        "say help low line before turn cause same mean differ move right boy old too does tell "
        "receipt invoice picture budget ladder harbour engine kettle winter contract margin"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es "
        "an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so "
        "zum war haben nur oder aber vor zur bis mehr durch man sein wurde Straße Rechnung Größe "
        "Übersicht Vertrag Prüfung Zähler Bücher Küche Gemüse"
    ),
    "fr": (
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il "
        "sont la avec son aux mais comme ou si leur y dont elle deux ces tout nous sa fait été "
        "aussi reçu facture élève garçon hôtel naïveté œuvre déjà"
    ),
    "ar": (
        "في من على إلى أن هذا التي الذي هو مع كان عن بعد كل بين لم قبل حتى عند كما لكن أو إذا قد "
        "الفاتورة الصورة الحساب التقرير المدينة الكتاب السؤال الجواب الرسالة العقد"
    ),
    "th": (
        "ที่ และ ใน ของ เป็น การ มี ได้ ไม่ ว่า จะ ให้ คน นี้ ไป มา กับ หรือ แต่ แล้ว ใบเสร็จ รูปภาพ ราคา "
        "บริษัท หนังสือ คำถาม คำตอบ วันนี้ เมือง ร้านอาหาร"
    ),
    "zh": (
        "的 一 是 在 不 了 有 和 人 这 中 大 为 上 个 国 我 以 要 他 时 来 用 们 生 到 作 地 "
        "于 出 发票 图片 价格 公司 合同 问题 回答 今天 城市 数据 模型 费用 报告 收据 "
        "银行 学校 电脑"
    ),
    "ja": (
        "の に は を た が で て と し れ さ ある いる も する から な こと として 請求書 写真 "
        "料金 会社 契約 質問 回答 今日 都市 データ モデル レポート 領収書"
    ),
}
SHARES = {"en": 52, "de": 12, "fr": 7, "ar": 8, "th": 6, "zh": 10, "ja": 5}
"""Of a hundred chats."""
_TOGETHER = frozenset({"th", "zh", "ja"})
"""Scripts that leave no spaces."""
_SYLLABLES = (
    "ka lo mi ra su te vo ny dar bel cor fin gal hum jor lan mer nos pil quin rad sal tov wex"
)
_MADE = 6000
"""Rarer words that are made of syllables, as names are."""
_SENTENCES = 4000


def sentences(seed: int) -> dict[str, list[str]]:
    """Return the sentences of each language; the same seed, the same ones."""
    chance = random.Random(seed)
    syllables = _SYLLABLES.split()
    made = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(_MADE)]
    return {name: _of(name, words.split(), made, chance) for name, words in WORDS.items()}


def _of(name: str, words: list[str], made: list[str], chance: random.Random) -> list[str]:
    vocabulary = [*words, *made] if name not in _TOGETHER else words
    draw = _zipf(vocabulary, chance)
    found = []
    for _ in range(_SENTENCES):
        said = [draw() for _ in range(chance.randint(4, 18))]
        if name in _TOGETHER:
            text = "".join(said)
            found.append(text + ("" if name == "th" else "。"))
        else:
            text = " ".join(said)
            found.append(text[:1].upper() + text[1:] + ".")
    return found


def _zipf(words: list[str], chance: random.Random) -> Callable[[], str]:
    """Return what draws a word; the n-th is drawn 1/n as often as the first."""
    heights = list(accumulate(1 / (place + 2) for place in range(len(words))))
    top = heights[-1]
    return lambda: words[min(bisect(heights, chance.random() * top), len(words) - 1)]
