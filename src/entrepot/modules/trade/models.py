# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Bulk tables as Django sees them: made and altered by SQL migrations, written by COPY, here only read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Order(models.Model):
    """Rows of trade_order; what its columns are stands in 0001_tables.sql."""

    pk = models.CompositePrimaryKey("order_no", "id")
    order_no = models.TextField(db_collation="C")
    id = models.BigIntegerField()
    version = models.IntegerField()
    superseded_by = models.BigIntegerField(null=True)
    deleted = models.BooleanField()
    marketplace_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    message_id = models.BigIntegerField()
    document_no = models.IntegerField()
    guid = models.TextField(db_collation="C")
    app_type = models.TextField(db_collation="C")
    app_time = models.DateTimeField()
    app_status = models.TextField(db_collation="C")
    order_type = models.TextField(db_collation="C")
    marketplace_code = models.TextField(db_collation="C")
    marketplace_name = models.TextField()
    seller_code = models.TextField(db_collation="C")
    seller_name = models.TextField()
    goods_value = models.DecimalField(max_digits=19, decimal_places=5)
    freight = models.DecimalField(max_digits=19, decimal_places=5)
    currency = models.TextField(db_collation="C")
    note = models.TextField(null=True)  # noqa: DJ001 - NULL: the element is absent
    line_count = models.IntegerField()
    placed_at = models.DateTimeField(null=True)
    destination = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    buyer_hash = models.BinaryField(null=True)
    content_hash = models.BinaryField()
    audience = ArrayField(models.BigIntegerField())
    arrived_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        managed = False
        db_table = "trade_order"


class OrderLine(models.Model):
    """Rows of trade_order_line; what its columns are stands in 0001_tables.sql."""

    pk = models.CompositePrimaryKey("order_no", "order_id", "gnum")
    order_no = models.TextField(db_collation="C")
    order_id = models.BigIntegerField()
    gnum = models.IntegerField()
    item_no = models.TextField(db_collation="C")
    item_name = models.TextField()
    item_describe = models.TextField(null=True)  # noqa: DJ001 - NULL: the element is absent
    barcode = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    unit = models.TextField(db_collation="C")
    currency = models.TextField(db_collation="C")
    qty = models.DecimalField(max_digits=19, decimal_places=5)
    price = models.DecimalField(max_digits=19, decimal_places=5)
    total_price = models.DecimalField(max_digits=19, decimal_places=5)
    note = models.TextField(null=True)  # noqa: DJ001 - NULL: the element is absent
    repeat_of = models.IntegerField(null=True)

    class Meta:
        managed = False
        db_table = "trade_order_line"


class CollectionSlip(models.Model):
    """Rows of trade_slip; what its columns are stands in 0001_tables.sql."""

    pk = models.CompositePrimaryKey("order_no", "id")
    order_no = models.TextField(db_collation="C")
    id = models.BigIntegerField()
    version = models.IntegerField()
    superseded_by = models.BigIntegerField(null=True)
    deleted = models.BooleanField()
    marketplace_id = models.BigIntegerField()
    slip_key = models.TextField(db_collation="C")
    seller_id = models.BigIntegerField()
    payer_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField()
    document_no = models.IntegerField()
    guid = models.TextField(db_collation="C")
    app_type = models.TextField(db_collation="C")
    app_time = models.DateTimeField()
    app_status = models.TextField(db_collation="C")
    marketplace_code = models.TextField(db_collation="C")
    marketplace_name = models.TextField()
    seller_code = models.TextField(db_collation="C")
    seller_name = models.TextField()
    pay_code = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    pay_name = models.TextField()
    pay_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    charge = models.DecimalField(max_digits=19, decimal_places=5)
    currency = models.TextField(db_collation="C")
    accounting_date = models.DateTimeField()
    note = models.TextField(null=True)  # noqa: DJ001 - NULL: the element is absent
    content_hash = models.BinaryField()
    audience = ArrayField(models.BigIntegerField())
    arrived_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        managed = False
        db_table = "trade_slip"


class Waybill(models.Model):
    """Rows of trade_waybill; what its columns are stands in 0001_tables.sql."""

    pk = models.CompositePrimaryKey("waybill_no", "id")
    waybill_no = models.TextField(db_collation="C")
    id = models.BigIntegerField()
    version = models.IntegerField()
    superseded_by = models.BigIntegerField(null=True)
    deleted = models.BooleanField()
    carrier_id = models.BigIntegerField()
    use = models.IntegerField()
    seller_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField()
    document_no = models.IntegerField()
    guid = models.TextField(db_collation="C")
    app_type = models.TextField(db_collation="C")
    app_time = models.DateTimeField()
    app_status = models.TextField(db_collation="C")
    carrier_code = models.TextField(db_collation="C")
    carrier_name = models.TextField()
    freight = models.DecimalField(max_digits=19, decimal_places=5)
    insured_fee = models.DecimalField(max_digits=19, decimal_places=5)
    currency = models.TextField(db_collation="C")
    gross_weight_kg = models.DecimalField(max_digits=19, decimal_places=5)
    pack_no = models.BigIntegerField()
    goods_info = models.TextField()
    seller_code = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    seller_name = models.TextField(null=True)  # noqa: DJ001 - NULL: the element is absent
    seller_telephone = models.TextField(null=True)  # noqa: DJ001 - NULL: the element is absent
    note = models.TextField(null=True)  # noqa: DJ001 - NULL: the element is absent
    content_hash = models.BinaryField()
    audience = ArrayField(models.BigIntegerField())
    arrived_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        managed = False
        db_table = "trade_waybill"


