"""What comes in: announced, received scan by scan, closed with its differences kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.modules.warehouses.errors import UnableToStore
from entrepot.modules.warehouses.models import Lot, Scan, Shipment, ShipmentLine, Warehouse
from entrepot.modules.warehouses.operations.acting import checked_quantity, is_practice, require_operator
from entrepot.modules.warehouses.scanning import read_code
from entrepot.store.connection import under_django

STOCK = "stock"  # kind of the ledger accounts; their key is the number of the lot


@dataclass(frozen=True)
class Place:
    """A warehouse as it is taken into the books. country: ISO 3166-1 alpha-2."""

    code: str
    name_zh: str
    name_en: str
    country: str
    town: str


@dataclass(frozen=True)
class Expected:
    """One ware that is to come. unit: customs code."""

    item_no: str
    barcode: str
    name: str
    unit: str
    quantity: Decimal


@dataclass(frozen=True)
class Announced:
    """A shipment that is to come, of a seller; with its order where it belongs to a record."""

    shipment_no: str
    warehouse: str
    seller_code: str
    lines: tuple[Expected, ...]
    order_no: str = ""
    marketplace_id: int | None = None


def open_warehouse(*, operator_id: int, place: Place) -> int:
    """Take a warehouse into the books, as the owner role. Returns its id. Raises UnableToStore."""
    try:
        with transaction.atomic(using="owner"):
            return int(Warehouse.objects.using("owner").create(operator_id=operator_id, **vars(place)).pk)
    except IntegrityError as error:
        raise UnableToStore("warehouse_taken", found=place.code) from error


def announce(*, acting: parties.Acting, shipment: Announced, now: datetime, using: str = "default") -> str:
    """The operator enters what is to come. Returns the number as it is kept. Raises UnableToStore, UnableToUseCode."""
    number = read_code(shipment.shipment_no)
    with transaction.atomic(using=using):
        require_operator(acting, now=now, using=using)
        lines = _checked(shipment.lines)
        own = Warehouse.objects.using(using).filter(code=shipment.warehouse, operator_id=acting.party_id).first()
        if own is None:
            raise UnableToStore("no_warehouse", found=shipment.warehouse)
        seller_id = parties.party_of_code(shipment.seller_code.strip(), using=using)
        try:
            with transaction.atomic(using=using):
                row = Shipment.objects.using(using).create(
                    shipment_no=number, warehouse=own, operator_id=acting.party_id, seller_id=seller_id,
                    seller_code=shipment.seller_code.strip(), order_no=shipment.order_no,
                    marketplace_id=shipment.marketplace_id, announced_at=now, practice=is_practice(using),
                )  # fmt: skip
        except IntegrityError as error:
            raise UnableToStore("shipment_known", found=number) from error
        ShipmentLine.objects.using(using).bulk_create(
            ShipmentLine(
                shipment=row, operator_id=acting.party_id, seller_id=seller_id, item_no=line.item_no,
                barcode=line.barcode, name=line.name, unit=line.unit, expected=line.quantity, received=Decimal(0),
            )
            for line in lines
        )  # fmt: skip
    return number


def _checked(lines: Sequence[Expected]) -> list[Expected]:
    """The lines with their barcodes as a scanner reads them. Raises UnableToStore."""
    if not lines:
        raise UnableToStore("lines_missing", found="–")
    checked: dict[str, Expected] = {}
    for line in lines:
        if not (line.item_no.strip() and line.unit.strip()):
            raise UnableToStore("lines_missing", found=f"“{line.item_no}” “{line.unit}”")
        barcode = read_code(line.barcode)
        if barcode in checked:
            raise UnableToStore("barcode_twice", found=barcode)
        quantity = checked_quantity(line.quantity)
        checked[barcode] = Expected(line.item_no.strip(), barcode, line.name.strip(), line.unit.strip(), quantity)
    return list(checked.values())


def receive(
    *,
    acting: parties.Acting,
    shipment_no: str,
    scanned: str,
    quantity: Decimal = Decimal(1),
    now: datetime,
    using: str = "default",
) -> ShipmentLine:
    """One scan at the door: so many of a ware came. What was announced is stock at once; anything else is kept aside.

    Returns the line with its new count. Raises UnableToStore.
    """
    barcode, amount = read_code(scanned), checked_quantity(quantity)
    with transaction.atomic(using=using):
        shipment = _open_shipment(acting, shipment_no, now, using)
        line, _ = ShipmentLine.objects.using(using).get_or_create(
            shipment=shipment, barcode=barcode,
            defaults={"operator_id": shipment.operator_id, "seller_id": shipment.seller_id, "item_no": "",
                      "expected": Decimal(0), "received": Decimal(0)},
        )  # fmt: skip
        ShipmentLine.objects.using(using).filter(pk=line.pk).update(received=F("received") + amount)
        scan = Scan.objects.using(using).create(
            line=line, operator_id=line.operator_id, seller_id=line.seller_id, quantity=amount, at=now,
            by=acting.person_id,
        )  # fmt: skip
        if line.item_no:
            _put_in_stock(shipment, line, scan, now, using)
        if shipment.state == "announced":
            Shipment.objects.using(using).filter(pk=shipment.pk).update(state="receiving")
        line.refresh_from_db(using=using)
    return line


def _open_shipment(acting: parties.Acting, shipment_no: str, now: datetime, using: str) -> Shipment:
    """The shipment, locked. Raises UnableToStore."""
    require_operator(acting, now=now, using=using)
    number = read_code(shipment_no)
    rows = Shipment.objects.using(using).filter(shipment_no=number, operator_id=acting.party_id)
    if not rows.exists():
        raise UnableToStore("no_shipment", found=number)
    shipment = rows.select_for_update(of=("self",)).exclude(state="received").first()
    if shipment is None:
        raise UnableToStore("received_before", found=number)
    return shipment


def _put_in_stock(shipment: Shipment, line: ShipmentLine, scan: Scan, now: datetime, using: str) -> None:
    lot, _ = Lot.objects.using(using).get_or_create(
        line=line,
        defaults={
            "warehouse_id": shipment.warehouse_id, "operator_id": line.operator_id, "seller_id": line.seller_id,
            "seller_code": shipment.seller_code, "item_no": line.item_no, "barcode": line.barcode, "name": line.name,
            "unit": line.unit, "began_at": now,
        },
    )  # fmt: skip
    connection = under_django(using)
    account = ledgers.open_account(
        connection, kind=STOCK, key=str(lot.pk), unit=line.unit, holder_id=line.operator_id, now=now,
        movers=(line.seller_id,),
    )  # fmt: skip
    ledgers.put_in(connection, account, scan.quantity, key=f"scan-{scan.pk}", why="received", now=now)


def close_shipment(
    *, acting: parties.Acting, shipment_no: str, now: datetime, using: str = "default"
) -> list[ShipmentLine]:
    """Nothing more comes of it. Returns the lines of which another quantity came than was announced.

    Raises UnableToStore.
    """
    with transaction.atomic(using=using):
        shipment = _open_shipment(acting, shipment_no, now, using)
        lines = list(ShipmentLine.objects.using(using).filter(shipment=shipment).order_by("pk"))
        if not any(line.received for line in lines):
            raise UnableToStore("nothing_came", found=shipment.shipment_no)
        Shipment.objects.using(using).filter(pk=shipment.pk).update(state="received", received_at=now)
    return [line for line in lines if line.received != line.expected]
