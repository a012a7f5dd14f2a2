"""What this installation counts for the programme, told by the modules that keep the rows; and when it is counted.

Whole rows of the whole installation only: no amount, no name, nothing by firm. So the public page shows nobody's trade.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.db.models import Count, Manager, Q

from entrepot.modules.academy import api as academy
from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange import api as exchange
from entrepot.modules.finance import api as finance
from entrepot.modules.insights import api as insights
from entrepot.modules.insights.api import Counted, Figure
from entrepot.modules.logistics import api as logistics
from entrepot.modules.market_procurement import api as market
from entrepot.modules.marketing import api as marketing
from entrepot.modules.parties import api as parties
from entrepot.modules.payments import api as payments
from entrepot.modules.pilot_zones import api as pilot_zones
from entrepot.modules.quality import api as quality
from entrepot.modules.warehouses import api as warehouses

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_END = datetime(9999, 1, 1, tzinfo=UTC)
Counting = Callable[[psycopg.Connection], Counted]


def register() -> None:
    """Every figure that a line of the programme names."""
    for name, en, zh, count in _FIGURES:
        insights.register(Figure(name, {"en": en, "zh": zh}, count))


def _of_station(connection: psycopg.Connection, number: int) -> Counted:
    """A number of rows that carry no mark of their own: a folder is practice or live for life."""
    card = parties.station(connection)
    practice = card is not None and card.is_practice
    return Counted(number if practice else 0, 0 if practice else number)


def _verdicts(*wanted: str) -> Counting:
    """Lists that were judged, and got one of these verdicts; all of them if none is named."""

    def count(connection: psycopg.Connection) -> Counted:
        found = declarations.tallies(connection, since=_BEGINNING, until=_END).verdicts
        return _of_station(connection, sum(many for name, many in found.items() if not wanted or name in wanted))

    return count


def _marked(rows: "Manager[Any]") -> Counting:
    """Rows that say themselves whether they are practice."""

    def count(_connection: psycopg.Connection) -> Counted:
        sums = rows.using("owner").aggregate(
            marked=Count("pk", filter=Q(practice=True)), unmarked=Count("pk", filter=Q(practice=False))
        )
        return Counted(sums["marked"], sums["unmarked"])

    return count


def _rows(rows: "Manager[Any]", **wanted: object) -> Counting:
    """Rows without a mark."""

    def count(connection: psycopg.Connection) -> Counted:
        return _of_station(connection, rows.using("owner").filter(**wanted).count())

    return count


def _firms(rows: "Manager[Any]") -> Counting:
    """Firms that rows without a mark name, each once."""

    def count(connection: psycopg.Connection) -> Counted:
        return _of_station(connection, rows.using("owner").values("firm_id").distinct().count())

    return count


def _received(_connection: psycopg.Connection) -> Counted:
    """Signed records by the station that issued them, not by the one that keeps them."""
    rows = exchange.Received.objects.using("owner")
    return Counted(rows.filter(station="practice").count(), rows.exclude(station="practice").count())


_FIGURES: tuple[tuple[str, str, str, Counting], ...] = (
    ("lists_judged", "Declaration lists judged on the record", "记录中已审核的申报清单", _verdicts()),
    ("lists_released", "Declaration lists released", "已放行的申报清单", _verdicts("released")),
    ("lists_refused", "Declaration lists refused with the rule", "已退回并注明规则的清单", _verdicts("refused")),
    ("firms", "Firms on the record", "记录中的企业", _rows(parties.Enterprise.objects, provisional=False)),
    ("grants", "Records opened to another party", "向他方共享的记录", _rows(parties.Grant.objects)),
    ("packages", "Records given as signed files", "以签名文件交付的记录",
     _rows(parties.Audit.objects, what="record_packed")),
    ("exercises_answered", "Exercises answered", "已作答的练习", _rows(academy.Answer.objects)),
    ("showrooms", "Showrooms opened", "已开设的展厅", _marked(marketing.Hall.objects)),
    ("enquiries", "Enquiries made in showrooms", "展厅询价", _marked(marketing.Enquiry.objects)),
    ("listings", "Listings offered to marketplaces", "平台上架商品", _marked(marketing.Listing.objects)),
    ("market_deals", "Deals made at the market", "市场成交", _marked(market.Deal.objects)),
    ("pilot_zone_members", "Firms that are members of a pilot zone", "综试区成员企业",
     _rows(pilot_zones.Member.objects, state="member")),
    ("beneficiaries", "Firms granted a support measure", "获支持的企业", _firms(pilot_zones.MeasureGrant.objects)),
    ("parks", "Parks", "园区", _rows(pilot_zones.Park.objects)),
    ("leases", "Leases of units of parks", "园区单元租约", _rows(pilot_zones.Lease.objects)),
    ("shipments", "Shipments to warehouses abroad", "发往海外仓的货物", _marked(warehouses.Shipment.objects)),
    ("dispatches", "Orders filled from warehouses abroad", "海外仓发出的订单", _marked(warehouses.Dispatch.objects)),
    ("statements", "Bank statements brought", "导入的银行对账单", _marked(payments.Statement.objects)),
    ("received", "Signed records received from elsewhere", "接收的签名记录", _received),
    ("bookings", "Parcels booked with carriers", "已订舱的包裹", _marked(logistics.Booking.objects)),
    ("inspections", "Orders sent to inspection", "送检的订单", _marked(quality.Inspection.objects)),
    ("finance_cases", "Requests for finance on a record", "凭记录的融资申请", _marked(finance.Case.objects)),
)  # fmt: skip
