"""Choose the form of trade: which of the forms, kept as dated data, fits the facts of a sale."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

from entrepot.modules.academy.drawing import Drawing
from entrepot.modules.academy.tasks import Figure, Mark, Option, Place, Question, Reason, Table, Task
from entrepot.modules.academy.words import Said
from entrepot.rulebook import RuleDataFault, shapes
from entrepot.rulebook.reading import read_yaml

# What a sale is told by: fact → its name, and its values with their words. most_usd is a limit on `usd`.
FACTS: Final[dict[str, tuple[Said, dict[str, Said]]]] = {
    "buyer": (
        Said("Buyer", "买方"),
        {"person": Said("a consumer abroad", "境外消费者"), "firm": Said("a firm abroad", "境外企业")},
    ),
    "sold": (
        Said("Sold", "成交方式"),
        {"marketplace": Said("on a cross-border marketplace", "跨境电商平台成交"),
         "contract": Said("by contract, on no marketplace", "线下签约，不经平台")},
    ),
    "route": (
        Said("Goes", "运往"),
        {"direct": Said("straight to the buyer", "直接寄给买方"),
         "overseas_warehouse": Said("to an overseas warehouse, to be sold from there", "海外仓，售出后从仓内发货")},
    ),
    "bought": (
        Said("Bought", "采购地"),
        {"recognised": Said("from stalls of a recognised market, entered in its system", "认定市场的商户，已录入系统"),
         "elsewhere": Said("from the maker", "生产企业")},
    ),
    "settled": (
        Said("Paid", "结算"),
        {"bank": Said("through a bank", "经银行"), "cash": Said("in cash", "现金")},
    ),
}  # fmt: skip
_USD = Said("Value of the declaration, USD", "单票货值（美元）")
_MOST = Said("at most USD {limit} a declaration", "单票不超过 {limit} 美元")
_FORM = frozenset({"code", "name", "source", "asks"})
_STORY = Said(
    "A seller asks you how this sale is to be declared. Choose the form of trade that fits all its facts.",
    "电商企业询问此笔交易应以何种方式申报。请选择与全部事实相符的贸易方式。",
)
_ASK = Said("Which form of trade?", "应选哪种贸易方式？")
_FITS = Said("All that {form} asks for is there", "{form} 所要求的条件均已具备")
_ASKS_NOTHING = Said("No other form fits, and {form} asks for nothing special", "其他方式均不适用，{form} 无特别要求")
_MISSES = Said("{form} asks for {what}: {expected}", "{form} 要求 {what}：{expected}")
_HERE = Said("here it is {found}", "此处为 {found}")
_CHOOSE = Said("Choose {form}", "请选择 {form}")
_NEARER = Said("a form that comes first fits: {form}", "有更具体的方式适用：{form}")
_ALSO = Said("{form} may be chosen where nothing more particular fits", "无更具体方式适用时方可选择 {form}")


@dataclass(frozen=True)
class Form:
    """A form of trade; asks: fact → value, or most_usd → limit."""

    code: str
    name: Said
    source: str
    asks: Mapping[str, str]
    begins: date | None

    @property
    def title(self) -> Said:
        """Code and name."""
        return Said(f"{self.code} {self.name.en}", f"{self.code} {self.name.zh}")


@cache
def forms() -> tuple[Form, ...]:
    """The forms in the order in which they are tried. Raises RuleDataFault."""
    place = "academy/data/forms_of_trade.yaml"
    text = resources.files("entrepot.modules.academy").joinpath("data/forms_of_trade.yaml").read_text("utf-8")
    read = tuple(
        _form(raw, f"{place}[{number}]") for number, raw in enumerate(shapes.rows(read_yaml(text, place), place))
    )
    if read[-1].asks or len({form.code for form in read}) != len(read):
        raise RuleDataFault(place, "each code once and a last form that asks for nothing", [one.code for one in read])
    return read


def _form(raw: object, place: str) -> Form:
    found = shapes.mapping(raw, place, needed=_FORM, allowed=frozenset({"from"}))
    asks = shapes.mapping(found["asks"], f"{place}.asks", needed=frozenset(), allowed=frozenset({*FACTS, "most_usd"}))
    for fact, value in asks.items():
        if fact == "most_usd":
            shapes.whole(value, f"{place}.asks.{fact}")
        else:
            shapes.one_of(value, f"{place}.asks.{fact}", frozenset(FACTS[fact][1]))
    name = shapes.both(found["name"], f"{place}.name")
    begins = None if "from" not in found else shapes.day(found["from"], f"{place}.from")
    told = {fact: str(value) for fact, value in asks.items()}
    return Form(shapes.text(found["code"], f"{place}.code"), Said(name["en"], name["zh"]),
                shapes.text(found["source"], f"{place}.source"), told, begins)  # fmt: skip


def missed(form: Form, sale: Mapping[str, str], day: date) -> str | None:
    """The first thing that the form asks for and the sale has not; "from" before its day; None where it fits."""
    if form.begins is not None and day < form.begins:
        return "from"
    for fact, value in form.asks.items():
        if int(sale["usd"]) > int(value) if fact == "most_usd" else sale[fact] != value:
            return fact
    return None


def fitting(sale: Mapping[str, str], day: date) -> Form:
    """The first form that fits."""
    return next(form for form in forms() if missed(form, sale, day) is None)


@dataclass(frozen=True)
class FormOfTrade:
    """The exercise's examiner."""

    code: str = "form"

    def pose(self, place: Place) -> Task:
        """The facts of a sale."""
        sale = _drawn(place)
        rows = tuple((name, words[sale[fact]]) for fact, (name, words) in FACTS.items())
        table = Table(
            Said("The sale", "交易"), (Said("Fact", "事实"), Said("Here", "此处")),
            (*rows, (_USD, f"{int(sale['usd']):,}")),
        )  # fmt: skip
        choices = tuple(Option(form.code, form.title) for form in sorted(forms(), key=lambda one: one.code))
        return Task(self.code, _STORY, (table,), (Question("form", _ASK, "choice", choices),))

    def judge(self, place: Place, answer: Mapping[str, str]) -> Mark:
        """Right where the chosen form is the first that fits."""
        sale, day = _drawn(place), date.fromisoformat(place.law_date)
        right = fitting(sale, day)
        chosen = next(form for form in forms() if form.code == answer["form"])
        fits = (_FITS if right.asks else _ASKS_NOTHING).filled(form=right.title)
        reasons = [] if chosen == right else [_wrong(chosen, right, sale, day)]
        reasons.append(
            Reason(right.code, right.title, _asked(right), fits, _CHOOSE.filled(form=right.title), right.source,
                   _figures(right))
        )  # fmt: skip
        return Mark(chosen == right, right.title, tuple(reasons))


