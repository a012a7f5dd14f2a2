"""Whether a record carries money: one check a reason, from facts that the record proves. Pure."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from entrepot.modules.finance.words import amount

CENT = Decimal("0.01")
Outcome = Literal["fits", "fails", "not_known"]


@dataclass(frozen=True)
class Trade:
    """What the record of one order proves. Amounts in `currency`, a 3-digit customs code.

    value: goods and freight of the version that counts, None without an order; collected: current collection slips, or
    what account statements settle if that is more, None where a slip is in another currency; released: a list of the
    order was released; financed: held or paid out by anybody; practice: the record is invented.
    """

    order_no: str
    marketplace_id: int
    seller_id: int
    currency: str
    value: Decimal | None
    collected: Decimal | None
    released: bool
    financed: Decimal
    practice: bool

    @property
    def open(self) -> Decimal:
        """What is still to come in; nothing where that is not known."""
        if self.value is None or self.collected is None:
            return Decimal(0)
        return max(self.value - self.collected, Decimal(0))

    @property
    def free(self) -> Decimal:
        """What is still to come in and not financed yet."""
        return max(self.open - self.financed, Decimal(0))


@dataclass(frozen=True)
class Limits:
    """What terms allow: currency, share of what is still to come in, least and most of one advance."""

    currency: str
    advance_share: Decimal
    least: Decimal
    most: Decimal

    def most_of(self, trade: Trade) -> Decimal:
        """The largest advance on this trade, in whole cents, rounded down."""
        return min(self.most, (trade.open * self.advance_share).quantize(CENT, ROUND_DOWN))


@dataclass(frozen=True)
class Check:
    """One reason: what was expected and found, what to do, each (English, Chinese); `do` is empty where it fits."""

    name: str
    outcome: Outcome
    expected: tuple[str, str]
    found: tuple[str, str]
    do: tuple[str, str] = ("", "")


def checks(trade: Trade, limits: Limits, asked: Decimal) -> list[Check]:
    """All checks, in the order of words.CHECKS; the first that are not met do not hide the others."""
    return [
        _order(trade),
        _currency(trade, limits),
        _customs(trade),
        _open(trade),
        _amount(trade, limits, asked),
        _registry(trade, asked),
    ]


def _order(trade: Trade) -> Check:
    there = trade.value is not None
    return Check(
        "order",
        "fits" if there else "fails",
        ("an order of the seller", "电商企业的订单"),
        (trade.order_no, trade.order_no) if there else ("none", "无"),
        ("", "") if there else ("Bring the order first.", "请先提供订单。"),
    )


def _currency(trade: Trade, limits: Limits) -> Check:
    fits = trade.currency == limits.currency
    return Check(
        "currency",
        "fits" if fits else "fails",
        (limits.currency, limits.currency),
        (trade.currency or "–", trade.currency or "–"),
        ("", "") if fits else ("Choose terms in the currency of the order.", "请选择与订单币制一致的融资条件。"),
    )


def _customs(trade: Trade) -> Check:
    return Check(
        "customs",
        "fits" if trade.released else "fails",
        ("a list of the order that was released", "订单的清单已放行"),
        ("released", "已放行") if trade.released else ("no released list", "无已放行清单"),
        ("", "") if trade.released else ("Declare the order; ask again when it is released.", "请申报，放行后再申请。"),
    )


def _open(trade: Trade) -> Check:
    expected = ("more than 0.00", "大于 0.00")
    if trade.value is not None and trade.collected is None:
        what = ("a collection slip is in another currency", "收款单币制与订单不同")
        return Check("open", "not_known", expected, what, ("Show the rate to the financier.", "请向资金方说明汇率。"))
    figure = amount(trade.open)
    fits = trade.open > 0
    do = ("", "") if fits else ("The order is paid: there is nothing to finance.", "订单已收款，无可融资金额。")
    return Check("open", "fits" if fits else "fails", expected, (figure, figure), do)


def _amount(trade: Trade, limits: Limits, asked: Decimal) -> Check:
    most = limits.most_of(trade)
    fits = limits.least <= asked <= most
    text = f"{amount(limits.least)} – {amount(most)}"
    if most < limits.least:
        least = amount((limits.least / limits.advance_share).quantize(CENT, ROUND_DOWN) + CENT)
        do = (f"Too little is open: from about {least}.", f"未收金额过小：约需 {least} 以上。")
    else:
        do = (f"Ask for at most {amount(most)}.", f"申请金额最多 {amount(most)}。")
    outcome: Outcome = "fits" if fits else "fails"
    return Check("amount", outcome, (text, text), (amount(asked), amount(asked)), ("", "") if fits else do)


def _registry(trade: Trade, asked: Decimal) -> Check:
    fits = asked <= trade.free
    expected, found = amount(asked), amount(trade.free)
    do = ("The rest is financed: wait until it is repaid.", "其余部分已融资：请待偿还后再申请。")
    return Check(
        "registry", "fits" if fits else "fails", (f"≥ {expected}", f"≥ {expected}"), (found, found),
        ("", "") if fits else do,
    )  # fmt: skip
