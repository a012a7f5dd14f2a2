# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Bulk tables as Django sees them: made and altered by SQL migrations, written by COPY, here only read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from entrepot.modules.declarations.models_bills import TaxBill, TaxBillLine, TaxBillState

__all__ = [
    "Decision", "DeclarationList", "Filed", "Finding", "ImportList", "ListLine", "Reply", "Reserved", "Tax",
    "TaxBill", "TaxBillLine", "TaxBillState", "Withdrawal", "Withdrawn",
]  # fmt: skip


class DeclarationList(models.Model):
    """Rows of declarations_list; what its columns are stands in 0001_tables.sql."""

    pk = models.CompositePrimaryKey("order_no", "id")
    order_no = models.TextField(db_collation="C")
    id = models.BigIntegerField()
    version = models.IntegerField()
    superseded_by = models.BigIntegerField(null=True)
    deleted = models.BooleanField()
    filer_id = models.BigIntegerField()
    cop_no = models.TextField(db_collation="C")
    marketplace_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    agent_id = models.BigIntegerField()
    carrier_id = models.BigIntegerField()
    message_id = models.BigIntegerField()
    document_no = models.IntegerField()
    guid = models.TextField(db_collation="C")
    app_type = models.TextField(db_collation="C")
    app_time = models.DateTimeField()
    app_status = models.TextField(db_collation="C")
    customs_code = models.TextField(db_collation="C")
    marketplace_code = models.TextField(db_collation="C")
    marketplace_name = models.TextField()
    carrier_code = models.TextField(db_collation="C")
    carrier_name = models.TextField()
    waybill_no = models.TextField(db_collation="C")
    pre_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    invt_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    ie_flag = models.TextField(db_collation="C")
    port_code = models.TextField(db_collation="C")
    ie_date = models.DateField()
    statistics_flag = models.TextField(db_collation="C")
    agent_code = models.TextField(db_collation="C")
    agent_name = models.TextField()
    seller_code = models.TextField(db_collation="C")
    seller_name = models.TextField()
    owner_code = models.TextField(db_collation="C")
    owner_name = models.TextField()
    warehouse_code = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    warehouse_name = models.TextField(null=True)  # noqa: DJ001 - NULL: the element is absent
    ems_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    trade_mode = models.TextField(db_collation="C")
    traf_mode = models.TextField(db_collation="C")
    traf_name = models.TextField(null=True)  # noqa: DJ001 - NULL: the element is absent
    voyage_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    bill_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    total_package_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    loct_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    licence_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    country = models.TextField(db_collation="C")
    pod = models.TextField(db_collation="C")
    freight = models.DecimalField(max_digits=19, decimal_places=5)
    freight_currency = models.TextField(db_collation="C")
    freight_flag = models.TextField(db_collation="C")
    insured_fee = models.DecimalField(max_digits=19, decimal_places=5)
    insured_currency = models.TextField(db_collation="C")
    insured_flag = models.TextField(db_collation="C")
    wrap_type = models.TextField(db_collation="C")
    pack_no = models.BigIntegerField()
    gross_weight_kg = models.DecimalField(max_digits=19, decimal_places=5)
    net_weight_kg = models.DecimalField(max_digits=19, decimal_places=5)
    note = models.TextField(null=True)  # noqa: DJ001 - NULL: the element is absent
    line_count = models.IntegerField()
    content_hash = models.BinaryField()
    audience = ArrayField(models.BigIntegerField())
    arrived_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        managed = False
        db_table = "declarations_list"


class ListLine(models.Model):
    """Rows of declarations_list_line; what its columns are stands in 0001_tables.sql."""

    pk = models.CompositePrimaryKey("order_no", "list_id", "gnum")
    order_no = models.TextField(db_collation="C")
    list_id = models.BigIntegerField()
    gnum = models.IntegerField()
    item_no = models.TextField(db_collation="C")
    item_record_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    item_name = models.TextField(null=True)  # noqa: DJ001 - NULL: the element is absent
    hs_code = models.TextField(db_collation="C")
    declared_name = models.TextField()
    model = models.TextField()
    barcode = models.TextField(db_collation="C")
    country = models.TextField(db_collation="C")
    currency = models.TextField(db_collation="C")
    qty = models.DecimalField(max_digits=19, decimal_places=5)
    qty1 = models.DecimalField(max_digits=19, decimal_places=5)
    qty2 = models.DecimalField(max_digits=19, decimal_places=5, null=True)
    unit = models.TextField(db_collation="C")
    unit1 = models.TextField(db_collation="C")
    unit2 = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    price = models.DecimalField(max_digits=19, decimal_places=5)
    total_price = models.DecimalField(max_digits=19, decimal_places=5)
    note = models.TextField(null=True)  # noqa: DJ001 - NULL: the element is absent

    class Meta:
        managed = False
        db_table = "declarations_list_line"


