"""A warehouse in Hamburg: stock of the first practice seller, one order to pick, one shipment to come.

Invented, and marked so. Barcodes begin with 2, which GS1 leaves to each house for its own use.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Acting
from entrepot.modules.warehouses import api as warehouses
from entrepot.modules.warehouses.api import Announced, Expected, Place, Wanted
from entrepot.project.practice.firms import MARKETPLACE, SELLERS, Firm
from entrepot.project.practice.hamburg import ORDER_NO
from entrepot.store.connection import under_django

_NAMES = ("Elbe Fulfilment", "易北海外仓")
OPERATOR = Firm(
    "PX-HAMBURG-WH",
    credit_code="",
    name_zh=_NAMES[1],
    name_en=_NAMES[0],
    roles=("warehouse",),
    country="DE",
)
PERSON = ("warehouse", "练习仓管员 · Practice warehouse keeper")
HAMBURG = Place("PXHAM1", "易北海外仓汉堡（练习）", "Elbe Fulfilment Hamburg (practice)", "DE", "Hamburg")
CAME, COMES = "PX-IN-0001", "PX-IN-0002"
_PIECES = "007"  # customs code of the unit 个
_BEFORE = timedelta(hours=4)


def barcode(number: int) -> str:
    """The practice barcode with this number, 13 digits."""
    digits = f"2999{number:08}"
    return digits + warehouses.check_digit(digits)


WARES = (
    Expected("PW-1001", barcode(1), "Stoneware mug · 陶瓷杯", _PIECES, Decimal(40)),
    Expected("PW-1004", barcode(2), "Cotton tote bag · 棉制手提袋", _PIECES, Decimal(25)),
)


def plant(*, now: datetime) -> None:
    """Operator, its person and warehouse; shipments and an order where there are none yet."""
    if not has_station():  # nothing can be marked as practice
        return
    operator = _registered(now)
    seller = parties.known_code(SELLERS[0].customs_code, using="owner")
    if seller is None or warehouses.Shipment.objects.using("owner").filter(operator_id=operator.party_id).exists():
        return
    if not warehouses.Warehouse.objects.using("owner").filter(code=HAMBURG.code).exists():
        warehouses.open_warehouse(operator_id=operator.party_id, place=HAMBURG)
    _stock_up(operator, seller, now - _BEFORE)


def has_station() -> bool:
    """Whether this folder has been made."""
    return parties.station(under_django("owner")) is not None


def _registered(now: datetime) -> Acting:
    known = parties.known_code(OPERATOR.customs_code, using="owner")
    if known is None:
        known = parties.register_enterprise(
            name_zh=OPERATOR.filed_name, name_en=f"{OPERATOR.name_en} (practice)", country=OPERATOR.country,
            own_codes=[OPERATOR.customs_code], roles=OPERATOR.roles, now=now,
            valid_from=now.date().replace(year=2010, month=1, day=1),
        )  # fmt: skip
    username, name = PERSON
    if not parties.Person.objects.using("owner").filter(username=username).exists():
        parties.commands.create_person(
            username=username, name=name, firm_code=OPERATOR.customs_code, place="administrator", now=now
        )
    return Acting(known)


def _stock_up(operator: Acting, seller: int, now: datetime) -> None:
    """One shipment came, two bags short; one is still to come; the order on its way to Hamburg reserved three mugs."""
    marketplace = parties.known_code(MARKETPLACE.customs_code, using="owner")
    for number in (CAME, COMES):
        warehouses.announce(
            acting=operator, now=now, using="owner",
            shipment=Announced(number, HAMBURG.code, SELLERS[0].customs_code, WARES),
        )  # fmt: skip
    came = now + timedelta(hours=1)
    for ware, missing in zip(WARES, (0, 2), strict=True):
        warehouses.receive(
            acting=operator, shipment_no=CAME, scanned=ware.barcode, quantity=ware.quantity - missing, now=came,
            using="owner",
        )  # fmt: skip
    warehouses.close_shipment(acting=operator, shipment_no=CAME, now=came, using="owner")
    wanted = Wanted(HAMBURG.code, seller, WARES[0].item_no, Decimal(3), ORDER_NO, marketplace)
    warehouses.reserve(acting=Acting(seller), wanted=wanted, now=now + timedelta(hours=2), using="owner")
