"""`derive` for import: the orders of a practice folder become sets of 9610 import, with buyers who were invented.

Each order is changed into an import order in CNY at the stated rate; payment, waybill and list are made for it; all of
them go in as the messages of their senders, lists signed by the practice broker with a key made for this run.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl

from entrepot.gateways.ceb.software_keys import RsaSigner
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange.api import Incoming
from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.project.line.drafting import PRACTICE_FILER
from entrepot.project.line.intake import store_and_read
from entrepot.project.line.replies import answer_intake
from entrepot.project.line.setting import Setting, day_in_china
from entrepot.project.practice import derive, import_faults
from entrepot.project.practice.firms import MARKETPLACE
from entrepot.project.practice.import_sets import as_import
from entrepot.project.practice.messages import import_messages
from entrepot.project.practice.sets import EXACT, Sets

KINDS = ("payments", "waybills", "goods", "buyers")
IMPORT_FAULT_PLAN = "practice-import-faults.json"
PLAN = {"order_no": pl.String, "rule": pl.String}
_SET = ["message_no", "document_no"]
_ORDER = ["order_no", "marketplace_id"]
_LIMIT = Decimal(5000)  # what is dearer is no set of retail import, unless it is one indivisible item
_A_PERSON = 20_000  # dutiable values of one buyer add up to less than this and one order more: within the year
_LINES = 99
_GUARANTEE = Decimal(10**9)
_MESSAGES_A_PASS = 40


@dataclass(frozen=True)
class DerivedImports:
    """orders: made into sets; passed_over: too dear, too long or with lines that cost nothing.

    plan: order_no, rule of each set with a fault on purpose.
    """

    orders: int
    passed_over: int
    buyers: int
    goods: int
    plan: pl.DataFrame

    @property
    def faults(self) -> dict[str, int]:
        """Rule → sets."""
        return dict(self.plan.group_by("rule").len().sort("rule").iter_rows())


def make_imports(setting: Setting, *, cny: Decimal, rate: Decimal, seed: int, now: datetime) -> DerivedImports:
    """Make and send sets for every order that is not declared yet. cny: CNY for one unit of the orders' currency."""
    chosen = _chosen(setting, cny, seed, now)
    if chosen.orders.is_empty():
        return DerivedImports(0, chosen.passed_over, 0, chosen.kept, pl.DataFrame(schema=PLAN))
    sets = _sets(chosen.orders, chosen.lines, chosen.goods, seed, now)
    # whoever bought in an earlier run is not met again: the year of a buyer would not do for both
    persons = _buyers(_values(chosen.lines, cny).sort("document_no")["value"], sets.waybills) + chosen.before
    rates = catalogue.references(setting.lookups, day_in_china(now)).editions["import_rates"]
    planted = import_faults.plant(as_import(sets, persons, rates, cny), rate, seed)
    _give_guarantee(setting, now)
    signer = RsaSigner.generate("PRACTICE", f"PRACTICE-{seed}", now)
    _send(setting, import_messages(planted.sets, signer=signer), now)
    _send(setting, import_messages(planted.unsigned, ("import_list",)), now)
    return DerivedImports(chosen.orders.height, chosen.passed_over, persons.n_unique(), chosen.kept, planted.plan)


def keep_plan(folder: Path, plan: pl.DataFrame) -> None:
    """Write down which orders got which fault, beside those of earlier runs, so that anybody can compare."""
    path = folder / IMPORT_FAULT_PLAN
    before = pl.read_json(path, schema=PLAN) if path.exists() else pl.DataFrame(schema=PLAN)
    path.write_text(pl.concat([before, plan.select(list(PLAN))]).write_json(), "utf-8")


