# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Warehouses abroad: what was announced and came, the lots that lie there, and the orders filled from them.

How much of a lot is free, reserved or gone stands in the ledgers (kind "stock", key: the number of the lot).
"""

from django.db import models
from django.db.models import Q

from entrepot.store.columns import code_column, exact_column

SHIPMENT_STATES = ("announced", "receiving", "received")
DISPATCH_STATES = ("reserved", "picked", "packed", "shipped")


class Warehouse(models.Model):
    """A place abroad where an operator keeps goods for sellers. country: ISO 3166-1 alpha-2."""

    code = code_column(unique=True)
    operator_id = models.BigIntegerField(db_index=True)
    name_zh = models.TextField()
    name_en = models.TextField()
    country = code_column()
    town = models.TextField()


class Shipment(models.Model):
    """Goods of one seller on their way in. Belongs to a record where it names its order."""

    shipment_no = code_column()  # an SSCC, or the seller's own number
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="shipments")
    operator_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    seller_code = code_column()
    order_no = code_column(blank=True, default="")
    marketplace_id = models.BigIntegerField(null=True, blank=True)
    state = code_column(default="announced")
    announced_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SHIPMENT_STATES), name="warehouses_shipment_states"),
            models.UniqueConstraint(fields=["warehouse", "shipment_no"], name="warehouses_shipment_once"),
            models.CheckConstraint(
                condition=Q(order_no="", marketplace_id__isnull=True) | ~Q(order_no="") & Q(marketplace_id__gt=0),
                name="warehouses_shipment_record",
            ),
        ]
        indexes = [
            models.Index(fields=["operator_id", "-id"], name="warehouses_shipment_in"),
            models.Index(fields=["seller_id", "-id"], name="warehouses_shipment_of"),
            models.Index(fields=["order_no"], condition=~Q(order_no=""), name="warehouses_shipment_rec"),
        ]


class ShipmentLine(models.Model):
    """One ware of a shipment: expected and received. Without an item number it was not announced: kept aside."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="lines")
    operator_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    item_no = code_column(blank=True)
    barcode = code_column()
    name = models.TextField(blank=True)
    unit = code_column(blank=True)
    expected = exact_column()
    received = exact_column(default=0)

    class Meta:
        db_table = "warehouses_shipment_line"
        constraints = [
            models.UniqueConstraint(fields=["shipment", "barcode"], name="warehouses_shipment_line_once"),
            models.CheckConstraint(condition=Q(expected__gte=0, received__gte=0), name="warehouses_shipment_line_sums"),
        ]


class Scan(models.Model):
    """One scan at the door: of which ware how many."""

    line = models.ForeignKey(ShipmentLine, models.PROTECT, related_name="scans")
    operator_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    quantity = exact_column()
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True, blank=True)


class Lot(models.Model):
    """What came of one ware with one shipment and lies in a warehouse for its seller."""

    line = models.OneToOneField(ShipmentLine, models.PROTECT, related_name="lot")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="lots")
    operator_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    seller_code = code_column()
    item_no = code_column()
    barcode = code_column()
    name = models.TextField(blank=True)
    unit = code_column()
    began_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["seller_id", "item_no", "id"], name="warehouses_lot_of_seller"),
            models.Index(fields=["operator_id", "id"], name="warehouses_lot_of_operator"),
        ]


class Dispatch(models.Model):
    """An order, or a part of one, that a warehouse sends: reserved, picked, packed, shipped."""

    dispatch_no = code_column(unique=True)
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="dispatches")
    operator_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    order_no = code_column()
    marketplace_id = models.BigIntegerField(null=True, blank=True)  # none: the order is on no record here
    item_no = code_column()
    barcode = code_column()
    name = models.TextField(blank=True)
    unit = code_column()
    quantity = exact_column()
    picked = exact_column(default=0)
    state = code_column(default="reserved")
    reserved_at = models.DateTimeField()
    picked_at = models.DateTimeField(null=True, blank=True)
    packed_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    carrier = models.TextField(blank=True, default="")
    waybill_no = code_column(blank=True, default="")
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DISPATCH_STATES), name="warehouses_dispatch_states"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, picked__gte=0, picked__lte=models.F("quantity")),
                name="warehouses_dispatch_sums",
            ),
            models.CheckConstraint(
                condition=~Q(state="shipped") | ~Q(waybill_no=""), name="warehouses_dispatch_waybill"
            ),
        ]
        indexes = [
            models.Index(fields=["operator_id", "-id"], name="warehouses_dispatch_by"),
            models.Index(fields=["seller_id", "-id"], name="warehouses_dispatch_for"),
            models.Index(fields=["order_no"], name="warehouses_dispatch_record"),
        ]


class Filling(models.Model):
    """So much of an order is *filled from* a lot."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="fillings")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="fillings")
    operator_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    quantity = exact_column()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "lot"], name="warehouses_filling_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="warehouses_filling_quantity"),
        ]
