# ruff: noqa: DJ008 - a row is measured, never shown
# These models belong to no app that the Django plugin of mypy knows.
# mypy: disable-error-code="attr-defined"
"""The object way: the same sets, rules and answers in idiomatic Django, one transaction a list. The bench's yardstick.

Run by `entrepot bench clearance` as `python tests/speed/object_way.py SETS`; prints one JSON object. It works in the
database of ENTREPOT_OWNER_URL, in tables of its own that it makes and drops.
"""

import json
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import django
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict

from entrepot.store import dsn

WAYS = conninfo_to_dict(dsn.owner())
settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": WAYS["dbname"],
            "USER": WAYS["user"],
            "PASSWORD": WAYS["password"],
            "HOST": WAYS.get("host", ""),
            "PORT": WAYS.get("port", ""),
        }
    },
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.db import connection, models, transaction  # noqa: E402 - Django is set up by then


def amount() -> Any:  # noqa: ANN401 - a field
    return models.DecimalField(max_digits=19, decimal_places=5)


class Order(models.Model):
    order_no = models.CharField(max_length=60, unique=True)
    seller_code = models.CharField(max_length=18)
    goods_value, freight = amount(), amount()
    currency = models.CharField(max_length=3)

    class Meta:
        app_label = "object_way"


class Line(models.Model):
    gnum = models.IntegerField()
    item_no = models.CharField(max_length=30)
    unit = models.CharField(max_length=3)
    currency = models.CharField(max_length=3)
    qty, price, total_price = amount(), amount(), amount()

    class Meta:
        abstract = True


class OrderLine(Line):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")

    class Meta:
        app_label = "object_way"


class Slip(models.Model):
    order_no = models.CharField(max_length=60, db_index=True)
    pay_no = models.CharField(max_length=60, unique=True)
    charge = amount()
    currency = models.CharField(max_length=3)

    class Meta:
        app_label = "object_way"


class Waybill(models.Model):
    waybill_no = models.CharField(max_length=32, unique=True)
    seller_code = models.CharField(max_length=18)
    gross_weight_kg = amount()
    pack_no = models.IntegerField()

    class Meta:
        app_label = "object_way"


class DeclarationList(models.Model):
    cop_no = models.CharField(max_length=30, unique=True)
    order = models.ForeignKey(Order, models.CASCADE, related_name="lists")
    waybill = models.ForeignKey(Waybill, models.CASCADE, related_name="lists")
    seller_code = models.CharField(max_length=18)
    gross_weight_kg, net_weight_kg = amount(), amount()
    pack_no = models.IntegerField()
    state = models.CharField(max_length=12, default="due")

    class Meta:
        app_label = "object_way"


class ListLine(Line):
    declared = models.ForeignKey(DeclarationList, models.CASCADE, related_name="lines")
    unit1 = models.CharField(max_length=3)
    qty1 = amount()

    class Meta:
        app_label = "object_way"


class Decision(models.Model):
    declared = models.ForeignKey(DeclarationList, models.CASCADE)
    verdict = models.CharField(max_length=12)
    failed = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        app_label = "object_way"


MODELS = (Order, OrderLine, Slip, Waybill, DeclarationList, ListLine, Decision)


def failures(declared: DeclarationList) -> Iterable[str]:
    """The rules of 9610 export that a clean set passes, one object at a time."""
    order, waybill = declared.order, declared.waybill
    ordered = {line.gnum: line for line in order.lines.all()}
    lines = list(declared.lines.all())
    if declared.seller_code != order.seller_code:
        yield "E01"
    if any(other.pk != declared.pk for other in waybill.lists.all()):
        yield "E02"
    if waybill.seller_code and waybill.seller_code != declared.seller_code:
        yield "E03"
    if set(ordered) != {line.gnum for line in lines} or any(differs(line, ordered[line.gnum]) for line in lines):
        yield "E04"
    if sum((line.total_price for line in lines), Decimal(0)) != order.goods_value:
        yield "E05"
    if declared.gross_weight_kg != waybill.gross_weight_kg or declared.pack_no != waybill.pack_no:
        yield "E06"
    if not 0 < declared.net_weight_kg <= declared.gross_weight_kg:
        yield "F03"
    if any(line.qty <= 0 or line.price < 0 or line.total_price != line.qty * line.price for line in lines):
        yield "F08"
    if any(line.unit == line.unit1 and line.qty != line.qty1 for line in lines):
        yield "F09"


def differs(line: ListLine, ordered: OrderLine) -> bool:
    names = ("item_no", "qty", "unit", "currency", "price", "total_price")
    return any(getattr(line, name) != getattr(ordered, name) for name in names)


def picked(model: type[models.Model], row: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401
    names = {field.name for field in model._meta.local_fields} - {"id", "state"}
    return {name: row[name] for name in names if name in row} | more


def take(sets: Any) -> list[int]:  # noqa: ANN401 - practice sets
    """Store every document, a transaction each; the ids of the lists."""
    order_lines = sets.order_lines.partition_by("message_no", "document_no", as_dict=True)
    list_lines = sets.list_lines.partition_by("message_no", "document_no", as_dict=True)
    ids = []
    for order_row, slip, waybill_row, list_row in zip(
        *(frame.iter_rows(named=True) for frame in (sets.orders, sets.slips, sets.waybills, sets.lists)), strict=True
    ):
        with transaction.atomic():
            order = Order.objects.create(**picked(Order, order_row))
            key = (order_row["message_no"], order_row["document_no"])
            for line in order_lines[key].iter_rows(named=True):
                OrderLine.objects.create(**picked(OrderLine, line, order=order))
        with transaction.atomic():
            Slip.objects.create(**picked(Slip, slip))
        with transaction.atomic():
            waybill = Waybill.objects.create(**picked(Waybill, waybill_row))
        with transaction.atomic():
            declared = DeclarationList.objects.create(**picked(DeclarationList, list_row, order=order, waybill=waybill))
            key = (list_row["message_no"], list_row["document_no"])
            for line in list_lines[key].iter_rows(named=True):
                ListLine.objects.create(**picked(ListLine, line, declared=declared))
        ids.append(declared.pk)
    return ids


def decide(ids: list[int]) -> int:
    """Decide each list in a transaction of its own; how many were released."""
    released = 0
    for pk in ids:
        with transaction.atomic():
            declared = (
                DeclarationList.objects.select_for_update(of=("self",)).select_related("order", "waybill")
                .prefetch_related("lines", "order__lines", "waybill__lists").get(pk=pk)
            )  # fmt: skip
            failed = list(failures(declared))
            declared.state = "refused" if failed else "released"
            declared.save(update_fields=["state"])
            Decision.objects.create(declared=declared, verdict=declared.state, failed=failed, at=datetime.now(UTC))
            released += not failed
    return released


def main() -> None:
    from entrepot.project.practice.sets import generate_sets

    count = int(sys.argv[1])
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    sets = generate_sets(count, 9610, first_no=70_000_001, at=datetime.now(UTC) - timedelta(hours=2))
    begin = time.perf_counter()
    released = decide(take(sets))
    seconds = time.perf_counter() - begin
    with connection.schema_editor() as editor:
        for model in reversed(MODELS):
            editor.delete_model(model)
    print(json.dumps({"sets": count, "released": released, "seconds": seconds, "sets_per_s": count / seconds}))


if __name__ == "__main__":
    main()