def _buyers(value: pl.Series, waybills: pl.DataFrame) -> pl.Series:
    """Numbers of buyers from 0, each of a run of orders; freight and insurance count toward a year as the goods do."""
    dutiable = value + waybills["freight"] + waybills["insured_fee"]
    return (dutiable.cum_sum() // _A_PERSON).cast(pl.Int64)


@dataclass(frozen=True)
class _Chosen:
    """Undeclared orders that can be retail import, their lines, goods.

    passed_over: orders left out; before: orders declared earlier; kept: goods that stand in the catalogue.
    """

    orders: pl.DataFrame
    lines: pl.DataFrame
    goods: pl.DataFrame
    passed_over: int
    before: int
    kept: int


def _chosen(setting: Setting, cny: Decimal, seed: int, now: datetime) -> _Chosen:
    connection = setting.connection
    with connection.transaction():
        orders, lines = trade.current_orders(connection)
        declared = declarations.declared_orders(connection)
        orders, lines = (
            frame.join(declared, on=_ORDER, how="anti", maintain_order="left") for frame in (orders, lines)
        )
        goods = derive.derive_goods(lines.select("seller_id", "item_no", "item_name", "unit"), seed)
        change = catalogue.Change(by=derive.BY, why=derive.WHY, now=now, practice=True)
        kept = catalogue.keep_goods(connection, goods, change)
    fit = (
        _values(lines, cny)
        .filter((pl.col("value") <= _LIMIT) & (pl.col("cheapest") > 0) & (pl.col("lines") <= _LINES))
        .select(_SET)
    )
    chosen = orders.join(fit, on=_SET, how="semi", maintain_order="left").with_columns(
        placed_at=pl.coalesce("placed_at", "app_time")
    )
    waybills = derive.derive_waybills(chosen, lines, goods, seed) if chosen.height else chosen
    if chosen.height:
        light = (
            chosen.hstack(waybills.select(charge="freight"))
            .join(_values(lines, cny), on=_SET)
            .filter(pl.col("value") + pl.col("charge") <= _LIMIT)
        )
        chosen = chosen.join(light, on=_SET, how="semi", maintain_order="left")
    own = lines.join(chosen, on=_SET, how="semi", maintain_order="left").sort("document_no", "gnum")
    stand = kept.new + kept.changed + kept.same
    return _Chosen(chosen.sort("document_no"), own, goods, orders.height - chosen.height, declared.height, stand)


def _values(lines: pl.DataFrame, cny: Decimal) -> pl.DataFrame:
    """What each order costs in CNY, the lowest of its prices and quantities, its lines."""
    price = (pl.col("price") * pl.lit(cny, EXACT)).round(2, mode="half_away_from_zero").cast(EXACT)
    total = price * pl.col("qty")
    return lines.group_by(_SET, maintain_order=True).agg(
        value=total.sum(),
        dearest=total.sum(),
        cheapest=pl.min_horizontal(price.min(), pl.col("qty").min()),
        lines=pl.len(),
    )


def _sets(orders: pl.DataFrame, lines: pl.DataFrame, goods: pl.DataFrame, seed: int, now: datetime) -> Sets:
    """Side by side: the order as a change, what was derived for it, and its list; submitted within the last hours."""
    at = pl.lit(now).cast(pl.Datetime("us", "UTC"))
    heads = orders.with_columns(app_type=pl.lit("2"), app_time=at)
    waybills = derive.derive_waybills(orders, lines, goods, seed).with_columns(app_time=at)
    slips = derive.derive_slips(orders, seed).with_columns(app_time=at, accounting_date=at - timedelta(hours=2))
    cells = lines.join(
        goods.drop("item_name", "unit", strict=False), on=["seller_id", "item_no"], maintain_order="left"
    )
    list_lines = cells.select(
        *_SET, "gnum", "item_no", "item_name", "hs_code", "currency", "qty", "unit", "unit1", "unit2", "price",
        "total_price", declared_name="item_name", model=pl.col("elements").str.slice(0, 250), barcode=pl.lit("无"),
        item_record_no=pl.lit(None, pl.String),
        note=pl.lit(None, pl.String),
        qty1=(pl.col("qty") * pl.col("factor1")).round(5, mode="half_away_from_zero").cast(EXACT),
        qty2=(pl.col("qty") * pl.col("factor2")).round(5, mode="half_away_from_zero").cast(EXACT),
    )  # fmt: skip
    net = cells.group_by(_SET, maintain_order=True).agg(
        kg=(pl.col("qty") * pl.col("net_weight_kg")).sum().round(5, mode="half_away_from_zero").cast(EXACT)
    )
    columns = [c for c in lines.columns if c in {*_SET, *trade.ORDER_LINE}]
    return Sets(heads, lines.select(columns), slips, waybills, _lists(heads, waybills, net["kg"], seed), list_lines)


def _lists(orders: pl.DataFrame, waybills: pl.DataFrame, net: pl.Series, seed: int) -> pl.DataFrame:
    nothing = (
        pl.lit(None, pl.String).alias(name) for name in ("pre_no", "invt_no", "ems_no", "loct_no", "licence_no", "note")
    )
    parcel = waybills.select("carrier_code", "carrier_name", "waybill_no", "insured_fee", "gross_weight_kg")
    return orders.select(
        *_SET, "guid", "app_status", "app_time", "order_no", "marketplace_code", "marketplace_name", "seller_code",
        "seller_name",
    ).hstack(parcel).with_columns(
        *nothing,
        net.alias("net_weight_kg"),
        app_type=pl.lit("1"),
        cop_no=pl.format("PI{}-{}", pl.lit(seed), pl.col("document_no").cast(pl.String).str.zfill(9)),
        customs_code=pl.lit(PRACTICE_FILER.customs_code),
        port_code=pl.lit(PRACTICE_FILER.port_code),
        ie_date=pl.col("app_time").dt.convert_time_zone("Asia/Shanghai").dt.date(),
        agent_code=pl.lit(PRACTICE_FILER.agent_code),
        agent_name=pl.lit(PRACTICE_FILER.agent_name),
        trade_mode=pl.lit("9610"),
        traf_mode=pl.lit(PRACTICE_FILER.traf_mode),
        traf_name=pl.lit(PRACTICE_FILER.traf_name),
        voyage_no=pl.lit(PRACTICE_FILER.voyage_no),
        bill_no=pl.lit(PRACTICE_FILER.bill_no),
        wrap_type=pl.lit(PRACTICE_FILER.wrap_type),
    )  # fmt: skip


def _give_guarantee(setting: Setting, now: datetime) -> None:
    """The marketplace guarantees the tax of all practice sets, unless an office set an amount before."""
    code = MARKETPLACE.customs_code
    if ledgers.balances(setting.lookups, "guarantee", [code]):
        return
    holder = parties.resolve(setting.lookups, [(code, MARKETPLACE.filed_name, "marketplace")])[code]
    ledgers.open_account(
        setting.lookups, kind="guarantee", key=code, unit="CNY", holder_id=holder, now=now, amount=_GUARANTEE
    )


def _send(setting: Setting, messages: Iterable[tuple[str, bytes]], now: datetime) -> None:
    """Store and read them as their senders', some at a time."""
    every = list(messages)
    codes = parties.resolve(setting.lookups, [(code, code, "") for code in sorted({code for code, _ in every})])
    for start in range(0, len(every), _MESSAGES_A_PASS):
        part = every[start : start + _MESSAGES_A_PASS]
        incoming = [Incoming("message", codes[code], body, "practice") for code, body in part]
        store_and_read(setting, incoming, now=now, after=answer_intake)
