"""What speaks against a market-procurement declaration: each rule of cn/market_1039 as a check of its code."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_UP, Decimal
from typing import Final, Literal

from entrepot.engines.market.drafting import Draft, Goods, draft
from entrepot.kernel.violations import Violation
from entrepot.rulebook import Figures, Rulebook

Verdict = Literal["pass", "fail", "not_checked"]
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True)
class Declared:
    """A declaration as it was handed in. goods: what it was drafted from; rate: yuan per US dollar, None: not stated.

    dealer_filed: whether the dealer is filed for market procurement on that day.
    """

    draft: Draft
    goods: tuple[Goods, ...]
    rate: Decimal | None
    buyer_name: str
    buyer_country: str
    buyer_document: str
    dealer: str
    dealer_filed: bool


@dataclass(frozen=True)
class Judged:
    """fail: something speaks against it; not_checked: nothing does, but a check could not be made."""

    verdict: Verdict
    findings: tuple[Violation, ...]


Check = Callable[[Declared, Figures], Iterator[Violation]]


def judge(declared: Declared, rulebook: Rulebook, figures: Figures) -> Judged:
    """Every rule of the rulebook that is on, against the figures of the declaration's day."""
    findings: list[Violation] = []
    for code, rule in rulebook.rules.items():
        if not rule.on:
            continue
        lapse = next((found for name in rule.parameters if (found := figures.lapse(name))), None)
        if lapse is not None:
            field = rule.sentences[0].fields[0]
            lapsed = Violation(code, 0, field, None, str(lapse.on), f"lapsed:{lapse.parameter}", outcome="not_checked")
            found_here: Sequence[Violation] = [lapsed] if _concerns(code, declared) else []
        else:
            found_here = list(CHECKS[code](declared, figures))
        findings += [replace(one, revision=rule.revision, parameters=rule.parameters) for one in found_here]
    failed = any(one.outcome == "failed" for one in findings)
    verdict: Verdict = "fail" if failed else "not_checked" if findings else "pass"
    return Judged(verdict, tuple(findings))


def in_dollars(value: Decimal, rate: Decimal) -> Decimal:
    """An amount in yuan as US dollars, rounded up to the cent: what is above a limit stays above it on the screen."""
    return (value / rate).quantize(_CENT, ROUND_UP)


def _concerns(code: str, declared: Declared) -> bool:
    """Whether the rule has something to check; how a declaration is simplified only where it is."""
    return declared.draft.simplified or code not in {"M04", "M05"}


def _value(declared: Declared, figures: Figures) -> Iterator[Violation]:
    if declared.rate is None:
        yield Violation("M01", 0, "value", None, None, "edition:rate", outcome="not_checked")
    elif declared.draft.value > figures.exact("declaration_max") * declared.rate:
        yield Violation("M01", 0, "value", None, f"{in_dollars(declared.draft.value, declared.rate):,}", None)


def _buyer(declared: Declared, _figures: Figures) -> Iterator[Violation]:
    for field in ("buyer_name", "buyer_country", "buyer_document"):
        if not getattr(declared, field).strip():
            yield Violation("M02", 0, field, None, None, None)


def _confirmed(declared: Declared, _figures: Figures) -> Iterator[Violation]:
    for each in declared.goods:
        if not each.confirmed:
            yield Violation("M03", 0, "deal_no", None, each.deal_no, None)


def _kinds(declared: Declared, figures: Figures) -> Iterator[Violation]:
    if declared.draft.simplified and declared.draft.kinds <= figures.whole("simplified_above"):
        yield Violation("M04", 0, "kinds", None, str(declared.draft.kinds), None)


def _merged(declared: Declared, figures: Figures) -> Iterator[Violation]:
    expected = draft(declared.goods, figures)
    if declared.draft.simplified and expected.simplified and declared.draft.lines != expected.lines:
        lines = str(len(declared.draft.lines))
        yield Violation("M05", 0, "lines", None, lines, str(len(expected.lines)))


def _filed(declared: Declared, _figures: Figures) -> Iterator[Violation]:
    if not declared.dealer_filed:
        yield Violation("M06", 0, "dealer", None, declared.dealer, None)


CHECKS: Final[dict[str, Check]] = {
    "M01": _value,
    "M02": _buyer,
    "M03": _confirmed,
    "M04": _kinds,
    "M05": _merged,
    "M06": _filed,
}