class Decision(models.Model):
    """Rows of declarations_decision; what its columns are stands in 0001_tables.sql."""

    pk = models.CompositePrimaryKey("order_no", "list_id", "decision_no")
    order_no = models.TextField(db_collation="C")
    list_id = models.BigIntegerField()
    decision_no = models.IntegerField()
    kind = models.TextField(db_collation="C")
    verdict = models.TextField(db_collation="C")
    lane = models.TextField(db_collation="C")
    return_status = models.TextField(db_collation="C")
    order_id = models.BigIntegerField(null=True)
    waybill_id = models.BigIntegerField(null=True)
    slip_ids = ArrayField(models.BigIntegerField())
    law_date = models.DateField()
    basis_id = models.BigIntegerField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField()
    audience = ArrayField(models.BigIntegerField())
    practice = models.BooleanField()

    class Meta:
        managed = False
        db_table = "declarations_decision"


class Finding(models.Model):
    """Rows of declarations_finding; what its columns are stands in 0001_tables.sql."""

    pk = models.CompositePrimaryKey("order_no", "list_id", "decision_no", "finding_no")
    order_no = models.TextField(db_collation="C")
    list_id = models.BigIntegerField()
    decision_no = models.IntegerField()
    finding_no = models.IntegerField()
    rule = models.TextField(db_collation="C")
    revision = models.IntegerField()
    outcome = models.TextField(db_collation="C")
    gnum = models.IntegerField(null=True)
    field = models.TextField(db_collation="C")
    found = models.TextField(null=True)  # noqa: DJ001 - NULL: the element is absent
    expected = models.TextField(null=True)  # noqa: DJ001 - NULL: the element is absent
    parameters = ArrayField(models.TextField())

    class Meta:
        managed = False
        db_table = "declarations_finding"


class Filed(models.Model):
    """Rows of declarations_filed; what its columns are stands in 0004_filed.sql."""

    pk = models.CompositePrimaryKey("order_no", "list_id", "message_id")
    order_no = models.TextField(db_collation="C")
    list_id = models.BigIntegerField()
    message_id = models.BigIntegerField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "declarations_filed"


class Reply(models.Model):
    """Rows of declarations_reply; what its columns are stands in 0004_filed.sql."""

    pk = models.CompositePrimaryKey("order_no", "list_id", "content_hash")
    order_no = models.TextField(db_collation="C")
    list_id = models.BigIntegerField()
    content_hash = models.BinaryField()
    message_id = models.BigIntegerField()
    decision_no = models.IntegerField(null=True)
    pre_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    invt_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: the element is absent
    return_status = models.TextField(db_collation="C")
    return_time = models.DateTimeField()
    return_info = models.TextField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "declarations_reply"


class ImportList(models.Model):
    """Rows of declarations_list_import; what its columns are stands in 0014_import.sql."""

    pk = models.CompositePrimaryKey("order_no", "list_id")
    order_no = models.TextField(db_collation="C")
    list_id = models.BigIntegerField()
    assure_code = models.TextField(db_collation="C")
    guarantor_id = models.BigIntegerField(null=True)
    decl_time = models.DateField()
    buyer_id_type = models.TextField(db_collation="C")
    area_code = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: absent
    area_name = models.TextField(null=True)  # noqa: DJ001 - NULL: absent
    trade_countries = ArrayField(models.TextField())
    buyer_hash = models.TextField(db_collation="C")
    person_hash = models.TextField(db_collation="C")
    consignee_address_hash = models.TextField(db_collation="C")
    person_valid = models.BooleanField()
    signature_valid = models.BooleanField(null=True)
    identity_block = models.BinaryField(null=True)
    identity_key = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "declarations_list_import"


