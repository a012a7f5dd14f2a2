"""What classes and exercises are called, in English and Chinese."""

from typing import Final, NamedTuple


class Said(NamedTuple):
    """One text in both languages."""

    en: str
    zh: str

    def filled(self, **facts: object) -> "Said":
        """The same with its placeholders filled; a fact that is `Said` is said in each language."""
        chosen = [{name: _of(fact, place) for name, fact in facts.items()} for place in (0, 1)]
        return Said(self.en.format(**chosen[0]), self.zh.format(**chosen[1]))


def _of(fact: object, place: int) -> object:
    return fact[place] if isinstance(fact, Said) else fact


# The five exercises in their order: code → name.
EXERCISES: Final[dict[str, Said]] = {
    "fault": Said("Find the fault", "找出差错"),
    "resend": Said("Correct and resend", "更正重发"),
    "form": Said("Choose the form of trade", "选择贸易方式"),
    "container": Said("Load a container", "装载集装箱"),
    "stock": Said("Judge an oversold stock", "判断超卖库存"),
}
NOT_A_QUALIFICATION: Final = Said("Not a state qualification", "非国家职业资格")
RIGHT: Final = Said("Right", "正确")
WRONG: Final = Said("Wrong", "错误")
