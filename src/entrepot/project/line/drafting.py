"""Draft lists from what is on the record, and say exactly which cells are missing."""

import tomllib
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from entrepot import rulebook
from entrepot.gateways.sheets.goods import write_gaps
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import Drafts, Filer
from entrepot.modules.trade import api as trade
from entrepot.project.line.own_documents import keep, note_source
from entrepot.project.line.setting import Setting, day_in_china
from entrepot.project.practice.derive import with_orders
from entrepot.project.practice.faults import PLAN, plant
from entrepot.project.practice.firms import BROKER
from entrepot.project.practice.identity import with_identity
from entrepot.store.gate import hold_alone

FAULT_PLAN = "practice-faults.json"
FILER_FILE = "filer.toml"
_KEY = ["message_no", "document_no"]
_ORDER = ["order_no", "marketplace_id"]
_DECLARED_AFTER = timedelta(hours=1)  # practice: a list is declared so long after its parcel was handed over
PRACTICE_FILER = Filer(
    agent_code=BROKER.customs_code, agent_name=BROKER.filed_name, customs_code="2233", port_code="2233",
    traf_mode="5", wrap_type="2", traf_name="PRACTICE", voyage_no="PX9610", bill_no="PX96100001",
)  # fmt: skip


class UnableToDraft(ValueError):
    """Nothing can be drafted; the text says what is missing and where to put it."""


@dataclass(frozen=True)
class Drafted:
    """lists kept; orders without a list by reason; gaps: the sheet of exactly the missing cells (CSV), or empty."""

    orders: int
    lists: int
    lines: int
    undrafted: dict[str, int]
    gaps: int
    sheet: bytes


def filer_of(setting: Setting, folder: Path) -> Filer:
    """Who declares: practice has its broker, a real station says it in DATA/filer.toml. Raises UnableToDraft."""
    if setting.practice:
        return PRACTICE_FILER
    path = folder / FILER_FILE
    names = {field.name for field in fields(Filer)} - {"simplified"}
    needed = ("agent_code", "agent_name", "customs_code", "port_code", "traf_mode", "wrap_type")
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        lines = ", ".join(f'{name} = "…"' for name in needed)
        raise UnableToDraft(f"expected {path} with {lines}, found no such file; write it once") from None
    missing = [name for name in needed if not content.get(name)]
    unknown = sorted(set(content) - names)
    if missing or unknown:
        raise UnableToDraft(f"{path}: expected {', '.join(sorted(names))}; missing: {missing}, unknown: {unknown}")
    texts = {name: str(value) for name, value in content.items()}
    return Filer(**texts)  # type: ignore[arg-type] # `simplified` is not among the names


def draft(setting: Setting, folder: Path, *, sellers: list[int] | None, now: datetime) -> Drafted:
    """Draft a list, or several, for every order that has none yet, and keep them; one transaction."""
    filer = filer_of(setting, folder)
    with setting.connection.transaction():
        hold_alone(setting.connection)
        drafts, orders = _drafts(setting, filer, sellers, now)
        if drafts.lists.height:
            heads, lines = _dated(setting, drafts, now)
            heads, lines = _with_planted(setting, folder, heads, lines)
            heads = with_identity("list", heads, lines)
            source = note_source(setting, "drafts", {"lists": heads.height, "at": now.isoformat()}, now=now)
            told = keep(setting, "list", heads, lines, message_id=source)
            kept = told.filter(pl.col("outcome") == "accepted").height
        else:
            kept = 0
    reasons = drafts.undrafted.group_by("reason").len().sort("reason")
    return Drafted(
        orders=orders,
        lists=kept,
        lines=drafts.list_lines.height,
        undrafted=dict(reasons.iter_rows()),
        gaps=drafts.gaps.height,
        sheet=write_gaps(drafts.gaps) if drafts.gaps.height else b"",
    )


def _drafts(setting: Setting, filer: Filer, sellers: list[int] | None, now: datetime) -> tuple[Drafts, int]:
    connection = setting.connection
    orders, lines = trade.current_orders(connection, sellers)
    declared = declarations.declared_orders(connection)
    orders = orders.join(declared, on=_ORDER, how="anti", maintain_order="left")
    lines = lines.join(declared, on=_ORDER, how="anti", maintain_order="left")
    waybills = with_orders(trade.current_waybills(connection, sellers)).join(
        orders.select("order_no", "marketplace_code", "marketplace_id"), on=["order_no", "marketplace_code"]
    )
    wares = lines.select("seller_id", "item_no").unique()
    goods = catalogue.goods_for(connection, wares["seller_id"].unique().to_list(), wares["item_no"].unique().to_list())
    day = day_in_china(now)
    basis = declarations.Basis(orders, lines, waybills, goods, catalogue.second_units(connection, day))
    return declarations.draft_lists(basis, rulebook.load().at(day), filer, now), orders.height


def _dated(setting: Setting, drafts: Drafts, now: datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
    """When the lists are declared: now; in practice an hour after the parcel was handed over, so that a world that was
    moved to other days is judged by the law of those days.
    """
    heads = drafts.lists
    moment = pl.lit(now).cast(pl.Datetime("us", "UTC"))
    if setting.practice:
        handed = trade.current_waybills(setting.connection).select("waybill_no", "carrier_code", handed="app_time")
        heads = heads.join(handed, on=["waybill_no", "carrier_code"], how="left", maintain_order="left")
        moment = pl.coalesce(pl.col("handed") + _DECLARED_AFTER, moment)
    heads = heads.with_columns(app_time=moment, arrived_at=moment).with_columns(
        ie_date=pl.col("app_time").dt.convert_time_zone("Asia/Shanghai").dt.date()
    )
    return heads.drop("handed", strict=False), drafts.list_lines


def _with_planted(
    setting: Setting, folder: Path, heads: pl.DataFrame, lines: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    path = folder / FAULT_PLAN
    if not (setting.practice and path.exists()):
        return heads, lines
    plan = pl.read_json(path, schema=PLAN)
    return plant("lists", heads, lines, plan)
