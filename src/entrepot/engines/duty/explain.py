"""An amount of tax in words: of what, at which rate, and how much that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any, Final

from entrepot.engines.duty.exactly import PLACES

_NAMES: Final = {
    "duty": {"en": "Customs duty", "zh": "关税"},
    "consumption_tax": {"en": "Consumption tax", "zh": "消费税"},
    "vat": {"en": "VAT", "zh": "增值税"},
}
_BASES: Final = {
    "duty": {"en": "the dutiable value", "zh": "完税价格"},
    "consumption_tax": {
        "en": "the dutiable value with duty ÷ (1 − rate of consumption tax)",
        "zh": "（完税价格+关税）÷（1−消费税税率）",
    },
    "vat": {
        "en": "the dutiable value with duty and consumption tax in full",
        "zh": "完税价格、关税与法定消费税之和",
    },
}
_SENTENCE: Final = {
    "en": "{tax} of line {gnum}: {base} × {percent} % = {amount} CNY, of {of}, half up to five places.",
    "zh": "第 {gnum} 项{tax}：{base} × {percent}% = {amount} 元，以{of}为计税基础，四舍五入至五位小数。",
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
    figures = {
        name: f"{value.normalize():f}" for name, value in (("percent", rate * 100), ("base", base), ("amount", amount))
    }
    sentence = {
        language: text.format(tax=_NAMES[tax][language], of=_BASES[tax][language], gnum=gnum, **figures)
        for language, text in _SENTENCE.items()
    }
    recomputed = (base * rate).quantize(_UNIT, ROUND_HALF_UP)
    return Explained(tax, gnum, recomputed, MappingProxyType(sentence))
