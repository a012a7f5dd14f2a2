"""One parcel on its way from Wangtang to Hamburg: the first record that a newcomer opens. Invented, and marked so."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

import polars as pl

from entrepot.gateways.ceb.software_keys import RsaSigner
from entrepot.project.practice.firms import SELLERS
from entrepot.project.practice.messages import messages_of
from entrepot.project.practice.sets import Sets, generate_sets

ORDER_NO = "WT-HAMBURG-0001"
CERTIFICATE = "PX0304"  # with which the broker signs its list
_SEED = 304
_WANGTANG = "9999"  # invented, as the place is
_GERMANY = "304"  # old customs code of the country/region
_HAMBURG = "2110"  # old customs code of the port, in the port table of Chinese customs
_NUMBERS = {
    "order_no": ORDER_NO,
    "waybill_no": "WTHAM0000000001",
    "cop_no": "WT-LIST-0001",
    "pay_no": "WTPAY0000000001",
    "pod": _HAMBURG,
}
_SHIP = {
    "customs_code": _WANGTANG,
    "port_code": _WANGTANG,
    "traf_mode": "2",  # by sea
    "traf_name": "PX HARBOUR LIGHT",
    "voyage_no": "PX001W",
    "bill_no": "PXBL00000001",
}
_NOTE = "gift wrapping asked for · 买家要求礼品包装"
_SET = ["message_no", "document_no"]


@dataclass(frozen=True)
class Step:
    """What was sent so long before now."""

    before: timedelta
    kind: str
    changed: bool = False


STEPS = (
    Step(timedelta(hours=7), "order"),
    Step(timedelta(hours=6, minutes=50), "slip"),
    Step(timedelta(hours=6), "order", changed=True),
    Step(timedelta(hours=3), "waybill"),
    Step(timedelta(hours=2), "list"),
)


def steps(now: datetime) -> Iterator[tuple[datetime, list[tuple[str, bytes]]]]:
    """(when, messages) in the order in which they were sent; each submitted at that moment, the list signed."""
    sets = parcel()
    signer = RsaSigner.generate("练习 PRACTICE", CERTIFICATE, now)
    for step in STEPS:
        at = now - step.before
        yield at, list(messages_of(_submitted(sets, at, changed=step.changed), (step.kind,), signer=signer))


def parcel() -> Sets:
    """The first generated set of the first seller that goes to Germany, under numbers of its own."""
    many = generate_sets(400, _SEED)
    wanted = (pl.col("country") == _GERMANY) & (pl.col("seller_code") == SELLERS[0].customs_code)
    one = many.lists.filter(wanted).head(1).select(_SET)
    parts = {each.name: getattr(many, each.name).join(one, on=_SET, how="semi") for each in fields(Sets)}
    return Sets(**{name: _numbered(frame) for name, frame in parts.items()})


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        pl.lit(text).alias(name) for name, text in {**_NUMBERS, **_SHIP}.items() if name in frame.columns
    )


def _submitted(sets: Sets, at: datetime, *, changed: bool) -> Sets:
    moment = pl.lit(at).cast(pl.Datetime("us", "UTC"))
    day = at + timedelta(hours=8)  # China time
    heads = {
        "orders": sets.orders.with_columns(app_time=moment),
        "slips": sets.slips.with_columns(app_time=moment, accounting_date=moment),
        "waybills": sets.waybills.with_columns(app_time=moment),
        "lists": sets.lists.with_columns(app_time=moment, ie_date=pl.lit(day.date())),
    }
    if changed:
        heads["orders"] = heads["orders"].with_columns(app_type=pl.lit("2"), note=pl.lit(_NOTE))
    return replace(sets, **heads)
