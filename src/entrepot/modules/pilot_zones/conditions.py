"""Conditions of a measure: named figures that the record proves, an operator, a threshold, a period. Pure.

The vocabulary is closed: a measure asks for nothing that would have to be applied for or vouched for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from entrepot.modules.pilot_zones.errors import UnableToPublish

MOST_CONDITIONS = 12
Said = tuple[str, str]  # English, Chinese


@dataclass(frozen=True)
class Figure:
    """One figure of a firm. lacking: what would make it fit; most: no firm can have more.

    counted: over a period, from decisions; else it is looked at on the day. adds_up: never falls as time goes on.
    """

    label: Said
    lacking: Said
    counted: bool
    adds_up: bool = False
    most: Decimal | None = None


FIGURES: dict[str, Figure] = {
    "released_lists": Figure(
        ("lists released", "放行清单数"), ("{missing} more released lists", "还需放行清单 {missing} 份"),
        counted=True, adds_up=True,
    ),
    "exported_value_cny": Figure(
        ("value of released lists declared in CNY", "以人民币申报的放行货值（元）"),
        ("{missing} CNY more on released lists declared in CNY", "以人民币申报的放行货值还需 {missing} 元"),
        counted=True, adds_up=True,
    ),
    "countries": Figure(
        ("countries/regions reached", "运抵国家（地区）数"),
        ("released lists to {missing} more countries/regions", "还需运抵 {missing} 个国家（地区）"),
        counted=True, adds_up=True,
    ),
    "pass_rate": Figure(
        ("released of a hundred decided lists", "每百份已审清单的放行数"),
        ("{missing} more released of a hundred decided", "每百份已审清单的放行数还需提高 {missing}"),
        counted=True, most=Decimal(100),
    ),
    "goods_complete": Figure(
        ("own goods with complete data", "资料齐全的自有商品数"),
        ("complete data for {missing} more goods", "还需补全 {missing} 种商品的资料"), counted=False,
    ),
    "member": Figure(
        ("member of the pilot zone", "综试区成员"),
        ("ask the pilot zone to list you as a member", "请向综试区申请成为成员"), counted=False, most=Decimal(1),
    ),
    "tenant": Figure(
        ("tenant of a park of the pilot zone", "综试区园区租户"),
        ("rent a unit in a park of the pilot zone", "请租用综试区园区的单元"), counted=False, most=Decimal(1),
    ),
}  # fmt: skip
_LEAST: Said = ("at least {value}", "至少 {value}")
_MOST: Said = ("at most {value}", "至多 {value}")
_DAYS: Said = ("{first} to {last}", "{first} 至 {last}")
_FORM: Said = (" (form {form})", "（{form} 方式）")
_UNTIL: Said = (" until {last}", "（{last} 前）")
_NEVER: Said = ("cannot be met any more in this period", "在本期间内已无法满足")
_ABOVE: Said = ("{above} above the limit", "超出上限 {above}")
_COLON, _COMMA = (": ", "："), (", ", "，")
YES = ("member", "tenant")  # figures that are one or nothing


@dataclass(frozen=True)
class Condition:
    """At least, at most, or both. first, last: of the period, both included; form: supervision mode, empty for all."""

    figure: str
    at_least: Decimal | None
    at_most: Decimal | None
    first: date | None = None
    last: date | None = None
    form: str = ""

    def met(self, found: Decimal | None) -> bool:
        """Whether a figure meets it; one that is not known does not."""
        if found is None:
            return False
        return (self.at_least is None or found >= self.at_least) and (self.at_most is None or found <= self.at_most)

    def as_json(self) -> dict[str, str]:
        """Plain texts, for the column."""
        parts: dict[str, object | None] = {
            "figure": self.figure, "at_least": self.at_least, "at_most": self.at_most, "first_day": self.first,
            "last_day": self.last, "form": self.form or None,
        }  # fmt: skip
        return {name: str(value) for name, value in parts.items() if value is not None}

    @classmethod
    def of_json(cls, kept: Mapping[str, str]) -> "Condition":
        """What `as_json` wrote."""
        numbers = {name: Decimal(kept[name]) if name in kept else None for name in ("at_least", "at_most")}
        days = {name: date.fromisoformat(kept[name]) if name in kept else None for name in ("first_day", "last_day")}
        return cls(
            kept["figure"], numbers["at_least"], numbers["at_most"], days["first_day"], days["last_day"],
            kept.get("form", ""),
        )  # fmt: skip

    def said(self, *, chinese: bool) -> str:
        """The condition as one line: "lists released (9610): at least 20, 2026-11-01 to 2026-12-31"."""
        label = FIGURES[self.figure].label[chinese]
        if self.figure in YES:
            return label
        form = _FORM[chinese].format(form=self.form) if self.form else ""
        limits = [
            said[chinese].format(value=plain(value))
            for said, value in ((_LEAST, self.at_least), (_MOST, self.at_most))
            if value is not None
        ]
        days = [_DAYS[chinese].format(first=self.first, last=self.last)] if self.first else []
        return f"{label}{form}{_COLON[chinese]}{_COMMA[chinese].join([*limits, *days])}"

    def lacking(self, found: Decimal | None, today: date, *, chinese: bool) -> str:
        """What would make it fit, or that nothing can any more; empty where it is met."""
        if self.met(found):
            return ""
        over = self.last is not None and today > self.last
        above = found - self.at_most if found is not None and self.at_most is not None else Decimal(0)
        figure = FIGURES[self.figure]
        if over or (above > 0 and figure.adds_up):
            return _NEVER[chinese]
        if above > 0:
            return _ABOVE[chinese].format(above=plain(above))
        missing = plain((self.at_least or Decimal(0)) - (found or Decimal(0)))
        until = _UNTIL[chinese].format(last=self.last) if self.last else ""
        return figure.lacking[chinese].format(missing=missing) + until


def plain(value: Decimal) -> str:
    """A number without zeros that say nothing, in groups of three."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def check(conditions: Sequence[Condition], *, last: date) -> None:
    """Refuse what no firm can ever meet. last: the last day of the measure. Raises UnableToPublish."""
    if not 0 < len(conditions) <= MOST_CONDITIONS:
        raise UnableToPublish("conditions_number", most=MOST_CONDITIONS, found=len(conditions))
    for one in conditions:
        _check_one(one, last)
    for one in conditions:
        for other in conditions:
            least, most = one.at_least, other.at_most
            if least is not None and most is not None and least > most and _implies(one, other):
                raise UnableToPublish("never_met", figure=one.figure, least=plain(least), most=plain(most))


