"""Words of a description and of the nomenclature: which count, in what form, and what they are called when shown."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final


def _each(text: str) -> list[str]:
    return text.split()


# Words that connect others, and words of the nomenclature's own manner of speaking. "set", "piece" say how goods are
# packed, not what they are.
STOP: Final = frozenset(
    _each(
        "a an and are as at be been by for from in into is it its of on or such that the their this to with"
        " without having being whether n e c i s nes etc other others than not no used use uses using new kind"
        " kinds type types including includes include excluding except like similar thereof therefor article"
        " articles whose which where those these all any more less least most exceeding over under per only"
        " own suitable purpose purposes chapter heading headings subheading subheadings note specified"
        " elsewhere size sizes pack packs pcs piece pieces set sets pair pairs"
    )
)
# Words that say nothing of what goods are made of or for, alone or together.
GENERIC: Final = frozenset(
    _each(
        "gift gifts present presents part parts item items goods product products stuff thing things"
        " merchandise sample samples accessory accessories misc miscellaneous assorted various different"
        " personal effects effect property belongings commodity commodities cargo parcel package packages"
        " packet box boxes carton consolidated consol shipment consignment order orders unknown none nil"
        " general household daily necessities necessity spare spares component components material materials"
        " supplies supply equipment device devices souvenir souvenirs novelty customer customers return"
        " returns returned value commercial customs declared description model models style styles brand"
        " branded quality high hot sale best fashion fashionable cute beautiful nice luxury premium original"
        " genuine cheap free big small large medium mini max pro plus man men mens woman women womens lady"
        " ladies boy girl kid kids baby adult unisex colli collo banner code sku ref reference number lot lots"
        " total article unit units red orange yellow green blue purple violet pink white black grey gray brown"
        " beige gold golden silver navy turquoise khaki cream multicolour multicolor multicoloured colour"
        " color coloured colored colours colors dark light bright transparent shiny matt birthday her him his"
        " hers girls boys mixed kit kits machine machines mother father friend friends wedding"
    )
)
# The same in Chinese.
GENERIC_ZH: Final = frozenset(
    _each(
        "礼品 礼物 赠品 配件 零件 部件 附件 商品 货物 物品 产品 货品 样品 杂货 杂物 日用品 用品 生活用品 百货 东西"
        " 纪念品 其他 其它 一批 个人物品 私人物品 快件 包裹 新款 爆款 热销 时尚 可爱 高档 优质 跨境 电商 专供 批发"
        " 现货 型号 款式 颜色 红色 橙色 黄色 绿色 蓝色 紫色 粉色 白色 黑色 灰色 棕色 金色 银色 彩色 大号 中号 小号"
        " 件套 套装"
    )
)
_LATIN: Final = re.compile(r"[a-z]+")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]+")
_EXCEPTED: Final = re.compile(r"(?:other than|excluding|except(?:ing)?|not (?:including )?|n\.e\.c\.|without)([^;)]*)")
_ONE_LETTER: Final = re.compile(r"\b([a-z])-(?=[a-z]{3})|\b(t) (?=shirt)")  # t-shirt, e-bike: one word
# Words that an ending would be taken off although it is none, or that form their plural in another way.
_OWN: Final = {
    "lens": "lens", "lenses": "lens", "bearing": "bearing", "bearings": "bearing", "knives": "knife", "leaves": "leaf",
    "shelves": "shelf", "scarves": "scarf", "loaves": "loaf", "wolves": "wolf", "teeth": "tooth", "feet": "foot",
    "bus": "bus", "gas": "gas", "gases": "gas", "building": "building", "buildings": "building",
}  # fmt: skip
_ENDINGS: Final = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"))
_SHORT: Final = 3
_LONG_ENOUGH: Final = 4


def plain(text: str) -> str:
    """Small letters without accents, “t-shirt” as one word; full-width signs as ordinary ones. Chinese stays."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    simple = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _ONE_LETTER.sub(lambda found: found[1] or found[2], simple)


def stem(word: str) -> str:
    """A word without the endings of number and tense; the same word always gives the same stem."""
    if word in _OWN:
        return _OWN[word]
    if len(word) <= _SHORT:
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + instead
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= _LONG_ENOUGH:
            word = word[: -len(ending)]
            word = word[:-1] if word[-1] == word[-2] and word[-1] not in "lsz" else word
            break
    return word[:-1] if word.endswith("e") and len(word) > _LONG_ENOUGH else word


def latin(text: str) -> list[str]:
    """The words in Latin letters that count, as they are written, in order."""
    return [word for word in _LATIN.findall(plain(text)) if word not in STOP and len(word) > 1]


def chinese(text: str) -> list[str]:
    """The runs of Chinese signs, in order."""
    return _CHINESE.findall(unicodedata.normalize("NFKC", text))


def stems(text: str) -> list[str]:
    """The stems of the words in Latin letters that count."""
    return [stem(word) for word in latin(text)]


def pairs(run: str) -> Iterator[str]:
    """Every two neighbouring signs of a run of Chinese signs; a single sign is its own pair."""
    if len(run) == 1:
        yield run
    for place in range(len(run) - 1):
        yield run[place : place + 2]


def said_and_excepted(text: str) -> tuple[str, str]:
    """What a text of the nomenclature names, and what it names only to leave it out (“other than …”)."""
    low = plain(text)
    return _EXCEPTED.sub(" ", low), " ".join(_EXCEPTED.findall(low))