def _wrong(chosen: Form, right: Form, sale: Mapping[str, str], day: date) -> Reason:
    fact = missed(chosen, sale, day)
    if fact is None or fact == "from":
        expected, found = _ALSO.filled(form=chosen.title), _NEARER.filled(form=right.title)
    else:
        what, wanted, here = _told(fact, chosen.asks[fact], sale)
        expected, found = _MISSES.filled(form=chosen.title, what=what, expected=wanted), _HERE.filled(found=here)
    return Reason(chosen.code, chosen.title, expected, found, _CHOOSE.filled(form=right.title), chosen.source,
                  _figures(chosen))  # fmt: skip


def _told(fact: str, value: str, sale: Mapping[str, str]) -> tuple[Said, Said, Said]:
    """Name of the fact, what is asked of it, what the sale has."""
    if fact == "most_usd":
        here = f"{int(sale['usd']):,}"
        return _USD, _MOST.filled(limit=f"{int(value):,}"), Said(here, here)
    name, words = FACTS[fact]
    return name, words[value], words[sale[fact]]


def _asked(form: Form) -> Said:
    parts = [_told(fact, value, {**form.asks, "usd": "0"}) for fact, value in form.asks.items()]
    return Said("; ".join(part[1].en for part in parts) or "–", "；".join(part[1].zh for part in parts) or "–")


def _figures(form: Form) -> tuple[Figure, ...]:
    if "most_usd" not in form.asks or form.begins is None:
        return ()
    value = _MOST.filled(limit=f"{int(form.asks['most_usd']):,}")
    return (Figure(_USD, value, form.begins.isoformat(), form.source),)


def _drawn(place: Place) -> dict[str, str]:
    """A sale near one of the forms: its facts, of which one may be another."""
    drawing = Drawing(place, "form")
    form = drawing.one_of(forms())
    sale = {fact: drawing.one_of(tuple(words)) for fact, (_, words) in FACTS.items()}
    sale["usd"] = str(drawing.between(20_000, 149_000, 500))
    sale |= {fact: value for fact, value in form.asks.items() if fact != "most_usd"}
    if "most_usd" in form.asks and drawing.below(2):
        sale["usd"] = str(int(form.asks["most_usd"]) + drawing.between(500, 40_000, 500))
    if form.code == "1039":
        sale["sold"] = "contract"
    elif sale["sold"] == "marketplace":  # what was sold there was not bought for it in a market
        sale["bought"] = "elsewhere"
    if sale["buyer"] == "person" and sale["route"] == "direct" and sale["bought"] == "elsewhere":
        sale["usd"] = str(drawing.between(20, 400))
    return sale
