"""A record's shared parts → an EPCIS 2.0 document.

order placed      TransactionEvent ADD      purchase order, quantities, owning party
goods on the way  ObjectEvent OBSERVE       shipping, in_transit; the parcel is the object
decided           ObjectEvent OBSERVE       inspecting, conformant or non_conformant; holding where it is held
goods             master data of the class  names of the ware; its HS code in our own namespace

Words of business step, disposition and transaction are those of the Core Business Vocabulary 2.0.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from entrepot.gateways.epcis import names
from entrepot.gateways.epcis.carried import Ledger, Loss, Row
from entrepot.gateways.epcis.names import NAMESPACE

CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"entrepot": NAMESPACE}]
_CHINA = timezone(timedelta(hours=8))
_STEPS = {"held": "holding"}
_DISPOSITIONS = {"released": "conformant", "refused": "non_conformant"}
_CUSTOMS = ("released", "refused", "held")  # the other verdicts are our own pre-check: nothing has been inspected
_SHORT = "urn:epcglobal:cbv:mda#descriptionShort"
_LONG = "urn:epcglobal:cbv:mda#tradeItemDescription"
_ON_THE_WAY = (
    "carrier_name", "goods_info", "pack_no", "gross_weight_kg", "net_weight_kg", "traf_mode", "traf_name", "voyage_no",
    "total_package_no", "country",
)  # fmt: skip
_OF_GOODS = ("hs_code", "declared_name", "model", "country", "qty1", "unit1", "qty2", "unit2")
_OF_DECISION = ("kind", "verdict", "lane", "law_date", "return_status")


@dataclass(frozen=True)
class Written:
    """The document, and what of the record it does not carry."""

    document: dict[str, Any]
    losses: list[Loss]

    def bytes(self) -> bytes:
        """The document as a file."""
        return json.dumps(self.document, ensure_ascii=False, indent=1).encode() + b"\n"


@dataclass(frozen=True)
class _Record:
    """What every event of a record names."""

    ledger: Ledger
    order_no: str
    marketplace: str
    seller: str
    mark: str

    def order(self) -> dict[str, str]:
        return {"type": "po", "bizTransaction": names.own("order", self.marketplace, self.order_no)}

    def event(self, **content: object) -> dict[str, Any]:
        """An event with its number: the same event has the same number, so that a repeat is known as one."""
        made = {name.replace("__", ":"): value for name, value in content.items() if value not in ("", [], None)}
        if self.mark:
            made["entrepot:mark"] = self.mark
        number = uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE + json.dumps(made, sort_keys=True, ensure_ascii=False))
        return {"eventID": f"urn:uuid:{number}", **made}


def write(payload: Mapping[str, Any], *, now: datetime) -> Written:
    """The document of a package's payload (entrepot.record.v1): what is not in the payload is not in it."""
    ledger = Ledger(payload["parts"])
    record = _Record(
        ledger, str(payload["order_no"]), str(payload["marketplace"]["code"]), str(payload["seller"]["code"]),
        str(payload.get("mark", "")),
    )  # fmt: skip
    events = [*_ordered(record, payload), *_shipped(record), *_decided(record)]
    ware = _wares(record)
    losses = ledger.losses()
    header = {"epcisHeader": {"epcisMasterData": {"vocabularyList": [ware]}}} if ware else {}
    document = {
        "@context": CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": now.astimezone(_CHINA).isoformat(),
        **({"entrepot:mark": record.mark} if record.mark else {}),
        "entrepot:notCarried": [f"{one.part}.{one.rows}.{one.column}" for one in losses if one.way == "lost"],
        **header,
        "epcisBody": {"eventList": events},
    }
    return Written(document, losses)


# ---- what happened ---------------------------------------------------------------------------------------------------


def _ordered(record: _Record, payload: Mapping[str, Any]) -> list[dict[str, Any]]:
    made = []
    for row in record.ledger.rows("order", "order"):
        at = next((row.carry(column) for column in ("placed_at", "submitted_at", "arrived_at") if row.look(column)), "")
        for column in ("order_no", "seller_code", "seller_name", "marketplace_code", "marketplace_name", "destination"):
            row.own(column)
        row.carry("order_no")
        lines = record.ledger.rows("order", "lines")
        row.carry("lines")  # as many as quantities are listed
        row.carry("practice")  # as the mark
        made.append(
            record.event(
                type="TransactionEvent", **_time(at), action="ADD", bizTransactionList=[record.order()],
                epcList=[], quantityList=[_quantity(record, line) for line in lines],
                sourceList=[{"type": "owning_party", "source": names.own("party", record.seller)}],
                entrepot__seller=payload["seller"]["name"], entrepot__marketplace=payload["marketplace"]["name"],
                entrepot__destination=row.look("destination"),
            )
        )  # fmt: skip
        made[-1].setdefault("epcList", [])
    return made


