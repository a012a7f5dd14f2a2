"""`derive`: give the orders of a practice folder what they lack to be declared, with faults on purpose if asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl

from entrepot import rulebook
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.declarations import api as declarations
from entrepot.modules.trade import api as trade
from entrepot.project.line.drafting import FAULT_PLAN
from entrepot.project.line.own_documents import keep, note_source
from entrepot.project.line.setting import Setting, day_in_china
from entrepot.project.practice import derive, faults
from entrepot.project.practice.identity import with_identity
from entrepot.store.gate import hold_alone

KINDS = ("waybills", "slips", "goods")
_ORDER = ["order_no", "marketplace_id"]
# the parcel is handed over six hours after the order (derive), the list declared an hour later (drafting)
_DECLARED_AFTER = timedelta(hours=7)


@dataclass(frozen=True)
class Derived:
    """How many orders were moved, what was made, and how many sets carry which fault."""

    orders: int
    moved_days: int
    waybills: int
    slips: int
    goods: int
    faults: dict[str, int]


def make(
    setting: Setting,
    folder: Path,
    *,
    kinds: Collection[str],
    shift_to: date | None,
    rate: Decimal,
    seed: int,
    now: datetime,
) -> Derived:
    """Derive for every order that is not declared yet; one transaction. Practice folders only (the command checks)."""
    with setting.connection.transaction():
        hold_alone(setting.connection)
        source = note_source(setting, "derived", {"seed": seed, "at": now.isoformat(), "practice": True}, now=now)
        work = _Derivation(setting, source, seed, now)
        days = work.move(shift_to) if shift_to is not None else 0
        plan = work.plan(rate) if rate else pl.DataFrame(schema=faults.PLAN)
        work.plant_orders(plan)
        goods = work.goods() if "goods" in kinds else 0
        waybills = work.waybills(plan) if "waybills" in kinds else 0
        slips = work.slips(plan) if "slips" in kinds else 0
    (folder / FAULT_PLAN).write_text(plan.write_json(), "utf-8")
    counts = plan.unique(["order_no", "marketplace_code"]).group_by("rule").len().sort("rule")
    return Derived(work.orders.height, days, waybills, slips, goods, dict(counts.iter_rows()))


class _Derivation:
    """The undeclared orders of the folder, and what is made for them."""

    def __init__(self, setting: Setting, source: int, seed: int, now: datetime) -> None:
        self.setting, self.source, self.seed, self.now = setting, source, seed, now
        self.moved = False
        orders, lines = trade.current_orders(setting.connection)
        declared = declarations.declared_orders(setting.connection)
        self.orders = orders.join(declared, on=_ORDER, how="anti", maintain_order="left").with_columns(
            placed_at=pl.coalesce("placed_at", "app_time")
        )
        self.lines = lines.join(declared, on=_ORDER, how="anti", maintain_order="left")

    def _keep(self, kind: str, heads: pl.DataFrame, lines: pl.DataFrame | None = None) -> int:
        # what is moved to another day came on that day, as all that is made up for it
        dated = heads.with_columns(arrived_at=pl.col("placed_at" if kind == "order" and self.moved else "app_time"))
        drop: list[str] = [c for c in ("order_id", "marketplace_id", "seller_id") if c in dated.columns]
        if kind == "waybill":
            drop += ["order_no", "marketplace_code"]
        told = keep(self.setting, kind, dated.drop(drop), lines, message_id=self.source)
        return told.filter(pl.col("outcome") == "accepted").height

    def _line_columns(self) -> pl.DataFrame:
        return self.lines.select("message_no", "document_no", *trade.ORDER_LINE)

    def move(self, to: date) -> int:
        """Move the orders so that the earliest falls on `to`; returns by how many days."""
        by = derive.moved(self.orders, to)
        if not by:
            return 0
        self.moved = True
        ids = self.orders.select("message_no", "document_no", "marketplace_id", "seller_id")
        later = derive.move_orders(
            self.orders.select("message_no", "document_no", *trade.ORDER_HEAD), self._line_columns(), by, self.now
        )
        self._keep("order", later, self._line_columns())
        self.orders = later.join(ids, on=["message_no", "document_no"], maintain_order="left")
        return by.days

    def plan(self, rate: Decimal) -> pl.DataFrame:
        """Which order gets which fault: of the kinds that the rules look at on the day its list is declared."""
        book = rulebook.load()
        in_force = catalogue.references(self.setting.lookups, day_in_china(self.now))
        complete = [kind for kind, edition in in_force.editions.items() if edition.complete]
        declared = self.orders["placed_at"] + _DECLARED_AFTER
        days = declared.dt.convert_time_zone("Asia/Shanghai").dt.date()
        rules = {
            day: faults.rules_looking(book, book.at(day)) - faults.REFUSED_AS_MESSAGE for day in days.unique().to_list()
        }
        kinds = sorted({",".join(sorted(codes)) for codes in rules.values()})
        named = {day: kinds.index(",".join(sorted(codes))) for day, codes in rules.items()}
        grouped = self.orders.with_columns(group=days.replace_strict(named, return_dtype=pl.Int64))
        plans = [
            faults.plan_faults(part, rate, self.seed, kinds[int(str(group))].split(","), complete)
            for (group,), part in sorted(grouped.group_by("group"), key=lambda item: str(item[0]))
        ]
        return pl.concat(plans)

    def plant_orders(self, plan: pl.DataFrame) -> None:
        """Faults that lie in the order itself: a change of the order."""
        hit = plan.filter(pl.col("where") == "orders").select("order_no", "marketplace_code")
        chosen = self.orders.join(hit, on=["order_no", "marketplace_code"], how="semi", maintain_order="left")
        if chosen.is_empty():
            return
        lines = self._line_columns().join(chosen, on=["message_no", "document_no"], how="semi", maintain_order="left")
        heads = chosen.select("message_no", "document_no", *trade.ORDER_HEAD)
        heads, lines = faults.plant("orders", heads, lines, plan)
        later = pl.lit(self.now).cast(pl.Datetime("us", "UTC")) + pl.duration(seconds=1)
        heads = with_identity("order", heads.with_columns(app_type=pl.lit("2"), app_time=later), lines)
        self._keep("order", heads, lines)
        # slips are over what the changed order says, so that only the planted rule fails
        kept = self.orders.join(heads, on=["message_no", "document_no"], how="anti")
        ids = chosen.select("message_no", "document_no", *(c for c in self.orders.columns if c not in heads.columns))
        changed = heads.join(ids, on=["message_no", "document_no"], maintain_order="left").select(self.orders.columns)
        self.orders = pl.concat([kept, changed])

    def goods(self) -> int:
        """Goods data for every ware."""
        goods = derive.derive_goods(self.lines.select("seller_id", "item_no", "item_name", "unit"), self.seed)
        change = catalogue.Change(by=derive.BY, why=derive.WHY, now=self.now, practice=True)
        kept = catalogue.keep_goods(self.setting.connection, goods, change)
        return int(kept.new + kept.changed + kept.same)

    def waybills(self, plan: pl.DataFrame) -> int:
        """A waybill an order."""
        goods = catalogue.goods_for(
            self.setting.connection,
            self.orders["seller_id"].unique().to_list(),
            self.lines["item_no"].unique().to_list(),
        )
        made = derive.derive_waybills(self.orders, self.lines, goods, self.seed)
        made, _ = faults.plant("waybills", made, self.lines.clear(), plan)
        return self._keep("waybill", with_identity("waybill", made))

    def slips(self, plan: pl.DataFrame) -> int:
        """A collection slip an order."""
        made, _ = faults.plant("slips", derive.derive_slips(self.orders, self.seed), self.lines.clear(), plan)
        return self._keep("slip", with_identity("slip", made))
