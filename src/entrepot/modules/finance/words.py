"""The words of this module, each in English and Chinese."""

from decimal import Decimal

Words = dict[str, tuple[str, str]]

# What becomes of a case. "accepted": the amount is held in the registry; "paid_out": the money has left the financier.
STATES: Words = {
    "asked": ("asked for", "已申请"),
    "declined": ("declined", "已婉拒"),
    "offered": ("offered", "已报价"),
    "accepted": ("accepted, held in the registry", "已接受，已登记占用"),
    "paid_out": ("paid out", "已放款"),
    "repaid": ("repaid, free again", "已还款，占用解除"),
    "withdrawn": ("withdrawn", "已撤回"),
}
OPEN = ("asked", "offered", "accepted", "paid_out")

# The checks of an eligibility, in the order in which they are shown.
CHECKS: Words = {
    "order": ("The order is on record", "订单在案"),
    "currency": ("Currency", "币制"),
    "customs": ("Customs released the goods", "海关已放行"),
    "open": ("Not yet collected", "尚未收款"),
    "amount": ("Amount asked for", "申请金额"),
    "registry": ("Not yet financed", "尚未融资"),
}
OUTCOMES: Words = {
    "fits": ("fits", "符合"),
    "fails": ("does not fit", "不符合"),
    "not_known": ("not known", "无法判断"),
}


def said(words: Words, key: str, language: str) -> str:
    """A word in the reader's language."""
    return words[key][language.startswith("zh")]


def amount(value: Decimal) -> str:
    """An amount as people write it: two places, more where there are more."""
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    return f"{plain:,.2f}" if isinstance(exponent, int) and exponent >= -2 else f"{plain:,f}"