def _check_one(one: Condition, last: date) -> None:
    if one.figure not in FIGURES:
        raise UnableToPublish("figure_unknown", figures=", ".join(FIGURES), found=one.figure)
    figure = FIGURES[one.figure]
    if one.at_least is None and one.at_most is None:
        raise UnableToPublish("limit_missing", figure=one.figure)
    if not figure.counted and (one.first or one.last or one.form):
        raise UnableToPublish("period_alone", figure=one.figure)
    if one.first and one.last and one.last < one.first:
        raise UnableToPublish("end_before_begin", first=one.first, last=one.last)
    if one.first and one.first > last:
        raise UnableToPublish("period_outside", figure=one.figure, first=one.first, last=last)
    least, most = one.at_least, one.at_most
    if (least is not None and figure.most is not None and least > figure.most) or (most is not None and most < 0):
        bound = figure.most if most is None or most >= 0 else most
        raise UnableToPublish("never_met", figure=one.figure, least=plain(least or Decimal(0)),
                              most=plain(bound or Decimal(0)))  # fmt: skip


def _implies(one: Condition, other: Condition) -> bool:
    """Whether having so much of `one` means having at least so much of `other`: the same, or a part of its whole."""
    if one.figure != other.figure:
        return False
    same = (one.form, one.first, one.last) == (other.form, other.first, other.last)
    if same or not FIGURES[one.figure].adds_up:
        return same
    if other.form not in ("", one.form):
        return False
    # a counted figure has a period by now, see `reading`
    earliest, latest = (one.first or date.max, one.last or date.min)
    return (other.first or date.max) <= earliest and latest <= (other.last or date.min)
