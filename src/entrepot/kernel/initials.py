"""The texts by which a name is found: its beginning, its later words, and the initials of its pinyin.

Readings come from the package pypinyin. A character with several readings (乐: le, yue) gives several initials.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product

LONGEST = 60
MOST_READINGS = 8
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def comparable(text: str) -> str:
    """A text as it is compared: compatible characters unified, lower case, one space between words, cut at LONGEST.

    NUL and halves of characters, which no database keeps, are left out.
    """
    storable = text.encode("utf-8", "ignore").decode().replace("\0", "")
    return " ".join(unicodedata.normalize("NFKC", storable[: LONGEST * 4]).lower().split())[:LONGEST]


@lru_cache(maxsize=10_000)
def initials(name: str) -> tuple[str, ...]:
    """The initials of a Chinese name, the usual reading first, at most MOST_READINGS; none without Chinese characters.

    Letters and digits of the name stand for themselves, everything else is left out.
    """
    text = "".join(sign for sign in unicodedata.normalize("NFKC", name) if sign.isalnum())[:LONGEST]
    if not _CHINESE.search(text):
        return ()
    from pypinyin import Style, pinyin  # noqa: PLC0415 its tables are large, and only Chinese names need them

    usual = "".join(part[0] for part in pinyin(text, style=Style.FIRST_LETTER)).lower()
    # sign by sign: within a known word the package gives the reading of that word alone
    of_signs = [pinyin(sign, style=Style.FIRST_LETTER, heteronym=True)[0] for sign in text]
    choices = [dict.fromkeys(each) for each in reversed(of_signs)]  # so the first signs vary first
    further = ("".join(reversed(one)).lower() for one in islice(product(*choices), MOST_READINGS * 4))
    return tuple(dict.fromkeys([usual, *further]))[:MOST_READINGS]


def keys_of(*names: str) -> list[str]:
    """Everything by whose beginning something with these names is found, each once."""
    keys: dict[str, None] = {}
    for name in names:
        words = comparable(name).split(" ")
        keys |= dict.fromkeys(" ".join(words[place:]) for place in range(len(words)))
        keys |= dict.fromkeys(initials(name))
    return [key for key in keys if key]
