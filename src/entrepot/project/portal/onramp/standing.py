"""Where a firm stands, read from the record: what it is, its wares with the forms that fit, what to do first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
import psycopg

from entrepot.engines.clearance.editions import MEASURES, UNKNOWN_MEASURE
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.declarations import api as declarations
from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones import api as pilot_zones
from entrepot.modules.trade import api as trade
from entrepot.project.portal.goods.wares import Ware, described
from entrepot.project.portal.onramp.facts import FirmFacts, Form, WareFacts, forms_for
from entrepot.project.portal.onramp.steps import STEPS, Progress, Task, first_things

MOST_WARES = 2_000
NEWEST_ORDERS = 1_000
_CUSTOMS = "customs10"


@dataclass(frozen=True)
class Standing:
    """wares: those with most orders first, then by number; more: whether there are more than were looked at."""

    firm: FirmFacts
    wares: Sequence[tuple[WareFacts, Sequence[Form]]]
    first: Sequence[Task]
    progress: Sequence[Progress]
    more: bool


def standing_of(connection: psycopg.Connection, seller_id: int, *, now: datetime, using: str = "default") -> Standing:
    """Everything of one firm, as the reader of this connection may see it."""
    day = parties.china_day(now)
    sold = trade.sold_by(connection, seller_id, newest=NEWEST_ORDERS)
    firm = _firm(seller_id, sold, day, using)
    goods = catalogue.goods_window(connection, seller_id, after="", prefix="", size=MOST_WARES)
    wares = _wares(connection, seller_id, goods, sold, day)
    judged = [(ware, forms_for(ware, firm, day)) for ware in wares]
    return Standing(
        firm,
        judged,
        first_things(judged, filed=firm.filed),
        _progress(firm, wares, sold, declarations.first_lists(connection, seller_id)),
        goods.height == MOST_WARES,
    )


def _firm(seller_id: int, sold: trade.Sold, day: date, using: str) -> FirmFacts:
    known = parties.firms({seller_id}, using=using).get(seller_id)
    code = next((code for scheme, code in known.codes if scheme == _CUSTOMS), "") if known else ""
    filings = [one for one in parties.filings_of(seller_id, using=using) if one.enterprise_id == seller_id]
    approved = any(one.state == "approved" and (one.valid_until is None or day < one.valid_until) for one in filings)
    memberships = [one for one in pilot_zones.memberships([seller_id], using=using) if one.state == "member"]
    offices = parties.firms({one.office_id for one in memberships}, using=using)
    return FirmFacts(
        customs_code=code,
        filed=approved or (bool(code) and known is not None and not known.provisional),
        applied=any(one.state == "applied" for one in filings),
        market_dealer="market_dealer" in parties.roles_of(seller_id, day, using=using),
        pilot_zone=", ".join(one.name_zh or one.name_en for one in offices.values()),
        largest_usd=sold.largest_usd,
    )


def _wares(
    connection: psycopg.Connection, seller_id: int, goods: pl.DataFrame, sold: trade.Sold, day: date
) -> list[WareFacts]:
    by_item = {one.item_no: one for one in sold.wares}
    items = list(dict.fromkeys([*goods["item_no"], *by_item]))
    wanted = pl.DataFrame(
        {"seller_id": [seller_id] * len(items), "item_no": items},
        schema={"seller_id": pl.Int64, "item_no": pl.String},
    )
    wares = described(wanted, goods, catalogue.second_units(connection, day))
    measures, edition = _measures(connection, [ware.values.get("hs_code", "") for ware in wares], day)
    found = [_ware(ware, by_item.get(ware.item_no), measures, edition) for ware in wares]
    return sorted(found, key=lambda ware: (-ware.orders, ware.item_no))


def _ware(
    ware: Ware, sold: trade.SoldWare | None, measures: Mapping[str, Mapping[str, bool | None]], edition: str
) -> WareFacts:
    code = ware.values.get("hs_code", "")
    return WareFacts(
        item_no=ware.item_no,
        name=ware.values.get("declared_name") or ware.name or (sold.item_name if sold else ""),
        hs_code=code,
        gaps=ware.gaps,
        orders=sold.orders if sold else 0,
        over_marketplace=sold.over_marketplace if sold else False,
        edition=edition,
        **measures.get(code, {}),
    )


def _measures(
    connection: psycopg.Connection, codes: Sequence[str], day: date
) -> tuple[dict[str, dict[str, bool | None]], str]:
    """Code → licence, export_duty, refund, where the edition of export measures in force knows all three."""
    edition = catalogue.references(connection, day).editions.get("export_measures")
    wanted = sorted({code for code in codes if code})
    if edition is None or not wanted:
        return {}, ""
    frame = pl.DataFrame({"hs_code": wanted}).with_columns(bits=edition.measures_of(pl.col("hs_code")))
    return {
        code: {name: bool(bits & bit) for name, bit in MEASURES.items()}
        for code, bits in frame.rows()
        if bits is not None and not bits & UNKNOWN_MEASURE
    }, edition.edition


def _progress(
    firm: FirmFacts, wares: Sequence[WareFacts], sold: trade.Sold, lists: declarations.FirstLists
) -> list[Progress]:
    complete = sum(not ware.gaps for ware in wares)
    return [
        Progress("filing", STEPS["filing"], int(firm.filed), None),
        Progress("goods", STEPS["goods"], complete, len(wares)),
        Progress("orders", STEPS["orders"], sold.orders, None),
        Progress("filed", STEPS["filed"], lists.lists, None, lists.since),
        Progress("released", STEPS["released"], lists.released, None, lists.released_at),
    ]
