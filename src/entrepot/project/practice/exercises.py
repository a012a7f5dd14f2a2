"""The exercises on documents: find the fault, correct and resend – generated sets with one fault, judged by the engine.

Everything comes from the package: the sets, the fault, the rules and the practice editions. So an exercise is a pure
function of its place, and no document of it is ever on the record.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, cast

import polars as pl

from entrepot import rulebook
from entrepot.engines.clearance import Batch, Edition, References, explain, judge
from entrepot.engines.clearance.frames import LIST_LINES, LISTS, ORDER_LINES, ORDERS, WAYBILLS
from entrepot.kernel.violations import Violation
from entrepot.modules.academy import api as academy
from entrepot.modules.academy.api import Drawing, Figure, Mark, Option, Place, Question, Reason, Said, Table, Task
from entrepot.project.practice import faults
from entrepot.project.practice.editions import practice_editions
from entrepot.project.practice.firms import CARRIERS, SELLERS
from entrepot.project.practice.messages import FRAMES
from entrepot.project.practice.sets import EXACT, Sets, bare_sets

_ENGINE_KINDS = ("units", "currencies", "countries", "hs_codes", "export_measures")
# Faults that can be seen in what the exercises show, and of these the ones that a figure of the list repairs.
SEEN = ("E01", "E03", "E04", "E05", "E06", "F02", "F03", "F11")
REPAIRED = ("E04", "E06")
_SET = ["message_no", "document_no"]
_A_SETTLED = 100_000  # numbers of a class: none is another learner's
_LINES = 3
_FIND = Said(
    "An order, its waybill and the declaration list that was sent. Customs refused the list. Which rule does it break?",
    "以下为订单、运单及已发送的申报清单。海关退回了该清单。它违反了哪条规则？",
)
_RESEND = Said(
    "Customs refused this list. Put right what is wrong, leave the rest as it is, and send it again.",
    "海关退回了此清单。请更正有误之处，其余保持不变，然后重新发送。",
)
_WHICH = Said("Which rule is broken?", "违反了哪条规则？")
_PASSED = Said("The engine finds nothing in the list as you sent it", "按您发送的清单，引擎未发现问题")
_NOTHING = Said("Nothing is to be done", "无须处理")
_AGREE = Said("A list that agrees with its order and its waybill", "与订单、运单一致的清单")
_SOLUTION = Said("{field}: {value}", "{field}：{value}")
_GROSS, _NET, _PACKS = (
    Said("Gross weight, kg", "毛重（千克）"),
    Said("Net weight, kg", "净重（千克）"),
    Said("Packages", "件数"),
)
_PRICE, _TOTAL = Said("Price, line {line}", "第 {line} 项单价"), Said("Total, line {line}", "第 {line} 项总价")
_LINE_COLUMNS = (
    Said("Line", "序号"), Said("Goods", "商品"), Said("Quantity", "数量"), Said("Price", "单价"), Said("Total", "总价"),
    Said("Currency", "币制"),
)  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """A set with one fault, sound before: what was planted, and when it was sent."""

    rule: str
    sets: Sets
    sound: Sets
    at: datetime


def examiners() -> dict[str, academy.Examiner]:
    """Who poses and judges each of the five exercises."""
    return {
        "fault": FindTheFault(), "resend": CorrectAndResend(), "form": academy.FormOfTrade(),
        "container": academy.Container(), "stock": academy.Stock(),
    }  # fmt: skip


@dataclass(frozen=True)
class FindTheFault:
    """A refused list beside its order and waybill; the rule is to be named."""

    code: str = "fault"

    def pose(self, place: Place) -> Task:
        """The documents, and the rules to choose from."""
        drawn, book = _drawn(place, self.code, SEEN), rulebook.load()
        choices = tuple(Option(rule, _title(book, rule)) for rule in SEEN)
        return Task(self.code, _FIND, _documents(drawn.sets), (Question("rule", _WHICH, "choice", choices),))

    def judge(self, place: Place, answer: Mapping[str, str]) -> Mark:
        """Right where the engine finds that rule broken."""
        drawn, book = _drawn(place, self.code, SEEN), rulebook.load()
        broken, reasons = _judged(drawn.sets, drawn.at, book)
        return Mark(answer["rule"] in broken, _title(book, drawn.rule), reasons, book.hash)


@dataclass(frozen=True)
class CorrectAndResend:
    """A refused list whose figures can be changed; right where the engine passes what is sent."""

    code: str = "resend"

    def pose(self, place: Place) -> Task:
        """The documents, why the list was refused, and its figures to put right."""
        drawn = _drawn(place, self.code, REPAIRED)
        _, reasons = _judged(drawn.sets, drawn.at, rulebook.load())
        columns = (Said("Rule", "规则"), Said("Expected", "应为"), Said("Found", "实为"))
        rows = tuple((reason.title, reason.expected, reason.found) for reason in reasons)
        refusal = Table(Said("Why it was refused", "退回原因"), columns, rows)
        return Task(self.code, _RESEND, (*_documents(drawn.sets), refusal), _figures_of(drawn.sets))

    def judge(self, place: Place, answer: Mapping[str, str]) -> Mark:
        """Right where the engine passes the list with these figures."""
        drawn, book = _drawn(place, self.code, REPAIRED), rulebook.load()
        sent = _with_figures(drawn.sets, answer)
        broken, reasons = _judged(sent, drawn.at, book)
        if not broken:
            _, planted = _judged(drawn.sets, drawn.at, book)
            reasons = (Reason("–", _PASSED, _AGREE, _PASSED, _NOTHING, planted[0].source), *planted)
        return Mark(not broken, _difference(drawn), reasons, book.hash)


# ---- sets ------------------------------------------------------------------------------------------------------------


@cache
def _references() -> References:
    """The practice editions as the engine takes them."""
    editions = {}
    for new, entries in practice_editions():
        if new.kind not in _ENGINE_KINDS:
            continue
        rows = entries.select("code")
        if new.kind == "export_measures":
            schema = {name: pl.Boolean() for name in ("licence", "export_duty", "refund")}
            measures = entries["attributes"].str.json_decode(pl.Struct(schema)).struct.unnest()
            rows = entries.select(prefix="code").hstack(measures)
        editions[new.kind] = Edition(new.kind, new.edition, new.source, new.hash.hex(), rows, complete=False)
    return References(editions)


def _drawn(place: Place, exercise: str, rules: tuple[str, ...]) -> Drawn:
    drawing = Drawing(place, exercise)
    rule = drawing.one_of(rules)
    first_no = place.number * _A_SETTLED + drawing.between(1, _A_SETTLED // 2)
    at = datetime.combine(date.fromisoformat(place.law_date), datetime.min.time(), UTC)
    sound = bare_sets(1, place.seed, _LINES, first_no, at=at)
    plan = faults.plan_faults(sound.orders, Decimal(1), place.seed, [rule])
    return Drawn(rule, _planted(sound, plan), sound, sound.lists["app_time"][0])


def _planted(sets: Sets, plan: pl.DataFrame) -> Sets:
    changed: dict[str, pl.DataFrame] = {}
    keys = sets.orders.select(*_SET, "order_no", "marketplace_code")
    for heads_name, lines_name in FRAMES.values():
        heads = getattr(sets, heads_name)
        added = [name for name in ("order_no", "marketplace_code") if name not in heads.columns]
        named = heads.join(keys.select(*_SET, *added), on=_SET) if added else heads
        lines = getattr(sets, lines_name) if lines_name else sets.order_lines.clear()
        planted, planted_lines = faults.plant(cast(faults.Place, heads_name), named, lines, plan)
        changed[heads_name] = planted.drop(added)
        if lines_name:
            changed[lines_name] = planted_lines
    return replace(sets, **changed)


def _with_figures(sets: Sets, answer: Mapping[str, str]) -> Sets:
    """The list with the figures of an answer."""
    heads = sets.lists.with_columns(
        gross_weight_kg=_exact(answer["gross_weight_kg"]),
        net_weight_kg=_exact(answer["net_weight_kg"]),
        pack_no=pl.lit(int(answer["pack_no"]), dtype=pl.Int64),
    )
    lines = sets.list_lines.with_columns(
        pl.coalesce(
            pl.when(pl.col("gnum") == line).then(_exact(answer[f"{name}_{line}"])) for line in range(1, _LINES + 1)
        ).alias(name)
        for name in ("price", "total_price")
    )
    return replace(sets, lists=heads, list_lines=lines)


def _exact(text: str) -> pl.Expr:
    return pl.lit(Decimal(text), dtype=EXACT)


# ---- the engine ------------------------------------------------------------------------------------------------------


def _judged(sets: Sets, at: datetime, book: rulebook.Rulebook) -> tuple[set[str], tuple[Reason, ...]]:
    """The rules that the engine finds broken or cannot check, and its findings in words."""
    verdicts = judge(_batch(sets, at), book, _references(), at + timedelta(minutes=10))
    figures = verdicts.figures[0]
    found = [
        Violation(row["rule"], row["revision"], row["field"], row["gnum"], row["found"], row["expected"],
                  tuple(row["parameters"]), row["outcome"])
        for row in verdicts.findings.iter_rows(named=True)
    ]  # fmt: skip
    reasons = tuple(_reason(one, book, figures) for one in found)
    return {one.rule for one in found}, reasons


def _batch(sets: Sets, at: datetime) -> Batch:
    sellers = {firm.customs_code: place for place, firm in enumerate(SELLERS, 1)}
    carriers = {firm.customs_code: place for place, firm in enumerate(CARRIERS, 1)}
    seller = pl.col("seller_code").replace_strict(sellers, default=None, return_dtype=pl.Int64).alias("seller_id")
    carrier = pl.col("carrier_code").replace_strict(carriers, default=None, return_dtype=pl.Int64).alias("carrier_id")
    one = {name: pl.lit(1, dtype=pl.Int64) for name in ("list_id", "order_id", "waybill_id", "marketplace_id")}
    alive = pl.lit(value=False).alias("deleted")
    arrived = pl.lit(at).cast(pl.Datetime("us", "UTC")).alias("arrived_at")
    return Batch(
        lists=sets.lists.with_columns(seller, carrier, arrived, **one).select(*LISTS),
        list_lines=sets.list_lines.with_columns(list_id=one["list_id"]).select(*LIST_LINES),
        orders=sets.orders.with_columns(seller, alive, order_id=one["order_id"]).select(*ORDERS),
        order_lines=sets.order_lines.with_columns(order_id=one["order_id"]).select(*ORDER_LINES),
        waybills=sets.waybills.with_columns(seller, alive, waybill_id=one["waybill_id"]).select(*WAYBILLS),
    )


def _reason(finding: Violation, book: rulebook.Rulebook, figures: rulebook.Figures) -> Reason:
    en, zh = (explain(finding, book, figures, language) for language in ("en", "zh"))
    return Reason(
        en.rule, Said(f"{en.rule} {en.title}", f"{zh.rule} {zh.title}"), Said(en.expected, zh.expected),
        Said(en.found, zh.found), Said(en.do, zh.do), en.source,
        tuple(
            Figure(Said(one.name, other.name), Said(one.value, other.value), one.since.isoformat(), one.source)
            for one, other in zip(en.figures, zh.figures, strict=True)
        ),
    )  # fmt: skip


# ---- words -----------------------------------------------------------------------------------------------------------


def _title(book: rulebook.Rulebook, rule: str) -> Said:
    name = book.rules[rule].name
    return Said(f"{rule} {name['en']}", f"{rule} {name['zh']}")


def _documents(sets: Sets) -> tuple[Table, ...]:
    """Order, waybill and list as tables."""
    order, waybill, listed = (frame.row(0, named=True) for frame in (sets.orders, sets.waybills, sets.lists))
    facts = (Said("What", "项目"), Said("Value", "内容"))
    return (
        Table(Said("Order", "订单"), facts, _rows(order, _ORDER), (1,)),
        Table(
            Said("Lines of the order", "订单商品项"), _LINE_COLUMNS, _lines(sets.order_lines, "item_name"), (2, 3, 4)
        ),
        Table(Said("Waybill", "运单"), facts, _rows(waybill, _WAYBILL), (1,)),
        Table(Said("Declaration list", "申报清单"), facts, _rows(listed, _LIST), (1,)),
        Table(
            Said("Lines of the list", "清单商品项"), _LINE_COLUMNS, _lines(sets.list_lines, "declared_name"), (2, 3, 4)
        ),
    )


_NUMBER, _SELLER = Said("Order no.", "订单编号"), Said("Seller", "电商企业")
_ORDER = {
    "order_no": _NUMBER, "seller_name": _SELLER, "goods_value": Said("Goods value", "商品货款"),
    "freight": Said("Freight", "运杂费"), "currency": Said("Currency", "币制"),
}  # fmt: skip
_WAYBILL = {"waybill_no": Said("Waybill no.", "运单编号"), "seller_name": _SELLER, "gross_weight_kg": _GROSS,
            "pack_no": _PACKS}  # fmt: skip
_LIST = {
    "cop_no": Said("List no.", "清单企业编号"), "order_no": _NUMBER, "seller_name": _SELLER,
    "waybill_no": Said("Waybill no.", "运单编号"), "trade_mode": Said("Trade mode", "贸易方式"),
    "gross_weight_kg": _GROSS, "net_weight_kg": _NET, "pack_no": _PACKS,
}  # fmt: skip


def _rows(document: Mapping[str, Any], names: Mapping[str, Said]) -> tuple[tuple[Said | str, ...], ...]:
    return tuple((label, _text(document[name])) for name, label in names.items())


def _lines(lines: pl.DataFrame, name: str) -> tuple[tuple[str, ...], ...]:
    rows = lines.sort("gnum").select("gnum", name, "qty", "price", "total_price", "currency")
    return tuple(tuple(_text(cell) for cell in row) for row in rows.iter_rows())


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "–" if value is None else str(value)


def _figures_of(sets: Sets) -> tuple[Question, ...]:
    """The figures of the list that may be put right, filled with what was sent."""
    listed = sets.lists.row(0, named=True)
    asked = [
        Question("gross_weight_kg", _GROSS, "amount", given=_text(listed["gross_weight_kg"])),
        Question("net_weight_kg", _NET, "amount", given=_text(listed["net_weight_kg"])),
        Question("pack_no", _PACKS, "number", given=_text(listed["pack_no"])),
    ]
    for line in sets.list_lines.sort("gnum").iter_rows(named=True):
        for name, label in (("price", _PRICE), ("total_price", _TOTAL)):
            given = _text(line[name])
            asked.append(Question(f"{name}_{line['gnum']}", label.filled(line=line["gnum"]), "amount", given=given))
    return tuple(asked)


def _difference(drawn: Drawn) -> Said:
    """What a sound list has that the refused one has not."""
    pairs = zip(_figures_of(drawn.sound), _figures_of(drawn.sets), strict=True)
    said = [
        _SOLUTION.filled(field=sound.label, value=sound.given) for sound, sent in pairs if sound.given != sent.given
    ]
    return Said("; ".join(one.en for one in said), "；".join(one.zh for one in said))