class Payment(models.Model):
    """Rows of trade_payment; what its columns are stands in 0005_import.sql."""

    pk = models.CompositePrimaryKey("pay_transaction_no", "id")
    pay_transaction_no = models.TextField(db_collation="C")
    id = models.BigIntegerField()
    version = models.IntegerField()
    superseded_by = models.BigIntegerField(null=True)
    deleted = models.BooleanField()
    payer_id = models.BigIntegerField()
    marketplace_id = models.BigIntegerField()
    message_id = models.BigIntegerField()
    document_no = models.IntegerField()
    guid = models.TextField(db_collation="C")
    app_type = models.TextField(db_collation="C")
    app_time = models.DateTimeField()
    app_status = models.TextField(db_collation="C")
    pay_code = models.TextField(db_collation="C")
    pay_name = models.TextField()
    order_no = models.TextField(db_collation="C")
    marketplace_code = models.TextField(db_collation="C")
    marketplace_name = models.TextField()
    payer_id_type = models.TextField(db_collation="C")
    amount_paid = models.DecimalField(max_digits=19, decimal_places=5)
    currency = models.TextField(db_collation="C")
    pay_time = models.DateTimeField()
    note = models.TextField(null=True)  # noqa: DJ001 - NULL: absent
    payer_hash = models.TextField(db_collation="C")
    identity_block = models.BinaryField(null=True)
    identity_key = models.BigIntegerField(null=True)
    content_hash = models.BinaryField()
    audience = ArrayField(models.BigIntegerField())
    arrived_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        managed = False
        db_table = "trade_payment"


class ImportOrder(models.Model):
    """Rows of trade_order_import; what its columns are stands in 0005_import.sql."""

    pk = models.CompositePrimaryKey("order_no", "order_id")
    order_no = models.TextField(db_collation="C")
    order_id = models.BigIntegerField()
    discount = models.DecimalField(max_digits=19, decimal_places=5)
    tax_total = models.DecimalField(max_digits=19, decimal_places=5)
    actual_paid = models.DecimalField(max_digits=19, decimal_places=5)
    payer_id = models.BigIntegerField(null=True)
    pay_code = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: absent
    pay_name = models.TextField(null=True)  # noqa: DJ001 - NULL: absent
    pay_transaction_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: absent
    batch_numbers = models.TextField(null=True)  # noqa: DJ001 - NULL: absent
    buyer_id_type = models.TextField(db_collation="C")
    consignee_district = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: absent
    line_models = ArrayField(models.TextField())
    line_countries = ArrayField(models.TextField())
    buyer_hash = models.TextField(db_collation="C")
    person_hash = models.TextField(db_collation="C")
    consignee_hash = models.TextField(db_collation="C")
    consignee_telephone_hash = models.TextField(db_collation="C")
    consignee_address_hash = models.TextField(db_collation="C")
    identity_block = models.BinaryField(null=True)
    identity_key = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "trade_order_import"


class ImportWaybill(models.Model):
    """Rows of trade_waybill_import; what its columns are stands in 0005_import.sql."""

    pk = models.CompositePrimaryKey("waybill_no", "waybill_id")
    waybill_no = models.TextField(db_collation="C")
    waybill_id = models.BigIntegerField()
    order_no = models.TextField(db_collation="C")
    bill_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: absent
    consignee_hash = models.TextField(db_collation="C")
    consignee_telephone_hash = models.TextField(db_collation="C")
    consignee_address_hash = models.TextField(db_collation="C")
    identity_block = models.BinaryField(null=True)
    identity_key = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "trade_waybill_import"


class WaybillState(models.Model):
    """Rows of trade_waybill_state; what its columns are stands in 0005_import.sql."""

    pk = models.CompositePrimaryKey("waybill_no", "id")
    waybill_no = models.TextField(db_collation="C")
    id = models.BigIntegerField()
    version = models.IntegerField()
    superseded_by = models.BigIntegerField(null=True)
    deleted = models.BooleanField()
    carrier_id = models.BigIntegerField()
    logistics_status = models.TextField(db_collation="C")
    logistics_time = models.DateTimeField()
    message_id = models.BigIntegerField()
    document_no = models.IntegerField()
    guid = models.TextField(db_collation="C")
    app_type = models.TextField(db_collation="C")
    app_time = models.DateTimeField()
    app_status = models.TextField(db_collation="C")
    carrier_code = models.TextField(db_collation="C")
    carrier_name = models.TextField()
    note = models.TextField(null=True)  # noqa: DJ001 - NULL: absent
    content_hash = models.BinaryField()
    audience = ArrayField(models.BigIntegerField())
    arrived_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        managed = False
        db_table = "trade_waybill_state"