class Tax(models.Model):
    """Rows of declarations_tax; what its columns are stands in 0014_import.sql."""

    pk = models.CompositePrimaryKey("order_no", "list_id", "decision_no", "gnum", "tax")
    order_no = models.TextField(db_collation="C")
    list_id = models.BigIntegerField()
    decision_no = models.IntegerField()
    gnum = models.IntegerField()
    tax = models.TextField(db_collation="C")
    base = models.DecimalField(max_digits=19, decimal_places=5)
    rate = models.DecimalField(max_digits=19, decimal_places=10)
    amount = models.DecimalField(max_digits=19, decimal_places=5)

    class Meta:
        managed = False
        db_table = "declarations_tax"


class Reserved(models.Model):
    """Rows of declarations_reserved; what its columns are stands in 0014_import.sql."""

    pk = models.CompositePrimaryKey("order_no", "list_id", "decision_no", "kind")
    order_no = models.TextField(db_collation="C")
    list_id = models.BigIntegerField()
    decision_no = models.IntegerField()
    kind = models.TextField(db_collation="C")
    account_id = models.BigIntegerField()
    key = models.TextField(db_collation="C")
    amount = models.DecimalField(max_digits=19, decimal_places=5)

    class Meta:
        managed = False
        db_table = "declarations_reserved"


class Withdrawal(models.Model):
    """Rows of declarations_withdrawal; what its columns are stands in 0014_import.sql."""

    pk = models.CompositePrimaryKey("order_no", "id")
    order_no = models.TextField(db_collation="C")
    id = models.BigIntegerField()
    version = models.IntegerField()
    superseded_by = models.BigIntegerField(null=True)
    deleted = models.BooleanField()
    kind = models.TextField(db_collation="C")
    filer_id = models.BigIntegerField()
    cop_no = models.TextField(db_collation="C")
    marketplace_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    agent_id = models.BigIntegerField()
    carrier_id = models.BigIntegerField()
    message_id = models.BigIntegerField()
    document_no = models.IntegerField()
    guid = models.TextField(db_collation="C")
    app_type = models.TextField(db_collation="C")
    app_time = models.DateTimeField()
    app_status = models.TextField(db_collation="C")
    customs_code = models.TextField(db_collation="C")
    marketplace_code = models.TextField(db_collation="C")
    marketplace_name = models.TextField()
    seller_code = models.TextField(db_collation="C")
    seller_name = models.TextField()
    waybill_no = models.TextField(db_collation="C")
    carrier_code = models.TextField(db_collation="C")
    carrier_name = models.TextField()
    pre_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: absent
    invt_no = models.TextField(db_collation="C")
    buyer_id_type = models.TextField(db_collation="C")
    agent_code = models.TextField(db_collation="C")
    agent_name = models.TextField()
    stated_reason = models.TextField()
    note = models.TextField(null=True)  # noqa: DJ001 - NULL: absent
    gnums = ArrayField(models.IntegerField())
    quantities = ArrayField(models.DecimalField(max_digits=19, decimal_places=5))
    hs_codes = ArrayField(models.TextField())
    declared_names = ArrayField(models.TextField())
    units = ArrayField(models.TextField())
    buyer_hash = models.TextField(db_collation="C")
    person_hash = models.TextField(db_collation="C")
    identity_block = models.BinaryField(null=True)
    identity_key = models.BigIntegerField(null=True)
    content_hash = models.BinaryField()
    audience = ArrayField(models.BigIntegerField())
    arrived_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        managed = False
        db_table = "declarations_withdrawal"


class Withdrawn(models.Model):
    """Rows of declarations_withdrawn; what its columns are stands in 0014_import.sql."""

    pk = models.CompositePrimaryKey("order_no", "id", "step")
    order_no = models.TextField(db_collation="C")
    id = models.BigIntegerField()
    list_id = models.BigIntegerField(null=True)
    kind = models.TextField(db_collation="C")
    step = models.IntegerField()
    outcome = models.TextField(db_collation="C")
    rule = models.TextField(db_collation="C")
    found = models.TextField(null=True)  # noqa: DJ001 - NULL: absent
    expected = models.TextField(null=True)  # noqa: DJ001 - NULL: absent
    value_back = models.DecimalField(max_digits=19, decimal_places=5)
    tax_back = models.DecimalField(max_digits=19, decimal_places=5)
    gnums = ArrayField(models.IntegerField())
    quantities = ArrayField(models.DecimalField(max_digits=19, decimal_places=5))
    at = models.DateTimeField()
    by_id = models.BigIntegerField()
    audience = ArrayField(models.BigIntegerField())

    class Meta:
        managed = False
        db_table = "declarations_withdrawn"
