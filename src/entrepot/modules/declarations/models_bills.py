# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Tables of tax bills as Django sees them: made by SQL migrations, written by COPY, here only read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class TaxBill(models.Model):
    """Rows of declarations_tax_bill; what its columns are stands in 0015_tax_bills.sql."""

    pk = models.CompositePrimaryKey("order_no", "list_id", "tax_no")
    order_no = models.TextField(db_collation="C")
    list_id = models.BigIntegerField()
    tax_no = models.TextField(db_collation="C")
    invt_no = models.TextField(db_collation="C")
    marketplace_id = models.BigIntegerField()
    agent_id = models.BigIntegerField()
    guarantor_id = models.BigIntegerField(null=True)
    assure_code = models.TextField(db_collation="C")
    customs_tax = models.DecimalField(max_digits=19, decimal_places=5)
    value_added_tax = models.DecimalField(max_digits=19, decimal_places=5)
    consumption_tax = models.DecimalField(max_digits=19, decimal_places=5)
    status = models.TextField(db_collation="C")
    ent_duty_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: absent
    said_at = models.DateTimeField()
    at = models.DateTimeField()
    audience = ArrayField(models.BigIntegerField())
    practice = models.BooleanField()

    class Meta:
        managed = False
        db_table = "declarations_tax_bill"


class TaxBillLine(models.Model):
    """Rows of declarations_tax_bill_line; what its columns are stands in 0015_tax_bills.sql."""

    pk = models.CompositePrimaryKey("order_no", "list_id", "tax_no", "gnum")
    order_no = models.TextField(db_collation="C")
    list_id = models.BigIntegerField()
    tax_no = models.TextField(db_collation="C")
    gnum = models.IntegerField()
    hs_code = models.TextField(db_collation="C")
    tax_price = models.DecimalField(max_digits=19, decimal_places=5)
    customs_tax = models.DecimalField(max_digits=19, decimal_places=5)
    value_added_tax = models.DecimalField(max_digits=19, decimal_places=5)
    consumption_tax = models.DecimalField(max_digits=19, decimal_places=5)

    class Meta:
        managed = False
        db_table = "declarations_tax_bill_line"


class TaxBillState(models.Model):
    """Rows of declarations_tax_bill_state; what its columns are stands in 0015_tax_bills.sql."""

    pk = models.CompositePrimaryKey("order_no", "list_id", "tax_no", "said_at", "status")
    order_no = models.TextField(db_collation="C")
    list_id = models.BigIntegerField()
    tax_no = models.TextField(db_collation="C")
    status = models.TextField(db_collation="C")
    said_at = models.DateTimeField()
    ent_duty_no = models.TextField(db_collation="C", null=True)  # noqa: DJ001 - NULL: absent
    at = models.DateTimeField()
    by_id = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "declarations_tax_bill_state"
