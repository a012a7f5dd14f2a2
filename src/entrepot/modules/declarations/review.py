"""Why an officer refuses a list after looking at documents or goods: own codes, with their words in both languages.

The interface has no official codes for what a review of an export list finds; the reply carries these in their place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from entrepot.engines.clearance import Explanation
from entrepot.kernel.violations import Violation

LONGEST_FOUND = 500
DOCUMENTS, GOODS = "documents", "goods"


@dataclass(frozen=True)
class Words:
    """One text in both languages."""

    en: str
    zh: str

    def said(self, language: str) -> str:
        """In the language of a page or of the terminal."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True)
class Reason:
    """field: what was looked at; expected and do: what should have been the case, what the declarant can do."""

    title: Words
    field: str
    expected: Words
    do: Words


REASONS: Mapping[str, Reason] = {
    "V01": Reason(
        Words("The documents do not bear the list out", "随附单证与清单申报不符"),
        DOCUMENTS,
        Words("The documents of the sale show what the list declares.", "交易单证应与清单申报内容一致。"),
        Words(
            "Correct the list, or the document that is wrong, and file the list again as a change.",
            "更正清单或有误的单证，并以变更方式重新申报清单。",
        ),
    ),
    "V02": Reason(
        Words("The value cannot be relied on", "申报价格不可信"),
        DOCUMENTS,
        Words("The declared price is the price that the buyer paid.", "申报价格应为买方实付价格。"),
        Words(
            "Show how the price came about, or correct it in order and list, and file the list again.",
            "说明价格形成依据，或在订单和清单中更正价格后重新申报。",
        ),
    ),
    "V03": Reason(
        Words("The goods are not those of the list", "货物与申报品名不符"),
        GOODS,
        Words("In the parcel are the goods that the list names.", "包裹内应为清单所列货物。"),
        Words(
            "Declare what is in the parcel: correct name, code and model of the line, and file the list again.",
            "按实际货物申报：更正商品名称、编码和规格型号后重新申报。",
        ),
    ),
    "V04": Reason(
        Words("Quantity or weight is another", "数量或重量不符"),
        GOODS,
        Words("Number and weight are as declared.", "数量和重量应与申报一致。"),
        Words(
            "Correct quantity and weight in list and waybill, and file the list again.",
            "更正清单和运单的数量、重量后重新申报。",
        ),
    ),
    "V05": Reason(
        Words("The goods may not leave so", "货物不得以此方式出口"),
        GOODS,
        Words(
            "The goods are neither barred from export nor in need of a permit that is not there.",
            "货物不属于禁止出口货物，须许可的已取得许可。",
        ),
        Words(
            "Take the goods out of the parcel, or bring the permit and declare them in the mode that it allows.",
            "将该货物撤出包裹，或取得许可证件后按相应监管方式申报。",
        ),
    ),
    "V06": Reason(
        Words("The goods could not be looked at", "货物未能查验"),
        GOODS,
        Words("The goods are presented where and when they are to be inspected.", "货物应按时送至指定地点接受查验。"),
        Words(
            "Bring the goods to the place of inspection and file the list again.", "将货物送至查验场所后重新申报清单。"
        ),
    ),
    "V09": Reason(
        Words("Another reason, as written", "其他原因（见说明）"),
        DOCUMENTS,
        Words("Nothing speaks against the release.", "不存在不予放行的情形。"),
        Words(
            "Put right what is written here and file the list again; ask the office if it is not clear.",
            "按说明更正后重新申报；如有疑问，请咨询海关。",
        ),
    ),
}
_SOURCE = Words("What an officer of this station found, in own words", "本站关员的查核记录")


def explained(finding: Violation, language: Literal["en", "zh"]) -> Explanation:
    """What an officer found, as the engine's own findings are told. `finding.rule` is a key of REASONS."""
    reason = REASONS[finding.rule]
    return Explanation(
        rule=finding.rule,
        title=reason.title.said(language),
        line=finding.gnum,
        expected=reason.expected.said(language),
        found=finding.found or "",
        do=reason.do.said(language),
        figures=(),
        source=_SOURCE.said(language),
        inferred=False,
    )
