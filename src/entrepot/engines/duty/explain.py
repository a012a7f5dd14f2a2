"""An amount of tax in words: of what, at which rate, and how much that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any, Final

from entrepot.engines.duty.exactly import PLACES

_NAMES: Final = {
    "duty": ("Customs duty", "关税"),
    "consumption_tax": ("Consumption tax", "消费税"),
    "vat": ("VAT", "增值税"),
}
_BASES: Final = {
    "duty": ("the dutiable value", "完税价格"),
    "consumption_tax": (
        "the dutiable value with duty ÷ (1 − rate of consumption tax)",
        "（完税价格+关税）÷（1−消费税税率）",
    ),
    "vat": ("the dutiable value with duty and consumption tax in full", "完税价格、关税与法定消费税之和"),
}
_UNIT: Final = Decimal(1).scaleb(-PLACES)


@dataclass(frozen=True)
class Explained:
    """One amount. recomputed: base × rate, half up to five places, worked out anew; sentence: in en and zh."""

    tax: str
    gnum: int
    recomputed: Decimal
    sentence: Mapping[str, str]


def explained(row: Mapping[str, Any]) -> Explained:
    """The words for a row of AMOUNTS."""
    tax, gnum, base, rate, amount = (row[name] for name in ("tax", "gnum", "base", "rate", "amount"))
    percent, of, is_ = (f"{value.normalize():f}" for value in (rate * 100, base, amount))
    name, words = _NAMES[tax], _BASES[tax]
    sentence = {
        "en": f"{name[0]} of line {gnum}: {of} × {percent} % = {is_} CNY, of {words[0]}, half up to five places.",
        "zh": f"第 {gnum} 项{name[1]}：{of} × {percent}% = {is_} 元，以{words[1]}为计税基础，四舍五入至五位小数。",
    }
    recomputed = (base * rate).quantize(_UNIT, ROUND_HALF_UP)
    return Explained(tax, gnum, recomputed, MappingProxyType(sentence))