def _shipped(record: _Record) -> list[dict[str, Any]]:
    made = []
    for row in record.ledger.rows("transport", "lists"):
        day, at = row.look("ie_date"), row.look("waybill_arrived_at")
        if not (row.look("waybill_no") and (day or at)):
            continue  # nothing is known of a parcel, or not when: the values count as lost
        row.carry("ie_date" if day else "waybill_arrived_at")
        more = (
            {"type": "bol", "bizTransaction": names.own("bill", row.carry("bill_no"))} if row.look("bill_no") else None
        )
        told = {f"entrepot__{column}": row.own(column) for column in _ON_THE_WAY}
        made.append(
            record.event(
                type="ObjectEvent", **_time(day or at), action="OBSERVE", bizStep="shipping", disposition="in_transit",
                epcList=[_parcel(row)], bizTransactionList=[record.order(), *([more] if more else [])],
                readPoint={"id": names.own("port", row.own("port_code"))} if row.look("port_code") else None,
                destinationList=[{"type": "location", "destination": names.own("port", row.own("pod"))}]
                if row.look("pod") else None,
                entrepot__timeKnownTo="day" if day else "recorded", **told,
            )
        )  # fmt: skip
    return made


def _parcel(row: Row) -> str:
    return names.own("parcel", row.own("carrier_code"), row.own("waybill_no"))


def _decided(record: _Record) -> list[dict[str, Any]]:
    made = []
    parcels = {row.look("cop_no"): row for row in record.ledger.rows("transport", "lists") if row.look("waybill_no")}
    for row in record.ledger.rows("customs", "decisions"):
        verdict, cop_no = row.look("verdict"), row.look("cop_no")
        if verdict not in _CUSTOMS or row.look("kind") == "precheck":
            continue
        row.carry("at")
        told = {f"entrepot__{column}": row.own(column) for column in _OF_DECISION}
        found = [
            one.own("rule") + (f" {one.own('gnum')}" if one.look("gnum") else "")
            for one in record.ledger.rows("customs", "findings")
            if (one.look("cop_no"), one.look("decision_no")) == (cop_no, row.look("decision_no"))
        ]
        listed = {"type": NAMESPACE + "btt:declaration-list", "bizTransaction": names.own("list", row.own("cop_no"))}
        made.append(
            record.event(
                type="ObjectEvent", **_time(row.look("at")), action="OBSERVE",
                bizStep=_STEPS.get(verdict, "inspecting"), disposition=_DISPOSITIONS.get(verdict, ""),
                bizTransactionList=[record.order(), listed], entrepot__findings=found, **told,
            )
            | {"epcList": [_parcel(parcels[cop_no])] if cop_no in parcels else []}
        )  # fmt: skip
    return made


# ---- goods -----------------------------------------------------------------------------------------------------------


def _quantity(record: _Record, line: Row) -> dict[str, object]:
    said = names.quantity(line.look("qty"), line.look("unit"))
    line.carry("barcode")
    line.carry("item_no")
    if said is not None:
        line.carry("qty")
        line.carry("unit")
    return {"epcClass": names.goods(record.seller, line.look("item_no"), line.look("barcode")), **(said or {})}


def _wares(record: _Record) -> dict[str, Any] | None:
    """Master data: what the wares are called, and what was declared of them."""
    told: dict[str, dict[str, str]] = {}
    for line in record.ledger.rows("order", "lines"):
        ware = told.setdefault(names.goods(record.seller, line.look("item_no"), line.look("barcode")), {})
        ware |= {_SHORT: line.carry("item_name"), _LONG: line.carry("item_describe")}
    for line in record.ledger.rows("goods", "lines"):
        line.carry("barcode")
        line.carry("item_no")
        ware = told.setdefault(names.goods(record.seller, line.look("item_no"), line.look("barcode")), {})
        ware |= {f"{NAMESPACE}mda#{column}": line.own(column) for column in _OF_GOODS}
    elements = [
        {"id": ware, "attributes": [{"id": name, "attribute": value} for name, value in facts.items() if value]}
        for ware, facts in told.items()
    ]
    return {"type": "urn:epcglobal:epcis:vtype:EPCClass", "vocabularyElementList": elements} if elements else None


def _time(text: str) -> dict[str, str]:
    """EPCIS asks for an instant: of a day that is known without its hour, the first in China."""
    if len(text) == len("2026-01-31"):
        day = date.fromisoformat(text)
        at = datetime(day.year, day.month, day.day, tzinfo=_CHINA)
    else:
        at = datetime.fromisoformat(text).astimezone(_CHINA)
    return {"eventTime": at.isoformat(), "eventTimeZoneOffset": "+08:00"}
