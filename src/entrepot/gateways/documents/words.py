"""The languages of documents, and texts that exist in both."""

from typing import Literal, NamedTuple, TypeAlias

Language: TypeAlias = Literal["en", "zh", "both"]
LANGUAGES: tuple[Language, ...] = ("en", "zh", "both")
MARK = "PRACTICE · 练习"


class Words(NamedTuple):
    """A label in both languages."""

    en: str
    zh: str

    def lines(self, language: Language) -> tuple[str, ...]:
        """As one language has it; for both, English first, then Chinese."""
        if language == "both":
            return (self.en, self.zh)
        return (self.zh if language == "zh" else self.en,)

    def say(self, language: Language) -> str:
        """The same in one line."""
        return " ".join(self.lines(language))


RECORD = Words("Record", "记录")
MARKETPLACE = Words("Marketplace", "电商平台")
SELLER = Words("Seller", "电商企业")
BUYER = Words("Buyer", "买方")
CARRIER = Words("Carrier", "物流企业")
MADE_AT = Words("Made", "制作时间")
AS_OF = Words("Data as of", "数据截至")
PAGE = Words("Page", "页")
NOT_ON_RECORD = Words("not on record", "记录中没有")
NOTHING = Words("Nothing is on record here.", "此处没有记录。")
PRACTICE_LINE = Words(
    "Made in a practice station. Nothing in it is real; it is valid for no customs office, bank or buyer.",
    "由练习站制作，内容均非真实，对海关、银行和买方均无效。",
)
FINDING = {
    "line": Words("line", "项号"),
    "expected": Words("Expected", "要求"),
    "found": Words("Found", "实际"),
    "do": Words("What to do", "处理"),
    "figure": Words("Figure", "参数"),
    "since": Words("in force since", "自"),
    "source": Words("Source", "出处"),
}
SIGNATURE = (Words("Name and position", "姓名、职务"), Words("Signature", "签字"), Words("Place and day", "地点、日期"))
